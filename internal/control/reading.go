package control

import (
	"praxis/internal/draft"
)

// readBare gives the bare text to whoever is to answer what would let them recognise someone.
func (c *call) readBare() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	b, err := c.person.Read(id)
	if err != nil {
		return nil, err
	}
	names, err := c.names()
	var planted *Planted
	if b.Planted != nil {
		planted = &Planted{Sentence: b.Planted.Sentence, Named: b.Planted.Named}
	}
	return Bare{Planted: planted, ReadFirst: b.ReadsFirst, Draft: names.draft(b.Draft), Audience: b.Audience, Ends: b.Ends, Text: b.Text, Question: draft.Question("en"), Attached: b.Attached}, err
}

// answerReading takes the answer.
func (c *call) answerReading() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	var q Answer
	if err := c.read(&q); err != nil {
		return nil, err
	}
	switch {
	case q.Nothing == (q.Recognise != ""):
		err = fault(KindWrongUse, "say either that nothing would let you recognise someone, or what would")
	case q.Nothing:
		err = c.person.FoundNothing(id)
	default:
		err = c.person.Recognise(id, q.Recognise)
	}
	if err != nil {
		return nil, err
	}
	return c.answerDraft(c.person.Draft(id))
}

// canaries says how often readers named what was planted.
func (c *call) canaries() (any, error) { return answer(c.person.Caught()) }

func (c *call) notes() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	all, err := c.person.Notes(id)
	if err != nil {
		return nil, err
	}
	names, err := c.names()
	shown := make([]Note, 0, len(all))
	for _, one := range all {
		shown = append(shown, Note{Person: names[one.Person], Time: one.Time, Version: one.Version, Words: one.Words})
	}
	return shown, err
}
