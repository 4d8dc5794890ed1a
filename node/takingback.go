package node

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// BreachTime is how long a body has from the discovery of a breach until it tells its authority (GDPR, article 33).
const BreachTime = 72 * time.Hour

const mostPrivateText = 64 << 10 // bytes of a reason, and of each text about a breach

// TakenBack is what this node keeps about a document that its body took back: why, and who had been sent it. It is a
// private record: it never leaves, and it can be erased.
type TakenBack struct {
	Document protocol.ID `json:"document"`
	Time     int64       `json:"time"` // Unix seconds
	By       protocol.ID `json:"by"`
	Reason   string      `json:"reason"`
	To       Recipients  `json:"to"` // who was in the audience then; of two audiences, the wider
	Breach   *Breach     `json:"breach,omitempty"`
}

// Breach is what is kept where what came out identifies a person.
type Breach struct {
	Discovered int64             `json:"discovered"` // Unix seconds
	What       string            `json:"what"`       // what came out, in general words
	AtRisk     string            `json:"at_risk"`    // who is at risk now
	Measures   string            `json:"measures"`   // what is done for them
	Notices    map[string]string `json:"notices,omitempty"`
}

// Due is when the time to tell the authority ends (Unix seconds).
func (b Breach) Due() int64 { return b.Discovered + int64(BreachTime/time.Second) }

// Why what is kept about a withdrawal is refused.
var (
	ErrNoReason    = errors.New("a reason is needed: say in a sentence why the document is taken back")
	ErrLongReason  = fmt.Errorf("a text about a withdrawal has at most %d bytes: shorten it", mostPrivateText)
	ErrDiscovered  = errors.New("the time of discovery is needed, and cannot be in the future")
	ErrNoTakenBack = fmt.Errorf("%w: nothing is kept about a withdrawal of this document", ErrNotFound)
)

func (b *Breach) check(now int64) error {
	if b == nil {
		return nil
	}
	if b.Discovered <= 0 || b.Discovered > now {
		return ErrDiscovered
	}
	texts := []string{b.What, b.AtRisk, b.Measures}
	for text := range maps.Values(b.Notices) {
		texts = append(texts, text)
	}
	for _, text := range texts {
		if len(text) > mostPrivateText {
			return ErrLongReason
		}
	}
	return nil
}

// TakeBack withdraws a document for ever, and keeps why with it in one step. What identifies a person is told by breach;
// nil where nothing does. It wraps [ErrWithdrawn], [ErrNotOurs], [ErrNoReason], [ErrLongReason] or [ErrDiscovered].
func (s *Session) TakeBack(ctx context.Context, id protocol.ID, reason string, breach *Breach) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.may(draft.Person.MayShare); err != nil {
		return err
	}
	t := TakenBack{Document: id, Time: n.now(), By: s.person.ID, Reason: strings.TrimSpace(reason), Breach: breach}
	switch {
	case t.Reason == "":
		return ErrNoReason
	case len(t.Reason) > mostPrivateText:
		return ErrLongReason
	}
	if err := breach.check(t.Time); err != nil {
		return err
	}
	w := wish{n: n, by: s.person.ID}
	if err := w.withdraw(id); err != nil {
		return err
	}
	for _, h := range w.heads {
		to, err := n.Recipients(h.event.(exchange.Publish).Audience)
		if err != nil {
			return err
		}
		if to.count() >= t.To.count() {
			t.To = to
		}
	}
	kept, err := record(store.KindWithdrawal, id, t)
	if err != nil {
		return err
	}
	kept.Sync, kept.Erase = true, true
	w.heads[0].records = append(w.heads[0].records, kept)
	return w.publish(ctx)
}

func (to Recipients) count() int {
	return len(to.EEA) + len(to.Others) + len(to.Observers) + len(to.Secretariat)
}

// TakenBack returns what is kept about a withdrawal. It wraps [ErrNoTakenBack].
func (s *Session) TakenBack(id protocol.ID) (TakenBack, error) {
	var t TakenBack
	if err := s.may(draft.Person.MayShare); err != nil {
		return t, err
	}
	ok, err := s.n.read(store.KindWithdrawal, id, &t)
	if err == nil && !ok {
		err = ErrNoTakenBack
	}
	return t, err
}

// NoteBreach keeps what is known about what came out with a document that is withdrawn; nil where it turns out that nobody
// is identified. What is kept of a withdrawal by other means begins here.
func (s *Session) NoteBreach(id protocol.ID, breach *Breach) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	t, err := s.TakenBack(id)
	if errors.Is(err, ErrNoTakenBack) {
		t, err = TakenBack{Document: id}, n.isTakenBack(id)
	}
	if err != nil {
		return err
	}
	if err := breach.check(n.now()); err != nil {
		return err
	}
	if t.Breach != nil && breach != nil && breach.Notices == nil {
		breach.Notices = t.Breach.Notices
	}
	t.Breach = breach
	return n.keepTakenBack(t)
}

// isTakenBack refuses a document that is not one of this body's, or is not withdrawn.
func (n *Node) isTakenBack(id protocol.ID) error {
	all, err := n.locateOwn(id)
	if err == nil && !all[0].record.Withdrawn {
		err = ErrNoTakenBack
	}
	return err
}

func (n *Node) keepTakenBack(t TakenBack) error {
	r, err := record(store.KindWithdrawal, t.Document, t)
	if err != nil {
		return err
	}
	r.Sync, r.Erase = true, true
	if err := n.store.Commit(exchange.Batch{}, r); err != nil {
		return err
	}
	n.due()
	return nil
}

// EraseTakenBack erases what is kept about a withdrawal: the reason, and what was noted about people. The withdrawal stays.
func (s *Session) EraseTakenBack(id protocol.ID) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if _, err := s.TakenBack(id); err != nil {
		return err
	}
	if err := n.store.Commit(exchange.Batch{}, store.Record{Kind: store.KindWithdrawal, ID: id, Sync: true}); err != nil {
		return err
	}
	n.due()
	return nil
}

// TakenBacks are what is kept about all withdrawals.
func (s *Session) TakenBacks() ([]TakenBack, error) {
	if err := s.may(draft.Person.MayShare); err != nil {
		return nil, err
	}
	return records[TakenBack](s.n, store.KindWithdrawal)
}
