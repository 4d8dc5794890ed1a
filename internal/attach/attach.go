package attach

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"
)

// File is a file that was rebuilt.
type File struct {
	Name      string // with the ending that belongs to its type; it may tell of a person like any text
	MediaType string
	Bytes     []byte
	Text      string // what is visible in it as text; "" of a picture, which a person must look at
	Left      []Left // what was left behind
}

// Picture tells whether the file is a picture, of which nothing but a person's eyes can say what it shows.
func (f File) Picture() bool { return strings.HasPrefix(f.MediaType, "image/") }

// form is a type of file.
type form struct {
	media   string
	endings []string // the first is given to rebuilt files
	// rebuild makes a fresh file of what is visible. That of a fresh file is the same again, byte by byte.
	rebuild func(file []byte) (rebuilt, error)
	// document is what is visible in it; nil for a picture.
	document func(file []byte) (document, report, error)
	// verify is used where a fresh file is not rebuilt to the same bytes.
	verify func(file []byte) error
	as     string // the media type of the fresh file, where it is another
}

// rebuilt is a fresh file.
type rebuilt struct {
	file []byte
	text string
	left report
}

// Media types of rebuilt files.
const (
	MediaWord  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	MediaSheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	MediaOdt   = "application/vnd.oasis.opendocument.text"
	MediaPDF   = "application/pdf"
	MediaCSV   = "text/csv"
	MediaText  = "text/plain"
	MediaMark  = "text/markdown"
	MediaPNG   = "image/png"
	MediaJPEG  = "image/jpeg"
)

func forms() []form {
	return []form{
		documentForm(MediaWord, ".docx", readWord, writeWord),
		documentForm(MediaOdt, ".odt", readOdt, writeOdt),
		{media: MediaSheet, endings: []string{".xlsx"}, rebuild: rebuildSheet, document: readSheet},
		{media: MediaPDF, endings: []string{".pdf"}, rebuild: rebuildPDF, document: readPDF},
		{media: MediaCSV, endings: []string{".csv", ".tsv"}, rebuild: rebuildCSV, document: readCSV},
		{media: MediaText, endings: []string{".txt", ".text"}, rebuild: rebuildText, document: readText},
		{media: MediaMark, endings: []string{".md", ".markdown"}, rebuild: rebuildMarkdown, document: readText},
		{media: MediaPNG, endings: []string{".png"}, rebuild: rebuildPNG},
		{media: MediaJPEG, endings: []string{".jpg", ".jpeg"}, rebuild: rebuildJPEG, verify: verifyJPEG},
		{media: "image/gif", endings: []string{".gif"}, rebuild: rebuildGIF, as: MediaPNG},
		{media: "image/webp", endings: []string{".webp"}, rebuild: rebuildWebP, as: MediaPNG},
	}
}

// documentForm is a type that is read into a document and written from it.
func documentForm(media, ending string, read func([]byte) (document, report, error), write func(document) ([]byte, error)) form {
	return form{media: media, endings: []string{ending}, document: read, rebuild: func(file []byte) (rebuilt, error) {
		d, left, err := read(file)
		if err != nil {
			return rebuilt{}, err
		}
		d.unlink()
		if err := d.settle(); err != nil {
			return rebuilt{}, err
		}
		fresh, err := write(d)
		return rebuilt{file: fresh, text: d.plain(), left: left}, err
	}}
}

// settle tidies a document, and refuses one that is empty or, with what it repeats, too large.
func (d *document) settle() error {
	d.tidy()
	size, cells := 0, 0
	for _, b := range d.blocks {
		size += len(b.text()) + len(b.label)
		for _, row := range b.rows {
			cells += len(row)
			for _, c := range row {
				for _, p := range c {
					size += len(p.text())
				}
			}
		}
		if size > maxText || cells > maxCells {
			return refuse(ReasonTooLarge)
		}
	}
	if size == 0 {
		return refuse(ReasonNothing)
	}
	return nil
}

func formOf(media string) (form, bool) {
	for _, f := range forms() {
		if f.media == media {
			return f, true
		}
	}
	return form{}, false
}

// Rebuild makes a fresh file of what is visible in a file. The error is a *[Refusal].
func Rebuild(name string, file []byte) (File, error) {
	f, err := recognise(name, file)
	if err != nil {
		return File{}, err
	}
	r, err := f.rebuild(file)
	if err != nil {
		return File{}, refuseFor(ReasonDamaged, err)
	}
	media, ending := f.media, f.endings[0]
	if f.as != "" {
		as, _ := formOf(f.as)
		media, ending = as.media, as.endings[0]
	}
	return File{Name: nameOf(name, ending), MediaType: media, Bytes: r.file, Text: r.text, Left: r.left.list()}, nil
}

// Text is what is visible in a rebuilt file, read again from exactly its bytes; "" of a picture. A file that is not what
// [Rebuild] makes is refused, whoever says that it was rebuilt.
func Text(media string, file []byte) (string, error) {
	f, ok := formOf(media)
	if !ok || f.as != "" {
		return "", refuse(ReasonChanged)
	}
	if f.verify != nil {
		return "", f.verify(file)
	}
	if seen, err := recognise("x"+f.endings[0], file); err != nil || seen.media != media {
		return "", refuse(ReasonChanged)
	}
	r, err := f.rebuild(file)
	if err != nil || !bytes.Equal(r.file, file) {
		return "", refuseFor(ReasonChanged, nil)
	}
	return r.text, nil
}

// Imported is a file's text as a draft takes it over.
type Imported struct {
	Title string // the file's own heading of all, if it has one
	Text  string // Markdown: the widest headings start sections
	Left  []Left // what was left behind
}

// Markdown reads a file as Markdown: headings, lists, tables, bold, italic and links. The error is a *[Refusal].
func Markdown(name string, file []byte) (Imported, error) {
	f, err := recognise(name, file)
	if err != nil {
		return Imported{}, err
	}
	if f.document == nil {
		return Imported{}, refuse(ReasonPicture)
	}
	if f.media == MediaText || f.media == MediaMark {
		r, err := f.rebuild(file)
		if err != nil {
			return Imported{}, err
		}
		return Imported{Text: r.text, Left: r.left.list()}, nil
	}
	d, left, err := f.document(file)
	if err != nil {
		return Imported{}, refuseFor(ReasonDamaged, err)
	}
	if err := d.settle(); err != nil {
		return Imported{}, err
	}
	delete(left, LeftLinks)
	title, text := d.markdown()
	return Imported{Title: title, Text: text, Left: left.list()}, nil
}

// nameOf is a name that can be written anywhere, with the ending of the type.
func nameOf(name, ending string) string {
	name, _ = shown(path.Base(strings.ReplaceAll(name, `\`, "/")))
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune("\n\t/:*?\"<>|", r) {
			return '-'
		}
		return r
	}, name)
	name = strings.Trim(strings.TrimSuffix(name, path.Ext(name)), " .")
	for len(name) > maxName-len(ending) {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	if name = strings.TrimRight(name, " ."); name == "" {
		name = "attachment"
	}
	return name + ending
}
