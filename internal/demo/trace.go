package demo

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// trace is how much of a note stands in files.
type trace struct{ found, of, files int }

// passages are pieces of the note that stand in no other document.
func (n note) passages() [][]byte {
	all := [][]byte{[]byte(n.keyword)}
	_, text, _ := bytes.Cut(n.corrected, []byte("\n---\n"))
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) >= 60 {
			all = append(all, line[20:52])
		}
	}
	return all
}

// traceIn searches every file below a directory for passages of the note.
func traceIn(dir string, n note) (trace, error) {
	passages := n.passages()
	t := trace{of: len(passages)}
	seen := make([]bool, len(passages))
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && !entry.Type().IsRegular() {
			return nil // a running store removes files
		}
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		t.files++
		for i, p := range passages {
			seen[i] = seen[i] || bytes.Contains(b, p)
		}
		return err
	})
	for _, one := range seen {
		if one {
			t.found++
		}
	}
	return t, err
}
