package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/demo"
)

func (a *app) demoCommand() *cobra.Command {
	var check bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "Run a network of three nodes on this computer and tell a story with it",
		Long: "Starts three nodes on loopback with temporary directories, and walks through the life of a practice note: written, stopped by\n" +
			"the gate, corrected, approved, shared, read, withdrawn and erased. Stays up until interrupted, with commands to try; nothing\n" +
			"of it stays on the computer. With --check it ends after the story, with 0 if every step was as told and with 1 if not.",
		Args: exact(),
		RunE: a.run(func(ctx context.Context, _ []string) error { return a.demo(ctx, check) }),
	}
	c.Flags().BoolVar(&check, "check", false, "walk through the story, check each step and stop")
	return c
}

func (a *app) demo(ctx context.Context, check bool) error {
	program, err := os.Executable()
	if err != nil {
		return fail(ExitFailed, "the demo starts this program as its nodes, and cannot find it: %v", err)
	}
	err = demo.Run(ctx, demo.Options{
		Program: program, Called: called(program), Out: a.Stdout, Check: check,
		Socket: func(dir string) string { return directory(dir).socket() },
		Color:  a.colors(),
	})
	if errors.Is(err, context.Canceled) {
		return fail(ExitFailed, "the demo was interrupted; its nodes are stopped and its files removed")
	}
	return err
}

// called is how the program is called from the working directory: shorter than its path if it lies below.
func called(program string) string {
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, program); err == nil && filepath.IsLocal(rel) {
			if !strings.ContainsRune(rel, filepath.Separator) {
				rel = "." + string(filepath.Separator) + rel
			}
			return rel
		}
	}
	return program
}
