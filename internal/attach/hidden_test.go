package attach

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"testing"
)

// hiding is a file with strings in every place where something can stand unseen, and some that are visible.
type hiding struct {
	name    string
	file    []byte
	hidden  []string
	visible []string
}

// planter hands out strings that are found again wherever they end up.
type planter struct {
	h *hiding
	n int
}

func (p *planter) next(sort string) string {
	p.n++
	return fmt.Sprintf("KRW%s%03dVJX", sort, p.n)
}

func (p *planter) hide() string {
	s := p.next("H")
	p.h.hidden = append(p.h.hidden, s)
	return s
}

func (p *planter) show() string {
	s := p.next("S")
	p.h.visible = append(p.h.visible, s)
	return s
}

// everywhere is what somebody who looks finds in a file: its bytes, and those of its parts and streams.
func everywhere(file []byte, depth int) []byte {
	all := bytes.Clone(file)
	if depth > 3 {
		return all
	}
	if z, err := zip.NewReader(bytes.NewReader(file), int64(len(file))); err == nil {
		all = append(all, z.Comment...)
		for _, f := range z.File {
			all = append(all, f.Name+f.Comment+string(f.Extra)...)
			if r, err := f.Open(); err == nil {
				if b, err := io.ReadAll(r); err == nil {
					all = append(all, everywhere(b, depth+1)...)
				}
			}
		}
	}
	for at := 0; ; at++ {
		next := bytes.IndexByte(file[at:], 0x78) // the first byte of a zlib stream
		if next < 0 {
			return all
		}
		at += next
		if r, err := zlib.NewReader(bytes.NewReader(file[at:])); err == nil {
			b, _ := io.ReadAll(io.LimitReader(r, 1<<20)) // what there is, even if the stream is cut
			all = append(all, b...)
		}
	}
}

func (h hiding) finds(t *testing.T, file []byte, s string) bool {
	t.Helper()
	all := everywhere(file, 0)
	wide := utf16(s)
	swapped := append([]byte{0}, wide[:len(wide)-1]...)
	for _, form := range [][]byte{[]byte(s), wide, swapped, fmt.Appendf(nil, "%x", s), fmt.Appendf(nil, "%X", s)} {
		if bytes.Contains(all, form) {
			return true
		}
	}
	return false
}

func hidings(t *testing.T) []hiding {
	return []hiding{wordHiding(t), odtHiding(t), sheetHiding(t), paperHiding(t), csvHiding(), textHiding(), photographHiding(t)}
}

func TestHiddenStringsDoNotSurvive(t *testing.T) {
	planted := 0
	for _, h := range hidings(t) {
		f := rebuildAs(t, h.name, h.file)
		for _, s := range h.hidden {
			planted++
			if !bytes.Contains(everywhere(h.file, 0), []byte(s)) && !strings.HasSuffix(h.name, ".pdf") {
				t.Errorf("%s: %s was not planted", h.name, s)
			}
			if h.finds(t, f.Bytes, s) || strings.Contains(f.Text, s) {
				t.Errorf("%s: %s survives", h.name, s)
			}
		}
		if len(f.Left) == 0 {
			t.Errorf("%s: nothing is said to be left behind", h.name)
		}
	}
	if planted < 60 {
		t.Errorf("only %d strings were planted", planted)
	}
}

func TestVisibleStringsSurvive(t *testing.T) {
	for _, h := range hidings(t) {
		f := rebuildAs(t, h.name, h.file)
		for _, s := range h.visible {
			if !strings.Contains(f.Text, s) || !h.finds(t, f.Bytes, s) {
				t.Errorf("%s: %s is lost", h.name, s)
			}
		}
	}
}

func wordHiding(t *testing.T) hiding {
	h := hiding{name: "note.docx"}
	p := planter{h: &h}
	run := func(properties, text string) string {
		return `<w:p><w:r><w:rPr>` + properties + `</w:rPr><w:t>` + text + `</w:t></w:r></w:p>`
	}
	cellOf := func(properties, text string) string {
		return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + text + `</w:tc>`
	}
	body := run("", p.show()) + run(`<w:vanish/>`, p.hide()) + run(`<w:color w:val="FFFFFF"/>`, p.hide()) + run(`<w:color w:val="FEFEFE"/>`, p.hide()) +
		run(`<w:sz w:val="2"/>`, p.hide()) + run(`<w:rStyle w:val="Unseen"/>`, p.hide()) + run(`<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>`, p.hide()) +
		run(`<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>`, p.hide()) + run(`<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="203864"/>`, p.show()) +
		run(`<w:color w:themeColor="background1"/>`, p.hide()) + run(`<w:vanish w:val="0"/>`, p.show()) +
		wordP(`<w:pStyle w:val="UnseenToo"/>`, p.hide()) + wordP(`<w:rPr><w:vanish/></w:rPr>`, p.show()) +
		`<w:p><w:del w:author="` + p.hide() + `"><w:r><w:delText>` + p.hide() + `</w:delText></w:r></w:del><w:ins w:author="` + p.hide() + `" w:date="2024-01-01T00:00:00Z"><w:r><w:t>` + p.show() + `</w:t></w:r></w:ins></w:p>` +
		`<w:p><w:moveFrom w:author="` + p.hide() + `"><w:r><w:t>` + p.hide() + `</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>` + p.show() + `</w:t></w:r></w:moveTo></w:p>` +
		`<w:p><w:pPr><w:rPr><w:del w:author="` + p.hide() + `"/></w:rPr><w:pPrChange w:author="` + p.hide() + `"/></w:pPr><w:r><w:rPr><w:rPrChange w:author="` + p.hide() + `"/></w:rPr><w:t>x</w:t></w:r></w:p>` +
		`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF ` + p.hide() + `</w:instrText></w:r><w:r><w:t>` + p.hide() + `</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>` + p.show() + `</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>` +
		`<w:p><w:fldSimple w:instr="AUTHOR ` + p.hide() + `"><w:r><w:t>` + p.show() + `</w:t></w:r></w:fldSimple><w:bookmarkStart w:name="` + p.hide() + `"/></w:p>` +
		`<w:p><w:hyperlink r:id="r7" w:tooltip="` + p.hide() + `"><w:r><w:t>` + p.show() + `</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id="3"/></w:r></w:p>` +
		`<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr descr="` + p.hide() + `"/><wps:txbx><w:txbxContent>` + run("", p.show()) + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + run("", p.hide()) + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>` +
		`<w:p><w:r><w:drawing><wp:docPr hidden="1"/><wps:txbx><w:txbxContent>` + run("", p.hide()) + `</w:txbxContent></wps:txbx></w:drawing></w:r></w:p>` +
		`<w:sdt><w:sdtPr><w:alias w:val="` + p.hide() + `"/><w:dropDownList><w:listItem w:displayText="` + p.hide() + `"/></w:dropDownList></w:sdtPr><w:sdtContent>` + run("", p.show()) + `</w:sdtContent></w:sdt>` +
		`<w:tbl><w:tr>` + cellOf("", run("", p.show())) + cellOf(`<w:shd w:fill="808080"/>`, run(`<w:color w:val="808080"/>`, p.hide())) + `</w:tr><w:tr><w:trPr><w:hidden/></w:trPr>` + cellOf("", run("", p.hide())) + `</w:tr>` +
		`<w:tr><w:trPr><w:del w:author="x"/></w:trPr>` + cellOf("", run("", p.hide())) + `</w:tr></w:tbl><!-- ` + p.hide() + ` -->`
	h.file = word(t, body,
		"word/styles.xml", `<w:styles `+wordSpace+`><w:style w:type="character" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>`+
			`<w:style w:type="paragraph" w:styleId="UnseenToo"><w:name w:val="`+p.hide()+`"/><w:basedOn w:val="Base"/></w:style></w:styles>`,
		"word/footnotes.xml", `<w:footnotes `+wordSpace+`><w:footnote w:id="3">`+wordP("", p.show())+`</w:footnote><w:footnote w:id="9">`+wordP("", p.hide())+`</w:footnote></w:footnotes>`,
		"word/comments.xml", `<w:comments>`+p.hide()+`</w:comments>`, "word/people.xml", p.hide(), "customXml/item1.xml", "<a>"+p.hide()+"</a>",
		"docProps/core.xml", "<a>"+p.hide()+"</a>", "docProps/app.xml", "<a>"+p.hide()+"</a>", "docProps/custom.xml", "<a>"+p.hide()+"</a>", "docProps/thumbnail.jpeg", p.hide(),
		"word/header1.xml", p.hide(), "word/settings.xml", "<a rsid='"+p.hide()+"'/>", "word/embeddings/oleObject1.bin", p.hide(), "word/media/"+p.hide()+".png", string(pngOf(t, 1, 1)),
		"word/glossary/document.xml", p.hide(),
		"word/_rels/document.xml.rels", `<Relationships `+relationSpace+`><Relationship Id="r7" Type="`+officeRelations+`/hyperlink" Target="https://share.example/`+p.hide()+`" TargetMode="External"/><Relationship Id="r8" Type="`+officeRelations+`/attachedTemplate" Target="file:///C:/Users/`+p.hide()+`/t.dotm" TargetMode="External"/></Relationships>`)
	return h
}

func odtHiding(t *testing.T) hiding {
	h := hiding{name: "letter.odt"}
	p := planter{h: &h}
	style := func(name, properties string) string {
		return `<style:style style:name="` + name + `" style:family="text"><style:text-properties ` + properties + `/></style:style>`
	}
	span := func(style, text string) string {
		return `<text:p><text:span text:style-name="` + style + `">` + text + `</text:span></text:p>`
	}
	styles := style("N", `text:display="none"`) + style("W", `fo:color="#ffffff"`) + style("S", `fo:font-size="1pt"`) + style("G", `fo:color="#eeeeee" fo:background-color="#eeeeee"`) +
		`<style:style style:name="PW" style:family="paragraph"><style:text-properties fo:color="#ffffff"/></style:style><style:style style:name="PD" style:family="paragraph"><style:paragraph-properties fo:background-color="#000080"/><style:text-properties fo:color="#ffffff"/></style:style>`
	cells := func(text string) string {
		return `<table:table-cell><text:p>` + text + `</text:p></table:table-cell>`
	}
	body := `<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>` + p.hide() + `</dc:creator></office:change-info><text:p>` + p.hide() + `</text:p></text:deletion></text:changed-region></text:tracked-changes>` +
		`<text:p>` + p.show() + `<office:annotation><dc:creator>` + p.hide() + `</dc:creator><text:p>` + p.hide() + `</text:p></office:annotation></text:p>` +
		span("N", p.hide()) + span("W", p.hide()) + span("S", p.hide()) + span("G", p.hide()) +
		`<text:p text:style-name="PW">` + p.hide() + `</text:p><text:p text:style-name="PD">` + p.show() + `</text:p>` +
		`<text:section text:name="` + p.hide() + `" text:display="none"><text:p>` + p.hide() + `</text:p></text:section><text:section><text:p>` + p.show() + `</text:p></text:section>` +
		`<text:p><text:hidden-text text:string-value="` + p.hide() + `">` + p.hide() + `</text:hidden-text><text:author-name>` + p.show() + `</text:author-name></text:p>` +
		`<text:p><text:hidden-paragraph text:is-hidden="true"/>` + p.hide() + `</text:p><text:p>Form<text:script>` + p.hide() + `</text:script></text:p>` +
		`<text:p><text:a xlink:href="https://share.example/` + p.hide() + `">` + p.show() + `</text:a><text:bookmark text:name="` + p.hide() + `"/></text:p>` +
		`<text:p><draw:frame draw:name="` + p.hide() + `"><draw:text-box><text:p>` + p.show() + `</text:p></draw:text-box></draw:frame><draw:frame><draw:image xlink:href="Pictures/x.png"/><svg:desc xmlns:svg="x">` + p.hide() + `</svg:desc></draw:frame></text:p>` +
		`<table:table table:name="` + p.hide() + `"><table:table-column/><table:table-column table:visibility="collapse"/><table:table-row>` + cells(p.show()) + cells(p.hide()) + `</table:table-row><table:table-row table:visibility="collapse">` + cells(p.hide()) + cells(p.hide()) + `</table:table-row></table:table>`
	h.file = openDocument(t, styles, body, "meta.xml", "<m>"+p.hide()+"</m>", "settings.xml", "<m>"+p.hide()+"</m>", "Thumbnails/thumbnail.png", p.hide(), "Configurations2/x.xml", p.hide(), "Object 1/content.xml", p.hide(), "Pictures/x.png", p.hide(), "Versions/1", p.hide())
	return h
}

func csvHiding() hiding {
	h := hiding{name: "counts.csv"}
	p := planter{h: &h}
	h.file = []byte("\ufeff\u200bWing;" + p.show() + "\r\n=1;" + p.show() + "\r\n")
	return h
}

func textHiding() hiding {
	h := hiding{name: "note.md"}
	p := planter{h: &h}
	h.file = []byte("# " + p.show() + "\n\n<!-- " + p.hide() + " -->\nText " + p.show() + "\n\n<!-- open " + p.hide())
	return h
}

func photographHiding(t *testing.T) hiding {
	h := hiding{name: "yard.jpg"}
	p := planter{h: &h}
	h.file = photograph(t, 3, "http://ns.adobe.com/xap/1.0/\x00"+p.hide(), p.hide())
	h.file = append(h.file, p.hide()...)
	return h
}

func TestOnlyRebuiltFilesHaveAText(t *testing.T) {
	for _, h := range hidings(t) {
		f := rebuildAs(t, h.name, h.file)
		if text, err := Text(f.MediaType, h.file); err == nil {
			t.Errorf("%s, which was not rebuilt, has the text %q", h.name, text)
		}
		if text, err := Text(MediaOdt, rebuildAs(t, "a.txt", []byte("a")).Bytes); err == nil {
			t.Errorf("a text under another type has the text %q", text)
		}
	}
}

// Whatever a file holds: it is refused or rebuilt, a rebuilt one is rebuilt to the same bytes, and nothing panics.
func FuzzRebuild(f *testing.F) {
	t := &testing.T{}
	for _, h := range hidings(t) {
		f.Add(h.name, h.file)
	}
	f.Add("note.docx", noteInWord(f))
	f.Add("plan.png", pngOf(f, 3, 3))
	f.Fuzz(func(t *testing.T, name string, file []byte) {
		if r, err := Rebuild(name, file); err == nil {
			settled(t, r)
		}
		_, _ = Markdown(name, file) // refused or not, it must come back
	})
}
