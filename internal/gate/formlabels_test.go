package gate

import (
	"strings"
	"testing"

	"praxis/internal/draft"
)

// A form is read in every language: each line is a label in one of them, and what stands behind it is told by the label.
func TestLabelsOfFormsInManyLanguages(t *testing.T) {
	values := map[draft.Kind]string{
		draft.KindPerson: "Zyxar Qovel", draft.KindBirthDate: "3.5.1972", draft.KindIdentityNumber: "447192083",
		draft.KindPhone: "612 345 678", draft.KindFileNumber: "4471-2019",
	}
	for kind, labels := range map[draft.Kind]string{
		draft.KindPerson: `Full name|Nom et prénom|Nombre y apellidos|Name, Vorname|Cognome e nome|Nome completo|Naam en voornaam|Imię i nazwisko|Jméno a příjmení|Meno a priezvisko|Vezetéknév, keresztnév|
			Numele și prenumele|Ime i prezime|Име и презиме|Priimek in ime|Трите имена|Прізвище та ім'я|Ονοματεπώνυμο|Adı Soyadı|Efternamn, förnamn|Fornavn og etternavn|Etternavn, fornavn|Fullt nafn|
			Sukunimi ja etunimi|Perekonnanimi ja eesnimi|Vārds, uzvārds|Pavardė, vardas|Emri dhe mbiemri|Isem u kunjom|Nom i cognoms|Անուն, ազգանուն|სახელი და გვარი`,
		draft.KindBirthDate: `Date of birth|Né le|Fecha de nacimiento|Geboren am|Data di nascita|Data de nascimento|Geboortedatum|Data urodzenia|Datum narození|Dátum narodenia|Születési idő|Data nașterii|
			Datum rođenja|Датум рођења|Datum rojstva|Рождена дата|Дата народження|Ημερομηνία γέννησης|Doğum tarihi|Födelsedatum|Fødselsdato|Fæðingardagur|Syntymäaika|Sünniaeg|Dzimšanas datums|Gimimo data|Datëlindja`,
		draft.KindIdentityNumber: `Passport no.|Passeport n°|Pasaporte núm.|Reisepass Nr.|Codice fiscale|Passaporte|Paspoortnummer|PESEL|Rodné číslo|Občiansky preukaz|Személyi igazolvány|CNP|OIB|ЈМБГ|EMŠO|ЕГН|Паспорт|ΑΔΤ|T.C. Kimlik No|
			Personnummer|CPR|Kennitala|Henkilötunnus|Isikukood|Personas kods|Asmens kodas|Letërnjoftim|Пасош`,
		draft.KindPhone: `Tel.|Téléphone|Teléfono|Telefon|Telefono|Telemóvel|Telefoon|Komórka|Mobilní|Mobil|Mobitel|Телефон|Τηλέφωνο|Cep|Puhelin|Tālrunis|Telefonas|Sími|Mob.|Cel.`,
		draft.KindFileNumber: `Prison number|Dossier n°|Expediente núm.|Aktenzeichen|Fascicolo n.|Processo n.º|Dossiernummer|Sygn. akt|Spisová značka|Ügyszám|Dosar nr.|Broj spisa|Предмет бр.|Opr. št.|Преписка №|Справа №|Φάκελος|Dosya No|Diarienummer|Journalnummer|
			Diaarinumero|Toimik|Lieta|Byla|Dosja`,
	} {
		for label := range strings.SplitSeq(labels, "|") {
			label = strings.TrimSpace(label)
			body := "Visit.\n\n" + label + ": " + values[kind] + "\n"
			found := false
			for _, m := range Examine([]Text{{Field: "text", Body: body}}, Options{}).Unresolved() {
				found = found || m.Clue != draft.ClueLikeness && strings.Contains(m.Found, values[kind]) && (m.Kind == kind || m.Kind == draft.KindIdentityNumber)
			}
			if !found {
				t.Errorf("%s: what stands behind %q isn't told by it", kind, label)
			}
		}
	}
}
