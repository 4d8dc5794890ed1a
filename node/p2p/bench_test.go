package p2p_test

import (
	"context"
	"testing"

	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// pair is two nodes with a connection.
func pair(b testing.TB, listen string) (*party, *party) {
	asker := newParty(b, "a", p2p.Config{}, []string{listen}, "b")
	server := newParty(b, "b", p2p.Config{}, []string{listen}, "a")
	asker.reach(b, server)
	return asker, server
}

func BenchmarkAsk(b *testing.B) {
	for _, tr := range transports {
		b.Run(tr.name, func(b *testing.B) {
			asker, server := pair(b, tr.listen)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := asker.net.Ask(context.Background(), server.key, &exchange.Hello{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkContents measures replies of nearly a whole frame, four under way as the machine has them.
func BenchmarkContents(b *testing.B) {
	contents := &exchange.Contents{Absent: []uint64{}, Blocks: [][]byte{}}
	for range 160 {
		contents.Blocks = append(contents.Blocks, make([]byte, 6<<10))
	}
	for _, tr := range transports {
		b.Run(tr.name, func(b *testing.B) {
			asker, server := pair(b, tr.listen)
			server.answer(func(context.Context, protocol.Key, exchange.Message) (exchange.Message, error) { return contents, nil })
			b.SetBytes(160 * 6 << 10)
			b.ReportAllocs()
			b.SetParallelism(2)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := asker.net.Ask(context.Background(), server.key, &exchange.Get{}); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}
