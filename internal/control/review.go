package control

import (
	"errors"
	"slices"

	"praxis/internal/difference"
	"praxis/internal/draft"
	"praxis/internal/markdown"
	"praxis/node"
	"praxis/protocol"
)

func (c *call) startReview() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	var q StartReview
	if err := c.read(&q); err != nil {
		return nil, err
	}
	audience, err := audienceOf(q.Audience)
	if err != nil {
		return nil, err
	}
	d, r, err := c.person.Review(id, audience, q.Ends)
	if err != nil {
		return nil, err
	}
	if _, err = c.person.Reviewed(id); err != nil {
		return c.unread(d, err)
	}
	return c.showReview(d, r)
}

func (c *call) review() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	d, err := c.person.Draft(id)
	if err != nil {
		return nil, err
	}
	r, err := c.person.Reviewed(id)
	if err != nil {
		return c.unread(d, err)
	}
	return c.showReview(d, r)
}

// unread answers whoever has to read the bare text first: with nothing that could lead their eye.
func (c *call) unread(d draft.Draft, err error) (any, error) {
	if !errors.Is(err, draft.ErrNotRead) {
		return nil, err
	}
	audience, err := c.n.AudienceOf(d.ID)
	if err != nil {
		return nil, err
	}
	names, err := c.names()
	return Review{Draft: names.draft(d), ReadFirst: true, Audience: audience, Differences: []Difference{}, Marks: []Mark{}, Checks: []string{}}, err
}

// showReview puts together what somebody who approves reads after the bare text.
func (c *call) showReview(d draft.Draft, r draft.Review) (any, error) {
	names, err := c.names()
	if err != nil {
		return nil, err
	}
	file, err := c.person.Original(d.ID)
	if err != nil {
		return nil, err
	}
	version, marks, err := c.n.ReadOutgoing(r)
	if err != nil {
		return nil, err
	}
	differences, err := c.person.Differences(d.ID)
	if err != nil {
		return nil, err
	}
	to, err := c.n.Recipients(r.Outgoing.Audience)
	if err != nil {
		return nil, err
	}
	attached, err := node.AttachedTexts(r)
	if err != nil {
		return nil, err
	}
	return Review{
		Draft: names.draft(d), Audience: r.Outgoing.Audience, Ends: r.Outgoing.Ends, Text: string(markdown.Format(version)), Original: string(file),
		Differences: showDifferences(differences), Marks: showMarks(marks, r.Examination.Resolutions()), Open: len(r.Examination.Unresolved()), Clean: r.Examination.Clean(),
		Checks: r.Examination.Checks(), Source: r.Source, Published: r.Published, Recipients: to, Attached: attached,
	}, nil
}

func showDifferences(all []node.Difference) []Difference {
	shown := make([]Difference, 0, len(all))
	for _, one := range all {
		shown = append(shown, Difference{Field: one.Field, Language: one.Language, Parts: one.Parts, Said: difference.Said(one.Parts, "en")})
	}
	return shown
}

func showMarks(marks []draft.Mark, decided []draft.Resolution) []Mark {
	shown := make([]Mark, 0, len(marks))
	for i, m := range marks {
		one := Mark{Number: i + 1, Place: m.Place, Field: m.Field, Language: m.Language, Kind: m.Kind, Sure: string(m.Confidence), Found: m.Found,
			Why: m.Why("en"), Blocking: m.Blocking, Proposals: m.Proposals, Rounded: m.Rounded, Combined: m.Combined}
		for _, r := range m.Remedies() {
			one.Remedies = append(one.Remedies, string(r))
		}
		if at := slices.IndexFunc(decided, func(r draft.Resolution) bool { return r.Place == m.Place }); at >= 0 {
			one.Decision, one.Reason = &decided[at].Decision, decided[at].Reason
		}
		shown = append(shown, one)
	}
	return shown
}

func (c *call) decide() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	var q Decide
	if err := c.read(&q); err != nil {
		return nil, err
	}
	r, err := c.person.Reviewed(id)
	if err != nil {
		return nil, err
	}
	_, marks, err := c.n.ReadOutgoing(r)
	if err != nil {
		return nil, err
	}
	var decided []node.Decision
	for _, one := range q.Decisions {
		next, err := decision(one, marks)
		if err != nil {
			return nil, err
		}
		decided = append(decided, next)
	}
	if r, err = c.person.Resolve(id, decided...); err != nil {
		if classify(err).Kind == KindFailed {
			err = fault(KindRefused, "%v", err)
		}
		return nil, err
	}
	d, err := c.person.Draft(id)
	if err != nil {
		return nil, err
	}
	return c.showReview(d, r)
}

// decision finds what a decision is about.
func decision(one Decision, marks []draft.Mark) (node.Decision, error) {
	if one.Mark < 1 || one.Mark > len(marks) {
		return node.Decision{}, fault(KindWrongUse, "there is no mark %d: this review has %d", one.Mark, len(marks))
	}
	m := marks[one.Mark-1]
	words := one.Words
	if one.Proposal != 0 {
		if one.Proposal < 1 || one.Proposal > len(m.Proposals) {
			return node.Decision{}, fault(KindWrongUse, "there is no proposal %d for mark %d: it has %d", one.Proposal, one.Mark, len(m.Proposals))
		}
		words = m.Proposals[one.Proposal-1]
	}
	return node.Decision{Place: m.Place, Kind: m.Kind, Decision: one.Decision, Reason: one.Reason, Words: words, Every: one.Every}, nil
}

func (c *call) original() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	file, err := c.person.Original(id)
	if err != nil {
		return nil, err
	}
	c.w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	_, _ = c.w.Write(file) // the client has gone if this fails
	return nil, nil
}

func (c *call) forgetOriginal() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	if err := c.person.ForgetOriginal(id); err != nil {
		return nil, err
	}
	return c.answerDraft(c.person.Draft(id))
}

func (c *call) decisions() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	all, err := c.person.Decisions(id)
	if err != nil {
		return nil, err
	}
	names, err := c.names()
	shown := make([]Decided, 0, len(all))
	for _, one := range all {
		shown = append(shown, names.decided(one))
	}
	return shown, err
}

func (c *call) recipients() (any, error) {
	audience, err := audienceOf(protocol.Audience(c.r.URL.Query().Get("audience")))
	if err != nil {
		return nil, err
	}
	return answer(c.n.Recipients(audience))
}

// answer turns a value and an error into what a handler returns.
func answer[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}
