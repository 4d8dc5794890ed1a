package gate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/draft"
	"praxis/internal/gate/tagger"
	"praxis/internal/gate/words"
)

// suspicion is the score of the tagger from which a word at the beginning of a sentence is not explained by standing there.
const suspicion = 0.1

// doubt is the same where the language's words are known, and this is none of them.
const doubt = 0.03

// unknowns notes words with a capital, and codes with digits, that nothing explains: each different one once, because
// they are cleared together. They don't block.
func (r *reader) unknowns(found []tagger.Word) {
	marked := r.found
	seen := map[string]bool{}
	for _, f := range marked {
		if f.kind == draft.KindUnknown {
			seen[r.text[f.start:f.end]] = true
		}
	}
	next := 0
	for _, w := range found {
		for next < len(marked) && marked[next].end <= w.Start {
			next++
		}
		text := r.text[w.Start:w.End]
		if seen[text] || next < len(marked) && marked[next].start < w.End {
			continue
		}
		if w.Digit && r.amount(w.Start, w.End) {
			r.found = append(r.found, finding{start: w.Start, end: w.End, kind: draft.KindQuantity, confidence: draft.ConfidenceMedium, noted: true})
			continue
		}
		if r.explained(w, text) {
			continue
		}
		seen[text] = true
		r.found = append(r.found, finding{start: w.Start, end: w.End, kind: draft.KindUnknown, confidence: draft.ConfidenceLow, noted: true})
	}
}

// amount tells whether a number is one of money: a currency stands right before or behind it, or behind its other groups.
func (r *reader) amount(start, end int) bool {
	const near = 24
	isNumber := func(c rune) bool { return unicode.IsDigit(c) || strings.ContainsRune(" .,", c) }
	before := strings.TrimRightFunc(r.text[max(0, start-near):start], isNumber)
	behind := strings.TrimLeftFunc(r.text[end:min(len(r.text), end+near)], isNumber)
	if strings.HasSuffix(before, "€") || strings.HasSuffix(before, "$") || strings.HasSuffix(before, "£") || strings.HasPrefix(behind, "€") || strings.HasPrefix(behind, "£") {
		return true
	}
	i := strings.LastIndexFunc(before, func(c rune) bool { return !unicode.IsLetter(c) })
	if currencies[strings.ToLower(before[i+1:])] {
		return true
	}
	following := strings.FieldsFunc(behind, func(c rune) bool { return !unicode.IsLetter(c) })
	for _, w := range following[:min(2, len(following))] { // "Swedish kronor", "million euros"
		if currencies[strings.ToLower(w)] {
			return true
		}
	}
	return false
}

// currencies are the names and codes of the currencies of Europe, old ones too (ISO 4217).
var currencies = newWords(`eur euro euros gbp pound pounds sterling chf franc francs frf bef franken usd dollar dollars sek nok dkk isk krona kronor krone kroner kronur
	pln zloty zlotys złotych czk koruna korun skk huf forint forints ron rol lei leu bgn leva лева mkd denar rsd din dinar dinars hrk kuna kunas bam try trl tl lira liras lire itl
	uah hryvnia hryvnias грн rub rur rouble roubles ruble rubles dem mark marks dm ats schilling esp peseta pesetas pte escudos fim markka grd drachma drachmas mdl amd gel azn all lek lekë
	zł kč kn kr ft тис млн mln mld million millions miljoner milioni milliarden lv лв din ден ₴ ₺
	ltl litai lvl lats eek krooni sit tolar tolars cyp mtl iep`)

// explained tells whether a word is ordinary where it stands. Where the gate has the words of the text's language, a word that
// is not among them is not explained by beginning a sentence, unless it is put together of two.
func (r *reader) explained(w tagger.Word, text string) bool {
	if w.Digit {
		return explainedCode(r.text, w.Start, w.End)
	}
	if w.Elsewhere || r.lexicon.Knows(text) || fieldWord(text) != "" || legalWords[text] || utf8.RuneCountInString(text) < 2 {
		return true
	}
	ordinary := words.Of()(r.language)
	if ordinary.Knows(text) {
		return !r.lexicon.NamesSomebody(text) && (w.Begins || !r.lexicon.NamesTown(text))
	}
	if ordinary != nil && (isCompound(text, ordinary) || isInflected(text, ordinary)) {
		return true
	}
	return w.Begins && w.Score < suspicion && !r.lexicon.NamesSomebody(text) && (ordinary == nil || w.Score < doubt)
}

// isInflected tells whether a word is a known one with an ending of the nouns of Germanic languages.
func isInflected(text string, ordinary *words.Set) bool {
	const shortest = 5
	for _, ending := range []string{"s", "es", "n", "en", "e", "er", "ern"} {
		if stem, ok := strings.CutSuffix(text, ending); ok && utf8.RuneCountInString(stem) >= shortest && ordinary.Knows(stem) {
			return true
		}
	}
	return false
}

// isCompound tells whether a long word is put together of two that are known, as in German, Dutch, Finnish and Hungarian.
func isCompound(text string, ordinary *words.Set) bool {
	const shortest, part = 8, 3
	if utf8.RuneCountInString(text) < shortest {
		return false
	}
	low := strings.ToLower(text)
	runes := 0
	for i := range low {
		if runes >= part && utf8.RuneCountInString(low[i:]) >= part {
			first := low[:i]
			if (ordinary.Knows(first) || ordinary.Knows(strings.TrimSuffix(first, "s"))) && ordinary.Knows(low[i:]) {
				return true
			}
		}
		runes++
	}
	return false
}

// legalWords are short titles of laws and courts, as they are cited in the members' languages.
var legalWords = newWords(`StGB StPO StVollzG StVG JGG GG BGB BGBl AufenthG AsylG PsychKG UbG HeimAufG BayStVollzG EMRK MRK VfGH OGH BVerfG BGH VwGH ABGB SPG FPG StVO ZGB AIG
	CPP CP CESEDA CSP CGLPL LOPJ LECrim LOGP CE TC TS BOE TEDH TJUE BOE BOPV LOEX CEDH CEDS CJUE DUDH PIDCP JO JORF CC CNDA CRA UMJ CPAM
	PACE HMIP IOPC ECHR ECtHR CJEU ICCPR UDHR CRPD CEDAW UNCAT EHRC HIQA MHC SI Art Arts Abs Nr Ziff lit Rn Rdnr ff para paras subpara
	TFUE TUE TFEU TEU OJ UE EU EC EEA COE UNHCR IOM ICRC CICR WHO OMS ONU UN UNODC ODIHR LIBE FRA Frontex Eurostat SPACE GRETA ECRI CDPC PC CP CDDH
	kpk kk kkw KPK KKW Dz UE RODO TK TSUE ETPC TrZ TrŘ LZPS ZVTOS OZ ZKP ZIKS ZKPK BKV Bv Btk Be Alkotmánybíróság CPPU CPU LPA CPT SPT OPCAT NPM MNP`)

// explainedCode tells whether a word with digits is a count, a measure, a year or an ordinal, or belongs to the number of an
// instrument, such as CPT/Inf(2015)44.
func explainedCode(t string, start, end int) bool {
	w := t[start:end]
	digits := 0
	for digits < len(w) && isDigit(w[digits]) {
		digits++
	}
	if digits == len(w) {
		return digits <= 4 || start > 0 && strings.IndexByte("/.,", t[start-1]) >= 0
	}
	letters := w[digits:]
	if digits > 0 && strings.IndexFunc(letters, unicode.IsDigit) < 0 {
		return utf8.RuneCountInString(letters) <= 3 // 4m, 3rd, 10km, 1er
	}
	if digits > 0 && len(w) > digits+1 { // 2024T, 10h30
		return digits <= 4 && strings.ToLower(letters) == letters
	}
	return len(w) == 2 || strings.HasSuffix(w, "2") && len(w) <= 3 || start > 0 && strings.IndexByte("/(", t[start-1]) >= 0
}
