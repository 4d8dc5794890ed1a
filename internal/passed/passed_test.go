package passed_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"

	"praxis/internal/passed"
	"praxis/protocol/exchange"
)

func TestAMemberKeyOpensWithItsPassphraseAlone(t *testing.T) {
	seed := bytes.Repeat([]byte{7}, ed25519.SeedSize)
	file, err := passed.SealKey(seed, "four quiet corridors", 1)
	if err != nil {
		t.Fatal(err)
	}
	key, err := passed.OpenKey(file, "four quiet corridors")
	if err != nil || !bytes.Equal(key.Seed(), seed) {
		t.Errorf("opened %v, %v", key, err)
	}
	for passphrase, want := range map[string]error{"": passed.ErrPassphrase, "four quiet corridor": passed.ErrPassphrase} {
		if _, err := passed.OpenKey(file, passphrase); !errors.Is(err, want) {
			t.Errorf("with %q: %v", passphrase, err)
		}
	}
	cut := append(bytes.Clone(file[:len(file)/2]), '\n')
	for name, bad := range map[string][]byte{"cut": cut, "empty": nil, "another": []byte("key")} {
		if _, err := passed.OpenKey(bad, "four quiet corridors"); !errors.Is(err, passed.ErrKeyFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	longer, err := passed.SealKey(append(seed, 1), "four quiet corridors", 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := passed.OpenKey(longer, "four quiet corridors"); !errors.Is(err, passed.ErrKeyFile) {
		t.Errorf("too long: %v", err)
	}
}

func TestFilesAreReadWholeOrNotAtAll(t *testing.T) {
	raw, err := passed.EncodeLists(exchange.Lists{Profiles: [][]byte{{1, 2}}})
	if err != nil {
		t.Fatal(err)
	}
	file := append(passed.Block(passed.Network, raw), passed.Block(passed.Request, []byte("x"))...)
	blocks, err := passed.Blocks(file)
	if err != nil || len(blocks) != 2 || blocks[0].Type != passed.Network || blocks[1].Type != passed.Request {
		t.Fatalf("read %v, %v", blocks, err)
	}
	l, err := passed.DecodeLists(blocks[0].Bytes)
	if err != nil || len(l.Profiles) != 1 {
		t.Errorf("lists are %v, %v", l, err)
	}
	for _, bad := range [][]byte{nil, []byte("text"), file[:len(file)-8], append(bytes.Clone(file), "more"...)} {
		if _, err := passed.Blocks(bad); !errors.Is(err, passed.ErrFile) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
