package node

import (
	"errors"
	"fmt"
	"slices"

	"praxis/internal/search"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// News is what came from other bodies since a person last said that they had seen what was there.
type News struct {
	Since     int64         // Unix seconds; 0 where the person has never said so, and nothing is listed then
	New       []New         // the newest first, at most [MostNews]
	More      int           // beyond those
	Withdrawn []Withdrawals // in order of the bodies' names
	Followed  []string      // topics, as the vocabulary orders them
}

// New is a document, or a new version of one, that came.
type New struct {
	Document
	Text     search.Title // in the reader's language, where there is one
	Followed bool         // it is about a topic that the person follows
}

// Withdrawals are how many documents that were here a body has withdrawn. Their titles are erased.
type Withdrawals struct {
	Body  string
	Count int
}

// MostNews is how many documents [Session.News] names.
const MostNews = 200

// reader is the record of what a person has seen, and follows.
type reader struct {
	Time   int64    `json:"time"`
	Seen   []seen   `json:"seen"`
	Topics []string `json:"topics,omitempty"`
}

// seen is how far a person has seen a repository: below an entry all, and some beyond, whose contents came before others'.
type seen struct {
	Body     protocol.ID       `json:"body"`
	Audience protocol.Audience `json:"audience"`
	Below    uint64            `json:"below"`
	Beyond   []uint64          `json:"beyond,omitempty"`
	Size     uint64            `json:"size"` // of the log, then
}

const mostBeyond = 4096

func (r reader) of(name protocol.Repository) seen {
	for _, s := range r.Seen {
		if s.Body == name.Body && s.Audience == name.Audience {
			return s
		}
	}
	return seen{Body: name.Body, Audience: name.Audience}
}

func (s *Session) reader() (r reader, err error) {
	_, err = s.n.read(store.KindReader, s.person.ID, &r)
	return r, err
}

func (s *Session) keepReader(r reader) error {
	rec, err := record(store.KindReader, s.person.ID, r)
	if err != nil {
		return err
	}
	rec.Erase = true // what somebody followed or had read is nobody's business afterwards
	return s.n.store.Commit(exchange.Batch{}, rec)
}

// News says what is new for the person, who reads some languages, the best first. [Session.Seen] takes note of just that.
func (s *Session) News(languages ...string) (News, error) {
	n := s.n
	if err := n.readAll(); err != nil {
		return News{}, err
	}
	r, err := s.reader()
	if err != nil {
		return News{}, err
	}
	states, err := n.repositories()
	if err != nil {
		return News{}, err
	}
	news := News{Since: r.Time, Followed: r.Topics}
	s.shown.Store(n.markers(states))
	if r.Time == 0 {
		return news, nil
	}
	if err := n.came(&news, r, languages); err != nil {
		return News{}, err
	}
	for _, st := range states {
		if err := n.takenBackSince(&news, r.of(st.Repository), st); err != nil {
			return News{}, err
		}
	}
	slices.SortFunc(news.Withdrawn, func(a, b Withdrawals) int { return compareText(a.Body, b.Body) })
	return news, nil
}

// own is this node's body; zero before it is set up.
func (n *Node) own() protocol.ID {
	if i := n.identity.Load(); i != nil {
		return i.Body
	}
	return protocol.ID{}
}

// markers say how far everything is seen by who sees what is here now.
func (n *Node) markers(states []exchange.State) *[]seen {
	all := make([]seen, 0, len(states))
	at := make(map[protocol.Repository]int)
	for _, s := range states {
		if s.Repository.Body == n.own() {
			continue
		}
		at[s.Repository] = len(all)
		all = append(all, seen{Body: s.Repository.Body, Audience: s.Repository.Audience, Below: s.Complete, Size: s.Edge.Size()})
	}
	n.finder.index.All(func(d *search.Document) bool {
		if i, ok := at[d.Repository]; ok && d.Entry >= all[i].Below && len(all[i].Beyond) < mostBeyond {
			all[i].Beyond = append(all[i].Beyond, d.Entry)
		}
		return false
	})
	return &all
}

func (n *Node) came(news *News, r reader, languages []string) error {
	own := n.own()
	marks := make(map[protocol.Repository]seen)
	for _, s := range r.Seen {
		marks[protocol.Repository{Body: s.Body, Audience: s.Audience}] = s
	}
	all := n.finder.index.All(func(d *search.Document) bool {
		m := marks[d.Repository]
		return d.Repository.Body != own && d.Entry >= m.Below && !slices.Contains(m.Beyond, d.Entry)
	})
	slices.SortStableFunc(all, func(a, b search.Document) int { return compareText(b.Date, a.Date) })
	describe, err := n.describer()
	if err != nil {
		return err
	}
	for _, d := range all {
		if len(news.New) == MostNews {
			news.More = len(all) - MostNews
			break
		}
		rec, err := n.store.Document(d.Repository, d.ID) // the index follows what is stored a moment later
		if err != nil {
			return err
		}
		if rec.Withdrawn {
			continue
		}
		news.New = append(news.New, New{describe(d), d.In(languages...), followed(r.Topics, d.Topics)})
	}
	return nil
}

// followed tells whether one of the topics, or a broader one, is followed.
func followed(topics, of []string) bool {
	for _, topic := range topics {
		for _, code := range protocol.Topics().Narrower(topic) {
			if slices.Contains(of, code) {
				return true
			}
		}
	}
	return false
}

// takenBackSince counts the documents that were there and that a body has withdrawn since.
func (n *Node) takenBackSince(news *News, m seen, s exchange.State) error {
	if s.Repository.Body == n.own() || s.Edge.Size() <= m.Size {
		return nil
	}
	counts := make(map[string]int)
	for from := m.Size; from < s.Edge.Size(); {
		raw, err := n.store.Entries(s.Repository, from, s.Edge.Size(), 1<<20)
		if err != nil {
			return err
		}
		from += uint64(len(raw))
		for _, one := range raw {
			e, err := protocol.ParseEntry(one)
			if err != nil || e.Op != protocol.OpWithdraw {
				continue
			}
			rec, err := n.store.Document(s.Repository, e.Document)
			if err != nil {
				return err
			}
			if len(rec.Versions) > 0 && rec.Versions[0].Entry < m.Size {
				counts[n.bodyName(s.Repository.Body)]++
			}
		}
	}
	for body, count := range counts {
		i := slices.IndexFunc(news.Withdrawn, func(t Withdrawals) bool { return t.Body == body })
		if i < 0 {
			i = len(news.Withdrawn)
			news.Withdrawn = append(news.Withdrawn, Withdrawals{Body: body})
		}
		news.Withdrawn[i].Count += count
	}
	return nil
}

// Seen takes note that the person has seen what [Session.News] last showed in this session.
func (s *Session) Seen() error {
	s.n.drafts.Lock()
	defer s.n.drafts.Unlock()
	shown := s.shown.Load()
	if shown == nil {
		return nil
	}
	r, err := s.reader()
	if err != nil {
		return err
	}
	r.Time, r.Seen = s.n.now(), *shown
	return s.keepReader(r)
}

// ErrNoTopic says that a code is none of a topic.
var ErrNoTopic = errors.New("that is no topic of the vocabulary")

// Follow keeps the topics that the person follows, in place of those before.
func (s *Session) Follow(topics []string) error {
	var kept []string
	for _, t := range protocol.Topics().Terms() {
		if slices.Contains(topics, t.Code) {
			kept = append(kept, t.Code)
		}
	}
	for _, code := range topics {
		if !protocol.Topics().Has(code) {
			return fmt.Errorf("%q: %w", code, ErrNoTopic)
		}
	}
	s.n.drafts.Lock()
	defer s.n.drafts.Unlock()
	r, err := s.reader()
	if err != nil {
		return err
	}
	r.Topics = kept
	return s.keepReader(r)
}

// Followed are the topics that the person follows.
func (s *Session) Followed() ([]string, error) {
	r, err := s.reader()
	return r.Topics, err
}
