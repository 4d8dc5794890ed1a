package webtest

import (
	"strings"
	"sync"
	"time"

	"praxis/internal/web/messages"
)

// Say is a sentence of the pages in a language, by its key and what stands in it.
func Say(language, key string, arguments ...any) string {
	return catalogue().In(language, time.UTC).Say(key, arguments...)
}

var catalogue = sync.OnceValue(func() *messages.Catalogue {
	c, err := messages.Load()
	if err != nil {
		panic(err)
	}
	return c
})

// leastWords is how long a sentence is, in bytes, that no document or name has by chance.
const leastWords = 14

// foreign are the sentences that the pages say in English and that say another thing in a language, without those that hold
// something.
func foreign(language string) (all []string) {
	english, spoken := catalogue().In("en", time.UTC), catalogue().In(language, time.UTC)
	said := make(map[string]bool)
	for _, key := range catalogue().Keys() {
		said[spoken.Say(key)] = true
	}
	for _, key := range catalogue().Keys() {
		if s := english.Say(key); len(s) >= leastWords && !strings.Contains(s, "{") && !said[s] {
			all = append(all, s)
		}
	}
	return all
}

// Speaks fails the test for each sentence of the pages that stands in English in a page of another language.
func (c *Chrome) Speaks() {
	c.T.Helper()
	if c.view.Language == "en" {
		return
	}
	text, where := c.Text(), c.Eval("location.pathname")
	if lang := c.Eval("document.documentElement.lang"); lang != c.view.Language {
		c.T.Errorf("%s (%s): the page says that it is in %q", where, c.view, lang)
	}
	for _, s := range foreign(c.view.Language) {
		if strings.Contains(text, s) {
			c.T.Errorf("%s (%s): this is said in English: %q", where, c.view, s)
		}
	}
}
