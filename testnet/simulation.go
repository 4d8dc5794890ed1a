package testnet

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"log/slog"
	"math/rand/v2"
	"net/netip"
	"os"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/marcopolo/simnet"
	"praxis/node/p2p"
)

// Options are those of a simulation. The zero value works.
type Options struct {
	Seed      uint64        // of keys and ids; 0: the environment's TESTNET_SEED, or else by chance
	Latency   time.Duration // from a node to the middle of the network; 10 ms
	Bandwidth int           // bits per second; 100 million
	Network   p2p.Config    // of every node
}

// Simulation is a network of nodes in a bubble of virtual time: [time.Now] and [time.Sleep] in its test are the nodes'
// too, and time passes only while every goroutine waits. It is used from the goroutine of the test.
type Simulation struct {
	T       testing.TB
	Nodes   []*Node
	options Options
	lines   *lines
	charter chain
}

// Simulate runs a test in virtual time, and stops every node after it. The seed is written to the test's log: with it in
// TESTNET_SEED the keys and ids are the same again. The order of what goroutines do at the same instant is not, nor are
// libp2p's own nonces.
func Simulate(t *testing.T, o Options, test func(t *testing.T, s *Simulation)) {
	t.Helper()
	o.defaults(t)
	synctest.Test(t, func(t *testing.T) {
		t.Logf("seed: TESTNET_SEED=%d", o.Seed)
		s := &Simulation{T: t, options: o, lines: newLines()}
		defer s.lines.net.Close()
		defer s.stopAll()
		test(t, s)
	})
}

func (o *Options) defaults(t testing.TB) {
	if o.Latency == 0 {
		o.Latency = 10 * time.Millisecond
	}
	if o.Bandwidth == 0 {
		o.Bandwidth = 100_000_000
	}
	if o.Seed == 0 {
		o.Seed = Seed(t)
	}
}

// Seed is the number in TESTNET_SEED, or else one by chance; never 0.
func Seed(t testing.TB) uint64 {
	text := os.Getenv("TESTNET_SEED")
	if text == "" {
		return rand.Uint64() | 1
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil || seed == 0 {
		t.Fatalf("TESTNET_SEED=%s: give a number above 0", text)
	}
	return seed
}

func (s *Simulation) stopAll() {
	for _, n := range s.Nodes {
		n.Stop()
	}
}

// Eventually waits, in virtual time, until a condition holds, and fails the test if that takes longer than the limit.
func (s *Simulation) Eventually(limit time.Duration, what string, holds func() bool) {
	s.T.Helper()
	deadline := time.Now().Add(limit)
	for pause := time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		synctest.Wait()
		if holds() {
			return
		}
		if time.Now().After(deadline) {
			s.T.Fatalf("within %s it did not happen: %s", limit, what)
		}
		time.Sleep(pause)
	}
}

// Never watches, for a span of virtual time, that a condition does not come to hold.
func (s *Simulation) Never(span time.Duration, what string, holds func() bool) {
	s.T.Helper()
	for end := time.Now().Add(span); time.Now().Before(end); time.Sleep(span / 20) {
		synctest.Wait()
		if holds() {
			s.T.Fatalf("it must not happen: %s", what)
		}
	}
}

// Partition lets the nodes of each group hear only each other. Nodes that are in no group are together in one more.
func (s *Simulation) Partition(groups ...[]*Node) {
	sides := make(map[netip.Addr]int)
	for i, group := range groups {
		for _, n := range group {
			sides[n.at] = i + 1
		}
	}
	s.lines.divide(sides)
}

// Heal ends a partition.
func (s *Simulation) Heal() { s.lines.divide(nil) }

// key makes the private key of a name; the same in every run with the same seed.
func (s *Simulation) key(name string) ed25519.PrivateKey {
	seed := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(name), s.options.Seed))
	return ed25519.NewKeyFromSeed(seed[:])
}

// address is the place in the simulated network of a host by its number.
func address(number int) netip.Addr {
	a, _ := netip.AddrFromSlice(simnet.IntToPublicIPv4(number))
	return a.Unmap()
}

// chance gives the same bytes in every run with the same seed. It is safe for concurrent use.
type chance struct {
	mu     sync.Mutex
	source *rand.ChaCha8
}

func (s *Simulation) chance(name string) *chance {
	return &chance{source: rand.NewChaCha8(sha256.Sum256(binary.BigEndian.AppendUint64([]byte("chance of "+name), s.options.Seed)))}
}

// Read implements io.Reader.
func (c *chance) Read(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.source.Read(b)
}

func silent() *slog.Logger { return slog.New(slog.DiscardHandler) }
