package draft

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"praxis/protocol"
)

// Attached is what is known of a file that goes with a draft. Its bytes are kept beside the draft, as they are.
type Attached struct {
	Name  string        `json:"name"`
	Type  string        `json:"type"` // media type
	Bytes int           `json:"bytes"`
	Hash  protocol.Hash `json:"hash"` // SHA-256
}

// Attach replaces the files that go with the draft. Review and approval are void, and after sharing it begins the next
// version, as an edit does. It does not ask whether the files were rebuilt: the gate does.
func (d Draft) Attach(author protocol.ID, files []protocol.File, now int64) (Draft, error) {
	total := 0
	d.Attached = nil
	for i, f := range files {
		if slices.ContainsFunc(files[:i], func(o protocol.File) bool { return strings.EqualFold(o.Name, f.Name) }) {
			return Draft{}, fmt.Errorf("%w: an attachment is called %s already: give the file another name, or take the other one out first", ErrAttachment, f.Name)
		}
		total += len(f.Bytes)
		d.Attached = append(d.Attached, Attached{Name: f.Name, Type: f.Type, Bytes: len(f.Bytes), Hash: sha256.Sum256(f.Bytes)})
	}
	if len(files) > protocol.MaxAttachments || total > mostAttached {
		return Draft{}, fmt.Errorf("%w: a document takes %d attachments of %d MiB together: take some out, or divide the document", ErrAttachment, protocol.MaxAttachments, mostAttached>>20)
	}
	return d.written(author, now)
}

// mostAttached is how large the attachments of a draft may be together, in bytes; the rest of a version is its text.
const mostAttached = protocol.MaxVersion - 1<<20

// ErrAttachment says that a file cannot go with a draft.
var ErrAttachment = errors.New("the file cannot be attached")

// HoldsAttached tells whether files are those that go with the draft, byte for byte and in their order.
func (d Draft) HoldsAttached(files []protocol.File) bool {
	return slices.EqualFunc(d.Attached, files, func(a Attached, f protocol.File) bool {
		return a == Attached{Name: f.Name, Type: f.Type, Bytes: len(f.Bytes), Hash: sha256.Sum256(f.Bytes)}
	})
}

// EncodeFiles writes files for the private store: name, type and bytes of each, every one with its length in front, of
// eight bytes, big endian.
func EncodeFiles(files []protocol.File) []byte {
	var b []byte
	for _, f := range files {
		b = appendCounted(appendCounted(appendCounted(b, f.Name), f.Type), f.Bytes)
	}
	return b
}

// DecodeFiles reads back what EncodeFiles wrote. The files share b's memory.
func DecodeFiles(b []byte) ([]protocol.File, error) {
	var files []protocol.File
	next := func() (part []byte, ok bool) {
		if len(b) < 8 || uint64(len(b)-8) < binary.BigEndian.Uint64(b) {
			return nil, false
		}
		end := 8 + binary.BigEndian.Uint64(b)
		part, b = b[8:end:end], b[end:]
		return part, true
	}
	for len(b) > 0 {
		name, hasName := next()
		media, hasType := next()
		file, hasBytes := next()
		if !hasName || !hasType || !hasBytes {
			return nil, errors.New("the attachments of the draft are damaged: attach the files again")
		}
		files = append(files, protocol.File{Name: string(name), Type: string(media), Bytes: file})
	}
	return files, nil
}
