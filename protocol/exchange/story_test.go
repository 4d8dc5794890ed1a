package exchange

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"praxis/protocol"
)

// TestStories plays the stories in testdata. A story is a file: each command stands above what happens because of it.
// After every "settle" all that must always hold is checked (see checkRest), and at every step that what a node says of
// itself is stored. -rewrite writes down what happens anew.
func TestStories(t *testing.T) {
	datadriven.Walk(t, "testdata", func(t *testing.T, path string) {
		w := newWorld(t)
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			w.t = t
			return w.tell(d)
		})
		w.t = t
		if len(w.queue) > 0 {
			t.Fatalf("the story %s ends with messages under way: settle first", filepath.Base(path))
		}
	})
}

func newWorld(t testing.TB) *world {
	w := &world{t: t, now: start, shared: map[string]*sharedDocument{}, exempt: map[protocol.Key]bool{}}
	w.org = &organisations{w: w}
	return w
}

// sentence is a command of the stories.
type sentence struct {
	form *regexp.Regexp
	do   func(w *world, words []string) string
}

func form(pattern string, do func(w *world, words []string) string) sentence {
	return sentence{form: regexp.MustCompile("^" + pattern + "$"), do: do}
}

// tell does what a line of a story says.
func (w *world) tell(d *datadriven.TestData) string {
	words := []string{d.Cmd}
	for _, a := range d.CmdArgs {
		words = append(words, a.Key)
	}
	line := strings.Join(words, " ")
	for _, s := range sentences() {
		if match := s.form.FindStringSubmatch(line); match != nil {
			return s.do(w, match[1:])
		}
	}
	w.t.Fatalf("%s: no such sentence: %s", d.Pos, line)
	return ""
}

func sentences() []sentence {
	all := []sentence{
		form(`network of (\d+) npms( and a secretariat)?( and an observer)?`, (*world).tellNetwork),
		form(`connect everyone`, func(w *world, _ []string) string { return w.tellConnect(w.nodes) }),
		form(`connect (.+)`, func(w *world, a []string) string { return w.tellConnect(w.named(a[0])) }),
		form(`partition (.+) \| (.+)`, (*world).tellPartition),
		form(`settle( quietly)?`, (*world).tellSettle),
		form(`pass (\S+)( quietly)?`, (*world).tellPass),
		form(`restart (\w+)`, func(w *world, a []string) string { w.restart(w.node(a[0])); return "" }),
		form(`holdings (.+)`, (*world).tellHoldings),
		form(`(\w+) hears of its (\w+)( from those who left)?`, (*world).tellHeard),
		form(`(\w+) shares ([\w-]+)( ending the old)?( in \d+ parts)?( with \w+)?`, (*world).tellShares),
		form(`(\w+) withdraws ([\w-]+)`, (*world).tellWithdraws),
		form(`(\w+) shares (\d+) notes(?: and withdraws (\d+))?`, (*world).tellBulk),
		form(`queue`, (*world).tellQueue),
		form(`deliver until (\S+) from (\w+) to (\w+)`, (*world).tellUntil),
		form(`deliver (\d+)`, (*world).tellDeliver),
		form(`cost`, (*world).tellCost),
		form(`(lose|repeat|truncate) the next (\S+) from (\w+) to (\w+)`, (*world).tellFault),
		form(`(\w+) (erases nothing|erases)`, (*world).tellErases),
	}
	return append(append(all, memberSentences()...), hostileSentences()...)
}

func (w *world) named(list string) []*simNode {
	var nodes []*simNode
	for _, name := range strings.Fields(list) {
		nodes = append(nodes, w.node(name))
	}
	return nodes
}

func (w *world) tellNetwork(a []string) string {
	n, _ := strconv.Atoi(a[0])
	for i := range n {
		w.org.newMember(string(rune('A'+i)), protocol.StandingNPM)
	}
	if a[1] != "" {
		w.org.newMember("S", protocol.StandingSecretariat)
	}
	if a[2] != "" {
		w.org.newMember("O", protocol.StandingObserver)
	}
	w.org.found()
	// Everybody signs its empty heads and its daily account before the story begins.
	w.tick()
	return ""
}

func (w *world) tellConnect(nodes []*simNode) string {
	for i, a := range nodes {
		for _, b := range nodes[i+1:] {
			if a.reach[b.key()] != b {
				w.connect(a, b)
			}
		}
	}
	return ""
}

func (w *world) tellPartition(a []string) string {
	side := make(map[string]bool)
	for _, n := range w.named(a[0]) {
		side[n.name] = true
	}
	for _, n := range w.nodes {
		for _, o := range w.nodes {
			if side[n.name] && !side[o.name] {
				w.disconnect(n, o)
			}
		}
	}
	return ""
}

// said returns what happened since the story last asked.
func (w *world) said(quietly bool) string {
	lines := w.lines
	requests := w.requests
	w.lines, w.requests = nil, 0
	if quietly {
		return ""
	}
	if len(lines) == 0 {
		return fmt.Sprintf("nothing happens (%s)", counted(requests, "request"))
	}
	return strings.Join(lines, "\n")
}

func (w *world) tellSettle(a []string) string {
	w.settle()
	return w.said(a[0] != "")
}

func (w *world) tellPass(a []string) string {
	d, err := time.ParseDuration(a[0])
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	if d > time.Hour { // a long silence, then the present
		w.now += int64((d - time.Hour).Seconds())
		d = time.Hour
		w.tick()
		w.settle()
	}
	w.pass(int64(d.Seconds()))
	return w.said(a[1] != "")
}

func (w *world) tellHoldings(a []string) string {
	var out []string
	nodes := w.nodes
	if a[0] != "everywhere" {
		nodes = w.named(a[0])
	}
	for _, n := range nodes {
		out = append(out, strings.TrimSpace(w.holdings(n)))
	}
	return strings.Join(out, "\n")
}

// tellHeard prints what a writer knows of how far others hold what it shared.
func (w *world) tellHeard(a []string) string {
	n := w.node(a[0])
	place, _ := n.machine.Network().Place(n.key())
	name := protocol.Repository{Body: place.Body.ID, Audience: protocol.Audience(a[1])}
	var out []string
	for _, o := range w.nodes {
		if o.key() == n.key() || n.machine.Network().May(o.key(), name, w.now) == (a[2] != "") {
			continue
		}
		h, at, ok := n.machine.Held(o.key(), name)
		if !ok {
			out = append(out, o.name+" has said nothing")
			continue
		}
		out = append(out, fmt.Sprintf("%s %s, %s ago", o.name, w.heldName(name, h), time.Duration(w.now-at)*time.Second))
	}
	return strings.Join(out, "\n")
}

func (w *world) tellShares(a []string) string {
	audience := protocol.AudienceNPMs
	if with := strings.TrimPrefix(a[4], " with "); with != "" {
		audience = protocol.Audience(with)
	}
	parts := 0
	if a[3] != "" {
		_, _ = fmt.Sscanf(a[3], " in %d parts", &parts)
	}
	before := w.shared[a[1]]
	d := w.version(a[1], audience, parts, 100)
	d.Ends = a[2] != ""
	_, err := w.step(w.node(a[0]), Publish{Audience: audience, Documents: []Document{d}})
	if err != nil && before == nil {
		delete(w.shared, a[1])
	} else if err != nil {
		before.version--
	}
	return errWish(err)
}

func (w *world) tellWithdraws(a []string) string {
	d := w.shared[a[1]]
	_, err := w.step(w.node(a[0]), Publish{Audience: d.audience, Withdraw: []protocol.ID{d.id}})
	return errWish(err)
}

// tellBulk shares notes 1 to n, new or in their next versions, and withdraws as many of those after them.
func (w *world) tellBulk(a []string) string {
	n, _ := strconv.Atoi(a[1])
	gone, _ := strconv.Atoi(a[2])
	p := Publish{Audience: protocol.AudienceNPMs}
	for i := range n {
		p.Documents = append(p.Documents, w.version(fmt.Sprintf("note-%d", i+1), p.Audience, 0, 4<<10))
	}
	for i := range gone {
		p.Withdraw = append(p.Withdraw, w.shared[fmt.Sprintf("note-%d", n+i+1)].id)
	}
	_, err := w.step(w.node(a[0]), p)
	return errWish(err)
}

func (w *world) tellQueue([]string) string {
	var out []string
	for i, p := range w.queue {
		out = append(out, fmt.Sprintf("%d: %s from %s to %s", i, p.kind(), p.from.name, p.to.name))
	}
	return strings.Join(out, "\n")
}

func (w *world) tellDeliver(a []string) string {
	at, _ := strconv.Atoi(a[0])
	w.deliver(at)
	return w.said(false)
}

// tellUntil delivers until the next message is of a kind, which stays under way.
func (w *world) tellUntil(a []string) string {
	for range 1000 {
		if len(w.queue) == 0 {
			w.t.Fatalf("nothing is under way before there is %s", a[0])
		}
		if p := w.queue[0]; p.from.name == a[1] && p.to.name == a[2] && p.kind() == a[0] {
			return w.said(true)
		}
		w.deliver(0)
	}
	w.t.Fatalf("%s does not come", a[0])
	return ""
}

// tellCost prints what travelled since it was last asked.
func (w *world) tellCost([]string) string {
	line := fmt.Sprintf("%d bytes both ways without content, %d of content", w.bytes-w.content, w.content)
	w.bytes, w.content = 0, 0
	return line
}

func (w *world) tellFault(a []string) string {
	w.faults = append(w.faults, &fault{what: a[0], kind: a[1], from: a[2], to: a[3]})
	return ""
}

func (w *world) tellErases(a []string) string {
	n := w.node(a[0])
	n.store.slow = a[1] == "erases nothing"
	if !n.store.slow {
		w.erase(n)
	}
	return ""
}
