// Package messages has every sentence of the pages in English, French and Spanish, with plural forms, and writes dates
// and numbers as each language does. It refuses a catalogue in which a language lacks a sentence or a placeholder.
//
// It implements specs/pages.md.
package messages

import (
	"embed"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed text
var files embed.FS

// Languages are the languages of the pages (ISO 639-1), the first of which stands in where nothing else is known.
func Languages() []string { return []string{"en", "fr", "es"} }

// Names are the languages' own names, in the same order.
func Names() []string { return []string{"English", "Français", "Español"} }

// Catalogue is every sentence in every language.
type Catalogue struct {
	sentences map[string]map[string]sentence // by language and key
}

// sentence has one form, or one for a single thing and one for several.
type sentence struct{ one, other string }

// Load reads the catalogue that the program carries: a file text/NAME.LANGUAGE.toml for each part of the pages. A key is a
// table and its entry; an entry that is itself a table of `one` and `other` has two forms.
func Load() (*Catalogue, error) {
	c := &Catalogue{sentences: make(map[string]map[string]sentence)}
	for _, language := range Languages() {
		c.sentences[language] = make(map[string]sentence)
	}
	all, err := files.ReadDir("text")
	if err != nil {
		return nil, err
	}
	for _, f := range all {
		parts := strings.Split(f.Name(), ".")
		if len(parts) != 3 || parts[2] != "toml" || c.sentences[parts[1]] == nil {
			return nil, fmt.Errorf("%s is no file of the catalogue: call it NAME.LANGUAGE.toml", f.Name())
		}
		raw, err := files.ReadFile(path.Join("text", f.Name()))
		if err != nil {
			return nil, err
		}
		var tree map[string]any
		if err := toml.Unmarshal(raw, &tree); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name(), err)
		}
		if err := c.add(parts[1], "", tree); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name(), err)
		}
	}
	return c, c.check()
}

func (c *Catalogue) add(language, prefix string, tree map[string]any) error {
	for name, v := range tree {
		key := prefix + name
		switch v := v.(type) {
		case string:
			if err := c.put(language, key, sentence{other: v}); err != nil {
				return err
			}
		case map[string]any:
			one, isOne := v["one"].(string)
			other, isOther := v["other"].(string)
			if isOne && isOther && len(v) == 2 {
				if err := c.put(language, key, sentence{one, other}); err != nil {
					return err
				}
				continue
			}
			if err := c.add(language, key+".", v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is neither a sentence nor a table", key)
		}
	}
	return nil
}

func (c *Catalogue) put(language, key string, s sentence) error {
	if _, ok := c.sentences[language][key]; ok {
		return fmt.Errorf("%s stands there twice", key)
	}
	c.sentences[language][key] = s
	return nil
}

// check demands that every language says everything, with the same placeholders.
func (c *Catalogue) check() error {
	for _, key := range c.Keys() {
		var first sentence
		for i, language := range Languages() {
			s, ok := c.sentences[language][key]
			if !ok {
				return fmt.Errorf("%s lacks %s", language, key)
			}
			if i == 0 {
				first = s
			}
			if !slices.Equal(placeholders(s.other), placeholders(first.other)) || (s.one == "") != (first.one == "") {
				return fmt.Errorf("%s: %s has other placeholders or forms than English", language, key)
			}
		}
	}
	return nil
}

func placeholders(text string) []string {
	var all []string
	for {
		_, after, ok := strings.Cut(text, "{")
		if !ok {
			break
		}
		name, rest, ok := strings.Cut(after, "}")
		if !ok {
			break
		}
		all, text = append(all, name), rest
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Keys are all keys, in order.
func (c *Catalogue) Keys() []string {
	all := make(map[string]bool)
	for _, sentences := range c.sentences {
		for key := range sentences {
			all[key] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// Match chooses among the languages of the pages by what a browser accepts.
func Match(accepted string) string {
	for part := range strings.SplitSeq(accepted, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if slices.Contains(Languages(), base) {
			return base
		}
	}
	return Languages()[0]
}
