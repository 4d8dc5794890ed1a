package attach

import (
	"fmt"
	"strconv"
	"strings"
)

const odtSpaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
	`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ` +
	`xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3"`

// writeOdt writes a fresh .odt file of a tidy document.
func writeOdt(d document) ([]byte, error) {
	const mime = "application/vnd.oasis.opendocument.text"
	var b strings.Builder
	b.WriteString(xmlHead + `<office:document-content ` + odtSpaces + `><office:automatic-styles>` +
		`<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>` +
		`<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>` +
		`<style:style style:name="BI" style:family="text"><style:text-properties fo:font-weight="bold" fo:font-style="italic"/></style:style>` +
		`<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>` +
		`</office:automatic-styles><office:body><office:text>`)
	for i, one := range d.blocks {
		if one.rows == nil {
			odtParagraph(&b, one.paragraph)
		} else {
			odtTableOf(&b, one.rows, i+1)
		}
	}
	b.WriteString(`</office:text></office:body></office:document-content>`)
	const manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
	return pack(
		part{name: "mimetype", body: mime, stored: true},
		part{name: "META-INF/manifest.xml", body: xmlHead + `<manifest:manifest xmlns:manifest="` + manifest + `" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="` + mime + `"/>` +
			`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>`},
		part{name: "content.xml", body: b.String()},
		part{name: "styles.xml", body: odtStyleSheet()},
	)
}

func odtParagraph(b *strings.Builder, p paragraph) {
	end := "</text:p>"
	switch {
	case p.title:
		b.WriteString(`<text:p text:style-name="Title">`)
	case p.heading > 0:
		fmt.Fprintf(b, `<text:h text:style-name="Heading%d" text:outline-level="%d">`, p.heading, p.heading)
		end = "</text:h>"
	case p.level > 0:
		b.WriteString(`<text:p text:style-name="` + itemStyle + strconv.Itoa(p.level) + `">`)
	default:
		b.WriteString(`<text:p>`)
	}
	for _, r := range p.lettered() {
		style := ""
		if r.bold {
			style = "B"
		}
		if r.italic {
			style += "I"
		}
		if style != "" {
			b.WriteString(`<text:span text:style-name="` + style + `">`)
		}
		odtWords(b, r.text)
		if style != "" {
			b.WriteString(`</text:span>`)
		}
	}
	b.WriteString(end)
}

// odtWords writes text in which every space counts.
func odtWords(b *strings.Builder, text string) {
	plain := 0 // begin of what can be written as it is
	for i := 0; i < len(text); i++ {
		sign := ""
		switch text[i] {
		case '\n':
			sign = "<text:line-break/>"
		case '\t':
			sign = "<text:tab/>"
		case ' ':
			if i > 0 && text[i-1] != ' ' && text[i-1] != '\n' && text[i-1] != '\t' && i+1 < len(text) {
				continue
			}
			sign = "<text:s/>"
		default:
			continue
		}
		b.WriteString(escaped(text[plain:i]) + sign)
		plain = i + 1
	}
	b.WriteString(escaped(text[plain:]))
}

func odtTableOf(b *strings.Builder, rows [][]cell, n int) {
	fmt.Fprintf(b, `<table:table table:name="T%d"><table:table-column table:number-columns-repeated="%d"/>`, n, len(rows[0]))
	for _, row := range rows {
		b.WriteString("<table:table-row>")
		for _, c := range row {
			b.WriteString(`<table:table-cell table:style-name="C" office:value-type="string">`)
			for _, p := range c {
				odtParagraph(b, p)
			}
			if len(c) == 0 {
				b.WriteString("<text:p/>")
			}
			b.WriteString("</table:table-cell>")
		}
		b.WriteString("</table:table-row>")
	}
	b.WriteString("</table:table>")
}

// odtStyleSheet is the same for every file.
func odtStyleSheet() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<office:document-styles ` + odtSpaces + `><office:styles><style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"/><style:text-properties fo:font-size="11pt"/></style:default-style>` +
		`<style:style style:name="Title" style:family="paragraph"><style:text-properties fo:font-size="22pt"/></style:style>`)
	for n := 1; n <= 6; n++ {
		fmt.Fprintf(&b, `<style:style style:name="Heading%d" style:family="paragraph" style:default-outline-level="%d"><style:text-properties fo:font-size="%dpt"/></style:style>`, n, n, 18-n)
	}
	for n := 1; n <= maxLevel; n++ {
		fmt.Fprintf(&b, `<style:style style:name="%s%d" style:family="paragraph"><style:paragraph-properties fo:margin-left="%d.75cm" fo:text-indent="-0.75cm"/></style:style>`, itemStyle, n, n)
	}
	b.WriteString(`</office:styles></office:document-styles>`)
	return b.String()
}
