package web

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"praxis/protocol"
)

const (
	partBytes    = 60_000 // of text that one page shows of a document, so that the page stays light
	sectionBytes = 400    // that a section costs beside its text
)

// inParts divides a document's sections among pages of at most about partBytes each; a section that is longer goes on on the
// next one.
func inParts(all []pair) [][]pair {
	var parts [][]pair
	var part []pair
	size := 0
	for _, p := range all {
		for _, piece := range p.pieces() {
			if n := piece.size(); size > 0 && size+n > partBytes {
				parts, part, size = append(parts, part), nil, 0
			}
			part, size = append(part, piece), size+piece.size()
		}
	}
	return append(parts, part)
}

// textsInParts divides the texts of a version, one language after the other, in the same way.
func textsInParts(texts []protocol.Text) (parts [][]protocol.Text) {
	var all []pair
	of := make(map[*protocol.Section]int) // which text a section belongs to
	for i := range texts {
		for j := range texts[i].Sections {
			for _, piece := range (pair{First: &texts[i].Sections[j]}).pieces() {
				of[piece.First] = i
				all = append(all, piece)
			}
		}
	}
	for _, group := range inParts(all) {
		var part []protocol.Text
		last := -1
		for _, p := range group {
			if of[p.First] != last {
				last = of[p.First]
				one := texts[last]
				one.Sections = nil
				part = append(part, one)
			}
			at := &part[len(part)-1]
			at.Sections = append(at.Sections, *p.First)
		}
		parts = append(parts, part)
	}
	return parts
}

func (p pair) size() int {
	n := sectionBytes
	for _, s := range []*protocol.Section{p.First, p.Second} {
		if s == nil {
			continue
		}
		n += len(s.Heading) + len(s.Text)
		for _, lines := range [][]string{s.Questions, s.Indicators} {
			for _, line := range lines {
				n += len(line) + len("<li></li>")
			}
		}
	}
	return n
}

// pieces are a section that is too long for a page, divided: heading and anchor stand at the first, questions and indicators
// at the last.
func (p pair) pieces() []pair {
	if p.size() <= partBytes {
		return []pair{p}
	}
	const each = partBytes / 2 // of each of two languages
	first, second := divideSection(p.First, each), divideSection(p.Second, each)
	all := make([]pair, max(len(first), len(second)))
	for i := range all {
		all[i] = pair{Level: p.Level}
		if i == 0 {
			all[i] = p
		}
		all[i].First, all[i].Second = &protocol.Section{}, nil
		if i < len(first) {
			all[i].First = first[i]
		}
		if i < len(second) {
			all[i].Second = second[i]
		} else if len(second) > 0 {
			all[i].Second = &protocol.Section{}
		}
		if i > 0 {
			all[i].Anchor = p.Anchor + "-" + strconv.Itoa(i+1)
		}
	}
	return all
}

func divideSection(s *protocol.Section, most int) (all []*protocol.Section) {
	if s == nil {
		return nil
	}
	texts := divideText(s.Text, most)
	for i, text := range texts {
		one := protocol.Section{Text: text}
		if i == 0 {
			one.ID, one.Heading = s.ID, s.Heading
		}
		if i == len(texts)-1 {
			one.Questions, one.Indicators = s.Questions, s.Indicators
		}
		all = append(all, &one)
	}
	return all
}

// divideText divides Markdown between paragraphs, or else between lines, words or characters, so that no piece has more
// bytes than most. The pieces together are the text.
func divideText(text string, most int) (all []string) {
	for len(text) > most {
		at := most
		for !utf8.RuneStart(text[at]) {
			at--
		}
		for _, between := range []string{"\n\n", "\n", " "} {
			if i := strings.LastIndex(text[:at], between); i > 0 {
				at = i + len(between)
				break
			}
		}
		all, text = append(all, text[:at]), text[at:]
	}
	return append(all, text)
}
