package gate

import (
	"slices"
	"strings"

	"praxis/protocol"
)

// TextsOf names every text of a version that somebody wrote in words. What it leaves out are codes, dates and ids, which
// [ExamineOutgoing] reads all the same.
func TextsOf(v protocol.Version) []Text {
	var all []Text
	under := ""
	add := func(field, language, body string) {
		if strings.TrimSpace(body) != "" {
			all = append(all, Text{Field: field, Language: language, Body: body, Under: under})
		}
	}
	if v.Standard != nil {
		add("adopter", "", v.Standard.Adopter)
	}
	if v.PracticeNote != nil {
		add("ask", "", v.PracticeNote.Ask)
	}
	add("licence", "", v.Licence)
	add("source", "", v.Origin.Source)
	for _, a := range v.Attachments {
		add("attachment", "", a.Name)
	}
	for _, t := range v.Texts {
		under = ""
		add("title", t.Language, t.Title)
		add("summary", t.Language, t.Summary)
		for _, s := range t.Sections {
			name := "text"
			if s.ID != "" {
				name = s.ID
			}
			under = strings.TrimSpace(t.Title + " " + s.Heading)
			add("heading", t.Language, s.Heading)
			add(name, t.Language, s.Text)
			for _, q := range slices.Concat(s.Questions, s.Indicators) {
				add(name, t.Language, q)
			}
		}
	}
	return all
}
