package gate

import (
	"strings"
	"testing"
	"unicode/utf8"

	"praxis/internal/draft"
)

// marked writes the marks of a text, but for those of the tagger, as "kind:words", in order.
func marked(t *testing.T, body string) []string {
	t.Helper()
	e := Examine([]Text{{Field: "text", Language: "en", Body: body}}, Options{})
	var got []string
	for _, m := range e.Marks() {
		if !m.Blocking || m.Check == namesCheck || m.Kind == draft.KindUnknown {
			continue
		}
		if m.Found != body[m.Start:m.End] || m.Check == "" || m.Why("fr") == m.Why("es") {
			t.Errorf("%q: a mark that is not whole: %+v", body, m)
		}
		got = append(got, string(m.Kind)+":"+m.Found)
	}
	return got
}

// row is a sentence and the marks that it must get, no more and no fewer, joined by "; ".
type row struct{ body, want string }

func check(t *testing.T, kind draft.Kind, rows []row) {
	t.Helper()
	for _, r := range rows {
		var want []string
		for _, w := range strings.Split(r.want, "; ") {
			if w == "" {
				continue
			}
			if !strings.HasPrefix(w, "year-of-birth:") {
				w = string(kind) + ":" + w
			}
			want = append(want, w)
		}
		if got := marked(t, r.body); strings.Join(got, "; ") != strings.Join(want, "; ") {
			t.Errorf("%q\n got %q\nwant %q", r.body, got, want)
		}
	}
}

func TestEmails(t *testing.T) {
	check(t, draft.KindEmail, []row{
		{"Write to ana.ruiz+visits@post.example, please.", "ana.ruiz+visits@post.example"},
		{"<o'neill@mail.office.example>.", "o'neill@mail.office.example"},
		{"Schreiben Sie an jürgen@büro.example!", "jürgen@büro.example"},
		{"contact : m.durand (at) bureau (dot) example", "m.durand (at) bureau (dot) example"},
		{"m.durand[arobase]bureau.example", "m.durand[arobase]bureau.example"},
		{"ana＠post.example", "ana＠post.example"},
		{"ana@post\u200b.example", "ana@post\u200b.example"},
		{"a@b.example b@c.example", "a@b.example; b@c.example"},
		{"3 cells @ 4 m2 each, see @praxis", ""},
		{"met (at the gate) the guard", ""},
		{"user@localhost", ""},
	})
}

func TestPhones(t *testing.T) {
	check(t, draft.KindPhone, []row{
		{"Call +351 213 924 700 now.", "+351 213 924 700"},
		{"Ring +44 (0)20 7946 0018.", "+44 (0)20 7946 0018"},
		{"Tél. : 01 99 00 12 34", "01 99 00 12 34"},
		{"le 06.39.98.12.34 ou le 0639981230", "06.39.98.12.34; 0639981230"},
		{"teléfono 915 550 123", "915 550 123"},
		{"Telefon: 030/23125 017", "030/23125 017"},
		{"0049 30 2312 5017", "0049 30 2312 5017"},
		{"тел. 02 491 57 03", "02 491 57 03"},
		{"puh. 050 123 4567", "050 123 4567"},
		{"Phone (713) 555-0142", "(713) 555-0142"},
		{"+33\u00a01\u202f99\u00a000\u00a012\u00a034", "+33\u00a01\u202f99\u00a000\u00a012\u00a034"},
		{"+49 30‑2312‑5017", "+49 30‑2312‑5017"},
		{"Call 112 in danger; the hotline is 116 123.", "116 123"},
		{"The years 2018-2023 and 2018/19", ""},
		{"opening hours 08.00-12.00 and 13.00-17.00", ""},
		{"from 01.02.2023 to 28.02.2023", ""},
		{"01/02/2023-28/02/2023", ""},
		{"temperatures of +3 to +18 degrees", ""},
		{"0.123456789 of 1 000 000 000", ""},
		{"1,250,000 prisoners and 12 345 678 people", ""},
		{"called 3 times in 2021", ""},
	})
}

func TestPersonalNumbersByThemselves(t *testing.T) {
	check(t, draft.KindIdentityNumber, []row{
		{"He gave 44051401359 as his own.", "44051401359"}, // PL
		{"1 85 05 78 006 084 91", "1 85 05 78 006 084 91"}, // FR
		{"le 12345678Z", "12345678Z"},                      // ES
		{"X-1234567-L", "X-1234567-L"},                     // ES
		{"RSSMRA85T10A562S", "RSSMRA85T10A562S"},           // IT
		{"QQ 12 34 56 C and AB123456C", "AB123456C"},       // GB; no number begins with Q
		{"131052-308T", "131052-308T"},                     // FI
		{"756.9217.0769.85", "756.9217.0769.85"},           // CH
		{"811228-9874", "811228-9874"},                     // SE
		{"38001085718", "38001085718"},                     // EE
		{"85.07.30-033.28", "85.07.30-033.28"},             // BE
		{"1630615123457", "1630615123457"},                 // RO
		{"736028/5163", "736028/5163"},                     // CZ
		{"7523169263", "7523169263"},                       // BG
		{"1234567T", "1234567T"},                           // IE
		{"személyi szám 1-421129-4486 and TAJ 973 800 843", "1-421129-4486; 973 800 843"},
		{"12 010683 Q 311", "12 010683 Q 311"},  // DE, pension
		{"17049505 6 AA4", "17049505 6 AA4"},    // PT, card
		{"the values 732150681", "732150681"},   // NL
		{"the values 213087855", "213087855"},   // PT
		{"the values 7722120221", "7722120221"}, // UA
		{"the values 0987654321", "0987654321"}, // UA, with the zero of a telephone number
		{"the values 0314253648", "0314253648"},
		{"44051401358 is one digit off", ""},
		{"12345678A has the wrong letter", ""},
		{"RSSMRA85T10A562X has the wrong letter", ""},
		{"the 12345678901234567890 rows", ""},
	})
}

func TestPersonalNumbersWithALabel(t *testing.T) {
	check(t, draft.KindIdentityNumber, []row{
		{"passport no. XK 4471920", "XK 4471920"},
		{"Passport: K4471920.", "K4471920"},
		{"numéro de sécurité sociale : 44719", "44719"},
		{"carte d’identité n° 880692310285", "880692310285"},
		{"con pasaporte núm. AAB447192", "AAB447192"},
		{"Reisepass-Nr. C01X00T47", "C01X00T47"},
		{"ID 4471920", "4471920"},
		{"лична карта № 447192083", "447192083"},
		{"the passport office had 12 staff", ""},
		{"Passports were kept. 44719 people were registered.", ""},
		{"rule 45, paragraph 12345 of the annex", ""},
	})
}

// A typing error still names a person, but never with the top confidence; a check digit and a label together do.
func TestHowSurePersonalNumbersAre(t *testing.T) {
	for body, want := range map[string]draft.Confidence{
		"RSSMRA85T10A562S":                draft.ConfidenceHigh,
		"codice fiscale RSSMRA85T10A562S": draft.ConfidenceCertain,
		"PESEL 44051401359":               draft.ConfidenceHigh, // eleven digits, as in ten other countries
		"PESEL 44051401358":               draft.ConfidenceMedium,
		"1 85 05 78 006 084 91":           draft.ConfidenceHigh,
		"NIR 1 85 05 78 006 084 91":       draft.ConfidenceCertain,
		"NIR 1 85 05 78 006 084 92":       draft.ConfidenceMedium,
		"the number 732150681":            draft.ConfidenceMedium,
		"BSN 732150681":                   draft.ConfidenceHigh,
	} {
		m := Examine([]Text{{Body: body}}, Options{}).Unresolved()
		if len(m) != 1 || m[0].Kind != draft.KindIdentityNumber || m[0].Confidence != want {
			t.Errorf("%q: %+v, want %s", body, m, want)
		}
	}
}

func TestAccounts(t *testing.T) {
	check(t, draft.KindAccountNumber, []row{
		{"DE89 3704 0044 0532 0130 00 is it", "DE89 3704 0044 0532 0130 00"},
		{"FR1420041010050500013M02606", "FR1420041010050500013M02606"},
		{"gb29nwbk60161331926819", "gb29nwbk60161331926819"},
		{"Konto 0532 0130 00", "0532 0130 00"},
		{"DE89 3704 0044 0532 0130 01 is not", ""},
		{"GB45 is a form", ""},
	})
}

func TestBirths(t *testing.T) {
	check(t, draft.KindBirthDate, []row{
		{"born on 3 May 1972", "3 May 1972"},
		{"Born: 03/05/1972", "03/05/1972"},
		{"DOB 1972-05-03", "1972-05-03"},
		{"**Date of birth** | 3.5.72 |", "3.5.72"},
		{"was born in Sliven on May 3, 1972.", "May 3, 1972"},
		{"né à Lille le 3 mai 1972", "3 mai 1972"},
		{"née le 1er mai 1972", "1er mai 1972"},
		{"nacida el 3 de mayo de 1972", "3 de mayo de 1972"},
		{"geb. am 3. Mai 1972", "3. Mai 1972"},
		{"ur. 3 maja 1972 r.", "3 maja 1972"},
		{"nato a Bari il 3/5/1972", "3/5/1972"},
		{"роден на 03.05.1972 г.", "03.05.1972"},
		{"γεννήθηκε στις 3 Μαΐου 1972", "3 Μαΐου 1972"},
		{"1972-05-03 született", "1972-05-03"},
		{"born on ３ May １９７２", "３ May １９７２"},
		{"born in 1972", "year-of-birth:1972"},
		{"a Ruritanian national born in 1961 and living there", "year-of-birth:1961"},
		{"were born in 1981, 1983 and 1990 respectively", "year-of-birth:1981; year-of-birth:1983; year-of-birth:1990"},
		{"Año de nacimiento: 1972", "year-of-birth:1972"},
		{"der 1964 geborene Kläger", "year-of-birth:1964"},
		{"né en 1972", "year-of-birth:1972"},
		{"The visit took place on 3 May 2022.", ""},
		{"visité le 3 mai 2022 ; le 2022-05-03", ""},
		{"born in prison between 2010 and 2015", ""},
		{"children born after 1 January 2020", ""},
		{"mothers with infants born here. On 3 May 2022 there were 4.", ""},
		{"NATO in 1999", ""},
		{"les enfants nés depuis 2018", ""},
		{"birth registers of 2019", ""},
	})
}

func TestCaseNumbers(t *testing.T) {
	check(t, draft.KindCaseNumber, []row{
		{"application no. 99110/97 against Ruritania", "99110/97"},
		{"(nos. 92345/03, 96789/04 and 412/05)", "92345/03; 96789/04; 412/05"},
		{"requête n° 412/05", "412/05"},
		{"demanda núm. 412/05", "412/05"},
		{"Beschwerde Nr. 412/05", "412/05"},
		{"Case 99110/97", "99110/97"},
		{"cases C-404/95 and T-9/11 P", "C-404/95; T-9/11"},
		{"ECLI:EU:C:2099:198", "ECLI:EU:C:2099:198"},
		{"Communication No. 412/2010", "412/2010"},
		{"the school year 2018/19 and 2022/23", ""},
		{"Law No. 27/2006, Ley Orgánica 1/1979, Act no. 412/05", ""},
		{"A/RES/70/175, CAT/OP/12/5, CPT/Inf(2002)1, CPT/Inf/E(2002)1", ""},
		{"Recommendation Rec(2006)2, CM/Rec(2008)11, Regulation (EU) 2016/679, Directive 2013/48/EU", ""},
		{"on 12/05 and 3/4 of them", ""},
	})
}

func TestFileNumbers(t *testing.T) {
	check(t, draft.KindFileNumber, []row{
		{"prison number 4471/2019", "4471/2019"},
		{"Prisoner no. A4471BC", "A4471BC"},
		{"dossier n° 2019-4471", "2019-4471"},
		{"numéro d'écrou : 44719", "44719"},
		{"expediente núm. 447/2019", "447/2019"},
		{"Az. 3 Js 4471/19", "3 Js 4471/19"},
		{"custody record no. KA/447/19", "KA/447/19"},
		{"the prison had 447 places, the file 12 pages", ""},
		{"the prison 2019 report, dossier 2020", ""},
		{"a hospital with 1200 beds", ""},
	})
}

// What monitors write every day does not stop a text.
func TestOrdinaryWordsOfMonitorsPass(t *testing.T) {
	for _, r := range []row{
		{"Under Rule 45, solitary confinement is a last resort (mandela/45.1). Cells measure 4 m² per person, 6 m² alone.", ""},
		{"Between 3 and 7 March 2024 the team of 5 visited 12 places; 40% of the 1,250 places were empty (2018–2023: 1 180).", ""},
		{"See CPT/Inf(2015)44, § 53-58; EPR 18.5; CM/Rec(2006)2-rev; OPCAT articles 19-21; resolution 70/175 of 17 December 2015.", ""},
		{"La règle 44 définit l’isolement : 22 heures par jour, plus de 15 jours. La visite a duré du 03/04/2023 au 05/04/2023.", ""},
		{"De 10.00 a 12.30, el registro contiene 365 anotaciones; ISO 8601: 2024-05-03T10:00:00Z; versión 1.2.3.", ""},
		{"At 22.30 and 02.15 the bells rang 4 times. 16 of 48 answers came after 10 minutes; temperature 16.5 °C, 800 lux.", ""},
		{"Guidance for NPMs, MNPs and observers. For NPMs", ""},
	} {
		for _, m := range Examine([]Text{{Field: "text", Body: r.body}}, Options{}).Marks() {
			if m.Blocking {
				t.Errorf("%q: %s %q (%s)", r.body, m.Kind, m.Found, m.Confidence)
			}
		}
	}
}

func TestAllowedWordsGetNoMark(t *testing.T) {
	body := "Write to office@npm.example or call +351 213 924 700. Passport no. 4471920."
	e := Examine([]Text{{Field: "text", Body: body}}, Options{Allowed: NewList("OFFICE@npm.example", "+351213924700", "4471920")})
	if m := e.Unresolved(); len(m) != 1 || m[0].Kind != draft.KindIdentityNumber {
		t.Errorf("marks: %v", m)
	}
	e = Examine([]Text{{Field: "text", Body: "not-office@npm.example"}}, Options{Allowed: NewList("office@npm.example")})
	if len(e.Marks()) != 1 {
		t.Error("an allowed address excuses a longer one")
	}
}

func TestExaminationNamesItsChecks(t *testing.T) {
	e := Examine(nil, Options{})
	if strings.Join(e.Checks(), " ") != strings.Join(Checks(), " ") || e.Checks()[0] != "gate/4" || !e.Clean() {
		t.Errorf("checks: %v", e.Checks())
	}
	known := map[string]bool{}
	for _, c := range Checks() {
		known[c] = true
	}
	for _, kind := range draft.Kinds() {
		if !known[checkOf(kind)] {
			t.Errorf("%s is marked by %s, which is not among the checks", kind, checkOf(kind))
		}
	}
}

// Hiding characters between the letters, or writing digits of another script, changes nothing.
func TestDisguisesDontHelp(t *testing.T) {
	plain := "born on 3 May 1972, call +351 213 924 700"
	want := marked(t, plain)
	for name, disguise := range map[string]func(rune) string{
		"zero width":  func(r rune) string { return string(r) + "\u200b" },
		"soft hyphen": func(r rune) string { return string(r) + "\u00ad" },
		"full width": func(r rune) string {
			if r > ' ' && r < 0x7f {
				return string(r + 0xFEE0)
			}
			return string(r)
		},
		"arabic digits": func(r rune) string {
			if r >= '0' && r <= '9' {
				return string(r - '0' + 0x660)
			}
			return string(r)
		},
		"thin spaces": func(r rune) string { return strings.ReplaceAll(string(r), " ", "\u2009") },
	} {
		var b strings.Builder
		for _, r := range plain {
			b.WriteString(disguise(r))
		}
		if got := marked(t, b.String()); len(got) != len(want) {
			t.Errorf("%s: %q, want %d marks as in %q", name, got, len(want), want)
		}
	}
}

func FuzzMarksSliceTheOriginal(f *testing.F) {
	for _, s := range []string{
		"born on 3 May 1972", "a＠b.example é\u0301 +351 213 924 700", "application no. 1/\u200b02", "\xff1\xfe2@\x80.b", "DE89 3704 0044 0532 0130 00",
		"ﬁle no. 12345 (at) x (dot) y", "1/2/1999 született", "٣٣٣ passport ٤٤٧١٩٢", "\u200b\u200b", "(713) 555-0142", "각 e\u0301\u0301\u0301 1972",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, m := range Examine([]Text{{Field: "f", Body: s}}, Options{}).Marks() {
			if m.Start < last || m.End <= m.Start || m.End > len(s) || s[m.Start:m.End] != m.Found {
				t.Fatalf("%q: a mark at %d to %d", s, m.Start, m.End)
			}
			if utf8.ValidString(s) && !utf8.ValidString(m.Found) {
				t.Fatalf("%q: the mark %q cuts a character", s, m.Found)
			}
			last = m.End
		}
	})
}
