package main

import (
	_ "embed" // the sentences
	"fmt"
	"slices"
	"strings"
	"unicode"

	"praxis/internal/gate/tagger"
)

// notesText holds the sentences and labels from which notes are made up.
//
//go:embed notes.txt
var notesText string

// perLanguage is how many notes are made up in each language.
const perLanguage = 60

// phrasebook is what notes of one language are made of.
type phrasebook struct {
	language                   string
	locales                    []string
	months, titles, facilities []string
	fields                     map[byte][]string
	sentences, clean, heads    []string
}

func phrasebooks() []phrasebook {
	var all []phrasebook
	for line := range strings.Lines(notesText) {
		key, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if key == "==" {
			f := strings.Fields(rest)
			all = append(all, phrasebook{language: f[0], locales: f[1:], fields: map[byte][]string{}})
			continue
		}
		if len(all) == 0 {
			continue
		}
		p := &all[len(all)-1]
		switch key {
		case "months":
			p.months = strings.Fields(rest)
		case "titles":
			p.titles = strings.Split(rest, "|")
		case "facility":
			p.facilities = strings.Split(rest, "|")
		case "s":
			p.sentences = append(p.sentences, rest)
		case "c":
			p.clean = append(p.clean, rest)
		case "heads":
			p.heads = strings.Split(rest, "|")
		case "fields":
			p.readFields(rest)
		}
	}
	return all
}

// readFields reads "P=Name|Patient B=Born": a letter and "=" begin a field.
func (p *phrasebook) readFields(rest string) {
	last := byte(0)
	for w := range strings.FieldsSeq(rest) {
		if len(w) > 2 && w[1] == '=' {
			last = w[0]
			p.fields[last] = append(p.fields[last], strings.Split(w[2:], "|")...)
			continue
		}
		list := p.fields[last] // the word goes on with the last label, and may begin others
		parts := strings.Split(w, "|")
		list[len(list)-1] += " " + parts[0]
		p.fields[last] = append(list, parts[1:]...)
	}
}

// townsOf are for languages whose towns are not among the names.
var townsOf = map[string]string{
	"bg": "София Пловдив Варна Русе Плевен Сливен Враца", "mk": "Скопје Битола Охрид Тетово Велес Прилеп", "lt": "Vilnius Kaunas Šiauliai Alytus Marijampolė",
	"et": "Tallinn Tartu Narva Viljandi Rakvere", "sq": "Tiranë Shkodër Vlorë Fier Korçë Elbasan",
}

// numbersOf are words for "number".
var numbersOf = map[string]string{
	"en": "no.|file|register", "fr": "n°|dossier|réf.", "de": "Nr.|Az.", "es": "n.º|exp.|núm.", "it": "n.|prot.", "pt": "n.º|proc.", "nl": "nr.|dossier", "pl": "nr|sygn.",
	"cs": "č.|č. j.", "sk": "č.|č. j.", "sl": "št.", "hr": "br.", "sr": "br.", "bg": "№", "mk": "бр.", "ro": "nr.", "hu": "szám:", "fi": "nro", "et": "nr", "lv": "Nr.", "lt": "Nr.",
	"sv": "nr", "da": "nr.", "nb": "nr.", "el": "αρ.", "uk": "№", "sq": "nr.", "tr": "no.",
}

func (m *maker) numbers() []string { return strings.Split(numbersOf[m.language], "|") }

var streetsOf = map[string]string{
	"bg": "ул. %s %d|бул. %s %d", "mk": "ул. %s бр. %d", "uk": "вул. %s, %d|просп. %s, %d", "el": "Οδός %s %d|%s %d",
	"en": "Flat 2, %s Road %d|%s Street %d", "fr": "rue %s, %d|avenue de %s %d|impasse %s %d", "es": "calle %s %d, 1.º A|avenida %s n.º %d|C/ %s %d", "it": "via %s %d|piazza %s %d",
	"pt": "rua %s, n.º %d|avenida %s %d", "nl": "%sstraat %d|%slaan %d", "de": "%sstraße %d|%sweg %d|Am %s %d", "pl": "ul. %s %d|al. %s %d m. 4", "cs": "%s %d|ul. %s %d",
	"hu": "%s u. %d|%s út %d. II/4", "fi": "%skatu %d B 7|%stie %d", "sv": "%sgatan %d|%svägen %d", "da": "%sgade %d, 1. th.|%svej %d", "nb": "%sveien %d|%s gate %d",
	"tr": "%s Mah. No: %d|%s Sok. %d/3", "ro": "Str. %s nr. %d|Bd. %s %d, ap. 3", "": "%s %d|%s %d-4|ul. %s %d",
}

// maker makes notes up from a phrasebook and names, with chance that is the same each time.
type maker struct {
	phrasebook
	given, surnames, towns, all []string // all: surnames of anywhere
	chance                      uint64
	b                           strings.Builder
	spans                       []tagger.Span
	last                        string // the surname of the last person
}

func (m *maker) pick(n int) int {
	m.chance += 0x9e3779b97f4a7c15
	h := m.chance
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return int((h ^ h>>31) % uint64(n))
}

func (m *maker) one(list []string) string { return list[m.pick(len(list))] }

// digits replaces every # by a digit and every @ by a capital.
func (m *maker) digits(form string) string {
	var b strings.Builder
	for _, c := range form {
		switch c {
		case '#':
			c = rune('0' + m.pick(10))
		case '@':
			c = rune('A' + m.pick(26))
		}
		b.WriteRune(c)
	}
	return b.String()
}

func (m *maker) date() string {
	day, month, year := 1+m.pick(28), m.pick(12), 1940+m.pick(86)
	switch m.pick(6) {
	case 0:
		return fmt.Sprintf("%02d.%02d.%d", day, month+1, year)
	case 1:
		return fmt.Sprintf("%02d/%02d/%d", day, month+1, year)
	case 2:
		return fmt.Sprintf("%d-%02d-%02d", year, month+1, day)
	case 3:
		return fmt.Sprintf("%d.%d.", day, month+1)
	}
	name := m.months[month]
	switch m.language {
	case "es", "pt":
		return fmt.Sprintf("%d de %s de %d", day, name, year)
	case "hu":
		return fmt.Sprintf("%d. %s %d.", year, name, day)
	case "de", "cs", "sk", "sl", "hr", "sr", "fi", "da", "nb", "et", "lv":
		return fmt.Sprintf("%d. %s %d", day, name, year)
	}
	return fmt.Sprintf("%d %s %d", day, name, year)
}

func (m *maker) person(withTitle bool) string {
	given, surname := m.one(m.given), m.one(m.surnames)
	if m.pick(4) == 0 {
		surname = m.one(m.all)
	}
	m.last = surname
	if withTitle {
		return m.one(m.titles) + " " + surname
	}
	switch m.pick(9) {
	case 0:
		return strings.ToUpper(surname) + " " + given
	case 1:
		return surname + ", " + given
	case 2:
		return string([]rune(given)[:1]) + ". " + surname
	case 3:
		return given + " " + surname + "-" + m.one(m.surnames)
	case 4:
		return strings.ToUpper(given + " " + surname)
	case 5:
		return surname + " " + given
	}
	return given + " " + surname
}

var (
	fileForms     = strings.Split("###/####|@####-##|I@ K ##/##|####-####|@@####@@|@@/###/##|######|### Js ####/##|PV ####/###|@-##/####|##-@-###|#### / ##|@@-###.###|V Ks ###/##", "|")
	personalForms = strings.Split("###########|##########|######-####|### ### ###|#########|######/####|@@ ######|@######|@@@######|## ## ## ### ###|########@|#-######-###", "|")
	phoneForms    = strings.Split("+## ### ### ###|0## ### ## ##|0#-### ####|### ### ###|## ## ## ##|0### ######|#### ####|(0##) ### ####|+###########|0#/### ## ##|### ## ###", "|")
	cellForms     = strings.Split("@##|##|#.##|@-#|#@|@ ##|###", "|")
)

// slot writes what belongs in a slot, and notes its span.
func (m *maker) slot(k byte) {
	var s string
	class := tagger.Outside
	switch k {
	case 'P', 'O':
		s, class = m.person(m.pick(8) == 0), tagger.Person
	case 'S':
		s, class = m.one(m.titles)+" "+m.last, tagger.Person
	case 'G':
		s, class = fmt.Sprint(18+m.pick(70)), tagger.Trait
	case 'B', 'D':
		s, class = m.date(), tagger.Date
	case 'T':
		s, class = m.one(m.towns), tagger.Place
	case 'F':
		s, class = strings.ReplaceAll(m.one(m.facilities), "{T}", m.one(m.towns)), tagger.Organisation
	case 'C':
		s, class = m.digits(m.one(cellForms)), tagger.Place
	case 'A':
		s, class = m.address(), tagger.Place
	case 'N':
		s, class = m.digits(m.one(fileForms)), tagger.Code
	case 'I':
		s, class = m.digits(m.one(personalForms)), tagger.Code
	case 'H':
		s, class = m.digits(m.one(phoneForms)), tagger.Code
	case 'M':
		s, class = strings.ToLower(m.one(m.given)+m.digits("##"))+"@box.example", tagger.Code
	}
	m.span(s, class)
}

func (m *maker) address() string {
	forms := streetsOf[m.language]
	if forms == "" {
		forms = streetsOf[""]
	}
	s := fmt.Sprintf(m.one(strings.Split(forms, "|")), m.one(m.surnames), 1+m.pick(150))
	switch m.pick(3) {
	case 0:
		return s + ", " + m.one(m.towns)
	case 1:
		return s + ", " + m.digits("#####") + " " + m.one(m.towns)
	}
	return s
}

func (m *maker) span(s string, class tagger.Class) {
	start := m.b.Len()
	m.b.WriteString(s)
	m.spans = append(m.spans, tagger.Span{Start: start, End: m.b.Len(), Class: class})
}

// write fills a sentence's slots. [words|Y] are a trait.
func (m *maker) write(sentence string) {
	for sentence != "" {
		i := strings.IndexAny(sentence, "{[")
		if i < 0 {
			m.b.WriteString(sentence)
			return
		}
		m.b.WriteString(sentence[:i])
		if sentence[i] == '{' {
			m.slot(sentence[i+1])
			sentence = sentence[i+3:]
			continue
		}
		end := i + strings.IndexByte(sentence[i:], ']')
		m.span(strings.TrimSuffix(sentence[i+1:end], "|Y"), tagger.Trait)
		sentence = sentence[end+1:]
	}
}

// note makes up one note: lines with labels, sentences, and words that identify nobody.
func (m *maker) note(number int) tagger.Example {
	m.b.Reset()
	m.spans, m.last = nil, m.one(m.surnames)
	if m.pick(3) > 0 {
		for _, k := range []byte("PBGIHANFCDO") {
			if labels := m.fields[k]; len(labels) > 0 && m.pick(4) > 0 {
				m.b.WriteString(m.one(labels) + m.one([]string{": ", ": ", " : ", ":\t"}))
				m.slot(k)
				m.b.WriteString("\n")
			}
		}
		m.b.WriteString("\n")
	}
	for range 1 + m.pick(4) {
		if m.pick(3) == 0 {
			m.b.WriteString(m.one([]string{"", "# ", "## ", "1. ", "- ", "A. "}) + m.one(m.heads) + m.one([]string{"\n\n", "\n", ". "}))
			if m.pick(4) == 0 { // a field of a draft may be a heading and nothing else
				break
			}
		}
		if m.pick(4) == 0 {
			m.write(m.one(m.clean))
		} else {
			m.write(m.one(m.sentences))
			if m.pick(4) == 0 {
				m.write("(" + m.one(m.numbers()) + " {N}).")
			}
		}
		m.b.WriteString(m.one([]string{" ", "\n", "\n\n"}))
	}
	e := tagger.Example{
		Name: fmt.Sprintf("note-%s-%d", m.language, number), Text: m.b.String(), Spans: m.spans, Known: 1<<9 - 2, Weight: 0.7, Ordinary: ordinary(m.language),
	}
	switch number % 12 {
	case 2, 5:
		return rewritten(e, unicode.ToUpper, nil)
	case 9:
		return rewritten(e, unicode.ToLower, func(s tagger.Span) bool { return s.Class == tagger.Person })
	}
	return e
}

// often says of how many texts of the corpora one is learnt a second time, written otherwise.
const often = 5

// otherwise writes an example all in capitals, but for one in three, in which it writes the names in small letters.
func otherwise(e tagger.Example) tagger.Example {
	e.Name += " otherwise"
	e.Weight /= 2
	if len(e.Text)%3 == 0 {
		return rewritten(e, unicode.ToLower, func(s tagger.Span) bool { return s.Class == tagger.Person })
	}
	return rewritten(e, unicode.ToUpper, nil)
}

// rewritten writes the wanted spans of an example, or all of it, with other capitals.
func rewritten(e tagger.Example, write func(rune) rune, wanted func(tagger.Span) bool) tagger.Example {
	chosen := make([]bool, len(e.Text))
	for _, s := range e.Spans {
		for i := s.Start; i < s.End; i++ {
			chosen[i] = chosen[i] || wanted != nil && wanted(s)
		}
	}
	var b strings.Builder
	at := make([]int, len(e.Text)+1) // where a character is now
	for i, r := range e.Text {
		at[i] = b.Len()
		if wanted == nil || chosen[i] {
			r = write(r)
		}
		b.WriteRune(r)
	}
	at[len(e.Text)] = b.Len()
	spans := slices.Clone(e.Spans)
	for i := range spans {
		spans[i].Start, spans[i].End = at[spans[i].Start], at[spans[i].End]
	}
	e.Text, e.Spans = b.String(), spans
	return e
}

// notes makes notes up in every language, but for some.
func notes(rows []name, without []string) []tagger.Example {
	by := map[string][]string{}
	for _, n := range rows {
		by[n.kind+n.locale] = append(by[n.kind+n.locale], n.text)
		by[n.kind] = append(by[n.kind], n.text)
	}
	var all []tagger.Example
	for i, p := range phrasebooks() {
		if slices.Contains(without, p.language) {
			continue
		}
		m := maker{phrasebook: p, chance: uint64(i) << 32, all: by["surname"], towns: strings.Fields(townsOf[p.language])}
		for _, l := range p.locales {
			m.given, m.surnames, m.towns = append(m.given, by["given"+l]...), append(m.surnames, by["surname"+l]...), append(m.towns, by["place"+l]...)
		}
		if len(m.given) == 0 {
			m.given = by["given"]
		}
		if len(m.surnames) == 0 {
			m.surnames = by["surname"]
		}
		if len(m.towns) == 0 {
			m.towns = by["place"]
		}
		for n := range perLanguage {
			all = append(all, m.note(n))
		}
	}
	return all
}
