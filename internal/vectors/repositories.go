package vectors

import (
	"errors"
	"strings"

	"praxis/protocol"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

func repositories() (File, error) {
	b := &builder{file: File{Name: "repositories.json", Page: "repositories.md"}}
	entries(b)
	heads(b)
	forks(b)
	return b.file, b.err
}

func content(name string) wire.CID { return wire.SumCID(wire.DAGCBOR, fields("s", bin(salt(name)))) }

func put(document string, version uint64, ends bool) protocol.Entry {
	return protocol.Entry{Op: protocol.OpPut, Document: id(document), Version: version, Content: content(document), Ends: ends}
}

func withdraw(document string) protocol.Entry {
	return protocol.Entry{Op: protocol.OpWithdraw, Document: id(document)}
}

func (b *builder) entry(e protocol.Entry) []byte {
	encoded, err := e.Encode()
	if b.err == nil {
		b.err = err
	}
	return encoded
}

// tuple writes an entry by hand.
func tuple(op int64, document protocol.ID, rest ...[]byte) []byte {
	return array(append([][]byte{number(op), bin(document[:])}, rest...)...)
}

func entries(b *builder) {
	b.accept("entry-put", "entry", b.entry(put("document", 1, false)))
	b.accept("entry-put-ends", "entry", b.entry(put("document", 2, true)))
	b.accept("entry-withdraw", "entry", b.entry(withdraw("document")))
	doc, c := id("document"), content("document")
	raw := wire.SumCID(wire.Raw, nil)
	yes := []byte{0xf5}
	refuse := func(name string, input []byte, reason, refusal string) {
		b.refuse("entry-"+name, "entry", input, reason, refusal)
	}
	refuse("unknown-op", tuple(2, doc), "there are two operations", "op 2 with the fields of a withdraw")
	refuse("put-without-content", tuple(0, doc), "a put with the fields of a withdraw", "op 0 with the fields of a withdraw")
	refuse("withdraw-with-content", tuple(1, doc, number(1), bin(c[:]), yes), "a withdraw says which document, and nothing else", "op 1 with the fields of a put")
	refuse("put-raw-content", tuple(0, doc, number(1), bin(raw[:]), yes), "the content of a version is a dag-cbor block", "entry: content is the CID of a dag-cbor block")
	refuse("put-link", tuple(0, doc, number(1), link(c[:]), yes), "the content is bytes, not a link: a log keeps no content alive", "entry: decode put/1")
	refuse("put-version-zero", tuple(0, doc, number(0), bin(c[:]), yes), "versions count from 1", "entry: version starts at 1")
	refuse("put-negative-version", tuple(0, doc, number(-1), bin(c[:]), yes), "versions count from 1", "entry: decode put/1")
	refuse("without-document", tuple(1, protocol.ID{}), "it names no document", "entry: document is needed")
	refuse("short-document", array(number(1), bin(doc[:15])), "an id has 16 bytes", "15 stands where 16 is expected")
	refuse("long-document", array(number(1), bin(append(doc[:], 0))), "an id has 16 bytes", "17")
	refuse("three-fields", tuple(1, doc, number(0)), "a withdraw has two fields, a put five", "neither a put nor a withdraw")
	refuse("as-a-map", fields("op", number(1), "document", bin(doc[:])), "an entry is an array", "neither a put nor a withdraw")
	refuse("empty", nil, "nothing at all", "entry: it is empty")
}

// memory is a small log, whole.
type memory []log.Hash

// Leaves implements [log.Source].
func (m memory) Leaves(from, to uint64) ([]log.Hash, error) { return m[from:to], nil }

// Tiles implements [log.Source]; a log of the vectors is shorter than a tile.
func (m memory) Tiles(uint64, uint64) ([]log.Hash, error) { return nil, errors.New("no tiles") }

func (b *builder) logOf(entries ...protocol.Entry) memory {
	var m memory
	for _, e := range entries {
		m = append(m, log.LeafHash(b.entry(e)))
	}
	return m
}

// one and other are the logs of the vectors: they share two entries.
func (b *builder) one() memory {
	return b.logOf(put("document", 1, false), put("note", 1, false), withdraw("document"), put("note", 2, true))
}
func (b *builder) other() memory {
	return b.logOf(put("document", 1, false), put("note", 1, false), put("report", 1, false), put("report", 2, false), put("report", 3, false))
}

func (b *builder) root(m memory, size uint64) protocol.Hash {
	root, err := log.RootAt(m, size)
	if b.err == nil {
		b.err = err
	}
	return protocol.Hash(root)
}

// head is that of the first size entries of a log, by the node of the example body in the north.
func (b *builder) head(m memory, size, sequence uint64) protocol.Head {
	return protocol.Head{Body: protocol.BodyID(id("member north"), 1), List: 1, Root: b.root(m, size), Size: size, Time: noon + int64(sequence),
		Epoch: 1, Network: signedFirst(b).Hash(), Audience: protocol.AudienceNPMs, Sequence: sequence}
}

// continued is the same head in the second epoch, which began after the first two entries.
func (b *builder) continued(h protocol.Head) protocol.Head {
	h.Epoch, h.Continues = 2, &protocol.Anchor{Root: b.root(b.one(), 2), Size: 2}
	return h
}

// endedHeads are heads around the end of the first epoch, as the profile has it.
func endedHeads(b *builder, with []string) {
	one, other := b.one(), b.other()
	b.accept("head-at-its-end", "head", sign(b, b.head(one, 2, 1), "node north"), with...)
	b.accept("head-from-the-end", "head", sign(b, b.continued(b.head(one, 4, 0)), "node north, new"), with...)
	b.refuse("head-beyond-its-end", "head", sign(b, b.head(one, 3, 1000), "node north"), "its epoch ended with two entries", "epoch 1 is over and ended at 2 entries", with...)
	at := b.head(one, 2, 1000)
	at.Root = b.root(other, 3)
	b.refuse("head-another-at-its-end", "head", sign(b, at, "node north"), "its epoch ended with another root", "epoch 1 is over", with...)
	b.refuse("head-of-what-ended-empty", "head", sign(b, withAudience(b.head(one, 1, 1000), protocol.AudienceNetwork), "node north"),
		"for this audience its epoch ended with nothing", "epoch 1 is over and ended at 0 entries", with...)
	elsewhere := b.continued(b.head(one, 4, 0))
	elsewhere.Continues = &protocol.Anchor{Root: b.root(one, 1), Size: 1}
	b.refuse("head-begins-elsewhere", "head", sign(b, elsewhere, "node north, new"), "the epoch before ended with two entries", "epoch 2 begins at 2 entries", with...)
}

func heads(b *builder) {
	with := []string{"charter-first", "profile-north"}
	one := b.one()
	b.accept("head-empty", "head", sign(b, b.head(nil, 0, 0), "node north"), with...)
	b.accept("head", "head", sign(b, b.head(one, 3, 1), "node north"), with...)
	second := b.continued(b.head(one, 4, 0))
	b.accept("head-second-epoch", "head", sign(b, second, "node north, new"), append(with, "profile-node-replaced")...)
	endedHeads(b, append(with, "profile-node-replaced", "profile-epoch-ended"))
	b.accept("head-group", "head", sign(b, withAudience(b.head(one, 3, 1), "group:"+protocol.Audience(id("group").String())), "node north"))
	b.refuse("head-by-the-former-writer", "head", sign(b, second, "node north"), "the second epoch is the new node's", "not signed by the writer of epoch 2", append(with, "profile-node-replaced")...)
	b.refuse("head-by-another-node", "head", sign(b, b.head(one, 3, 1), "node south"), "the profile lists another writer", "not signed by the writer of epoch 1", with...)
	b.refuse("head-of-an-unlisted-epoch", "head", sign(b, second, "node north"), "the profile lists one epoch", "not signed by the writer of epoch 2", with...)
	foreign := b.head(one, 3, 1)
	foreign.Network[0] ^= 1
	b.refuse("head-another-network", "head", sign(b, foreign, "node north"), "it is of another network", "of another network", with...)
	b.refuse("head-two-signatures", "head", b.twice(sign(b, second, "node north"), second), "one key answers for a head", "2 signatures")
	for _, v := range headFaults(b) {
		h := b.continued(b.head(one, 4, 0))
		v.change(&h)
		b.refuse("head-"+v.name, "head", sign(b, h, "node north"), v.reason, v.refusal)
	}
}

func withAudience(h protocol.Head, a protocol.Audience) protocol.Head {
	h.Audience = a
	return h
}

type headFault struct {
	name, reason, refusal string
	change                func(*protocol.Head)
}

func headFaults(b *builder) []headFault {
	return []headFault{
		{"second-epoch-without-continues", "a later epoch says where it began", "continues is needed in epoch 2", func(h *protocol.Head) { h.Continues = nil }},
		{"first-epoch-with-continues", "the first epoch continues nothing", "continues stands in later epochs only", func(h *protocol.Head) { h.Epoch = 1 }},
		{"smaller-than-it-continues", "a log never shrinks", "no larger than the head", func(h *protocol.Head) { h.Size = 1 }},
		{"other-root-than-it-continues", "one size has one root", "continues has the head's root", func(h *protocol.Head) { h.Size = 2 }},
		{"continues-empty-root", "the empty log has one root", "continues has the root of the empty log", func(h *protocol.Head) { h.Continues.Size = 0 }},
		{"empty-with-root", "the empty log has one root", "root is that of the empty log", func(h *protocol.Head) { h.Size, h.Epoch, h.Continues = 0, 1, nil }},
		{"epoch-zero", "epochs count from 1", "epoch starts at 1", func(h *protocol.Head) { h.Epoch, h.Continues = 0, nil }},
		{"list-zero", "it names the version of the list that defines its audience", "list starts at 1", func(h *protocol.Head) { h.List = 0 }},
		{"size-beyond", "a log has at most 2^32 entries", "size is at most", func(h *protocol.Head) { h.Size = protocol.MaxEntries + 1 }},
		{"without-time", "it has no time", "time is needed", func(h *protocol.Head) { h.Time = 0 }},
		{"without-body", "it names no body", "body is needed", func(h *protocol.Head) { h.Body = protocol.ID{} }},
		{"unknown-audience", "friends is no audience", `not "friends"`, func(h *protocol.Head) { h.Audience = "friends" }},
		{"group-in-capitals", "a group is written in small letters", "audience is npms", func(h *protocol.Head) {
			h.Audience = "group:" + protocol.Audience(strings.ToUpper(id("group").String()))
		}},
	}
}

func (b *builder) fork(first, second []byte, proof []log.Hash) []byte {
	return b.encode(protocol.Fork{First: first, Second: second, Proof: proof})
}

func (b *builder) prove(m memory, old, size uint64) []log.Hash {
	proof, err := log.Prove(m, old, size)
	if b.err == nil {
		b.err = err
	}
	return proof
}

func forks(b *builder) {
	one, other := b.one(), b.other()
	by := func(h protocol.Head) []byte { return sign(b, h, "node north") }
	first, second := by(b.head(one, 3, 1)), by(b.head(other, 5, 2))
	proof := b.prove(other, 3, 5)
	b.accept("fork-by-proof", "fork", b.fork(first, second, proof))
	b.accept("fork-one-sequence", "fork", b.fork(first, by(b.head(one, 4, 1)), nil))
	b.accept("fork-two-roots", "fork", b.fork(first, by(b.head(other, 3, 2)), nil))
	b.accept("fork-later-and-smaller", "fork", b.fork(by(b.head(one, 3, 3)), by(b.head(one, 4, 2)), nil))
	begun := b.continued(b.head(one, 4, 2))
	begun.Continues = &protocol.Anchor{Root: b.root(one, 1), Size: 1}
	b.accept("fork-two-beginnings", "fork", b.fork(by(b.continued(b.head(one, 3, 1))), by(begun), nil))
	refuse := func(name string, input []byte, reason, refusal string) {
		b.refuse("fork-"+name, "fork", input, reason, refusal)
	}
	refuse("of-an-honest-writer", b.fork(first, by(b.head(one, 4, 2)), b.prove(one, 3, 4)), "the second head continues the first", "there is no fork")
	refuse("one-head-twice", b.fork(first, first, nil), "a head does not contradict itself", "do not contradict each other")
	refuse("without-proof", b.fork(first, second, nil), "the heads alone show nothing", "fork: proof")
	refuse("foreign-proof", b.fork(first, second, b.prove(one, 3, 4)), "the proof is of other sizes", "fork: proof")
	refuse("made-up-proof", b.fork(first, second, append(proof[:len(proof)-1:len(proof)-1], log.Hash{})), "the proof does not lead to the second head's root", "does not lead to second's root")
	refuse("needless-proof", b.fork(first, by(b.head(other, 4, 1)), b.prove(other, 3, 4)), "the heads are of one sequence, which is enough", "left out")
	refuse("empty-proof", fields("first", bin(first), "proof", array(), "second", bin(second)), "a proof without nodes is left out", `"proof" stands there with an empty value`)
	refuse("larger-first", b.fork(second, first, proof), "the smaller head comes first", "first's size")
	refuse("two-epochs", b.fork(first, by(b.continued(b.head(other, 5, 2))), proof), "a new epoch may begin anywhere", "same epoch")
	refuse("two-keys", b.fork(first, sign(b, b.head(other, 5, 2), "node south"), proof), "two keys signed: the writer did not", "same key")
	refuse("two-audiences", b.fork(first, by(withAudience(b.head(other, 5, 2), protocol.AudienceNetwork)), proof), "the heads are of two repositories", "same repository")
	foreign := b.head(other, 5, 2)
	foreign.Network[0] ^= 1
	refuse("two-networks", b.fork(first, by(foreign), proof), "the heads are of two networks", "same network")
	refuse("unsigned-head", b.fork(rewrap(b, first, func(e *protocol.Envelope) { e.Signatures[0].Value[0] ^= 1 }), second, proof), "a head's signature does not verify", "fork: first: open head/1: signature does not verify")
}
