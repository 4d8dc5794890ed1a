package vectors

import (
	"slices"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// attachments adds a version with a small file, and what is refused of such versions.
func attachments(b *builder) {
	file := "Wing,Bells\nA,5\n"
	salt := salt("attachment")
	piece := slices.Concat(salt[:], []byte(file))
	b.accept("attachment-piece", "raw", piece)
	bare := slices.Concat(make([]byte, len(salt)), []byte(file))
	b.accept("attachment-piece-without-salt", "raw", bare)
	with := func(change func(*protocol.Attachment)) []byte {
		return b.encode(changedNote(func(v *protocol.Version) {
			a := protocol.Attachment{Name: "bells.csv", Type: "text/csv", Size: uint64(len(file)), Blocks: []wire.Link{{CID: wire.SumCID(wire.Raw, piece)}}}
			change(&a)
			v.Attachments = []protocol.Attachment{a}
		}))
	}
	b.accept("version-with-attachment", "version", with(func(*protocol.Attachment) {}), "attachment-piece")
	for _, c := range []struct {
		name, reason, refusal string
		change                func(*protocol.Attachment)
	}{
		{"path", "a name that leads out of the directory in which it is saved", "attachments: name is a name without a path", func(a *protocol.Attachment) { a.Name = "../bells.csv" }},
		{"without-name", "it has no name", "attachments: name is needed", func(a *protocol.Attachment) { a.Name = "" }},
		{"without-type", "it has no type", "attachments: type is a media type", func(a *protocol.Attachment) { a.Type = "csv" }},
		{"empty", "a file has bytes", "attachments: size is 1 to", func(a *protocol.Attachment) { a.Size = 0 }},
		{"other-size", "the blocks hold another number of bytes", "attachment: size is 14, and the blocks hold 15 bytes", func(a *protocol.Attachment) { a.Size-- }},
		{"two-blocks", "it has more blocks than its size needs", "attachments: blocks are as many as 15 bytes need, not 2", func(a *protocol.Attachment) { a.Blocks = append(a.Blocks, a.Blocks[0]) }},
		{"no-raw-block", "its bytes stand in raw blocks", "attachments: blocks are raw blocks", func(a *protocol.Attachment) { a.Blocks[0].CID = wire.SumCID(wire.DAGCBOR, piece) }},
		{"missing", "its block is not here", "a block of the version is not here", func(a *protocol.Attachment) { a.Blocks[0].CID = wire.SumCID(wire.Raw, []byte("missing")) }},
	} {
		b.refuse("attachment-"+c.name, "version", with(c.change), c.reason, c.refusal, "attachment-piece")
	}
	b.refuse("attachment-without-salt", "version", with(func(a *protocol.Attachment) { a.Blocks[0].CID = wire.SumCID(wire.Raw, bare) }),
		"a hash without salt could be matched by guessing", "begin with 32 random bytes", "attachment-piece-without-salt")
	b.refuse("attachment-name-twice", "version", b.encode(changedNote(func(v *protocol.Version) {
		for range 2 {
			v.Attachments = append(v.Attachments, protocol.Attachment{Name: "bells.csv", Type: "text/csv", Size: uint64(len(file)), Blocks: []wire.Link{{CID: wire.SumCID(wire.Raw, piece)}}})
		}
	})), "two files of one version have two names", `attachments: name is "bells.csv" twice`, "attachment-piece")
}
