package control

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"praxis/internal/passed"
	"praxis/node"
	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

func (c *call) peers() (any, error) {
	peers := c.n.Peers()
	if peers == nil {
		peers = []node.Peer{}
	}
	return peers, nil
}

func (c *call) repositories() (any, error) {
	all, err := c.n.Repositories(c.ctx())
	if all == nil {
		all = []node.RepositoryStatus{}
	}
	return answer(all, err)
}

func (c *call) connect() (any, error) {
	var q Address
	if err := c.read(&q); err != nil {
		return nil, err
	}
	key, err := c.n.Connect(q.Address)
	if err != nil {
		return nil, fault(KindWrongUse, "%v", err)
	}
	return map[string]protocol.Key{"node": key}, nil
}

func (c *call) traffic() (any, error) { return c.n.Traffic(), nil }

// greet answers when every connected node has said whether it knows anything new.
func (c *call) greet() (any, error) {
	if err := c.n.Greet(c.ctx()); err != nil {
		return nil, err
	}
	return c.peers()
}

func (c *call) identity() (any, error) { return answer(c.n.Identity()) }

func (c *call) setUp() (any, error) {
	var i node.Identity
	if err := c.read(&i); err != nil {
		return nil, err
	}
	if _, err := c.n.Identity(); err == nil {
		return nil, fault(KindState, "this node has been set up already")
	}
	slices.Sort(i.Languages)
	slices.Sort(i.Duties)
	return answer(c.n.SetUp(c.ctx(), i))
}

func (c *call) profile() (any, error) {
	i, err := c.n.Identity()
	if err != nil {
		return nil, err
	}
	p := Profile{Identity: i, Raw: c.n.SignedProfile()}
	p.Identity.Profile = nil
	if len(p.Raw) == 0 {
		return p, nil
	}
	signed, err := protocol.OpenProfile(p.Raw)
	if err != nil {
		return nil, err
	}
	v := signed.Value()
	p.Signed, p.Version, p.Time, p.Words = true, v.Version, v.Time, protocol.Words(signed.Hash())
	next, err := c.n.NextProfile(v.Key, nil)
	if err != nil {
		return nil, err
	}
	next.Version, next.Time = v.Version, v.Time
	same, err := sameEncoding(v, next)
	p.Current = same
	return p, err
}

func sameEncoding(a, b protocol.Profile) (bool, error) {
	x, err := wire.Encode(a)
	if err != nil {
		return false, err
	}
	y, err := wire.Encode(b)
	return bytes.Equal(x, y), err
}

func (c *call) nextProfile() (any, error) {
	key, err := protocol.ParseKey(c.r.URL.Query().Get("member"))
	if err != nil {
		return nil, fault(KindWrongUse, "member: %v", err)
	}
	ends, err := parseEnds(c.r.URL.Query()["ended"])
	if err != nil {
		return nil, err
	}
	p, err := c.n.NextProfile(key, ends)
	if err != nil {
		return nil, err
	}
	raw, err := wire.Encode(p)
	return Unsigned{Profile: raw}, err
}

// parseEnds reads "AUDIENCE=SIZE".
func parseEnds(texts []string) (map[protocol.Audience]uint64, error) {
	ends := make(map[protocol.Audience]uint64)
	for _, text := range texts {
		audience, number, ok := strings.Cut(text, "=")
		size, err := strconv.ParseUint(number, 10, 64)
		if !ok || err != nil {
			return nil, fault(KindWrongUse, "ended is AUDIENCE=ENTRIES, such as npms=41, not %q", text)
		}
		ends[protocol.Audience(audience)] = size
	}
	return ends, nil
}

func (c *call) takeProfile() (any, error) {
	raw, err := c.bytes()
	if err != nil {
		return nil, err
	}
	if err := c.n.TakeProfile(c.ctx(), raw); err != nil {
		return nil, err
	}
	return c.profile()
}

func (c *call) network() (any, error) {
	network := c.n.Network()
	if network == nil {
		return nil, errNoNetwork()
	}
	v := network.Charter().Value()
	shown := Network{Name: v.Name, ID: network.ID(), Version: v.Version, Hash: network.Charter().Hash(), Expires: v.Expires, Threshold: v.Threshold}
	for _, m := range v.Members {
		one := NetworkMember{ID: m.ID, Name: m.Name, Country: m.Country, Standing: m.Standing,
			Keyholder: slices.ContainsFunc(v.Keys, func(k protocol.CharterKey) bool { return k.Member == m.ID })}
		if p, ok := network.Profile(m.ID); ok {
			one.Profile = p.Value().Version
		}
		shown.Members = append(shown.Members, one)
	}
	return shown, nil
}

func (c *call) charter() (any, error) {
	if c.n.Network() == nil {
		return nil, errNoNetwork()
	}
	return answer(c.n.CharterHistory())
}

func errNoNetwork() error {
	return &Error{Kind: KindState, Message: "this node has joined no network yet", Hint: "run praxis join with the network's file or a ticket"}
}

// lists answers with the encoded lists: the charters and profiles that another node needs to join.
func (c *call) lists() (any, error) {
	if c.n.Network() == nil {
		return nil, errNoNetwork()
	}
	l, err := c.n.Lists()
	if err != nil {
		return nil, err
	}
	raw, err := EncodeLists(l)
	if err != nil {
		return nil, err
	}
	c.w.Header().Set("Content-Type", "application/cbor")
	_, _ = c.w.Write(raw) // the client has gone if this fails
	return nil, nil
}

// EncodeLists writes lists as they stand in files.
func EncodeLists(l exchange.Lists) ([]byte, error) { return passed.EncodeLists(l) }

func (c *call) importLists() (any, error) {
	raw, err := c.bytes()
	if err != nil {
		return nil, err
	}
	var l exchange.Lists
	if err := wire.Decode(raw, &l); err != nil {
		return nil, &Error{Kind: KindInvalid, Message: "the file is not a network's: " + err.Error(), Hint: "ask for it again"}
	}
	if err := c.n.Import(c.ctx(), l); err != nil {
		if classify(err).Kind == KindFailed {
			err = fault(KindInvalid, "%v", err)
		}
		return nil, err
	}
	return c.network()
}

// joinTime is how long a node is tried whose address a ticket names.
const joinTime = 30 * time.Second

func (c *call) join() (any, error) {
	var q Ticket
	if err := c.read(&q); err != nil {
		return nil, err
	}
	if c.n.Network() != nil {
		return nil, fault(KindState, "this node has joined a network already")
	}
	ctx, cancel := context.WithTimeout(c.ctx(), joinTime)
	defer cancel()
	if err := c.n.JoinAt(ctx, q.Address, q.Charter); err != nil {
		return nil, err
	}
	return c.network()
}

// wait answers when all that was asked for has come true.
func (c *call) wait() (any, error) {
	var q Wait
	if err := c.read(&q); err != nil {
		return nil, err
	}
	timeout := 30 * time.Second
	if q.Timeout != 0 {
		timeout = time.Duration(q.Timeout) * time.Millisecond
	}
	if timeout < 0 || timeout > 10*time.Minute {
		return nil, fault(KindWrongUse, "timeout_ms is from 1 to 600000, not %d", q.Timeout)
	}
	var id protocol.ID
	if q.Document != "" {
		var err error
		if id, err = protocol.ParseID(q.Document); err != nil {
			if id, err = c.idOf(q.Document); err != nil {
				return nil, err
			}
		}
	}
	ctx, cancel := context.WithTimeout(c.ctx(), timeout)
	defer cancel()
	again := time.NewTicker(waitPause)
	defer again.Stop()
	lacking := "it is not known how far it is"
	for {
		changed := c.n.Changed()
		now, err := c.lacking(ctx, q, id)
		switch {
		case ctx.Err() != nil && err != nil:
			return nil, fault(KindTimeout, "waited %s, and still %s", timeout, lacking)
		case err != nil:
			return nil, err
		case now == "":
			return Reached{Reached: true, At: time.Now().UnixMicro()}, nil
		}
		lacking = now
		select {
		case <-changed:
		case <-again.C: // connections come and go without a change of what is held
		case <-ctx.Done():
			return nil, fault(KindTimeout, "waited %s, and still %s", timeout, lacking)
		}
	}
}

const waitPause = 100 * time.Millisecond
