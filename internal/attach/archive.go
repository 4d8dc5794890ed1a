package attach

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

// archive is a packed file, of which single parts are unpacked within bounds.
type archive struct {
	members  map[string]*zip.File
	unpacked int // bytes so far
}

// openArchive reads the list of parts. It unpacks nothing.
func openArchive(file []byte) (*archive, error) {
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, refuseFor(ReasonDamaged, err)
	}
	if len(r.File) > maxMembers {
		return nil, refuse(ReasonPacked)
	}
	a := &archive{members: make(map[string]*zip.File, len(r.File))}
	total := uint64(0)
	for _, f := range r.File {
		const encrypted = 1
		if f.Flags&encrypted != 0 {
			return nil, refuse(ReasonEncrypted)
		}
		if total += f.UncompressedSize64; f.UncompressedSize64 > maxUnpacked || total > 4*maxUnpacked {
			return nil, refuse(ReasonPacked)
		}
		if f.UncompressedSize64 > smallMember && f.UncompressedSize64 > maxRatio*f.CompressedSize64 {
			return nil, refuse(ReasonPacked)
		}
		name := strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/")
		if _, twice := a.members[strings.ToLower(name)]; twice {
			return nil, refuse(ReasonDamaged) // programs do not agree which of the two counts
		}
		a.members[strings.ToLower(name)] = f
	}
	return a, nil
}

func (a *archive) has(name string) bool { return a.members[strings.ToLower(name)] != nil }

// read unpacks a part; nil where there is none.
func (a *archive) read(name string) ([]byte, error) {
	f := a.members[strings.ToLower(name)]
	if f == nil {
		return nil, nil
	}
	in, err := f.Open()
	if err != nil {
		return nil, refuseFor(ReasonDamaged, err)
	}
	b, err := io.ReadAll(io.LimitReader(in, maxMember+1)) // whatever its size is said to be
	if err = errors.Join(err, in.Close()); err != nil {
		return nil, refuseFor(ReasonDamaged, err)
	}
	a.unpacked += len(b)
	if len(b) > maxMember || a.unpacked > maxUnpacked {
		return nil, refuse(ReasonTooLarge)
	}
	return b, nil
}

// anyPart tells whether a part has a name that satisfies a condition.
func (a *archive) anyPart(is func(name string) bool) bool {
	for name := range a.members {
		if is(name) {
			return true
		}
	}
	return false
}

// part is one part of a fresh packed file.
type part struct {
	name, body string
	stored     bool // not compressed, as the first part of an OpenDocument file
}

// pack writes a packed file that says nothing of when and where it was made.
func pack(parts ...part) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		method := zip.Deflate
		if p.stored {
			method = zip.Store
		}
		m, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: method})
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(m, p.body); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
