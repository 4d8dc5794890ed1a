package control

import "net/http"

// Handler is what answers, without a socket.
func (s *Server) Handler() http.Handler { return s.http.Handler }

// Routes are the patterns that are answered, and for whom.
func Routes() map[string]string {
	all := make(map[string]string)
	for _, r := range routes() {
		all[r.pattern] = [...]string{"anyone", "signed in", "drafter", "first or signed in"}[r.access]
	}
	return all
}
