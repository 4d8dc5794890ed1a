package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"praxis/protocol"
)

// Format writes the canonical file of a version, which is valid and whose texts are assembled. What [Parse] reads from
// it is the same version, except for the salt, which is fresh in every version that is shared.
func Format(v protocol.Version) []byte {
	w := &writer{}
	primary, _ := v.Primary()
	w.out.WriteString(fence + "\n")
	w.head(v, primary)
	w.out.WriteString(fence + "\n")
	w.text(v, primary, true)
	for _, t := range v.Texts {
		if t.Language == primary.Language {
			continue
		}
		w.out.WriteString("\n" + fence + "\n")
		w.line("language", t.Language)
		w.prose("title", t.Title)
		w.prose("summary", t.Summary)
		if t.Status != protocol.StatusUnofficial {
			w.line("status", string(t.Status))
		}
		w.out.WriteString(fence + "\n")
		w.text(v, t, false)
	}
	return w.out.Bytes()
}

type writer struct{ out bytes.Buffer }

func (w *writer) head(v protocol.Version, primary protocol.Text) {
	w.line("kind", string(v.Kind()))
	w.line("language", primary.Language)
	w.prose("title", primary.Title)
	w.prose("summary", primary.Summary)
	if primary.Status != protocol.StatusOriginal {
		w.line("status", string(primary.Status))
	}
	w.line("origin", string(v.Origin.Kind))
	w.prose("source", v.Origin.Source)
	w.line("published", string(v.Origin.Published))
	w.line("date", string(v.Date))
	w.list("topics", v.Topics)
	w.list("place-types", v.PlaceTypes)
	w.list("populations", v.Populations)
	w.list("legal-status", v.LegalStatus)
	w.list("provisions", v.Provisions)
	w.part(v)
	w.prose("licence", v.Licence)
	w.line("handling", string(v.Handling))
	w.line("attribution", string(v.Attribution))
	w.shared(v)
}

// part writes the keys that only documents of one kind have.
func (w *writer) part(v protocol.Version) {
	if s := v.Standard; s != nil {
		w.line("instrument", s.Instrument)
		w.prose("adopter", s.Adopter)
		w.line("adopted", string(s.Adopted))
		var revised []string
		for _, d := range s.Revised {
			revised = append(revised, string(d))
		}
		w.list("revised", revised)
		w.line("binding", strconv.FormatBool(s.Binding))
	}
	if m := v.Methodology; m != nil {
		w.line("cycle", m.Cycle)
		w.list("purposes", m.Purposes)
		w.list("notice", m.Notice)
		w.list("times", m.Times)
		w.list("composition", m.Composition)
		w.list("steps", m.Steps)
	}
	if n := v.PracticeNote; n != nil {
		w.line("evidence", n.Evidence)
		w.line("response", n.Response)
		w.prose("country", n.Country)
		w.prose("ask", n.Ask)
	}
	if r := v.Report; r != nil {
		w.line("report", r.Type)
		w.line("since", string(r.Since))
		w.line("until", string(r.Until))
	}
}

// shared writes the keys that sharing adds.
func (w *writer) shared(v protocol.Version) {
	w.line("audience", string(v.Audience))
	w.id("document", v.Document)
	w.number("version", v.Number)
	w.number("supersedes", v.Supersedes)
	w.id("body", v.Body)
	if s := v.DerivedFrom; s != nil {
		w.out.WriteString("derived-from:\n")
		w.line("  relation", string(s.Relation))
		w.id("  document", s.Document)
		w.number("  version", s.Version)
		w.id("  body", s.Body)
	}
	if c := v.Checked; c != nil {
		w.out.WriteString("checked:\n")
		w.line("  when", string(c.When))
		w.list("  roles", c.Roles)
		w.list("  checks", c.Checks)
	}
	w.attachments(v.Attachments)
}

func (w *writer) text(v protocol.Version, t protocol.Text, tree bool) {
	var provisions map[string]int
	var depths []int
	if v.Standard != nil {
		depths = v.Standard.Depths()
		provisions = make(map[string]int, len(depths))
		for i, p := range v.Standard.Tree {
			provisions[strings.TrimPrefix(p.Address, v.Standard.Instrument+"/")] = i
		}
	}
	for _, s := range t.Sections {
		depth, id := 0, s.ID
		if at, ok := provisions[s.ID]; ok {
			depth = depths[at]
			if tree {
				p := v.Standard.Tree[at]
				id += " ." + string(p.Level)
				if len(p.Topics) > 0 {
					id += ` topics="` + strings.Join(p.Topics, ", ") + `"`
				}
			}
		}
		w.section(s, depth, id)
	}
}

func (w *writer) section(s protocol.Section, depth int, id string) {
	if s.ID != "" || s.Heading != "" {
		w.out.WriteString("\n##" + strings.Repeat("#", depth))
		if s.Heading != "" {
			w.out.WriteString(" " + s.Heading)
		}
		if s.ID != "" {
			w.out.WriteString(" {#" + id + "}")
		}
		w.out.WriteByte('\n')
	}
	if s.Text != "" {
		w.out.WriteString("\n" + s.Text + "\n")
	}
	if len(s.Questions)+len(s.Indicators) > 0 {
		w.out.WriteByte('\n')
	}
	for _, q := range s.Questions {
		w.out.WriteString(protocol.QuestionMark + q + "\n")
	}
	for _, q := range s.Indicators {
		w.out.WriteString(protocol.IndicatorMark + q + "\n")
	}
}

// line writes a key whose value is a code, a date or a number, or nothing where it has none.
func (w *writer) line(key, value string) {
	if value != "" {
		w.out.WriteString(key + ": " + value + "\n")
	}
}

func (w *writer) number(key string, n uint64) {
	if n != 0 {
		w.line(key, strconv.FormatUint(n, 10))
	}
}

func (w *writer) id(key string, id protocol.ID) {
	if !id.IsZero() {
		w.line(key, id.String())
	}
}

// prose writes a key whose value somebody worded.
func (w *writer) prose(key, value string) {
	if value != "" {
		w.line(key, quote(value, ""))
	}
}

func (w *writer) list(key string, values []string) {
	if len(values) == 0 {
		return
	}
	quoted := slices.Clone(values)
	for i := range quoted {
		quoted[i] = quote(quoted[i], ",[]{}")
	}
	w.line(key, "["+strings.Join(quoted, ", ")+"]")
}

// quote writes a value of YAML: plain where every reader takes it for that text, and in double quotes otherwise. Go's
// escapes are among YAML's for valid UTF-8.
func quote(s, special string) string {
	if isPlain(s) && !strings.ContainsAny(s, special) {
		return s
	}
	return strconv.Quote(s)
}

// reserved are words that YAML readers take for something other than text.
var reserved = []string{"true", "false", "yes", "no", "on", "off", "null", "y", "n"}

func isPlain(s string) bool {
	letters := false
	for i, r := range s {
		isLetter := unicode.IsLetter(r)
		letters = letters || isLetter
		ok := isLetter || unicode.IsDigit(r) || i > 0 && (unicode.IsMark(r) || strings.ContainsRune(" ,.;'()/-+%?!&–—’…«»", r) && r != 0)
		if !ok || !strconv.IsPrint(r) {
			return false
		}
	}
	return letters && !slices.Contains(reserved, strings.ToLower(s)) && strings.TrimSpace(s) == s
}
