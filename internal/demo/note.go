package demo

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"praxis/internal/control"
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
	s.typed(s.north, "review", "--as", s.north.reads, brief(d.ID))
	r, err := s.reviewed(ctx, false)
	if err != nil {
		return err
	}
	for _, m := range r.Marks {
		s.quote(fmt.Sprintf("%q in %s (%s): %s", m.Found, m.Field, m.Kind, m.Why), 1)
	}
	if len(r.Marks) != 2 || r.Clean {
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

// reviewed starts a review by the second person, and returns it.
func (s *story) reviewed(ctx context.Context, again bool) (control.Review, error) {
	args := []string{"review", "--as", s.north.reads, s.note.id.String()}
	if again {
		args = append(args, "--again")
	}
	var r control.Review
	return r, s.north.read(ctx, &r, args...)
}

func (s *story) refuseAuthor(ctx context.Context) error {
	s.words("%s tries to be quick and to approve it herself.", s.north.writes)
	r, err := s.reviewed(ctx, true)
	if err != nil {
		return err
	}
	if !r.Clean || len(r.Marks) > 0 {
		return s.north.fault("the gate still marks %s in the corrected note", plural(len(r.Marks), "place"))
	}
	s.typed(s.north, "approve", "--as", s.north.writes, brief(s.note.id))
	why, err := s.north.refused(ctx, exitRefused, "approve", "--as", s.north.writes, s.note.id.String())
	if err != nil {
		return err
	}
	s.found("Refused: “%s”", why)
	return nil
}

func (s *story) shareNote(ctx context.Context) error {
	s.typed(s.north, "review", "--as", s.north.reads, brief(s.note.id))
	r, err := s.reviewed(ctx, false)
	if err != nil {
		return err
	}
	_, text, _ := strings.Cut(r.Text, "\n## ")
	if !strings.Contains(r.Text, s.note.keyword) || strings.Contains(r.Text, "1987") || text == "" {
		return s.north.fault("what would leave is not the corrected note")
	}
	s.quote("## "+text, 6)
	var names []string
	for _, to := range append(append(r.Recipients.EEA, r.Recipients.Others...), append(r.Recipients.Observers, r.Recipients.Secretariat...)...) {
		names = append(names, to.Body)
	}
	if len(names) != 1 || names[0] != s.south.name {
		return s.north.fault("it should go to %s only, and would go to %q", s.south.name, names)
	}
	s.found("%s sees the bare text that would leave, and to whom: %s, and whoever is admitted later.", s.north.reads, names[0])
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
	s.quote(text, 2)
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
	s.typed(s.secretariat, "why", brief(s.note.id))
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
	s.quote(strings.Join(why.Reasons, "\n"), 4)
	s.found("Nothing of it is in any of the secretariat's %d files.", t.files)
	return nil
}

func (s *story) withdrawNote(ctx context.Context) error {
	t, err := traceIn(s.south.dir, s.note)
	if err != nil {
		return err
	}
	if t.found == 0 {
		return s.south.fault("no passage of the note is found in the files of the node that holds it, so that a later search would say nothing")
	}
	s.found("Beforehand, Surlandia's %d files are searched for the note: %d of its %d passages are in them.", t.files, t.found, t.of)
	s.south.kill()
	s.found("Surlandia's process is killed, as in a power cut.")
	if err := s.lost(ctx); err != nil {
		return err
	}
	s.words("Northland learns that somebody could be recognised after all, and takes the note back.")
	s.typed(s.north, "withdraw", "--as", s.north.writes, brief(s.note.id))
	if _, err := s.north.praxis(ctx, "withdraw", "--as", s.north.writes, s.note.id.String()); err != nil {
		return err
	}
	h, err := s.holdings(ctx, true)
	if err != nil {
		return err
	}
	if h.Withdrawn != 0 || !h.IsWithdrawn || h.Holders[0].State != "unreachable" {
		return s.north.fault("Surlandia is cut off, and is said to be %q (withdrawn at %d of %d)", h.Holders[0].State, h.Withdrawn, h.Of)
	}
	s.found("Withdrawn at %d of %d; %s: %s. Nobody is told that it is done before it is.", h.Withdrawn, h.Of, h.Holders[0].Body, h.Holders[0].State)
	return nil
}

// lost waits until Northland has noticed that Surlandia is gone.
func (s *story) lost(ctx context.Context) error {
	for {
		peers, err := s.north.client.Peers(ctx)
		if err != nil {
			return s.north.fault("ask for peers: %w", err)
		}
		for _, p := range peers {
			if p.Body == s.south.name && !p.Connected {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return s.north.fault("it has not noticed that %s is gone: %w", s.south.name, ctx.Err())
		case <-time.After(pause):
		}
	}
}

func (s *story) comeBack(ctx context.Context) error {
	s.typed(s.south, "start")
	err := s.south.start(ctx, "--listen", s.south.address)
	if errors.Is(err, errInUse) { // somebody took the port meanwhile; it connects to the others by itself
		err = s.south.start(ctx, "--listen", "/ip4/127.0.0.1/tcp/0")
	}
	if err != nil {
		return err
	}
	began := time.Now()
	if err := s.north.waitFor(ctx, control.Wait{Document: s.note.id.String(), WithdrawnAt: 1}); err != nil {
		return err
	}
	h, err := s.holdings(ctx, true)
	if err != nil {
		return err
	}
	if h.Withdrawn != 1 {
		return s.north.fault("Surlandia is back, and it is withdrawn at %d of %d", h.Withdrawn, h.Of)
	}
	s.found("%.1f seconds later Surlandia's node has erased the note, flushed and compacted its store, and signed that: withdrawn at %d of %d.",
		time.Since(began).Seconds(), h.Withdrawn, h.Of)
	return nil
}

func (s *story) gone(ctx context.Context) error {
	all, err := s.search(ctx, s.south, true, "call bell stopwatches")
	if err != nil {
		return err
	}
	if has(all, s.note.id.String()) {
		return s.south.fault("the note is still found")
	}
	if _, err := s.south.refused(ctx, exitNotFound, "show", s.note.id.String()); err != nil {
		return err
	}
	t, err := traceIn(s.south.dir, s.note)
	if err != nil {
		return err
	}
	if t.found > 0 {
		return s.south.fault("%d of %d passages of the note are still in its files", t.found, t.of)
	}
	s.found("Search no longer finds it, and of %d passages %d are left in the %d files of Surlandia's node.", t.of, t.found, t.files)
	s.typed(s.south, "why", brief(s.note.id))
	var why node.Why
	if err := s.south.read(ctx, &why, "why", s.note.id.String()); err != nil {
		return err
	}
	s.quote(strings.Join(why.Reasons, "\n"), 4)
	s.words("Northland keeps its own draft. Copies that people made outside the network cannot be recalled by anybody.")
	return nil
}

// trace is how much of a note stands in files.
type trace struct{ found, of, files int }

// passages are pieces of the note that stand in no other document.
func (n note) passages() [][]byte {
	all := [][]byte{[]byte(n.keyword)}
	_, text, _ := bytes.Cut(n.corrected, []byte("\n---\n"))
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) >= 60 {
			all = append(all, line[20:52])
		}
	}
	return all
}

// traceIn searches every file below a directory for passages of the note.
func traceIn(dir string, n note) (trace, error) {
	passages := n.passages()
	t := trace{of: len(passages)}
	seen := make([]bool, len(passages))
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && !entry.Type().IsRegular() {
			return nil // a running store removes files
		}
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		t.files++
		for i, p := range passages {
			seen[i] = seen[i] || bytes.Contains(b, p)
		}
		return err
	})
	for _, one := range seen {
		if one {
			t.found++
		}
	}
	return t, err
}
