package node

// NewsCount is how much is new for a person.
type NewsCount struct {
	New       int // documents and versions that came from others
	Withdrawn int // documents that others took back
}

// NewsCount counts what [Session.News] would list. Unlike that, it lets nothing count as shown.
func (s *Session) NewsCount() (*NewsCount, error) {
	n := s.n
	if err := n.readAll(); err != nil {
		return nil, err
	}
	r, err := s.reader()
	if err != nil || r.Time == 0 {
		return &NewsCount{}, err
	}
	states, err := n.repositories()
	if err != nil {
		return nil, err
	}
	var news News
	if err := n.came(&news, r, nil); err != nil {
		return nil, err
	}
	for _, st := range states {
		if err := n.takenBackSince(&news, r.of(st.Repository), st); err != nil {
			return nil, err
		}
	}
	c := &NewsCount{New: len(news.New) + news.More}
	for _, w := range news.Withdrawn {
		c.Withdrawn += w.Count
	}
	return c, nil
}
