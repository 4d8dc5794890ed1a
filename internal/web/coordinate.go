package web

import (
	"crypto/ed25519"
	"errors"
	"io"
	"slices"
	"strings"

	"praxis/internal/draft"
	"praxis/internal/passed"
	"praxis/node"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

func coordinateRoutes() []route {
	may := draft.Person.MayCoordinate
	return []route{
		{pattern: "GET /network/admit", who: may, handler: admitAsk},
		{pattern: "POST /network/admit", who: may, handler: admitShow},
		{pattern: "POST /network/admit/sign", who: may, handler: admitSign},
		{pattern: "GET /network/sign", who: may, handler: cosignAsk},
		{pattern: "POST /network/sign", who: may, handler: cosignShow},
		{pattern: "POST /network/sign/add", who: may, handler: cosignAdd},
		{pattern: "POST /network/save", who: may, handler: saveUnsigned},
		{pattern: "GET /network/file", who: signedIn, handler: networkFile},
		{pattern: "GET /network/take", who: may, handler: takeAsk},
		{pattern: "POST /network/take", who: may, handler: takeLists},
	}
}

// charterYears is after how many years a charter warns that it is old.
const charterYears = 2

// given is a file that somebody passed on: what was chosen, or else what was pasted. It is public among members.
func (r *Request) given() ([]byte, error) {
	f, _, err := r.Upload("file")
	if err != nil {
		return nil, err
	}
	if f == nil {
		return []byte(r.Form.Text("pasted")), nil
	}
	defer func() { _ = f.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(f, maxForm))
}

// memberKey opens the member key that signs, for this one form. It is kept nowhere. What is wrong is noted.
func (r *Request) memberKey() (ed25519.PrivateKey, error) {
	f, _, err := r.Upload("key")
	if err != nil {
		return nil, err
	}
	if f == nil {
		r.Wrong("key", "coordinate.key-wrong")
		return nil, nil
	}
	defer func() { _ = f.Close() }() // it was only read
	file, err := io.ReadAll(io.LimitReader(f, 64<<10))
	if err != nil {
		return nil, err
	}
	key, err := passed.OpenKey(file, r.Form.Get("passphrase-key"))
	switch {
	case errors.Is(err, passed.ErrPassphrase):
		r.Wrong("passphrase-key", "coordinate.passphrase-wrong")
	case errors.Is(err, passed.ErrKeyFile):
		r.Wrong("key", "coordinate.key-wrong")
	case err != nil:
		return nil, err
	}
	return key, nil
}

// charter is the newest one.
func (r *Request) charter() (protocol.SignedCharter, error) {
	l, err := r.s.Node.Lists()
	if err != nil || len(l.Charters) == 0 {
		return protocol.SignedCharter{}, NotFound
	}
	return protocol.Open[protocol.Charter](l.Charters[len(l.Charters)-1])
}

func admitAsk(r *Request) (Answer, error) {
	if in, err := r.joined(); err != nil || !in {
		return r.alone(), err
	}
	return Answer{Template: "admit", Title: r.Say("coordinate.admit")}, nil
}

type admitData struct {
	Request   string // the file, to be sent along
	Profile   protocol.Profile
	Keyholder []Choice
	Known     bool // it is a member already: its key, name or standing is another now
}

// readRequest reads the request that was given; what is wrong with it is noted at the field.
func (r *Request) readRequest(file []byte, field string) (protocol.SignedProfile, bool) {
	blocks, err := passed.Blocks(file)
	if err == nil && len(blocks) == 1 && blocks[0].Type == passed.Request {
		if p, err := protocol.OpenProfile(blocks[0].Bytes); err == nil {
			return p, true
		}
	}
	r.Wrong(field, "coordinate.request-wrong")
	return protocol.SignedProfile{}, false
}

func (r *Request) admitPage(p protocol.SignedProfile) (Answer, error) {
	c, err := r.charter()
	if err != nil {
		return Answer{}, err
	}
	v := p.Value()
	_, known := c.Value().Member(v.Member)
	d := admitData{Request: string(passed.Block(passed.Request, p.Bytes())), Profile: v, Known: known}
	d.Keyholder = []Choice{{Value: "yes", Label: r.Say("coordinate.keyholder-yes")}}
	return Answer{Template: "admit-sign", Title: r.Say("coordinate.admit-title", "name", v.Name), Data: d, Status: 201}, nil
}

func admitShow(r *Request) (Answer, error) {
	file, err := r.given()
	if err != nil {
		return Answer{}, err
	}
	p, ok := r.readRequest(file, "file")
	if !ok {
		return admitAsk(r)
	}
	return r.admitPage(p)
}

// admitSign admits whoever made the request, if the words are theirs.
func admitSign(r *Request) (Answer, error) {
	p, ok := r.readRequest([]byte(r.Form.Get("request")), "")
	if !ok {
		return admitAsk(r)
	}
	says, err := protocol.SaysWords(p.Hash(), r.Form.Text("words"))
	if err != nil {
		r.Wrong("words", "coordinate.words-wrong")
	} else if !says {
		r.Wrong("words", "coordinate.words-other")
	}
	key, err := r.memberKey()
	if err != nil {
		return Answer{}, err
	}
	if len(r.Form.Errors) > 0 {
		return r.wrongAgain(r.admitPage(p))
	}
	now := r.s.Now()
	a := protocol.Amendment{Admit: []protocol.Profile{p.Value()}, Created: now.Unix(), Expires: now.AddDate(charterYears, 0, 0).Unix()}
	base, err := r.charter()
	if err != nil {
		return Answer{}, err
	}
	holds := slices.ContainsFunc(base.Value().Keys, func(k protocol.CharterKey) bool { return k.Member == p.Value().Member })
	if r.Form.Has("keyholder", "yes") && !holds {
		a.Keyholders = []protocol.ID{p.Value().Member}
	}
	c, err := r.s.Node.Amend(a)
	if err != nil {
		r.Wrong("", "coordinate.amend-wrong")
		return r.wrongAgain(r.admitPage(p))
	}
	signed, ok := r.signCharter(c, base.Value(), key)
	if !ok {
		return r.wrongAgain(r.admitPage(p))
	}
	return r.finishCharter(signed, [][]byte{p.Bytes()})
}

// signCharter puts the first signature under the next version of the charter. A key that may not sign it is noted.
func (r *Request) signCharter(c, base protocol.Charter, key ed25519.PrivateKey) (protocol.SignedCharter, bool) {
	signed, err := protocol.Sign(c, key)
	if err == nil {
		signed, err = protocol.Cosigned(signed, base, key)
	}
	if err != nil {
		r.Wrong("key", "coordinate.key-other")
	}
	return signed, err == nil
}

// wrongAgain answers a form anew in which something is wrong.
func (r *Request) wrongAgain(a Answer, err error) (Answer, error) {
	a.Status = 0
	return a, err
}

type signedData struct {
	Complete bool
	Denial   bool
	OneNode  bool   // the denial is of nodes and not of their members
	File     string // what the next keyholder is given, where signatures are missing
	Name     string // of the file
}

// finishCharter gives a complete charter to the node, or shows the proposal for the next keyholder.
func (r *Request) finishCharter(c protocol.SignedCharter, requests [][]byte) (Answer, error) {
	d := signedData{Name: "praxis.proposal"}
	if r.s.Node.CharterLacks(c) == nil {
		d.Complete = true
		if err := r.s.Node.Import(r.Context(), exchange.Lists{Charters: [][]byte{c.Bytes()}, Profiles: requests}); err != nil {
			return Answer{}, err
		}
	} else {
		file := passed.Block(passed.Charter, c.Bytes())
		for _, p := range requests {
			file = append(file, passed.Block(passed.Request, p)...)
		}
		d.File = string(file)
	}
	return r.signedPage(d)
}

func (r *Request) signedPage(d signedData) (Answer, error) {
	title := "coordinate.incomplete"
	if d.Complete {
		title = "coordinate.complete"
	}
	return Answer{Template: "signed", Title: r.Say(title), Data: d, Status: 201}, nil
}

// networkFile is the network's file, with which new members join and others are brought up to date.
func networkFile(r *Request) (Answer, error) {
	l, err := r.s.Node.Lists()
	if err != nil {
		return Answer{}, NotFound
	}
	raw, err := passed.EncodeLists(l)
	if err != nil {
		return Answer{}, err
	}
	return Answer{File: &File{Name: "praxis.network", Type: "application/x-pem-file", Data: passed.Block(passed.Network, raw)}}, nil
}

// saveUnsigned lets the browser keep what the next keyholder is given.
func saveUnsigned(r *Request) (Answer, error) {
	blocks, err := passed.Blocks([]byte(r.Form.Get("content")))
	if err != nil || blocks[0].Type != passed.Charter && blocks[0].Type != passed.Denial {
		return Answer{}, BadForm
	}
	name := "praxis.proposal"
	if blocks[0].Type == passed.Denial {
		name = "praxis.denial"
	}
	return Answer{File: &File{Name: name, Type: "application/x-pem-file", Data: []byte(strings.TrimSpace(r.Form.Get("content")) + "\n")}}, nil
}

func takeAsk(r *Request) (Answer, error) {
	return Answer{Template: "take-lists", Title: r.Say("coordinate.take")}, nil
}

// takeLists takes the file of the network, or a member's newer profile.
func takeLists(r *Request) (Answer, error) {
	file, err := r.given()
	if err != nil {
		return Answer{}, err
	}
	blocks, err := passed.Blocks(file)
	var l exchange.Lists
	switch {
	case err == nil && len(blocks) == 1 && blocks[0].Type == passed.Network:
		l, err = passed.DecodeLists(blocks[0].Bytes)
	case err == nil && len(blocks) == 1 && blocks[0].Type == passed.Request:
		l.Profiles = [][]byte{blocks[0].Bytes}
	default:
		err = passed.ErrFile
	}
	if err == nil {
		err = r.s.Node.Import(r.Context(), l)
	}
	if errors.Is(err, node.ErrStopped) {
		return Answer{}, err
	}
	if err != nil {
		r.Wrong("file", "coordinate.take-wrong")
		return takeAsk(r)
	}
	r.Notice("coordinate.taken")
	return Go("/network")
}
