package node

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Reports are what is kept of a draft's examinations, the oldest version first.
func (s *Session) Reports(id protocol.ID) ([]draft.Report, error) {
	d, err := s.Draft(id)
	if err != nil {
		return nil, err
	}
	if d.State == draft.StateReview {
		if _, err := s.Reviewed(id); err != nil {
			return nil, err
		}
	}
	all, err := s.n.reports(id)
	return all.All, err
}

func (n *Node) reports(id protocol.ID) (all draft.Reports, err error) {
	_, err = n.read(store.KindReport, id, &all)
	return all, err
}

// reportRecord is the record of a review that was approved, beside those of earlier versions.
func (n *Node) reportRecord(r draft.Review, approvals []draft.Approval) (store.Record, error) {
	all, err := n.reports(r.Draft)
	if err != nil {
		return store.Record{}, err
	}
	one := draft.NewReport(r, approvals)
	settled := len(all.All) == 0 || all.Gate == draft.GateOf(one.Checks)
	if all = all.With(one); settled {
		all = all.Settled(one.Checks)
	}
	return record(store.KindReport, r.Draft, all)
}

// withoutReport takes back the report of an approval that is void, and has its bytes erased.
func (n *Node) withoutReport(d draft.Draft) ([]store.Record, error) {
	all, err := n.reports(d.ID)
	if err != nil || len(all.All) == 0 {
		return nil, err
	}
	all.All = slices.DeleteFunc(all.All, func(r draft.Report) bool { return r.Version == d.Version })
	if len(all.All) == 0 {
		return n.forget(d.ID, store.KindReport)
	}
	r, err := record(store.KindReport, d.ID, all)
	return lasting([]store.Record{r}), err
}

// ExaminedAgain is a document that was shared and in which better checks have found more than the earlier ones.
type ExaminedAgain struct {
	Draft   draft.Draft
	Version uint64
	Again   draft.Again
}

// ExaminedAgain lists what better checks found in what was shared, of the drafts that the person may read, as long as nobody
// has taken note of it.
func (s *Session) ExaminedAgain() ([]ExaminedAgain, error) {
	var all []ExaminedAgain
	err := s.n.eachReports(func(id protocol.ID, reports draft.Reports) error {
		if !slices.ContainsFunc(reports.All, isNews) {
			return nil
		}
		d, err := s.Draft(id)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		for _, r := range reports.All {
			if err == nil && isNews(r) {
				all = append(all, ExaminedAgain{d, r.Version, *r.Again})
			}
		}
		return err
	})
	return all, err
}

func isNews(r draft.Report) bool { return r.Again != nil && r.Again.Seen == 0 && len(r.Again.New) > 0 }

// TakeNote notes that somebody who may write has seen what better checks found in a draft's shared versions.
func (s *Session) TakeNote(id protocol.ID) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.may(draft.Person.MayWrite); err != nil {
		return err
	}
	if _, err := s.Draft(id); err != nil {
		return err
	}
	all, err := n.reports(id)
	if err != nil {
		return err
	}
	for i, r := range all.All {
		if isNews(r) {
			again := *r.Again
			again.Seen = n.now()
			all.All[i].Again = &again
		}
	}
	if err := n.keepReports(id, all); err != nil {
		return err
	}
	n.countNews()
	return nil
}

func (n *Node) keepReports(id protocol.ID, all draft.Reports) error {
	r, err := record(store.KindReport, id, all)
	if err != nil {
		return err
	}
	return n.store.Commit(exchange.Batch{}, r)
}

// eachReports calls yield with the reports of each draft until it returns an error. They are read beforehand, so that yield
// may take its time.
func (n *Node) eachReports(yield func(protocol.ID, draft.Reports) error) error {
	var ids []protocol.ID
	if err := n.store.Records(store.KindReport, func(id [16]byte, _ []byte) bool { ids = append(ids, id); return true }); err != nil {
		return err
	}
	for _, id := range ids {
		all, err := n.reports(id)
		if err == nil {
			err = yield(id, all)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// examineAgain examines what was shared by other checks than today's, one version after the other, using at most about a
// third of one processor, and notes what is new. It goes on after a restart where it stopped: what was examined says so.
func (n *Node) examineAgain(ctx context.Context) {
	behind, err := n.behind()
	if err != nil {
		n.log.Warn("what was shared is not examined again before the next start", "error", err)
	}
	failed := 0
	for _, id := range behind {
		begun := time.Now()
		if _, err := n.examineDraft(id); err != nil {
			failed++
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(2 * time.Since(begun)):
		}
	}
	if failed > 0 {
		n.log.Warn("some of what was shared could not be examined again; it is tried at the next start", "drafts", failed)
	}
	if n.countNews(); n.news.Load() > 0 {
		n.log.Info("better checks have found more in what was shared: praxis draft again", "documents", n.news.Load())
	}
}

// countNews counts the drafts in whose shared versions better checks found more, for Status.
func (n *Node) countNews() {
	count := int64(0)
	err := n.eachReports(func(_ protocol.ID, all draft.Reports) error {
		if slices.ContainsFunc(all.All, isNews) {
			count++
		}
		return nil
	})
	if err != nil {
		n.log.Warn("the reports of drafts could not be read", "error", err)
		return
	}
	n.news.Store(count)
	n.changes.announce()
}

// behind lists the drafts of which something was not examined by today's checks. It decodes none that is up to date.
func (n *Node) behind() ([]protocol.ID, error) {
	gateNow, err := json.Marshal(draft.GateOf(gate.Checks()))
	if err != nil {
		return nil, fmt.Errorf("name the checks: %w", err)
	}
	upToDate := append([]byte(`{"gate":`), gateNow...)
	var ids []protocol.ID
	err = n.store.Records(store.KindReport, func(id [16]byte, raw []byte) bool {
		if !bytes.HasPrefix(raw, upToDate) {
			ids = append(ids, id)
		}
		return true
	})
	return ids, err
}

// examineDraft examines the shared versions of one draft again. It returns how many marks are new.
func (n *Node) examineDraft(id protocol.ID) (found int, err error) {
	all, err := n.reports(id)
	if err != nil {
		return 0, err
	}
	checks := gate.Checks()
	examined := make(map[uint64]draft.Report)
	for _, r := range all.All {
		if r.ExaminedBy(checks) {
			continue
		}
		e, err := n.examineShared(id, r)
		if errors.Is(err, ErrNotFound) {
			continue // not shared, withdrawn, or ended
		}
		if err != nil {
			return 0, err
		}
		again := r.Examined(e, n.now())
		examined[r.Version] = again
		for _, c := range again.Again.New {
			found += c.Blocking + c.Noted
		}
	}
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if all, err = n.reports(id); err != nil { // it may have changed meanwhile
		return 0, err
	}
	for i, r := range all.All {
		if again, ok := examined[r.Version]; ok && again.Hash == r.Hash {
			all.All[i] = again
		}
	}
	return found, n.keepReports(id, all.Settled(checks))
}

// examineShared examines the bytes of a version that was shared.
func (n *Node) examineShared(id protocol.ID, r draft.Report) (draft.Examination, error) {
	identity, err := n.Identity()
	if err != nil {
		return draft.Examination{}, err
	}
	repository := protocol.Repository{Body: identity.Body, Audience: r.Audience}
	rec, err := n.store.Document(repository, id)
	if err != nil {
		return draft.Examination{}, err
	}
	at := slices.IndexFunc(rec.Versions, func(v exchange.Version) bool { return v.Number == r.Version && rec.Live(v.Number) })
	if at < 0 {
		return draft.Examination{}, ErrNotFound
	}
	v, err := n.content(repository, rec.Versions[at])
	if err != nil {
		return draft.Examination{}, err
	}
	blocks, err := n.blocks(repository, rec.Versions[at].Entry)
	if err != nil {
		return draft.Examination{}, err
	}
	out := draft.Outgoing{Document: id, Version: r.Version, Audience: r.Audience}
	for _, b := range blocks {
		out.Blocks = append(out.Blocks, b.Bytes())
	}
	options, err := n.examinationOf(v, n.now())
	if err != nil {
		return draft.Examination{}, err
	}
	options.Shared = nil // its own tables are among them
	return gate.ExamineOutgoing(out, gate.TextsOf(v), options)
}
