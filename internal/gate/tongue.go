package gate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tongue is a language in which the gate knows where its texts come from and how they speak.
type tongue struct {
	code      string // ISO 639-1
	countries string // ISO 3166 alpha-2, in which it is written, those with most speakers first
	common    string // words that few other languages have
}

// tongues are those of the members' countries, and those in which much is written there.
var tongues = []tongue{
	{"en", "GB IE MT", "the of and to is that was with are this from not been were which have by"},
	{"fr", "FR BE CH LU MC", "le les des une est dans pour qui sur avec pas sont au aux cette ont été ces par leur"},
	{"es", "ES AD", "el los las una es por con para del se como más fue son sus este ha y"},
	{"de", "DE AT CH LI LU BE", "der die das und ist nicht mit den von dem sich auf für eine im werden wird ein zu"},
	{"it", "IT CH SM", "il della che di per non sono con una dei gli nel alla è più delle ha anche"},
	{"pt", "PT", "o os uma não com para do da dos das que são em pelo foi mais ao à"},
	{"nl", "NL BE", "het een van en niet met zijn voor aan ook wordt dat deze worden bij naar zij"},
	{"pl", "PL", "nie się na jest do że przez są oraz dla od który być jak w z które"},
	{"cs", "CZ", "se na je že pro jsou ve jako být které bylo při podle také který"},
	{"sk", "SK", "sa na je že pre sú vo ako byť ktoré bolo pri podľa tiež ktorý"},
	{"hu", "HU", "a az és hogy nem egy van volt meg is ki csak kell mint vagy"},
	{"ro", "RO MD", "și în de la nu cu care este pentru din au sunt fost că sau pe"},
	{"hr", "HR BA", "je i u se na da su za od koji što nije bilo kao ili biti sve"},
	{"sr", "RS ME BA XK", "је и у се на да су за од који што није било као или бити све"},
	{"bs", "BA", "je i u se na da su za od koji što nije bilo kao ili biti također"},
	{"sl", "SI", "je in v se na da so za od ki ni bilo kot ali pri biti tudi"},
	{"mk", "MK", "и на во е да се за од што со не беше како или сите ова"},
	{"bg", "BG", "и на в е да се за от че с не са по като при или това"},
	{"uk", "UA", "і в на що не з до у та для як це від за є або щоб"},
	{"ru", "MD UA AM GE AZ RU", "и в на что не с по для как это от за из или чтобы было"},
	{"el", "GR CY", "και το η ο να του της την στο με για που από τα είναι δεν"},
	{"tr", "TR CY", "ve bir bu için ile da de olarak olan daha çok gibi değil her"},
	{"sv", "SE FI", "och att det som en är av för på inte med ett har den till"},
	{"da", "DK", "og at det er en af til på som ikke med har de der blev"},
	{"nb", "NO", "og det er en av til på som ikke med har ble et for å"},
	{"nn", "NO", "og det er ein av til på som ikkje med har vart eit for å"},
	{"is", "IS", "og að er í á sem ekki við var til um með það en"},
	{"fi", "FI", "ja on ei että se oli ovat myös mutta joka kun tai hän niin"},
	{"et", "EE", "ja on ei et see oli ka mis kui või oma ning selle"},
	{"lv", "LV", "un ir ar no par kas tika nav uz bija kā vai šī tā"},
	{"lt", "LT", "ir yra kad su į ne buvo iš kaip tai bei arba jų apie"},
	{"sq", "AL XK MK ME", "dhe në të një nga për me që është nuk janë ka si më"},
	{"mt", "MT", "u li ta il tal fil huwa mhux biex għal kien dan minn"},
	{"ga", "IE", "agus an na ar is le do go bhfuil sé ag tá mar"},
	{"hy", "AM", "և է որ են ու մեջ չի համար այս էր հետ"},
	{"ka", "GE", "და არის რომ არ მისი ამ იყო თუ ასევე"},
	{"az", "AZ", "və bir bu üçün ilə olan də da edir idi kimi"},
	{"ca", "ES AD", "els les una és per amb que no del als són més i aquest"},
}

// commonWords are the tongues by their words.
var commonWords = func() map[string][]int {
	words := map[string][]int{}
	for i, t := range tongues {
		for w := range strings.FieldsSeq(t.common) {
			words[w] = append(words[w], i)
		}
	}
	return words
}()

// speaks returns the language in which a text is written: the one that is given, or the one that most of its common words
// belong to, each counted once. It is empty where there are too few to tell.
func speaks(given, text string) string {
	if given != "" {
		return strings.ToLower(given[:min(len(given), 2)])
	}
	const enough = 4 << 10
	votes := make([]int, len(tongues))
	voted := map[string]bool{}
	for w := range strings.FieldsFuncSeq(text[:min(len(text), enough)], func(c rune) bool { return !unicode.IsLetter(c) }) {
		if w = strings.ToLower(w); utf8.RuneCountInString(w) > 5 || voted[w] {
			continue
		}
		voted[w] = true
		for _, i := range commonWords[w] {
			votes[i]++
		}
	}
	best := 0
	for i, n := range votes {
		if n > votes[best] {
			best = i
		}
	}
	if votes[best] < 2 {
		return ""
	}
	return tongues[best].code
}

// countriesOf are those in which a language is written.
func countriesOf(language string) []string {
	switch language {
	case "no":
		language = "nb"
	case "sh", "cn":
		language = "sr"
	}
	for _, t := range tongues {
		if t.code == language {
			return strings.Fields(t.countries)
		}
	}
	return nil
}
