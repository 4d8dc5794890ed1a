// Package vectors generates the files of specs/vectors: bytes that every implementation of the protocol accepts, and
// bytes that it refuses, with the reason beside each. [Check] runs the real reader of each vector; the tests run all,
// compare the stored files with what is generated, and keep the pages of specs/ equal to both. Tests rewrite the files
// with
//
//	go test ./internal/vectors -update
//
// It refuses to be a second implementation: it has no reader of its own. All keys, ids and salts are computed from names,
// so that the files change only when the protocol does. It implements specs/README.md.
package vectors

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"praxis/protocol/wire"
)

// File is one file of vectors.
type File struct {
	Name    string   `json:"-"`     // "charter.json"
	Page    string   `json:"page"`  // the page of specs/ that it belongs to
	Valid   []Vector `json:"valid"` // accepted by their reader
	Invalid []Vector `json:"invalid"`
}

// Vector is one input and what its reader makes of it. Either Hex or Repeat holds the bytes.
type Vector struct {
	Name    string          `json:"name"`              // unique among all files
	Reader  string          `json:"reader"`            // one of [Readers]
	With    []string        `json:"with,omitempty"`    // valid vectors that the reader has read before, in order
	Value   json.RawMessage `json:"value,omitempty"`   // the same for people to read
	CID     string          `json:"cid,omitempty"`     // of a block
	Hex     string          `json:"hex,omitempty"`     // the bytes
	Repeat  *Repeat         `json:"repeat,omitempty"`  // or how to make them
	Reason  string          `json:"reason,omitempty"`  // why it is refused, in plain words
	Refusal string          `json:"refusal,omitempty"` // words that stand in the error of Praxis
}

// Repeat describes bytes that are too many to store.
type Repeat struct {
	Hex   string `json:"hex"`
	Times int    `json:"times"`
}

// Bytes are the vector's bytes.
func (v Vector) Bytes() ([]byte, error) {
	if v.Repeat == nil {
		return hex.DecodeString(v.Hex)
	}
	b, err := hex.DecodeString(v.Repeat.Hex)
	return bytes.Repeat(b, v.Repeat.Times), err
}

// Files generates all files. A page with vectors adds its function here.
func Files() ([]File, error) {
	var files []File
	for _, generate := range []func() (File, error){encoding, envelopes, documents, charters, profiles, repositories, holdings} {
		f, err := generate()
		if err != nil {
			return nil, fmt.Errorf("generate vectors: %w", err)
		}
		files = append(files, f)
	}
	return files, nil
}

// Marshal returns the file as it is stored.
func (f File) Marshal() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	if err := e.Encode(f); err != nil {
		return nil, fmt.Errorf("write %s: %w", f.Name, err)
	}
	return b.Bytes(), nil
}

// builder collects the vectors of a file and keeps the first error.
type builder struct {
	file File
	err  error
}

// accept adds bytes that the reader accepts.
func (b *builder) accept(name, reader string, input []byte, with ...string) []byte {
	v := Vector{Name: name, Reader: reader, With: with, Hex: hex.EncodeToString(input)}
	value := input
	if reader == "frame" {
		value = input[frameLength(input):]
	}
	if reader == "raw" { // bytes that are no value
		v.CID = wire.SumCID(wire.Raw, input).String()
	} else {
		v.Value, b.err = firstError(b.err, func() (json.RawMessage, error) { return Render(value) })
	}
	if reader == "block" || reader == "version" || reader == "text" {
		v.CID = cidOf(input)
	}
	b.file.Valid = append(b.file.Valid, v)
	return input
}

// refuse adds bytes that the reader refuses with an error that has these words.
func (b *builder) refuse(name, reader string, input []byte, reason, refusal string, with ...string) {
	b.file.Invalid = append(b.file.Invalid,
		Vector{Name: name, Reader: reader, With: with, Hex: hex.EncodeToString(input), Reason: reason, Refusal: refusal})
}

// refuseMany adds bytes that are too many to store.
func (b *builder) refuseMany(name, reader string, unit []byte, times int, reason, refusal string) {
	b.file.Invalid = append(b.file.Invalid,
		Vector{Name: name, Reader: reader, Repeat: &Repeat{Hex: hex.EncodeToString(unit), Times: times}, Reason: reason, Refusal: refusal})
}

func firstError[T any](err error, f func() (T, error)) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return f()
}

// Find returns the vector of that name.
func Find(files []File, name string) (v Vector, valid, found bool) {
	for _, f := range files {
		for _, v := range f.Valid {
			if v.Name == name {
				return v, true, true
			}
		}
		for _, v := range f.Invalid {
			if v.Name == name {
				return v, false, true
			}
		}
	}
	return Vector{}, false, false
}
