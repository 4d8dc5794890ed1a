package draft

import "praxis/protocol"

// redactions are what stands instead of redacted words, in the languages that have them.
var redactions = map[Kind]explanation{
	KindPerson:         {"[name]", "[nom]", "[nombre]"},
	KindEmail:          {"[e-mail address]", "[adresse électronique]", "[correo electrónico]"},
	KindPhone:          {"[telephone number]", "[numéro de téléphone]", "[número de teléfono]"},
	KindIdentityNumber: {"[personal number]", "[numéro personnel]", "[número personal]"},
	KindAccountNumber:  {"[account number]", "[numéro de compte]", "[número de cuenta]"},
	KindBirthDate:      {"[date of birth]", "[date de naissance]", "[fecha de nacimiento]"},
	KindBirthYear:      {"[year of birth]", "[année de naissance]", "[año de nacimiento]"},
	KindCaseNumber:     {"[case number]", "[numéro d’affaire]", "[número de asunto]"},
	KindFileNumber:     {"[file number]", "[numéro de dossier]", "[número de expediente]"},
	KindCode:           {"[code]", "[code]", "[código]"},
	KindPlace:          {"[place]", "[lieu]", "[lugar]"},
	KindOrganisation:   {"[organisation]", "[organisme]", "[organismo]"},
	KindDate:           {"[date]", "[date]", "[fecha]"},
	KindPlate:          {"[plate]", "[plaque]", "[matrícula]"},
}

// Redaction is what stands instead of redacted words in a text of the language: the kind of what stood there in English,
// French and Spanish, where the kind says no more than that, and "[…]" otherwise.
func (k Kind) Redaction(language string) string {
	words, ok := redactions[k]
	if ok && (language == "en" || language == "fr" || language == "es") {
		return words.in(language)
	}
	return "[…]"
}

// Decided is one line of a draft's account of what was decided about its marks: never what the words were, nor the reason.
type Decided struct {
	Time     int64       `json:"time"`
	Person   protocol.ID `json:"person"`
	Version  uint64      `json:"version"` // of the document, that the draft was to become
	Kind     Kind        `json:"kind"`
	Decision Decision    `json:"decision"`
	Places   int         `json:"places"` // at which the words stood
}
