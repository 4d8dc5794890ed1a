package attach

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// itemStyle is the beginning of the style names of items in rebuilt files; a level follows.
const itemStyle = "PraxisItem"

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// writeWord writes a fresh .docx file of a tidy document.
func writeWord(d document) ([]byte, error) {
	const types = "http://schemas.openxmlformats.org/package/2006/content-types"
	const relations = "http://schemas.openxmlformats.org/package/2006/relationships"
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
	var body strings.Builder
	body.WriteString(xmlHead + `<w:document ` + wordSpace + `><w:body>`)
	for i, b := range d.blocks {
		if b.rows == nil {
			wordParagraph(&body, b.paragraph)
			continue
		}
		wordTable(&body, b.rows)
		if i+1 == len(d.blocks) || d.blocks[i+1].rows != nil {
			body.WriteString("<w:p/>") // two tables would become one
		}
	}
	body.WriteString(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return pack(
		part{name: "[Content_Types].xml", body: xmlHead + `<Types xmlns="` + types + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + word + `.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + word + `.styles+xml"/></Types>`},
		part{name: "_rels/.rels", body: xmlHead + `<Relationships xmlns="` + relations + `"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="word/document.xml"/></Relationships>`},
		part{name: "word/_rels/document.xml.rels", body: xmlHead + `<Relationships xmlns="` + relations + `"><Relationship Id="rId1" Type="` + office + `/styles" Target="styles.xml"/></Relationships>`},
		part{name: "word/document.xml", body: body.String()},
		part{name: "word/styles.xml", body: wordStyleSheet()},
	)
}

func wordParagraph(b *strings.Builder, p paragraph) {
	style := ""
	switch {
	case p.title:
		style = "Title"
	case p.heading > 0:
		style = "Heading" + strconv.Itoa(p.heading)
	case p.level > 0:
		style = itemStyle + strconv.Itoa(p.level)
	}
	b.WriteString("<w:p>")
	if style != "" {
		b.WriteString(`<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	}
	for _, r := range p.lettered() {
		wordRun(b, r)
	}
	b.WriteString("</w:p>")
}

// lettered are the runs as a file without numbering has them: with the label as text in front.
func (p paragraph) lettered() []run {
	switch {
	case p.label == "":
		return p.runs
	case p.level > 0:
		return append([]run{{text: p.label + "\t"}}, p.runs...)
	}
	return append([]run{{text: p.label + " "}}, p.runs...)
}

func wordRun(b *strings.Builder, r run) {
	b.WriteString("<w:r>")
	if r.bold || r.italic {
		b.WriteString("<w:rPr>")
		if r.bold {
			b.WriteString("<w:b/>")
		}
		if r.italic {
			b.WriteString("<w:i/>")
		}
		b.WriteString("</w:rPr>")
	}
	for i, line := range strings.Split(r.text, "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		for j, words := range strings.Split(line, "\t") {
			if j > 0 {
				b.WriteString("<w:tab/>")
			}
			if words != "" {
				b.WriteString(`<w:t xml:space="preserve">` + escaped(words) + `</w:t>`)
			}
		}
	}
	b.WriteString("</w:r>")
}

// escaped is text as it stands in XML.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes all
	return b.String()
}

func wordTable(b *strings.Builder, rows [][]cell) {
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="PraxisTable"/><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>`)
	b.WriteString(strings.Repeat("<w:gridCol/>", len(rows[0])))
	b.WriteString("</w:tblGrid>")
	for _, row := range rows {
		b.WriteString("<w:tr>")
		for _, c := range row {
			b.WriteString("<w:tc>")
			for _, p := range c {
				wordParagraph(b, p)
			}
			if len(c) == 0 {
				b.WriteString("<w:p/>")
			}
			b.WriteString("</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>")
}

// wordStyleSheet is the same for every file.
func wordStyleSheet() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles ` + wordSpace + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="44"/></w:rPr></w:style>`)
	for n := 1; n <= 6; n++ {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="Heading%d"><w:name w:val="heading %d"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="%d"/></w:pPr><w:rPr><w:sz w:val="%d"/></w:rPr></w:style>`, n, n, n-1, 36-2*n)
	}
	for n := 1; n <= maxLevel; n++ {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s%d"><w:name w:val="%s%d"/><w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="left" w:pos="%d"/></w:tabs><w:ind w:left="%d" w:hanging="425"/></w:pPr></w:style>`, itemStyle, n, itemStyle, n, 425*n, 425*n)
	}
	b.WriteString(`<w:style w:type="table" w:styleId="PraxisTable"><w:name w:val="PraxisTable"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
	}
	b.WriteString(`</w:tblBorders></w:tblPr></w:style></w:styles>`)
	return b.String()
}
