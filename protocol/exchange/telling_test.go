package exchange

import (
	"fmt"
	"slices"
	"strings"

	"praxis/protocol"
)

// tellExchange writes down in words what was asked and what was answered.
func (w *world) tellExchange(p *parcel, request, answer Message) {
	from, to := p.from.name, p.to.name
	switch q := request.(type) {
	case *Hello:
		a := answer.(*Greeting)
		switch {
		case a.SameState:
			w.say("%s greets %s: same", from, to)
		case a.SameLists:
			w.say("%s greets %s: same lists, other heads", from, to)
		case a.Features > 0:
			w.say("%s greets %s: other lists", from, to)
		default:
			w.say("%s greets %s: no", from, to)
		}
	case *ListsRequest:
		a := answer.(*Lists)
		w.say("%s asks %s for lists: %s", from, to, counted(len(a.Charters), "charter", len(a.Profiles), "profile", len(a.Denials), "denial", len(a.Recalls), "recall", len(a.Groups), "group"))
	case *NoticeRequest:
		a := answer.(*Notice)
		ended := 0
		for _, l := range a.Logs {
			ended += len(l.Entries)
		}
		line := counted(len(a.Lists.Charters), "charter", len(a.Lists.Profiles), "profile", len(a.Lists.Denials), "denial", len(a.Lists.Recalls), "recall", ended, "entry")
		for _, raw := range q.Holdings {
			line += ", and gives back: " + w.accountName(raw)
		}
		w.say("%s asks %s for its notice: %s", from, to, line)
	case *HeadsRequest:
		a := answer.(*Heads)
		line := counted(len(a.Forks), "fork", len(a.Heads), "head", len(a.Holdings), "daily account")
		var names []string
		for _, raw := range a.Heads {
			names = append(names, w.headName(raw))
		}
		if len(names) > 0 && len(names) < 4 {
			line += " (" + strings.Join(names, ", ") + ")"
		}
		w.say("%s asks %s for heads: %s", from, to, line)
	case *Pull:
		a := answer.(*Entries)
		line := counted(len(a.Entries), "entry")
		switch {
		case len(a.Head) == 0:
			line = "no"
		case len(a.Proof) > 0:
			line = "a proof that they differ"
		}
		w.say("%s pulls %s after %d from %s: %s", from, w.repositoryName(protocol.Repository{Body: q.Body, Audience: q.Audience}), q.Size, to, line)
	case *Get:
		a := answer.(*Contents)
		asked := 0
		for _, r := range q.Runs {
			asked += int(r.Count)
		}
		w.say("%s gets %s of %s from %s: %s", from, counted(asked, "root", len(q.Blocks), "linked block"),
			w.repositoryName(protocol.Repository{Body: q.Body, Audience: q.Audience}), to, counted(len(a.Blocks), "block", len(a.Absent), "absent"))
	case *Push:
		a := answer.(*Pushed)
		line := "not yet"
		if a.Held {
			line = "held"
		}
		if len(a.Holdings) > 0 {
			line += ", " + w.accountName(a.Holdings)
		}
		w.say("%s offers %s %s with %s: %s", from, to, w.headName(q.Head), counted(len(q.Entries), "entry", len(q.Blocks), "block"), line)
	case *Account:
		a := answer.(*Accounted)
		line := "taken"
		if !a.Taken {
			line = "refused"
		}
		w.say("%s tells %s: %s: %s", from, to, w.accountName(q.Holdings[0]), line)
	}
}

func (w *world) say(format string, args ...any) {
	w.lines = append(w.lines, fmt.Sprintf(format, args...))
}

// counted lists how many there are of each kind, leaving out those of which there are none.
func counted(pairs ...any) string {
	var words []string
	for i := 0; i < len(pairs); i += 2 {
		n, what := pairs[i].(int), pairs[i+1].(string)
		switch {
		case n == 0:
			continue
		case n > 1 && strings.HasSuffix(what, "y"):
			what = strings.TrimSuffix(what, "y") + "ies"
		case n > 1 && what != "absent":
			what += "s"
		}
		words = append(words, fmt.Sprintf("%d %s", n, what))
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

// headName names a head in print: repository, size, and the epoch if it is not the first.
func (w *world) headName(raw []byte) string {
	h, err := protocol.Open[protocol.Head](raw)
	if err != nil {
		return "an unreadable head"
	}
	v := h.Value()
	name := fmt.Sprintf("%s at %d", w.repositoryName(v.Repository()), v.Size)
	if v.Epoch > 1 {
		name += fmt.Sprintf(" of epoch %d", v.Epoch)
	}
	return name
}

func (w *world) accountName(raw []byte) string {
	a, err := protocol.Open[protocol.Holdings](raw)
	if err != nil {
		return "an unreadable account"
	}
	h := a.Value().Held[0]
	return w.heldName(protocol.Repository{Body: h.Body, Audience: a.Value().Audience}, h)
}

func (w *world) heldName(name protocol.Repository, h protocol.Held) string {
	line := fmt.Sprintf("holds %d of %s", h.Size, w.repositoryName(name))
	if h.Epoch > 1 {
		line += fmt.Sprintf(" in epoch %d", h.Epoch)
	}
	if h.Missing > 0 {
		line += fmt.Sprintf(", lacks %d contents", h.Missing)
	}
	if h.Purged < h.Size {
		line += fmt.Sprintf(", purged below %d", h.Purged)
	}
	return line
}

// tellNote writes down what a node has to complain of.
func (w *world) tellNote(n *simNode, note Note) {
	switch note.Kind {
	case NoteFault:
		peer := "its own side"
		if note.Peer != n.key() {
			peer = w.nodeName(note.Peer)
		}
		w.say("%s objects to %s: %s", n.name, peer, note.Detail)
	case NoteFork:
		w.say("%s sees that %s forked", n.name, w.repositoryName(note.Repository))
	}
}

// holdings tells what a node holds.
func (w *world) holdings(n *simNode) string {
	var out strings.Builder
	states, _ := n.store.States()
	for _, s := range states {
		l := n.store.log(s.Repository)
		if len(l.entries) == 0 {
			continue
		}
		fmt.Fprintf(&out, "%s holds %s of %s", n.name, counted(len(l.entries), "entry"), w.repositoryName(s.Repository))
		if e := s.Head.Value().Epoch; e > 1 {
			fmt.Fprintf(&out, " in epoch %d", e)
		}
		if len(n.store.forks[s.Repository]) > 0 {
			out.WriteString(", forked")
		}
		out.WriteString(": " + w.documents(l) + "\n")
	}
	for name, l := range n.store.repos {
		if l.state.Head.IsZero() && len(l.records) > 0 {
			fmt.Fprintf(&out, "%s knows of %s: %s\n", n.name, w.repositoryName(name), w.documents(l))
		}
	}
	if out.Len() == 0 {
		return n.name + " holds nothing"
	}
	return out.String()
}

func (w *world) documents(l *memoryLog) string {
	var words []string
	if len(l.entries) > 20 {
		return counted(len(l.roots), "content", len(l.ended), "ended or withdrawn")
	}
	for id, rec := range l.records {
		name := w.documentName(id)
		if rec.Withdrawn {
			words = append(words, name+" withdrawn")
			continue
		}
		for _, v := range rec.Versions {
			switch {
			case !rec.Live(v.Number):
				words = append(words, fmt.Sprintf("%s version %d ended", name, v.Number))
			case l.whole(v.Entry):
				words = append(words, fmt.Sprintf("%s version %d", name, v.Number))
			default:
				words = append(words, fmt.Sprintf("%s version %d without content", name, v.Number))
			}
		}
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func sortedLines(text string) string {
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
