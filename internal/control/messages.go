package control

import (
	"praxis/internal/difference"
	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

// Limits of what a request may carry, in bytes.
const (
	MaxRequest = 1 << 20   // JSON
	MaxFile    = 8 << 20   // a draft's file
	MaxAttach  = 44 << 20  // a file to be attached, in base64
	MaxBulk    = 128 << 20 // many files
	MaxLists   = 64 << 20
)

// SessionHeader carries a session's token.
const SessionHeader = "Praxis-Session"

// SignIn asks for a session.
type SignIn struct {
	Name       string `json:"name"`
	Passphrase string `json:"passphrase"`
}

// Session is what signing in gives.
type Session struct {
	Token   string `json:"token"`
	Person  Person `json:"person"`
	Expires int64  `json:"expires"` // Unix seconds, unless it is used before
}

// Person is somebody who works at the node, without their key.
type Person struct {
	ID         protocol.ID  `json:"id"`
	Name       string       `json:"name"`
	Roles      []draft.Role `json:"roles"`
	CanApprove bool         `json:"can_approve"`
	Manages    bool         `json:"manages"` // may add, change and mark as left who works here
	Left       bool         `json:"left"`
	By         protocol.ID  `json:"by,omitzero"` // who added the person; nobody while nobody managed persons
}

// Link is an address at the pages.
type Link struct {
	Address string `json:"address"`
}

// NewPerson asks for a person to be added.
type NewPerson struct {
	Name       string       `json:"name"`
	Roles      []draft.Role `json:"roles"`
	Passphrase string       `json:"passphrase"`
}

// Roles are what a person is to do.
type Roles struct {
	Roles []draft.Role `json:"roles"`
}

// Draft is a draft without its file.
type Draft struct {
	ID       protocol.ID `json:"id"`
	Document protocol.ID `json:"document"`
	Version  uint64      `json:"version"`
	draft.Details
	State   draft.State `json:"state"`
	Authors []string    `json:"authors"` // names
	Bytes   int         `json:"bytes"`   // of its file
	Created int64       `json:"created"`
	Changed int64       `json:"changed"`
	// Returned is when a reader sent it back, with a note for its authors; 0 once another review has started.
	Returned int64 `json:"returned,omitempty"`

	Attached []Attached `json:"attached,omitempty"`
}

// Attached is a file that goes with a draft.
type Attached struct {
	Number int    `json:"number"` // from 1
	Name   string `json:"name"`
	Type   string `json:"type"` // media type
	Bytes  int    `json:"bytes"`
}

// AttachedNow says what became of a file that was attached.
type AttachedNow struct {
	Draft    Draft        `json:"draft"`
	Attached Attached     `json:"attached"`
	Left     []LeftBehind `json:"left"` // what the fresh file does not have any more
}

// LeftBehind is what was left behind when a file was rebuilt.
type LeftBehind struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
	Words string `json:"words"`
}

// File is one of many files to be added.
type File struct {
	Name string `json:"name"` // comes back in the answer, and is not kept
	File []byte `json:"file"` // base64
}

// Added says what became of one of many files.
type Added struct {
	Name  string       `json:"name"`
	ID    *protocol.ID `json:"id,omitempty"`
	Error string       `json:"error,omitempty"`
}

// StartReview asks to freeze what would leave.
type StartReview struct {
	Audience protocol.Audience `json:"audience"` // npms if empty
	Ends     bool              `json:"ends"`     // lower versions end
}

// Bare is what somebody who approves reads first: exactly what would leave, without marks or anybody's decisions.
type Bare struct {
	ReadFirst bool              `json:"read_first"` // the question is to be answered; false for who wrote it or has answered
	Draft     Draft             `json:"draft"`
	Audience  protocol.Audience `json:"audience"`
	Ends      bool              `json:"ends"`
	Text      string            `json:"text"` // canonical Markdown
	Question  string            `json:"question"`
	// Attached are the attachments' texts; pictures have none, and have to be looked at.
	Attached []node.AttachedText `json:"attached,omitempty"`
	Planted  *Planted            `json:"planted,omitempty"` // of the copy that was read before, where the body asks for canaries
}

// Planted is a made-up detail in the copy that somebody read before this text, which has it not.
type Planted struct {
	Sentence string `json:"sentence"`
	Named    bool   `json:"named"` // in the answer
}

// Answer is what somebody says who has read the bare text: either that nothing would let them recognise someone, or what
// would, which sends the draft back to its author.
type Answer struct {
	Nothing   bool   `json:"nothing,omitempty"`
	Recognise string `json:"recognise,omitempty"`
}

// Note is what somebody answered who would recognise someone.
type Note struct {
	Person  string `json:"person"` // name
	Time    int64  `json:"time"`
	Version uint64 `json:"version"`
	Words   string `json:"words"`
}

// Approve asks for an approval.
type Approve struct {
	SameText bool `json:"same_text,omitempty"` // the text was compared with its source, and is the same
}

// Review is what somebody who approves reads after the bare text.
type Review struct {
	Draft     Draft             `json:"draft"`
	ReadFirst bool              `json:"read_first,omitempty"` // the bare text is to be read before what follows is shown: nothing of it is here
	Audience  protocol.Audience `json:"audience"`
	Ends      bool              `json:"ends"`
	Text      string            `json:"text"`     // exactly what would leave, as canonical Markdown
	Original  string            `json:"original"` // the draft's file, as it was before words were taken out
	// Differences are what the texts that would leave have otherwise than the original, word by word and in sentences.
	Differences []Difference    `json:"differences"`
	Marks       []Mark          `json:"marks"`
	Open        int             `json:"open"`  // blocking marks about which nothing is decided
	Clean       bool            `json:"clean"` // it may be approved
	Checks      []string        `json:"checks"`
	Source      string          `json:"source,omitempty"` // the short way: compare with this
	Published   string          `json:"published,omitempty"`
	Recipients  node.Recipients `json:"recipients"`

	Attached []node.AttachedText `json:"attached,omitempty"` // the attachments' texts
}

// Difference is how a text that would leave differs from the original.
type Difference struct {
	Field    string            `json:"field"`
	Language string            `json:"language,omitempty"`
	Parts    []difference.Part `json:"parts"`
	Said     []string          `json:"said"` // the same in sentences, in English
}

// Mark is a place in what would leave that may lead to a person.
type Mark struct {
	Number   int         `json:"number"` // in this review, from 1
	Place    draft.Place `json:"place"`
	Field    string      `json:"field"`
	Language string      `json:"language,omitempty"`
	Kind     draft.Kind  `json:"kind"`
	Sure     string      `json:"confidence"`
	Found    string      `json:"found"`
	Why      string      `json:"why"`
	Blocking bool        `json:"blocking"`
	Remedies []string    `json:"remedies"`
	// Proposals are words that may stand there instead, from the most exact to the most general.
	Proposals []string        `json:"proposals,omitempty"`
	Rounded   string          `json:"rounded,omitempty"`  // a whole table of counts that may take the place of the one in which the mark is the first
	Combined  string          `json:"combined,omitempty"` // another
	Decision  *draft.Decision `json:"decision,omitempty"`
	Reason    string          `json:"reason,omitempty"`
}

// Decide says what is decided about marks of a review.
type Decide struct {
	Decisions []Decision `json:"decisions"`
}

// Decision is about the mark of that number.
type Decision struct {
	Mark     int            `json:"mark"`
	Decision draft.Decision `json:"decision"`
	Reason   string         `json:"reason,omitempty"`   // of what is kept
	Words    string         `json:"words,omitempty"`    // generalised: what stands there instead,
	Proposal int            `json:"proposal,omitempty"` // or the mark's proposal of that number, from 1
	Every    bool           `json:"every,omitempty"`    // wherever else in the draft the same words stand, too
}

// Decided is a line of a draft's account of decisions.
type Decided struct {
	Time     int64          `json:"time"`
	Person   string         `json:"person"` // name
	Version  uint64         `json:"version"`
	Kind     draft.Kind     `json:"kind"`
	Decision draft.Decision `json:"decision"`
	Places   int            `json:"places"`
}

// Progress is a line of a long answer. The last has Done, or an error.
type Progress struct {
	Count  int    `json:"count"`
	Of     int    `json:"of"`
	Draft  string `json:"draft,omitempty"` // what is kept back is named,
	Title  string `json:"title,omitempty"`
	Reason string `json:"reason,omitempty"` // and why
	Done   bool   `json:"done,omitempty"`
	Heads  []Head `json:"heads,omitempty"` // with Done, after sharing: this body's repositories as they are now
	Error  *Error `json:"failed,omitempty"`

	// Seconds is with Done, after sharing: how long the node took until all was on the disk, this interface not included.
	Seconds float64 `json:"seconds,omitempty"`
	// At is when that was: Unix time in microseconds.
	At int64 `json:"at_us,omitempty"`
}

// Head names a state of a repository that somebody waits for.
type Head struct {
	Body     protocol.ID       `json:"body"`
	Audience protocol.Audience `json:"audience"`
	Epoch    uint64            `json:"epoch"`
	Sequence uint64            `json:"sequence"`
}

// ApprovePublished asks for every draft whose origin is published to be approved.
type ApprovePublished struct {
	Audience protocol.Audience `json:"audience"` // npms if empty
}

// Share asks for drafts to be shared and documents to be withdrawn.
type Share struct {
	Drafts   []string `json:"drafts,omitempty"`
	Approved bool     `json:"approved,omitempty"` // every approved draft
	Withdraw []string `json:"withdraw,omitempty"`
}

// Wait says what is waited for; all of it must come true.
type Wait struct {
	Heads       []Head             `json:"heads,omitempty"`        // these, or newer ones, are held with all their contents
	Document    string             `json:"document,omitempty"`     // of which the following are asked
	State       node.DocumentState `json:"state,omitempty"`        // how it stands here
	SeenBy      int                `json:"seen_by,omitempty"`      // so many nodes say that they hold it
	WithdrawnAt int                `json:"withdrawn_at,omitempty"` // so many nodes say that they have erased it
	Connected   int                `json:"connected,omitempty"`    // so many nodes are connected
	Timeout     int                `json:"timeout_ms,omitempty"`   // 30,000 if 0; at most 600,000
}

// Reached answers a Wait.
type Reached struct {
	Reached bool  `json:"reached"` // always
	At      int64 `json:"at_us"`   // when the node saw that all of it was so: Unix time in microseconds
}

// Address is one node's address, which ends in the node: "/ip4/…/tcp/4710/p2p/12D3…".
type Address struct {
	Address string `json:"address"`
}

// Ticket is where to fetch the lists, and a charter that must be among them.
type Ticket struct {
	Address string        `json:"address"`
	Charter protocol.Hash `json:"charter"`
}

// Network is what a node believes about who belongs.
type Network struct {
	Name      string          `json:"name"`
	ID        protocol.Hash   `json:"id"`
	Version   uint64          `json:"charter"`
	Hash      protocol.Hash   `json:"charter_hash"`
	Expires   int64           `json:"expires"`
	Threshold uint64          `json:"threshold"`
	Members   []NetworkMember `json:"members"`
}

// NetworkMember is a member in the charter.
type NetworkMember struct {
	ID        protocol.ID       `json:"id"`
	Name      string            `json:"name"`
	Country   string            `json:"country,omitempty"`
	Standing  protocol.Standing `json:"standing"`
	Keyholder bool              `json:"keyholder"`
	Profile   uint64            `json:"profile"` // version; 0 where none has arrived
}

// Profile is what a node's member says about itself.
type Profile struct {
	Identity node.Identity `json:"identity"`
	Signed   bool          `json:"signed"`
	Version  uint64        `json:"version,omitempty"`
	Time     int64         `json:"time,omitempty"`
	Words    []string      `json:"words,omitempty"` // of the signed profile
	Current  bool          `json:"current"`         // the signed one says what the next would
	Raw      []byte        `json:"raw,omitempty"`   // the signed one, base64
}

// Unsigned is a profile for the member key to sign.
type Unsigned struct {
	Profile []byte `json:"profile"` // DAG-CBOR, base64
}

// Document is a document with the content of one version.
type Document struct {
	node.Document
	Content map[string]any `json:"content"` // with the names of specs/documents.md
}

// Resolved is an id.
type Resolved struct {
	ID protocol.ID `json:"id"`
}

// Status is how a node stands, and the program that runs it.
type Status struct {
	node.Status
	Program string `json:"program"` // its version
	Process int    `json:"process"`
	Started int64  `json:"started"` // Unix seconds
	Persons int    `json:"persons"`
}
