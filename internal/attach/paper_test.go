package attach

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
)

// sheetOfPaper makes a PDF file of one page's drawing and of further objects, numbered from 10.
func sheetOfPaper(t testing.TB, drawing string, objects ...string) []byte {
	t.Helper()
	return paperOf(t, "", drawing, objects...)
}

func paperOf(t testing.TB, page, drawing string, objects ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [10 0 R] /D << /OFF [10 0 R] >> >> >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n")
	fmt.Fprintf(&b, "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /Properties << /L 10 0 R >> /XObject << /X 11 0 R /I 12 0 R >> /ExtGState << /A << /ca 0 >> /M << /BM /Multiply >> >> >> %s >>\nendobj\n", page)
	fmt.Fprintf(&b, "4 0 obj\n%s\nendobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>\nendobj\n", packedStream(t, "", drawing))
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", 10+i, o)
	}
	b.WriteString("trailer\n<< /Root 1 0 R >>\n%%EOF\n")
	return b.Bytes()
}

func packedStream(t testing.TB, keys, body string) string {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("<< /Filter /FlateDecode %s /Length %d >>\nstream\n%s\nendstream", keys, b.Len(), b.String())
}

func paperHiding(t *testing.T) hiding {
	h := hiding{name: "report.pdf"}
	p := planter{h: &h}
	at := func(y int, before, text string) string {
		return fmt.Sprintf("q BT %s /F 10 Tf 20 %d Td (%s) Tj ET Q\n", before, y, text)
	}
	drawing := at(280, "", p.show()) + at(265, "3 Tr", p.hide()) + at(250, "1 g", p.hide()) + at(235, "1 1 1 rg", p.hide()) + at(220, "0 0 0 0 k", p.hide()) + at(205, "/A gs", p.hide()) +
		at(900, "", p.hide()) + at(190, "0.01 0 0 0.01 0 0 Tm", p.hide()) +
		at(175, "", p.hide()) + "0 g 15 172 200 12 re f\n" + // a black rectangle
		at(160, "", p.hide()) + "1 g 15 157 m 215 157 l 215 169 l 15 169 l h f 0 g\n" + // a white one
		at(145, "", p.hide()) + "12 w 15 149 m 215 149 l S\n" + // a thick line
		at(130, "", p.show()) + "0.5 w 15 133 m 215 133 l S 15 133 200 0.6 re f\n" + // struck through
		at(115, "", p.show()) + "q /M gs 1 1 0 rg 15 112 200 12 re f Q\n" + // a highlighter
		"q 0 0 0.5 rg 15 97 200 12 re f Q " + at(100, "1 g", p.show()) + // white on blue
		"/OC /L BDC " + at(85, "", p.hide()) + "EMC\n" + at(70, "", p.hide()) + "q 200 0 0 12 15 67 cm /I Do Q\n" + // a layer; a picture
		"q 0 0 5 5 re W n " + at(55, "", p.hide()) + "Q /X Do\n" + // cut away; a form
		"BI /W 1 /H 1 /BPC 8 /CS /G ID " + p.hide() + " EI\n" + at(40, "", p.hide()) // the last lies under a note
	annotations := fmt.Sprintf("/Annots [<< /Subtype /Text /Rect [0 0 9 9] /T (%s) /Contents (%s) >> << /Subtype /Square /Rect [15 37 215 50] /IC [0 0 0] >> << /Subtype /FreeText /Rect [250 100 390 120] /Contents (%s) /AP << /N 13 0 R >> >>]", p.hide(), p.hide(), p.hide())
	h.file = paperOf(t, annotations, drawing,
		"<< /Type /OCG /Name ("+p.hide()+") >>",
		packedStream(t, "/Subtype /Form /BBox [0 0 400 300] /Resources << /Font << /F 5 0 R >> >>", at(25, "", p.show())),
		packedStream(t, "/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", p.hide()),
		packedStream(t, "/Subtype /Form /BBox [0 0 140 20] /Resources << /Font << /F 5 0 R >> >>", "BT /F 10 Tf 2 5 Td ("+p.show()+") Tj ET"),
		"<< /Author ("+p.hide()+") >>", packedStream(t, "/Type /Metadata", p.hide()), packedStream(t, "/Type /EmbeddedFile", p.hide()), "("+p.hide()+")")
	// An earlier state of the page, of which the drawing is replaced by one that comes later in the file.
	earlier := bytes.Index(h.file, []byte("4 0 obj"))
	h.file = bytes.Join([][]byte{h.file[:earlier], []byte("4 0 obj\n" + packedStream(t, "", at(150, "", p.hide())) + "\nendobj\n"), h.file[earlier:]}, nil)
	return h
}

func TestPagesAreReadAsTheyAreSeen(t *testing.T) {
	drawing := "BT /F 10 Tf 14 TL 20 280 Td (Two of five bells) Tj T* [(did) -300 (not w) 20 (ork.)] TJ T* T* (Staff came) Tj 200 0 Td (20 min) Tj ET"
	f := rebuildAs(t, "report.pdf", sheetOfPaper(t, drawing))
	if want := "Two of five bells\ndid not work.\n\nStaff came\t20 min"; f.Text != want {
		t.Errorf("the text is %q, not %q", f.Text, want)
	}
	m, err := Markdown("report.pdf", sheetOfPaper(t, strings.Replace(drawing, "(Two of five bells)", "(Two of five be-)", 1)))
	if want := "Two of five bedid not work.\n\nStaff came 20 min"; err != nil || m.Text != want {
		t.Errorf("as Markdown it is %q, not %q, %v", m.Text, want, err)
	}
}

func TestPapersThatCannotBeReadAreRefused(t *testing.T) {
	picture := packedStream(t, "/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "x")
	scan := sheetOfPaper(t, "q 400 0 0 300 0 0 cm /I Do Q BT 3 Tr /F 10 Tf 20 280 Td (what a machine read) Tj ET", "null", "null", picture)
	unnamed := bytes.Replace(sheetOfPaper(t, "BT /F 10 Tf 20 280 Td (some words) Tj ET"), []byte("/Subtype /Type1"), []byte("/Subtype /Type0"), 1)
	georgian := packedStream(t, "", "1 beginbfrange <00> <ff> <10d0> endbfrange")
	foreign := bytes.Replace(sheetOfPaper(t, "BT /F 10 Tf 20 280 Td (some words) Tj ET", georgian), []byte("/Subtype /Type1"), []byte("/Subtype /Type1 /ToUnicode 10 0 R"), 1)
	turning := sheetOfPaper(t, strings.Repeat("/X Do ", 100), "null", packedStream(t, "/Subtype /Form", strings.Repeat("/X Do ", 100)))
	turning = bytes.Replace(turning, []byte("/Subtype /Form"), []byte("/Subtype /Form /Resources << /XObject << /X 11 0 R >> >>"), 1)
	for _, c := range []struct {
		name string
		file []byte
		want Reason
	}{
		{"scan.pdf", scan, ReasonScan},
		{"empty.pdf", sheetOfPaper(t, ""), ReasonNothing},
		{"locked.pdf", bytes.Replace(sheetOfPaper(t, "x"), []byte("/Root 1 0 R"), []byte("/Root 1 0 R /Encrypt 9 0 R"), 1), ReasonEncrypted},
		{"unnamed.pdf", unnamed, ReasonLetters},
		{"foreign.pdf", foreign, ReasonLetters},
		{"cut.pdf", []byte("%PDF-1.7\n1 0 obj <<"), ReasonDamaged},
		{"bomb.pdf", sheetOfPaper(t, strings.Repeat(" ", 60<<20)), ReasonTooLarge},
		{"turning.pdf", turning, ReasonTooLarge},
		{"circle.pdf", []byte("%PDF-1.7\n1 0 obj << /Pages 2 0 R >> endobj 2 0 obj << /Kids [2 0 R 2 0 R] >> endobj trailer << /Root 1 0 R >>"), ReasonNothing},
		{"itself.pdf", []byte("%PDF-1.7\n1 0 obj << /Pages 2 0 R >> endobj 2 0 obj 2 0 R endobj trailer << /Root 1 0 R >>"), ReasonDamaged},
		{"length.pdf", []byte("%PDF-1.7\n1 0 obj << /Pages 2 0 R >> endobj 2 0 obj << /Kids [3 0 R] /Count 1 >> endobj 3 0 obj << /Type /Page /Parent 2 0 R /Contents 4 0 R >> endobj " +
			"4 0 obj << /Length 4 0 R >> stream\nBT ET\nendstream endobj trailer << /Root 1 0 R >>"), ReasonNothing},
		{"brackets.pdf", append([]byte("%PDF-1.7\n"), strings.Repeat("1 0 obj (", 100_000)...), ReasonDamaged},
		{"deep.pdf", append([]byte("%PDF-1.7\n1 0 obj "), strings.Repeat("[<<", 1_000_000)...), ReasonTooLarge},
	} {
		wantRefused(t, c.name, c.file, c.want)
	}
}
