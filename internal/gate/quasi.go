package gate

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/draft"
)

// Count is how many places of a type a country has, as a body states it. Fewer than five name the place.
type Count struct {
	Country    string // ISO 3166 alpha-2
	PlaceType  string // of the vocabulary of documents, such as prison
	Population string // for whom, such as women; empty for all
	Places     int
}

// enoughPlaces is how many places of a type a country must have so that the type doesn't name one of them.
const enoughPlaces = 5

// quasi adds what singles out only together with more: an age, the only one of a kind, a condition that few have, and a place
// of a type of which there are too few in its country. It leaves alone what blocks already.
func (r *reader) quasi() {
	var added []finding
	add := func(f finding) {
		if !r.blocked(f.start, f.end) {
			f.noted = true
			added = append(added, f)
		}
	}
	for i, s := range r.phrases() {
		if r.language != "" && s.language != r.language && (relatives[s.language] == "" || relatives[r.language] != relatives[s.language]) {
			continue // such short words mean something else in other languages
		}
		if f, ok := r.fromPhrase(i, s); ok {
			f.confidence, f.tells = draft.ConfidenceMedium, s.tells
			add(f)
		}
	}
	for _, d := range r.dates {
		if !r.isMarked(d.start, d.end) {
			added = append(added, d)
		}
	}
	slices.Sort(r.ages)
	for _, t := range r.traits() {
		if t.tells == tellsRelative && r.isFound(t.start, t.end) {
			continue
		}
		add(finding{start: t.start, end: t.end, kind: draft.KindTrait, confidence: draft.ConfidenceMedium, clue: draft.ClueWords, tells: t.tells})
	}
	slices.SortStableFunc(added, func(a, b finding) int { return cmp.Compare(a.start, b.start) })
	r.merge(added)
}

// fromPhrase is what a phrase singles out.
func (r *reader) fromPhrase(i int, s said) (f finding, ok bool) {
	from, to := r.sentenceAt(s.start)
	f = finding{start: s.start, clue: draft.ClueWords}
	switch s.tells {
	case tellsAge:
		f.kind = draft.KindTrait
		if f.start, f.end, ok = r.ageAt(s); ok {
			r.ages = append(r.ages, f.start)
		}
		ok = ok && !r.isTrait(f.start, f.end)
	case 'o':
		f.end, f.kind, ok = r.onlyOne(s, to)
	case tellsWeek:
		f.kind = draft.KindDate
		f.end, ok = r.weekAt(s, to)
	case 'p':
		f.kind = draft.KindPlace
		f.start, f.end, ok = r.nameBeside(s, from, to)
		ok = ok && !r.isMarked(f.start, f.end)
	case 'w', 'y', 'i', 'm', 'h', 'g':
		f.kind, f.clue = draft.KindOrganisation, draft.ClueFew
		f.end, ok = r.isOneOfFew(i, s, from, to)
	}
	return f, ok
}

// blocked tells whether a mark that blocks stands in a place.
func (r *reader) blocked(start, end int) bool {
	return slices.ContainsFunc(r.within(max(0, start-longestPassage), end), func(f finding) bool { return f.end > start && !f.noted })
}

// isFound tells whether a finding stands in a place already.
func (r *reader) isFound(start, end int) bool {
	return slices.ContainsFunc(r.within(max(0, start-longestPassage), end), func(f finding) bool { return f.end > start })
}

// isMarked tells whether one mark covers a place already, of which the gate is not unsure.
func (r *reader) isMarked(start, end int) bool {
	return slices.ContainsFunc(r.within(max(0, start-longestPassage), end), func(f finding) bool { return f.start <= start && f.end >= end && f.confidence != draft.ConfidenceLow })
}

// relatives are languages in which these words are the same, or nearly so.
var relatives = map[string]string{"hr": "south", "bs": "south", "sr": "south", "nb": "north", "nn": "north", "da": "north", "no": "north", "mk": "east", "bg": "east"}

// isTrait tells whether a place is within a trait that counts.
func (r *reader) isTrait(start, end int) bool {
	for _, f := range r.within(max(0, start-longestPassage), end) {
		if f.kind == draft.KindTrait && f.start <= start && f.end >= end && r.counts(f) {
			return true
		}
	}
	return false
}

// phrases finds the phrases of the text, and those for traits, once.
func (r *reader) phrases() []said {
	if !r.searched {
		found := find(r.lettering, phrases, r.tellings().book)
		r.said, r.traitsSaid, r.searched = found[0], found[1], true
	}
	return r.said
}

// ageAt takes the number beside a phrase for an age.
func (r *reader) ageAt(s said) (start, end int, ok bool) {
	isAge := func(w string) bool { return len(w) == 2 && isDigit(w[0]) && isDigit(w[1]) }
	if from, to := preceding(r.text, s.start); to > 0 && isAge(r.text[from:to]) {
		return from, to, true
	}
	if from, to := following(r.text, s.end); to > 0 && isAge(r.text[from:to]) {
		return from, to, true
	}
	return 0, 0, false
}

// onlyOne tells whether "the only" is said of a person or of an establishment, up to two words away.
func (r *reader) onlyOne(s said, to int) (end int, kind draft.Kind, ok bool) {
	at := s.end
	for range 2 {
		start, stop := following(r.text, at)
		if stop == 0 || stop > to {
			return 0, "", false
		}
		w := strings.ToLower(r.text[start:stop])
		if isPerson(w) {
			return stop, draft.KindTrait, true
		}
		if _, typed := placeType(w); typed {
			return stop, draft.KindOrganisation, true
		}
		at = stop
	}
	return 0, "", false
}

// isOneOfFew tells whether a type of place names one: it is called the only one, or its country is named and has fewer than
// five, or nobody has counted them. Any prison is one of few in small countries only.
func (r *reader) isOneOfFew(i int, s said, from, to int) (end int, ok bool) {
	country, end := r.countryBehind(s.end, to)
	if s.tells == 'g' {
		return end, country != "" && smallCountries[country] && r.few(country, s.tells)
	}
	if country != "" {
		return end, r.few(country, s.tells)
	}
	if town := r.townBehind(s.end, to); town > 0 {
		return town, true
	}
	return s.end, near(r.said, i, 'o', from, to) && len(r.countries) > 0 && r.few(r.countries[0], s.tells)
}

// few tells whether a body says that there are enough places of a type in a country, or says nothing.
func (r *reader) few(country string, tells byte) bool {
	for _, c := range r.stated {
		if strings.EqualFold(c.Country, country) && c.PlaceType == typesOf[tells].place && c.Population == typesOf[tells].population {
			return c.Places < enoughPlaces
		}
	}
	return true
}

// typesOf are the place types of the vocabulary that the phrases speak of, and for whom they are.
var typesOf = map[byte]struct{ place, population string }{
	'w': {"prison", "women"}, 'y': {"young-offender-institution", ""}, 'i': {"immigration-detention", ""},
	'm': {"military-detention", ""}, 'h': {"mental-health", ""}, 'g': {"prison", ""},
}

// countryBehind is the country that is named up to three words behind a place, and where its name ends.
func (r *reader) countryBehind(at, to int) (code string, end int) {
	for range 3 {
		start, stop := following(r.text, at)
		if stop == 0 || stop > to {
			return "", 0
		}
		w := r.text[start:stop]
		if next, last := following(r.text, stop); last > 0 && last <= to {
			if code := countryCodes[strings.ToLower(w+" "+r.text[next:last])]; code != "" {
				return code, last
			}
		}
		if code := countryCodes[strings.ToLower(w)]; code != "" && startsUpper(w) {
			return code, stop
		}
		at = stop
	}
	return "", 0
}

// townBehind is where a town's name ends that stands up to three words behind a place; 0 where none does.
func (r *reader) townBehind(at, to int) int {
	for range 3 {
		start, stop := following(r.text, at)
		if stop == 0 || stop > to {
			return 0
		}
		if w := r.text[start:stop]; startsUpper(w) && r.lexicon.NamesTown(w) && !r.lexicon.Knows(w) {
			return stop
		}
		at = stop
	}
	return 0
}

// isPerson tells whether a word in small letters means one person.
func isPerson(w string) bool {
	if personWords[w] {
		return true
	}
	const shortest, ending = 6, 3
	for stem := range personStems {
		if len(w) >= shortest && strings.HasPrefix(w, stem) && utf8.RuneCountInString(w)-utf8.RuneCountInString(stem) <= ending {
			return true
		}
	}
	return false
}

// personWords mean one person who may be held, in the members' languages.
var personWords = newWords(`woman man girl boy child prisoner detainee inmate patient resident person foreigner mother father muslim national
	femme homme fille garçon enfant détenu détenue patiente personne étranger étrangère mère père
	mujer hombre niña niño interno interna preso presa paciente persona extranjero extranjera madre padre
	frau mann mädchen junge kind gefangene gefangener häftling patientin insasse insassin bewohner bewohnerin ausländer ausländerin mutter vater
	donna uomo ragazza ragazzo bambino bambina detenuto detenuta paziente straniero straniera mulher homem rapariga rapaz criança recluso reclusa utente pessoa mãe pai
	vrouw meisje jongen gedetineerde patiënt bewoner persoon moeder vader kobieta kobietą mężczyzna dziewczyna chłopiec dziecko osadzony osadzona pacjent pacjentka osoba matka
	žena muž dívka chlapec dítě vězeň vězenkyně pacient pacientka matka dievča dieťa väzeň väzenkyňa nő férfi lány fiú gyermek fogvatartott beteg személy anya
	femeie femeia bărbat bărbatul fată băiat copil deținut deținută deținutul pacient persoană mamă muškarac djevojka dječak dijete zatvorenik zatvorenica pritvorenik pacijent
	жена мушкарац девојка дечак дете затвореник затвореница пацијент лице маж девојче момче ženska moški deklica fant otrok zapornik zapornica bolnik oseba мъж момиче дете задържан пациент
	жінка чоловік дівчина хлопець дитина засуджений засуджена пацієнт особа мати женщина мужчина девушка мальчик ребёнок ребенок заключённый заключенный
	γυναίκα άνδρας κορίτσι αγόρι παιδί κρατούμενος κρατούμενη ασθενής άτομο μητέρα kadın erkek kız çocuk mahpus tutuklu hükümlü hasta kişi anne
	kvinna kvinnan mannen flicka pojke barn intagen intagna kvinde mand pige dreng indsat indsatte kvinne jente gutt innsatt innsatte kona karl stúlka drengur fangi
	nainen mies tyttö poika lapsi vanki potilas henkilö äiti naine mees tüdruk poiss laps vang patsient isik sieviete vīrietis meitene zēns bērns ieslodzītais pacients
	moteris vyras mergina berniukas vaikas nuteistasis kalinys pacientas grua burrë vajzë djalë fëmijë mara raġel dona home noia noi nen`)

// personStems begin words of which the endings vary.
var personStems = newWords(`prisonn detain gefangen häftling osadzon vězenk zatvoreni pritvoreni затворени задържан засуджен заключенн κρατούμεν fogvatartott deținut vangi kinnipeet ieslodz nuteist burgosur`)

// smallCountries have fewer than five prisons.
var smallCountries = newWords(`AD CY EE IS LI LU MC ME MT SM`)

// countryCodes are the members' countries by their names in English, French, Spanish, German and their own languages.
var countryCodes = func() map[string]string {
	codes := map[string]string{}
	for line := range strings.Lines(countryNames) {
		code, names, _ := strings.Cut(strings.TrimSpace(line), " ")
		for name := range strings.SplitSeq(names, ",") {
			if name = strings.TrimSpace(name); name != "" {
				codes[strings.TrimFunc(name, unicode.IsSpace)] = code
			}
		}
	}
	return codes
}()

const countryNames = `AL albania, albanie, albanien, shqipëri, shqipëria
AD andorra, andorre
AM armenia, arménie, armenien, հայաստան
AT austria, autriche, österreich
AZ azerbaijan, azerbaïdjan, azerbaiyán, aserbaidschan, azərbaycan
BA bosnia, bosnie, bosnien, bosna
BE belgium, belgique, bélgica, belgien, belgië
BG bulgaria, bulgarie, bulgarien, българия
CH switzerland, suisse, suiza, schweiz, svizzera
CY cyprus, chypre, chipre, zypern, κύπρο, κύπρος, κύπρου, kıbrıs
CZ czechia, tchéquie, chequia, tschechien, česko, česku
DE germany, allemagne, alemania, deutschland
DK denmark, danemark, dinamarca, dänemark, danmark
EE estonia, estonie, estland, eesti
ES spain, espagne, españa, spanien
FI finland, finlande, finlandia, finnland, suomi, suomessa
FR france, francia, frankreich
GB england, scotland, wales, northern ireland, the united, angleterre, écosse, royaume-uni, inglaterra, escocia, großbritannien
GE georgia, géorgie, georgien, საქართველო
GR greece, grèce, grecia, griechenland, ελλάδα
HR croatia, croatie, croacia, kroatien, hrvatska, hrvatskoj
HU hungary, hongrie, hungría, ungarn, magyarország, magyarországon
IE ireland, irlande, irlanda, irland, éire
IS iceland, islande, islandia, island, ísland, íslandi
IT italy, italie, italia, italien
LI liechtenstein
LT lithuania, lituanie, lituania, litauen, lietuva, lietuvoje
LU luxembourg, luxemburgo, luxemburg, lëtzebuerg
LV latvia, lettonie, letonia, lettland, latvija, latvijā
MC monaco, mónaco
MD moldova, moldavie, moldavia, moldau
ME montenegro, monténégro, crna gora, crnoj gori
MK north macedonia, macédoine, macedonia, nordmazedonien, македонија
MT malta, malte
NL netherlands, pays-bas, países bajos, niederlande, niederlanden, nederland
NO norway, norvège, noruega, norwegen, norge
PL poland, pologne, polonia, polen, polska, polsce
PT portugal
RO romania, roumanie, rumania, rumanía, rumänien, românia
RS serbia, serbie, serbien, srbija, srbiji, србија, србији
SE sweden, suède, suecia, schweden, sverige
SI slovenia, slovénie, eslovenia, slowenien, slovenija, sloveniji
SK slovakia, slovaquie, eslovaquia, slowakei, slovensko, slovensku
SM san marino, saint-marin
TR turkey, türkiye, turquie, turquía, türkei
UA ukraine, ucrania, україна, україні
XK kosovo`
