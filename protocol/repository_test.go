package protocol_test

import (
	"testing"

	"praxis/protocol"
	"praxis/protocol/wire"
)

func TestEntryRoundTrip(t *testing.T) {
	for _, e := range []protocol.Entry{
		{Op: protocol.OpPut, Document: protocol.ID{1}, Version: 3, Content: wire.SumCID(wire.DAGCBOR, []byte("x")), Ends: true},
		{Op: protocol.OpWithdraw, Document: protocol.ID{1}},
	} {
		b, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		got, err := protocol.ParseEntry(b)
		if err != nil {
			t.Fatal(err)
		}
		if got != e {
			t.Errorf("got %+v, want %+v", got, e)
		}
	}
}
