package protocol

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"praxis/protocol/wire"
)

// Attachment is a file that goes with a version. Its bytes stand in raw blocks, each after 32 random bytes of salt.
type Attachment struct {
	Name   string      `codec:"name"` // of the file, with its ending
	Size   uint64      `codec:"size"` // bytes, without salts
	Type   string      `codec:"type"` // media type (RFC 6838)
	Blocks []wire.Link `codec:"blocks"`
}

// File is an attachment with its bytes.
type File struct {
	Name, Type string
	Bytes      []byte
}

// Bounds of attachments.
const (
	MaxAttachments    = 32 // of a version
	MaxAttachmentName = 128
	attachmentPiece   = wire.MaxBlock - saltSize // bytes of a file in one block; the last may have fewer
	saltSize          = 32
)

// turning are the characters that turn the direction of writing (Unicode annex 9): with them a name shows another ending
// than it has.
const turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

var mediaForm = regexp.MustCompile(`^[a-z]+/[a-z0-9][a-z0-9.+-]{0,126}$`)

// BuildAttachments turns files into blocks and the attachments that link them, for [Version.Attachments]; the blocks follow
// those that [BuildVersion] makes. A file that did not change from previous, the content of the version before, keeps its
// blocks. salts returns 32 fresh random bytes at each call.
func BuildAttachments(files []File, previous Content, salts func() Hash) ([]Attachment, Content, error) {
	var all []Attachment
	var blocks Content
	used := make(map[wire.CID]bool)
	for _, f := range files {
		a := Attachment{Name: f.Name, Type: f.Type, Size: uint64(len(f.Bytes))}
		for rest := f.Bytes; len(rest) > 0; {
			piece := rest[:min(len(rest), attachmentPiece)]
			rest = rest[len(piece):]
			b, err := pieceBlock(piece, previous, used, salts)
			if err != nil {
				return nil, nil, fmt.Errorf("attachment %s: %w", f.Name, err)
			}
			used[b.CID()] = true
			blocks = append(blocks, b)
			a.Blocks = append(a.Blocks, wire.Link{CID: b.CID()})
		}
		all = append(all, a)
	}
	return all, blocks, nil
}

// pieceBlock is the block of a piece of a file: that of the version before, if it has one that is not taken yet.
func pieceBlock(piece []byte, previous Content, used map[wire.CID]bool, salts func() Hash) (wire.Block, error) {
	for _, b := range previous {
		raw := b.CID().Codec() == wire.Raw && len(b.Bytes()) == saltSize+len(piece)
		if raw && !used[b.CID()] && bytes.Equal(b.Bytes()[saltSize:], piece) {
			return b, nil
		}
	}
	salt := salts()
	return wire.ParseBlock(wire.Raw, append(salt[:], piece...))
}

// Read joins an attachment's bytes. block returns a block's bytes, which are checked against its CID; if it has none, the
// error wraps [ErrIncomplete].
func (a Attachment) Read(block func(wire.CID) ([]byte, bool)) ([]byte, error) {
	file := make([]byte, 0, min(a.Size, MaxVersion))
	for i, link := range a.Blocks {
		b, ok := block(link.CID)
		if !ok {
			return nil, fmt.Errorf("read attachment: %w: %s", ErrIncomplete, link.CID)
		}
		if wire.SumCID(wire.Raw, b) != link.CID {
			return nil, fmt.Errorf("block %s has other bytes than its CID says", link.CID)
		}
		c := validator{object: "attachment"}
		last := i+1 == len(a.Blocks)
		c.that("blocks", len(b) > saltSize && len(b) <= wire.MaxBlock && (last || len(b) == wire.MaxBlock), "have 32 bytes of salt and a piece of the file, each full but the last")
		c.that("blocks", len(b) < saltSize || Hash(b[:saltSize]) != (Hash{}), "begin with 32 random bytes, not zeros")
		if c.err != nil {
			return nil, c.err
		}
		file = append(file, b[saltSize:]...)
	}
	c := validator{object: "attachment"}
	c.that("size", uint64(len(file)) == a.Size, "is %d, and the blocks hold %d bytes", a.Size, len(file))
	return file, c.err
}

// OutgoingFiles reads the attachments of a version from its blocks, the root first, and tells which of the blocks hold
// them. A version without any has none; neither has a root that is no version.
func OutgoingFiles(blocks [][]byte) (files []File, raw map[int]bool, err error) {
	if len(blocks) < 2 {
		return nil, nil, nil
	}
	root, err := wire.ParseBlock(wire.DAGCBOR, blocks[0])
	if err != nil {
		return nil, nil, nil // nothing of it is covered, so that whoever asks refuses what is no text
	}
	v, err := ParseVersion(root)
	if err != nil {
		return nil, nil, nil
	}
	at := make(map[wire.CID]int, len(blocks))
	for i, link := range root.Links() {
		if i+1 < len(blocks) {
			at[link] = i + 1
		}
	}
	raw = make(map[int]bool)
	for _, a := range v.Attachments {
		b, err := a.Read(func(c wire.CID) ([]byte, bool) {
			i, ok := at[c]
			raw[i] = ok
			return blocks[i], ok
		})
		if err != nil {
			return nil, nil, err
		}
		files = append(files, File{Name: a.Name, Type: a.Type, Bytes: b})
	}
	return files, raw, nil
}

// attached is the size of the attachments' blocks, in bytes.
func (v Version) attached() int {
	n := 0
	for _, a := range v.Attachments {
		n += int(min(a.Size, MaxVersion+1)) + saltSize*len(a.Blocks)
	}
	return n
}

func (v *validator) attachments(d Version) {
	v.that("attachments", len(d.Attachments) <= MaxAttachments, "are %d, more than %d", len(d.Attachments), MaxAttachments)
	names, blocks := make(map[string]bool), make(map[wire.CID]bool)
	for _, a := range d.Attachments {
		v.line("attachments: name", a.Name, 1, MaxAttachmentName)
		v.that("attachments: name", !strings.ContainsAny(a.Name, `/\:*?"<>|`) && !strings.HasPrefix(a.Name, "."), "is a name without a path, not %q", a.Name)
		v.that("attachments: name", !strings.ContainsAny(a.Name, turning), "is written in one piece, without characters that turn the direction of writing: its ending is to be seen")
		v.that("attachments: name", !names[strings.ToLower(a.Name)], "is %q twice", a.Name)
		names[strings.ToLower(a.Name)] = true
		v.that("attachments: type", mediaForm.MatchString(a.Type), "is a media type such as application/pdf, not %q", a.Type)
		v.that("attachments: size", a.Size >= 1 && a.Size <= MaxVersion, "is 1 to %d bytes, not %d", MaxVersion, a.Size)
		v.that("attachments: blocks", v.err != nil || len(a.Blocks) == int((a.Size+attachmentPiece-1)/attachmentPiece), "are as many as %d bytes need, not %d", a.Size, len(a.Blocks))
		for _, b := range a.Blocks {
			v.that("attachments: blocks", v.err != nil || b.CID.Codec() == wire.Raw && !blocks[b.CID], "are raw blocks, each linked once")
			blocks[b.CID] = true
		}
	}
	v.that("attachments", d.attached() <= MaxVersion, "have %d bytes, and a version has at most %d: leave some out", d.attached(), MaxVersion)
}
