package gate

import (
	"fmt"

	"praxis/internal/attach"
	"praxis/internal/draft"
	"praxis/protocol"
)

// attached reads the attachments of what would leave: their texts, again from exactly the bytes that would leave, and the
// pictures, which it marks because nothing here reads what they show. raw tells which blocks hold attachments. One that
// was not rebuilt is refused, whoever says that it was.
func attached(out draft.Outgoing) (texts []Text, pictures []draft.Mark, raw map[int]bool, err error) {
	files, raw, err := protocol.OutgoingFiles(out.Blocks)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("read the attachments of what would leave: %w", err)
	}
	for _, f := range files {
		text, err := attach.Text(f.Type, f.Bytes)
		if err != nil {
			return nil, nil, nil, fmt.Errorf("attachment %s: %w", f.Name, err)
		}
		field := FieldOfAttachment(f.Name)
		if text != "" {
			texts = append(texts, Text{Field: field, Body: text})
			continue
		}
		pictures = append(pictures, draft.Mark{Field: field, End: len(f.Name), Kind: draft.KindPicture, Confidence: draft.ConfidenceCertain, Blocking: true,
			Check: checkOf(draft.KindPicture), Place: draft.PlaceOf(field, draft.KindPicture, f.Name), Found: f.Name})
	}
	return texts, pictures, raw, nil
}

// FieldOfAttachment names the field in which the text of an attachment stands.
func FieldOfAttachment(name string) string { return "attachment " + name }
