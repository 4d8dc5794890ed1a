package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"math/bits"
	"strings"
)

// The files are traineddata of Tesseract 4: a count and offsets, then components, of which two are read: the list of
// characters, and the words as a graph whose edges are 64 bits wide (src/dict/dawg.h, src/ccutil/tessdatamanager.h).
const (
	componentWords      = 18 + 1
	componentCharacters = 18 + 3
)

var errData = errors.New("this is no traineddata of Tesseract 4 with words in it: unpack the package again")

// component is one part of a file.
func component(b []byte, which int) ([]byte, error) {
	if len(b) < 4 {
		return nil, errData
	}
	n := int(binary.LittleEndian.Uint32(b))
	if n <= which || n > 100 || len(b) < 4+8*n {
		return nil, errData
	}
	at := func(i int) int64 { return int64(binary.LittleEndian.Uint64(b[4+8*i:])) }
	from, to := at(which), int64(len(b))
	for i := which + 1; i < n; i++ {
		if at(i) >= 0 {
			to = at(i)
			break
		}
	}
	if from < 0 || from > to || to > int64(len(b)) {
		return nil, errData
	}
	return b[from:to], nil
}

// characters are what the letters of the graph stand for.
func characters(b []byte) ([]string, error) {
	s := bufio.NewScanner(bytes.NewReader(b))
	s.Buffer(nil, 1<<20)
	if !s.Scan() {
		return nil, errData
	}
	var all []string
	for s.Scan() {
		first, _, _ := strings.Cut(s.Text(), " ")
		if first == "NULL" {
			first = " "
		}
		all = append(all, first)
	}
	return all, s.Err()
}

// eachWord calls take with every word of a file, in the order of the graph.
func eachWord(b []byte, take func(string)) error {
	graph, err := component(b, componentWords)
	if err != nil {
		return err
	}
	list, err := component(b, componentCharacters)
	if err != nil {
		return err
	}
	letters, err := characters(list)
	if err != nil {
		return err
	}
	const head = 2 + 4 + 4
	if len(graph) < head || binary.LittleEndian.Uint16(graph) != 42 {
		return errData
	}
	size, n := int(binary.LittleEndian.Uint32(graph[2:])), int(binary.LittleEndian.Uint32(graph[6:]))
	if len(graph) < head+8*n {
		return errData
	}
	edges := make([]uint64, n)
	for i := range edges {
		edges[i] = binary.LittleEndian.Uint64(graph[head+8*i:])
	}
	g := walk{edges: edges, letters: letters, flags: bits.Len(uint(size)), take: take}
	return g.node(0, make([]byte, 0, 64), 0)
}

// walk goes through the graph. The low bits of an edge are its letter; then come three flags, of which the first ends its node
// and the third a word; the rest is the node it leads to.
type walk struct {
	edges   []uint64
	letters []string
	flags   int // how many bits a letter has
	take    func(string)
}

func (g *walk) node(at uint64, word []byte, depth int) error {
	const longest = 60
	if depth > longest {
		return errData
	}
	for ; at < uint64(len(g.edges)); at++ {
		e := g.edges[at]
		letter := e & (1<<g.flags - 1)
		if letter >= uint64(len(g.letters)) {
			return errData
		}
		longer := append(word, g.letters[letter]...)
		if e>>(g.flags+2)&1 == 1 {
			g.take(string(longer))
		}
		if next := e >> (g.flags + 3); next != 0 {
			if err := g.node(next, longer, depth+1); err != nil {
				return err
			}
		}
		if e>>g.flags&1 == 1 {
			return nil
		}
	}
	return errData
}
