package control

import (
	"context"
	"net/http"
	"net/url"

	"praxis/internal/draft"
)

// Words are words for a list, or from it.
type Words struct {
	Words []string `json:"words"`
}

// ListedWord is a word on a list.
type ListedWord struct {
	Word   string `json:"word"`
	Person string `json:"person"` // name of who put it there
	Time   int64  `json:"time"`
}

// Listed says how many words are new on a list.
type Listed struct {
	Added int `json:"added"`
}

func (c *call) list() (draft.WordList, error) {
	list, err := draft.ParseWordList(c.r.PathValue("list"))
	if err != nil {
		err = fault(KindWrongUse, "%v", err)
	}
	return list, err
}

func (c *call) words() (any, error) {
	list, err := c.list()
	if err != nil {
		return nil, err
	}
	all, err := c.person.Words(list)
	if err != nil {
		return nil, err
	}
	names, err := c.names()
	shown := make([]ListedWord, 0, len(all))
	for _, one := range all {
		shown = append(shown, ListedWord{Word: one.Word, Person: names[one.Person], Time: one.Time})
	}
	return shown, err
}

func (c *call) listWords() (any, error) {
	list, err := c.list()
	if err != nil {
		return nil, err
	}
	var q Words
	if err := c.read(&q); err != nil {
		return nil, err
	}
	added, err := c.person.ListWords(list, q.Words...)
	if err != nil && classify(err).Kind == KindFailed {
		err = fault(KindWrongUse, "%v", err)
	}
	return answer(Listed{Added: added}, err)
}

func (c *call) forgetWords() (any, error) {
	list, err := c.list()
	if err != nil {
		return nil, err
	}
	var q Words
	if err := c.read(&q); err != nil {
		return nil, err
	}
	if err := c.person.ForgetWords(list, q.Words...); err != nil {
		return nil, err
	}
	return c.words()
}

func (c *call) clearUnknowns() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	cleared, err := c.person.ClearUnknowns(id)
	return answer(Words{Words: cleared}, err)
}

// Words are the words on a list.
func (c *Client) Words(ctx context.Context, list draft.WordList) (all []ListedWord, err error) {
	return all, c.call(ctx, http.MethodGet, "/v1/words/"+url.PathEscape(string(list)), nil, &all)
}

// ListWords puts words on a list, and says how many are new on it.
func (c *Client) ListWords(ctx context.Context, list draft.WordList, words ...string) (int, error) {
	var l Listed
	err := c.call(ctx, http.MethodPost, "/v1/words/"+url.PathEscape(string(list)), Words{Words: words}, &l)
	return l.Added, err
}

// ForgetWords takes words off a list.
func (c *Client) ForgetWords(ctx context.Context, list draft.WordList, words ...string) error {
	return c.call(ctx, http.MethodPost, "/v1/words/"+url.PathEscape(string(list))+"/forget", Words{Words: words}, nil)
}

// ClearUnknowns clears the unknown words of a review, and returns them.
func (c *Client) ClearUnknowns(ctx context.Context, id string) ([]string, error) {
	var w Words
	err := c.call(ctx, http.MethodPost, draftPath(id, "/clear-unknowns"), nil, &w)
	return w.Words, err
}
