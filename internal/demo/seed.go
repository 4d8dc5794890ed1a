package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"praxis/internal/control"
	"praxis/internal/samples"
	"praxis/node"
)

// told is the sample that the story is about; it is left out where the others are shared.
const told = "call-bell-log.md"

// standards are the samples whose names begin so; the secretariat shares them.
const standards = "common-"

// What finds the standard that is read at the end, and its Spanish title.
const (
	spanishWords = "celdas de separación"
	spanishTitle = "Mínimo común para supervisar las celdas de separación"
)

func (s *story) seedStandards(ctx context.Context) error {
	s.words("Standards are public already, so they take a short way: a second person confirms that the text is the one at its source. They go to the whole network.")
	dir := filepath.Join(s.home, "standards")
	all, err := samples.All()
	if err == nil {
		err = os.Mkdir(dir, 0o700)
	}
	n := 0
	for _, sample := range all {
		if strings.HasPrefix(sample.Name, standards) && err == nil {
			err = os.WriteFile(filepath.Join(dir, sample.Name), sample.File, 0o600)
			n++
		}
	}
	if err != nil {
		return err
	}
	o := s.secretariat
	s.typed(o, "draft", "add", "--as", o.writes, "standards")
	if _, err := o.praxis(ctx, "draft", "add", "--as", o.writes, dir); err != nil {
		return err
	}
	s.typed(o, "approve", "--as", o.reads, "--all", "--audience", "network")
	var approved map[string]int
	if err := o.read(ctx, &approved, "approve", "--as", o.reads, "--all", "--audience", "network"); err != nil {
		return err
	}
	s.typed(o, "share", "--as", o.writes, "--all")
	var shared control.Progress
	if err := o.read(ctx, &shared, "share", "--as", o.writes, "--all"); err != nil {
		return err
	}
	if approved["approved"] != n || shared.Count != n {
		return o.fault("of %d standards %d were approved and %d shared", n, approved["approved"], shared.Count)
	}
	if err := s.arrive(ctx, shared.Heads, s.north, s.south); err != nil {
		return err
	}
	for _, npm := range []*organisation{s.north, s.south} {
		held, err := npm.documents(ctx)
		if err != nil {
			return err
		}
		if held != n {
			return npm.fault("%d standards were shared and %d documents are here", n, held)
		}
	}
	s.counted = n
	s.found("%s by %s, approved by %s, have arrived at both NPMs.", plural(n, "standard"), o.writes, o.reads)
	return nil
}

func (s *story) seedSamples(ctx context.Context) error {
	s.words("Northland shares what it has in English and French, Surlandia what it has in Spanish, with NPMs only. In each, one person writes and another approves.")
	all, err := samples.All()
	if err != nil {
		return err
	}
	spanish := map[bool][]control.File{}
	for _, sample := range all {
		if sample.Name != told && !strings.HasPrefix(sample.Name, standards) {
			es := bytes.Contains(sample.File, []byte("\nlanguage: "+s.south.language+"\n"))
			spanish[es] = append(spanish[es], control.File{Name: sample.Name, File: sample.File})
		}
	}
	npms := []*organisation{s.north, s.south}
	err = together(npms, func(o *organisation) error {
		heads, err := o.shareAll(ctx, spanish[o == s.south])
		if err != nil {
			return o.fault("share samples: %w", err)
		}
		return s.arrive(ctx, heads, npms...)
	})
	if err != nil {
		return err
	}
	s.counted += len(spanish[true]) + len(spanish[false])
	for _, o := range npms {
		n, err := o.documents(ctx)
		if err != nil {
			return err
		}
		if n != s.counted {
			return o.fault("%d documents are here, and %d were shared", n, s.counted)
		}
	}
	s.found("%d from Northland and %d from Surlandia: each NPM now holds %d documents, on its own disk, connection or not.", len(spanish[false]), len(spanish[true]), s.counted)
	return nil
}

// shareAll brings drafts all the way over the control socket, in the sessions of two people.
func (o *organisation) shareAll(ctx context.Context, files []control.File) ([]control.Head, error) {
	writer, err := o.signIn(ctx, o.writes)
	if err != nil {
		return nil, err
	}
	defer writer.Close()
	reader, err := o.signIn(ctx, o.reads)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	added, err := writer.AddDrafts(ctx, files)
	if err != nil {
		return nil, err
	}
	for _, one := range added {
		if one.ID == nil {
			return nil, o.fault("the sample %s was not taken: %s", one.Name, one.Error)
		}
		if err := approved(ctx, reader, one.ID.String()); err != nil {
			return nil, err
		}
	}
	last, err := writer.Share(ctx, control.Share{Approved: true}, func(control.Progress) {})
	return last.Heads, err
}

// approved has a draft of somebody else's read and approved: bare, or, if it names where it is published, as the same text.
func approved(ctx context.Context, reader *control.Client, id string) error {
	r, err := reader.StartReview(ctx, id, control.StartReview{})
	if err != nil {
		return err
	}
	if r.Source != "" {
		_, err = reader.ApproveSameText(ctx, id)
		return err
	}
	if _, err := reader.Read(ctx, id); err != nil {
		return err
	}
	if _, err := reader.FoundNothing(ctx, id); err != nil {
		return err
	}
	_, err = reader.Approve(ctx, id)
	return err
}

func (o *organisation) signIn(ctx context.Context, name string) (*control.Client, error) {
	c := control.Dial(o.socket)
	if _, err := c.SignIn(ctx, name, passphrase); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (s *story) standardStays(ctx context.Context) error {
	s.words("Only the note was taken back. Carmen looks for the segregation standard in her own language.")
	all, err := s.search(ctx, s.south, true, spanishWords)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return s.south.fault("nothing was found for %q", spanishWords)
	}
	standard := all[0]
	for _, f := range all {
		if strings.HasPrefix(f.Title, "Common minimum for monitoring segregation") || f.Title == spanishTitle {
			standard = f
		}
	}
	s.standard = brief(standard.ID)
	s.typed(s.south, "show", s.standard)
	text, err := s.south.praxis(ctx, "show", standard.ID.String(), "--markdown")
	if err != nil {
		return err
	}
	_, spanish, there := strings.Cut(text, spanishTitle)
	if !there {
		return s.south.fault("the standard has no Spanish text with the title %q", spanishTitle)
	}
	_, rule, _ := strings.Cut(spanish, "###")
	s.quote(spanishTitle+"\n\n###"+rule, 9)
	n, err := s.south.documents(ctx)
	if err != nil {
		return err
	}
	if n != s.counted {
		return s.south.fault("%d documents are here, and there should be %d", n, s.counted)
	}
	s.found("The standard of the %s is there, whole, in %s; so are all %d documents that nobody withdrew.", standard.BodyName, strings.Join(standard.Languages, ", "), n)
	return nil
}

// document reads what a node says of a document.
func (o *organisation) document(ctx context.Context, id string) (node.Document, error) {
	var d node.Document
	out, err := o.praxis(ctx, "--json", "show", id)
	if err == nil {
		err = json.Unmarshal([]byte(out), &d)
	}
	return d, err
}
