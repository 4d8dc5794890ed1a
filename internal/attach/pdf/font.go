package pdf

import (
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// font tells which letters the codes of a text mean, and how wide they are.
type font struct {
	two     bool // codes have two bytes
	letters map[int]string
	simple  [256]string // of a font with codes of one byte, where letters says nothing
	widths  map[int]float64
	usual   float64 // width of other codes
	scale   float64 // of widths: 1/1000, or that of a Type 3 font
}

// letter is what a code means; ok is false where the file doesn't name it.
func (t *font) letter(code int) (string, bool) {
	if s, ok := t.letters[code]; ok {
		return s, s != "" && s != "\ufffd" && s != "\x00"
	}
	if !t.two && code < 256 && t.simple[code] != "" {
		return t.simple[code], true
	}
	return "", false
}

func (t *font) width(code int) float64 {
	if w, ok := t.widths[code]; ok {
		return w * t.scale
	}
	return t.usual * t.scale
}

func (f *file) font(d dict) *font {
	t := &font{letters: map[int]string{}, widths: map[int]float64{}, usual: 500, scale: 0.001}
	if d["ToUnicode"] != nil {
		f.toUnicode(f.bytes(d["ToUnicode"]), t)
	}
	if f.name(d["Subtype"]) == "Type0" {
		t.two = true
		f.composite(d, t)
		return t
	}
	first := int(f.number(d["FirstChar"]))
	for i, w := range f.array(d["Widths"]) {
		if code := first + i; code >= 0 && code < 256 {
			t.widths[code] = f.number(w)
		}
	}
	if w, ok := f.dict(d["FontDescriptor"])["MissingWidth"].(float64); ok {
		t.usual = w
	}
	if f.name(d["Subtype"]) == "Type3" {
		if m := f.array(d["FontMatrix"]); len(m) == 6 {
			t.scale = f.number(m[0])
		}
	}
	f.encoding(d, t)
	return t
}

// composite reads the widths of a font with codes of two bytes.
func (f *file) composite(d dict, t *font) {
	t.usual = 1000
	under := f.array(d["DescendantFonts"])
	if len(under) == 0 {
		return
	}
	cid := f.dict(under[0])
	if w, ok := f.get(cid["DW"]).(float64); ok {
		t.usual = w
	}
	w := f.array(cid["W"])
	for i := 0; i+1 < len(w); {
		first := int(f.number(w[i]))
		if list, ok := f.get(w[i+1]).(array); ok {
			for k, one := range list {
				t.widths[first+k] = f.number(one)
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			return
		}
		for code := max(first, 0); code <= min(int(f.number(w[i+1])), mostCodes) && f.work > 0; code++ {
			t.widths[code] = f.number(w[i+2])
			f.work--
		}
		i += 3
	}
}

// toUnicode reads a CMap that says which letters codes mean (ISO 32000-2, 9.10.3).
func (f *file) toUnicode(b []byte, t *font) {
	l := lexer{b: b, work: &f.work}
	var stack []any
	for {
		v := l.value()
		if v == end(0) {
			return
		}
		op, ok := v.(operator)
		if !ok {
			if len(stack) < 1<<16 {
				stack = append(stack, v)
			}
			continue
		}
		switch op {
		case "endbfchar":
			for i := 0; i+1 < len(stack); i += 2 {
				if from, ok := stack[i].(text); ok {
					t.letters[codeOf(from)] = utf16Of(stack[i+1])
				}
			}
		case "endbfrange":
			for i := 0; i+2 < len(stack); i += 3 {
				f.work -= t.letterRange(stack[i], stack[i+1], stack[i+2])
			}
		}
		stack = stack[:0]
	}
}

// mostCodes is the highest code of two bytes.
const mostCodes = 1<<16 - 1

// letterRange says what a range of codes means, and returns how much work that was.
func (t *font) letterRange(first, last, to any) (work int) {
	a, isText := first.(text)
	b, isText2 := last.(text)
	if !isText || !isText2 {
		return 0
	}
	from, until := codeOf(a), min(codeOf(b), mostCodes)
	switch to := to.(type) {
	case array:
		for i := range min(until-from+1, len(to)) {
			t.letters[from+i] = utf16Of(to[i])
		}
	case text:
		letters := []rune(utf16Of(to))
		if len(letters) == 0 {
			return 0
		}
		for code := from; code <= until; code++ {
			t.letters[code] = string(letters)
			letters[len(letters)-1]++
		}
	}
	return max(until-from, 0)
}

func codeOf(b text) int {
	n := 0
	for _, c := range b[:min(len(b), 4)] {
		n = n<<8 | int(c)
	}
	return n
}

// utf16Of reads letters in UTF-16, big endian.
func utf16Of(v any) string {
	b, ok := v.(text)
	if !ok {
		return ""
	}
	if len(b) == 1 {
		return string(rune(b[0]))
	}
	var out strings.Builder
	for i := 0; i+1 < len(b) && i < 64; i += 2 {
		r := rune(b[i])<<8 | rune(b[i+1])
		if r >= 0xd800 && r < 0xdc00 && i+3 < len(b) {
			low := rune(b[i+2])<<8 | rune(b[i+3])
			r = (r-0xd800)<<10 + (low - 0xdc00) + 0x10000
			i += 2
		}
		out.WriteRune(r)
	}
	return out.String()
}

// encoding fills in what the codes of a font with one byte mean (ISO 32000-2, annex D).
func (f *file) encoding(d dict, t *font) {
	base := f.name(d["Encoding"])
	differences := f.dict(d["Encoding"])
	if differences != nil {
		base = f.name(differences["BaseEncoding"])
	}
	named := f.name(d["BaseFont"])
	if base == "" && (strings.HasSuffix(string(named), "Symbol") || strings.HasSuffix(string(named), "Dingbats")) {
		return
	}
	table := charmap.Windows1252 // near enough to the standard encoding in its letters
	if base == "MacRomanEncoding" {
		table = charmap.Macintosh
	}
	for code := 32; code < 256; code++ {
		if r := table.DecodeByte(byte(code)); r != '\ufffd' {
			t.simple[code] = string(r)
		}
	}
	code := 0
	for _, v := range f.array(differences["Differences"]) {
		switch v := f.get(v).(type) {
		case float64:
			code = int(v)
		case name:
			if code >= 0 && code < 256 {
				t.simple[code] = letterOf(string(v))
			}
			code++
		}
	}
}

// letterOf is the letter of a glyph's name, by the rules of the Adobe Glyph List: names of signs, names with an accent,
// "uni" or "u" and a number; "" where the name says nothing.
func letterOf(glyph string) string {
	glyph, _, _ = strings.Cut(glyph, ".")
	if s, ok := signs[glyph]; ok {
		return s
	}
	if len(glyph) == 1 {
		return glyph
	}
	for _, prefix := range []string{"uni", "u"} {
		if digits, ok := strings.CutPrefix(glyph, prefix); ok && len(digits) >= 4 && len(digits) <= 6 {
			if r, err := strconv.ParseUint(digits, 16, 32); err == nil {
				return string(rune(r))
			}
		}
	}
	for accent, mark := range accents {
		if base, ok := strings.CutSuffix(glyph, accent); ok && len(base) == 1 {
			return norm.NFC.String(base + mark)
		}
	}
	return ""
}

var accents = map[string]string{
	"acute": "\u0301", "grave": "\u0300", "circumflex": "\u0302", "dieresis": "\u0308", "tilde": "\u0303", "ring": "\u030a", "cedilla": "\u0327",
	"caron": "\u030c", "ogonek": "\u0328", "macron": "\u0304", "breve": "\u0306", "dotaccent": "\u0307", "hungarumlaut": "\u030b", "commaaccent": "\u0326",
}

// signs are the names of what is no letter with an accent.
var signs = namesOf("exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' quoteright ’ quoteleft ‘ parenleft ( parenright ) asterisk * plus + comma , hyphen - minus − period . slash / " +
	"zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? at @ bracketleft [ backslash \\ bracketright ] asciicircum ^ underscore _ grave ` " +
	"braceleft { bar | braceright } asciitilde ~ exclamdown ¡ cent ¢ sterling £ currency ¤ yen ¥ Euro € section § dieresis ¨ copyright © ordfeminine ª guillemotleft « guillemotright » logicalnot ¬ registered ® macron ¯ " +
	"degree ° plusminus ± twosuperior ² threesuperior ³ acute ´ mu µ paragraph ¶ periodcentered · cedilla ¸ onesuperior ¹ ordmasculine º onequarter ¼ onehalf ½ threequarters ¾ questiondown ¿ multiply × divide ÷ " +
	"AE Æ ae æ OE Œ oe œ Oslash Ø oslash ø Eth Ð eth ð Thorn Þ thorn þ germandbls ß dotlessi ı Lslash Ł lslash ł Dcroat Đ dcroat đ Hbar Ħ hbar ħ fi fi fl fl ff ff ffi ffi ffl ffl " +
	"quotedblleft “ quotedblright ” quotesinglbase ‚ quotedblbase „ guilsinglleft ‹ guilsinglright › endash – emdash — bullet • ellipsis … dagger † daggerdbl ‡ perthousand ‰ trademark ™ fraction ⁄ florin ƒ")

func namesOf(list string) map[string]string {
	all := map[string]string{"space": " ", "nbspace": " "}
	fields := strings.Fields(list)
	for i := 0; i+1 < len(fields); i += 2 {
		all[fields[i]] = fields[i+1]
	}
	return all
}

// codes divides a text into codes.
func (t *font) codes(s text) []int {
	if !t.two {
		all := make([]int, len(s))
		for i, c := range s {
			all[i] = int(c)
		}
		return all
	}
	all := make([]int, 0, len(s)/2)
	for b := s; len(b) >= 2; b = b[2:] {
		all = append(all, int(b[0])<<8|int(b[1]))
	}
	return all
}
