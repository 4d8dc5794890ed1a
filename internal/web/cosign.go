package web

import (
	"praxis/internal/passed"
	"praxis/node"
	"praxis/protocol"
)

func cosignAsk(r *Request) (Answer, error) {
	if in, err := r.joined(); err != nil || !in {
		return r.alone(), err
	}
	return Answer{Template: "cosign", Title: r.Say("coordinate.cosign")}, nil
}

// unsigned is what a keyholder is given that lacks signatures: a proposal with its requests, or a denial.
type unsigned struct {
	charter  *protocol.SignedCharter
	denial   *protocol.SignedDenial
	requests [][]byte
}

func readUnsigned(file []byte) (u unsigned, ok bool) {
	blocks, err := passed.Blocks(file)
	if err != nil {
		return u, false
	}
	for _, b := range blocks {
		switch {
		case b.Type == passed.Charter && u.charter == nil && u.denial == nil:
			c, err := protocol.Open[protocol.Charter](b.Bytes)
			if err != nil {
				return u, false
			}
			u.charter = &c
		case b.Type == passed.Denial && u.charter == nil && u.denial == nil:
			d, err := protocol.Open[protocol.Denial](b.Bytes)
			if err != nil {
				return u, false
			}
			u.denial = &d
		case b.Type == passed.Request && u.charter != nil:
			if _, err := protocol.OpenProfile(b.Bytes); err != nil {
				return u, false
			}
			u.requests = append(u.requests, b.Bytes)
		default:
			return u, false
		}
	}
	return u, u.charter != nil || u.denial != nil
}

type cosignData struct {
	Given   string
	Denial  bool
	Reason  string
	Changes []string // what it changes; of a denial, whom it shuts out
}

func cosignShow(r *Request) (Answer, error) {
	file, err := r.given()
	if err != nil {
		return Answer{}, err
	}
	u, ok := readUnsigned(file)
	if !ok {
		r.Wrong("file", "coordinate.cosign-wrong")
		return cosignAsk(r)
	}
	return r.cosignPage(u, string(file))
}

// cosignPage shows what is to be signed, before it is.
func (r *Request) cosignPage(u unsigned, given string) (Answer, error) {
	base, err := r.charter()
	if err != nil {
		return Answer{}, err
	}
	d := cosignData{Given: given, Denial: u.denial != nil}
	if u.denial != nil {
		d.Reason = u.denial.Value().Reason
		for _, id := range u.denial.Value().Members {
			m, _ := base.Value().Member(id)
			d.Changes = append(d.Changes, m.Name)
		}
		for _, key := range u.denial.Value().Nodes {
			name, err := r.deniedNode(key)
			if err != nil {
				return Answer{}, err
			}
			d.Changes = append(d.Changes, name)
		}
	} else {
		c := u.charter.Value()
		if c.Version != base.Value().Version+1 || c.Previous != base.Hash() {
			r.Wrong("file", "coordinate.cosign-old")
			return cosignAsk(r)
		}
		d.Changes = r.changes(node.ShowChanges(c, base.Value()), c.Name, c.Threshold, len(c.Keys))
	}
	return Answer{Template: "cosign-sign", Title: r.Say("coordinate.cosign"), Data: d, Status: 201}, nil
}

func cosignAdd(r *Request) (Answer, error) {
	given := r.Form.Get("given")
	u, ok := readUnsigned([]byte(given))
	if !ok {
		return Answer{}, BadForm
	}
	key, err := r.memberKey()
	if err != nil {
		return Answer{}, err
	}
	if len(r.Form.Errors) > 0 {
		return r.wrongAgain(r.cosignPage(u, given))
	}
	base, err := r.charter()
	if err != nil {
		return Answer{}, err
	}
	if u.denial != nil {
		if may, err := r.mayDeny(key); err != nil || !may {
			r.Wrong("key", "coordinate.key-other")
			return r.wrongAgain(r.cosignPage(u, given))
		}
		signed, err := u.denial.Cosign(key)
		if err != nil {
			return Answer{}, err
		}
		return r.finishDenial(signed)
	}
	signed, err := protocol.Cosigned(*u.charter, base.Value(), key)
	if err != nil {
		r.Wrong("key", "coordinate.key-other")
		return r.wrongAgain(r.cosignPage(u, given))
	}
	return r.finishCharter(signed, u.requests)
}
