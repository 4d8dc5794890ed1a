package gate

import (
	"testing"

	"praxis/internal/draft"
)

func TestPlates(t *testing.T) {
	check(t, draft.KindPlate, []row{
		{"He was taken away in a van, AB-123-CD.", "AB-123-CD"},
		{"The van M-AB 1234 stood there.", "M-AB 1234"},
		{"A car, AB12 CDE, was used.", "AB12 CDE"},
		{"La furgoneta 1234 BCD salió a las 10.", "1234 BCD"},
		{"O carro 12-AB-34 saiu.", "12-AB-34"},
		{"Vozilo ZG 1234-AB i vozilo BG 123-AB.", "ZG 1234-AB; BG 123-AB"},
		{"автомобил СА 1234 АВ", "СА 1234 АВ"},
		{"Auto 1A2 3456 stálo vpředu.", "1A2 3456"},
		{"Plaka 34 ABC 123 idi.", "34 ABC 123"},
		{"registration no. 191-D-12345", "191-D-12345"},
		{"tablica rejestracyjna: WA 12345", "WA 12345"},
		{"rendszám: ABC-123", "ABC-123"},
		{"registreringsnummer ABC 123", "ABC 123"},
		{"immatriculé AB 123 CD", "AB 123 CD"},
		{"In 2015 CPT members and 1250 NPM staff met; see CPT/Inf(2015)44 and A/RES/70/175.", ""},
		{"CM/Rec(2006)2-rev, EPR 18.5, ISO 8601, COVID-19, UTC 2024-05-03, H5N1.", ""},
		{"On 12 MAY 2021 the door B-12 was shut from 10-12 AM.", ""},
		{"The plate was cold; 12 plates were counted.", ""},
		{"Rule 43-AB and forms GB45, B20 and 2 of 3 CCTV cameras.", ""},
	})
}

func TestAddresses(t *testing.T) {
	check(t, draft.KindAddress, []row{
		{"He lived at 89 Mill Lane, Bedford, until then.", "89 Mill Lane, Bedford"},
		{"habite 12 bis, rue de la République, 75011 Paris depuis", "12 bis, rue de la République, 75011 Paris"},
		{"wohnt Hauptstraße 12a, 10115 Berlin.", "Hauptstraße 12a, 10115 Berlin"},
		{"vive en la calle Mayor, 12, 28013 Madrid.", "calle Mayor, 12, 28013 Madrid"},
		{"abita in via Giuseppe Verdi 45, 40121 Bologna.", "via Giuseppe Verdi 45, 40121 Bologna"},
		{"mora na Rua das Flores, n.º 12, 1200-192 Lisboa.", "Rua das Flores, n.º 12, 1200-192 Lisboa"},
		{"mieszka przy ul. Długiej 5/7, 00-950 Warszawa.", "ul. Długiej 5/7, 00-950 Warszawa"},
		{"woont Kerkstraat 12, 1017 AB Amsterdam.", "Kerkstraat 12, 1017 AB Amsterdam"},
		{"bor på Storgatan 5, 111 22 Stockholm.", "Storgatan 5, 111 22 Stockholm"},
		{"asuu osoitteessa Mannerheimintie 12, 00100 Helsinki.", "Mannerheimintie 12, 00100 Helsinki"},
		{"A Petőfi Sándor utca 12 alatt lakik.", "Petőfi Sándor utca 12"},
		{"locuiește pe str. Mihai Eminescu nr. 12.", "str. Mihai Eminescu nr. 12"},
		{"živi u ulici Kralja Tomislava 12.", "ulici Kralja Tomislava 12"},
		{"живее на ул. Иван Вазов № 12.", "ул. Иван Вазов № 12"},
		{"мешкає на вул. Шевченка 12.", "вул. Шевченка 12"},
		{"μένει στην οδό 5, και στην οδός Ερμού 12.", "οδός Ερμού 12"},
		{"Atatürk Caddesi No: 12 adresinde", "Atatürk Caddesi No: 12"},
		{"The team of 12 people met in the Main Hall. 12 Cells were seen by 3 Doctors.", ""},
		{"Under Rule 45 and Article 3, rooms 12 to 14 face the street.", ""},
		{"de la règle 44 ; place 3 chaises", ""},
		{"via e-mail 12 times; al 12 mayo; am 12 Uhr; ul 5", ""},
	})
}

// What stands in a field for a name is one, whatever it looks like, and an empty field is none.
func TestFieldsOfForms(t *testing.T) {
	for _, r := range []struct{ body, want string }{
		{"Nom et prénom : Zyxar Qovel\nGeboren am: 3.5.1972", "Zyxar Qovel"},
		{"Ime i prezime: Zyxar Qovel", "Zyxar Qovel"},
		{"| Name | Place |\n**Name und Vorname:** Zyxar Qovel, Zelle 3", "Zyxar Qovel"},
		{"Imię i nazwisko: Zyxar Qovel", "Zyxar Qovel"},
		{"Jméno a příjmení: Zyxar Qovel", "Zyxar Qovel"},
		{"Név: Zyxar Qovel", "Zyxar Qovel"},
		{"Numele și prenumele: Zyxar Qovel", "Zyxar Qovel"},
		{"Ονοματεπώνυμο: Ζυξάρ Κοβέλ", "Ζυξάρ Κοβέλ"},
		{"Прізвище та ім’я: Зуксар Ковел", "Зуксар Ковел"},
		{"Adı Soyadı: Zyxar Qovel", "Zyxar Qovel"},
		{"Vardas, pavardė: Zyxar Qovel", "Zyxar Qovel"},
		{"Nimi: Zyxar Qovel", "Zyxar Qovel"},
		{"Mother: maria", "maria"},
		{"Name: ________\nName of the place: Small Hall\nDoctor: yes\nName: not recorded\nWitness: the officer who was there", ""},
	} {
		got := ""
		for _, m := range Examine([]Text{{Field: "text", Body: r.body}}, Options{}).Unresolved() {
			if m.Kind == draft.KindPerson && m.Clue == draft.ClueLabel {
				got = m.Found
			}
		}
		if got != r.want {
			t.Errorf("%q: %q, want %q", r.body, got, r.want)
		}
	}
}

// What looks like a plate, an address or a telephone number in the language of courts is none.
func TestCitationsAreNoPlatesAndNoAddresses(t *testing.T) {
	for language, body := range map[string]string{
		"de": "Vgl. NJW-RR 1999, 1655; § 85 Rz D 18; § 38 WDO 2002 Nr. 26; BT-Drucks 17/12299, S. 7; §§ 1615l Abs 3, 1610 BGB; Marke 30 2011 047 766.",
		"pt": "CPC, arts. 82, I, 84 E 246; Resolução n.º 23.376/2012 do Tribunal.",
		"es": "La demanda fue transmitida al Tribunal el 1 de noviembre de 1998 y al Jefe de Inmigración el 5 de enero.",
		"fr": "La cour relève à l'unanimité une violation (art. 31).",
	} {
		for _, m := range Examine([]Text{{Field: "text", Language: language, Body: body}}, Options{}).Marks() {
			if m.Kind == draft.KindPlate || m.Kind == draft.KindAddress || m.Kind == draft.KindPhone || m.Check == beyondCheck {
				t.Errorf("%s: %s %q", language, m.Kind, m.Found)
			}
		}
	}
}
