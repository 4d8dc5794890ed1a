package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

var errShort = errors.New("the stored value is damaged: run praxis verify")

// appendName writes a repository's name: body, length of the audience, audience.
func appendName(to []byte, r protocol.Repository) []byte {
	to = append(to, r.Body[:]...)
	to = binary.BigEndian.AppendUint16(to, uint16(len(r.Audience)))
	return append(to, r.Audience...)
}

func cutName(b []byte) (r protocol.Repository, rest []byte, err error) {
	if len(b) < 18 {
		return r, nil, errShort
	}
	r.Body = protocol.ID(b[:16])
	n := int(binary.BigEndian.Uint16(b[16:]))
	if len(b) < 18+n {
		return r, nil, errShort
	}
	r.Audience = protocol.Audience(b[18 : 18+n])
	return r, b[18+n:], nil
}

// appendState writes size, edge, name, head.
func appendState(to []byte, l exchange.LogChange) []byte {
	to = binary.BigEndian.AppendUint64(to, l.Edge.Size())
	for _, n := range l.Edge.Nodes() {
		to = append(to, n[:]...)
	}
	to = appendName(to, l.Repository)
	return append(to, l.Head.Bytes()...)
}

// stateSize reads a state's size alone.
func stateSize(b []byte) (uint64, error) {
	if len(b) < 8 {
		return 0, errShort
	}
	return binary.BigEndian.Uint64(b), nil
}

func parseState(b []byte, open func(protocol.Repository, []byte) (protocol.SignedHead, error)) (exchange.State, error) {
	var s exchange.State
	size, err := stateSize(b)
	if err != nil {
		return s, err
	}
	b = b[8:]
	nodes := make([]log.Hash, bits.OnesCount64(size))
	if len(b) < len(nodes)*len(log.Hash{}) {
		return s, errShort
	}
	for i := range nodes {
		nodes[i], b = log.Hash(b[:32]), b[32:]
	}
	if s.Edge, err = log.ParseEdge(size, nodes); err != nil {
		return s, err
	}
	if s.Repository, b, err = cutName(b); err != nil {
		return s, err
	}
	if len(b) == 0 {
		return s, nil
	}
	if s.Head, err = open(s.Repository, b); err != nil {
		return s, fmt.Errorf("stored head of %s: %w", s.Repository, err)
	}
	return s, nil
}

// appendRecord writes whether a document is withdrawn, the cause, what has ended, and its versions.
func appendRecord(to []byte, r exchange.Record) []byte {
	withdrawn := byte(0)
	if r.Withdrawn {
		withdrawn = 1
	}
	to = append(to, withdrawn)
	to = binary.AppendUvarint(to, r.Cause)
	to = binary.AppendUvarint(to, r.EndsBelow)
	for _, v := range r.Versions {
		to = binary.AppendUvarint(to, v.Number)
		to = binary.AppendUvarint(to, v.Entry)
	}
	return to
}

func parseRecord(b []byte) (r exchange.Record, err error) {
	if len(b) < 3 {
		return r, errShort
	}
	r.Withdrawn, b = b[0] == 1, b[1:]
	number := func() uint64 {
		n, size := binary.Uvarint(b)
		if size <= 0 {
			err, b = errShort, nil
			return 0
		}
		b = b[size:]
		return n
	}
	r.Cause, r.EndsBelow = number(), number()
	for len(b) > 0 && err == nil {
		r.Versions = append(r.Versions, exchange.Version{Number: number(), Entry: number()})
	}
	return r, err
}

// appendLinks writes the distinct CIDs that a root block links.
func appendLinks(to []byte, links []wire.CID) []byte {
	for i, c := range links {
		if !contains(links[:i], c) {
			to = append(to, c[:]...)
		}
	}
	return to
}

func contains(links []wire.CID, c wire.CID) bool {
	for _, l := range links {
		if l == c {
			return true
		}
	}
	return false
}

func parseLinks(b []byte) ([]wire.CID, error) {
	if len(b)%len(wire.CID{}) != 0 {
		return nil, errShort
	}
	if len(b) == 0 {
		return nil, nil
	}
	links := make([]wire.CID, 0, len(b)/len(wire.CID{}))
	for ; len(b) > 0; b = b[len(wire.CID{}):] {
		links = append(links, wire.CID(b[:len(wire.CID{})]))
	}
	return links, nil
}
