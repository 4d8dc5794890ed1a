package attach

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// elements reads XML within bounds, one element after the other. Nothing is built of what is skipped.
type elements struct {
	d     *xml.Decoder
	depth int
	count *int // of all parts of a file
}

// element is the beginning of an element. Its name has a short prefix for the namespaces that are known.
type element struct {
	name  string // "w:p", "text:h"
	attrs []xml.Attr
}

// attr is the value of an attribute by its local name; "" where there is none.
func (e element) attr(local string) string {
	for _, a := range e.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// prefixed is the value of an attribute by its prefixed name.
func (e element) prefixed(name string) string {
	for _, a := range e.attrs {
		if prefixOf(a.Name) == name {
			return a.Value
		}
	}
	return ""
}

// prefixes shorten namespaces, transitional and strict ones alike, by how they end.
var prefixes = []struct{ end, prefix string }{
	{"/wordprocessingml/main", "w"}, {"/wordprocessingml/2006/main", "w"},
	{"/markup-compatibility/2006", "mc"}, {"/officeDocument/2006/math", "m"}, {"/officeDocument/math", "m"},
	{"/wordprocessingDrawing", "wp"}, {"/wordprocessingShape", "wps"}, {"/drawingml/2006/main", "a"}, {"/drawingml/main", "a"},
	{"microsoft-com:vml", "v"}, {"/spreadsheetml/2006/main", "x"}, {"/spreadsheetml/main", "x"},
	{"xmlns:office:1.0", "office"}, {"xmlns:text:1.0", "text"}, {"xmlns:table:1.0", "table"}, {"xmlns:style:1.0", "style"},
	{"xmlns:drawing:1.0", "draw"}, {"xmlns:xsl-fo-compatible:1.0", "fo"}, {"1999/xlink", "xlink"}, {"xmlns:manifest:1.0", "manifest"},
}

func prefixOf(n xml.Name) string {
	for _, p := range prefixes {
		if strings.HasSuffix(n.Space, p.end) {
			return p.prefix + ":" + n.Local
		}
	}
	return n.Local
}

func readElements(part []byte, count *int) *elements {
	d := xml.NewDecoder(bytes.NewReader(part))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		return nil, errors.New("it is not in UTF-8")
	}
	return &elements{d: d, count: count}
}

// children calls visit for each element in the present one, and text for each stretch of characters (where it is not nil),
// to the end of the present one. visit reads its element to its end, by children or skip.
func (s *elements) children(visit func(element) error, text func(string)) error {
	if s.depth++; s.depth > maxDepth {
		return refuse(ReasonPacked)
	}
	defer func() { s.depth-- }()
	for {
		t, err := s.d.Token()
		if err == io.EOF && s.depth == 1 {
			return nil
		}
		if err != nil {
			return refuseFor(ReasonDamaged, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if *s.count++; *s.count > maxElements {
				return refuse(ReasonTooLarge)
			}
			if err := visit(element{prefixOf(t.Name), t.Attr}); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		case xml.CharData:
			if text != nil {
				text(string(t))
			}
		}
	}
}

// skip reads to the end of the present element.
func (s *elements) skip() error {
	for depth := 1; depth > 0; {
		t, err := s.d.Token()
		if err != nil {
			return refuseFor(ReasonDamaged, err)
		}
		switch t.(type) {
		case xml.StartElement:
			if *s.count++; *s.count > maxElements || depth > 50*maxDepth {
				return refuse(ReasonTooLarge)
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// into reads the children of the present element by their names; others are skipped.
func (s *elements) into(by map[string]func(element) error) error {
	return s.children(func(e element) error {
		if f := by[e.name]; f != nil {
			return f(e)
		}
		return s.skip()
	}, nil)
}

// characters is the text of the present element, without that of elements in it.
func (s *elements) characters() (string, error) {
	var b strings.Builder
	err := s.children(func(element) error { return s.skip() }, func(t string) { b.WriteString(t) })
	return b.String(), err
}
