package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
)

// Sizes of the documents: log-normal with a median of 4 KiB and a mean of 6 KiB, cut off at both ends.
const (
	medianSize = 4 << 10
	leastSize  = 256
	mostSize   = 64 << 10
	vocabulary = 8192
	seed       = 0x5072617869
)

// sizeSpread is the standard deviation of the logarithm of sizes: it makes the mean one and a half times the median.
var sizeSpread = math.Sqrt(2 * math.Log(1.5))

// words are made-up words, short ones first, which are used most.
var words = sync.OnceValue(func() []string {
	r := rand.New(rand.NewPCG(seed, 0))
	onset := strings.Split("b,d,f,g,k,l,m,n,p,r,s,t,v,z,br,st,tr,pl", ",")
	vowel := strings.Split("a,e,i,o,u,ai,ou", ",")
	all := make([]string, 0, vocabulary)
	seen := make(map[string]bool, vocabulary)
	for len(all) < vocabulary {
		var w strings.Builder
		for range 1 + len(all)/200%4 + r.IntN(2) {
			w.WriteString(onset[r.IntN(len(onset))])
			w.WriteString(vowel[r.IntN(len(vowel))])
		}
		if s := w.String(); !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
	}
	return all
})

// File is the document of a number, at a revision, as a Markdown file of a draft that was published before. The same
// number and revision give the same bytes, however many documents there are; a revision changes one paragraph.
func File(number, revision int) []byte {
	r := rand.New(rand.NewPCG(seed, uint64(number)+1))
	size := int(medianSize * math.Exp(r.NormFloat64()*sizeSpread))
	size = max(leastSize, min(size, mostSize))
	var b strings.Builder
	b.Grow(size + 512)
	fmt.Fprintf(&b, "---\nkind: practice-note\nlanguage: en\ntitle: %s\norigin: published\nsource: https://npm.example/notes/%d\npublished: 2026-03-02\n---\n",
		sentence(r, 5), number)
	for paragraphs := 0; b.Len() < size || paragraphs == 0; paragraphs++ {
		b.WriteString("\n")
		if paragraphs == 0 && revision > 0 {
			other := rand.New(rand.NewPCG(seed+uint64(revision), uint64(number)+1))
			paragraph(&b, other)
			continue
		}
		paragraph(&b, r)
	}
	return []byte(b.String())
}

func paragraph(b *strings.Builder, r *rand.Rand) {
	for i := range 2 + r.IntN(5) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(sentence(r, 6+r.IntN(14)))
		b.WriteByte('.')
	}
	b.WriteByte('\n')
}

// sentence is n words; frequent ones come as often as in a language.
func sentence(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		rank := int(math.Exp(r.Float64()*math.Log(vocabulary))) - 1 // a word's share falls as its rank rises
		w := words()[rank]
		if i == 0 {
			w = strings.ToUpper(w[:1]) + w[1:]
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}
