package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"

	typography "golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Measures of a fresh page, in points: A4, with the same margin on all sides.
const (
	pageWidth, pageHeight = 595, 842
	margin                = 56
	letterSize            = 10
	lineHeight            = 14
	linesOnPage           = (pageHeight - 2*margin) / lineHeight
	mostWidth             = (pageWidth - 2*margin) * 1000 / letterSize // of a line, in thousandths of the size
	tabWidth              = 3000                                       // the least gap between columns, the same
)

// Missing stands for a letter that the font of fresh files does not have.
const Missing = '□'

// typeface is the font of fresh files: Go Regular, which has the letters of Latin, Greek and Cyrillic. The code of a
// letter in a fresh file is its number in Unicode, so that any program finds the text.
type typeface struct {
	font    *sfnt.Font
	buffer  sfnt.Buffer
	letters map[rune]letterform
}

// letterform is a letter's number in the font and its width in thousandths of the size.
type letterform struct {
	glyph sfnt.GlyphIndex // 0 is none
	width int
}

func openTypeface() (*typeface, error) {
	f, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("open the font: %w", err)
	}
	return &typeface{font: f, letters: map[rune]letterform{}}, nil
}

func (t *typeface) letter(r rune) letterform {
	l, ok := t.letters[r]
	if ok || r > 0xffff {
		return l
	}
	const units = 1000
	if g, err := t.font.GlyphIndex(&t.buffer, r); err == nil && g != 0 {
		if advance, err := t.font.GlyphAdvance(&t.buffer, g, fixed.I(units), typography.HintingNone); err == nil {
			l = letterform{glyph: g, width: advance.Round()}
		}
	}
	t.letters[r] = l
	return l
}

// Fit lays lines out as they stand in a fresh file: with letters that its font has, broken where they are too long, and
// over more pages where one is full. missing counts the letters that Missing stands for. What was laid out is laid out
// the same again.
func Fit(pages [][]string) (fitted [][]string, missing int, err error) {
	t, err := openTypeface()
	if err != nil {
		return nil, 0, err
	}
	for _, page := range pages {
		var lines []string
		for _, line := range page {
			writable, lost := t.writable(line)
			missing += lost
			lines = append(lines, t.broken(writable)...)
		}
		for lines = tidy(lines); len(lines) > linesOnPage; lines = tidy(lines) {
			fitted = append(fitted, tidy(lines[:linesOnPage]))
			lines = lines[linesOnPage:]
		}
		if len(lines) > 0 {
			fitted = append(fitted, lines)
		}
	}
	return fitted, missing, nil
}

func (t *typeface) writable(line string) (string, int) {
	missing := 0
	return strings.Map(func(r rune) rune {
		if r == '\t' || t.letter(r).glyph != 0 {
			return r
		}
		missing++
		return Missing
	}, line), missing
}

// broken divides a line that is too long, at a space if there is one.
func (t *typeface) broken(line string) []string {
	var all []string
	for {
		at, wide, space := 0, 0, -1
		for i, r := range line {
			w := tabWidth
			if r != '\t' {
				w = t.letter(r).width
			}
			if wide += w; wide > mostWidth {
				at = i
				break
			}
			if r == ' ' || r == '\t' {
				space = i
			}
		}
		if at == 0 {
			return append(all, line)
		}
		if space > 0 {
			at = space
		}
		all = append(all, line[:at])
		line = strings.TrimLeft(line[at:], " \t")
	}
}

// Write makes a file of pages that [Fit] has laid out. It holds the lines, a font, and nothing else.
func Write(pages [][]string) ([]byte, error) {
	t, err := openTypeface()
	if err != nil {
		return nil, err
	}
	o := objects{}
	o.out.WriteString("%PDF-1.7\n")
	const fixedObjects = 8 // catalogue, pages, and six of the font
	var kids strings.Builder
	for i, page := range pages {
		content := o.stream("", t.content(page))
		at := fixedObjects + 1 + 2*i
		fmt.Fprintf(&kids, "%d 0 R ", at)
		o.add(at, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /Font << /F 3 0 R >> >> /Contents %d 0 R >>", pageWidth, pageHeight, at+1))
		o.add(at+1, content)
	}
	o.add(1, "<< /Type /Catalog /Pages 2 0 R >>")
	o.add(2, fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.TrimSpace(kids.String()), len(pages)))
	o.add(3, "<< /Type /Font /Subtype /Type0 /BaseFont /GoRegular /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 7 0 R >>")
	o.add(4, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /GoRegular /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /CIDToGIDMap 8 0 R /DW 0 /W ["+t.widths()+"] >>")
	o.add(5, "<< /Type /FontDescriptor /FontName /GoRegular /Flags 4 /FontBBox [-440 -432 2160 1000] /ItalicAngle 0 /Ascent 935 /Descent -211 /CapHeight 723 /StemV 80 /FontFile2 6 0 R >>")
	o.add(6, o.stream(fmt.Sprintf("/Length1 %d ", len(goregular.TTF)), string(goregular.TTF)))
	o.add(7, o.stream("", meanings))
	o.add(8, o.stream("", t.glyphs()))
	return o.done()
}

// content draws the lines of a page.
func (t *typeface) content(page []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "BT /F %d Tf\n", letterSize)
	for i, line := range page {
		y := pageHeight - margin - (i+1)*lineHeight
		x := 0 // thousandths of the size
		for j, cell := range strings.Split(line, "\t") {
			if j > 0 {
				x += tabWidth
			}
			if cell == "" {
				continue
			}
			fmt.Fprintf(&b, "1 0 0 1 %.2f %d Tm (", margin+float64(x)*letterSize/1000, y)
			for _, r := range cell {
				literal(&b, byte(r>>8))
				literal(&b, byte(r))
				x += t.letter(r).width
			}
			b.WriteString(") Tj\n")
		}
	}
	b.WriteString("ET\n")
	return b.String()
}

// literal writes a byte as it stands in a string.
func literal(b *strings.Builder, c byte) {
	switch c {
	case '(', ')', '\\':
		b.WriteByte('\\')
		b.WriteByte(c)
	case '\r':
		b.WriteString(`\r`)
	default:
		b.WriteByte(c)
	}
}

// used are the letters of the file, in order.
func (t *typeface) used() []rune {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(t.letters)), func(r rune) bool { return t.letters[r].glyph == 0 })
}

func (t *typeface) widths() string {
	var b strings.Builder
	for _, r := range t.used() {
		fmt.Fprintf(&b, "%d [%d] ", r, t.letters[r].width)
	}
	return strings.TrimSpace(b.String())
}

// glyphs is the table from codes to glyphs of the font.
func (t *typeface) glyphs() string {
	table := make([]byte, 2<<16)
	for _, r := range t.used() {
		binary.BigEndian.PutUint16(table[2*r:], uint16(t.letters[r].glyph))
	}
	return string(table)
}

// meanings is the CMap that says which letters the codes are: those of their numbers in Unicode.
const meanings = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Letters def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n" +
	"1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"

// objects collects the objects of a fresh file.
type objects struct {
	out    bytes.Buffer
	places map[int]int
	err    error
}

func (o *objects) add(number int, body string) {
	if o.places == nil {
		o.places = map[int]int{}
	}
	o.places[number] = o.out.Len()
	fmt.Fprintf(&o.out, "%d 0 obj\n%s\nendobj\n", number, body)
}

func (o *objects) stream(keys, body string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write([]byte(body)); err != nil {
		o.err = err
	}
	if err := w.Close(); err != nil {
		o.err = err
	}
	return fmt.Sprintf("<< /Filter /FlateDecode %s/Length %d >>\nstream\n%s\nendstream", keys, b.Len(), b.String())
}

func (o *objects) done() ([]byte, error) {
	at := o.out.Len()
	fmt.Fprintf(&o.out, "xref\n0 %d\n0000000000 65535 f \n", len(o.places)+1)
	for number := 1; number <= len(o.places); number++ {
		fmt.Fprintf(&o.out, "%010d 00000 n \n", o.places[number])
	}
	fmt.Fprintf(&o.out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(o.places)+1, at)
	return o.out.Bytes(), o.err
}
