package tagger

import "strings"

// smallPairs takes two words in small letters side by side for a name where the lists have one as a given name and the other as
// a surname, and one of them at least is nothing else in the text's language; or one as a given name, and neither is anything else.
func (t *text) smallPairs(scores []scored) {
	small := func(i int) bool {
		f := t.facts(i)
		return t.tokens[i].isWord && !t.tokens[i].shouted && f.flags&(isBig|hasDigit|noWords) == 0 && f.length > 2 && hasCase(t.names[t.tokens[i].word])
	}
	for i := 1; i < len(t.tokens); i++ {
		if !t.adjacent(i-1, i) || !small(i-1) || !small(i) {
			continue
		}
		f, g := t.facts(i-1).flags, t.facts(i).flags
		const plain = isCommon | isOrdinary
		listed := f&isGiven != 0 && g&isSurname != 0 || f&isSurname != 0 && g&isGiven != 0
		strange := f&plain == 0 && g&plain == 0 && (f&isGiven != 0 || g&isGiven != 0)
		if !strange && (!listed || f&plain != 0 && g&plain != 0) {
			continue
		}
		for _, j := range [...]int{i - 1, i} {
			if scores[j].class != Person || !scores[j].known {
				scores[j] = scored{Person, paired, paired, true}
			}
		}
	}
}

// introduced takes for names words in small letters that the text's language doesn't have, where the words around them introduce
// somebody: "spoke with tomasz wisniewski", "prisoner okonkwo", "floy wisniewski told".
func (t *text) introduced(scores []scored) {
	for i := range t.tokens {
		if !t.strangeSmall(i) {
			continue
		}
		pair := t.adjacent(i, i+1) && t.strangeSmall(i+1)
		last := i
		if pair {
			last = i + 1
		}
		if !t.behindIntroduction(i, pair) && !(pair && t.adjacent(last, last+1) && sayings[t.names[t.tokens[last+1].word]]) {
			continue
		}
		for j := i; j <= last; j++ {
			if scores[j].class != Person || !scores[j].known {
				scores[j] = scored{Person, paired, paired, true}
			}
		}
	}
}

// strangeSmall tells whether a word in small letters is none of the text's language, which is known.
func (t *text) strangeSmall(i int) bool {
	if i < 0 || i >= len(t.tokens) || !t.tokens[i].isWord || t.tokens[i].shouted {
		return false
	}
	f := t.facts(i)
	return f.flags&(isBig|hasDigit|noWords|isCommon|isOrdinary) == 0 && f.length > 2 && hasCase(t.names[t.tokens[i].word])
}

// behindIntroduction tells whether a word for somebody who is held stands before, or for speaking with somebody. Where adjectives
// follow nouns, one strange word is none.
func (t *text) behindIntroduction(i int, pair bool) bool {
	word := func(j int) string {
		if j < 0 || !t.adjacent(j, j+1) || !t.tokens[j].isWord {
			return ""
		}
		return strings.ToLower(t.names[t.tokens[j].word])
	}
	before := word(i - 1)
	if roles[before] && (pair || bareRoles[before]) || callings[before] && pair {
		return true
	}
	return pair && speaking[word(i-2)] && withs[before]
}

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// bareRoles are words for people who are held, in languages whose adjectives stand before nouns.
var bareRoles = wordSet(`prisoner detainee inmate häftling gefangener gefangene insasse insassin gedetineerde intagne intagna indsatte innsatte`)

// roles are words for people who are held.
var roles = wordSet(`prisoner detainee inmate häftling gefangener gefangene insasse insassin gedetineerde intagne intagna indsatte innsatte
	détenu détenue interno interna preso presa recluso reclusa detenuto detenuta osadzony osadzona skazany skazana vězeň vězenkyně väzeň väzenkyňa deținutul deținuta
	zatvorenik zatvorenica затвореник задържаният засуджений засуджена заключённый заключенный κρατούμενος κρατούμενη`)

// callings stand before names.
var callings = wordSet(`named called nommé nommée appelé appelée llamado llamada namens chiamato chiamata chamado chamada genaamd imieniem zvaný zvaná numit numită met interviewed`)

// speaking and withs are what one does with somebody.
var (
	speaking = wordSet(`spoke speak spoken talked interview interviewed met parlé parle entretenu entretenue entretien rencontre hablamos habló hablé hablado entrevista conversación sprachen sprach gesprochen gespräch
		parlato colloquio parlammo falámos falou conversa sprak spraken gesproken gesprek rozmawialiśmy rozmawiał rozmawiała rozmowa mluvili hovořili rozhovor vorbit discutat razgovarali talade talte snakket puhuimme`)
	withs   = wordSet(`with to avec con mit com met z ze s se cu sa med kanssa`)
	sayings = wordSet(`told said stated reported claimed complained déclare déclara raconte dijo declaró contó relató sagte erklärte berichtete disse riferì declarou contou zei verklaarde powiedział powiedziała podał podała řekl řekla uvedl uvedla povedal povedala uviedol
		spuse declară rekao rekla naveo navela kazao sade sagde sa berättade fortalte kertoi sanoi mondta elmondta`)
)
