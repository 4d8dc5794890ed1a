package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
)

//go:embed static
var staticFiles embed.FS

// static are the style sheet, the script and the mark. They are the same for everybody, so that browsers may keep them.
type static struct {
	files map[string][]byte
	hash  string
}

func loadStatic() (*static, error) {
	s := &static{files: make(map[string][]byte)}
	all, err := staticFiles.ReadDir("static")
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	for _, f := range all {
		raw, err := staticFiles.ReadFile("static/" + f.Name())
		if err != nil {
			return nil, err
		}
		s.files[f.Name()] = raw
		sum.Write(raw)
	}
	s.hash = hex.EncodeToString(sum.Sum(nil)[:6])
	return s, nil
}

func (s *static) address(name string) string { return "/static/" + s.hash + "/" + name }

func (s *static) serve(w http.ResponseWriter, q *http.Request) {
	raw, ok := s.files[q.PathValue("name")]
	if !ok {
		http.NotFound(w, q)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(q.PathValue("name"))))
	if q.PathValue("hash") == s.hash {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	_, _ = w.Write(raw) // the browser has gone if this fails
}
