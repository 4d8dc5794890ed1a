package attach

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// recognise tells the type of a file from its bytes, and refuses one whose name says another. A name without an ending
// says nothing.
func recognise(name string, file []byte) (form, error) {
	if len(file) == 0 {
		return form{}, refuse(ReasonEmpty)
	}
	if len(file) > MaxFile {
		return form{}, refuse(ReasonTooLarge)
	}
	ending := strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/")))
	media, err := mediaOf(file)
	if err != nil {
		return form{}, err
	}
	if media == "" {
		media, err = textOf(ending, file)
		if err != nil {
			return form{}, err
		}
	}
	f, ok := formOf(media)
	if !ok {
		return form{}, refuse(ReasonUnknown)
	}
	if ending != "" && !slices.Contains(f.endings, ending) {
		return form{}, refuse(ReasonLies)
	}
	return f, nil
}

// mediaOf is the type that the first bytes tell; "" for what may be text.
func mediaOf(file []byte) (string, error) {
	begins := func(s string) bool { return bytes.HasPrefix(file, []byte(s)) }
	switch {
	case begins("PK\x03\x04"), begins("PK\x05\x06"):
		return packedMedia(file)
	case begins("\x89PNG\r\n\x1a\n"):
		return MediaPNG, nil
	case begins("\xff\xd8\xff"):
		return MediaJPEG, nil
	case begins("GIF87a"), begins("GIF89a"):
		return "image/gif", nil
	case begins("RIFF") && len(file) > 12 && string(file[8:12]) == "WEBP":
		return "image/webp", nil
	case begins("\xd0\xcf\x11\xe0"):
		if bytes.Contains(file, utf16("EncryptedPackage")) {
			return "", refuse(ReasonEncrypted)
		}
		return "", refuse(ReasonOld)
	case begins(`{\rtf`):
		return "", refuse(ReasonOld)
	case begins("\x1f\x8b"), begins("7z\xbc\xaf"), begins("Rar!"), begins("BZh"), begins("\xfd7zXZ"):
		return "", refuse(ReasonArchive)
	case bytes.Contains(file[:min(len(file), 1024)], []byte("%PDF-")):
		return MediaPDF, nil
	}
	return "", nil
}

func utf16(s string) []byte {
	var b []byte
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}

// packedMedia tells the types apart that are packed files.
func packedMedia(file []byte) (string, error) {
	a, err := openArchive(file)
	if err != nil {
		return "", err
	}
	if a.anyPart(func(name string) bool {
		return strings.HasSuffix(name, "vbaproject.bin") || strings.HasPrefix(name, "basic/") || strings.HasPrefix(name, "xl/macrosheets/")
	}) {
		return "", refuse(ReasonMacros)
	}
	if a.has("mimetype") {
		mime, err := a.read("mimetype")
		if err != nil {
			return "", err
		}
		return strings.TrimSpace(string(mime)), nil
	}
	types, err := a.read("[Content_Types].xml")
	switch {
	case err != nil:
		return "", err
	case types == nil:
		return "", refuse(ReasonArchive)
	case bytes.Contains(types, []byte("macroEnabled")):
		return "", refuse(ReasonMacros)
	case bytes.Contains(types, []byte("wordprocessingml.document.main")):
		return MediaWord, nil
	case bytes.Contains(types, []byte("spreadsheetml.sheet.main")):
		return MediaSheet, nil
	}
	return "", refuse(ReasonUnknown)
}

// textOf tells what a file of letters is.
func textOf(ending string, file []byte) (string, error) {
	media := map[string]string{".csv": MediaCSV, ".tsv": MediaCSV, ".txt": MediaText, ".text": MediaText, "": MediaText, ".md": MediaMark, ".markdown": MediaMark}[ending]
	isText := utf8.Valid(file) && bytes.IndexByte(file, 0) < 0
	switch {
	case media != "" && ending != "" && !isText:
		return "", refuse(ReasonNotText)
	case media != "" && isText:
		return media, nil
	}
	for _, f := range forms() {
		if slices.Contains(f.endings, ending) {
			return "", refuse(ReasonLies)
		}
	}
	if slices.Contains([]string{".doc", ".xls", ".ppt", ".rtf"}, ending) {
		return "", refuse(ReasonOld)
	}
	return "", refuse(ReasonUnknown)
}
