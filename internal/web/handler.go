package web

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"praxis/internal/draft"
)

// who tells whether a person may open a page; nil opens it to whoever reaches the pages, signed in or not.
type who func(draft.Person) bool

// signedIn is anybody who works here and has signed in.
func signedIn(p draft.Person) bool { return p.Left == 0 && len(p.Roles) > 0 }

// route is one page, or one thing that a page asks for.
type route struct {
	pattern string // as net/http's ServeMux reads it
	who     who
	handler func(*Request) (Answer, error)
	asks    bool                           // the form changes nothing: it may be sent again, from a page that the browser kept
	limit   int64                          // of the body in bytes; 0 is maxForm
	stale   func(*Request) (Answer, error) // answers a form that was made before the node was started again; nil is askAgain
}

const (
	maxForm   = 1 << 20  // bytes of a form
	MaxText   = 9 << 20  // bytes of a form with a draft's text
	MaxUpload = 50 << 20 // bytes of a form with a file
	drained   = 80 << 20 // bytes of a too large body that are read away, so that the browser comes to see the answer
)

// routes lists every page. Each part of the pages has its own list, in its own file.
func routes() []route {
	return slices.Concat(signInRoutes(), homeRoutes(), personRoutes(), countRoutes(), draftRoutes(), journalRoutes(), helpRoutes(), takeBackRoutes(), networkRoutes(), coordinateRoutes(), amendRoutes(), denyRoutes(),
		standardRoutes(), libraryRoutes(), documentRoutes(), newsRoutes(), packRoutes(), compareRoutes())
}

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.routes {
		mux.HandleFunc(r.pattern, func(w http.ResponseWriter, q *http.Request) { s.serve(w, q, r) })
	}
	mux.HandleFunc("GET /static/{hash}/{name}", s.static.serve)
	mux.HandleFunc("/", func(w http.ResponseWriter, q *http.Request) {
		s.serve(w, q, route{handler: func(*Request) (Answer, error) { return Answer{}, NotFound }})
	})
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		s.serve(w, q, route{handler: func(*Request) (Answer, error) { return Answer{}, CrossOrigin }})
	}))
	return s.headers(s.hosts(cross.Handler(mux)))
}

// contentPolicy lets a page load its own files and nothing else.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, q)
	})
}

// hosts refuses requests for a name that is not this computer's: a foreign page whose name leads here (DNS rebinding)
// learns nothing. A numeric address cannot be so used.
func (s *Server) hosts(next http.Handler) http.Handler {
	own, _ := os.Hostname() // without one, it is simply not allowed
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		host := q.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		host = strings.ToLower(strings.Trim(host, "[]"))
		_, err := netip.ParseAddr(host)
		if err == nil || host == "localhost" || own != "" && host == strings.ToLower(own) || slices.Contains(s.Names, host) {
			next.ServeHTTP(w, q)
			return
		}
		s.serve(w, q, route{handler: func(*Request) (Answer, error) { return Answer{}, WrongHost }})
	})
}

// serve answers one request. Whatever goes wrong ends in a whole page.
func (s *Server) serve(w http.ResponseWriter, q *http.Request, route route) {
	limit := route.limit
	if limit == 0 {
		limit = maxForm
	}
	large := q.ContentLength > limit
	if large {
		drain(q.Body)
	}
	q.Body = http.MaxBytesReader(w, q.Body, limit)
	r := s.newRequest(w, q)
	defer r.done()
	defer func() {
		if p := recover(); p != nil {
			s.Logger.Error("a page failed", "page", route.pattern, "what", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			r.fail(Broken)
		}
	}()
	if large {
		r.fail(TooLarge)
		return
	}
	answer, err := r.answer(route)
	if err == nil {
		err = r.write(answer)
	}
	if err != nil {
		r.fail(err)
	}
}

// answer finds out whether the person may, whether the form is one of ours and new, and then asks the page.
func (r *Request) answer(route route) (Answer, error) {
	if route.who != nil {
		if r.Session == nil {
			return r.signInFirst()
		}
		if !route.who(r.Person) {
			return Answer{}, Refused
		}
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return route.handler(r)
	}
	if err := r.readForm(); err != nil {
		return Answer{}, err
	}
	id, ok := r.formToken()
	if !ok {
		if route.stale != nil {
			return route.stale(r)
		}
		return r.askAgain(route)
	}
	if route.asks {
		return route.handler(r)
	}
	return r.s.once.do(r.Context(), id, func() (Answer, error) {
		defer r.s.band.stale()
		return route.handler(r)
	})
}
