package node

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"

	"praxis/internal/canary"
	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// newCanary makes the canary of a person's first copy of a text; nil where the body asks for none, the person has begun to
// read, or none fits.
func (n *Node) newCanary(r draft.Review, person protocol.ID, text, language string) (*canary.Canary, error) {
	if _, begun := r.ReadingOf(person); begun || !n.options.Canaries {
		return nil, nil
	}
	var seed [16]byte
	if _, err := io.ReadFull(n.options.Random, seed[:]); err != nil {
		return nil, fmt.Errorf("plant a canary: %w", err)
	}
	c, ok := canary.New(text, language, rand.New(rand.NewPCG(binary.BigEndian.Uint64(seed[:8]), binary.BigEndian.Uint64(seed[8:]))))
	if !ok {
		return nil, nil
	}
	return &c, nil
}

// caughtRecord is the one record of its kind.
var caughtRecord [16]byte

// keepCaught stores the readings of a review, and counts a canary that was answered.
func (n *Node) keepCaught(r draft.Review, named bool) error {
	caught, err := n.caught()
	if err != nil {
		return err
	}
	if caught.Planted++; named {
		caught.Named++
	}
	readings, err := record(store.KindReading, r.Draft, r.Readings)
	if err != nil {
		return err
	}
	counted, err := record(store.KindCanary, caughtRecord, caught)
	if err != nil {
		return err
	}
	readings.Sync = true
	return n.store.Commit(exchange.Batch{}, readings, counted)
}

func (n *Node) caught() (c draft.Caught, err error) {
	_, err = n.read(store.KindCanary, caughtRecord, &c)
	return c, err
}

// Caught says how many canaries were planted at this node and how many were named, whoever read them.
func (s *Session) Caught() (draft.Caught, error) {
	if err := s.may(draft.Person.MayReadDrafts); err != nil {
		return draft.Caught{}, err
	}
	return s.n.caught()
}
