package web_test

import (
	"bufio"
	"net/http"
	"path"
	"strings"
	"testing"

	"praxis/internal/web/webtest"
	"praxis/protocol"
)

// TestAnExaminationSaysHowFarItIs waits for one with scripts and without: in words and as a share of the bytes.
func TestAnExaminationSaysHowFarItIs(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	ines := p.SignedIn("Ines")
	draft := ines.Get("/write/report").Submit("/write/report", "title", "Long", "origin", "own-unpublished", "report", "visit", "text", "## Part\n\nDoors.").Want(http.StatusOK, "Saved.").Path
	id, err := protocol.ParseID(path.Base(draft))
	if err != nil {
		t.Fatal(err)
	}
	tell, end := p.Pages.Examining(id, 0, 0)
	page := ines.Get(draft+"/checking").Want(http.StatusOK, "A long text takes a while").Lacks("is examined")
	if strings.Contains(page.HTML, "<progress aria-label=\"Checking for identification\" value") {
		t.Error("it says how far it is before it knows")
	}
	tell(30<<10, 120<<10)
	page = ines.Get(draft+"/checking").Want(http.StatusOK, "25 % is examined: 30 kB of 120 kB.")
	if !strings.Contains(page.HTML, `value="30720" max="122880"`) {
		t.Errorf("the bar is not at a quarter: %s", page.HTML)
	}
	live := bufio.NewScanner(ines.Open(t.Context(), draft+"/checking/live"))
	told, ended := false, false
	for live.Scan() {
		if strings.Contains(live.Text(), "25 % is examined") && !told {
			told = true
			end()
		}
		ended = ended || live.Text() == "event: done"
	}
	if !told || !ended {
		t.Errorf("the stream tells the share: %v; its end: %v", told, ended)
	}
}
