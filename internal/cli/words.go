package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/draft"
)

func (a *app) wordsCommand() *cobra.Command {
	c := &cobra.Command{Use: "words", Short: "The words that the check for identification is told about", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	add := func(use, short, long string, list draft.WordList) *cobra.Command {
		return &cobra.Command{Use: use + " --as NAME WORD…", Short: short, Long: long, Args: between(1, -1),
			RunE: a.run(func(ctx context.Context, args []string) error { return a.addWords(ctx, list, args) })}
	}
	var allowed bool
	forget := &cobra.Command{Use: "forget --as NAME WORD…", Short: "Take words off a list, and erase them", Args: between(1, -1),
		RunE: a.run(func(ctx context.Context, args []string) error { return a.forgetWords(ctx, listOf(allowed), args) })}
	list := &cobra.Command{Use: "list --as NAME", Short: "List the words", Args: exact(),
		RunE: a.run(func(ctx context.Context, _ []string) error { return a.listWords(ctx, listOf(allowed)) })}
	for _, one := range []*cobra.Command{forget, list} {
		one.Flags().BoolVar(&allowed, "allowed", false, "the allowed words instead of the cleared ones")
	}
	c.AddCommand(list, forget,
		add("clear", "Clear unknown words that name nobody", "They are not noted as unknown again, in any draft. No other mark is excused.", draft.Cleared),
		add("allow", "Allow words of the body's own, such as its address", "They get no mark, unless it is of a kind that may never be kept. Only a director or an administrator allows words.", draft.Allowed))
	return c
}

func listOf(allowed bool) draft.WordList {
	if allowed {
		return draft.Allowed
	}
	return draft.Cleared
}

func (a *app) addWords(ctx context.Context, list draft.WordList, words []string) error {
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	added, err := c.ListWords(ctx, list, words...)
	if err != nil {
		return err
	}
	return a.print(map[string]int{"added": added}, func() { a.say("%s %s.", count(added, "word"), list) })
}

func (a *app) forgetWords(ctx context.Context, list draft.WordList, words []string) error {
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	if err := c.ForgetWords(ctx, list, words...); err != nil {
		return err
	}
	a.note("%s forgotten.", count(len(words), "word"))
	return nil
}

func (a *app) listWords(ctx context.Context, list draft.WordList) error {
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	all, err := c.Words(ctx, list)
	if err != nil {
		return err
	}
	return a.print(all, func() {
		t := a.table()
		defer t.end()
		for _, one := range all {
			t.row(one.Word, one.Person, day(one.Time))
		}
		if len(all) == 0 {
			a.say("No words are %s.", list)
		}
	})
}

// sayCleared says which words were cleared.
func (a *app) sayCleared(words []string) {
	if len(words) == 0 {
		a.note("There are no unknown words to clear.")
		return
	}
	a.note("Cleared, as naming nobody: %s", strings.Join(words, ", "))
}
