package tagger

import "strings"

// beside takes for names what stands beside one, or behind a title, and is no ordinary word.
func (m *Model) beside(t *text, scores []scored, levels Levels) {
	isName := func(i int) bool {
		return i >= 0 && i < len(t.tokens) && scores[i].class == Person && scores[i].score >= levels[Person] && scores[i].best >= 0.5
	}
	for i := range t.tokens {
		if t.afterTitle(i) && t.maybeTitled(i, scores[i]) && (scores[i].class != Person || scores[i].score < titled) {
			scores[i] = scored{Person, titled, titled, true}
		}
	}
	take := func(i, from int) {
		f := t.facts(i)
		ordinary := f.flags&(isGiven|isSurname) == 0 && (f.flags&isOrdinary != 0 || f.flags&noWords != 0)
		if i < from && t.begins(i) && ordinary && scores[i].score < begun || t.isTitle(i) {
			return // "Prisoner Smith"
		}
		if f.flags&isCommon != 0 && (scores[i].class != Person || scores[i].score < likely) {
			return
		}
		if t.tokens[i].isWord && f.flags&isCapital != 0 && f.flags&hasDigit == 0 && f.length > 1 && !f.elsewhere &&
			(scores[i].class != Person || scores[i].score < scores[from].score) {
			scores[i] = scored{Person, scores[from].score, scores[from].best, true}
		}
	}
	for i := 1; i < len(t.tokens); i++ {
		if t.adjacent(i-1, i) && isName(i-1) && !isName(i) {
			take(i, i-1)
		}
	}
	for i := len(t.tokens) - 2; i >= 0; i-- {
		if t.adjacent(i, i+1) && isName(i+1) && !isName(i) {
			take(i, i+1)
		}
	}
	for i := 2; i < len(t.tokens); i++ { // Keszthelyi-Vas: both or none
		if t.hyphened(i) && isName(i) != isName(i-2) {
			if isName(i) {
				take(i-2, i)
			} else {
				take(i, i-2)
			}
		}
	}
	m.strangers(t, scores, levels)
	t.smallPairs(scores)
	t.introduced(scores)
	t.prefixes(scores, levels)
}

// prefixes takes for parts of a code what stands before it as the register of a court does: II Kk 55/22, 3 Vollz 118/21.
func (t *text) prefixes(scores []scored, levels Levels) {
	const most = 2
	for i := range t.tokens {
		if s := scores[i]; s.class != Code || s.score < levels[Code] || t.facts(i).flags&hasDigit == 0 {
			continue
		}
		for j := i - 1; j >= i-most && t.adjacent(j, j+1); j-- {
			f := t.facts(j)
			short := f.flags&isCapital != 0 && f.flags&(isCommon|isOrdinary) == 0 && f.length <= 5 || f.flags&hasDigit != 0 && f.length <= 2
			if !t.tokens[j].isWord || !short || scores[j].score < suspect {
				break
			}
			scores[j] = scored{Code, scores[i].score, scores[i].best, true}
		}
	}
}

// adjacent tells whether nothing but a space stands between two tokens of a line.
func (t *text) adjacent(a, b int) bool {
	return a >= 0 && b < len(t.tokens) && !t.tokens[b].line && t.tokens[b].start-t.tokens[a].end == 1
}

// hyphened tells whether a token is joined by a hyphen to the one before.
func (t *text) hyphened(i int) bool {
	a, h, b := t.tokens[i-2], t.tokens[i-1], t.tokens[i]
	return t.body[h.start] == '-' && a.end == h.start && h.end == b.start
}

// strangers takes two words side by side for a name that have a capital and that no corpus and no other place in the text has
// in small letters, where the model says nothing of either: a name of a language that was not learnt looks so. Where the
// language's words have both, the model must suspect one of them at least.
func (m *Model) strangers(t *text, scores []scored, levels Levels) {
	strange := func(i int) bool {
		f := t.facts(i)
		return t.tokens[i].isWord && f.flags&isCapital != 0 && f.flags&(isCommon|hasDigit) == 0 && f.length > 2 && !t.usedSmall(f) &&
			scores[i].score < levels[scores[i].class] && !m.Lexicon.Knows(t.names[t.tokens[i].word]) && !t.isTitle(i) && !t.abbreviates(i)
	}
	for i := 1; i < len(t.tokens); i++ {
		if !t.adjacent(i-1, i) {
			continue
		}
		if t.listed(i-1, i) && max(scores[i-1].score, scores[i].score) >= suspect && scores[i-1].score < levels[scores[i-1].class] && scores[i].score < levels[scores[i].class] {
			scores[i-1], scores[i] = scored{Person, max(stranger, levels[Person]), stranger, true}, scored{Person, max(stranger, levels[Person]), stranger, true}
			continue
		}
		if !strange(i-1) || !strange(i) {
			continue
		}
		if t.facts(i-1).flags&t.facts(i).flags&isOrdinary != 0 && max(scores[i-1].score, scores[i].score) < suspect {
			continue
		}
		for _, j := range [...]int{i - 1, i} {
			scores[j] = scored{Person, max(stranger, levels[Person]), stranger, true}
		}
	}
}

// listed tells whether two words with capitals are a given name and a surname, or the other way round, of the lists.
func (t *text) listed(a, b int) bool {
	f, g := t.facts(a).flags, t.facts(b).flags
	return f&g&isCapital != 0 && !t.isTitle(a) && (f&isGiven != 0 && g&isSurname != 0 || f&isSurname != 0 && g&isGiven != 0)
}

// abbreviates tells whether a word is all capitals, or has one inside.
func (t *text) abbreviates(i int) bool {
	w := t.names[t.tokens[i].word]
	return strings.ToLower(w[1:]) != w[1:]
}

const (
	suspect  = 0.03 // how sure the model is at least of what a rule takes for a name though it is an ordinary word
	paired   = 0.8  // how sure two words of the lists in small letters are of being a name
	stranger = 0.5  // how sure two strange words side by side are of being a name
	begun    = 0.08 // likewise where it begins a sentence
	likely   = 0.15 // likewise of a word that texts have in small letters
	smallest = 0.6  // how sure the model is at least of a name in small letters
	told     = 0.95 // how sure it is of a name that is known already
	titled   = 0.95 // how sure a title makes of the word after it
)

// titles are those that are written before names, but for those that are other words as well.
var titles = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`Mr Mrs Ms Miss Mme Mlle Monsieur Madame Herr Herrn Frau Sr Sra Srta Don Doña Dña senhor senhora Senhor Senhora señor señora Señor Señora Sig Sigra signor signora Signor Signora
		dhr mevr mevrouw meneer heer Dhr Mevr Mevrouw Meneer pan pani Pan Pani pán pána pani paní Pán Paní pana Pana gospodin gospođa gospa gospod Gospodin Gospođa Gospa Gospod herra rouva Herra Rouva härra proua Härra Proua
		kungs kundze Kungs Kundze ponas ponia Ponas Ponia herr fru hr frú Fru Hr domnul doamna Domnul Doamna κύριος κυρία κύριο Κύριος Κυρία Κύριο κ Bay Bayan zoti zonja Zoti Zonja
		господин госпожа господина госпожата госпоѓа госпођа пан пані пана Господин Госпожа Госпоѓа Госпођа Пан Пані Dr dr MUDr mr mrs mme mlle sra srta madame monsieur ponui Ponui kungam kundzei Úr пану Пану`) {
		set[w] = true
	}
	return set
}()

// smallTitles are those that are titles in lines all of capitals, and before names in small letters.
var smallTitles = func() map[string]bool {
	set := map[string]bool{}
	for w := range titles {
		set[strings.ToLower(w)] = true
	}
	for _, w := range []string{"don", "bay", "miss", "pan", "pana", "heer", "hr", "dr", "κ", "ms", "пан", "пана", "sig", "sr", "kungs"} {
		delete(set, w) // in small letters these are other words as well
	}
	return set
}()

// maybeTitles are the titles in lower case, by their hashes, so that most words are done with quickly.
var maybeTitles = func() (all [1 << 12]bool) {
	for w := range titles {
		all[hashString(strings.ToLower(w))%uint64(len(all))] = true
	}
	return all
}()

// IsTitle tells whether a word in whatever case is one before names and nothing else, such as Frau.
func IsTitle(word string) bool { return smallTitles[strings.ToLower(word)] }

func (t *text) isTitle(i int) bool {
	return t.facts(i).title
}

// afterTitle tells whether a title stands right before a token, with a full stop or without.
func (t *text) afterTitle(i int) bool {
	if t.tokens[i].line {
		return false
	}
	if i > 1 && t.body[t.tokens[i-1].start] == '.' {
		i--
	}
	return i > 0 && t.isTitle(i-1)
}

// maybeTitled tells whether a word behind a title may be a name: one with a capital, or one in small letters behind a title
// that is nothing else.
func (t *text) maybeTitled(i int, s scored) bool {
	f := t.facts(i)
	suspected := f.flags&(isGiven|isSurname) != 0 || s.class == Person && s.score >= suspect
	if !t.tokens[i].isWord || f.length < 2 || f.flags&hasDigit != 0 || f.flags&isCommon != 0 && !suspected || t.isTitle(i) {
		return false
	}
	if f.flags&isBig != 0 {
		return true
	}
	if t.body[t.tokens[i-1].start] == '.' {
		i--
	}
	title := t.names[t.tokens[i-1].word]
	if f.length < 3 || !hasCase(title) {
		return false
	}
	listed := f.flags&(isGiven|isSurname) != 0 && t.facts(i-1).flags&isCapital != 0
	return listed || f.flags&isCommon == 0 && smallTitles[title]
}
