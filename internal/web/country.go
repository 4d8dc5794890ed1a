package web

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Country is a country's name in the language of the page, from its code (ISO 3166-1); what is no such code stays as it is.
func (v View) Country(code string) string { return countryName(v.Language, code) }

func countryName(in, code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || code == "" {
		return code
	}
	if name := display.Regions(language.Make(in)).Name(region); name != "" {
		return name
	}
	return code
}

// LanguageName is a language's name in the language of the page, from its code (ISO 639-1).
func (v View) LanguageName(code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	if name := display.Languages(language.Make(v.Language)).Name(tag); name != "" {
		return name
	}
	return code
}

// Column is the number of a column or a row, from 1.
func (v View) Column(index int) string { return v.Number(int64(index + 1)) }
