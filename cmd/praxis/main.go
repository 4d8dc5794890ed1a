// Praxis is the exchange network of the European National Preventive Mechanisms. This command is everything: the node,
// and what people and scripts use to talk to it. It wires the parts together: it makes the libp2p host, the filesystem,
// the clock and chance, and hands them to internal/cli. It decides nothing and implements no page of specs/ itself.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"praxis/internal/cli"
	"praxis/internal/store"
	"praxis/protocol/exchange"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if os.Getenv("GOMEMLIMIT") == "" { // who sets it knows better
		limitMemory()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return program().Run(ctx, args)
}

func program() *cli.Program {
	return &cli.Program{
		Version: version(), Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Env: os.Getenv, Home: home(),
		Open: openNode, Files: store.Disk(), Now: time.Now, Random: rand.Reader,
	}
}

// home is where the data directory is if nobody says otherwise: where the system keeps programs' data, or ~/.praxis.
func home() string {
	dir, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	if local := os.Getenv("LOCALAPPDATA"); local != "" {
		return filepath.Join(local, "Praxis")
	}
	return filepath.Join(dir, ".praxis")
}

// version is the program's, as its build knows it, and the protocol's.
func version() string {
	info, _ := debug.ReadBuildInfo()
	return versionOf(info)
}

// revisionShown is how many digits of a revision are shown.
const revisionShown = 12

// versionOf names the release that a build was made from, or else the revision, and whether it was changed since.
func versionOf(info *debug.BuildInfo) string {
	program := "of an unknown build"
	if info != nil {
		settings := make(map[string]string)
		for _, s := range info.Settings {
			settings[s.Key] = s.Value
		}
		revision := settings["vcs.revision"]
		switch {
		case info.Main.Version != "" && info.Main.Version != "(devel)":
			program = info.Main.Version
		case revision != "":
			program = "of revision " + revision[:min(len(revision), revisionShown)]
			if settings["vcs.modified"] == "true" {
				program += ", changed since"
			}
		}
	}
	return fmt.Sprintf("%s, protocol %d", program, exchange.Features)
}
