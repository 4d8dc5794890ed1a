package attach

import (
	"bytes"
	"strings"
)

// rebuildText writes a text anew: in UTF-8, with one kind of line end, and without characters that have no shape.
func rebuildText(file []byte) (rebuilt, error) {
	text := string(bytes.TrimPrefix(file, []byte("\ufeff")))
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text, gone := shown(text)
	if len(text) > maxText {
		return rebuilt{}, refuse(ReasonTooLarge)
	}
	if strings.TrimSpace(text) == "" {
		return rebuilt{}, refuse(ReasonNothing)
	}
	return rebuilt{file: []byte(text), text: text, left: report{LeftCharacters: gone}}, nil
}

// rebuildMarkdown leaves out comments besides, which no reader of Markdown shows.
func rebuildMarkdown(file []byte) (rebuilt, error) {
	r, err := rebuildText(file)
	if err != nil {
		return rebuilt{}, err
	}
	for {
		before, rest, ok := strings.Cut(r.text, "<!--")
		if !ok {
			break
		}
		_, after, closed := strings.Cut(rest, "-->")
		if !closed {
			after = ""
		}
		r.left.add(LeftComments)
		r.text = before + after
	}
	if strings.TrimSpace(r.text) == "" {
		return rebuilt{}, refuse(ReasonNothing)
	}
	r.file = []byte(r.text)
	return r, nil
}

// readText takes a text as one paragraph for each stretch between empty lines.
func readText(file []byte) (document, report, error) {
	r, err := rebuildText(file)
	if err != nil {
		return document{}, nil, err
	}
	var d document
	for stretch := range strings.SplitSeq(r.text, "\n\n") {
		d.blocks = append(d.blocks, block{paragraph: paragraph{runs: []run{{text: stretch}}}})
	}
	return d, r.left, nil
}
