package control

import (
	"io"
	"log"

	"praxis/protocol"
)

// route is a line of the table in specs/control.md; a test compares the two.
type route struct {
	pattern string
	access  access
	limit   int64 // of the body; 0 is MaxRequest
	handler handler
}

func routes() []route {
	return []route{
		{"GET /v1/status", anyone, 0, (*call).status0},
		{"GET /v1/peers", anyone, 0, (*call).peers},
		{"GET /v1/repositories", anyone, 0, (*call).repositories},
		{"GET /v1/traffic", anyone, 0, (*call).traffic},
		{"POST /v1/connect", anyone, 0, (*call).connect},
		{"POST /v1/greet", anyone, 0, (*call).greet},
		{"POST /v1/wait", anyone, 0, (*call).wait},
		{"GET /v1/ids/{id}", anyone, 0, (*call).resolve},

		{"GET /v1/identity", anyone, 0, (*call).identity},
		{"POST /v1/identity", anyone, 0, (*call).setUp},
		{"GET /v1/profile", anyone, 0, (*call).profile},
		{"GET /v1/profile/next", anyone, 0, (*call).nextProfile},
		{"PUT /v1/profile", anyone, 0, (*call).takeProfile},
		{"GET /v1/network", anyone, 0, (*call).network},
		{"GET /v1/charter", anyone, 0, (*call).charter},
		{"GET /v1/lists", anyone, 0, (*call).lists},
		{"POST /v1/lists", anyone, MaxLists, (*call).importLists},
		{"POST /v1/join", anyone, 0, (*call).join},

		{"GET /v1/persons", anyone, 0, (*call).persons},
		{"POST /v1/persons", firstOrSigned, 0, (*call).addPerson},
		{"POST /v1/persons/{person}/roles", signedIn, 0, (*call).changeRoles},
		{"POST /v1/persons/{person}/left", signedIn, 0, (*call).markLeft},
		{"POST /v1/sessions", anyone, 0, (*call).signIn},
		{"GET /v1/sessions/current", signedIn, 0, (*call).whoami},
		{"POST /v1/sessions/current/link", signedIn, 0, (*call).link},
		{"DELETE /v1/sessions/current", anyone, 0, (*call).signOut},

		{"GET /v1/drafts", drafter, 0, (*call).drafts},
		{"POST /v1/drafts", drafter, MaxFile, (*call).addDraft},
		{"POST /v1/drafts/bulk", drafter, MaxBulk, (*call).addDrafts},
		{"POST /v1/drafts/approve-published", drafter, 0, (*call).approvePublished},
		{"GET /v1/drafts/again", drafter, 0, (*call).again},
		{"POST /v1/drafts/{id}/again", drafter, 0, (*call).takeNote},
		{"GET /v1/drafts/{id}", drafter, 0, (*call).draft},
		{"GET /v1/drafts/{id}/file", drafter, 0, (*call).draftFile},
		{"PUT /v1/drafts/{id}/file", drafter, MaxFile, (*call).editDraft},
		{"POST /v1/drafts/{id}/attachments", drafter, MaxAttach, (*call).attach},
		{"GET /v1/drafts/{id}/attachments/{number}", drafter, 0, (*call).draftAttachment},
		{"DELETE /v1/drafts/{id}/attachments/{number}", drafter, 0, (*call).detach},
		{"GET /v1/drafts/{id}/review", drafter, 0, (*call).review},
		{"POST /v1/drafts/{id}/review", drafter, 0, (*call).startReview},
		{"POST /v1/drafts/{id}/reading", drafter, 0, (*call).readBare},
		{"POST /v1/drafts/{id}/reading/answer", drafter, 0, (*call).answerReading},
		{"GET /v1/drafts/{id}/notes", drafter, 0, (*call).notes},
		{"GET /v1/drafts/{id}/original", drafter, 0, (*call).original},
		{"DELETE /v1/drafts/{id}/original", drafter, 0, (*call).forgetOriginal},
		{"GET /v1/drafts/{id}/decisions", drafter, 0, (*call).decisions},
		{"GET /v1/drafts/{id}/reports", drafter, 0, (*call).reports},
		{"POST /v1/drafts/{id}/marks", drafter, 0, (*call).decide},
		{"POST /v1/drafts/{id}/approve", drafter, 0, (*call).approve},
		{"POST /v1/drafts/{id}/clear-unknowns", drafter, 0, (*call).clearUnknowns},
		{"GET /v1/canaries", drafter, 0, (*call).canaries},
		{"GET /v1/words/{list}", signedIn, 0, (*call).words},
		{"POST /v1/words/{list}", signedIn, 0, (*call).listWords},
		{"POST /v1/words/{list}/forget", signedIn, 0, (*call).forgetWords},
		{"GET /v1/places", signedIn, 0, (*call).places},
		{"POST /v1/places", signedIn, 0, (*call).countPlaces},
		{"POST /v1/places/forget", signedIn, 0, (*call).forgetPlaces},
		{"POST /v1/share", drafter, MaxFile, (*call).share},

		{"GET /v1/documents", anyone, 0, (*call).documents},
		{"GET /v1/documents/{id}", anyone, 0, (*call).document},
		{"GET /v1/documents/{id}/markdown", anyone, 0, (*call).documentMarkdown},
		{"GET /v1/documents/{id}/attachments/{number}", anyone, 0, (*call).documentAttachment},
		{"GET /v1/documents/{id}/holders", anyone, 0, (*call).holders},
		{"GET /v1/documents/{id}/why", anyone, 0, (*call).why},
		{"GET /v1/search", anyone, 0, (*call).search},
		{"GET /v1/recipients", anyone, 0, (*call).recipients},
	}
}

func (c *call) status0() (any, error) { return c.Server.status(c) }

// discard is where net/http's own messages go: they may quote what it was sent.
func discard() *log.Logger { return log.New(io.Discard, "", 0) }

// id reads the id in the path, which may be abbreviated.
func (c *call) id() (protocol.ID, error) { return c.idOf(c.r.PathValue("id")) }

func (c *call) idOf(text string) (protocol.ID, error) {
	id, err := c.n.Resolve(text)
	if err != nil && classify(err).Kind == KindFailed {
		err = fault(KindWrongUse, "%v", err)
	}
	return id, err
}
