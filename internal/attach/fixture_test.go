package attach

import (
	"strings"
	"testing"
)

// packed makes a packed file of names and bodies.
func packed(t testing.TB, parts ...string) []byte {
	t.Helper()
	var all []part
	for i := 0; i < len(parts); i += 2 {
		all = append(all, part{name: parts[i], body: parts[i+1], stored: parts[i] == "mimetype"})
	}
	b, err := pack(all...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const wordTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`

const relationSpace = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`

const officeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

// word makes a .docx file of the body's XML, and of further parts.
func word(t testing.TB, body string, parts ...string) []byte {
	t.Helper()
	const spaces = wordSpace + ` xmlns:r="` + officeRelations + `" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ` +
		`xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"`
	return packed(t, append([]string{
		"[Content_Types].xml", wordTypes,
		"_rels/.rels", `<Relationships ` + relationSpace + `><Relationship Id="r1" Type="` + officeRelations + `/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml", `<w:document ` + spaces + `><w:body>` + body + `</w:body></w:document>`,
	}, parts...)...)
}

// wordP is a paragraph with properties and text.
func wordP(properties, text string) string {
	return `<w:p><w:pPr>` + properties + `</w:pPr><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

const odtMime = "application/vnd.oasis.opendocument.text"

// openDocument makes an .odt file of automatic styles and a body, and of further parts.
func openDocument(t testing.TB, styles, body string, parts ...string) []byte {
	t.Helper()
	spaces := strings.Replace(odtSpaces, "office:version", `xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version`, 1)
	return packed(t, append([]string{
		"mimetype", odtMime,
		"content.xml", `<office:document-content ` + spaces + `><office:automatic-styles>` + styles + `</office:automatic-styles><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`,
	}, parts...)...)
}

// rebuildAs rebuilds a file, and checks what holds for every rebuilt file: it is of the type that it says, its text is
// read again from its bytes, and rebuilding it changes nothing.
func rebuildAs(t testing.TB, name string, file []byte) File {
	t.Helper()
	f, err := Rebuild(name, file)
	if err != nil {
		t.Fatalf("Rebuild(%s): %v", name, err)
	}
	settled(t, f)
	return f
}

func settled(t testing.TB, f File) {
	t.Helper()
	text, err := Text(f.MediaType, f.Bytes)
	if err != nil {
		t.Fatalf("the text of the rebuilt %s: %v", f.Name, err)
	}
	if text != f.Text {
		t.Fatalf("the rebuilt %s says\n%q, and was said to say\n%q", f.Name, text, f.Text)
	}
}
