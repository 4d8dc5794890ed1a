package attach

import "testing"

// Whatever stands in a part of a file: it is refused or rebuilt, a rebuilt file is rebuilt to the same bytes, and nothing
// panics.
func FuzzParts(f *testing.F) {
	f.Add(uint8(0), wordP(`<w:pStyle w:val="U1"/>`, "a")+item("2", "1", "b")+`<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr><w:p><w:r><w:tab/><w:t>c </w:t><w:br/></w:r></w:p></w:tc></w:tr></w:tbl>`)
	f.Add(uint8(0), wordP(`<w:pStyle w:val="`+itemStyle+`2"/>`, "a\tb")+wordP(`<w:pStyle w:val="T"/>`, "t"))
	f.Add(uint8(1), `<text:p>a <text:s text:c="3"/>b<text:tab/></text:p><text:list><text:list-item><text:p>c</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>d</text:p></table:table-cell></table:table-row></table:table>`)
	f.Add(uint8(2), `<sheetData><row r="3"><c r="B3"><v>0.5</v></c><c t="inlineStr"><is><t> a</t></is></c><c s="1"><v>45363</v></c></row></sheetData>`)
	f.Add(uint8(3), "a,\"b;c\"\n=d, e\n;,\n")
	f.Add(uint8(4), "BT /F 10 Tf 20 280 Td (a b) Tj 100 0 Td (c) Tj 0 -40 Td (d) Tj ET 0 g 5 5 100 100 re f")
	f.Add(uint8(5), "# a <!-- b --> c\r\n")
	f.Fuzz(func(t *testing.T, kind uint8, body string) {
		name, file := "", []byte(nil)
		switch kind % 6 {
		case 0:
			name, file = "a.docx", word(t, body, "word/styles.xml", wordSheet, "word/numbering.xml", wordNumbers)
		case 1:
			name, file = "a.odt", openDocument(t, "", body)
		case 2:
			name, file = "a.xlsx", workbook(t, body, "xl/styles.xml", `<styleSheet `+sheetSpace+`><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>`)
		case 3:
			name, file = "a.csv", []byte(body)
		case 4:
			name, file = "a.pdf", sheetOfPaper(t, body)
		case 5:
			name, file = "a.md", []byte(body)
		}
		if r, err := Rebuild(name, file); err == nil {
			settled(t, r)
		}
		_, _ = Markdown(name, file) // refused or not, it must come back
	})
}
