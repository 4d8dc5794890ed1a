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
