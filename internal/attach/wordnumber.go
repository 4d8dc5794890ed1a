package attach

import (
	"strconv"
	"strings"
)

// wordLevel is one level of a numbering.
type wordLevel struct {
	start        int
	format, text string // "decimal", "%1.%2."
	restarted    bool   // its start was given by w:startOverride
}

// wordNumbering is what a paragraph's numbering refers to.
type wordNumbering struct {
	abstract string
	levels   map[int]wordLevel // that differ from the abstract one
}

// numbering works out the labels of numbered paragraphs, in the order of the text.
type numbering struct {
	abstract map[string]map[int]wordLevel
	by       map[string]wordNumbering
	counters map[string]*[maxLevel + 1]int // by abstract numbering; 0 is not begun
	begun    map[string]bool               // numberings whose starts have been used
}

func (r *wordReader) readNumbering(part []byte) error {
	n := &r.numbers
	*n = numbering{abstract: map[string]map[int]wordLevel{}, by: map[string]wordNumbering{}, counters: map[string]*[maxLevel + 1]int{}, begun: map[string]bool{}}
	if part == nil {
		return nil
	}
	s := r.elements(part)
	return s.into(map[string]func(element) error{"w:numbering": func(element) error {
		return s.into(map[string]func(element) error{
			"w:abstractNum": func(e element) error {
				levels := map[int]wordLevel{}
				n.abstract[e.attr("abstractNumId")] = levels
				return s.into(map[string]func(element) error{"w:lvl": func(e element) error { return readLevel(s, e, levels) }})
			},
			"w:num": func(e element) error {
				num := wordNumbering{levels: map[int]wordLevel{}}
				err := s.into(map[string]func(element) error{
					"w:abstractNumId": func(e element) error { num.abstract = e.attr("val"); return s.skip() },
					"w:lvlOverride":   func(e element) error { return n.readOverride(s, e, num) },
				})
				n.by[e.attr("numId")] = num
				return err
			},
		})
	}})
}

func (n *numbering) readOverride(s *elements, e element, num wordNumbering) error {
	level := number(e.attr("ilvl"))
	return s.into(map[string]func(element) error{
		"w:startOverride": func(e element) error {
			l, ok := num.levels[level]
			if !ok {
				l = n.abstract[num.abstract][level]
			}
			l.start, l.restarted = number(e.attr("val")), true
			num.levels[level] = l
			return s.skip()
		},
		"w:lvl": func(e element) error { return readLevel(s, e, num.levels) },
	})
}

func readLevel(s *elements, e element, to map[int]wordLevel) error {
	l := wordLevel{start: 1, format: "decimal"}
	err := s.into(map[string]func(element) error{
		"w:start":   func(e element) error { l.start = number(e.attr("val")); return s.skip() },
		"w:numFmt":  func(e element) error { l.format = e.attr("val"); return s.skip() },
		"w:lvlText": func(e element) error { l.text = e.attr("val"); return s.skip() },
	})
	to[number(e.attr("ilvl"))] = l
	return err
}

// number reads a whole number from 0 to a million; 0 is what is none.
func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 || n > 1_000_000 {
		return 0
	}
	return n
}

func (n *numbering) level(num wordNumbering, at int) wordLevel {
	if l, ok := num.levels[at]; ok {
		return l
	}
	return n.abstract[num.abstract][at]
}

// next is the label of the next paragraph with a numbering, such as "3." or "(a)".
func (n *numbering) next(at wordNumber) string {
	num, ok := n.by[at.id]
	if !ok || at.level > maxLevel {
		return ""
	}
	c := n.counters[num.abstract]
	if c == nil {
		c = new([maxLevel + 1]int)
		n.counters[num.abstract] = c
	}
	l := n.level(num, at.level)
	if first := at.id + "/" + strconv.Itoa(at.level); l.restarted && !n.begun[first] {
		n.begun[first] = true
		c[at.level] = 0
	}
	if c[at.level] == 0 {
		c[at.level] = l.start
	} else {
		c[at.level]++
	}
	for deeper := at.level + 1; deeper <= maxLevel; deeper++ {
		c[deeper] = 0
	}
	switch l.format {
	case "bullet":
		return bullet
	case "none":
		return ""
	}
	label := l.text
	for above := maxLevel; above >= 0; above-- {
		place := "%" + strconv.Itoa(above+1)
		if strings.Contains(label, place) {
			label = strings.ReplaceAll(label, place, numeral(max(c[above], 1), n.level(num, above).format))
		}
	}
	return label
}

// numeral writes a number in the format of a numbering.
func numeral(n int, format string) string {
	switch format {
	case "lowerLetter", "a":
		return letters(n)
	case "upperLetter", "A":
		return strings.ToUpper(letters(n))
	case "lowerRoman", "i":
		return strings.ToLower(roman(n))
	case "upperRoman", "I":
		return roman(n)
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	return strconv.Itoa(n)
}

// letters counts a, b, …, z, aa, bb, …, as Word and Writer do.
func letters(n int) string {
	return strings.Repeat(string(rune('a'+(n-1)%26)), min((n-1)/26+1, 20))
}

func roman(n int) string {
	if n >= 4000 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.sign)
		}
	}
	return b.String()
}
