package node

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/store"
	"praxis/internal/table"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// What belongs to tables of counts (specs/tables.md): the secret with which this node rounds them, the same for as long as its store
// lives, and, for each version that it shared, what readers know of the tables in it. Both are in backups, so that a restored node
// rounds the same counts alike and remembers what it has told.

// roundingRecord is the place of the secret among the settings.
var roundingRecord = [16]byte{0: 'r'}

// loadRounding reads the secret, and makes it once.
func (n *Node) loadRounding() ([]byte, error) {
	key, err := n.store.Record(store.KindSetting, roundingRecord)
	if err != nil || key != nil {
		return key, err
	}
	salt := n.newSalt()
	err = n.store.Commit(exchange.Batch{}, store.Record{Kind: store.KindSetting, ID: roundingRecord, Value: salt[:], Sync: true})
	return salt[:], err
}

// sharedTables are what readers know of tables that this node shared, with the titles that their drafts have now.
func (n *Node) sharedTables() ([]table.Record, error) {
	var all []table.Record
	err := eachRecord(n, store.KindTables, func(of []table.Record) error {
		all = append(all, of...)
		return nil
	})
	titles := map[string]string{}
	for i := range all {
		id := all[i].Document
		if _, ok := titles[id]; !ok {
			titles[id] = n.titleOf(id)
		}
		all[i].Document = titles[id]
	}
	return all, err
}

// titleOf is what a document of ours is called, or its id where its draft isn't here.
func (n *Node) titleOf(document string) string {
	id, err := protocol.ParseID(document)
	if err != nil {
		return document
	}
	d, err := n.Draft(id)
	if err != nil || d.Title == "" {
		return document
	}
	return d.Title
}

// ErrTold says that tables which were shared after a draft was reviewed tell, together with the draft's, a count of few.
var ErrTold = errors.New("what was shared since the review changes what a table tells")

// tables are those of a version that is about to be shared.
type tables struct {
	of        []table.Record
	id        [16]byte // of their record
	reviewed  int64    // when the version was compared with what had been shared
	published bool     // they were public before
}

// tablesOf reads the tables of what a review froze.
func (n *Node) tablesOf(r draft.Review) (tables, error) {
	v, err := n.outgoingVersion(r)
	if err != nil {
		return tables{}, err
	}
	t := tables{of: gate.TablesOf(gate.TextsOf(v), n.rounding), id: tablesID(v), reviewed: r.Time, published: v.Origin.Kind == protocol.OriginPublished}
	for i := range t.of {
		t.of[i].Document, t.of[i].Time = v.Document.String(), n.now()
	}
	return t, nil
}

// remember is the record of the tables of a version that is about to be shared. The review compared them with what was shared
// then; what came after is compared here, so that of two drafts that were reviewed side by side the second does not pass.
func (w *wish) remember(t tables) ([]store.Record, error) {
	if len(t.of) == 0 {
		return nil, nil
	}
	if !w.asked {
		shared, err := records[[]table.Record](w.n, store.KindTables)
		if err != nil {
			return nil, err
		}
		w.tables, w.asked = slices.Concat(shared...), true
	}
	later := slices.DeleteFunc(slices.Clone(w.tables), func(s table.Record) bool { return s.Time < t.reviewed })
	for _, one := range t.of {
		if risks := table.Against(one.Table, later); len(risks) > 0 && !t.published {
			return nil, fmt.Errorf("%w (%s): review the draft again, and see which numbers", ErrTold, w.n.titleOf(risks[0].With))
		}
	}
	w.tables = append(w.tables, t.of...)
	kept, err := record(store.KindTables, t.id, t.of)
	return []store.Record{kept}, err
}

// tablesID is the id of the record of a version's tables: the first half of SHA-256 over the document and the version.
func tablesID(v protocol.Version) (id [16]byte) {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(v.Document[:], uint64(v.Number)))
	copy(id[:], sum[:])
	return id
}
