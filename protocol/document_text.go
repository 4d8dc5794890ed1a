package protocol

import (
	"slices"
	"strings"
)

// SectionIDs are the ids of the sections that a kind knows, in their usual order. In a standard they are its provisions'.
func SectionIDs(kind Kind) []string {
	switch kind {
	case KindMethodology:
		return []string{"purpose", "team", "duration", "steps", "checklist", "interview-guide", "sampling", "sources", "safeguards", "consent", "limits"}
	case KindPracticeNote:
		return []string{"problem", "context", "action", "result", "evidence", "response", "transfer", "pitfalls", "contact"}
	}
	return nil
}

// StartsSection tells whether a line of Markdown starts a section: a heading of level two, or one of level two to six
// that ends with an id in braces. No other line does, and code in fences is no exception.
func StartsSection(line string) bool {
	if !strings.HasPrefix(line, "##") {
		return false
	}
	rest := strings.TrimLeft(line, "#")
	depth := len(line) - len(rest)
	if depth > 6 || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
		return false
	}
	return depth == 2 || endsWithID(strings.TrimRight(rest, " \t"))
}

// endsWithID tells whether a heading ends with an id in braces: "{#45 .rule}".
func endsWithID(heading string) bool {
	at := strings.LastIndexByte(heading, '{')
	return at >= 0 && strings.HasSuffix(heading, "}") && strings.HasPrefix(heading[at:], "{#")
}

// StartsText tells whether two successive lines start the text of another language.
func StartsText(line, next string) bool {
	return strings.HasPrefix(line, "---") && strings.TrimRight(line, " \t") == "---" && strings.HasPrefix(next, "language:")
}

// Marks of the items in a provision's text that are questions and indicators.
const (
	QuestionMark  = "- [?] "
	IndicatorMark = "- [i] "
)

func (v *validator) texts(d Version) {
	v.that("texts", len(d.Texts) >= 1 && len(d.Texts) <= MaxLanguages, "has 1 to %d languages", MaxLanguages)
	originals := 0
	for i, t := range d.Texts {
		v.that("language", languageForm.MatchString(t.Language), "is a language code such as en, fr or es, not %q", t.Language)
		v.that("texts", i == 0 || d.Texts[i-1].Language < t.Language, "is in order of the languages, each once")
		v.line("title", t.Title, 1, MaxTitle)
		v.summary(t.Summary)
		v.oneOf("status", string(t.Status), Statuses())
		v.that("blocks", len(t.Blocks) == 0 || len(t.Sections) == 0, "and sections do not both stand in a text")
		v.that("blocks", len(t.Blocks) <= maxBlocks, "has %d links, more than %d", len(t.Blocks), maxBlocks)
		v.sections(d, t)
		if t.Status == StatusOriginal {
			originals++
		}
	}
	translated := d.DerivedFrom != nil && d.DerivedFrom.Relation == RelationTranslation
	v.that("status", originals == 1 || originals == 0 && translated, "is original in exactly one language, not in %d", originals)
	if d.Standard != nil && v.err == nil {
		v.follows(d)
	}
}

func (v *validator) summary(s string) {
	if v.err != nil {
		return
	}
	v.text("summary", s, 0, MaxSummary)
	v.that("summary", !hasControl(s, true), "holds a control character")
	v.that("summary", strings.TrimSpace(s) == s, "has space around it")
}

func (v *validator) sections(d Version, t Text) {
	v.that("sections", len(t.Sections) <= MaxSections, "has %d, more than %d", len(t.Sections), MaxSections)
	known := SectionIDs(d.Kind())
	seen := make(map[string]bool, len(t.Sections))
	for i, s := range t.Sections {
		if v.err != nil {
			return
		}
		v.that("sections", !s.Continued, "goes on from nothing: a section is continued in a block only")
		if s.ID != "" {
			v.that("sections", !seen[s.ID], "has the id %q twice in %q", s.ID, t.Language)
			seen[s.ID] = true
			if d.Standard == nil && !slices.Contains(known, s.ID) {
				v.that("sections", false, "has the id %q, which a %s does not know: %v", s.ID, d.Kind().words(), sectionHint(known))
			}
		}
		v.that("sections", s.ID != "" || s.Heading != "" || i == 0 && s.Text != "", "has a free section without a heading")
		v.section(d, s)
	}
}

func sectionHint(known []string) Rule {
	if len(known) == 0 {
		return Rulef("leave the id out")
	}
	return Rulef("use one of %s, or leave it out", strings.Join(known, ", "))
}

func (v *validator) section(d Version, s Section) {
	v.line("heading", s.Heading, 0, MaxHeading)
	v.that("heading", !endsWithID(s.Heading), "ends with an id in braces: %q", s.Heading)
	provision := d.Standard != nil && s.ID != ""
	v.sectionText(s.Text, provision)
	for _, list := range []struct {
		field string
		items []string
	}{{"questions", s.Questions}, {"indicators", s.Indicators}} {
		v.that(list.field, provision || len(list.items) == 0, "stand in a provision of a standard only")
		v.that(list.field, len(list.items) <= MaxQuestions, "has %d, more than %d", len(list.items), MaxQuestions)
		for _, q := range list.items {
			v.line(list.field, q, 1, MaxQuestion)
		}
	}
}

// sectionText checks that a section's text, written to a file and read again, is the same section.
func (v *validator) sectionText(text string, provision bool) {
	if v.err != nil || text == "" {
		return
	}
	v.text("text", text, 0, MaxVersion)
	v.that("text", !hasControl(text, true), "holds a control character")
	first, last := true, ""
	for rest, more := text, true; more; {
		var line string
		line, rest, more = strings.Cut(rest, "\n")
		switch {
		case first && strings.TrimSpace(line) == "":
			v.that("text", false, "begins with an empty line")
		case line == "" || line[0] != '#' && line[0] != '-':
		case StartsSection(line):
			v.that("text", false, "holds the heading %q, which starts a section of its own", line)
		case StartsText(line, rest):
			v.that("text", false, "holds the lines that start another language")
		case provision && isItem(line):
			v.that("text", false, "holds the line %q, which belongs to the questions or indicators", line)
		}
		first, last = false, line
	}
	v.that("text", strings.TrimSpace(last) != "", "ends with an empty line")
}

func isItem(line string) bool {
	return strings.HasPrefix(line, QuestionMark) || strings.HasPrefix(line, IndicatorMark)
}
