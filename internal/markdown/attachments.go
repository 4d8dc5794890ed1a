package markdown

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// NamesAttachments is the rule that a draft's file breaks which has a list of attachments, as an exported one has.
const NamesAttachments = "the file names attachments, which stand beside it: delete attachments from its front matter, and attach the files to the draft"

// readAttachments reads the list of attachments that an exported file has. It names their blocks; the files themselves
// are saved beside it.
func readAttachments(v *protocol.Version, given value) error {
	if given.node.Kind != yaml.SequenceNode || given.node.Anchor != "" {
		return Problem(given.line, "attachments is a list that sharing writes: delete it, and attach the files to the draft")
	}
	for _, item := range given.node.Content {
		values, err := mapping(item, 0)
		if err != nil {
			return err
		}
		var a protocol.Attachment
		for _, part := range values {
			if err := readAttachment(&a, part); err != nil {
				return err
			}
		}
		v.Attachments = append(v.Attachments, a)
	}
	return nil
}

func readAttachment(a *protocol.Attachment, part value) (err error) {
	switch part.key {
	case "name":
		a.Name, err = part.text()
	case "type":
		a.Type, err = part.text()
	case "size":
		a.Size, err = part.number()
	case "blocks":
		var blocks []string
		if blocks, err = part.list(); err != nil {
			return err
		}
		for _, b := range blocks {
			c, err := wire.ParseCID(strings.TrimSpace(b))
			if err != nil {
				return Problem(part.line, "blocks has %q, which names no block: delete attachments, and attach the files to the draft", b)
			}
			a.Blocks = append(a.Blocks, wire.Link{CID: c})
		}
	default:
		err = Problem(part.line, "the key %q is not known: an attachment has name, type, size, blocks", part.key)
	}
	return err
}

// attachments writes the list of attachments, each with what names its blocks.
func (w *writer) attachments(all []protocol.Attachment) {
	if len(all) == 0 {
		return
	}
	w.out.WriteString("attachments:\n")
	for _, a := range all {
		w.prose("  - name", a.Name)
		w.line("    type", a.Type)
		w.number("    size", a.Size)
		var blocks []string
		for _, b := range a.Blocks {
			blocks = append(blocks, b.CID.String())
		}
		w.list("    blocks", blocks)
	}
}
