package p2p_test

import (
	"testing"
	"time"

	"praxis/node/p2p"
	"praxis/protocol/exchange"
)

var transports = []struct{ name, listen string }{{"tcp", overTCP}, {"quic", overQUIC}, {"websocket", overWS}}

func TestTwoNodesAskEachOther(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.name, func(t *testing.T) {
			a := newParty(t, "a", p2p.Config{}, []string{tr.listen}, "b")
			b := newParty(t, "b", p2p.Config{}, []string{tr.listen}, "a")
			a.reach(t, b)
			for _, pair := range [][2]*party{{a, b}, {b, a}} {
				reply, err := pair[0].net.Ask(within(t, 10*time.Second), pair[1].key, &exchange.Hello{Features: 6})
				if err != nil {
					t.Fatal(err)
				}
				if g, ok := reply.(*exchange.Greeting); !ok || g.Features != 7 || !g.SameLists || g.SameState {
					t.Errorf("the reply is %+v", reply)
				}
			}
			if s := a.net.State()[b.key]; !s.Connected || s.Relayed || s.Transport != tr.name || s.Error != "" {
				t.Errorf("the state is %+v", s)
			}
		})
	}
}
