package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"praxis/internal/gate"
	"praxis/internal/gate/measure"
)

// trial is one way to hold texts out: who is asked, and what the others learn from.
type trial struct {
	name  string
	parts []part
	alter []alteration
}

// part is one training of a trial.
type part struct {
	without []string // languages in which no notes are made up
	learn   func(text) bool
	ask     func(text) bool
	names   func(name) bool // nil: all
}

// alteration writes a document otherwise, without moving a character.
type alteration struct {
	name  string
	write func(measure.Document) measure.Document
}

const folds = 5

// trials are six. The levels were chosen on the first; the others say what to expect of texts unlike those that were learnt.
func trials(m material) []trial {
	place := map[string]int{} // of a document in its corpus
	last := map[string]int{}
	for _, t := range m.texts {
		place[t.name+t.ID] = last[t.name]
		last[t.name]++
	}
	fold := func(corpus string) (parts []part) {
		for i := range folds {
			held := func(t text) bool { return t.name == corpus && place[t.name+t.ID]%folds == i }
			parts = append(parts, part{learn: func(t text) bool { return !held(t) }, ask: held})
		}
		return parts
	}
	without := func(corpus string) []part {
		return []part{{learn: func(t text) bool { return t.name != corpus }, ask: func(t text) bool { return t.name == corpus }}}
	}
	written := []alteration{
		{"names in small letters", func(d measure.Document) measure.Document { return recased(d, unicode.ToLower, isPerson) }},
		{"all in capitals", func(d measure.Document) measure.Document { return recased(d, unicode.ToUpper, nil) }},
	}
	strange := strangers(m)
	return []trial{
		{name: "judgments: " + english + ", five folds", parts: fold(english)},
		{name: "clinical: " + clinical + ", five folds", parts: fold(clinical)},
		{name: "other-clinical: no clinical note was learnt", parts: without(clinical)},
		{name: "notes: neither their sentences nor their names were learnt", alter: written, parts: []part{{
			learn: func(t text) bool { return t.name != made }, ask: func(t text) bool { return t.name == made }, names: strange,
		}}},
		{name: "listed: their sentences were not learnt, their names stand in the lists", alter: written, parts: []part{{
			learn: func(t text) bool { return t.name != made }, ask: func(t text) bool { return t.name == made },
		}}},
		{name: "languages: nothing in the language was learnt, and no name", parts: otherLanguages(strange)},
	}
}

// The corpora of which parts are held out.
const (
	english  = "tab-en-train"
	clinical = "meddocan-es-train"
	made     = "npm-synthetic-train"
)

// otherLanguages holds out seven languages at a time, far from each other in the list.
func otherLanguages(names func(name) bool) (parts []part) {
	books := phrasebooks()
	const groups = 4
	for i := range groups {
		var held []string
		for j, b := range books {
			if j%groups == i {
				held = append(held, b.language)
			}
		}
		parts = append(parts, part{
			without: held, names: names, learn: func(t text) bool { return t.name != made && !slices.Contains(held, t.Language) },
			ask: func(t text) bool { return t.name == made && slices.Contains(held, t.Language) },
		})
	}
	return parts
}

// strangers tells of a row of the names whether none of its words names somebody in the made notes.
func strangers(m material) func(name) bool {
	used := map[string]bool{}
	for _, t := range m.texts {
		if t.name != made {
			continue
		}
		runes := []rune(t.Text)
		for _, s := range t.Spans {
			if s.Type == "PERSON" || s.Type == "LOC" || s.Type == "ORG" {
				for w := range strings.FieldsFuncSeq(string(runes[s.Start:s.End]), func(r rune) bool { return !unicode.IsLetter(r) }) {
					used[strings.ToLower(w)] = true
				}
			}
		}
	}
	return func(n name) bool {
		for w := range strings.FieldsFuncSeq(n.text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if used[strings.ToLower(w)] {
				return false
			}
		}
		return true
	}
}

func isPerson(a measure.Answer) bool { return a.Type == "PERSON" }

// recased writes the answers that are wanted, or everything, with other capitals.
func recased(d measure.Document, to func(rune) rune, wanted func(measure.Answer) bool) measure.Document {
	runes := []rune(d.Text)
	if wanted == nil {
		for i, r := range runes {
			runes[i] = to(r)
		}
	} else {
		for _, s := range d.Spans {
			if wanted(s) {
				for i := s.Start; i < s.End; i++ {
					runes[i] = to(runes[i])
				}
			}
		}
	}
	d.Text = string(runes)
	return d
}

// crossValidate runs the trials whose names begin as wanted.
func crossValidate(to io.Writer, m material, only string, misses int) error {
	for _, t := range trials(m) {
		if !strings.HasPrefix(t.name, only) {
			continue
		}
		reports := make([]*measure.Report, len(t.alter)+1)
		for i := range reports {
			reports[i] = measure.NewReport()
		}
		for _, p := range t.parts {
			m.try(p, t.alter, reports)
		}
		for i, r := range reports {
			name := t.name
			if i > 0 {
				name += "; " + t.alter[i-1].name
			}
			if _, err := fmt.Fprintf(to, "\n%s\n", name); err != nil {
				return err
			}
			r.Print(to)
			r.PrintMissed(to, misses)
		}
	}
	return nil
}

// try learns from a part of the material and asks about the rest.
func (m material) try(p part, alter []alteration, reports []*measure.Report) {
	learnt := material{names: m.names}
	if p.names != nil {
		learnt.names = slices.DeleteFunc(slices.Clone(m.names), func(n name) bool { return !p.names(n) })
	}
	for _, t := range m.texts {
		if p.learn(t) {
			learnt.texts = append(learnt.texts, t)
		}
	}
	o := gate.Options{Tagger: learnt.learn(p.without...)}
	for _, t := range m.texts {
		if !p.ask(t) {
			continue
		}
		for i, r := range reports {
			d := t.Document
			if i > 0 {
				d = alter[i-1].write(d)
			}
			r.Add(d, measure.Examined(d, o, false))
		}
	}
}
