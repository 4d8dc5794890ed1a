package markdown_test

import (
	"bytes"
	"reflect"
	"testing"

	"praxis/internal/markdown"
	"praxis/protocol"
)

const plain = `---
kind: practice-note
language: en
title: Daily talks in segregation
origin: published
topics: [segregation, regime]
---
Free text.

## First

More text.
`

func TestPlainFile(t *testing.T) {
	m, err := markdown.Parse([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	out := markdown.Format(protocol.Version(m))
	t.Logf("%s", out)
	again, err := markdown.Parse(out)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(m, again) {
		t.Errorf("got %+v, want %+v", again, m)
	}
	if !bytes.Equal(markdown.Format(protocol.Version(again)), out) {
		t.Error("not canonical")
	}
}
