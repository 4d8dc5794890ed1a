package exchange

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// sharedDocument is a document of a story.
type sharedDocument struct {
	name     string
	id       protocol.ID
	version  uint64
	audience protocol.Audience
	parts    []wire.Block // linked by the newest version
}

// simRoot is the root block of a simulated version.
type simRoot struct {
	Salt  protocol.Hash `codec:"salt"`
	Text  string        `codec:"text"`
	Links []wire.Link   `codec:"links"`
}

func (simRoot) WireFormat() string { return "story/1" }

// version makes the next version of a document. Of its linked parts all but the last are those of the version before.
func (w *world) version(name string, audience protocol.Audience, parts, size int) Document {
	d := w.shared[name]
	if d == nil {
		d = &sharedDocument{name: name, id: idOf("document " + name), audience: audience}
		w.shared[name] = d
	}
	d.version++
	for i := 0; i < parts; i++ {
		part := rawBlock(w.t, fmt.Sprintf("part %d of %s, version %d", i+1, name, d.version))
		switch {
		case i >= len(d.parts):
			d.parts = append(d.parts, part)
		case i == parts-1:
			d.parts[i] = part
		}
	}
	root := simRoot{Salt: sha256.Sum256([]byte(fmt.Sprint(name, d.version))), Text: strings.Repeat(".", size)}
	for _, p := range d.parts {
		root.Links = append(root.Links, wire.Link{CID: p.CID()})
	}
	b, err := wire.NewBlock(root)
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	return Document{ID: d.id, Version: d.version, Blocks: append([]wire.Block{b}, d.parts...)}
}

func rawBlock(t fataler, text string) wire.Block {
	b, err := wire.ParseBlock(wire.Raw, []byte(text))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return b
}

// documentName names a document in print.
func (w *world) documentName(id protocol.ID) string {
	for name, d := range w.shared {
		if d.id == id {
			return name
		}
	}
	return id.String()
}
