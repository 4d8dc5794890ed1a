package pdf

import (
	"bytes"
	"errors"
	"strconv"
)

// The values of PDF: nil, bool, float64, and these.
type (
	name  string
	text  []byte // a string, whatever its encoding
	array []any
	dict  map[name]any
	ref   int // number of an indirect object; of several with a number the last counts
	// operator is a bare word, as in the drawing of a page.
	operator string
)

// stream is a dictionary with bytes.
type stream struct {
	dict
	raw []byte
}

var (
	// ErrDamaged says that the file cannot be read as a PDF file.
	ErrDamaged = errors.New("the file is no PDF file that can be read")
	// ErrEncrypted says that the file is encrypted, if only against changes.
	ErrEncrypted = errors.New("the PDF file is encrypted")
	// ErrTooLarge says that reading the file takes more steps, or that it unpacks to more, than any document needs.
	ErrTooLarge = errors.New("the PDF file is too large to read")
)

// lexer reads values. It never fails: what it cannot read ends the input.
type lexer struct {
	b     []byte
	at    int
	depth int
	work  *int // bytes still to be read, of all lexers of a file
}

const deepest = 60 // of arrays and dictionaries in each other

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *lexer) space() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case isSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// end is what marks the end of the input, of an array or of a dictionary.
type end byte

// value reads the next value.
func (l *lexer) value() any {
	before := l.at
	v := l.next()
	if l.at <= before { // nothing may stand still
		l.at = before + 1
	}
	if *l.work -= l.at - before; *l.work < 0 {
		l.at = len(l.b)
		return end(0)
	}
	return v
}

func (l *lexer) next() any {
	l.space()
	if l.at >= len(l.b) {
		return end(0)
	}
	switch c := l.b[l.at]; c {
	case '/':
		l.at++
		return l.name()
	case '(':
		return l.literal()
	case '[':
		l.at++
		return l.array()
	case ']', '}', '{', ')':
		l.at++
		return end(c)
	case '<':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '<' {
			l.at += 2
			return l.dict()
		}
		return l.hex()
	case '>':
		l.at++
		if l.at < len(l.b) && l.b[l.at] == '>' {
			l.at++
		}
		return end('>')
	}
	return l.word()
}

func (l *lexer) token() []byte {
	from := l.at
	for l.at < len(l.b) && !isSpace(l.b[l.at]) && !isDelimiter(l.b[l.at]) {
		l.at++
	}
	return l.b[from:l.at]
}

// word reads a number, a reference, true, false, null or an operator.
func (l *lexer) word() any {
	w := l.token()
	if len(w) == 0 {
		return end(0)
	}
	if x, ok := parseNumber(w); ok {
		return l.reference(x)
	}
	switch s := string(w[:min(len(w), 40)]); s {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	default:
		return operator(s)
	}
}

// reference reads "12 0 R" after its 12.
func (l *lexer) reference(x float64) any {
	if x != float64(int(x)) || x < 0 || x > 1e8 {
		return x
	}
	back := l.at
	l.space()
	generation := l.token()
	if _, err := strconv.Atoi(string(generation[:min(len(generation), 6)])); err == nil && len(generation) < 6 {
		l.space()
		if r := l.token(); len(r) == 1 && r[0] == 'R' {
			return ref(x)
		}
	}
	l.at = back
	return x
}

func parseNumber(w []byte) (float64, bool) {
	if len(w) > 40 || bytes.IndexFunc(w, func(r rune) bool { return (r < '0' || r > '9') && r != '+' && r != '-' && r != '.' }) >= 0 {
		return 0, false
	}
	x, err := strconv.ParseFloat(string(w), 64)
	if err != nil { // such as "--5" or "1.2.3", which some programs write
		return 0, len(w) > 0
	}
	return x, true
}

func (l *lexer) name() name {
	w := l.token()
	if bytes.IndexByte(w, '#') < 0 {
		return name(w)
	}
	var b []byte
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) {
			if c, err := strconv.ParseUint(string(w[i+1:i+3]), 16, 8); err == nil {
				b = append(b, byte(c))
				i += 2
				continue
			}
		}
		b = append(b, w[i])
	}
	return name(b)
}

func (l *lexer) hex() text {
	l.at++
	var b []byte
	var half byte
	odd := false
	for ; l.at < len(l.b) && l.b[l.at] != '>'; l.at++ {
		c := l.b[l.at]
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			continue
		}
		if odd {
			b = append(b, half<<4|c)
		}
		half, odd = c, !odd
	}
	l.at++
	if odd {
		b = append(b, half<<4)
	}
	return b
}

// literal reads a string in brackets.
func (l *lexer) literal() text {
	l.at++
	var b []byte
	for depth := 1; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.at++
				return b
			}
		case '\\':
			l.at++
			b = l.escape(b)
			continue
		case '\r':
			if l.at+1 < len(l.b) && l.b[l.at+1] == '\n' {
				l.at++
			}
			c = '\n'
		}
		b = append(b, c)
	}
	return b
}

// escape reads what follows a backslash, and leaves at on its last byte.
func (l *lexer) escape(b []byte) []byte {
	if l.at >= len(l.b) {
		return b
	}
	switch c := l.b[l.at]; c {
	case 'n':
		return append(b, '\n')
	case 'r':
		return append(b, '\r')
	case 't':
		return append(b, '\t')
	case 'b':
		return append(b, '\b')
	case 'f':
		return append(b, '\f')
	case '\n':
		return b
	case '\r':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '\n' {
			l.at++
		}
		return b
	case '0', '1', '2', '3', '4', '5', '6', '7':
		n := 0
		for i := 0; i < 3 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; i++ {
			n = n*8 + int(l.b[l.at]-'0')
			l.at++
		}
		l.at--
		return append(b, byte(n))
	default:
		return append(b, c)
	}
}

func (l *lexer) array() any {
	if l.depth++; l.depth > deepest {
		l.at = len(l.b)
	}
	defer func() { l.depth-- }()
	var all array
	for {
		v := l.value()
		if e, ok := v.(end); ok {
			if e == ']' || e == 0 {
				return all
			}
			continue
		}
		all = append(all, v)
	}
}

func (l *lexer) dict() any {
	if l.depth++; l.depth > deepest {
		l.at = len(l.b)
	}
	defer func() { l.depth-- }()
	d := dict{}
	for {
		switch key := l.value().(type) {
		case end:
			if key == '>' || key == 0 {
				return d
			}
		case name:
			v := l.value()
			if e, ok := v.(end); ok {
				if e == '>' || e == 0 {
					return d
				}
				continue
			}
			d[key] = v
		}
	}
}
