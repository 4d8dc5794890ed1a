package exchange

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"praxis/protocol"
)

// choices walks through every way in which a run can go, by running it again and again with the next sequence of choices.
type choices struct {
	path  []int // what was chosen
	width []int // of how many
	at    int
}

func (c *choices) pick(n int) int {
	if c.at == len(c.path) {
		c.path, c.width = append(c.path, 0), append(c.width, n)
	}
	c.at++
	return c.path[c.at-1]
}

// next turns to the next sequence. It tells whether there is one.
func (c *choices) next() bool {
	c.at = 0
	for i := len(c.path) - 1; i >= 0; i-- {
		if c.path[i]+1 < c.width[i] {
			c.path, c.width = append(c.path[:i:i], c.path[i]+1), c.width[:i+1]
			return true
		}
	}
	return false
}

// TestAWithdrawalMayComeInAnyOrder delivers the messages of a share and a withdrawal in every order that there is.
// Whatever overtakes what, in the end the withdrawal stands and nothing is held.
func TestAWithdrawalMayComeInAnyOrder(t *testing.T) {
	for _, row := range []struct {
		name  string
		links [][2]string
		wish  func(w *world)
	}{
		{"share, withdraw", [][2]string{{"A", "B"}}, func(w *world) {
			w.tellShares([]string{"A", "note-1", "", " in 1 parts", ""})
			w.tellWithdraws([]string{"A", "note-1"})
		}},
		{"share, share anew, withdraw", [][2]string{{"A", "B"}}, func(w *world) {
			w.tellShares([]string{"A", "note-1", "", "", ""})
			w.tellShares([]string{"A", "note-1", " ending the old", " in 1 parts", ""})
			w.tellWithdraws([]string{"A", "note-1"})
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			runs, c := 0, &choices{}
			for more := true; more; more = c.next() {
				runs++
				w := worldOf(t, 1+len(row.links))
				for _, l := range row.links {
					w.connect(w.node(l[0]), w.node(l[1]))
				}
				w.settle()
				row.wish(w)
				for w.deliverIdle(); len(w.queue) > 0; w.deliverIdle() {
					w.deliver(c.pick(len(w.queue)))
				}
				w.checkRest()
				for _, l := range row.links {
					w.mustBeGone(w.node(l[1]), fmt.Sprint(c.path))
				}
				if runs == 3000 {
					t.Fatalf("more orders than expected")
				}
			}
			t.Logf("%d orders", runs)
		})
	}
}

// TestAWithdrawalMayComeInAnyOrderToMany does the same where the orders are too many to go through: it draws some.
func TestAWithdrawalMayComeInAnyOrderToMany(t *testing.T) {
	first := drawn(t)
	for i := range uint64(60) {
		random := rand.New(rand.NewPCG(first, i))
		w := worldOf(t, 4)
		for _, l := range [][2]string{{"A", "B"}, {"B", "C"}, {"C", "D"}, {"A", "D"}} {
			w.connect(w.node(l[0]), w.node(l[1]))
		}
		w.settle()
		w.tellShares([]string{"A", "note-1", "", " in 2 parts", ""})
		w.tellWithdraws([]string{"A", "note-1"})
		for len(w.queue) > 0 {
			w.deliver(random.IntN(len(w.queue)))
		}
		w.checkRest()
		for _, name := range []string{"B", "C", "D"} {
			w.mustBeGone(w.node(name), fmt.Sprintf("seed %d, order %d", first, i))
		}
	}
}

// drawn is the seed of a random test, said aloud.
func drawn(t *testing.T) uint64 {
	first := *seed
	if first == 0 {
		first = rand.Uint64()
	}
	t.Logf("seed %d", first)
	return first
}

// deliverIdle delivers what no other message depends on: acknowledgements, and the store's word that it has erased.
func (w *world) deliverIdle() {
	for i := 0; i < len(w.queue); i++ {
		switch w.queue[i].kind() {
		case "pushed", "account", "accounted", "erased":
			w.deliver(i)
			i = -1
		}
	}
}

func (w *world) mustBeGone(n *simNode, how string) {
	d := w.shared["note-1"]
	l := n.store.log(protocol.Repository{Body: w.org.member("A").body(), Audience: d.audience})
	if !l.records[d.id].Withdrawn || len(l.roots)+len(l.linked) > 0 {
		w.t.Fatalf("%s: %s", how, w.holdings(n))
	}
}

// worldOf is a network of NPMs before anything happened.
func worldOf(t testing.TB, npms int) *world {
	w := newWorld(t)
	w.tellNetwork([]string{fmt.Sprint(npms), "", ""})
	return w
}

var seed = flag.Uint64("seed", 0, "seed of the random stories; 0 for another each time")

// TestRandomStoriesEndAlike lets four nodes share, withdraw, part, meet, restart and lose messages at random. When all
// can reach each other again, they come to hold the same.
func TestRandomStoriesEndAlike(t *testing.T) {
	first := drawn(t)
	for i := range uint64(12) {
		random := rand.New(rand.NewPCG(first+i, 0))
		w := worldOf(t, 4)
		for range 150 {
			w.chance(random)
		}
		w.faults = nil
		for _, a := range w.nodes {
			for _, b := range w.nodes {
				if a != b && a.reach[b.key()] == nil {
					w.connect(a, b)
				}
			}
		}
		w.settle()
		w.pass(200)
		w.mustAgree(first + i)
	}
}

// chance lets one thing happen.
func (w *world) chance(random *rand.Rand) {
	a, b := w.nodes[random.IntN(len(w.nodes))], w.nodes[random.IntN(len(w.nodes))]
	if len(w.queue) > 0 && random.IntN(3) > 0 {
		for range random.IntN(6) {
			if len(w.queue) > 0 {
				w.loseOrDeliver(random)
			}
		}
		return
	}
	name := fmt.Sprintf("note-%s-%d", a.name, random.IntN(4))
	switch random.IntN(8) {
	case 0, 1, 2:
		ending := []string{"", " ending the old"}[random.IntN(2)]
		parts := []string{"", " in 3 parts"}[random.IntN(2)]
		w.tellShares([]string{a.name, name, ending, parts, ""})
	case 3:
		if w.shared[name] != nil {
			w.tellWithdraws([]string{a.name, name})
		}
	case 4:
		if a != b && a.reach[b.key()] == nil {
			w.connect(a, b)
		}
	case 5:
		w.disconnect(a, b)
	case 6:
		w.restart(a)
	case 7:
		w.now += int64(random.IntN(50))
		w.tick()
	}
}

func (w *world) loseOrDeliver(random *rand.Rand) {
	at := random.IntN(len(w.queue))
	p := w.queue[at]
	if random.IntN(10) == 0 && p.request != nil {
		w.faults = append(w.faults, &fault{from: p.from.name, to: p.to.name, kind: p.kind(), what: []string{"lose", "repeat"}[random.IntN(2)]})
	}
	w.deliver(at)
}

// mustAgree checks that all nodes hold the same, whole.
func (w *world) mustAgree(seed uint64) {
	for _, n := range w.nodes {
		for name, l := range w.nodes[0].store.repos {
			o := n.store.log(name)
			missing, _ := n.store.Missing(name, 0)
			if o.state.Head.Hash() != l.state.Head.Hash() || len(missing) > 0 {
				w.t.Fatalf("seed %d: %s does not hold what A holds of %s, and lacks %v:\n%s%s", seed, n.name, w.repositoryName(name), missing, w.holdings(w.nodes[0]), w.holdings(n))
			}
			writer := w.org.bodyName(name.Body)
			h, _, ok := w.node(writer).machine.Held(n.key(), name)
			if n.name != writer && (!ok || h.Size != uint64(len(l.entries)) || h.Missing > 0 || h.Purged != h.Size) {
				w.t.Fatalf("seed %d: %s knows of %s only that it %s:\n%s", seed, writer, n.name, w.heldName(name, h), strings.Join(w.lines[max(0, len(w.lines)-100):], "\n"))
			}
		}
	}
}
