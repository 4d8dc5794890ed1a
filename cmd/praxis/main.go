// Praxis is the exchange network of the European National Preventive Mechanisms. This command is everything: the node,
// and what people and scripts use to talk to it. It wires the parts together: it makes the libp2p host, the filesystem,
// the clock and chance, and hands them to internal/cli. It decides nothing and implements no page of specs/ itself.
package main

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"praxis/internal/cli"
	"praxis/internal/store"
)

func main() { os.Exit(run(os.Args[1:])) }

// goMemory is how much memory the runtime takes before it collects more often: several times what a node needs at once,
// so that it costs nothing, and little enough that garbage of a first synchronisation, or of a passphrase that was tried,
// does not stay. The store's own memory comes on top. Who sets GOMEMLIMIT knows better.
const goMemory = 80 << 20

func run(args []string) int {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(goMemory)
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

// version is what the build says of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return info.Main.Version + " " + s.Value[:12]
		}
	}
	return info.Main.Version
}
