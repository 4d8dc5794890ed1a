package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var data = flag.String("data", "", "the folder with the lists: with it, the shipped sets are made again")

// The sets in the repository are those that the lists give.
func TestTheShippedWordsAreMadeAgain(t *testing.T) {
	if *data == "" {
		return // the lists are not part of the project
	}
	out := filepath.Join(t.TempDir(), "words.bin")
	if err := run(*data, out); err != nil {
		t.Fatal(err)
	}
	made, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := os.ReadFile("../words/words.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made, shipped) {
		t.Error("they differ")
	}
}

// What is no such file is refused, and what is cut short too.
func TestBrokenListsAreRefused(t *testing.T) {
	for _, b := range [][]byte{nil, []byte("x"), bytes.Repeat([]byte{0xff}, 500), bytes.Repeat([]byte{24, 0, 0, 0}, 100), make([]byte, 300)} {
		if err := eachWord(b, func(string) {}); err == nil {
			t.Errorf("%d bytes are accepted", len(b))
		}
	}
}
