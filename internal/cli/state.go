package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/node"
)

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{Use: "status", Short: "How this node stands", Args: exact(),
		RunE: a.run(func(ctx context.Context, _ []string) error {
			c, err := a.node(ctx)
			if err != nil {
				return err
			}
			s, err := c.Status(ctx)
			if err != nil {
				return err
			}
			return a.print(s, func() { a.sayStatus(s) })
		})}
}

func (a *app) sayStatus(s control.Status) {
	t := a.table()
	t.row("body", s.Body)
	if s.Network == "" {
		t.row("network", "none yet: praxis request, then praxis join")
	} else {
		text := fmt.Sprintf("%s, charter %d", s.Network, s.Charter)
		if s.Expired {
			text += " (old: everything works, but nobody new can be admitted before a new one)"
		}
		if !s.Admitted {
			text += ", in which this node is not admitted yet"
		}
		t.row("network", text)
		t.row("connected", fmt.Sprintf("%d of %d other nodes", s.Connected, s.Known))
	}
	t.row("persons", fmt.Sprint(s.Persons))
	var drafts []string
	for state, n := range s.Drafts {
		drafts = append(drafts, fmt.Sprintf("%d %s", n, state))
	}
	slices.Sort(drafts)
	if len(drafts) > 0 {
		t.row("drafts", strings.Join(drafts, ", "))
	}
	if s.Again > 0 {
		t.row("examined again", count(int(s.Again), "shared document")+" with new marks: praxis draft again --as NAME")
	}
	for _, address := range s.Addresses {
		t.row("reachable at", address)
	}
	t.end()
	if len(s.Repositories) > 0 {
		a.say("")
		a.sayRepositories(s.Repositories)
	}
}

func (a *app) sayRepositories(all []node.RepositoryStatus) {
	t := a.table()
	defer t.end()
	t.row("shared by", "with", "entries", "missing", "current as of")
	for _, r := range all {
		name := r.BodyName
		if r.Own {
			name += " (this body)"
		}
		note := ""
		if r.Forked {
			note = "contradicts itself: nothing new is taken from it"
		}
		t.row(name, string(r.Audience), fmt.Sprint(r.Entries), fmt.Sprint(r.Missing), moment(r.AsOf), note)
	}
}

func (a *app) peersCommand() *cobra.Command {
	return &cobra.Command{Use: "peers", Short: "The other nodes of the network", Args: exact(),
		RunE: a.run(func(ctx context.Context, _ []string) error {
			c, err := a.node(ctx)
			if err != nil {
				return err
			}
			peers, err := c.Peers(ctx)
			if err != nil {
				return err
			}
			return a.print(peers, func() {
				if len(peers) == 0 {
					a.say("No other node is known yet.")
				}
				t := a.table()
				defer t.end()
				for _, p := range peers {
					state := "connected"
					switch {
					case !p.Admitted:
						state = "not admitted"
					case !p.Connected:
						state = "not connected"
					}
					t.row(p.Body, p.Country, string(p.Standing), state, p.Problem)
				}
			})
		})}
}

func (a *app) holdingsCommand() *cobra.Command {
	return &cobra.Command{Use: "holdings ID", Short: "Who holds a document of this body, and who has erased it", Args: exact("ID"),
		RunE: a.run(func(ctx context.Context, args []string) error {
			c, err := a.node(ctx)
			if err != nil {
				return err
			}
			h, err := c.Holders(ctx, args[0])
			if err != nil {
				return err
			}
			return a.print(h, func() { a.sayHolders(h) })
		})}
}

func (a *app) sayHolders(h node.Holders) {
	if h.Title != "" {
		a.say("%s", h.Title)
	}
	if h.IsWithdrawn {
		a.say("withdrawn at %d of %d", h.Withdrawn, h.Of)
	} else {
		a.say("seen by %d of %d", h.Seen, h.Of)
	}
	t := a.table()
	defer t.end()
	for _, one := range h.Holders {
		as := ""
		if one.AsOf != 0 {
			as = "as of " + moment(one.AsOf)
		}
		state := one.State
		if one.Left && one.Withdrawn {
			state += ", left the network"
		}
		t.row("  "+one.Body, state, as)
	}
}

func (a *app) whyCommand() *cobra.Command {
	return &cobra.Command{Use: "why ID", Short: "Why a document has not arrived", Args: exact("ID"),
		RunE: a.run(func(ctx context.Context, args []string) error {
			c, err := a.node(ctx)
			if err != nil {
				return err
			}
			w, err := c.Why(ctx, args[0])
			if err != nil {
				return err
			}
			return a.print(w, func() {
				for _, reason := range w.Reasons {
					a.say("%s", reason)
				}
			})
		})}
}

func (a *app) waitCommand() *cobra.Command {
	var q control.Wait
	var state string
	timeout := 30 * time.Second
	c := &cobra.Command{Use: "wait [ID]", Short: "Wait until something has come true, for scripts", Args: between(0, 1),
		Example: "  praxis wait --connected 2\n  praxis wait ID --state here\n  praxis wait ID --withdrawn-at 2",
		RunE: a.run(func(ctx context.Context, args []string) error {
			if len(args) == 1 {
				q.Document = args[0]
			}
			if (q.Document == "") != (state == "" && q.SeenBy == 0 && q.WithdrawnAt == 0) || q.Document == "" && q.Connected == 0 {
				return wrongUse("say what to wait for: --connected N, or ID with --state, --seen-by or --withdrawn-at")
			}
			if !slices.Contains([]string{"", "here", "expected", "withdrawn", "unknown"}, state) {
				return wrongUse("--state is here, expected, withdrawn or unknown, not %q", state)
			}
			c, err := a.node(ctx)
			if err != nil {
				return err
			}
			q.State, q.Timeout = node.DocumentState(state), int(timeout.Milliseconds())
			_, err = c.Wait(ctx, q)
			return err
		})}
	f := c.Flags()
	f.StringVar(&state, "state", "", "until the document is here, expected, withdrawn or unknown at this node")
	f.IntVar(&q.SeenBy, "seen-by", 0, "until so many nodes say that they hold it")
	f.IntVar(&q.WithdrawnAt, "withdrawn-at", 0, "until so many nodes say that they have erased it")
	f.IntVar(&q.Connected, "connected", 0, "until so many nodes are connected")
	f.DurationVar(&timeout, "timeout", timeout, "how long, such as 90s; 10m at most")
	return c
}
