package search

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"praxis/protocol"
)

// Index finds documents. It is safe for concurrent use. The zero Index is empty and ready.
//
// Every word has a number and a list of the texts that have it, each with a weight; every text has the numbers of its
// words, so that they can be taken out again without reading it. Numbers of what is gone are given again, where many are gone.
type Index struct {
	mu        sync.RWMutex // guards everything below
	documents map[protocol.ID]*Document
	hidden    []*Document // whose words are still there
	texts     []text      // by number
	freeTexts []uint32

	numbers   map[string]uint32 // of words
	lists     []list            // by number
	freeLists []uint32
	sorted    []uint32 // numbers of words, in order of the words
	fresh     []uint32 // numbers of words that are not sorted in yet

	codes [facets]codes

	newest atomic.Pointer[[]*Document] // in order; nil after a change, and made by who asks next
}

// inOrder are the documents, the newest first. The lock is held, for reading at least.
func (x *Index) inOrder() []*Document {
	if known := x.newest.Load(); known != nil {
		return *known
	}
	all := slices.Collect(maps.Values(x.documents))
	slices.SortFunc(all, func(a, b *Document) int { return match{document: a}.compare(match{document: b}) })
	x.newest.Store(&all)
	return all
}

type text struct {
	document *Document // nil: the number is free
	language string
	words    []byte // ascending numbers, each as the difference from the one before
}

// list is a word and the texts that have it: number of the text << 8 | weight, ascending.
type list struct {
	word  string
	texts []uint32
}

const (
	weightBits = 8
	mostTexts  = 1 << (32 - weightBits)
	mostFresh  = 512
	mostHidden = 32
)

// codes are the codes of one facet, by number.
type codes struct {
	names   []string
	numbers map[string]uint16
}

const (
	codeBits = 13 // a code is stored as facet << codeBits | number; codes beyond are not counted
	codeMask = 1<<codeBits - 1
)

// Reading is a document whose words were read, to be put into an index.
type Reading struct {
	document *Document
	version  protocol.Version
	weighed  []map[string]weight // as the texts
}

// Read reads the words of a version, which is the work: putting it into the index is short.
func Read(p Place, v protocol.Version) Reading {
	r := Reading{document: describe(p, v), version: v, weighed: make([]map[string]weight, len(v.Texts))}
	for i, t := range v.Texts {
		r.weighed[i] = weigh(t)
	}
	return r
}

// Put takes a document up, in place of what was there of it, whose words go with the next [Index.Sweep], or before.
func (x *Index) Put(r Reading) {
	d, v := r.document, r.version
	x.mu.Lock()
	defer x.mu.Unlock()
	x.hide(v.Document)
	if len(x.hidden) >= mostHidden {
		x.sweep()
	}
	if len(x.texts)+len(v.Texts) > mostTexts {
		return
	}
	if x.documents == nil {
		x.documents, x.numbers = make(map[protocol.ID]*Document), make(map[string]uint32)
	}
	codesOf(d, v, func(f Facet, name string) {
		if c, ok := x.codes[f].number(name); ok {
			d.codes = append(d.codes, uint16(f)<<codeBits|c)
		}
	})
	slices.Sort(d.codes)
	d.codes = slices.Clip(slices.Compact(d.codes))
	for i, t := range v.Texts {
		d.words = append(d.words, x.putText(d, t.Language, r.weighed[i]))
	}
	x.documents[d.ID] = d
	x.newest.Store(nil)
	if len(x.fresh) > mostFresh {
		x.sort()
	}
}

func (c *codes) number(name string) (uint16, bool) {
	if n, ok := c.numbers[name]; ok {
		return n, true
	}
	if len(c.names) >= 1<<codeBits {
		return 0, false
	}
	if c.numbers == nil {
		c.numbers = make(map[string]uint16)
	}
	c.numbers[name] = uint16(len(c.names))
	c.names = append(c.names, name)
	return c.numbers[name], true
}

func (x *Index) putText(d *Document, language string, weighed map[string]weight) uint32 {
	number := uint32(len(x.texts))
	if n := len(x.freeTexts); n > 64+len(x.texts)/4 { // what has the highest number goes to the end of every list, the cheapest place
		number, x.freeTexts = x.freeTexts[n-1], x.freeTexts[:n-1]
	} else {
		x.texts = append(x.texts, text{})
	}
	words := make([]uint32, 0, len(weighed))
	for word, w := range weighed {
		n := x.word(word)
		words = append(words, n)
		l, entry := &x.lists[n], number<<weightBits|w.sum()
		if k := len(l.texts); k == 0 || l.texts[k-1] < entry {
			l.texts = append(l.texts, entry)
		} else {
			at, _ := slices.BinarySearch(l.texts, entry)
			l.texts = slices.Insert(l.texts, at, entry)
		}
	}
	slices.Sort(words)
	packed, last := make([]byte, 0, len(words)*2), uint32(0)
	for _, n := range words {
		packed = binary.AppendUvarint(packed, uint64(n-last))
		last = n
	}
	x.texts[number] = text{d, language, slices.Clip(packed)}
	return number
}

// word is the number of a word.
func (x *Index) word(word string) uint32 {
	if n, ok := x.numbers[word]; ok {
		return n
	}
	word = strings.Clone(word) // the text that it was read in is not to be kept for it
	n := uint32(len(x.lists))
	if k := len(x.freeLists); k > 0 {
		n, x.freeLists = x.freeLists[k-1], x.freeLists[:k-1]
		x.lists[n] = list{word: word}
	} else {
		x.lists = append(x.lists, list{word: word})
	}
	x.numbers[word] = n
	x.fresh = append(x.fresh, n)
	return n
}

// sort merges the fresh words into the sorted ones.
func (x *Index) sort() {
	compare := func(a, b uint32) int { return strings.Compare(x.lists[a].word, x.lists[b].word) }
	slices.SortFunc(x.fresh, compare)
	merged := make([]uint32, 0, len(x.sorted)+len(x.fresh))
	a, b := x.sorted, x.fresh
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			merged, a = append(merged, a[0]), a[1:]
		} else {
			merged, b = append(merged, b[0]), b[1:]
		}
	}
	x.sorted, x.fresh = append(append(merged, a...), b...), x.fresh[:0]
}

// Remove forgets a document, and the words that no other has.
func (x *Index) Remove(id protocol.ID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.hide(id)
	x.sweep()
}

// Hide lets a document be found no more, at once. Its words go with the next [Index.Sweep] or [Index.Remove].
func (x *Index) Hide(id protocol.ID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.hide(id)
}

func (x *Index) hide(id protocol.ID) {
	if d, ok := x.documents[id]; ok {
		delete(x.documents, id)
		x.newest.Store(nil)
		x.hidden = append(x.hidden, d)
	}
}

// Sweep forgets the words of what was hidden.
func (x *Index) Sweep() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.sweep()
}

func (x *Index) sweep() {
	emptied := false
	for _, d := range x.hidden {
		emptied = x.takeOut(d) || emptied
	}
	x.hidden = nil
	if emptied {
		x.sorted, x.fresh = x.drop(x.sorted), x.drop(x.fresh)
	}
}

// takeOut takes a document's texts out of the lists, and tells whether one is empty then.
func (x *Index) takeOut(d *Document) (emptied bool) {
	for _, number := range d.words {
		n := uint32(0)
		for packed := x.texts[number].words; len(packed) > 0; {
			step, size := binary.Uvarint(packed)
			packed, n = packed[size:], n+uint32(step)
			l := &x.lists[n]
			at, _ := slices.BinarySearch(l.texts, number<<weightBits)
			l.texts = slices.Delete(l.texts, at, at+1)
			emptied = emptied || len(l.texts) == 0
		}
		x.texts[number] = text{}
		x.freeTexts = append(x.freeTexts, number)
	}
	return emptied
}

// drop takes the words out that no text has any more.
func (x *Index) drop(numbers []uint32) []uint32 {
	return slices.DeleteFunc(numbers, func(n uint32) bool {
		if len(x.lists[n].texts) > 0 {
			return false
		}
		delete(x.numbers, x.lists[n].word)
		x.lists[n] = list{}
		x.freeLists = append(x.freeLists, n)
		return true
	})
}

// Get is what the index keeps of a document.
func (x *Index) Get(id protocol.ID) (Document, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if d, ok := x.documents[id]; ok {
		return *d, true
	}
	return Document{}, false
}

// Len is how many documents there are.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.documents)
}

// All are the documents that pass, in order of their ids.
func (x *Index) All(passes func(*Document) bool) []Document {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var all []Document
	for _, d := range x.documents {
		if passes(d) {
			all = append(all, *d)
		}
	}
	slices.SortFunc(all, func(a, b Document) int { return protocol.Compare(a.ID, b.ID) })
	return all
}

// Cross counts the documents by the codes of two facets at once.
func (x *Index) Cross(a, b Facet) map[[2]string]int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	all := make(map[[2]string]int)
	for _, d := range x.documents {
		for _, c := range d.codes {
			if Facet(c>>codeBits) != a {
				continue
			}
			for _, o := range d.codes {
				if Facet(o>>codeBits) == b {
					all[[2]string{x.codes[a].names[c&codeMask], x.codes[b].names[o&codeMask]}]++
				}
			}
		}
	}
	return all
}

// weight is how often a word stands in the title, the summary, headings and the rest of a text, each up to five times.
type weight [4]uint8

const mostOften = 5

// sum counts a word in the title most: 145 at the most.
func (w weight) sum() uint32 {
	return 20*uint32(w[0]) + 5*uint32(w[1]) + 3*uint32(w[2]) + uint32(w[3])
}

func weigh(t protocol.Text) map[string]weight {
	all := make(map[string]weight)
	add := func(part int, text string) {
		eachWord(text, func(from, to int) bool {
			word := fold(text[from:to])
			if word == "" {
				return true
			}
			w := all[word]
			w[part] = min(w[part]+1, mostOften)
			all[word] = w
			if bare, ok := withoutArticle(word); ok {
				w := all[bare]
				w[part] = min(w[part]+1, mostOften)
				all[bare] = w
			}
			return true
		})
	}
	add(0, t.Title)
	add(1, t.Summary)
	for _, s := range t.Sections {
		add(2, s.Heading)
		add(3, s.Text)
		for _, line := range s.Questions {
			add(3, line)
		}
		for _, line := range s.Indicators {
			add(3, line)
		}
	}
	return all
}
