package cli

import (
	"context"
	"encoding/pem"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

func (a *app) joinCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "join FILE | TICKET",
		Short: "Join the network that has admitted this node's organisation, or take newer lists",
		Long: "Takes the charters and profiles of a network: from its file, or from the node that a ticket names. A node joins one\n" +
			"network, for good; a newer file of the same network brings it up to date, and so does the file of a request by a member\n" +
			"whose node has changed: others learn of it from here.",
		Args: exact("FILE|TICKET"),
		RunE: a.run(func(ctx context.Context, args []string) error { return a.join(ctx, args[0]) }),
	}
}

func (a *app) join(ctx context.Context, from string) error {
	ticket, isTicket, err := parseTicket(from)
	if err != nil {
		return err
	}
	var lists []byte
	if !isTicket {
		blocks, err := readPEM(from)
		if err != nil {
			return err
		}
		if lists, err = listsOf(from, blocks); err != nil {
			return err
		}
	}
	c, err := a.anyNode(ctx)
	if err != nil {
		return err
	}
	var n control.Network
	if isTicket {
		n, err = c.Join(ctx, ticket)
	} else {
		n, err = c.ImportLists(ctx, lists)
	}
	if err != nil {
		return err
	}
	st, err := c.Status(ctx)
	if err != nil {
		return err
	}
	return a.print(n, func() {
		a.say("This node is in the network %q, charter %d, with %s.", n.Name, n.Version, count(len(n.Members), "member"))
		if !st.Admitted {
			a.say("The charter does not admit this node yet: send your request (praxis request) to a member who admits.")
		}
	})
}

// listsOf takes the lists out of a network's file; or a member's newer profile, from the file of a request.
func listsOf(path string, blocks []*pem.Block) ([]byte, error) {
	if len(blocks) == 1 && blocks[0].Type == pemNetwork {
		return blocks[0].Bytes, nil
	}
	if len(blocks) == 1 && blocks[0].Type == pemRequest {
		return control.EncodeLists(exchange.Lists{Profiles: [][]byte{blocks[0].Bytes}})
	}
	return nil, wrongUse("%s holds a %s, not a network: join takes the file that praxis admit wrote, or a member's profile", path, blocks[0].Type)
}

// parseTicket reads "praxis:ADDRESS#CHARTERHASH".
func parseTicket(text string) (control.Ticket, bool, error) {
	rest, ok := strings.CutPrefix(text, ticketPrefix)
	if !ok {
		return control.Ticket{}, false, nil
	}
	address, hash, ok := strings.Cut(rest, "#")
	var h protocol.Hash
	if !ok || h.UnmarshalText([]byte(hash)) != nil {
		return control.Ticket{}, false, wrongUse("the ticket is not whole: it looks like praxis:/ip4/…/p2p/…#…, in quotation marks")
	}
	return control.Ticket{Address: address, Charter: h}, true, nil
}

func (a *app) connectCommand() *cobra.Command {
	return &cobra.Command{
		Use: "connect ADDRESS", Short: "Keep a connection to the node at an address, until the next start",
		Args: exact("ADDRESS"),
		RunE: a.run(func(ctx context.Context, args []string) error {
			c, err := a.node(ctx)
			if err != nil {
				return err
			}
			return c.Connect(ctx, args[0])
		}),
	}
}
