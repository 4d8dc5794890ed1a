package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"praxis/internal/passed"
	"praxis/internal/web/webtest"
	"praxis/protocol"
)

// send fills in a form with files, as a browser does: files by field, then fields, each a name and a value.
func send(t *testing.T, p *webtest.Page, action string, files map[string][]byte, fields ...string) *webtest.Page {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	values := p.Form(action)
	for i := 0; i+1 < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	for name, all := range values {
		if _, isFile := files[name]; isFile {
			continue
		}
		for _, v := range all {
			if err := w.WriteField(name, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, content := range files {
		part, err := w.CreateFormFile(name, name+".file")
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return p.Browser.Do(http.MethodPost, action, w.FormDataContentType(), &body)
}

// keyFile is the file of a place's member key.
func keyFile(t *testing.T, p *webtest.Place) []byte {
	t.Helper()
	file, err := passed.SealKey(p.MemberKey().Seed(), webtest.Passphrase, 4)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAnOrganisationIsAdmittedByTheWordsThatWereHeard(t *testing.T) {
	n := webtest.NewNetwork(t)
	newcomer := webtest.Alone(t)
	raw := newcomer.SignedProfile()
	profile, err := protocol.OpenProfile(raw)
	if err != nil {
		t.Fatal(err)
	}
	request := map[string][]byte{"file": passed.Block(passed.Request, raw)}
	words := strings.Join(protocol.Words(profile.Hash()), " ")
	cora := n.Office.SignedIn("Cora")
	ask := cora.Get("/network/admit").Want(http.StatusOK, "Admit an organisation")
	send(t, ask, "/network/admit", map[string][]byte{"file": []byte("nonsense")}).Want(http.StatusUnprocessableEntity, "This is no request")
	page := send(t, cora.Get("/network/admit"), "/network/admit", request).Want(http.StatusCreated, "Admit Aland NPM?", "Finland").Lacks(words)

	key := map[string][]byte{"key": keyFile(t, n.Office)}
	other := strings.Join(protocol.Words(protocol.Hash{1}), " ")
	page = send(t, page, "/network/admit/sign", key, "words", other, "passphrase-key", webtest.Passphrase).
		Want(http.StatusUnprocessableEntity, "The words are not those of this request")
	page = send(t, page, "/network/admit/sign", key, "words", words, "passphrase-key", "wrong").Want(http.StatusUnprocessableEntity, "does not open the member key")
	page = send(t, page, "/network/admit/sign", map[string][]byte{"key": keyFile(t, newcomer)}, "words", words, "passphrase-key", webtest.Passphrase)
	page.Want(http.StatusCreated, "More signatures are needed") // a member may propose its own admission; it counts for nothing more
	page = send(t, cora.Get("/network/admit"), "/network/admit", request)
	page = send(t, page, "/network/admit/sign", key, "words", words, "passphrase-key", webtest.Passphrase).Want(http.StatusCreated, "More signatures are needed", "Nothing has changed yet")
	proposal := page.Submit("/network/save").HTML

	north := n.North.SignedIn("Dora")
	page = send(t, north.Get("/network/sign"), "/network/sign", map[string][]byte{"file": []byte(proposal)}).
		Want(http.StatusCreated, "Aland NPM is admitted as: National Preventive Mechanism")
	send(t, page, "/network/sign/add", map[string][]byte{"key": keyFile(t, n.North)}, "passphrase-key", webtest.Passphrase).Want(http.StatusCreated, "The charter is complete")
	north.Get("/network").Want(http.StatusOK, "Aland NPM")
	send(t, north.Get("/network/sign"), "/network/sign", map[string][]byte{"file": []byte(proposal)}).Want(http.StatusUnprocessableEntity, "too old")

	file := north.Get("/network/file").HTML
	send(t, n.South.SignedIn("Cora").Get("/network/take"), "/network/take", map[string][]byte{"file": []byte(file)}).Want(http.StatusOK, "It was taken", "Aland NPM")
	send(t, n.South.SignedIn("Cora").Get("/network/take"), "/network/take", map[string][]byte{"file": []byte(file[:200])}).Want(http.StatusUnprocessableEntity, "cannot be taken")
	for _, name := range []string{"Ines", "Rui", "Adam", "Remi"} {
		n.Office.SignedIn(name).Get("/network/admit").Want(http.StatusForbidden)
	}
}

func TestAMemberIsShutOutWithAReason(t *testing.T) {
	n := webtest.NewNetwork(t)
	cora := n.Office.SignedIn("Cora")
	key := map[string][]byte{"key": keyFile(t, n.Office)}
	south, err := n.South.Identity()
	if err != nil {
		t.Fatal(err)
	}
	page := send(t, cora.Get("/network/suspend"), "/network/suspend", key, "passphrase-key", webtest.Passphrase).
		Want(http.StatusUnprocessableEntity, "Choose the member", "Give a reason")
	send(t, page, "/network/suspend", key, "member", south.Member.String(), "reason", "A laptop was stolen.", "passphrase-key", webtest.Passphrase).
		Want(http.StatusCreated, "shut out from now on")
	cora.Get("/network").Want(http.StatusOK, "shut out for now")
	cora.Get("/network/charter").Want(http.StatusOK, "A laptop was stolen.", "Signed for: Secretariat of the Test Network")
	if text := n.Office.Log.Text(); strings.Contains(text, "laptop") {
		t.Error("the log has the reason")
	}
}
