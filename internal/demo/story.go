package demo

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"praxis/internal/control"
	"praxis/node"
	"praxis/protocol"
)

// story is the demo while it is told. One goroutine owns it.
type story struct {
	narrator
	options     Options
	home        string
	all         []*organisation // the three
	secretariat *organisation
	north       *organisation // writes the note
	south       *organisation // reads it
	note        note
	standard    string // the id of the standard that is read at the end
	counted     int    // documents that each NPM should hold
}

func newStory(o Options, stage *stage, home string) *story {
	s := &story{narrator: narrator{out: o.Out, color: o.Color}, options: o, home: home}
	s.secretariat = newOrganisation(o, stage, home, "office", organisation{name: "Secretariat of the Demo Network", standing: "secretariat", language: "en", writes: "Erik", reads: "Fatima"})
	s.north = newOrganisation(o, stage, home, "north", organisation{name: "Northland NPM (demo)", country: "IE", standing: "npm", language: "en", writes: "Anna", reads: "Ben"})
	s.south = newOrganisation(o, stage, home, "sur", organisation{name: "MNP de Surlandia (demo)", country: "ES", standing: "npm", language: "es", writes: "Carmen", reads: "Diego"})
	s.all = []*organisation{s.secretariat, s.north, s.south}
	return s
}

// step is a part of the story. Its function returns an error if an outcome is not what the story tells.
type step struct {
	title string
	do    func(context.Context) error
}

func (s *story) steps() []step {
	return []step{
		{"Three organisations set up their nodes", s.setUp},
		{"They found a network: two of three keys", s.foundNetwork},
		{"The nodes find each other", s.connect},
		{"The secretariat seeds common standards", s.seedStandards},
		{"The two NPMs share documents of their own", s.seedSamples},
		{"Northland drafts a practice note, and the gate stops it", s.stopNote},
		{"The author cannot approve her own text", s.refuseAuthor},
		{"A second person reads exactly what would leave, approves it, and it is shared", s.shareNote},
		{"Surlandia finds the note and reads it", s.readNote},
		{"The secretariat does not have it, and can see why", s.notAtOffice},
		{"Surlandia's node is cut off, and Northland takes the note back", s.withdrawNote},
		{"Surlandia's node comes back", s.comeBack},
		{"At Surlandia the note is gone, from search and from the disk", s.gone},
		{"What others shared is still there, in Spanish", s.standardStays},
	}
}

func (s *story) setUp(ctx context.Context) error {
	s.words("Each organisation runs one program on its own computer; here they are three on one. There is no server between them.")
	if err := together(s.all, func(o *organisation) error { return o.setUp(ctx) }); err != nil {
		return err
	}
	for _, o := range s.all {
		s.found("%s: process %d, listening at %s", o.name, o.process.command.Process.Pid, o.address)
	}
	s.words("Each makes a member key, which stays off the network on a stick and on paper, names two people, who have keys of their own, and signs what it says about itself.")
	s.typed(s.north, "key", "new", "north.key")
	s.typed(s.north, "person", "add", s.north.writes)
	s.typed(s.north, "profile", "sign", "--key", "north.key")
	s.typed(s.north, "request", "north.request")
	if err := together(s.all, func(o *organisation) error { return o.apply(ctx) }); err != nil {
		return err
	}
	for _, o := range s.all {
		s.found("%s reads out the six words of its request: %s", o.name, strings.Join(o.words, " "))
	}
	return nil
}

func (s *story) foundNetwork(ctx context.Context) error {
	s.words("The list of members is a charter that keys of several organisations sign, so that nobody admits or expels alone. The secretariat signs first. The words that it heard over the telephone prove whose the requests are.")
	proposal, network := s.north.file("proposal"), s.north.file("network")
	args := []string{"admit", "--found", "Demo network", "--threshold", "2", s.secretariat.file("request"), s.north.file("request"), s.south.file("request"),
		"--words", strings.Join(s.north.words, " "), "--words", strings.Join(s.south.words, " "), "--key", s.secretariat.file("key"), "--out", proposal}
	s.typed(s.secretariat, "admit", "--found", "Demo network", "--threshold", "2", "office.request", "north.request", "sur.request", "--words", "…", "--key", "office.key")
	var made struct {
		Complete bool
		Missing  string
		Ticket   string
		Charter  uint64
	}
	if err := s.secretariat.read(ctx, &made, args...); err != nil {
		return err
	}
	if made.Complete {
		return s.secretariat.fault("a charter of one signature was taken for complete")
	}
	s.found("One key is not enough: %s.", made.Missing)
	s.typed(s.north, "admit", "north.proposal", "--key", "north.key")
	if err := s.north.read(ctx, &made, "admit", proposal, "--key", s.north.file("key"), "--out", network); err != nil {
		return err
	}
	if !made.Complete || made.Ticket == "" {
		return s.north.fault("two signatures of three did not complete the charter")
	}
	s.found("With Northland's key the charter is complete (2 of 3).")
	s.typed(s.secretariat, "join", "north.network")
	if _, err := s.secretariat.praxis(ctx, "join", network); err != nil {
		return err
	}
	s.typed(s.south, "join", short(made.Ticket, 48))
	if _, err := s.south.praxis(ctx, "join", made.Ticket); err != nil {
		return err
	}
	s.found("The secretariat joined with a file; Surlandia with a ticket, which is only Northland's address and the charter's fingerprint.")
	return nil
}

func (s *story) connect(ctx context.Context) error {
	for _, o := range s.all {
		if _, err := o.praxis(ctx, "wait", "--connected", "2", "--timeout", "1m"); err != nil {
			return err
		}
	}
	s.typed(s.south, "peers")
	out, err := s.south.praxis(ctx, "peers")
	if err != nil {
		return err
	}
	s.quote(out, 4)
	s.found("Each node is connected to the 2 others. A node that the charter does not list gets no answer.")
	return nil
}

// waitFor lets a node wait for something, until it has come true there.
func (o *organisation) waitFor(ctx context.Context, w control.Wait) error {
	w.Timeout = int((2 * time.Minute).Milliseconds())
	if _, err := o.client.Wait(ctx, w); err != nil {
		return o.fault("%w", err)
	}
	return nil
}

// arrive waits until the heads, and all that they name, have come to the nodes.
func (s *story) arrive(ctx context.Context, heads []control.Head, at ...*organisation) error {
	if len(heads) == 0 {
		return errors.New("nothing was said about what has to arrive")
	}
	return together(at, func(o *organisation) error { return o.waitFor(ctx, control.Wait{Heads: heads}) })
}

// documents counts what a node holds.
func (o *organisation) documents(ctx context.Context) (int, error) {
	n := 0
	err := o.client.Documents(ctx, control.Filter{}, func(node.Document) error { n++; return nil })
	if err != nil {
		err = o.fault("list documents: %w", err)
	}
	return n, err
}

// search finds documents as a person does.
func (s *story) search(ctx context.Context, o *organisation, show bool, words string) ([]node.Found, error) {
	if show {
		s.typed(o, "search", words)
	}
	var all []node.Found
	return all, o.read(ctx, &all, "search", words)
}

// has tells whether a document is among what was found.
func has(all []node.Found, id string) bool {
	for _, f := range all {
		if f.ID.String() == id {
			return true
		}
	}
	return false
}

// brief is the beginning of an id, which is enough to name it.
func brief(id protocol.ID) string { return id.String()[:8] }

// tryThis ends the story with what can be typed in another window.
func (s *story) tryThis() {
	at := func(o *organisation) string { return s.options.Called + " --dir " + quoted(o.dir) }
	s.say("\n%s", s.in(bold, "The network stays up until you press Ctrl-C. In another window, try:"))
	for _, line := range []string{
		at(s.south) + " list",
		at(s.south) + " search segregation",
		at(s.south) + " show " + s.standard,
		at(s.north) + " draft list --as " + s.north.writes,
		at(s.north) + " holdings " + brief(s.note.id),
		at(s.secretariat) + " why " + s.note.id.String(),
		at(s.secretariat) + " status",
		at(s.south) + " peers",
	} {
		s.say("  %s", line)
	}
	s.say("To write a note of your own: %s draft add --as %s FILE.md, then review, approve --as %s, share.", at(s.north), s.north.writes, s.north.reads)
}

// tellPassphrase says who works where, and what opens everything.
func (s *story) tellPassphrase() {
	s.say("Everybody's passphrase here is %q. The people are %s and %s (north), %s and %s (sur), %s and %s (office).", passphrase,
		s.north.writes, s.north.reads, s.south.writes, s.south.reads, s.secretariat.writes, s.secretariat.reads)
}

// quoted is a path as a shell takes it.
func quoted(path string) string {
	if strings.ContainsAny(path, " '\"$\\") {
		return strconv.Quote(path)
	}
	return path
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
