package p2p_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/libp2p/go-libp2p/core/network"
	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// example reads the lines of a page's first code block: a name, two spaces or more, the value in the last column.
func example(t *testing.T, page string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "```\n")
	block, _, _ := strings.Cut(rest, "```")
	lines := map[string]string{}
	for line := range strings.Lines(block) {
		columns := slices.DeleteFunc(strings.Split(strings.TrimSpace(line), "  "), func(s string) bool { return s == "" })
		if len(columns) > 1 {
			lines[columns[0]] = strings.TrimSpace(columns[len(columns)-1])
		}
	}
	return lines
}

// TestTheWorkedExampleHolds sends the request of specs/network.md, byte for byte, and compares what comes back.
func TestTheWorkedExampleHolds(t *testing.T) {
	page := example(t, "../../specs/network.md")
	asker := newParty(t, "asker", p2p.Config{}, []string{overQUIC}, "server")
	server := newParty(t, "server", p2p.Config{}, []string{overQUIC}, "asker")
	asker.reach(t, server)
	server.answer(func(_ context.Context, _ protocol.Key, q exchange.Message) (exchange.Message, error) {
		return &exchange.Greeting{SameLists: q.(*exchange.Hello).Lists == protocol.Hash{}, Features: 1}, nil
	})
	request, err := hex.DecodeString(strings.ReplaceAll(page["request"], " ", ""))
	if err != nil {
		t.Fatalf("the page's request: %v", err)
	}
	s := asker.open(t, server, page["protocol"])
	if _, err := s.Write(request); err != nil {
		t.Fatal(err)
	}
	if err := s.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	reply, err := io.ReadAll(s)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{"key": server.key.String(), "peer id": server.host.ID().String(), "protocol": page["protocol"],
		"request": hex.EncodeToString(frame(t, &exchange.Hello{Features: 1})), "reply": hex.EncodeToString(reply)}
	for name, value := range got {
		if strings.ReplaceAll(page[name], " ", "") != value {
			t.Errorf("%s: the page has %q, it is %q", name, page[name], value)
		}
	}

	// Cut off: the same bytes and one more.
	s = asker.open(t, server, page["protocol"])
	_, _ = s.Write(append(request, 0))
	_ = s.CloseWrite()
	_, err = io.ReadAll(s)
	if want := fmt.Sprintf("0x%x", uint32(network.StreamProtocolViolation)); err == nil || page["one byte more"] != "reset "+want || !strings.Contains(err.Error(), want) {
		t.Errorf("one byte more: the page has %q, it is %v", page["one byte more"], err)
	}
}

// TestThePageListsEveryProtocol compares the table of specs/network.md with what the package serves.
func TestThePageListsEveryProtocol(t *testing.T) {
	b, err := os.ReadFile("../../specs/network.md")
	if err != nil {
		t.Fatal(err)
	}
	a := newParty(t, "a", p2p.Config{}, nil)
	for id := range a.net.Counters() {
		if !strings.Contains(string(b), "| `"+id+"` |") {
			t.Errorf("%s is not in the table", id)
		}
	}
}
