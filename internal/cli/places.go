package cli

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"praxis/internal/control"
)

func (a *app) placesCommand() *cobra.Command {
	c := &cobra.Command{Use: "places", Short: "How many places of a type a country has", Args: cobra.NoArgs,
		Long: "A type of which there are fewer than five names the place, and the check for identification counts it as a name. Where nobody says how many there are, there are taken to be few.",
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	var population string
	set := &cobra.Command{Use: "count --as NAME COUNTRY PLACE-TYPE NUMBER", Short: "Say how many there are", Args: exact("COUNTRY", "PLACE-TYPE", "NUMBER"),
		Long: "Only a director or an administrator says it. The country is written with two capitals, such as PT; place types and populations are those of documents, such as prison and women.",
		RunE: a.run(func(ctx context.Context, args []string) error { return a.countPlaces(ctx, args, population) })}
	forget := &cobra.Command{Use: "forget --as NAME COUNTRY PLACE-TYPE", Short: "Take back what was said of a type", Args: exact("COUNTRY", "PLACE-TYPE"),
		RunE: a.run(func(ctx context.Context, args []string) error {
			c, err := a.person(ctx)
			if err != nil {
				return err
			}
			return c.ForgetPlaces(ctx, control.Places{Country: args[0], PlaceType: args[1], Population: population})
		})}
	for _, one := range []*cobra.Command{set, forget} {
		one.Flags().StringVar(&population, "population", "", "for whom the places are, such as women; none for everybody")
	}
	c.AddCommand(set, forget, &cobra.Command{Use: "list --as NAME", Short: "List what was said", Args: exact(),
		RunE: a.run(func(ctx context.Context, _ []string) error { return a.listPlaces(ctx) })})
	return c
}

func (a *app) countPlaces(ctx context.Context, args []string, population string) error {
	number, err := strconv.Atoi(args[2])
	if err != nil {
		return wrongUse("%q is no number of places", args[2])
	}
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	return c.CountPlaces(ctx, control.Places{Country: args[0], PlaceType: args[1], Population: population, Places: number})
}

func (a *app) listPlaces(ctx context.Context) error {
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	all, err := c.Places(ctx)
	if err != nil {
		return err
	}
	return a.print(all, func() {
		t := a.table()
		defer t.end()
		for _, one := range all {
			t.row(one.Country, one.PlaceType, one.Population, strconv.Itoa(one.Places.Places), one.Person, day(one.Time))
		}
		if len(all) == 0 {
			a.say("Nobody has said how many places there are.")
		}
	})
}
