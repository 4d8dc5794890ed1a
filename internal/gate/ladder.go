package gate

import (
	_ "embed" // the general words
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/draft"
)

//go:embed ladders.txt
var ladderFile string

// rung is something general, of which ladders.txt has the words.
type rung int

// The rungs, in the order of the file.
const (
	rungPrison rung = iota + 1
	rungYouth
	rungPolice
	rungCourt
	rungPsychiatric
	rungHospital
	rungHome
	rungImmigration
	rungEstablishment
	rungAuthority
	rungTown
	rungQuarter
	rungAges
	rungMinor
	rungForeigner
	rungPerson
	rungHealth
	rungStaff
	rungLawyer
	rungs
)

// ladders are the general words of each language.
var ladders = func() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(ladderFile) {
		if f := strings.Split(strings.TrimSpace(line), "|"); len(f) == int(rungs) {
			all[f[0]] = f
		}
	}
	return all
}()

// say is a rung in the text's language, or in English.
func (r *reader) say(g rung) string {
	if words, ok := ladders[r.language]; ok {
		return words[g]
	}
	return ladders["en"][g]
}

// propose gives the marks of a text the words that may stand in their place.
func (r *reader) propose() {
	for i := range r.found {
		f := &r.found[i]
		if f.kind == draft.KindDate {
			r.withYear(f, i)
		}
		if f.proposals == nil {
			f.proposals = r.proposalsFor(*f)
		}
	}
}

// withYear takes the year that follows a day and a month into their mark, so that one proposal replaces both.
func (r *reader) withYear(f *finding, i int) {
	year, month := r.yearAndMonth(r.text[f.start:f.end])
	end := yearAfter(r.text, f.end)
	if year == "" && month > 0 && end > 0 && (i+1 == len(r.found) || r.found[i+1].start >= end) {
		f.end = end
	}
}

func (r *reader) proposalsFor(f finding) []string {
	text := r.text[f.start:f.end]
	switch f.kind {
	case draft.KindOrganisation, draft.KindPlace, draft.KindAddress:
		return r.morePlace(f, text)
	case draft.KindDate:
		return r.moreDate(text)
	case draft.KindBirthDate, draft.KindBirthYear:
		return r.agesAt(text)
	case draft.KindTrait:
		return r.moreTrait(text)
	case draft.KindPerson:
		return []string{r.say(rungPerson)}
	}
	return nil
}

// morePlace climbs from an establishment to its type, and from a town to a town.
func (r *reader) morePlace(f finding, text string) []string {
	if g, ok := placeType(text); ok {
		return different(r.say(g), r.say(rungEstablishment))
	}
	if g, ok := placeType(r.text[max(0, f.start-30):f.start]); ok && f.kind != draft.KindAddress { // "prison de X"
		return different(r.say(rungTown), r.say(g))
	}
	if f.kind == draft.KindOrganisation {
		return []string{r.say(rungAuthority)}
	}
	return []string{r.say(rungTown)}
}

func different(all ...string) []string {
	if len(all) == 2 && all[0] == all[1] {
		return all[:1]
	}
	return all
}

// moreDate climbs from a day to a quarter and a year.
func (r *reader) moreDate(text string) []string {
	year, month := r.yearAndMonth(text)
	if year == "" {
		return nil
	}
	if month == 0 {
		return nil // a year is general already
	}
	quarter := strings.Replace(strings.Replace(r.say(rungQuarter), "%q", strconv.Itoa((month+2)/3), 1), "%y", year, 1)
	return []string{quarter, year}
}

// yearAndMonth reads a date in words or numbers; "" and 0 where it has none.
func (r *reader) yearAndMonth(text string) (year string, month int) {
	var numbers []string
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		switch {
		case isDigit(w[0]) && looksLikeYear(w):
			year = w
			numbers = append(numbers, w)
		case isDigit(w[0]):
			numbers = append(numbers, w)
		case month == 0 && months[w]:
			month = r.monthNumber(w)
		}
	}
	if month == 0 && len(numbers) == 3 { // 3.5.2024, 2024-05-03
		if n, err := strconv.Atoi(numbers[1]); err == nil && n >= 1 && n <= 12 {
			month = n
		}
	}
	if year == "" && len(numbers) == 3 && len(numbers[2]) == 2 {
		year = "20" + numbers[2]
	}
	return year, month
}

// monthNumber is the place of a month's name in the year; 0 where it isn't known. The longest beginning that fits decides.
func (r *reader) monthNumber(w string) int {
	if strings.HasPrefix(w, "listopad") && (r.language == "hr" || r.language == "bs") {
		return 10 // and November in Polish and Czech
	}
	best, longest := 0, 0
	for n, stems := range monthStems {
		for _, stem := range stems {
			if len(stem) > longest && strings.HasPrefix(w, stem) {
				best, longest = n+1, len(stem)
			}
		}
	}
	return best
}

// monthStems are the beginnings of the months' names, in the order of the year.
var monthStems = [12][]string{
	strings.Fields("jan jän jaan ene gen sty tamm leden ledna sij saus ιαν янв січ яну oca ian"),
	strings.Fields("feb fev fév lut helmi únor února velj vas şub φεβ фев лют shk veeb"),
	strings.Fields("mar mär márc maa märt bře ožu kovo μαρ март берез"),
	strings.Fields("apr avr ápr abr kwi huhti dub trav bal απρ апр квіт nis pri"),
	strings.Fields("may mai mag maj máj mei touko květ svib geg μαΐ мая май трав"),
	strings.Fields("jun jún jūn juun juin giu czer kesä červn lipn birž ιουν июн юни черв haz qer iun"),
	strings.Fields("jul júl jūl juul juil lug lip heinä červen srpnj liep ιουλ июл юли лип tem korr iul"),
	strings.Fields("aug avg aoû ago sier elok srp kolov rugp αυγ авг серп ağu gus"),
	strings.Fields("sep set szep wrz syys zář ruj rugs σεπ сен септ вер eyl sht"),
	strings.Fields("oct okt out ott paź loka říj spal οκτ окт жовт eki tet"),
	strings.Fields("nov noi lis marra studen lapk νοε ноя ное лист kas nën"),
	strings.Fields("dec dic dez déc gru joulu pros δεκ дек груд ara dhj des det"),
}

// agesAt climbs from a day of birth to a decade, as years of birth are no ages without a day to count to.
func (r *reader) agesAt(text string) []string {
	for i := 0; i+4 <= len(text); i++ {
		if y := text[i : i+4]; looksLikeYear(y) && strings.Trim(y, "0123456789") == "" {
			return []string{y[:3] + "0–" + y[:3] + "9"}
		}
	}
	return nil
}

// moreTrait climbs from an age to ten years, from a nationality to any other, and from a profession to a group.
func (r *reader) moreTrait(text string) []string {
	low := strings.ToLower(text)
	digits := strings.FieldsFunc(low, func(c rune) bool { return c < '0' || c > '9' })
	if len(digits) == 1 {
		n, err := strconv.Atoi(digits[0])
		switch {
		case err != nil || n > 120:
			return nil
		case n < 18:
			return []string{r.say(rungMinor)}
		}
		from := max(n/10*10, 18)
		if strings.Trim(text, "0123456789") == "" { // the years stand beside it
			return []string{strconv.Itoa(from) + "–" + strconv.Itoa(n/10*10+9)}
		}
		ages := strings.Replace(strings.Replace(r.say(rungAges), "%a", strconv.Itoa(from), 1), "%b", strconv.Itoa(n/10*10+9), 1)
		return []string{ages}
	}
	for w := range strings.FieldsFuncSeq(low, func(c rune) bool { return !unicode.IsLetter(c) }) {
		if g, ok := groupOf(w); ok {
			return []string{r.say(g)}
		}
	}
	return nil
}

// groupOf is the group of a profession, or the foreigner of a nationality, by the beginning of a word.
func groupOf(w string) (rung, bool) {
	for _, group := range groups {
		for _, stem := range group.stems {
			if strings.HasPrefix(w, stem) && utf8.RuneCountInString(w) <= utf8.RuneCountInString(stem)+7 {
				return group.general, true
			}
		}
	}
	return 0, false
}

var groups = []struct {
	general rung
	stems   []string
}{
	{rungHealth, strings.Fields(`doctor physician nurse psychiatr psycholog dentist médecin infirmi médico enfermer arzt ärzt pfleger krankenschwester medico infermier verpleg lekarz pielęgniar lékař lekár orvos ápoló
		liječni medicinska сестр лекар лікар врач γιατρ νοσηλ doktor hemşire läkare sjuksköters læge sygeplejer lege sykepleier lääkäri sairaanhoit arst ārsts gydytoj mjek`)},
	{rungStaff, strings.Fields(`guard officer warder surveillant gardien funcionari vigilante beamt wärter agente guardia guarda bewaarder strażnik dozor bachař väzensk őr fegyőr gardian čuvar pazni стражар пазач надзирател охорон наглядач φύλακ gardiyan vårdare betjent vartija valvur uzraug prižiūrėtoj`)},
	{rungLawyer, strings.Fields(`lawyer solicitor barrister advocate avocat abogad rechtsanw avvocat advogad advocaat adwokat advokát ügyvéd odvjetni odvetnik адвокат δικηγόρ avukat advokat asianaj advokaa advokāt`)},
	{rungForeigner, strings.Fields(`afghan albani alger algér argelin armeni armén azerb banglad belarus biéloruss boliv bosni brasil brazil bulgar cameroun cameroon chechen tchétch chines chinois colomb congol croat croát cuban czech domini
		dutch ecuator eritre érythr ethiop gambi georgi géorgi ghan greek griech guine hungar hongrois india indian iraq irak irani iranien israel ivori ivoir jordan kazakh kosov kurd lebane libanes liban liberi libyan libyen lithuan litauis latvi
		macedon malian marocain marroqu marokkan maroqu maurit moldav moldov mongol montenegr morocc nepal nigeri pakist palestin peruv philipp filipin polish polonais polnisch portug roumain ruman rumän romanian russ rusos rwand senegal sénégal
		serb sierra slovak sloven somal sri sudan soudan syri syrien tajik tadschik togol tunis turk türk turqu tyrk uganda ukrain ucran usbek uzbek venezol venezuel vietnam yemen zimbabw`)},
}

// placeType finds what type of place words name, by their beginnings; long words by their ends too.
func placeType(text string) (rung, bool) {
	const long = 12
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) }) {
		if len(w) < 2 {
			continue
		}
		for _, s := range placeBeginnings[w[:2]] {
			if w == s.stem || len(s.stem) > 3 && strings.HasPrefix(w, s.stem) {
				return s.general, true
			}
		}
		if len(w) < long {
			continue
		}
		for _, p := range placeStems {
			for _, stem := range p.stems {
				if len(stem) > 6 && strings.HasSuffix(w, stem) {
					return p.general, true
				}
			}
		}
	}
	return 0, false
}

type placeStem struct {
	stem    string
	general rung
}

// placeBeginnings are the stems by their first two bytes, in the order of placeStems.
var placeBeginnings = func() map[string][]placeStem {
	all := map[string][]placeStem{}
	for _, p := range placeStems {
		for _, stem := range p.stems {
			all[stem[:2]] = append(all[stem[:2]], placeStem{stem, p.general})
		}
	}
	return all
}()

// placeStems are the beginnings of words for places where people are held, in the members' languages; short ones must be
// whole.
var placeStems = []struct {
	general rung
	stems   []string
}{
	{rungYouth, strings.Fields(`juvenile young youth yoi mineurs menores jugend jugendstraf minorile minorenni jeugd nieletnich mladistv fiatalkorú minori maloljetn mladoletn непълнолетн неповнолітн ανηλίκων ungdom nuoriso noorte nepilngad nepilnameč`)},
	{rungPsychiatric, strings.Fields(`psychiatr psiquiátr psiquiatr psichiatr psykiatr psihiatr psihijatr pszichiátr психиатр психіатр психијатр ψυχιατρ forensic rems maßregelvollzug tbs`)},
	{rungHospital, strings.Fields(`hospital hôpital chu klinik clinic clinique krankenhaus klinikum ospedale ziekenhuis szpital nemocnic nemocnica kórház spital bolnic bolnišnic болниц лікарн больниц νοσοκομεί hastane sjukhus sykehus sygehus sairaala haigla slimnīc ligonin sjúkrahús sptar`)},
	{rungImmigration, strings.Fields(`immigration removal rétention cra internamiento cie abschieb ausreise cpr cpt vreemdelingen cudzoziemców cizinc cudzinc idegenrendészet străini strance tujce чужденци іноземців αλλοδαπών förvar udlænding utlending säilöönotto kinnipidamis ārzemniek užsieniečių`)},
	{rungPolice, strings.Fields(`police polizei commissariat gendarmerie comisaría comisaria questura carabinieri esquadra psp gnr politie policj komisariat policie policajn rendőr poliți policij полици поліц полиц αστυνομ karakol emniyet polis politistation politigård poliisi politsei lögregl pulizija custody`)},
	{rungCourt, strings.Fields(`court tribunal gericht amtsgericht landgericht juzgado audiencia tribunale rechtbank sąd soud súd bíróság judecători curtea sud sodišč съд суд δικαστήρ mahkeme domstol tingsrätt tingrett käräjäoikeus kohus tiesa teismas gjykat qorti`)},
	{rungHome, strings.Fields(`home foyer ehpad residencia pflegeheim heim seniorenheim casa lar verzorgingshuis verpleeghuis dps domov otthon cămin dom дом будинок οίκος bakımevi huzurevi plejehjem sykehjem äldreboende hoivakoti hooldekodu`)},
	{rungPrison, strings.Fields(`prison hmp gaol jail remand penitentiar pénitenti maison détention prisión centro cárcel penitenciar jva justizvollzug gefängnis haftanstalt strafanstalt carcere casa istituto penal estabelecimento gevangenis penitentiaire pi zakład areszt
		karny śledczy věznice vazební väznic ústav börtön büntetés fegyház penitenciar kaznionic zatvor zapor затвор поправ колонія сізо виправн тюр φυλακ κατάστημα ceza cezaevi infaz fängels anstalten häkte fængsel arrest fengsel vankila vangla cietum kalėjim kolonij burg fangelsi ħabs presó facility`)},
}
