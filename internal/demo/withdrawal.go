package demo

import (
	"context"
	"errors"
	"time"

	"praxis/internal/control"
	"praxis/node"
)

func (s *story) withdrawNote(ctx context.Context) error {
	t, err := traceIn(s.south.dir, s.note)
	if err != nil {
		return err
	}
	if t.found == 0 {
		return s.south.fault("no passage of the note is found in the files of the node that holds it, so that a later search would say nothing")
	}
	s.found("Beforehand, Surlandia's %d files are searched for the note: %d of its %d passages are in them.", t.files, t.found, t.of)
	s.south.kill()
	s.found("Surlandia's process is killed, as in a power cut.")
	if err := s.lost(ctx); err != nil {
		return err
	}
	s.words("Northland learns that somebody could be recognised after all, and takes the note back.")
	s.typed(s.north, "withdraw", "--as", s.north.writes, brief(s.note.id))
	if _, err := s.north.praxis(ctx, "withdraw", "--as", s.north.writes, s.note.id.String()); err != nil {
		return err
	}
	h, err := s.holdings(ctx, true)
	if err != nil {
		return err
	}
	if h.Withdrawn != 0 || !h.IsWithdrawn || h.Holders[0].State != "unreachable" {
		return s.north.fault("Surlandia is cut off, and is said to be %q (withdrawn at %d of %d)", h.Holders[0].State, h.Withdrawn, h.Of)
	}
	s.found("Withdrawn at %d of %d; %s: %s. Nobody is told that it is done before it is.", h.Withdrawn, h.Of, h.Holders[0].Body, h.Holders[0].State)
	return nil
}

// lost waits until Northland has noticed that Surlandia is gone.
func (s *story) lost(ctx context.Context) error {
	for {
		peers, err := s.north.client.Peers(ctx)
		if err != nil {
			return s.north.fault("ask for peers: %w", err)
		}
		for _, p := range peers {
			if p.Body == s.south.name && !p.Connected {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return s.north.fault("it has not noticed that %s is gone: %w", s.south.name, ctx.Err())
		case <-time.After(pause):
		}
	}
}

func (s *story) comeBack(ctx context.Context) error {
	s.typed(s.south, "start")
	began := time.Now()
	err := s.south.start(ctx, "--listen", s.south.address)
	if errors.Is(err, errInUse) { // somebody took the port meanwhile; it connects to the others by itself
		err = s.south.start(ctx, "--listen", "/ip4/127.0.0.1/tcp/0")
	}
	if err != nil {
		return err
	}
	if err := s.north.waitFor(ctx, control.Wait{Document: s.note.id.String(), WithdrawnAt: 1}); err != nil {
		return err
	}
	h, err := s.holdings(ctx, true)
	if err != nil {
		return err
	}
	if h.Withdrawn != 1 {
		return s.north.fault("Surlandia is back, and it is withdrawn at %d of %d", h.Withdrawn, h.Of)
	}
	s.found("%.1f seconds after its start Surlandia's node has erased the note, flushed and compacted its store, and signed that: withdrawn at %d of %d.",
		time.Since(began).Seconds(), h.Withdrawn, h.Of)
	return nil
}

func (s *story) gone(ctx context.Context) error {
	all, err := s.search(ctx, s.south, true, "call bell stopwatches")
	if err != nil {
		return err
	}
	if has(all, s.note.id.String()) {
		return s.south.fault("the note is still found")
	}
	if _, err := s.south.refused(ctx, exitNotFound, "show", s.note.id.String()); err != nil {
		return err
	}
	t, err := traceIn(s.south.dir, s.note)
	if err != nil {
		return err
	}
	if t.found > 0 {
		return s.south.fault("%d of %d passages of the note are still in its files", t.found, t.of)
	}
	s.found("Search no longer finds it, and of %d passages %d are left in the %d files of Surlandia's node.", t.of, t.found, t.files)
	s.typed(s.south, "why", brief(s.note.id))
	var why node.Why
	if err := s.south.read(ctx, &why, "why", s.note.id.String()); err != nil {
		return err
	}
	s.quoteWhole(why.Reasons...)
	s.words("Northland keeps its own draft. Copies that people made outside the network cannot be recalled by anybody.")
	return nil
}
