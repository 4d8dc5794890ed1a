package web_test

import (
	"net/http"
	"strings"
	"testing"

	"praxis/internal/web/webtest"
)

// TestAStolenNodeIsShutOutAndItsMemberStays shuts out one node of a member.
func TestAStolenNodeIsShutOutAndItsMemberStays(t *testing.T) {
	n := webtest.NewNetwork(t)
	south := n.South.Node.Key().String()
	cora := n.Office.SignedIn("Cora")
	key := map[string][]byte{"key": keyFile(t, n.Office)}
	page := send(t, cora.Get("/network/suspend-node").Want(http.StatusOK, "MNP de Surlandia"), "/network/suspend-node", key, "passphrase-key", webtest.Passphrase).
		Want(http.StatusUnprocessableEntity, "Choose the node", "Give a reason")
	page = send(t, page, "/network/suspend-node", key, "node", strings.Repeat("0", len(south)), "reason", "A laptop was stolen.", "passphrase-key", webtest.Passphrase).
		Want(http.StatusUnprocessableEntity, "Choose the node")
	stranger := map[string][]byte{"key": keyFile(t, webtest.Alone(t))}
	page = send(t, page, "/network/suspend-node", stranger, "node", south, "reason", "A laptop was stolen.", "passphrase-key", webtest.Passphrase).
		Want(http.StatusUnprocessableEntity, "This key may not sign this")
	send(t, page, "/network/suspend-node", key, "node", south, "reason", "A laptop was stolen.", "passphrase-key", webtest.Passphrase).
		Want(http.StatusCreated, "The node is shut out from now on", "Its member stays")
	cora.Get("/network/charter").Want(http.StatusOK, "a node of MNP de Surlandia, whose key begins "+south[:8], "A laptop was stolen.", "Signed for: Secretariat of the Test Network")
	cora.Get("/network").Want(http.StatusOK, "MNP de Surlandia").Lacks("shut out for now")
	cora.Get("/network/suspend-node").Want(http.StatusOK, "Northland NPM").Lacks("MNP de Surlandia")
	for _, p := range n.Office.Peers() {
		if admitted := p.Node.String() != south; p.Admitted != admitted {
			t.Errorf("the node of %s is admitted: %v", p.Body, p.Admitted)
		}
	}
	if text := n.Office.Log.Text(); strings.Contains(text, "laptop") {
		t.Error("the log has the reason")
	}
}

// TestAMemberBecomesAFormerOneByTwoKeyholders changes the charter at one keyholder's node and completes it at another's.
func TestAMemberBecomesAFormerOneByTwoKeyholders(t *testing.T) {
	n := webtest.NewNetwork(t)
	cora := n.Office.SignedIn("Cora")
	office := map[string][]byte{"key": keyFile(t, n.Office)}
	cora.Get("/network/former").Submit("/network/former").Want(http.StatusUnprocessableEntity, "Choose the member that becomes a former one")
	page := cora.Get("/network/former").Want(http.StatusOK, "2 of 3 keyholders").Submit("/network/former", "member", n.South.Member.ID.String()).
		Want(http.StatusCreated, "MNP de Surlandia becomes a former member", "MNP de Surlandia is a keyholder no more")
	page = send(t, page, "/network/change/sign", office, "passphrase-key", "wrong").Want(http.StatusUnprocessableEntity, "does not open the member key", "becomes a former member")
	page = send(t, page, "/network/change/sign", map[string][]byte{"key": keyFile(t, webtest.Alone(t))}, "passphrase-key", webtest.Passphrase).
		Want(http.StatusUnprocessableEntity, "This key may not sign this")
	page = send(t, page, "/network/change/sign", office, "passphrase-key", webtest.Passphrase).Want(http.StatusCreated, "More signatures are needed", "Nothing has changed yet")
	cora.Get("/network/charter").Want(http.StatusOK).Lacks("former")
	proposal := page.Submit("/network/save").HTML

	north := n.North.SignedIn("Dora")
	page = send(t, north.Get("/network/sign"), "/network/sign", map[string][]byte{"file": []byte(proposal)}).
		Want(http.StatusCreated, "MNP de Surlandia becomes a former member")
	send(t, page, "/network/sign/add", map[string][]byte{"key": keyFile(t, n.North)}, "passphrase-key", webtest.Passphrase).Want(http.StatusCreated, "The charter is complete")
	north.Get("/network/charter").Want(http.StatusOK, "Version 2", "MNP de Surlandia becomes a former member", "Northland NPM, Secretariat of the Test Network")
	north.Get("/network").Want(http.StatusOK, "Former member")
	north.Get("/network/former").Want(http.StatusOK).Lacks("MNP de Surlandia")
	for _, name := range []string{"Ines", "Rui", "Adam", "Remi"} {
		for _, path := range []string{"/network/former", "/network/keyholders", "/network/suspend-node"} {
			n.Office.SignedIn(name).Get(path).Want(http.StatusForbidden)
		}
	}
}

// TestWhoHoldsKeysIsChanged raises the number of keys, and refuses what would leave too few keys or one that decides alone, and
// what was shown before the charter changed.
func TestWhoHoldsKeysIsChanged(t *testing.T) {
	n := webtest.NewNetwork(t)
	cora := n.Office.SignedIn("Cora")
	ask := func() *webtest.Page { return cora.Get("/network/keyholders").Want(http.StatusOK) }
	ask().Submit("/network/keyholders").Want(http.StatusUnprocessableEntity, "Nothing would change")
	for _, threshold := range []string{"0", "1", "4", "many", ""} {
		ask().Submit("/network/keyholders", "threshold", threshold).Want(http.StatusUnprocessableEntity, "one key alone is not enough")
	}
	first := ask().Submit("/network/keyholders", "threshold", "3").
		Want(http.StatusCreated, "The next version needs 3 of 3 keys", "It needs the signatures of 2 of 3 keyholders", "Those who hold keys then sign too: 3 of 3")
	late := ask().Submit("/network/keyholders", "threshold", "3").Want(http.StatusCreated)
	elsewhere := ask().Submit("/network/keyholders", "threshold", "2", "holder", n.Office.Member.ID.String(), "holder", n.North.Member.ID.String()).
		Want(http.StatusCreated, "MNP de Surlandia is a keyholder no more").Lacks("Northland NPM is a keyholder no more")
	page := send(t, first, "/network/change/sign", map[string][]byte{"key": keyFile(t, n.Office)}, "passphrase-key", webtest.Passphrase)
	for _, next := range []*webtest.Place{n.North, n.South} {
		page = send(t, cora.Get("/network/sign"), "/network/sign", map[string][]byte{"file": []byte(page.Want(http.StatusCreated, "More signatures are needed").Submit("/network/save").HTML)}).
			Want(http.StatusCreated, "The next version needs 3 of 3 keys")
		page = send(t, page, "/network/sign/add", map[string][]byte{"key": keyFile(t, next)}, "passphrase-key", webtest.Passphrase)
	}
	page.Want(http.StatusCreated, "The charter is complete")
	cora.Get("/network/charter").Want(http.StatusOK, "The next version needs 3 of 3 keys", "MNP de Surlandia, Northland NPM, Secretariat of the Test Network")
	send(t, late, "/network/change/sign", map[string][]byte{"key": keyFile(t, n.Office)}, "passphrase-key", webtest.Passphrase).
		Want(http.StatusUnprocessableEntity, "Nothing would change")
	send(t, elsewhere, "/network/change/sign", map[string][]byte{"key": keyFile(t, n.Office)}, "passphrase-key", webtest.Passphrase).
		Want(http.StatusUnprocessableEntity, "The charter was changed meanwhile")
	cora.Get("/network/former").Submit("/network/former", "member", n.South.Member.ID.String()).Want(http.StatusUnprocessableEntity, "there are too few keys")
	if text := n.Office.Log.Text(); strings.Contains(text, "Surlandia") {
		t.Error("the log has a name")
	}
}
