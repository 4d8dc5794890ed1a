package protocol

// Holdings is a node's signed account of how far it holds, and has purged, the repositories of one audience. To the
// writer of a repository it goes at once, listing that writer's repository only; to the others daily, dated to the day.
type Holdings struct {
	Held     []Held   `codec:"held"` // in order of the bodies
	Node     Key      `codec:"node"`
	Time     int64    `codec:"time"` // Unix seconds; midnight UTC in the daily form
	Daily    bool     `codec:"daily"`
	Network  Hash     `codec:"network"`
	Audience Audience `codec:"audience"`
	Sequence uint64   `codec:"sequence"` // rises with every account that this node signs
}

// Held is how far a node holds one repository. Entries are counted from 0.
type Held struct {
	Body     ID     `codec:"body"`
	Size     uint64 `codec:"size"` // entries held
	Epoch    uint64 `codec:"epoch"`
	Purged   uint64 `codec:"purged"`   // what was withdrawn or ended by entries below this one is erased
	Missing  uint64 `codec:"missing"`  // contents that should be held and are not
	Complete uint64 `codec:"complete"` // contents of every entry below this one are held, unless withdrawn or ended
}

// WireFormat implements [wire.Object].
func (Holdings) WireFormat() string { return "holdings/1" }

// SignedHoldings is holdings whose signature verifies.
type SignedHoldings = Signed[Holdings]

// Validate checks holdings by themselves.
func (h Holdings) Validate() error {
	v := validator{object: "holdings"}
	_, err := ParseAudience(string(h.Audience))
	v.that("audience", err == nil, "is npms, network, own, public or a group, not %q", h.Audience)
	v.key("node", h.Node)
	v.that("time", h.Time > 0, "is needed")
	v.that("time", !h.Daily || h.Time%(24*60*60) == 0, "is midnight UTC in the daily form")
	v.that("held", len(h.Held) <= MaxBodies*MaxMembers, "has too many repositories")
	for i, r := range h.Held {
		v.that("held", i == 0 || Compare(h.Held[i-1].Body, r.Body) < 0, "is in order of the bodies, each once")
		v.that("held: complete", r.Complete <= r.Size, "is at most size")
		v.that("held: purged", r.Purged <= r.Size, "is at most size")
		v.that("held: missing", r.Missing <= r.Size-min(r.Complete, r.Size), "is at most what is not complete")
	}
	return v.err
}

// Of returns how far the repository of a body is held.
func (h Holdings) Of(body ID) (Held, bool) {
	for _, r := range h.Held {
		if r.Body == body {
			return r, true
		}
	}
	return Held{}, false
}
