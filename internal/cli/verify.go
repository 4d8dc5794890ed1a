package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"praxis/internal/store"
)

func (a *app) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use: "verify", Short: "Check everything that a stopped node holds", Args: exact(),
		Long: "Computes every root and every content's address anew and compares them with what was signed. The node must not run; nothing is changed.",
		RunE: a.run(func(_ context.Context, _ []string) error { return a.verify() }),
	}
}

func (a *app) verify() error {
	d, err := a.setUpDirectory()
	if err != nil {
		return err
	}
	s, err := store.Open(a.Files, d.store(), store.Options{ReadOnly: true})
	if errors.Is(err, store.ErrInUse) {
		return fail(ExitInUse, "%v", fmt.Errorf("a store is verified while its node is stopped: %w", d.inUse()))
	}
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }() // it was only read
	bar := a.progress("verifying", 1)
	report, err := s.Verify(func(done, total uint64) { bar.at(int(done), int(total)) })
	bar.end()
	if err != nil {
		return err
	}
	faults := make([]string, 0, len(report.Faults))
	for _, f := range report.Faults {
		faults = append(faults, f.String())
	}
	shown := map[string]any{"repositories": report.Repositories, "entries": report.Entries, "contents": report.Contents, "missing": report.Missing, "faults": faults}
	if err := a.print(shown, func() { a.sayReport(report) }); err != nil {
		return err
	}
	if len(report.Faults) > 0 {
		return fail(ExitFailed, "the store is damaged: move it away, restore a backup, or let the node fetch everything anew from its peers")
	}
	return nil
}

func (a *app) sayReport(r store.Report) {
	for _, f := range r.Faults {
		a.say("%s", f)
	}
	a.say("Repositories: %d. Entries: %d. Contents held: %d, missing: %d.", r.Repositories, r.Entries, r.Contents, r.Missing)
	if len(r.Faults) == 0 {
		a.say("Everything is as it was signed.")
	}
}
