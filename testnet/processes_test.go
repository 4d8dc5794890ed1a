package testnet_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"praxis/internal/control"
	"praxis/protocol"
	"praxis/testnet"
)

// corpus makes files of published reports, of words that mean nothing: 2 to 10 KiB each.
func corpus(random *rand.Rand, count int) []control.File {
	files := make([]control.File, count)
	for i := range files {
		var b strings.Builder
		fmt.Fprintf(&b, "---\nkind: report\nlanguage: en\ntitle: Report %d on %s\norigin: published\nsource: https://npm.example/%d\npublished: 2025-03-0%d\nreport: thematic\n---\n\n",
			i, word(random), i, 1+i%9)
		for range 3 + random.IntN(12) {
			for range 60 + random.IntN(60) {
				b.WriteString(word(random))
				b.WriteByte(' ')
			}
			b.WriteString(word(random) + ".\n\n")
		}
		files[i] = control.File{Name: fmt.Sprintf("%d.md", i), File: []byte(b.String())}
	}
	return files
}

func word(random *rand.Rand) string {
	var b strings.Builder
	for range 2 + random.IntN(3) {
		b.WriteByte("bdfgklmnprstvz"[random.IntN(14)])
		b.WriteByte("aeiou"[random.IntN(5)])
	}
	return b.String()
}

// prepare has the two persons of a node add and approve files; it returns the drafts, which have their documents' ids.
func prepare(t *testing.T, n *testnet.Process, files []control.File) []protocol.ID {
	t.Helper()
	added, err := n.Author.AddDrafts(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]protocol.ID, len(added))
	for i, a := range added {
		if a.ID == nil {
			t.Fatalf("%s: %s", files[i].Name, a.Error)
		}
		ids[i] = *a.ID
	}
	_, err = n.Reviewer.ApprovePublished(t.Context(), protocol.AudienceNPMs, func(p control.Progress) {
		if p.Reason != "" {
			t.Errorf("%s is kept back: %s", p.Title, p.Reason)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// TestAKilledNodeEndsComplete kills a node again and again while it pulls 2,000 documents.
func TestAKilledNodeEndsComplete(t *testing.T) {
	const documents, rounds = 2000, 5
	p := testnet.NewProcesses(t)
	writer, reader := p.Add(protocol.StandingNPM), p.Add(protocol.StandingNPM)
	p.Found(2)
	writer.Hire()
	ids := prepare(t, writer, corpus(p.Random, documents))
	repository := protocol.Repository{Body: writer.Body, Audience: protocol.AudienceNPMs}

	var last control.Progress
	broken := 0
	for round := range rounds {
		reader.Kill()
		share := control.Share{}
		for _, id := range ids[round*documents/rounds : (round+1)*documents/rounds] {
			share.Drafts = append(share.Drafts, id.String())
		}
		if round > 0 {
			share.Withdraw = []string{ids[round].String()}
		}
		var err error
		if last, err = writer.Author.Share(t.Context(), share, func(control.Progress) {}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			reader.Start()
			awaitAnything(t, reader)
			time.Sleep(time.Duration(p.Random.IntN(60)) * time.Millisecond)
			reader.Kill()
			if inspect(t, writer, reader, repository, ids) {
				broken++
			}
		}
	}
	t.Logf("%d of %d kills interrupted the pull", broken, 2*rounds)
	if broken == 0 {
		t.Error("no kill came while documents were missing: the test has not tested anything")
	}

	reader.Start()
	if _, err := reader.Author.Wait(t.Context(), control.Wait{Heads: last.Heads, Timeout: 60_000}); err != nil {
		t.Fatal(err)
	}
	reader.Stop()
	t.Log(reader.Verify())
	held := reader.Inspect(repository)
	if held.Report.Missing != 0 || held.Report.Contents != documents-rounds+1 {
		t.Errorf("it ended with %d contents, %d missing", held.Report.Contents, held.Report.Missing)
	}
	for i, id := range ids {
		if withdrawn := i > 0 && i < rounds; held.Contents[id] == withdrawn {
			t.Errorf("document %d: held is %v", i, held.Contents[id])
		}
	}
}

// awaitAnything returns when a node has begun to pull: it knows of a head of which it lacks contents, or has all there is.
func awaitAnything(t *testing.T, n *testnet.Process) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		all, err := n.Author.Repositories(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			if !r.Own && r.Entries > 0 {
				return
			}
		}
	}
	t.Fatalf("it does not begin\n%s", n.Log())
}

// inspect checks a killed node's store: sound, and with everything that it told the writer it held. It tells whether
// contents are missing.
func inspect(t *testing.T, writer, reader *testnet.Process, r protocol.Repository, ids []protocol.ID) bool {
	t.Helper()
	held := reader.Inspect(r)
	for i := 0; i < len(ids); i += 50 {
		h, err := writer.Author.Holders(t.Context(), ids[i].String())
		if err != nil {
			continue // not shared yet
		}
		if h.Seen == 1 && !h.IsWithdrawn && !held.Contents[ids[i]] {
			t.Errorf("document %d is lost: the node had told its writer that it has it", i)
		}
	}
	return held.Report.Missing > 0
}
