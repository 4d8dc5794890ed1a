package attach

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const sheetTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`

const sheetSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + officeRelations + `"`

// workbook makes an .xlsx file of one visible sheet's XML, and of further parts.
func workbook(t testing.TB, sheet string, parts ...string) []byte {
	t.Helper()
	return packed(t, append([]string{
		"[Content_Types].xml", sheetTypes,
		"_rels/.rels", `<Relationships ` + relationSpace + `><Relationship Id="r1" Type="` + officeRelations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook ` + sheetSpace + `><sheets><sheet name="Counts" sheetId="1" r:id="s1"/><sheet name="KRWH900VJX" state="hidden" sheetId="2" r:id="s2"/><sheet name="KRWH901VJX" state="veryHidden" sheetId="3" r:id="s2"/></sheets>` +
			`<definedNames><definedName name="KRWH902VJX">"KRWH903VJX"</definedName></definedNames></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships ` + relationSpace + `><Relationship Id="s1" Type="` + officeRelations + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="s2" Type="` + officeRelations + `/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet ` + sheetSpace + `>` + sheet + `</worksheet>`,
		"xl/worksheets/sheet2.xml", `<worksheet ` + sheetSpace + `><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>KRWH904VJX</t></is></c></row></sheetData></worksheet>`,
	}, parts...)...)
}

func sheetHiding(t *testing.T) hiding {
	h := hiding{name: "counts.xlsx", hidden: []string{"KRWH900VJX", "KRWH901VJX", "KRWH902VJX", "KRWH903VJX", "KRWH904VJX"}}
	p := planter{h: &h}
	in := func(at, style, text string) string {
		return `<c r="` + at + `" s="` + style + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
	}
	sheet := `<cols><col min="3" max="3" hidden="1"/><col min="5" max="6" width="0"/></cols><sheetData>` +
		`<row r="1">` + in("A1", "0", p.show()) + in("B1", "0", p.show()) + in("C1", "0", p.hide()) + in("E1", "0", p.hide()) + `</row>` +
		`<row r="2" hidden="1">` + in("A2", "0", p.hide()) + `</row><row r="3" ht="0">` + in("A3", "0", p.hide()) + `</row>` +
		`<row r="4">` + in("A4", "1", p.hide()) + in("B4", "2", p.show()) + in("D4", "3", p.hide()) + `</row>` +
		`<row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5" t="s"><v>2</v></c><c r="D5" t="str"><f>HYPERLINK("` + p.hide() + `")</f><v>` + p.show() + `</v></c></row>` +
		`</sheetData><headerFooter><oddHeader>` + p.hide() + `</oddHeader></headerFooter><dataValidations><dataValidation><formula1>` + p.hide() + `</formula1></dataValidation></dataValidations>`
	h.file = workbook(t, sheet,
		"xl/sharedStrings.xml", `<sst `+sheetSpace+`><si><t>`+p.hide()+`</t></si><si><t>`+p.show()+`</t></si><si><r><t>`+p.show()+`</t></r><r><rPr><color rgb="FFFFFFFF"/></rPr><t>`+p.hide()+`</t></r><rPh><t>`+p.hide()+`</t></rPh></si></sst>`,
		"xl/styles.xml", `<styleSheet `+sheetSpace+`><fonts><font/><font><color rgb="FFFFFFFF"/></font><font><color theme="0"/></font><font><sz val="1"/></font></fonts><fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FF000080"/></patternFill></fill></fills>`+
			`<cellXfs><xf/><xf fontId="1"/><xf fontId="2" fillId="1"/><xf fontId="3"/></cellXfs></styleSheet>`,
		"xl/comments1.xml", p.hide(), "xl/threadedComments/a.xml", p.hide(), "xl/persons/p.xml", p.hide(), "xl/pivotCache/pivotCacheRecords1.xml", p.hide(), "xl/externalLinks/externalLink1.xml", p.hide(),
		"docProps/core.xml", p.hide(), "docProps/app.xml", p.hide(), "customXml/item1.xml", p.hide(), "xl/drawings/drawing1.xml", p.hide(), "xl/printerSettings/p.bin", p.hide(), "xl/media/image1.png", p.hide())
	return h
}

func TestNumbersStandAsTheyAreShown(t *testing.T) {
	styles := `<styleSheet ` + sheetSpace + `><numFmts><numFmt numFmtId="170" formatCode="dd.mm.yyyy"/><numFmt numFmtId="171" formatCode=";;;"/><numFmt numFmtId="172" formatCode="#,##0.0 &quot;m²&quot;"/></numFmts>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs></styleSheet>`
	cell := func(at, style, value string) string {
		return `<c r="` + at + `" s="` + style + `"><v>` + value + `</v></c>`
	}
	file := workbook(t, `<sheetData><row r="1">`+cell("A1", "0", "0.30000000000000004")+cell("B1", "1", "45363")+cell("C1", "2", "4471920")+cell("D1", "3", "1234.56")+cell("E1", "4", "0.125")+cell("F1", "5", "45363")+cell("G1", "0", "12")+`<c r="H1" t="b"><v>1</v></c></row></sheetData>`, "xl/styles.xml", styles)
	f := rebuildAs(t, "counts.xlsx", file)
	if want := "Counts\n\n| 0.3 | 12.03.2024 | 1,234.6 m² | 13% | 2024-03-12 | 12 | TRUE |\n| --- | --- | --- | --- | --- | --- | --- |"; f.Text != want {
		t.Errorf("the text is\n%s\nand not\n%s", f.Text, want)
	}
}

func TestARebuiltSheetIsReadByOthers(t *testing.T) {
	h := sheetHiding(t)
	f := rebuildAs(t, h.name, h.file)
	x, err := excelize.OpenReader(bytes.NewReader(f.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := x.GetRows("Counts")
	if err != nil || len(rows) != 3 || rows[0][0] != h.visible[0] {
		t.Errorf("another program reads %q, %v", rows, err)
	}
	if list := x.GetSheetList(); len(list) != 1 {
		t.Errorf("there are the sheets %q", list)
	}
}

func TestSheetsFarOutAreSmall(t *testing.T) {
	f := rebuildAs(t, "far.xlsx", workbook(t, `<sheetData><row r="1000000"><c r="XFD1000000"><v>7</v></c></row></sheetData>`))
	if f.Text != "Counts\n\n| 7 |\n| --- |" {
		t.Errorf("the text is %q", f.Text)
	}
	var rows strings.Builder
	for n := 1; n <= 3000; n++ {
		rows.WriteString(`<row><c r="` + columnName(n) + `1"><v>7</v></c></row>`)
	}
	wantRefused(t, "diagonal.xlsx", workbook(t, `<sheetData>`+rows.String()+`</sheetData>`), ReasonTooLarge)
}

func TestSheetNamesAreWritable(t *testing.T) {
	taken := map[string]bool{}
	for _, c := range [][2]string{{"A/B", "A-B"}, {"a-b", "a-b 2"}, {"", "Sheet"}, {strings.Repeat("é", 40), strings.Repeat("é", 31)}, {strings.Repeat("É", 35), strings.Repeat("É", 29) + " 2"}} {
		if got := sheetName(c[0], taken); got != c[1] {
			t.Errorf("%q becomes %q, not %q", c[0], got, c[1])
		}
	}
}
