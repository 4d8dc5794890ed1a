package control

import (
	"mime"
	"strconv"

	"praxis/internal/draft"
	"praxis/protocol"
)

// attached are the files that go with a draft, as a list shows them.
func attached(d draft.Draft) []Attached {
	var all []Attached
	for i, a := range d.Attached {
		all = append(all, Attached{Number: i + 1, Name: a.Name, Type: a.Type, Bytes: a.Bytes})
	}
	return all
}

// attach rebuilds a file and keeps the fresh one with a draft.
func (c *call) attach() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	var q File
	if err := c.read(&q); err != nil {
		return nil, err
	}
	d, fresh, err := c.person.Attach(id, q.Name, q.File)
	if err != nil {
		return nil, err
	}
	names, err := c.names()
	if err != nil {
		return nil, err
	}
	done := AttachedNow{Draft: names.draft(d), Attached: Attached{Number: len(d.Attached), Name: fresh.Name, Type: fresh.MediaType, Bytes: len(fresh.Bytes)}, Left: []LeftBehind{}}
	for _, l := range fresh.Left {
		done.Left = append(done.Left, LeftBehind{Kind: string(l.Kind), Count: l.Count, Words: l.In("en")})
	}
	return done, nil
}

// number reads the number of an attachment in the path. Names of files do not stand in addresses: they may tell of people.
func (c *call) number() (int, error) {
	n, err := strconv.Atoi(c.r.PathValue("number"))
	if err != nil || n < 1 {
		return 0, fault(KindWrongUse, "an attachment has a number from 1, not %q", c.r.PathValue("number"))
	}
	return n, nil
}

// numbered reads which attachment of which draft is meant.
func (c *call) numbered() (id protocol.ID, number int, err error) {
	if id, err = c.id(); err != nil {
		return id, 0, err
	}
	number, err = c.number()
	return id, number, err
}

func (c *call) detach() (any, error) {
	id, number, err := c.numbered()
	if err != nil {
		return nil, err
	}
	return c.answerDraft(c.person.Detach(id, number))
}

func (c *call) draftAttachment() (any, error) {
	id, number, err := c.numbered()
	if err != nil {
		return nil, err
	}
	return c.save(c.person.Attached(id, number))
}

func (c *call) documentAttachment() (any, error) {
	d, err := c.shown()
	if err != nil {
		return nil, err
	}
	number, err := c.number()
	if err != nil {
		return nil, err
	}
	return c.save(c.n.Attachment(d.ID, d.Version, number))
}

// save answers with a file, to be kept and not shown: what a peer shared runs nowhere here.
func (c *call) save(f protocol.File, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	h := c.w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	_, _ = c.w.Write(f.Bytes) // the client has gone if this fails
	return nil, nil
}
