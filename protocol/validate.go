package protocol

import (
	"fmt"
	"regexp"
	"unicode/utf8"
)

// Bounds of what an object may hold. Text is counted in bytes of UTF-8.
const (
	MaxName      = 256
	MaxShortText = 4096
	MaxMembers   = 512
	MaxBodies    = 64
	MaxNodes     = 128
	MaxWriters   = 256
	MaxContacts  = 32
	MaxAddresses = 16
	MaxEntries   = 1 << 32
	MaxRecalls   = 1024 // of one member
	MaxDenials   = 1024 // signed by one keyholder's key
	MaxGroups    = 64   // convened by one member

	MaxGroupVersions = 1024 // of one group's list: each is stored
)

// FieldError names the field that breaks a rule, and the rule.
type FieldError struct {
	Object string // "charter", "practice note", …
	Field  string
	Rule   Rule // completes "FIELD …": "is needed"
}

func (e *FieldError) Error() string { return fmt.Sprintf("%s: %s %v", e.Object, e.Field, e.Rule) }

// Rule says what is wrong and what to do, as a form of package fmt with what stands in it: who says it in another language has
// a form of their own. It is an error by itself.
type Rule struct {
	Form string
	Args []any // among them may be a Rule
}

// Rulef makes a rule.
func Rulef(form string, args ...any) Rule { return Rule{form, args} }

func (r Rule) Error() string { return fmt.Sprintf(r.Form, r.Args...) }

// validator keeps the first broken rule.
type validator struct {
	object string
	err    error
}

func (v *validator) that(field string, holds bool, rule string, args ...any) {
	if v.err == nil && !holds {
		v.err = &FieldError{Object: v.object, Field: field, Rule: Rule{rule, args}}
	}
}

func (v *validator) text(field, text string, least, most int) {
	v.that(field, utf8.ValidString(text), "is not UTF-8")
	v.that(field, len(text) >= least, "is needed")
	v.that(field, len(text) <= most, "has %d bytes, more than %d", len(text), most)
}

// key refuses the zero key: it lies in the small subgroup of the curve, where anybody can forge a signature.
func (v *validator) key(field string, k Key) { v.that(field, k != Key{}, "is needed") }

var (
	countryForm  = regexp.MustCompile(`^[A-Z]{2}$`)
	languageForm = regexp.MustCompile(`^[a-z]{2,3}$`)
)

func (v *validator) country(field, code string) {
	v.that(field, code == "" || countryForm.MatchString(code), "is two capital letters (ISO 3166-1), not %q", code)
}

func (v *validator) languages(field string, codes []string) {
	for i, c := range codes {
		v.that(field, languageForm.MatchString(c), "is a language code (ISO 639), not %q", c)
		v.that(field, i == 0 || codes[i-1] < c, "is in order, each once")
	}
}
