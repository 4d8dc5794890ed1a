package messages

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Speaker says things in one language.
type Speaker struct {
	catalogue *Catalogue
	Language  string // ISO 639-1
	where     *time.Location
}

// In is a speaker of a language, who gives times as of a place. A language that is none of the pages' is English.
func (c *Catalogue) In(language string, where *time.Location) Speaker {
	if c.sentences[language] == nil {
		language = Languages()[0]
	}
	return Speaker{c, language, where}
}

// Say is a sentence. Arguments are names of placeholders, each followed by its value; numbers are written as the language
// writes them, and the one called count chooses the plural form.
func (s Speaker) Say(key string, arguments ...any) string {
	said, ok := s.catalogue.sentences[s.Language][key]
	if !ok {
		return "[" + key + "]" // a test finds every key that the pages name
	}
	text := said.other
	pairs := make([]string, 0, len(arguments))
	for i := 0; i+1 < len(arguments); i += 2 {
		name, value := fmt.Sprint(arguments[i]), arguments[i+1]
		number, isNumber := asNumber(value)
		if isNumber && name == "count" && said.one != "" && s.isOne(number) {
			text = said.one
		}
		written := fmt.Sprint(value)
		if isNumber {
			written = s.Number(number)
		}
		pairs = append(pairs, "{"+name+"}", written)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Has tells whether there is such a sentence.
func (s Speaker) Has(key string) bool {
	_, ok := s.catalogue.sentences[s.Language][key]
	return ok
}

func asNumber(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	case uint64:
		return int64(n), true
	}
	return 0, false
}

// isOne tells whether a number takes the form of one thing: in French nought does, too.
func (s Speaker) isOne(n int64) bool { return n == 1 || s.Language == "fr" && n == 0 }

// Number writes a whole number with its thousands apart.
func (s Speaker) Number(n int64) string {
	between := "," // English
	switch s.Language {
	case "fr":
		between = "\u202f"
	case "es":
		between = "\u00a0"
	}
	digits, minus := strconv.FormatInt(n, 10), ""
	if n < 0 {
		digits, minus = digits[1:], "\u2212"
	}
	if s.Language == "es" && len(digits) <= 4 {
		return minus + digits
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + between + digits[i:]
	}
	return minus + digits
}

// Bytes writes a size.
func (s Speaker) Bytes(n int64) string {
	unit := "B"
	if s.Language == "fr" {
		unit = "o"
	}
	for _, prefix := range []string{"", "k", "M"} {
		if n < 1024 || prefix == "M" {
			return s.Number(n) + "\u00a0" + prefix + unit
		}
		n = (n + 512) / 1024
	}
	return ""
}

var months = map[string][12]string{
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"fr": {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	"es": {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
}

func (s Speaker) at(unix int64) time.Time { return time.Unix(unix, 0).In(s.where) }

// Date writes a day (Unix seconds) in words.
func (s Speaker) Date(unix int64) string { return s.day(s.at(unix)) }

// Day writes a day that stands as YYYY-MM-DD; what is none stays as it is.
func (s Speaker) Day(text string) string {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return s.day(t)
}

func (s Speaker) day(t time.Time) string {
	month := months[s.Language][t.Month()-1]
	switch s.Language {
	case "fr":
		if t.Day() == 1 {
			return fmt.Sprintf("1er %s %d", month, t.Year())
		}
	case "es":
		return fmt.Sprintf("%d de %s de %d", t.Day(), month, t.Year())
	}
	return fmt.Sprintf("%d %s %d", t.Day(), month, t.Year())
}

// Clock writes a time of the day (Unix seconds).
func (s Speaker) Clock(unix int64) string {
	t := s.at(unix)
	if s.Language == "fr" {
		return t.Format("15 h 04")
	}
	return t.Format("15:04")
}

// DateTime writes a day and a time (Unix seconds).
func (s Speaker) DateTime(unix int64) string { return s.Date(unix) + ", " + s.Clock(unix) }

// Machine writes a time (Unix seconds) as the datetime of a time element.
func (s Speaker) Machine(unix int64) string { return s.at(unix).Format(time.RFC3339) }
