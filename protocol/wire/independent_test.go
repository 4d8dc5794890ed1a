package wire_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ipfs/go-cid"
	"github.com/ipld/go-ipld-prime/codec/dagcbor"
	"github.com/ipld/go-ipld-prime/datamodel"
	"github.com/ipld/go-ipld-prime/fluent/qp"
	cidlink "github.com/ipld/go-ipld-prime/linking/cid"
	"github.com/ipld/go-ipld-prime/node/basicnode"
	"github.com/ipld/go-ipld-prime/traversal"
	"github.com/multiformats/go-multihash"

	"praxis/protocol/wire"
)

// independently reads b with go-ipld-prime, which shares no code with this package, demands that it writes the same
// bytes again, and returns the links that it finds.
func independently(t *testing.T, b []byte) []wire.CID {
	t.Helper()
	build := basicnode.Prototype.Any.NewBuilder()
	options := dagcbor.DecodeOptions{AllowLinks: true}
	if err := options.Decode(build, bytes.NewReader(b)); err != nil {
		t.Fatalf("the other reader refuses %x: %v", b, err)
	}
	var again bytes.Buffer
	if err := dagcbor.Encode(build.Build(), &again); err != nil {
		t.Fatalf("the other writer refuses %x: %v", b, err)
	}
	if !bytes.Equal(again.Bytes(), b) {
		t.Fatalf("the other writer writes %x as %x", b, again.Bytes())
	}
	found, err := traversal.SelectLinks(build.Build())
	if err != nil {
		t.Fatal(err)
	}
	var links []wire.CID
	for _, l := range found {
		c, err := wire.CIDFromBytes(l.(cidlink.Link).Cid.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		links = append(links, c)
	}
	return links
}

// sameLinks compares without regard to order.
func sameLinks(a, b []wire.CID) bool {
	compare := func(x, y wire.CID) int { return bytes.Compare(x[:], y[:]) }
	return slices.Equal(slices.SortedFunc(slices.Values(a), compare), slices.SortedFunc(slices.Values(b), compare))
}

// What we write, an independent reader reads and writes alike, and names by the same CID.
func TestAnotherReaderAgrees(t *testing.T) {
	const seed = 3
	r := rand.New(rand.NewPCG(seed, 0))
	for i := range 300 {
		block, err := wire.NewBlock(randomSample(r))
		if err != nil {
			t.Fatal(err)
		}
		if links := independently(t, block.Bytes()); !sameLinks(links, block.Links()) {
			t.Fatalf("seed %d, value %d: links %v, the other reader finds %v", seed, i, block.Links(), links)
		}
		c, err := cid.Prefix{Version: 1, Codec: cid.DagCBOR, MhType: multihash.SHA2_256, MhLength: 32}.Sum(block.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if c.String() != block.CID().String() || !bytes.Equal(c.Bytes(), cidBytes(block)) {
			t.Fatalf("seed %d, value %d: CID %s, elsewhere %s", seed, i, block.CID(), c)
		}
		if parsed, err := wire.ParseCID(c.String()); err != nil || parsed != block.CID() {
			t.Fatalf("seed %d, value %d: %s reads as %s, %v", seed, i, c, parsed, err)
		}
	}
}

func cidBytes(b wire.Block) []byte { c := b.CID(); return c[:] }

// What an independent writer writes, we read.
func TestAnotherWriterIsRead(t *testing.T) {
	salt := bytes.Repeat([]byte{7}, 32)
	target := wire.SumCID(wire.Raw, []byte("attachment"))
	_, c, err := cid.CidFromBytes(target[:])
	if err != nil {
		t.Fatal(err)
	}
	node, err := qp.BuildMap(basicnode.Prototype.Any, 5, func(m datamodel.MapAssembler) {
		// In no order: sorting is the writer's work.
		qp.MapEntry(m, "title", qp.String("Sécurité"))
		qp.MapEntry(m, "sections", qp.List(0, func(datamodel.ListAssembler) {}))
		qp.MapEntry(m, "topics", qp.List(1, func(l datamodel.ListAssembler) { qp.ListEntry(l, qp.String("staff")) }))
		qp.MapEntry(m, "links", qp.List(1, func(l datamodel.ListAssembler) { qp.ListEntry(l, qp.Link(cidlink.Link{Cid: c})) }))
		qp.MapEntry(m, "s", qp.Bytes(salt))
	})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := dagcbor.Encode(node, &b); err != nil {
		t.Fatal(err)
	}
	var v version
	if err := wire.Decode(b.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	if v.Title != "Sécurité" || !bytes.Equal(v.Salt[:], salt) || len(v.Links) != 1 || v.Links[0].CID != target || v.Topics[0] != "staff" {
		t.Errorf("read %+v", v)
	}
}
