package attach

import (
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/attach/pdf"
)

// rebuildPDF writes a fresh .pdf file of the text that is visible on the pages.
func rebuildPDF(file []byte) (rebuilt, error) {
	pages, left, err := readPages(file)
	if err != nil {
		return rebuilt{}, err
	}
	fitted, missing, err := pdf.Fit(pages)
	if err != nil {
		return rebuilt{}, err
	}
	letters := 0
	for _, page := range fitted {
		for _, line := range page {
			letters += len([]rune(line))
		}
	}
	if letters == 0 {
		return rebuilt{}, refuse(ReasonNothing)
	}
	if missing*unreadShare > letters {
		return rebuilt{}, refuse(ReasonLetters)
	}
	left[LeftUnread] += missing
	fresh, err := pdf.Write(fitted)
	if err != nil {
		return rebuilt{}, err
	}
	d := documentOf(fitted)
	return rebuilt{file: fresh, text: d.plain(), left: left}, d.settle()
}

// unreadShare is how many letters there must be for one that cannot be read or written.
const unreadShare = 20

// readPages reads the visible lines of each page.
func readPages(file []byte) ([][]string, report, error) {
	seen, err := pdf.Read(file)
	switch {
	case errors.Is(err, pdf.ErrEncrypted):
		return nil, nil, refuseFor(ReasonEncrypted, err)
	case errors.Is(err, pdf.ErrTooLarge):
		return nil, nil, refuseFor(ReasonTooLarge, err)
	case err != nil:
		return nil, nil, refuseFor(ReasonDamaged, err)
	case seen.Letters == 0 && seen.Pictures > 0:
		return nil, nil, refuse(ReasonScan)
	case seen.Letters == 0:
		return nil, nil, refuse(ReasonNothing)
	case seen.Unread*unreadShare > seen.Letters:
		return nil, nil, refuse(ReasonLetters)
	}
	left := report{LeftHidden: seen.Hidden, LeftCovered: seen.Covered, LeftPictures: seen.Pictures, LeftComments: seen.Notes, LeftUnread: seen.Unread, LeftLayout: 1, LeftProperties: 1}
	if seen.Objects {
		left.add(LeftObjects)
	}
	if bytes.Count(file, []byte("%%EOF")) > 1 {
		left.add(LeftEarlier)
	}
	size := 0
	for _, page := range seen.Lines {
		for i, line := range page {
			text, gone := shown(line)
			page[i] = strings.ReplaceAll(text, "\n", " ")
			left[LeftCharacters] += gone
			if size += len(text); size > maxText {
				return nil, nil, refuse(ReasonTooLarge)
			}
		}
	}
	return seen.Lines, left, nil
}

// readPDF reads the pages as paragraphs, one for each stretch between empty lines. Lines are joined, and a word that is
// divided at the end of one.
func readPDF(file []byte) (document, report, error) {
	pages, left, err := readPages(file)
	d := documentOf(pages)
	for _, b := range d.blocks {
		b.runs[0].text = joined(b.runs[0].text)
	}
	return d, left, err
}

func joined(stretch string) string {
	if strings.Contains(stretch, "\t") {
		return stretch // a table
	}
	var b strings.Builder
	for i, line := range strings.Split(stretch, "\n") {
		if i == 0 {
			b.WriteString(line)
			continue
		}
		before := b.String()
		next, _ := utf8.DecodeRuneInString(line)
		if word, ok := strings.CutSuffix(before, "-"); ok && unicode.IsLower(next) && word != "" && !strings.HasSuffix(word, " ") {
			b.Reset()
			b.WriteString(word + line)
			continue
		}
		b.WriteString(" " + line)
	}
	return b.String()
}

func documentOf(pages [][]string) document {
	var d document
	for _, page := range pages {
		for stretch := range strings.SplitSeq(strings.Join(page, "\n"), "\n\n") {
			d.blocks = append(d.blocks, block{paragraph: paragraph{runs: []run{{text: stretch}}}})
		}
	}
	return d
}
