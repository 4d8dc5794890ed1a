package attach

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// number formats: what a number or a date looks like in a cell. The engine that works them out gets a fresh file of
// nothing but numbers and formats, so that it meets no part of the file that somebody sent.

// figure is a number and the number of its format.
type figure struct {
	value  string
	format int
}

// figures works out how figures look.
type figures struct {
	codes  map[int]string // formats that the file defines itself
	date04 bool           // days are counted from 1904
	shown  map[figure]string
}

// longestCode is how long a format may be, in bytes; spreadsheet programs allow 255 characters.
const longestCode = 1020

// show fills in how the figures look. What cannot be worked out looks like the plain number.
func (f *figures) show(all []figure) (err error) {
	f.shown = make(map[figure]string, len(all))
	var formatted []figure
	for _, one := range all {
		if _, ok := f.shown[one]; ok {
			continue
		}
		f.shown[one] = general(one.value)
		code, own := f.codes[one.format]
		if one.format != 0 && (!own || len(code) <= longestCode && !strings.EqualFold(code, "general")) {
			formatted = append(formatted, one)
		}
	}
	if len(formatted) == 0 {
		return nil
	}
	defer func() {
		if failed := recover(); failed != nil { // the engine, on a format that it does not know
			err = refuseFor(ReasonDamaged, fmt.Errorf("number formats: %v", failed))
		}
	}()
	return f.ask(formatted)
}

// general is a number as it looks without a format: whole numbers of up to 15 digits whole, others with 10 digits.
func general(value string) string {
	x, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value
	}
	if x == float64(int64(x)) && x < 1e15 && x > -1e15 {
		return strconv.FormatInt(int64(x), 10)
	}
	return strconv.FormatFloat(x, 'G', 10, 64)
}

// ask writes the figures below each other into a fresh file, and reads how they look.
func (f *figures) ask(formatted []figure) error {
	styles := map[int]int{}
	var numFmts, xfs, rows strings.Builder
	for i, one := range formatted {
		if _, ok := styles[one.format]; !ok {
			styles[one.format] = len(styles) + 1
			fmt.Fprintf(&xfs, `<xf numFmtId="%d" applyNumberFormat="1"/>`, one.format)
			if code, ok := f.codes[one.format]; ok {
				fmt.Fprintf(&numFmts, `<numFmt numFmtId="%d" formatCode="%s"/>`, one.format, escaped(code))
			}
		}
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d" s="%d"><v>%s</v></c></row>`, i+1, i+1, styles[one.format], escaped(one.value))
	}
	book := ""
	if f.date04 {
		book = `<workbookPr date1904="1"/>`
	}
	file, err := sheetPackage(book, []string{"S"}, []string{rows.String()}, `<numFmts>`+numFmts.String()+`</numFmts><cellXfs><xf numFmtId="0"/>`+xfs.String()+`</cellXfs>`)
	if err != nil {
		return err
	}
	x, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd", LongTimePattern: "hh:mm:ss"})
	if err != nil {
		return refuseFor(ReasonDamaged, err)
	}
	defer func() { _ = x.Close() }() // it has no file
	each, err := x.Rows("S")
	if err != nil {
		return refuseFor(ReasonDamaged, err)
	}
	for i := 0; each.Next() && i < len(formatted); i++ {
		cells, err := each.Columns()
		if err != nil {
			return refuseFor(ReasonDamaged, err)
		}
		look := ""
		if len(cells) > 0 {
			look = cells[0]
		}
		f.shown[formatted[i]] = look
	}
	return nil
}

// sheetPackage is a fresh .xlsx file of sheets with their rows.
func sheetPackage(book string, names, rows []string, styles string) ([]byte, error) {
	const space = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const relations = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
	var types, links, list strings.Builder
	var sheets []part
	for i, name := range names {
		path := fmt.Sprintf("worksheets/sheet%d.xml", i+1)
		fmt.Fprintf(&types, `<Override PartName="/xl/%s" ContentType="%s.worksheet+xml"/>`, path, kind)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/worksheet" Target="%s"/>`, i+2, office, path)
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escaped(name), i+1, i+2)
		sheets = append(sheets, part{name: "xl/" + path, body: xmlHead + `<worksheet ` + space + `><sheetData>` + rows[i] + `</sheetData></worksheet>`})
	}
	return pack(append([]part{
		{name: "[Content_Types].xml", body: xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + kind + `.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + kind + `.styles+xml"/>` + types.String() + `</Types>`},
		{name: "_rels/.rels", body: xmlHead + `<Relationships ` + relations + `><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{name: "xl/workbook.xml", body: xmlHead + `<workbook ` + space + ` xmlns:r="` + office + `">` + book + `<sheets>` + list.String() + `</sheets></workbook>`},
		{name: "xl/_rels/workbook.xml.rels", body: xmlHead + `<Relationships ` + relations + `><Relationship Id="rId1" Type="` + office + `/styles" Target="styles.xml"/>` + links.String() + `</Relationships>`},
		{name: "xl/styles.xml", body: xmlHead + `<styleSheet ` + space + `>` + styles + `</styleSheet>`},
	}, sheets...)...)
}
