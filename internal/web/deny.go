package web

import (
	"cmp"
	"crypto/ed25519"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/passed"
	"praxis/node"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

func denyRoutes() []route {
	may := draft.Person.MayCoordinate
	return []route{
		{pattern: "GET /network/suspend", who: may, handler: suspendAsk},
		{pattern: "POST /network/suspend", who: may, handler: suspendSign},
		{pattern: "GET /network/suspend-node", who: may, handler: suspendNodeAsk},
		{pattern: "POST /network/suspend-node", who: may, handler: suspendNodeSign},
	}
}

func suspendAsk(r *Request) (Answer, error) {
	if in, err := r.joined(); err != nil || !in {
		return r.alone(), err
	}
	choices, err := memberChoices(r)
	return Answer{Template: "suspend", Title: r.Say("coordinate.suspend"), Data: choices}, err
}

func suspendSign(r *Request) (Answer, error) {
	id, err := protocol.ParseID(r.Form.Get("member"))
	if err != nil {
		r.Wrong("member", "coordinate.member-wrong")
	}
	return r.signDenial(suspendAsk, []protocol.ID{id}, nil)
}

// keyShown is how many letters of a node's key tell it from the other nodes of its body.
const keyShown = 8

func suspendNodeAsk(r *Request) (Answer, error) {
	if in, err := r.joined(); err != nil || !in {
		return r.alone(), err
	}
	peers := r.s.Node.Peers()
	slices.SortStableFunc(peers, func(a, b node.Peer) int { return cmp.Compare(a.Body, b.Body) })
	choices := []Choice{{Value: "", Label: r.Say("coordinate.choose-node")}}
	for _, p := range peers {
		if !p.Admitted {
			continue
		}
		connection := r.Say("network.not-connected")
		if p.Connected {
			connection = r.Say("network.connected")
		}
		choices = append(choices, Choice{Value: p.Node.String(),
			Label: r.Say("coordinate.node-of", "body", p.Body, "connection", connection, "key", p.Node.String()[:keyShown])})
	}
	return Answer{Template: "suspend-node", Title: r.Say("coordinate.suspend-node"), Data: choices}, nil
}

func suspendNodeSign(r *Request) (Answer, error) {
	key, err := protocol.ParseKey(r.Form.Get("node"))
	if err != nil || !slices.ContainsFunc(r.s.Node.Peers(), func(p node.Peer) bool { return p.Node == key }) {
		r.Wrong("node", "coordinate.node-wrong")
	}
	return r.signDenial(suspendNodeAsk, nil, []protocol.Key{key})
}

// signDenial shuts members or nodes out for the reason that was typed, signed with the member key that was given; ask
// answers the form anew where something is wrong with it.
func (r *Request) signDenial(ask func(*Request) (Answer, error), members []protocol.ID, nodes []protocol.Key) (Answer, error) {
	reason := r.Form.Text("reason")
	if reason == "" || len(reason) > protocol.MaxShortText {
		r.Wrong("reason", "coordinate.reason-wrong")
	}
	key, err := r.memberKey()
	if err != nil {
		return Answer{}, err
	}
	if len(r.Form.Errors) > 0 {
		return ask(r)
	}
	d, err := r.s.Node.Deny(reason, members, nodes)
	if err != nil {
		r.Wrong("reason", "coordinate.reason-wrong")
		return ask(r)
	}
	signed, err := protocol.Sign(d, key)
	if err != nil {
		return Answer{}, err
	}
	if ok, err := r.mayDeny(key); err != nil || !ok {
		r.Wrong("key", "coordinate.key-other")
		return r.wrongAgain(ask(r))
	}
	return r.finishDenial(signed)
}

// mayDeny tells whether a key is a keyholder's.
func (r *Request) mayDeny(key ed25519.PrivateKey) (bool, error) {
	c, err := r.charter()
	return err == nil && slices.ContainsFunc(c.Value().Keys, func(k protocol.CharterKey) bool { return k.Key == protocol.KeyOf(key) }), err
}

func (r *Request) finishDenial(signed protocol.SignedDenial) (Answer, error) {
	c, err := r.charter()
	if err != nil {
		return Answer{}, err
	}
	d := signedData{Denial: true, OneNode: len(signed.Value().Members) == 0, Name: "praxis.denial"}
	if protocol.CheckDenial(c.Value(), signed) != nil {
		d.File = string(passed.Block(passed.Denial, signed.Bytes()))
		return r.signedPage(d)
	}
	d.Complete = true
	if err := r.s.Node.Import(r.Context(), exchange.Lists{Denials: [][]byte{signed.Bytes()}}); err != nil {
		return Answer{}, err
	}
	return r.signedPage(d)
}

// deniedNode names a node that is or shall be shut out: by its body, or by its member where the body is not known, and by
// its key, which tells it from the others.
func (r *Request) deniedNode(key protocol.Key) (string, error) {
	name := ""
	for _, p := range r.s.Node.Peers() {
		if p.Node == key {
			name = p.Body
		}
	}
	if name == "" { // this node itself
		h, err := r.s.Node.CharterHistory()
		if err != nil {
			return "", err
		}
		for _, m := range h.Members {
			if slices.Contains(m.Nodes, key) {
				name = m.Name
			}
		}
	}
	if name == "" {
		return r.Say("network.denied-unknown", "key", key.String()[:keyShown]), nil
	}
	return r.Say("network.denied-node", "body", name, "key", key.String()[:keyShown]), nil
}
