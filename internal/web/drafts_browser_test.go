package web_test

import (
	"path"
	"testing"

	"praxis/internal/web/webtest"
	"praxis/protocol"
)

// TestDraftPagesInABrowser looks at every page of a draft's way, with axe-core, in each language, light and dark, narrow and
// wide.
func TestDraftPagesInABrowser(t *testing.T) {
	n := webtest.NewNetwork(t)
	p := n.North
	ines, rui := p.SignedIn("Ines"), p.SignedIn("Rui")
	marked := written(ines, "Doors at night", "Mr Anton Berg, born 12 March 1984, could not reach the toilet at night in Vantaa prison.\n\n- The bell was off.\n- Nobody came.")
	marks := marked.Submit(marked.Path+"/check", "audience", "network")
	read := written(ines, "تفتيش الأبواب ليلا", "كانت الأبواب مغلقة في الليل.").Path
	ines.Get(read+"/edit").Submit(read+"/edit", "language", "ar").Submit(read+"/check", "audience", "npms").Want(200)

	c := webtest.NewChrome(t)
	c.SignIn(p, "Ines")
	c.Visit(p, map[string]string{"drafts": "/drafts", "write": "/write", "write-note": "/write/practice-note", "write-standard": "/write/standard",
		"draft-marks": marks.Path, "draft-edit": marked.Path + "/edit", "draft-file": marked.Path + "/file", "draft-own": read, "draft-attach": marked.Path})
	id, err := protocol.ParseID(path.Base(read))
	if err != nil {
		t.Fatal(err)
	}
	tell, end := p.Pages.Examining(id, 0, 0)
	tell(30<<10, 120<<10)
	c.Visit(p, map[string]string{"draft-checking": read + "/checking"})
	end()
	c.SignIn(p, "Rui")
	c.Visit(p, map[string]string{"draft-to-read": read, "draft-bare": read + "/read"})
	resolved(marks)
	rui.Get(marked.Path+"/read").Submit(marked.Path+"/read", "answer", "nothing").Want(200)
	c.Visit(p, map[string]string{"draft-review": marked.Path + "/review"})
	rui.Get(marked.Path+"/review").Submit(marked.Path+"/approve", "sure", "yes").Want(200)
	c.Visit(p, map[string]string{"draft-share": marked.Path + "/share"})
	rui.Get(marked.Path + "/share").Submit(marked.Path + "/share").Want(200)
	c.Visit(p, map[string]string{"draft-shared": marked.Path + "/shared"})
}
