package draft

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/protocol"
)

// Word is a word that a body has told its gate about.
type Word struct {
	Word   string      `json:"word"`
	List   WordList    `json:"list"`
	Person protocol.ID `json:"person"` // who put it on the list
	Time   int64       `json:"time"`
}

// WordList says what a word on it is excused from.
type WordList string

// The lists.
const (
	Cleared WordList = "cleared" // unknown words that name nobody: they are not noted again
	Allowed WordList = "allowed" // the body's own, such as its address: they get no mark of a kind that may be kept
)

// ParseWordList reads the name of a list.
func ParseWordList(text string) (WordList, error) {
	if l := WordList(text); l == Cleared || l == Allowed {
		return l, nil
	}
	return "", fmt.Errorf("%q is no list of words: use cleared or allowed", text)
}

const (
	maxWord = 200 // bytes
	// MaxWords bounds how many words a list has.
	MaxWords = 20_000
)

// NewWord makes a word for a list.
func NewWord(word string, list WordList, person protocol.ID, now int64) (Word, error) {
	word = strings.TrimSpace(word)
	if word == "" || len(word) > maxWord || !utf8.ValidString(word) || strings.ContainsFunc(word, unicode.IsControl) {
		return Word{}, fmt.Errorf("a word for a list has 1 to %d bytes on one line: give another", maxWord)
	}
	return Word{Word: word, List: list, Person: person, Time: now}, nil
}

// MayList tells whether a person puts words on a list or takes them off: cleared words are of drafts, and whoever reads
// them clears them; what is allowed is for directors and administrators.
func (p Person) MayList(l WordList) bool {
	if l == Allowed {
		return p.works(RoleDirector, RoleAdministrator)
	}
	return p.MayReadDrafts()
}

// MaySee tells whether a person is shown a list: cleared words may name somebody's street, and only who reads drafts sees
// them.
func (p Person) MaySee(l WordList) bool { return p.MayList(l) || l == Allowed && p.MayReadDrafts() }
