package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

// reviewing is what review is given.
type reviewing struct {
	audience    string
	ends, again bool
	keep        []int
	reason      string
	redact      []int
	generalise  []int
	words       string
	proposal    int
	every       bool
	clear       bool
	nothing     bool
	recognise   string
}

func (a *app) reviewCommand() *cobra.Command {
	var q reviewing
	c := &cobra.Command{
		Use:   "review --as NAME ID",
		Short: "Show exactly what would leave, to whom, and what may lead to a person",
		Long: "Freezes the outgoing text and shows it, the places in it that may lead to a person, and who would receive it. Where a review\n" +
			"was started already it is shown; --again, --audience or --ends start another, and approvals given before are void.\n" +
			"Whoever did not write it is shown the bare text first, and answers what would let them recognise someone: --nothing, or\n" +
			"--recognise WORDS, which sends the draft back to its author with these words. Only then are the marks shown.\n" +
			"A place that blocks is taken out of the draft's file with --redact NUMBER, or said in general terms with --generalise NUMBER and\n" +
			"--words TEXT or --proposal K; the review then starts anew. Where that is allowed it is kept with --keep NUMBER --reason TEXT.",
		Args: exact("ID"),
		RunE: a.run(func(ctx context.Context, args []string) error { return a.review(ctx, args[0], q) }),
	}
	f := c.Flags()
	f.StringVar(&q.audience, "audience", "", "who may hold it: npms (the default) or network")
	f.BoolVar(&q.ends, "ends", false, "lower versions end with this one and are erased")
	f.BoolVar(&q.again, "again", false, "start another review")
	f.IntSliceVar(&q.keep, "keep", nil, "keep the place of this number")
	f.StringVar(&q.reason, "reason", "", "why what is kept identifies no one")
	f.IntSliceVar(&q.redact, "redact", nil, "take the words of this number out of the draft")
	f.IntSliceVar(&q.generalise, "generalise", nil, "say the words of this number in general terms")
	f.StringVar(&q.words, "words", "", "with --generalise: what stands there instead")
	f.IntVar(&q.proposal, "proposal", 0, "with --generalise: the proposal of this number stands there instead")
	f.BoolVar(&q.every, "every", false, "with --redact and --generalise: wherever else the same words stand, too")
	f.BoolVar(&q.clear, "clear-unknowns", false, "the unknown words name nobody: they are not noted again, in any draft")
	f.BoolVar(&q.nothing, "nothing", false, "answer: nothing in the bare text would let me recognise someone")
	f.StringVar(&q.recognise, "recognise", "", "answer: what in the bare text would let me recognise someone; - reads it from standard input")
	return c
}

func (a *app) review(ctx context.Context, id string, q reviewing) error {
	if len(q.keep) > 0 && strings.TrimSpace(q.reason) == "" {
		return wrongUse("what is kept needs a reason: say with --reason why it identifies no one")
	}
	if len(q.generalise) > 0 && (q.words == "") == (q.proposal == 0) {
		return wrongUse("say with --words what stands there instead, or choose one with --proposal")
	}
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	if q.nothing || q.recognise != "" {
		if back, err := a.answerReading(ctx, c, id, q); err != nil || back {
			return err
		}
	}
	r, err := a.openReview(ctx, c, id, q)
	if err != nil {
		return err
	}
	if r.ReadFirst {
		return a.readBare(ctx, c, id)
	}
	if q.clear {
		cleared, err := c.ClearUnknowns(ctx, id)
		if err != nil {
			return err
		}
		a.sayCleared(cleared)
		if r, err = c.Review(ctx, id); err != nil {
			return err
		}
	}
	if decisions := q.decisions(); len(decisions) > 0 {
		if r, err = c.Decide(ctx, id, decisions...); err != nil {
			return err
		}
	}
	return a.print(r, func() { a.sayReview(r) })
}

// decisions are those that are asked for.
func (q reviewing) decisions() (all []control.Decision) {
	for _, n := range q.keep {
		all = append(all, control.Decision{Mark: n, Decision: draft.Kept, Reason: q.reason})
	}
	for _, n := range q.redact {
		all = append(all, control.Decision{Mark: n, Decision: draft.Redacted, Every: q.every})
	}
	for _, n := range q.generalise {
		all = append(all, control.Decision{Mark: n, Decision: draft.Generalised, Words: q.words, Proposal: q.proposal, Every: q.every})
	}
	return all
}

// answerReading gives the answer of whoever has read the bare text, and tells whether it sent the draft back.
func (a *app) answerReading(ctx context.Context, c *control.Client, id string, q reviewing) (back bool, err error) {
	if q.nothing && q.recognise != "" {
		return false, wrongUse("give either --nothing or --recognise")
	}
	if q.nothing {
		_, err := c.FoundNothing(ctx, id)
		return false, err
	}
	words := q.recognise
	if words == "-" {
		b, err := a.readArgument("-")
		if err != nil {
			return false, err
		}
		words = string(b)
	}
	d, err := c.Recognise(ctx, id, words)
	if err != nil || d.State == draft.StateReview { // what was named had been planted
		return false, err
	}
	return true, a.print(d, func() {
		a.say("%q is back with %s, with your words. They never leave this node: praxis draft notes %s", d.Title, strings.Join(d.Authors, ", "), short(d.ID))
	})
}

// readBare shows what would leave as its readers would get it, and asks.
func (a *app) readBare(ctx context.Context, c *control.Client, id string) error {
	b, err := c.Read(ctx, id)
	if err != nil {
		return err
	}
	return a.print(b, func() {
		if b.Planted != nil {
			a.sayPlanted(*b.Planted)
		}
		fmt.Fprint(a.Stdout, b.Text)
		a.sayAttached(b.Attached)
		a.say("%s\nThat is all that would leave, as its readers would get it: version %d of %q.", strings.Repeat("─", 60), b.Draft.Version, b.Draft.Title)
		a.say("%s", b.Question)
		a.say("Answer with praxis review %s --as NAME and --nothing, or --recognise WORDS. Then you are shown what is marked, and to whom it goes.", short(b.Draft.ID))
	})
}

// sayPlanted tells whoever has read a copy with a canary in it, before they read what would leave.
func (a *app) sayPlanted(p control.Planted) {
	a.say("What you read before was a copy. It had one sentence too many, which Praxis made up to see whether it is noticed:")
	a.say("  %s", p.Sentence)
	if p.Named {
		a.say("You named it. If you would recognise somebody else, say so now.")
	} else {
		a.say("You did not name it. It is in no byte that would leave. Please read the text again:")
	}
	a.say("")
}

// openReview shows the review that is there, and starts one where there is none or another is asked for.
func (a *app) openReview(ctx context.Context, c *control.Client, id string, q reviewing) (control.Review, error) {
	if q.audience == "" && !q.ends && !q.again {
		r, err := c.Review(ctx, id)
		if e, ok := errors.AsType[*control.Error](err); !ok || e.Kind != control.KindState {
			return r, err
		}
	}
	return c.StartReview(ctx, id, control.StartReview{Audience: protocol.Audience(q.audience), Ends: q.ends})
}

func (a *app) sayReview(r control.Review) {
	fmt.Fprint(a.Stdout, r.Text)
	a.sayAttached(r.Attached)
	rule := strings.Repeat("─", 60)
	a.say("%s\nThat is all that would leave: version %d of %q.", rule, r.Draft.Version, r.Draft.Title)
	if r.Ends {
		a.say("Earlier versions end with it and are erased everywhere.")
	}
	if r.Source != "" {
		a.say("It says that it is published. Whoever approves confirms that it is the same text as at %s of %s.", r.Source, r.Published)
	}
	a.sayDifferences(r.Differences)
	a.say("")
	a.sayMarks(r)
	a.say("")
	a.sayRecipients(r.Recipients)
	a.say("")
	switch {
	case r.Draft.State == draft.StateApproved:
		a.say("It is approved. Next: praxis share %s --as NAME", short(r.Draft.ID))
	case r.Clean && r.Source != "":
		a.say("Next: another person compares this with its source and runs praxis approve %s --same-text --as NAME", short(r.Draft.ID))
	case r.Clean:
		a.say("Next: another person reads this and runs praxis approve %s --as NAME", short(r.Draft.ID))
	default:
		a.say("It cannot be approved yet: %s left. Take them out with praxis review %s --redact NUMBER, say them in general terms, or keep them where that is allowed.",
			count(r.Open, "blocking place"), short(r.Draft.ID))
	}
}

// sayDifferences says in sentences what was changed of the author's original.
func (a *app) sayDifferences(all []control.Difference) {
	if len(all) == 0 {
		return
	}
	a.say("\nOtherwise than in the original (praxis draft original):")
	for _, one := range all {
		for _, said := range one.Said {
			a.say("  in %s: %s", one.Field, said)
		}
	}
}

const foundNothing = "The check for identification found nothing. It finds patterns, not everything: read the text."

func (a *app) sayMarks(r control.Review) {
	if len(r.Marks) == 0 {
		a.say(foundNothing)
		return
	}
	a.say("Places that may lead to a person:")
	for _, m := range r.Marks {
		if !m.Blocking && m.Decision == nil {
			continue
		}
		a.say("%3d  %q in %s (%s, %s)", m.Number, m.Found, m.Field, m.Kind, m.Sure)
		a.say("     %s", m.Why)
		if m.Decision != nil {
			a.say("     %s: %s", *m.Decision, m.Reason)
		} else {
			a.say("     blocks; may be %s", strings.Join(m.Remedies, ", "))
		}
		for i, p := range m.Proposals {
			a.say("     proposal %d: %s", i+1, p)
		}
	}
	a.sayNoted(r.Marks)
}

// sayNoted lists what does not block by itself, each once, by its kind.
func (a *app) sayNoted(marks []control.Mark) {
	var kinds []string
	found := make(map[string][]string)
	for _, m := range marks {
		kind, words := string(m.Kind), strconv.Quote(m.Found)
		if m.Blocking || m.Decision != nil || slices.Contains(found[kind], words) {
			continue
		}
		if found[kind] == nil {
			kinds = append(kinds, kind)
		}
		found[kind] = append(found[kind], words)
	}
	for i, kind := range kinds {
		if i == 0 {
			a.say("These do not block. Look for yourself whether they lead to somebody:")
		}
		a.say("     %s: %s", kind, strings.Join(found[kind], ", "))
	}
}

func (a *app) sayRecipients(to node.Recipients) {
	a.say("To whom (audience %s):", to.Audience)
	for _, group := range []struct {
		name string
		all  []node.Recipient
	}{{"EU/EEA", to.EEA}, {"other countries", to.Others}, {"observers", to.Observers}, {"secretariat", to.Secretariat}} {
		if len(group.all) == 0 {
			continue
		}
		a.say("  %s:", group.name)
		for _, one := range group.all {
			text := one.Body
			if one.Member != one.Body {
				text += ", " + one.Member
			}
			if one.Country != "" {
				text += " (" + one.Country + ")"
			}
			if len(one.Duties) > 0 {
				text += " — has duties: " + strings.Join(one.Duties, ", ")
			}
			a.say("    %s", text)
		}
	}
	a.say("  and whoever is admitted later")
}
