package protocol

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"praxis/protocol/wire"
)

// MaxVersion is how large a version's content may be, all its blocks together, in bytes.
const MaxVersion = 8 << 20

const (
	maxInline = 128 << 10 // a single text up to here stands in the root block
	maxPart   = 200 << 10 // what is put in one text block, below wire.MaxBlock
	maxPiece  = 64 << 10  // a longer section's text is continued in pieces of this size
	maxBlocks = 512       // text blocks of one language
)

// ErrIncomplete is wrapped by the refusal to assemble a version of which a block is missing.
var ErrIncomplete = errors.New("a block of the version is not here")

// Content is the blocks of a version: the root, then those that it links, each once, in the order of the links.
type Content []wire.Block

// Size is the number of bytes of all blocks.
func (c Content) Size() int {
	n := 0
	for _, b := range c {
		n += len(b.Bytes())
	}
	return n
}

// BuildVersion validates a version and turns it into blocks. A single text of up to 128 KiB stands in the root block;
// otherwise each language has blocks of its own, and one that did not change from previous, the content of the version
// before (nil if there is none), is taken over from it. The blocks of attachments, which [BuildAttachments] makes, are to
// be appended. salts returns 32 fresh random bytes at each call; v.Salt is ignored.
func BuildVersion(v Version, previous Content, salts func() Hash) (Content, error) {
	for _, t := range v.Texts {
		if len(t.Blocks) > 0 {
			return nil, fmt.Errorf("build %s: assemble the text in %q first", v.Kind().words(), t.Language)
		}
	}
	if err := v.Validate(); err != nil {
		return nil, err
	}
	v.Salt = salts()
	v.leaveOutPart()
	if len(v.Texts) == 1 && textSize(v.Texts[0].Sections) <= maxInline {
		if root, err := wire.NewBlock(v); err == nil {
			return finished(v, Content{root})
		}
	}
	b := builder{old: oldParts(previous), salts: salts}
	texts := slices.Clone(v.Texts)
	for i := range texts {
		if err := b.text(&texts[i]); err != nil {
			return nil, err
		}
	}
	v.Texts = texts
	root, err := wire.NewBlock(v)
	if err != nil {
		return nil, &FieldError{Object: v.Kind().words(), Field: "provisions", Rule: Rulef("and lists are too long for the root block: %v", err)}
	}
	return finished(v, slices.Concat(Content{root}, b.blocks))
}

// finished checks that what was built is not too large, and is what a peer can read: the encoder is not ours.
func finished(v Version, c Content) (Content, error) {
	if n := c.Size() + v.attached(); n > MaxVersion {
		return nil, &FieldError{Object: v.Kind().words(), Field: "texts", Rule: Rulef("and attachments have %d bytes, and a version has at most %d: divide the document", n, MaxVersion)}
	}
	if _, err := ParseVersion(c[0]); err != nil {
		return nil, fmt.Errorf("read what was built: %w", err)
	}
	return c, nil
}

// part is a text block with its sections.
type part struct {
	language string
	sections []Section
	block    wire.Block
	used     bool
}

// oldParts reads the text blocks of the version before. Of one that this Praxis cannot read nothing is taken over.
func oldParts(previous Content) []part {
	var parts []part
	for _, b := range previous[min(1, len(previous)):] {
		if t, err := ParseTextBlock(b); err == nil && len(t.Sections) > 0 {
			parts = append(parts, part{language: t.Language, sections: t.Sections, block: b})
		}
	}
	return parts
}

// builder turns texts into blocks.
type builder struct {
	old    []part
	salts  func() Hash
	blocks Content
}

func (b *builder) text(t *Text) error {
	pieces := split(t.Sections)
	t.Sections = nil
	start := 0 // of the pieces that are not in a block yet
	size := 0
	flush := func(end int) error {
		if start == end {
			return nil
		}
		block, err := wire.NewBlock(TextBlock{Salt: b.salts(), Format: TextFormat, Language: t.Language, Sections: pieces[start:end]})
		if err != nil {
			return err
		}
		b.add(t, block)
		start, size = end, 0
		return nil
	}
	for at := 0; at < len(pieces); {
		if o := b.unchanged(t.Language, pieces[at:]); o != nil {
			if err := flush(at); err != nil {
				return err
			}
			o.used = true
			b.add(t, o.block)
			at += len(o.sections)
			start = at
			continue
		}
		n := textSize(pieces[at : at+1])
		if size+n > maxPart {
			if err := flush(at); err != nil {
				return err
			}
		}
		size += n
		at++
	}
	return flush(len(pieces))
}

func (b *builder) add(t *Text, block wire.Block) {
	b.blocks = append(b.blocks, block)
	t.Blocks = append(t.Blocks, wire.Link{CID: block.CID()})
}

// unchanged finds a block of the version before that holds exactly the next pieces.
func (b *builder) unchanged(language string, pieces []Section) *part {
	for i := range b.old {
		o := &b.old[i]
		if o.used || o.language != language || len(o.sections) > len(pieces) {
			continue
		}
		if slices.EqualFunc(o.sections, pieces[:len(o.sections)], Section.equal) {
			return o
		}
	}
	return nil
}

func (s Section) equal(o Section) bool {
	return s.ID == o.ID && s.Heading == o.Heading && s.Text == o.Text && s.Continued == o.Continued &&
		slices.Equal(s.Questions, o.Questions) && slices.Equal(s.Indicators, o.Indicators)
}

// textSize is at least the number of bytes that the sections take in a block.
func textSize(sections []Section) int {
	const overhead = 64 // keys and lengths
	n := 0
	for _, s := range sections {
		n += overhead + len(s.ID) + len(s.Heading) + len(s.Text)
		for _, q := range s.Questions {
			n += 5 + len(q)
		}
		for _, q := range s.Indicators {
			n += 5 + len(q)
		}
	}
	return n
}

// split divides sections whose text is longer than a piece; what follows the first piece is marked as continued.
func split(sections []Section) []Section {
	pieces := make([]Section, 0, len(sections))
	for _, s := range sections {
		rest := s.Text
		for len(rest) > maxPiece {
			end := maxPiece
			for !utf8.RuneStart(rest[end]) {
				end--
			}
			s.Text, rest = rest[:end], rest[end:]
			pieces = append(pieces, s)
			s = Section{Continued: true}
		}
		s.Text = rest
		pieces = append(pieces, s)
	}
	return pieces
}

// ParseVersion reads a version's root block and validates it. Of a format that this Praxis does not know, the error is
// a *[FormatError]: its bytes may be kept and passed on. Texts that stand in blocks of their own have no sections yet;
// see [AssembleVersion].
func ParseVersion(root wire.Block) (Version, error) {
	format, err := blockFormat(root)
	if err != nil {
		return Version{}, err
	}
	var v Version
	v.Format = format
	if kind := v.Kind(); !kind.Known() {
		return Version{}, &FormatError{Want: formatList(), Got: format}
	} else if kind.Format() != format {
		return Version{}, &FormatError{Want: kind.Format(), Got: format}
	}
	if err := wire.Decode(root.Bytes(), &v); err != nil {
		return Version{}, fmt.Errorf("version %s: %w", format, err)
	}
	if v.Salt == (Hash{}) {
		return Version{}, &FieldError{Object: v.Kind().words(), Field: "s", Rule: Rulef("is 32 random bytes, not zeros")}
	}
	v.restorePart()
	return v, v.Validate()
}

func formatList() string {
	var formats []string
	for _, k := range Kinds() {
		formats = append(formats, k.Format())
	}
	return strings.Join(formats, ", ")
}

// leaveOutPart leaves out the part of the kind where it says nothing. The encoder does so too, unless an empty string or
// list in it happens to point somewhere.
func (v *Version) leaveOutPart() {
	if v.Methodology != nil && v.Methodology.IsEmpty() {
		v.Methodology = nil
	}
	if v.PracticeNote != nil && v.PracticeNote.IsEmpty() {
		v.PracticeNote = nil
	}
}

// restorePart puts back what leaveOutPart left out.
func (v *Version) restorePart() {
	switch {
	case v.Kind() == KindMethodology && v.Methodology == nil:
		v.Methodology = &Methodology{}
	case v.Kind() == KindPracticeNote && v.PracticeNote == nil:
		v.PracticeNote = &PracticeNote{}
	}
}

// AssembleVersion reads a version and fills in the sections that stand in other blocks. block returns a block's bytes,
// which are checked against its CID; if it has none, the error wraps [ErrIncomplete].
func AssembleVersion(root wire.Block, block func(wire.CID) ([]byte, bool)) (Version, error) {
	v, err := ParseVersion(root)
	if err != nil {
		return Version{}, err
	}
	size, linked := len(root.Bytes())+v.attached(), false
	for i := range v.Texts {
		t := &v.Texts[i]
		a := assembler{language: t.Language}
		for _, link := range t.Blocks {
			b, ok := block(link.CID)
			if !ok {
				return Version{}, fmt.Errorf("assemble %s: %w: %s", v.Kind().words(), ErrIncomplete, link.CID)
			}
			if size += len(b); size > MaxVersion {
				return Version{}, &FieldError{Object: v.Kind().words(), Field: "texts", Rule: Rulef("have more than the %d bytes of a version", MaxVersion)}
			}
			if err := a.add(link.CID, b); err != nil {
				return Version{}, fmt.Errorf("assemble %s: %w", v.Kind().words(), err)
			}
			linked = true
		}
		if len(t.Blocks) > 0 {
			a.flush()
			t.Blocks, t.Sections = nil, a.sections
		}
	}
	if !linked {
		return v, nil
	}
	return v, v.Validate()
}

// assembler joins the sections of a text's blocks.
type assembler struct {
	language string
	sections []Section
	pieces   []string // of the last section's text
}

// add reads one block.
func (a *assembler) add(want wire.CID, b []byte) error {
	block, err := wire.ParseBlock(want.Codec(), b)
	if err != nil {
		return err
	}
	if block.CID() != want {
		return fmt.Errorf("block %s has other bytes than its CID says", want)
	}
	t, err := ParseTextBlock(block)
	if err != nil {
		return err
	}
	c := validator{object: "text block"}
	c.that("language", t.Language == a.language, "is %q, and stands in the text in %q", t.Language, a.language)
	c.that("sections", len(a.sections)+len(t.Sections) <= 2*MaxSections, "are more than %d", 2*MaxSections)
	for _, s := range t.Sections {
		if !s.Continued {
			a.flush()
			a.sections = append(a.sections, s)
			a.pieces = append(a.pieces, s.Text)
			continue
		}
		c.that("continued", len(a.sections) > 0, "stands only where text goes on from the section before")
		a.pieces = append(a.pieces, s.Text)
	}
	return c.err
}

// flush joins the last section's text.
func (a *assembler) flush() {
	if len(a.sections) > 0 && len(a.pieces) > 1 {
		a.sections[len(a.sections)-1].Text = strings.Join(a.pieces, "")
	}
	a.pieces = a.pieces[:0]
}

// ParseTextBlock reads a block of a text. Of a format that this Praxis does not know, the error is a *[FormatError].
func ParseTextBlock(b wire.Block) (TextBlock, error) {
	format, err := blockFormat(b)
	if err != nil {
		return TextBlock{}, err
	}
	if format != TextFormat {
		return TextBlock{}, &FormatError{Want: TextFormat, Got: format}
	}
	var t TextBlock
	if err := wire.Decode(b.Bytes(), &t); err != nil {
		return TextBlock{}, fmt.Errorf("text block: %w", err)
	}
	c := validator{object: "text block"}
	c.that("s", t.Salt != Hash{}, "is 32 random bytes, not zeros")
	c.that("sections", len(t.Sections) >= 1 && len(t.Sections) <= MaxSections, "has 1 to %d", MaxSections)
	for _, s := range t.Sections {
		other := s.ID != "" || s.Heading != "" || len(s.Questions)+len(s.Indicators) > 0
		c.that("continued", !s.Continued || !other, "is a section that has text and nothing else")
	}
	return t, c.err
}
