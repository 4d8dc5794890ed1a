package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func stepsOf(t testing.TB, keys, body string) string {
	t.Helper()
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", keys, len(body), body)
}

// paper is a file of one page, whose drawing and font are given.
func paper(drawing, font string) []byte {
	return []byte("%PDF-1.7\n1 0 obj << /Pages 2 0 R >> endobj 2 0 obj << /Kids [3 0 R] >> endobj\n" +
		"3 0 obj << /Type /Page /MediaBox [0 0 400 300] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >> endobj\n" +
		"4 0 obj " + drawing + " endobj 5 0 obj " + font + " endobj trailer << /Root 1 0 R >>")
}

const helvetica = "<< /Subtype /Type1 /BaseFont /Helvetica >>"

func linesOf(t *testing.T, file []byte) [][]string {
	t.Helper()
	p, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return p.Lines
}

func deflated(body string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(body)) // into memory
	_ = w.Close()
	return b.String()
}

func TestFilters(t *testing.T) {
	drawing := "BT /F 10 Tf 20 100 Td (bells) Tj ET"
	var in85 bytes.Buffer
	w := ascii85.NewEncoder(&in85)
	_, _ = w.Write([]byte(drawing))
	_ = w.Close()
	predicted := "" // each line with the filter Up over a line like itself
	for i := range len(drawing) {
		above := byte(0)
		if i > 0 {
			above = drawing[i-1]
		}
		predicted += string([]byte{2, drawing[i] - above})
	}
	for name, s := range map[string]string{
		"none":        stepsOf(t, "", drawing),
		"wrong size":  strings.Replace(stepsOf(t, "", drawing), "/Length", "/Length 3 /L", 1),
		"flate":       stepsOf(t, "/Filter /FlateDecode", deflated(drawing)),
		"hexadecimal": stepsOf(t, "/Filter [/ASCIIHexDecode]", hex.EncodeToString([]byte(drawing))+">"),
		"base 85":     stepsOf(t, "/Filter /A85", in85.String()+"~>"),
		"runs":        stepsOf(t, "/Filter /RunLengthDecode", string([]byte{byte(len(drawing) - 1)})+drawing+"\x80"),
		"two":         stepsOf(t, "/Filter [/AHx /Fl]", hex.EncodeToString([]byte(deflated(drawing)))),
		"predicted":   stepsOf(t, "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 1 >>", deflated(predicted)),
	} {
		if got := linesOf(t, paper(s, helvetica)); !reflect.DeepEqual(got, [][]string{{"bells"}}) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestLettersOfFonts(t *testing.T) {
	drawing := func(text string) string { return stepsOf(t, "", "BT /F 10 Tf 20 100 Td "+text+" Tj ET") }
	cmap := stepsOf(t, "", "2 beginbfchar <01> <0416> <02> <D835DC00> endbfchar 2 beginbfrange <03> <04> <0061> <05> <06> [<0078> <0079>] endbfrange")
	for name, c := range map[string]struct{ file, want string }{
		"windows":     {string(paper(drawing("(caf\\351 \\200)"), "<< /Subtype /TrueType /Encoding /WinAnsiEncoding >>")), "café €"},
		"differences": {string(paper(drawing("(\\001\\002\\003\\004)"), "<< /Subtype /Type1 /Encoding << /Differences [1 /eacute /ccaron /uni0416 /quotedblleft] >> >>")), "éčЖ“"},
		"cmap":        {string(paper(drawing("<010203040506>"), "<< /Subtype /Type1 /ToUnicode 6 0 R >>")) + " 6 0 obj " + cmap + " endobj", "Ж\U0001d400abxy"},
		"two bytes":   {string(paper(drawing("<00010003>"), "<< /Subtype /Type0 /ToUnicode 6 0 R /DescendantFonts [<< /W [1 [700] 3 4 600] >>] >>")) + " 6 0 obj " + cmap + " endobj", "Жa"},
		"ligature":    {string(paper(drawing("(\\001n)"), "<< /Subtype /Type1 /Encoding << /Differences [1 /fi] >> >>")), "fin"},
		"unnamed":     {string(paper(drawing("(\\001n)"), "<< /Subtype /Type1 /Encoding << /Differences [1 /g77] >> >>")), "\ufffdn"},
	} {
		if got := linesOf(t, []byte(c.file)); len(got) != 1 || got[0][0] != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestObjectsInStreams(t *testing.T) {
	inside := "2 0 3 25 " + "<< /Kids [3 0 R] >>      " + "<< /Type /Page /MediaBox [0 0 400 300] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
	file := "%PDF-1.7\n1 0 obj << /Pages 2 0 R >> endobj 4 0 obj " + stepsOf(t, "", "BT /F 10 Tf 20 100 Td (bells) Tj ET") + " endobj 5 0 obj " + helvetica + " endobj " +
		"6 0 obj " + stepsOf(t, "/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode", deflated(inside)) + " endobj 7 0 obj " + stepsOf(t, "/Type /XRef /Root 1 0 R", "x") + " endobj"
	if got := linesOf(t, []byte(file)); !reflect.DeepEqual(got, [][]string{{"bells"}}) {
		t.Errorf("%q", got)
	}
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	long := strings.Repeat("word ", 200)
	pages := [][]string{{"Über die Zelle", "", "(a) \\ \r", "Wing\tBells", "A\t12", "", "", long, "Ελληνικά, Кириллица, ﬁn", "☂"}, {"", ""}, slicesOf("line", 120)}
	fitted, missing, err := Fit(pages)
	if err != nil || missing != 1 {
		t.Fatalf("%d missing, %v", missing, err)
	}
	file, err := Write(fitted)
	if err != nil {
		t.Fatal(err)
	}
	if got := linesOf(t, file); !reflect.DeepEqual(got, fitted) {
		t.Errorf("read again\n%q\nwritten\n%q", got, fitted)
	}
	if len(fitted) != 4 || fitted[0][0] != "Über die Zelle" || !strings.Contains(strings.Join(fitted[0], "\n"), "Wing\tBells") {
		t.Errorf("%q", fitted)
	}
	again, _, err := Fit(fitted)
	if err != nil || !reflect.DeepEqual(again, fitted) {
		t.Errorf("laid out again\n%q, %v", again, err)
	}
}

func slicesOf(s string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = s
	}
	return all
}

// Whatever the bytes: reading comes back, and what was read can be written and is read again as it was laid out.
func FuzzRead(f *testing.F) {
	f.Add(paper("<< >> stream\nBT /F 10 Tf 20 100 Td (bells) Tj 0 -30 Td [(a) -3000 (b)] TJ ET\nendstream", helvetica))
	f.Add(paper("<< >> stream\n0 g 10 90 100 30 re f q 1 g BT /F 9 Tf 20 100 Td (x) Tj ET Q BI /W 1 ID x EI\nendstream", "<< /Subtype /Type0 >>"))
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := Read(file)
		if err != nil {
			return
		}
		fitted, _, err := Fit(p.Lines)
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := Write(fitted)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(fresh)
		if err != nil || len(fitted) > 0 && !reflect.DeepEqual(got.Lines, fitted) {
			t.Errorf("read again\n%q, written\n%q, %v", got.Lines, fitted, err)
		}
	})
}
