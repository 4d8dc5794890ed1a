package gate

// List is a set of words that a body knows: see [Options]. Case and spaces don't count. It is made once for many texts; the
// zero list is empty.
type List struct{ words map[string]bool }

// NewList makes a list.
func NewList(words ...string) List {
	l := List{words: make(map[string]bool, len(words))}
	for _, w := range words {
		l.words[Same(w)] = true
	}
	return l
}

// Same is the form in which words are compared: two that have the same are one word to a list.
func Same(word string) string { return squeeze(newFolded(word).text) }

// has tells whether the list has a text, which is folded already.
func (l List) has(folded string) bool { return len(l.words) > 0 && l.words[squeeze(folded)] }
