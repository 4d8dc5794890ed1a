package exchange

import (
	"praxis/protocol"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// Message is what one node says to another. Every message fits a frame of [wire.MaxFrame] bytes. A request is answered
// by one reply; the zero reply of its kind says no, for whatever reason.
type Message interface {
	wire.Object
	message()
}

// Hello opens an exchange: what the sender knows, in two hashes. Answered by [Greeting].
type Hello struct {
	Lists    protocol.Hash `codec:"lists"`    // over charter, profiles, denials, recalls
	State    protocol.Hash `codec:"state"`    // over lists, groups, heads and holdings that both sides may see and that are due
	Features uint64        `codec:"features"` // level of the protocol that the sender speaks
}

// Greeting says which of the two hashes the other side shares.
type Greeting struct {
	SameLists bool   `codec:"lists"`
	SameState bool   `codec:"state"`
	Features  uint64 `codec:"features"`
}

// ListsRequest asks for charters, profiles, denials, recalls and group lists beyond those named. Answered by [Lists].
type ListsRequest struct {
	Groups   []Known         `codec:"groups"`
	Charter  uint64          `codec:"charter"` // newest version held
	Current  protocol.Hash   `codec:"current"` // its hash
	Denials  []protocol.Hash `codec:"denials"`
	Recalls  []protocol.Hash `codec:"recalls"`
	Profiles []Known         `codec:"profiles"`
}

// Known is a version of a profile or group list that the sender holds.
type Known struct {
	ID      protocol.ID `codec:"id"`
	Version uint64      `codec:"version"`
}

// Lists carries signed objects, charters first.
type Lists struct {
	More     bool     `codec:"more"` // ask again
	Groups   [][]byte `codec:"groups"`
	Denials  [][]byte `codec:"denials"`
	Recalls  [][]byte `codec:"recalls"`
	Charters [][]byte `codec:"charters"`
	Profiles [][]byte `codec:"profiles"`
}

// HeadsRequest asks for heads, holdings and forks beyond those named. Answered by [Heads].
type HeadsRequest struct {
	Forks    []protocol.Hash `codec:"forks"`
	Heads    []KnownHead     `codec:"heads"`
	Holdings []KnownHoldings `codec:"holdings"`
}

// KnownHead is the newest head of a repository that the sender holds.
type KnownHead struct {
	Body     protocol.ID       `codec:"body"`
	Hash     protocol.Hash     `codec:"hash"` // of the signed head, so that another of the same sequence is noticed
	Epoch    uint64            `codec:"epoch"`
	Audience protocol.Audience `codec:"audience"`
	Sequence uint64            `codec:"sequence"`
}

// KnownHoldings is the newest daily account of a node that the sender holds.
type KnownHoldings struct {
	Node     protocol.Key      `codec:"node"`
	Audience protocol.Audience `codec:"audience"`
	Sequence uint64            `codec:"sequence"`
}

// Heads carries signed heads and holdings, and the evidence of forks.
type Heads struct {
	More     bool     `codec:"more"` // ask again
	Forks    [][]byte `codec:"forks"`
	Heads    [][]byte `codec:"heads"`
	Holdings [][]byte `codec:"holdings"`
}

// Pull asks for the entries of a repository after the first Size, whose root is Root. Answered by [Entries].
type Pull struct {
	Body     protocol.ID       `codec:"body"`
	Root     protocol.Hash     `codec:"root"`
	Size     uint64            `codec:"size"`
	Audience protocol.Audience `codec:"audience"`
}

// Entries carries the entries that follow Pull.Size, in order, as far as they fit a frame, under the server's head. If
// the server's root at that size is another, there are no entries, and Proof shows it: the consistency of the head with
// the server's root.
type Entries struct {
	Head    []byte     `codec:"head"`
	Proof   []log.Hash `codec:"proof,omitempty"`
	Entries [][]byte   `codec:"entries"`
}

// Get asks for contents by repository and entry: the root blocks of runs of entries, and blocks that root blocks link.
// Answered by [Contents].
type Get struct {
	Body     protocol.ID       `codec:"body"`
	Runs     []Run             `codec:"runs"`
	Blocks   []EntryBlock      `codec:"blocks"`
	Audience protocol.Audience `codec:"audience"`
}

// Run is a run of entries: From, From+1, … , Count of them.
type Run struct {
	_struct struct{} `codec:",toarray"` //lint:ignore U1000 read by the codec
	From    uint64
	Count   uint64
}

// EntryBlock is a block that the content of an entry links.
type EntryBlock struct {
	_struct struct{} `codec:",toarray"` //lint:ignore U1000 read by the codec
	Entry   uint64
	CID     wire.CID
}

// Contents carries blocks in the order in which they were asked for: those of the runs, then the others. Absent lists
// the positions, in that order, of what the server does not have. What neither is sent nor listed did not fit: ask again.
type Contents struct {
	Absent []uint64 `codec:"absent"`
	Blocks [][]byte `codec:"blocks"`
}

// Push offers a new head; with the entries after From and all their blocks, if they are few. Answered by [Pushed].
type Push struct {
	From    uint64   `codec:"from"`
	Head    []byte   `codec:"head"`
	Blocks  [][]byte `codec:"blocks,omitempty"`
	Entries [][]byte `codec:"entries,omitempty"`
}

// Pushed says whether the offer is held now, durably, and if the sender is its writer, how far.
type Pushed struct {
	Held     bool   `codec:"held"`
	Holdings []byte `codec:"holdings,omitempty"`
}

// Account carries a node's holdings to a writer. Answered by [Accounted].
type Account struct {
	Holdings [][]byte `codec:"holdings"`
}

// Accounted says that an account was taken.
type Accounted struct {
	Taken bool `codec:"taken"`
}

// NoticeRequest asks, as a node that is no longer admitted, for what still concerns it: the charter, denials, recalls, and
// the withdrawals of what it holds. It gives its own account back. Answered by [Notice].
type NoticeRequest struct {
	Held     []HeldLog       `codec:"held"`
	Charter  uint64          `codec:"charter"` // newest version held
	Current  protocol.Hash   `codec:"current"` // its hash
	Denials  []protocol.Hash `codec:"denials"`
	Recalls  []protocol.Hash `codec:"recalls"`
	Holdings [][]byte        `codec:"holdings"`
	Profiles []Known         `codec:"profiles"`
}

// HeldLog says how far the asker holds a repository, and up to where this peer has told it what ended.
type HeldLog struct {
	Body     protocol.ID       `codec:"body"`
	Size     uint64            `codec:"size"`
	Told     uint64            `codec:"told"` // from Size on
	Audience protocol.Audience `codec:"audience"`
}

// Notice answers with the lists that the asker lacks, and for each of its repositories the entries, after those that it
// holds, that end what it holds.
type Notice struct {
	Logs  []EndedLog `codec:"logs"`
	More  bool       `codec:"more"` // ask again
	Lists Lists      `codec:"lists"`
}

// EndedLog are the entries of one repository that end what the asker holds, between what it was told and Told. Each is
// proved to stand under the head.
type EndedLog struct {
	Head    []byte       `codec:"head"`
	Told    uint64       `codec:"told"`
	Entries []EndedEntry `codec:"entries"`
}

// EndedEntry is an entry and the proof that a log has it there.
type EndedEntry struct {
	Entry []byte     `codec:"entry"`
	Index uint64     `codec:"index"`
	Proof []log.Hash `codec:"proof,omitempty"`
}

// WireFormat implements [wire.Object].
func (Hello) WireFormat() string         { return "hello/1" }
func (Greeting) WireFormat() string      { return "greeting/1" }
func (ListsRequest) WireFormat() string  { return "lists-request/1" }
func (Lists) WireFormat() string         { return "lists/1" }
func (HeadsRequest) WireFormat() string  { return "heads-request/1" }
func (Heads) WireFormat() string         { return "heads/1" }
func (Pull) WireFormat() string          { return "pull/1" }
func (Entries) WireFormat() string       { return "entries/1" }
func (Get) WireFormat() string           { return "get/1" }
func (Contents) WireFormat() string      { return "contents/1" }
func (Push) WireFormat() string          { return "push/1" }
func (Pushed) WireFormat() string        { return "pushed/1" }
func (Account) WireFormat() string       { return "account/1" }
func (Accounted) WireFormat() string     { return "accounted/1" }
func (NoticeRequest) WireFormat() string { return "notice-request/1" }
func (Notice) WireFormat() string        { return "notice/1" }

func (Hello) message()         {}
func (Greeting) message()      {}
func (ListsRequest) message()  {}
func (Lists) message()         {}
func (HeadsRequest) message()  {}
func (Heads) message()         {}
func (Pull) message()          {}
func (Entries) message()       {}
func (Get) message()           {}
func (Contents) message()      {}
func (Push) message()          {}
func (Pushed) message()        {}
func (Account) message()       {}
func (Accounted) message()     {}
func (NoticeRequest) message() {}
func (Notice) message()        {}

// Requests are the requests and, beside each, its reply: an empty value of each, for whoever reads them off a stream.
func Requests() []struct{ Request, Reply Message } {
	return []struct{ Request, Reply Message }{
		{&Hello{}, &Greeting{}}, {&ListsRequest{}, &Lists{}}, {&HeadsRequest{}, &Heads{}}, {&Pull{}, &Entries{}},
		{&Get{}, &Contents{}}, {&Push{}, &Pushed{}}, {&Account{}, &Accounted{}}, {&NoticeRequest{}, &Notice{}},
	}
}

// ForNoticed tells whether a request is one that a node may make which is no longer admitted, but whose place is known: it
// says hello, is told no, and asks for its notice.
func ForNoticed(m Message) bool {
	switch m.(type) {
	case *Hello, *NoticeRequest:
		return true
	}
	return false
}
