package web

import (
	"slices"
	"strconv"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func amendRoutes() []route {
	may := draft.Person.MayCoordinate
	return []route{
		{pattern: "GET /network/former", who: may, handler: formerAsk},
		{pattern: "POST /network/former", who: may, handler: amendShow},
		{pattern: "GET /network/keyholders", who: may, handler: keyholdersAsk},
		{pattern: "POST /network/keyholders", who: may, handler: amendShow},
		{pattern: "POST /network/change/sign", who: may, handler: amendSign},
	}
}

// members is the newest charter with what the pages ask about it.
func (r *Request) members() (node.CharterHistory, []node.MemberShown, error) {
	h, err := r.s.Node.CharterHistory()
	var present []node.MemberShown
	for _, m := range h.Members {
		if m.Standing != protocol.StandingFormer {
			present = append(present, m)
		}
	}
	return h, present, err
}

// memberChoices are the present members, to choose one.
func memberChoices(r *Request) ([]Choice, error) {
	_, present, err := r.members()
	choices := []Choice{{Value: "", Label: r.Say("coordinate.choose")}}
	for _, m := range present {
		choices = append(choices, Choice{Value: m.ID.String(), Label: m.Name})
	}
	return choices, err
}

type amendAskData struct {
	Threshold uint64 // how many signatures the next charter needs
	Keys      int
	Choices   []Choice
}

func formerAsk(r *Request) (Answer, error) {
	if in, err := r.joined(); err != nil || !in {
		return r.alone(), err
	}
	h, _, err := r.members()
	if err != nil {
		return Answer{}, err
	}
	choices, err := memberChoices(r)
	return Answer{Template: "former", Title: r.Say("coordinate.former"), Data: amendAskData{h.Threshold, h.Keys, choices}}, err
}

func keyholdersAsk(r *Request) (Answer, error) {
	if in, err := r.joined(); err != nil || !in {
		return r.alone(), err
	}
	h, present, err := r.members()
	if err != nil {
		return Answer{}, err
	}
	d := amendAskData{Threshold: h.Threshold, Keys: h.Keys}
	asked := r.Form.Get("change") != "" // typed before: keep it
	for _, m := range present {
		chosen := m.Keyholder
		if asked {
			chosen = r.Form.Has("holder", m.ID.String())
		}
		d.Choices = append(d.Choices, Choice{Value: m.ID.String(), Label: m.Name, Chosen: chosen})
	}
	if !asked {
		r.Form.Values = map[string][]string{"threshold": {strconv.FormatUint(h.Threshold, 10)}}
	}
	return Answer{Template: "keyholders", Title: r.Say("coordinate.keyholders"), Data: d}, nil
}

// amendAsk asks anew for the change that was typed.
func amendAsk(r *Request) (Answer, error) {
	if r.Form.Get("change") == "former" {
		return formerAsk(r)
	}
	return keyholdersAsk(r)
}

// amendment reads the change that was typed, and makes the next version of the charter from it, unsigned. What is wrong is
// noted at its field.
func (r *Request) amendment(base protocol.Charter) protocol.Charter {
	read, field, wrong := r.keyholders, "threshold", "coordinate.threshold-wrong"
	if r.Form.Get("change") == "former" {
		read, field, wrong = r.former, "member", "coordinate.former-wrong"
	}
	a := read(base)
	if len(r.Form.Errors) > 0 {
		return protocol.Charter{}
	}
	now := r.s.Now()
	a.Created, a.Expires = now.Unix(), now.AddDate(charterYears, 0, 0).Unix()
	c, err := r.s.Node.Amend(a)
	if err != nil {
		r.Wrong(field, wrong)
	}
	return c
}

func (r *Request) former(protocol.Charter) protocol.Amendment {
	id, err := protocol.ParseID(r.Form.Get("member"))
	if err != nil {
		r.Wrong("member", "coordinate.member-former-wrong")
	}
	return protocol.Amendment{Former: []protocol.ID{id}}
}

func (r *Request) keyholders(base protocol.Charter) (a protocol.Amendment) {
	var err error
	if a.Threshold, err = strconv.ParseUint(r.Form.Text("threshold"), 10, 16); err != nil || a.Threshold == 0 {
		r.Wrong("threshold", "coordinate.threshold-wrong")
		return a
	}
	for _, m := range base.Members {
		holds := slices.ContainsFunc(base.Keys, func(k protocol.CharterKey) bool { return k.Member == m.ID })
		switch chosen := r.Form.Has("holder", m.ID.String()); {
		case chosen && !holds:
			a.Keyholders = append(a.Keyholders, m.ID)
		case !chosen && holds:
			a.NoKeyholders = append(a.NoKeyholders, m.ID)
		}
	}
	if len(a.Keyholders)+len(a.NoKeyholders) == 0 && a.Threshold == base.Threshold {
		r.Wrong("", "coordinate.nothing-changes")
	}
	return a
}

type amendData struct {
	Base      string // the charter that this continues
	Change    string
	Member    string
	Holders   []string
	Wanted    string // the threshold, as it was typed
	Changes   []string
	Threshold uint64 // of the charter that is there
	Keys      int
	Then      uint64 // of the next, whose own keys sign it too
	ThenKeys  int
}

// amendShow says what the change would be, before it is signed.
func amendShow(r *Request) (Answer, error) {
	base, err := r.charter()
	if err != nil {
		return Answer{}, err
	}
	c := r.amendment(base.Value())
	if len(r.Form.Errors) > 0 {
		return r.wrongAgain(amendAsk(r))
	}
	return r.amendPage(base, c), nil
}

func (r *Request) amendPage(base protocol.SignedCharter, c protocol.Charter) Answer {
	was := base.Value()
	d := amendData{Base: base.Hash().String(), Change: r.Form.Get("change"), Member: r.Form.Get("member"), Holders: r.Form.Values["holder"],
		Wanted: r.Form.Text("threshold"), Threshold: was.Threshold, Keys: len(was.Keys), Then: c.Threshold, ThenKeys: len(c.Keys),
		Changes: r.changes(node.ShowChanges(c, was), c.Name, c.Threshold, len(c.Keys))}
	return Answer{Template: "amend-sign", Title: r.Say("coordinate.amend-title"), Data: d, Status: 201}
}

// amendSign signs exactly the change that was shown: if another charter came meanwhile, it is shown anew.
func amendSign(r *Request) (Answer, error) {
	base, err := r.charter()
	if err != nil {
		return Answer{}, err
	}
	c := r.amendment(base.Value())
	if len(r.Form.Errors) > 0 {
		return r.wrongAgain(amendAsk(r))
	}
	if r.Form.Get("base") != base.Hash().String() {
		r.Wrong("", "coordinate.changed-meanwhile")
		return r.wrongAgain(amendAsk(r))
	}
	key, err := r.memberKey()
	if err != nil {
		return Answer{}, err
	}
	if len(r.Form.Errors) > 0 {
		return r.wrongAgain(r.amendPage(base, c), nil)
	}
	signed, ok := r.signCharter(c, base.Value(), key)
	if !ok {
		return r.wrongAgain(r.amendPage(base, c), nil)
	}
	return r.finishCharter(signed, nil)
}
