package web

import (
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"praxis/node"
	"praxis/protocol"
)

func networkRoutes() []route {
	return []route{
		{pattern: "GET /network", who: signedIn, handler: networkAll},
		{pattern: "GET /network/holdings", who: signedIn, handler: networkHoldings},
		{pattern: "GET /network/bodies/{id}", who: signedIn, handler: networkBody},
		{pattern: "GET /network/why", who: signedIn, handler: networkWhy},
		{pattern: "GET /network/charter", who: signedIn, handler: networkCharter},
	}
}

// joined tells whether this node is in a network; the pages of the network say so where it is not.
func (r *Request) joined() (bool, error) {
	status, err := r.s.Node.Status(r.Context())
	return status.Network != "", err
}

// alone is what the pages of the network show before this node has joined one.
func (r *Request) alone() Answer {
	return Answer{Template: "network-none", Title: r.Say("network.title")}
}

type networkData struct {
	Status  node.Status
	Members []networkMember
	Bodies  int
	Speaks  bool // for the body in the network
}

type networkMember struct {
	node.MemberNow
	Keys string
}

func networkAll(r *Request) (Answer, error) {
	var d networkData
	var err error
	if d.Status, err = r.s.Node.Status(r.Context()); err != nil {
		return Answer{}, err
	}
	if d.Status.Network == "" {
		return r.alone(), nil
	}
	all, err := r.s.Node.Members(r.Context())
	if err != nil {
		return Answer{}, err
	}
	for _, m := range all {
		d.Members = append(d.Members, networkMember{MemberNow: m})
		d.Bodies += len(m.Bodies)
	}
	d.Speaks = r.Person.MayCoordinate()
	return Answer{Template: "network", Title: r.Say("network.title"), Data: d}, nil
}

type holdingsData struct {
	node.WhoHolds
	Figure holdingsFigure
}

// holdingsFigure is a matrix: a row for each body that holds, a column for each that shares. A full square is everything,
// a half one a part, a small one a body that has not said; the form says it without the colour.
type holdingsFigure struct {
	Width, Height             int
	Rows, Columns             []figureText
	Own, All, Part, Unheard   string // paths
	KeyY, KeyText, LeftOfGrid int
}

type figureText struct {
	X, Y int
	Text string
}

const (
	figureCell = 22
	figureLeft = 250 // room for names, and before the first row for the columns' numbers
	figureTop  = 30
	figureName = 30 // letters of a name that fit
)

func drawHoldings(w node.WhoHolds) holdingsFigure {
	n := len(w.Bodies)
	f := holdingsFigure{Width: figureLeft + n*figureCell + 10, Height: figureTop + n*figureCell + 12, LeftOfGrid: figureLeft}
	paths := map[node.Held]*strings.Builder{node.HeldOwn: {}, node.HeldAll: {}, node.HeldPart: {}, node.HeldUnheard: {}}
	for i, b := range w.Bodies {
		y := figureTop + i*figureCell
		f.Rows = append(f.Rows, figureText{figureLeft - 12, y + figureCell - 6, fmt.Sprintf("%s  %d", shortened(b.Name, figureName), i+1)})
		f.Columns = append(f.Columns, figureText{figureLeft + i*figureCell + figureCell/2, figureTop - 8, fmt.Sprint(i + 1)})
		for j, held := range w.Held[i] {
			x := figureLeft + j*figureCell
			switch held {
			case node.HeldAll:
				fmt.Fprintf(paths[held], "M%d %dh18v18h-18z", x+2, y+2)
			case node.HeldPart:
				fmt.Fprintf(paths[held], "M%d %dv18h18z", x+2, y+2)
			case node.HeldUnheard:
				fmt.Fprintf(paths[held], "M%d %dh6v6h-6z", x+8, y+8)
			case node.HeldOwn:
				fmt.Fprintf(paths[held], "M%d %dh18v18h-18z", x+2, y+2)
			}
		}
	}
	f.Own, f.All, f.Part, f.Unheard = paths[node.HeldOwn].String(), paths[node.HeldAll].String(), paths[node.HeldPart].String(), paths[node.HeldUnheard].String()
	return f
}

func shortened(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return strings.TrimSpace(string(letters[:most-1])) + "…"
}

func networkHoldings(r *Request) (Answer, error) {
	if in, err := r.joined(); err != nil || !in {
		return r.alone(), err
	}
	w, err := r.s.Node.WhoHolds(r.Context())
	if err != nil {
		return Answer{}, err
	}
	return Answer{Template: "network-holdings", Title: r.Say("network.holdings-title"), Data: holdingsData{w, drawHoldings(w)}}, nil
}

type bodyData struct {
	Member node.MemberNow
	Body   node.BodyNow
	Why    []template.HTML
}

func networkBody(r *Request) (Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return Answer{}, err
	}
	if in, err := r.joined(); err != nil || !in {
		return r.alone(), err
	}
	all, err := r.s.Node.Members(r.Context())
	if err != nil {
		return Answer{}, err
	}
	for _, m := range all {
		at := slices.IndexFunc(m.Bodies, func(b node.BodyNow) bool { return b.ID == id })
		if at < 0 {
			continue
		}
		why, err := r.s.Node.WhyFrom(r.Context(), id)
		if err != nil {
			return Answer{}, err
		}
		d := bodyData{Member: m, Body: m.Bodies[at], Why: r.causes(why)}
		return Answer{Template: "network-body", Title: d.Body.Name, Data: d}, nil
	}
	return Answer{}, NotFound
}

// causes says why something has not arrived. What a connection says of itself is in English, and marked so.
func (r *Request) causes(w node.Why) []template.HTML {
	var all []template.HTML
	for _, c := range w.Causes {
		with := c.With
		if c.Kind == node.CauseDraft {
			with = r.Say("state." + c.With)
		} else if with != "" {
			with = r.Say("network-audience." + strings.SplitN(c.With, ":", 2)[0])
		}
		said := template.HTMLEscapeString(r.Say("why."+string(c.Kind), "body", c.Body, "with", with, "count", c.Count, "of", c.Of, "version", c.Version))
		if c.Problem != "" && c.Kind != node.CauseNotShown {
			said += ` <span class="quiet" lang="en">(` + template.HTMLEscapeString(c.Problem) + `)</span>`
		}
		all = append(all, template.HTML(said))
	}
	return all
}

type whyData struct {
	Asked  bool
	Why    []template.HTML
	Here   bool
	Bodies []node.BodyNow
	ID     protocol.ID
}

// networkWhy answers why a document has not arrived. Its id is random and says nothing, so that it may stand in the address.
func networkWhy(r *Request) (Answer, error) {
	if in, err := r.joined(); err != nil || !in {
		return r.alone(), err
	}
	var d whyData
	all, err := r.s.Node.Members(r.Context())
	if err != nil {
		return Answer{}, err
	}
	for _, m := range all {
		for _, b := range m.Bodies {
			if !b.Own {
				d.Bodies = append(d.Bodies, b)
			}
		}
	}
	asked := strings.TrimSpace(r.URL.Query().Get("document"))
	r.Form.Values = r.URL.Query()
	if at := strings.LastIndex(asked, "/"); at >= 0 { // the address of its page
		asked = asked[at+1:]
	}
	if asked != "" {
		if d.ID, err = protocol.ParseID(asked); err != nil {
			r.Wrong("document", "network.why-wrong")
		} else if err := d.ask(r); err != nil {
			return Answer{}, err
		}
	}
	return Answer{Template: "network-why", Title: r.Say("network.why-title"), Data: d}, nil
}

func (d *whyData) ask(r *Request) error {
	why, err := r.s.Node.Why(r.Context(), d.ID)
	if err != nil {
		return err
	}
	if len(why.Causes) > 0 && why.Causes[0].Kind == node.CauseDraft {
		if _, err := r.Session.Draft(d.ID); errors.Is(err, node.ErrNotFound) { // of drafts, who may not read them learns nothing
			why.Causes = []node.Cause{{Kind: node.CauseUnknown}, {Kind: node.CauseAudience}}
		}
	}
	d.Asked, d.Here, d.Why = true, why.Here, r.causes(why)
	return nil
}

type charterData struct {
	node.CharterHistory
	Shown []charterVersion // the newest first
}

type charterVersion struct {
	node.CharterVersion
	Said []string
}

func networkCharter(r *Request) (Answer, error) {
	if in, err := r.joined(); err != nil || !in {
		return r.alone(), err
	}
	h, err := r.s.Node.CharterHistory()
	if err != nil {
		return Answer{}, err
	}
	d := charterData{CharterHistory: h}
	for _, denial := range h.Denials {
		for i, key := range denial.Nodes { // nodes have no names: they are those of a body
			if denial.Names[len(denial.Members)+i], err = r.deniedNode(key); err != nil {
				return Answer{}, err
			}
		}
	}
	for _, v := range slices.Backward(h.Versions) {
		d.Shown = append(d.Shown, charterVersion{v, r.changes(v.Changes, v.Name, v.Threshold, v.Keys)})
	}
	return Answer{Template: "network-charter", Title: r.Say("network.charter-title"), Data: d}, nil
}

// changes says what a version of the charter changed.
func (r *Request) changes(all []node.ChangeShown, network string, threshold uint64, keys int) []string {
	var said []string
	for _, c := range all {
		key := strings.ReplaceAll(string(c.Kind), " ", "-")
		if c.Name == "" && c.Kind == protocol.ChangeName {
			key = "network-name"
		}
		standing := ""
		if c.Standing != "" {
			standing = r.Say("standing." + string(c.Standing))
		}
		said = append(said, r.Say("charter-change."+key, "name", c.Name, "standing", standing, "network", network, "threshold", threshold, "keys", keys))
	}
	return said
}
