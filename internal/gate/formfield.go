package gate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/draft"
)

// formField looks, at a colon, for a field of a form that names somebody: "Nom et prénom : …". What stands behind it is a
// name, however it looks.
func (r *reader) formField(colon int) {
	const longest = 60
	if last, _ := utf8.DecodeLastRuneInString(r.text[:colon]); !unicode.IsLetter(last) && !strings.ContainsRune("*_ ).", last) {
		return
	}
	last := back(r.text, colon, max(0, colon-longest), func(c rune) bool { return !unicode.IsLetter(c) })
	if !labelEnds[r.lower(back(r.text, last, max(0, last-longest), unicode.IsLetter), last)] {
		return // as most words before a colon
	}
	label := r.text[max(0, colon-longest):colon]
	if i := strings.LastIndexAny(label, "\n|;:•*_"); i >= 0 && strings.Trim(label[i:], "*_ \t:") != "" {
		label = label[i+1:]
	} else if colon > longest && i < 0 {
		return
	}
	label = strings.ToLower(strings.Join(strings.FieldsFunc(label, func(c rune) bool { return !unicode.IsLetter(c) }), " "))
	kind, ok := fieldLabels[label]
	if !ok {
		return
	}
	start, end := fieldValue(r.text, colon+1)
	if start, end = trim(r.text, start, end); start >= end || start < r.lastEnd() || !r.fits(kind, r.text[start:end]) {
		return
	}
	r.found = append(r.found, finding{start: start, end: end, kind: kind, confidence: draft.ConfidenceHigh, clue: draft.ClueLabel})
	r.done = max(r.done, end)
}

// fieldValue is what stands in a field: the rest of its line, up to a bracket, a comma, a semicolon, a digit or the end of a cell.
func fieldValue(t string, at int) (start, end int) {
	const longest = 80
	at = skip(t, at, " *_\t|", 6)
	end = at
	for end < len(t) && end-at < longest && strings.IndexByte("\n,;:([|<0123456789", t[end]) < 0 {
		if t[end] == ' ' && strings.HasPrefix(t[end:], "  ") && end > at {
			return at, end
		}
		end++
	}
	if end < len(t) && t[end] == ':' { // the last word begins the next field
		end = at + max(strings.LastIndexByte(t[at:end], ' '), 0)
	}
	return at, end
}

// fits tells whether what stands in a field is a value and no instruction: up to five words that begin with a capital, but
// for particles; or small ones of which the lists know one as a name.
func (r *reader) fits(kind draft.Kind, value string) bool {
	words := strings.Fields(value)
	if len(words) == 0 || len(words) > 5 || strings.ContainsAny(value, "…_?!") {
		return false
	}
	capitals, names := 0, 0
	for _, w := range words {
		if startsUpper(strings.TrimLeft(w, `"'“„«`)) {
			capitals++
		}
		if r.lexicon.NamesSomebody(w) {
			names++
		}
		if withheld[strings.ToLower(strings.Trim(w, ".-–*"))] {
			return false
		}
	}
	if kind != draft.KindPerson || capitals == 0 {
		return (names > 0 || kind == draft.KindPerson && r.strangeWord(words)) && capitals == 0 && len(words) <= 3
	}
	return capitals == len(words) || capitals > 0 && names > 0 || capitals >= len(words)-1
}

// strangeWord tells whether the text's language lacks one of two or three words.
func (r *reader) strangeWord(words []string) bool {
	return len(words) > 1 && slices.ContainsFunc(words, func(w string) bool { return utf8.RuneCountInString(w) > 2 && !r.ordinaryWord(w) })
}

// withheld are what stands in a field in place of a name.
var withheld = newWords(`anonymous withheld redacted none unknown omitted confidential optional required yes no n/a na name signature role function
	anonyme néant aucun inconnu omis confidentiel facultatif oui non fonction rôle anónimo ninguno desconocido omitido confidencial opcional sí función
	anonym keine unbekannt vertraulich ja nein funktion anonimo nessuno ignoto riservato ruolo nenhum desconhecido anoniem geen onbekend brak nieznany anonimowo`)

// fieldLabels are the labels of fields in which a person's name stands, in small letters and without anything but letters.
var fieldLabels = func() map[string]draft.Kind {
	all := map[string]draft.Kind{}
	for label := range strings.SplitSeq(personLabels, ",") {
		all[strings.Join(strings.Fields(label), " ")] = draft.KindPerson
	}
	return all
}()

// labelEnds are the last words of the labels.
var labelEnds = func() map[string]bool {
	all := map[string]bool{}
	for label := range fieldLabels {
		all[label[strings.LastIndexByte(label, ' ')+1:]] = true
	}
	return all
}()

const personLabels = `name, names, full name, first name, given name, last name, surname, family name, surname and first name, name and surname, first and last name, alias, also known as, maiden name, detainee, prisoner, inmate, resident, patient,
	interviewee, interviewed person, person interviewed, person met, complainant, witness, victim, next of kin, mother, father, spouse, wife, husband, brother, sister, partner, lawyer, doctor, nurse, officer, guard, interpreter, informant, contact person,
	name of the detainee, name of detainee, name of the patient, name of patient, name of the prisoner, name of prisoner, name of inmate, patient name, prisoner name, detainee name, mother s name, father s name, name of the person interviewed,
	nom, prénom, prénoms, nom et prénom, nom et prénoms, nom prénom, prénom et nom, nom de famille, nom de naissance, nom d usage, nom complet, surnom, détenu, détenue, patient, patiente, personne entendue, personne rencontrée, personne détenue, résident,
	plaignant, plaignante, témoin, victime, proche, mère, père, épouse, époux, conjoint, frère, sœur, avocat, avocate, médecin, infirmier, infirmière, surveillant, surveillante, interprète, personne à prévenir, nom du détenu, nom de la personne, nom du patient,
	nombre, nombres, apellido, apellidos, nombre y apellidos, nombre y apellido, apellidos y nombre, nombre completo, interno, interna, paciente, persona entrevistada, entrevistado, entrevistada, denunciante, testigo, víctima, madre, padre, esposa, esposo, hermano,
	hermana, familiar, abogado, abogada, médico, médica, enfermero, enfermera, funcionario, intérprete, nombre del interno, nombre del paciente, nombre de la madre, nombre del padre,
	vorname, nachname, familienname, name und vorname, vor und nachname, vorname und name, vor und zuname, zuname, geburtsname, häftling, gefangener, gefangene, inhaftierter, inhaftierte, patientin, bewohner, bewohnerin, befragte person, gesprächspartner, gesprächspartnerin,
	beschwerdeführer, beschwerdeführerin, zeuge, zeugin, opfer, mutter, vater, ehefrau, ehemann, bruder, schwester, angehörige, rechtsanwalt, rechtsanwältin, anwalt, arzt, ärztin, pfleger, pflegerin, beamter, beamtin, dolmetscher, name des gefangenen, name des patienten,
	nome, cognome, nome e cognome, cognome e nome, nominativo, detenuto, detenuta, persona incontrata, persona intervistata, testimone, vittima, moglie, marito, fratello, sorella, avvocato, agente, infermiera,
	apelido, apelidos, nome completo, nome e apelido, recluso, reclusa, utente, doente, pessoa entrevistada, testemunha, vítima, mãe, pai, irmão, irmã, advogado, advogada, enfermeiro, guarda,
	naam, voornaam, achternaam, voornaam en achternaam, naam en voornaam, volledige naam, gedetineerde, patiënt, bewoner, geïnterviewde, gesproken persoon, getuige, slachtoffer, moeder, vader, echtgenote, echtgenoot, broer, zus, advocaat, arts,
	imię, nazwisko, imię i nazwisko, nazwisko i imię, imiona, osadzony, osadzona, pacjent, pacjentka, rozmówca, osoba rozmówcy, świadek, pokrzywdzony, matka, ojciec, żona, mąż, brat, siostra, adwokat, lekarz,
	jméno, příjmení, jméno a příjmení, příjmení a jméno, vězeň, vězněná osoba, pacient, pacientka, dotazovaný, svědek, oběť, otec, manželka, manžel, bratr, sestra, advokát, lékař,
	meno, priezvisko, meno a priezvisko, priezvisko a meno, väzeň, odsúdený, svedok, obeť, manžel, lekár, obvinený,
	név, neve, teljes név, családi név, utónév, vezetéknév, keresztnév, vezetéknév és keresztnév, születési név, anyja neve, anyja születési neve, fogvatartott, fogvatartott neve, beteg, beteg neve, meghallgatott személy, tanú, áldozat, ügyvéd, orvos,
	nume, prenume, nume și prenume, numele și prenumele, numele, nume complet, deținut, deținută, persoana intervievată, martor, victimă, mama, tatăl, soția, soțul, fratele, sora, avocat, medic,
	ime, prezime, ime i prezime, prezime i ime, zatvorenik, zatvorenica, pritvorenik, pacijent, pacijentica, sugovornik, svjedok, žrtva, majka, otac, supruga, suprug, odvjetnik, liječnik, ime oca, ime majke, ime in priimek, priimek, priimek in ime, zaprta oseba, obsojenec, bolnik, priča, odvetnik, zdravnik,
	име, презиме, име и презиме, презиме и име, затвореник, притвореник, пацијент, саговорник, сведок, жртва, мајка, отац, адвокат, лекар, осуденик, затворено лице,
	фамилия, име и фамилия, имена, трите имена, име презиме и фамилия, задържан, лишен от свобода, пациент, свидетел, майка, баща, съпруга, лекар,
	ім я, прізвище, прізвище та ім я, прізвище і ім я, ім я та прізвище, піб, затриманий, затримана, засуджений, пацієнт, свідок, потерпілий, мати, батько, дружина, чоловік, лікар, адвокат, імʼя, імя, прізвище імʼя,
	имя, имя и фамилия, фамилия и имя, фио, отчество, заключённый, заключенный, задержанный, свидетель, мать, отец, жена, муж, адвокат, врач,
	όνομα, επώνυμο, ονοματεπώνυμο, όνομα και επώνυμο, επώνυμο και όνομα, κρατούμενος, κρατούμενη, ασθενής, μάρτυρας, θύμα, μητέρα, πατέρας, όνομα πατέρα, όνομα μητρός, σύζυγος, δικηγόρος, γιατρός,
	ad, adı, soyad, soyadı, ad soyad, adı soyadı, adı ve soyadı, mahpus, tutuklu, hükümlü, hasta, tanık, mağdur, anne, anne adı, baba, baba adı, avukat, doktor,
	namn, förnamn, efternamn, för och efternamn, fullständigt namn, intagen, intagna, patient, intervjuad, vittne, mor, far, hustru, make, bror, syster, advokat, läkare,
	navn, fornavn, efternavn, etternavn, for og efternavn, fornavn og etternavn, fulde navn, fullt navn, indsat, innsatt, interviewperson, vidne, vitne, hustru, kone, mand, søster, læge, lege, namn og etternamn, fornamn, etternamn,
	nimi, etunimi, sukunimi, etu ja sukunimi, sukunimi ja etunimi, koko nimi, vanki, potilas, haastateltava, todistaja, uhri, äiti, isä, vaimo, veli, sisko, asianajaja, lääkäri,
	eesnimi, perekonnanimi, ees ja perekonnanimi, kinnipeetav, patsient, intervjueeritav, tunnistaja, ema, isa, abikaasa, vend, õde, advokaat, arst,
	vārds, uzvārds, vārds uzvārds, vārds un uzvārds, ieslodzītais, ieslodzītā, pacients, intervējamā persona, liecinieks, māte, tēvs, sieva, vīrs, advokāts, ārsts,
	vardas, pavardė, vardas pavardė, vardas ir pavardė, nuteistasis, suimtasis, pacientas, liudytojas, motina, tėvas, žmona, vyras, advokatas, gydytojas,
	emri, mbiemri, emri dhe mbiemri, emri mbiemri, i burgosuri, pacienti, dëshmitari, nëna, babai, avokati, mjeku, isem, kunjom, isem u kunjom, nafn, fullt nafn, fangi, sjúklingur, móðir, faðir, ainm, sloinne,
	անուն, ազգանուն, անուն ազգանուն, სახელი, გვარი, სახელი და გვარი, name vorname, nachname vorname, paziente, achternaam en voornaam, achternaam voornaam, nazwisko imię, väznená osoba, obvinená, фамилия и име, фамилия име, vezetéknév keresztnév, családnév utónév, perekonnanimi ja eesnimi, perekonnanimi eesnimi,
	uzvārds vārds, pavardė vardas, efternamn förnamn, efternavn fornavn, indsatte, etternavn fornavn, pasient, mbiemri dhe emri, mbiemri emri, i paraburgosuri, e paraburgosura, soyadı adı, sukunimi etunimi, apellidos nombre, cognome nome, apelido nome, nom prénoms, surname name, surname first name, last name first name, nume prenume, prezime ime, priimek ime, příjmení jméno, priezvisko meno, презиме име, прізвище ім я, фамилия имя отчество, επώνυμο όνομα,
	person deprived of liberty, personne privée de liberté, persona privada de libertad, person der die freiheit entzogen ist, persona privata della libertà, pessoa privada de liberdade, osoba pozbawiona wolności, osoba zbavená svobody, osoba zbavená slobody, lice lišeno slobode, osoba lišena slobode, лице лишено од слободе, лишен от свобода,
	персона, persona privată de libertate, frihetsberövad person, frihedsberøvet person, vapautensa menettänyt henkilö, ad soyad ata adı, soyad ad, nom i cognoms, nom i llinatges, cognoms`
