package demo

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"praxis/internal/control"
	"praxis/internal/draft"
	"praxis/internal/samples"
	"praxis/node"
	"praxis/protocol"
)

// note is the text that the story is about.
type note struct {
	first, corrected []byte // the file before and after the gate stopped it
	keyword          string // words made up for this run, so that what is found of them comes from this note
	id               protocol.ID
	title            string
}

// What the first version says too much.
const (
	tooMuchDate = " One man, born on 3 May 1987, had pressed his bell eleven times that night."
	tooMuchMail = " Write to i.example@northland-npm.example."
)

func (s *story) writeNote() error {
	all, err := samples.All()
	if err != nil {
		return err
	}
	random := make([]byte, 12)
	if _, err := rand.Read(random); err != nil {
		return err
	}
	for _, sample := range all {
		if sample.Name != told {
			continue
		}
		s.note.keyword = strings.Join(protocol.Spell(random), "")
		text := string(bytes.TrimSpace(sample.File))
		s.note.corrected = []byte(text + " Ask for the form by its keyword, " + s.note.keyword + ".\n")
		was := "Both seemed sincere,"
		if strings.Count(text, was) != 1 {
			return fmt.Errorf("the sample %s has changed, and the story does not fit it", told)
		}
		first := strings.Replace(string(s.note.corrected), was, strings.TrimSpace(tooMuchDate)+" "+was, 1)
		s.note.first = []byte(strings.TrimSpace(first) + tooMuchMail + "\n")
		return nil
	}
	return fmt.Errorf("there is no sample %s", told)
}

// noteFile writes a version of the note where Anna has it.
func (s *story) noteFile(text []byte) (string, error) {
	path := filepath.Join(s.home, "note.md")
	return path, os.WriteFile(path, text, 0o600)
}

func (s *story) stopNote(ctx context.Context) error {
	if err := s.writeNote(); err != nil {
		return err
	}
	s.words("%s writes how to test the call bells of cells. Her first version says more than it should.", s.north.writes)
	path, err := s.noteFile(s.note.first)
	if err != nil {
		return err
	}
	s.typed(s.north, "draft", "add", "--as", s.north.writes, "note.md")
	var d control.Draft
	if err := s.north.read(ctx, &d, "draft", "add", "--as", s.north.writes, path); err != nil {
		return err
	}
	s.note.id, s.note.title = d.ID, d.Title
	s.typed(s.north, "review", "--as", s.north.writes, brief(d.ID))
	r, err := s.reviewed(ctx, s.north.writes)
	if err != nil {
		return err
	}
	kinds := map[draft.Kind]bool{}
	for _, m := range r.Marks {
		kinds[m.Kind] = true
		s.quoteWhole(fmt.Sprintf("%q in %s (%s): %s", m.Found, m.Field, m.Kind, m.Why))
	}
	if !kinds[draft.KindBirthDate] || !kinds[draft.KindEmail] || r.Clean {
		return s.north.fault("the gate should have marked a date of birth and an e-mail address, and marked %s", plural(len(r.Marks), "place"))
	}
	s.found("The gate points at %d places that may lead to a person. It finds patterns and not everything; that is why people read too.", len(r.Marks))
	s.typed(s.north, "approve", "--as", s.north.reads, brief(d.ID))
	why, err := s.north.refused(ctx, exitRefused, "approve", "--as", s.north.reads, d.ID.String())
	if err != nil {
		return err
	}
	s.found("While they stand there nobody can approve it: “%s”", why)
	return s.correctNote(ctx)
}

func (s *story) correctNote(ctx context.Context) error {
	path, err := s.noteFile(s.note.corrected)
	if err != nil {
		return err
	}
	s.typed(s.north, "draft", "edit", "--as", s.north.writes, brief(s.note.id), "note.md")
	if _, err := s.north.praxis(ctx, "draft", "edit", "--as", s.north.writes, s.note.id.String(), path); err != nil {
		return err
	}
	s.found("%s takes both out.", s.north.writes)
	return nil
}

// reviewed returns the review of the note as somebody sees it, and starts it where nobody has.
func (s *story) reviewed(ctx context.Context, who string, options ...string) (control.Review, error) {
	var r control.Review
	return r, s.north.read(ctx, &r, append([]string{"review", "--as", who, s.note.id.String()}, options...)...)
}

func (s *story) refuseAuthor(ctx context.Context) error {
	s.typed(s.north, "review", "--as", s.north.writes, brief(s.note.id))
	r, err := s.reviewed(ctx, s.north.writes)
	if err != nil {
		return err
	}
	if !r.Clean {
		return s.north.fault("the gate still stops the corrected note at %s", plural(r.Open, "place"))
	}
	s.found("The gate lets the corrected text pass. %s tries to be quick and to approve it herself.", s.north.writes)
	s.typed(s.north, "approve", "--as", s.north.writes, brief(s.note.id))
	why, err := s.north.refused(ctx, exitRefused, "approve", "--as", s.north.writes, s.note.id.String())
	if err != nil {
		return err
	}
	s.found("Refused: “%s”", why)
	return nil
}

func (s *story) shareNote(ctx context.Context) error {
	if err := s.readBare(ctx); err != nil {
		return err
	}
	s.typed(s.north, "review", "--as", s.north.reads, brief(s.note.id), "--nothing")
	r, err := s.reviewed(ctx, s.north.reads, "--nothing")
	if err != nil {
		return err
	}
	if !strings.Contains(r.Text, s.note.keyword) || strings.Contains(r.Text, "1987") {
		return s.north.fault("what would leave is not the corrected note")
	}
	var names []string
	for _, to := range append(append(r.Recipients.EEA, r.Recipients.Others...), append(r.Recipients.Observers, r.Recipients.Secretariat...)...) {
		names = append(names, to.Body)
	}
	if len(names) != 1 || names[0] != s.south.name {
		return s.north.fault("it should go to %s only, and would go to %q", s.south.name, names)
	}
	s.found("Then %s sees what is marked, and to whom it goes: %s, and whoever is admitted later.", s.north.reads, names[0])
	s.typed(s.north, "approve", "--as", s.north.reads, brief(s.note.id))
	if _, err := s.north.praxis(ctx, "approve", "--as", s.north.reads, s.note.id.String()); err != nil {
		return err
	}
	s.typed(s.north, "share", "--as", s.north.writes, brief(s.note.id))
	if _, err := s.north.praxis(ctx, "share", "--as", s.north.writes, s.note.id.String()); err != nil {
		return err
	}
	s.found("%s's signature covers exactly these bytes and this audience (npms). The note is shared.", s.north.reads)
	return nil
}

// readBare has the second person read what would leave before anything in it is marked.
func (s *story) readBare(ctx context.Context) error {
	s.typed(s.north, "review", "--as", s.north.reads, brief(s.note.id))
	var bare control.Bare
	if err := s.north.read(ctx, &bare, "review", "--as", s.north.reads, s.note.id.String()); err != nil {
		return err
	}
	if !bare.ReadFirst || !strings.Contains(bare.Text, s.note.keyword) {
		return s.north.fault("the second person should read the bare text first")
	}
	s.quote(body(bare.Text), 6)
	s.found("%s reads the bare text, before anything is marked, and is asked: “%s”", s.north.reads, bare.Question)
	return nil
}

func (s *story) readNote(ctx context.Context) error {
	if err := s.south.waitFor(ctx, control.Wait{Document: s.note.id.String(), State: node.DocumentHere}); err != nil {
		return err
	}
	all, err := s.search(ctx, s.south, true, "call bell stopwatches")
	if err != nil {
		return err
	}
	if !has(all, s.note.id.String()) {
		return s.south.fault("the note has arrived and is not found")
	}
	d, err := s.south.document(ctx, s.note.id.String())
	if err != nil {
		return err
	}
	s.typed(s.south, "show", brief(s.note.id))
	text, err := s.south.praxis(ctx, "show", s.note.id.String())
	if err != nil {
		return err
	}
	s.quoteWhole(strings.SplitN(text, "\n", 3)[:2]...)
	s.quote(body(text), 4)
	if !strings.Contains(text, s.note.keyword) || d.Title != s.note.title || d.BodyName != s.north.name {
		return s.south.fault("the note that is shown is not the one that was shared")
	}
	if err := s.north.waitFor(ctx, control.Wait{Document: s.note.id.String(), SeenBy: 1}); err != nil {
		return err
	}
	h, err := s.holdings(ctx, true)
	if err != nil {
		return err
	}
	s.found("It is read at Surlandia as %s shared it. Surlandia's node signs that it has it: seen by %d of %d.", d.BodyName, h.Seen, h.Of)
	return nil
}

// holdings asks Northland who has the note.
func (s *story) holdings(ctx context.Context, show bool) (node.Holders, error) {
	if show {
		s.typed(s.north, "holdings", brief(s.note.id))
	}
	var h node.Holders
	err := s.north.read(ctx, &h, "holdings", s.note.id.String())
	if err == nil && (h.Of != 1 || len(h.Holders) != 1) {
		err = s.north.fault("one node may hold the note, and %d are named", h.Of)
	}
	return h, err
}

func (s *story) notAtOffice(ctx context.Context) error {
	s.words("The note went to NPMs. The secretariat runs the network and reads only what it is in the audience of.")
	all, err := s.search(ctx, s.secretariat, true, "call bell stopwatches")
	if err != nil {
		return err
	}
	if _, err := s.secretariat.refused(ctx, exitNotFound, "show", s.note.id.String()); err != nil {
		return err
	}
	if has(all, s.note.id.String()) {
		return s.secretariat.fault("the note is found at the secretariat, which is not in its audience")
	}
	s.typed(s.secretariat, "why", s.note.id.String()) // only who holds a document can tell what the beginning of its id stands for
	var why node.Why
	if err := s.secretariat.read(ctx, &why, "why", s.note.id.String()); err != nil {
		return err
	}
	t, err := traceIn(s.secretariat.dir, s.note)
	if err != nil {
		return err
	}
	if why.Here || len(why.Reasons) == 0 || t.found > 0 {
		return s.secretariat.fault("%d of %d passages of the note are in the secretariat's files, and it says %q", t.found, t.of, why.Reasons)
	}
	s.quoteWhole(why.Reasons...)
	s.found("Nothing of it is in any of the secretariat's %d files.", t.files)
	return nil
}

// body is a document's text without what stands before its first heading.
func body(text string) string {
	_, rest, _ := strings.Cut(text, "\n## ")
	return "## " + rest
}
