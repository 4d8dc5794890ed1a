// Command cmd measures Praxis beside the floor of the machine: see praxis/internal/bench. It refuses to print a figure
// that it could not measure.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"praxis/internal/bench"
)

func main() {
	var err error
	if len(os.Args) == 3 && os.Args[1] == "floor" { // a child of the bench
		err = bench.RunFloor(os.Args[2], os.Stdin, os.Stdout)
	} else {
		err = run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	sizes := flag.String("documents", "100,10000,100000", "numbers of documents, separated by commas")
	runs := flag.Int("runs", 3, "runs of each number of documents up to 10,000; larger ones run once")
	repeats := flag.Int("repeats", 11, "repeats of what is short, in each run")
	praxis := flag.String("praxis", "", "the praxis binary; built from this tree if not given")
	dir := flag.String("dir", "", "where the stores are; the system's place for temporary files if not given")
	flag.Parse()
	o := bench.Options{Praxis: *praxis, Dir: *dir, Runs: *runs, Repeats: *repeats, Log: os.Stderr}
	for text := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 {
			return fmt.Errorf("-documents: %q is no number of documents", text)
		}
		o.Sizes = append(o.Sizes, n)
	}
	var err error
	if o.Self, err = os.Executable(); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if o.Praxis == "" {
		built, err := os.MkdirTemp("", "praxis-bench-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(built) }()
		o.Praxis = filepath.Join(built, "praxis")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", o.Praxis, "praxis/cmd/praxis").CombinedOutput(); err != nil {
			return fmt.Errorf("build praxis: %w\n%s", err, out)
		}
	}
	figures, err := bench.Run(ctx, o)
	if err != nil {
		return err
	}
	fmt.Printf("%s/%s, %d processors, %s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	return errors.Join(bench.Print(os.Stdout, figures), writeLines(figures))
}

// writeLines writes the figures to the file that BENCH_OUT names, if it names one.
func writeLines(figures []bench.Figure) error {
	path := os.Getenv("BENCH_OUT")
	if path == "" {
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("BENCH_OUT: %w", err)
	}
	return errors.Join(bench.WriteLines(f, figures), f.Close())
}
