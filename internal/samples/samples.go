// Package samples holds documents in the project's own words: common standards, methodologies, practice notes and
// reports in English, French and Spanish, for the demo, for tests, and for somebody who wants to see what Praxis is for.
//
// They are realistic and invented: no place, person or figure in them is real, and they pass the disclosure check. The
// package refuses to be more than files; what reads them is package markdown. It implements no page of specs/.
package samples

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed documents/*.md
var documents embed.FS

// Sample is one document as a file.
type Sample struct {
	Name string // of the file, "call-bell-log.md"
	File []byte
}

// All returns the samples in order of their names.
func All() ([]Sample, error) {
	names, err := fs.Glob(documents, "documents/*.md")
	if err != nil {
		return nil, fmt.Errorf("list samples: %w", err)
	}
	all := make([]Sample, 0, len(names))
	for _, name := range names {
		file, err := documents.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read sample: %w", err)
		}
		all = append(all, Sample{Name: name[len("documents/"):], File: file})
	}
	return all, nil
}
