package exchange

import (
	"praxis/protocol"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// Store is what the machine reads of what was stored. It changes only through the batches that [Machine.Step] returns.
// The store in memory ([Memory]) and the one on disk implement it; both must answer alike.
type Store interface {
	// Network returns the lists: the first charter and what was added to it. Nil if no network was joined.
	Network() (*protocol.Network, error)
	// States returns every repository that has a head.
	States() ([]State, error)
	// Forks returns the evidence held, one for each forked repository.
	Forks() ([]StoredFork, error)
	// Holdings returns the newest account of each node for each audience (daily) and repository (immediate).
	Holdings() ([]protocol.SignedHoldings, error)

	// Log reads a repository's leaves and tiles.
	Log(protocol.Repository) log.Source
	// Entries returns the entries from..to-1, at least one and at most about limit bytes of them. from < to ≤ size.
	Entries(r protocol.Repository, from, to uint64, limit int) ([][]byte, error)
	// Document returns what a repository's entries say of a document; the zero record if nothing.
	Document(r protocol.Repository, id protocol.ID) (Record, error)
	// Missing returns the entries from from on that put a content which is not ended and not wholly held.
	Missing(r protocol.Repository, from uint64) ([]Run, error)
	// IsEnded tells whether the content of an entry was withdrawn or ended.
	IsEnded(r protocol.Repository, entry uint64) (bool, error)
	// Root returns the root block of an entry's content; nil if it is not held or was withdrawn or ended.
	Root(r protocol.Repository, entry uint64) ([]byte, error)
	// Roots yields those root blocks of a run of entries that Root would return, in order, until yield returns false.
	Roots(r protocol.Repository, run Run, yield func(entry uint64, block []byte) bool) error
	// Linked returns a block that the content of an entry links; nil if that entry does not link it or it is not held.
	Linked(r protocol.Repository, entry uint64, cid wire.CID) ([]byte, error)
	// HasBlock tells whether a linked block is held for any entry of the repository.
	HasBlock(r protocol.Repository, cid wire.CID) (bool, error)
	// Unpurged returns the lowest entry that withdrew or ended content which is not erased yet.
	Unpurged(r protocol.Repository) (cause uint64, any bool, err error)
}

// State is what is stored of a repository itself.
type State struct {
	Repository protocol.Repository
	Head       protocol.SignedHead
	Edge       log.Edge
	Complete   uint64 // contents of entries below this are held, unless withdrawn or ended
}

// StoredFork is the evidence of a fork, and the repository it is about.
type StoredFork struct {
	Repository protocol.Repository
	Evidence   []byte // a [protocol.Fork], encoded
}

// Record is what a repository's entries say of one document.
type Record struct {
	Withdrawn bool
	Cause     uint64    // the entry that withdrew it, where it was one of this log
	EndsBelow uint64    // versions below this one have ended
	Versions  []Version // in order of their numbers
}

// Version is a version of a document and the entry that put it.
type Version struct {
	Number uint64
	Entry  uint64
}

// Live tells whether the content of a version is to be held.
func (r Record) Live(number uint64) bool { return !r.Withdrawn && number >= r.EndsBelow }

// Batch is what one step asks to store, all or nothing. The parts are applied in the order of the fields.
type Batch struct {
	Charters []protocol.SignedCharter // a version replaces the one of the same number, and those above it
	Profiles []protocol.SignedProfile
	Denials  []protocol.SignedDenial
	Recalls  []protocol.SignedRecall
	Groups   []protocol.SignedGroupList

	Logs      []LogChange
	Documents []DocumentChange
	Ended     []Ended
	Contents  []Content
	Progress  []Progress
	Holdings  []protocol.SignedHoldings
	Forks     []StoredFork // an empty evidence removes it

	Sync bool // the batch must be on the disk before anything is sent
}

// LogChange continues a repository's log: the first Keep entries stay, later ones are replaced by Entries. Contents of
// entries that fall away are deleted and due for erasure.
type LogChange struct {
	Repository protocol.Repository
	Head       protocol.SignedHead
	Edge       log.Edge
	Keep       uint64
	Entries    [][]byte
	Tiles      []Tile
}

// Tile is the root of a complete subtree of [log.TileSize] leaves.
type Tile struct {
	Index uint64
	Hash  log.Hash
}

// DocumentChange replaces a document's record.
type DocumentChange struct {
	Repository protocol.Repository
	Document   protocol.ID
	Record     Record
}

// Ended says that the content of an entry is not to be held any more. What is held of it is deleted with this batch, and
// is due for erasure, which the store reports with [Purged].
type Ended struct {
	Repository protocol.Repository
	Entry      uint64
	Cause      uint64 // the entry that withdrew or ended it
}

// Content is a verified block of an entry's content: its root block, then blocks that the root links, which are not kept
// otherwise. The linked blocks are held before the entry counts as complete. A linked block that no root held links any
// more is deleted at the end of the batch, so that one batch can end a version and take its blocks over into the next.
type Content struct {
	Repository protocol.Repository
	Entry      uint64
	Block      wire.Block
	Root       bool
}

// Progress records how far a repository's contents are complete.
type Progress struct {
	Repository protocol.Repository
	Complete   uint64
}

// Empty tells whether there is nothing to store.
func (b *Batch) Empty() bool {
	return len(b.Charters)+len(b.Profiles)+len(b.Denials)+len(b.Recalls)+len(b.Groups)+len(b.Logs)+len(b.Documents)+
		len(b.Ended)+len(b.Contents)+len(b.Progress)+len(b.Holdings)+len(b.Forks) == 0
}
