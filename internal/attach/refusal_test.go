package attach

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"strings"
	"testing"
)

func crcOf(b []byte) []byte { return binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(b)) }

func wantRefused(t *testing.T, name string, file []byte, want Reason) {
	t.Helper()
	f, err := Rebuild(name, file)
	r, ok := errors.AsType[*Refusal](err)
	if !ok || r.Reason != want {
		t.Errorf("%s: refused with %v (%d bytes), want %s", name, err, len(f.Bytes), want)
	}
}

func TestWhatCannotBeRebuiltIsRefused(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 504)
	picture := string(pngOf(t, 2, 2))
	macros := string(word(t, wordP("", "x"), "word/vbaProject.bin", "x"))
	for _, c := range []struct {
		name, file string
		want       Reason
	}{
		{"empty.docx", "", ReasonEmpty},
		{"large.txt", strings.Repeat("x", MaxFile+1), ReasonTooLarge},
		{"bundle.zip", string(packed(t, "a.docx", "x")), ReasonArchive},
		{"bundle.docx", string(packed(t, "a.docx", "x")), ReasonArchive},
		{"bundle.gz", "\x1f\x8b\x08xxxx", ReasonArchive},
		{"old.doc", ole, ReasonOld},
		{"old.rtf", `{\rtf1 x}`, ReasonOld},
		{"locked.docx", ole + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", ReasonEncrypted},
		{"macros.docm", macros, ReasonMacros},
		{"macros.docx", macros, ReasonMacros},
		{"macros.odt", string(openDocument(t, "", "<text:p>x</text:p>", "Basic/Standard/Module1.xml", "x")), ReasonMacros},
		{"locked.odt", string(openDocument(t, "", "", "META-INF/manifest.xml", `<manifest:encryption-data/>`)), ReasonEncrypted},
		{"lies.jpg", picture, ReasonLies},
		{"lies.png", "just words", ReasonLies},
		{"lies.txt", picture, ReasonLies},
		{"lies.odt", string(word(t, wordP("", "x"))), ReasonLies},
		{"page.html", "<p>x", ReasonUnknown},
		{"slides.odp", string(packed(t, "mimetype", "application/vnd.oasis.opendocument.presentation")), ReasonUnknown},
		{"latin.txt", "Caf\xe9", ReasonNotText},
		{"binary.csv", "a\x00b", ReasonNotText},
		{"nothing.txt", " \u200b\n", ReasonNothing},
		{"nothing.docx", string(word(t, wordP("", " "))), ReasonNothing},
		{"cut.docx", string(word(t, "<w:p><w:r><w:t>x")), ReasonDamaged},
		{"cut.png", picture[:40], ReasonDamaged},
		{"entities.docx", string(packed(t, "[Content_Types].xml", wordTypes, "word/document.xml",
			`<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><w:document `+wordSpace+`><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`)), ReasonDamaged},
		{"quotes.csv", "a,\"b\nc", ReasonDamaged},
	} {
		wantRefused(t, c.name, []byte(c.file), c.want)
	}
}

// Every refusal is one sentence, in three languages, that says after a colon what to do.
func TestEveryRefusalSaysWhatToDo(t *testing.T) {
	for reason := range refusals {
		seen := map[string]bool{}
		for _, language := range []string{"en", "fr", "es"} {
			s := (&Refusal{Reason: reason}).In(language)
			if _, advice, ok := strings.Cut(s, ": "); !ok && !strings.Contains(s, " : ") || ok && advice == "" || seen[s] {
				t.Errorf("%s in %s: %q", reason, language, s)
			}
			seen[s] = true
		}
	}
	for kind := range lefts {
		if l := (Left{Kind: kind, Count: 3}); l.In("en") == "" || l.In("fr") == l.In("en") || l.In("es") == l.In("en") {
			t.Errorf("%s is left behind without words", kind)
		}
	}
}

// bomb is a packed file with a part of n zeros.
func bomb(t testing.TB, name string, n int, more ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(more); i += 2 {
		m, err := w.Create(more[i])
		if err == nil {
			_, err = m.Write([]byte(more[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	m, err := w.Create(name)
	for chunk := make([]byte, 1<<20); err == nil && n > 0; n -= len(chunk) {
		_, err = m.Write(chunk)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBombsAreNotUnpacked(t *testing.T) {
	wantRefused(t, "bomb.docx", bomb(t, "word/document.xml", 64<<20, "[Content_Types].xml", wordTypes), ReasonPacked)
	// One that lies about its size is read no further than a part may be.
	file := bomb(t, "word/document.xml", maxMember+1<<20, "[Content_Types].xml", wordTypes)
	at := bytes.LastIndex(file, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(file[at+24:], 1000)
	if _, err := Rebuild("bomb.docx", file); err == nil {
		t.Error("a part that lies about its size passes")
	}
	wantRefused(t, "deep.docx", word(t, strings.Repeat("<w:sdt>", 5000)+strings.Repeat("</w:sdt>", 5000)), ReasonPacked)
	wantRefused(t, "tables.docx", word(t, strings.Repeat("<w:tbl><w:tr><w:tc>", 50)+strings.Repeat("</w:tc></w:tr></w:tbl>", 50)), ReasonPacked)
	rows := `<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`
	wantRefused(t, "rows.odt", openDocument(t, "", rows), ReasonTooLarge)
	long := `<table:table><table:table-row table:number-rows-repeated="900000"><table:table-cell><text:p>` + strings.Repeat("x", 4000) + `</text:p></table:table-cell></table:table-row></table:table>`
	wantRefused(t, "long.odt", openDocument(t, "", long), ReasonTooLarge)
	many := make([]string, 0, 2*maxMembers+2)
	for i := range maxMembers + 1 {
		many = append(many, strings.Repeat("a", i%7)+strings.Repeat("b", i/7), "")
	}
	wantRefused(t, "many.docx", packed(t, many...), ReasonPacked)
	wantRefused(t, "wide.csv", []byte(strings.Repeat(",", maxColumns+1)), ReasonTooLarge)
}
