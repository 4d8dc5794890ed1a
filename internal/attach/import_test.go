package attach

import (
	"testing"
)

const wordNumbers = `<w:numbering ` + wordSpace + `>` +
	`<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>` +
	`<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num></w:numbering>`

const wordSheet = `<w:styles ` + wordSpace + `><w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="U1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="U2"><w:name w:val="heading 2"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Our chapter"/><w:basedOn w:val="U1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>`

func item(id, level, text string) string {
	return wordP(`<w:numPr><w:ilvl w:val="`+level+`"/><w:numId w:val="`+id+`"/></w:numPr>`, text)
}

// noteInWord is a practice note as somebody writes it.
func noteInWord(t testing.TB) []byte {
	body := wordP(`<w:pStyle w:val="T"/>`, "Night lighting") +
		wordP(`<w:pStyle w:val="U1"/>`, "What was seen") +
		`<w:p><w:r><w:t xml:space="preserve">Lamps stay </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>on</w:t></w:r><w:r><w:t xml:space="preserve"> until </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>late</w:t></w:r><w:r><w:t>; see </w:t></w:r>` +
		`<w:hyperlink r:id="r5"><w:r><w:t>the standard</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>` +
		wordP(`<w:pStyle w:val="U2"/>`, "In cells") +
		item("1", "0", "one lamp") + item("1", "0", "no switch") +
		item("2", "0", "Ask the staff.") + item("2", "1", "by day") + item("2", "1", "by night") + item("2", "0", "Ask for the rule.") +
		wordP("", "Between.") + item("3", "0", "Counted on.") +
		`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Wing</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Lamps</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>A|B</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl>` +
		wordP(`<w:pStyle w:val="Own"/>`, "What to do") + wordP("", "# not a heading") + wordP("", "1. not a list, *nor* this_one _or_ [that]")
	return word(t, body, "word/styles.xml", wordSheet, "word/numbering.xml", wordNumbers,
		"word/footnotes.xml", `<w:footnotes `+wordSpace+`><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2">`+wordP("", "Rule 13.")+`</w:footnote></w:footnotes>`,
		"word/_rels/document.xml.rels", `<Relationships `+relationSpace+`><Relationship Id="r5" Type="`+officeRelations+`/hyperlink" Target="https://standards.example/13" TargetMode="External"/></Relationships>`)
}

const noteInMarkdown = `## What was seen

Lamps stay **on** until *late*; see [the standard](https://standards.example/13).\[1\]

### In cells

- one lamp
- no switch
1. Ask the staff.
    - (a) by day
    - (b) by night
2. Ask for the rule.

Between.

7. Counted on.

| Wing | Lamps |
| --- | --- |
| A\|B | 12 |

## What to do

\# not a heading

1\. not a list, \*nor\* this_one \_or\_ \[that\]

\[1\] Rule 13.`

func TestADocumentBecomesMarkdown(t *testing.T) {
	got, err := Markdown("note.docx", noteInWord(t))
	if err != nil {
		t.Fatal(err)
	}
	if got.Title != "Night lighting" || got.Text != noteInMarkdown {
		t.Errorf("the title is %q, the text\n%s\nand not\n%s", got.Title, got.Text, noteInMarkdown)
	}
}

func TestAnOpenDocumentBecomesMarkdown(t *testing.T) {
	styles := `<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/><style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>` +
		`<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>`
	body := `<text:p text:style-name="P1">Night lighting</text:p><text:h text:outline-level="1">What was   seen</text:h>` +
		`<text:p>Lamps stay <text:span text:style-name="T1">on</text:span>, see <text:a xlink:href="https://standards.example/13">the standard</text:a>.<text:note><text:note-citation>i</text:note-citation><text:note-body><text:p>Rule 13.</text:p></text:note-body></text:note></text:p>` +
		`<text:list text:style-name="L1"><text:list-item><text:p>Ask.</text:p><text:list><text:list-item><text:p>by day</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Look.</text:p></text:list-item></text:list>` +
		`<table:table><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>Wing</text:p></table:table-cell><table:table-cell><text:p>Lamps</text:p></table:table-cell></table:table-row>` +
		`<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>12</text:p></table:table-cell></table:table-row></table:table>`
	got, err := Markdown("note.odt", openDocument(t, styles, body))
	if err != nil {
		t.Fatal(err)
	}
	want := "## What was seen\n\nLamps stay **on**, see [the standard](https://standards.example/13).\\[1\\]\n\n1. Ask.\n    - by day\n2. Look.\n\n| Wing | Lamps |\n| --- | --- |\n| 12 | 12 |\n\n\\[1\\] Rule 13."
	if got.Title != "Night lighting" || got.Text != want {
		t.Errorf("the title is %q, the text\n%s\nand not\n%s", got.Title, got.Text, want)
	}
}

func TestATextIsTakenOverAsItIs(t *testing.T) {
	got, err := Markdown("note.txt", []byte("\ufeffOne\u200b line.\r\n\r\n## Heading\r\n"))
	if err != nil || got.Text != "One line.\n\n## Heading\n" {
		t.Errorf("%q, %v", got.Text, err)
	}
}

func TestAPictureHasNoText(t *testing.T) {
	_, err := Markdown("lamp.png", pngOf(t, 2, 2))
	if r, ok := err.(*Refusal); !ok || r.Reason != ReasonPicture {
		t.Errorf("it says %v", err)
	}
}
