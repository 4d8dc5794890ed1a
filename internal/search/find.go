package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"praxis/protocol"
)

// Query is what somebody looks for.
type Query struct {
	Words     string           // all must be in one text of a document; without any, every document is found
	Only      map[Facet]string // a code of each facet by which the documents are narrowed
	Languages []string         // of the reader, the best first: documents that answer in one of them come first
	Offset    int
	Limit     int // 0 is no limit
}

// Found is a document that answers a query.
type Found struct {
	Document
	Language string // of the text that answers best; without words, the one that the reader would read
	Score    int    // higher is better: words in the title count most, then in the summary; rare words count more
}

// Count is how many documents have a code.
type Count struct {
	Code  string
	Count int
}

// Results are the documents of one page, how many there are in all, and how they divide. A facet's counts are those of the
// documents that pass the other facets, so that another of its codes can be chosen.
type Results struct {
	Found  []Found
	Total  int
	Facets [facets][]Count
}

// Find answers a query: best first or, without words, the newest first.
func (x *Index) Find(q Query) Results {
	words := wordsOf(q.Words)
	if len(words) == 0 && strings.TrimSpace(q.Words) != "" {
		return Results{} // signs alone are in no text
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	only, known := x.only(q.Only)
	var counts [facets][]int
	for f := range counts {
		counts[f] = make([]int, len(x.codes[f].names))
	}
	var all []match
	x.matches(words, q.Languages, func(m match) {
		failed, times := only.fails(m.document)
		for _, c := range m.document.codes {
			if f := Facet(c >> codeBits); times == 0 || times == 1 && f == failed {
				counts[f][c&codeMask]++
			}
		}
		if times == 0 && known {
			all = append(all, m)
		}
	})
	if len(words) > 0 {
		slices.SortFunc(all, match.compare)
	} else {
		all = byRank(all) // they come in order
	}
	r := Results{Total: len(all)}
	all = all[min(max(q.Offset, 0), len(all)):]
	if q.Limit > 0 {
		all = all[:min(q.Limit, len(all))]
	}
	for _, m := range all {
		r.Found = append(r.Found, Found{Document: *m.document, Language: m.language, Score: m.score})
	}
	for f := range counts {
		r.Facets[f] = x.codes[f].counted(counts[f])
	}
	return r
}

func (c *codes) counted(counts []int) []Count {
	var all []Count
	for n, count := range counts {
		if count > 0 {
			all = append(all, Count{c.names[n], count})
		}
	}
	slices.SortFunc(all, func(a, b Count) int {
		if d := cmp.Compare(b.Count, a.Count); d != 0 {
			return d
		}
		return cmp.Compare(a.Code, b.Code)
	})
	return all
}

// only are the codes that a document must have: facet << codeBits | number.
type only []uint16

// only looks the codes up; known is false where no document has ever had one of them.
func (x *Index) only(asked map[Facet]string) (all only, known bool) {
	known = true
	for f, name := range asked {
		if f >= facets || name == "" {
			continue
		}
		if n, ok := x.codes[f].numbers[name]; ok {
			all = append(all, uint16(f)<<codeBits|n)
		} else {
			known = false
		}
	}
	return all, known
}

// fails tells of how many facets a document lacks the code, and of one of them which.
func (o only) fails(d *Document) (which Facet, times int) {
	for _, c := range o {
		if _, ok := slices.BinarySearch(d.codes, c); !ok {
			which = Facet(c >> codeBits)
			times++
		}
	}
	return which, times
}

// match is a document that answers, by the text that the reader would rather read.
type match struct {
	document *Document
	language string
	rank     int // of the language for the reader: 0 is the best
	score    int
}

func (m match) compare(o match) int {
	if c := cmp.Compare(m.rank, o.rank); c != 0 {
		return c
	}
	if c := cmp.Compare(o.score, m.score); c != 0 {
		return c
	}
	if c := cmp.Compare(o.document.Date, m.document.Date); c != 0 {
		return c
	}
	return protocol.Compare(m.document.ID, o.document.ID)
}

// byRank puts what is in the reader's better languages first, and leaves the order otherwise.
func byRank(all []match) []match {
	sorted, most := make([]match, 0, len(all)), 0
	for rank := 0; rank <= most; rank++ {
		for _, m := range all {
			if most = max(most, m.rank); m.rank == rank {
				sorted = append(sorted, m)
			}
		}
	}
	return sorted
}

// matches calls yield with every document that has all the words in one text.
func (x *Index) matches(words, languages []string, yield func(match)) {
	var scores []uint32
	if len(words) > 0 {
		scores = x.score(words)
	}
	for _, d := range x.inOrder() {
		best, any := match{}, false
		for i, number := range d.words {
			m := match{document: d, language: d.Texts[i].Language, rank: rank(languages, d.Texts[i].Language)}
			if scores != nil {
				if m.score = int(scores[number]); m.score == 0 {
					continue
				}
			}
			if !any || m.rank < best.rank || m.rank == best.rank && (m.score > best.score || scores == nil && m.language == d.Original) {
				best, any = m, true
			}
		}
		if any {
			yield(best)
		}
	}
}

func rank(languages []string, language string) int {
	if i := slices.Index(languages, language); i >= 0 {
		return i
	}
	return len(languages)
}

// score weighs every text, by its number; 0 is a text that lacks a word. A word that few texts have counts more, and one
// that is whole counts twice as much as one that only begins so.
func (x *Index) score(words []string) []uint32 {
	all := make([]uint32, len(x.texts))
	one := make([]uint32, len(x.texts))
	for i, word := range words {
		clear(one)
		had := 0
		x.beginning(word, func(l *list) {
			times := uint32(1)
			if len(l.word) == len(word) {
				times = 2
			}
			for _, entry := range l.texts {
				n := entry >> weightBits
				if one[n] == 0 {
					had++
				}
				one[n] += times * (entry & (1<<weightBits - 1))
			}
		})
		rarity := uint32(bits.Len(uint(len(x.texts) / max(had, 1))))
		for n := range all {
			if one[n] == 0 || i > 0 && all[n] == 0 {
				all[n] = 0
				continue
			}
			all[n] += min(one[n], 1<<20) * rarity
		}
	}
	return all
}

// beginning calls yield with every word that begins like that.
func (x *Index) beginning(with string, yield func(*list)) {
	at, _ := slices.BinarySearchFunc(x.sorted, with, func(n uint32, w string) int { return strings.Compare(x.lists[n].word, w) })
	for _, n := range x.sorted[at:] {
		if !strings.HasPrefix(x.lists[n].word, with) {
			break
		}
		yield(&x.lists[n])
	}
	for _, n := range x.fresh {
		if strings.HasPrefix(x.lists[n].word, with) {
			yield(&x.lists[n])
		}
	}
}

// Empty tells whether there is no word to look for.
func (q Query) Empty() bool { return len(wordsOf(q.Words)) == 0 }
