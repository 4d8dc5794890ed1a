package control

import (
	"praxis/internal/draft"
	"praxis/protocol"
)

// Report is what is kept of the examination of an approved version.
type Report struct {
	Version  uint64            `json:"version"`
	Audience protocol.Audience `json:"audience"`
	Time     int64             `json:"time"` // of the last approval
	Checks   []string          `json:"checks"`
	Counts   []draft.Count     `json:"counts"` // marks by kind
	Read     []By              `json:"read"`
	Compared []By              `json:"compared,omitempty"` // instead: found the same as its public source
	Approved []By              `json:"approved"`
	Again    *draft.Again      `json:"again,omitempty"`
	Decided  []Decided         `json:"decided"` // who decided about this version's marks
}

// By is who did something, and when.
type By struct {
	Person string `json:"person"` // name
	Time   int64  `json:"time"`
}

// ExaminedAgain is a shared version in which better checks found more.
type ExaminedAgain struct {
	Draft   Draft       `json:"draft"`
	Version uint64      `json:"version"`
	Again   draft.Again `json:"again"`
}

func (c *call) reports() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	all, err := c.person.Reports(id)
	if err != nil {
		return nil, err
	}
	decided, err := c.person.Decisions(id)
	if err != nil {
		return nil, err
	}
	names, err := c.names()
	shown := make([]Report, 0, len(all))
	for _, r := range all {
		shown = append(shown, names.report(r, decided))
	}
	return shown, err
}

func (n names) report(r draft.Report, decided []draft.Decided) Report {
	one := Report{Version: r.Version, Audience: r.Audience, Time: r.Time, Checks: r.Checks, Counts: r.Counts, Again: r.Again,
		Read: []By{}, Approved: []By{}, Decided: []Decided{}}
	for _, reading := range r.Readings {
		by := By{n[reading.Person], reading.Answered}
		switch {
		case reading.SameText:
			one.Compared = append(one.Compared, by)
		case reading.Nothing:
			one.Read = append(one.Read, by)
		}
	}
	for _, a := range r.Approvals {
		one.Approved = append(one.Approved, By{n[a.Person], a.Time})
	}
	for _, d := range decided {
		if d.Version == r.Version {
			one.Decided = append(one.Decided, n.decided(d))
		}
	}
	return one
}

func (n names) decided(d draft.Decided) Decided {
	return Decided{Time: d.Time, Person: n[d.Person], Version: d.Version, Kind: d.Kind, Decision: d.Decision, Places: d.Places}
}

func (c *call) again() (any, error) {
	all, err := c.person.ExaminedAgain()
	if err != nil {
		return nil, err
	}
	names, err := c.names()
	shown := make([]ExaminedAgain, 0, len(all))
	for _, one := range all {
		shown = append(shown, ExaminedAgain{Draft: names.draft(one.Draft), Version: one.Version, Again: one.Again})
	}
	return shown, err
}

func (c *call) takeNote() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	if err := c.person.TakeNote(id); err != nil {
		return nil, err
	}
	return c.answerDraft(c.person.Draft(id))
}
