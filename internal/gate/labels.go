package gate

import "strings"

// class is what a label says that the number after it is.
type class int

const (
	classIdentity class = iota + 1
	classFile
	classCase
	classPhone
	classAccount
)

// labels are phrases by their last word. They are read-only tables; phrases are in lower case.
type labels map[string][]label

type label struct {
	before []string // the words before the last one, the nearest first
	class  class
}

// maxFillers is how many words for "number" may stand between a label and its number.
const maxFillers = 3

func newLabels(lists map[class]string) labels {
	l := labels{}
	for c, list := range lists {
		for _, phrase := range strings.Split(list, ",") {
			words := strings.Fields(phrase)
			if len(words) == 0 {
				continue
			}
			var before []string
			for i := len(words) - 2; i >= 0; i-- {
				before = append(before, words[i])
			}
			last := words[len(words)-1]
			l[last] = append(l[last], label{before, c})
		}
	}
	return l
}

// match tells whether words, the nearest first, begin with a label.
func (l labels) match(words []word) (class, bool) {
	best, longest := class(0), -1
	for _, candidate := range l[words[0].text] {
		if len(candidate.before) <= longest || len(candidate.before) >= len(words) {
			continue
		}
		ok := true
		for i, w := range candidate.before {
			ok = ok && words[i+1].text == w
		}
		if ok {
			best, longest = candidate.class, len(candidate.before)
		}
	}
	return best, longest >= 0
}

func newWords(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// fillers are the words that stand between a label and its number.
var fillers = newWords(`no nos nr nrs n num number numbers is was numéro numéros numero numeros número números núm nummer
	nummern numer numeru numru numărul numarul broj broja číslo číslom čísla číslo szám száma számú αριθμός αριθ αρ номер номера номером №
	numru numri nro numero nº lit the le la el die der das der under sous bajo unter mit de of with bearing portant con s o`)

// numberLabels are what papers, files, courts and telephones are called, in the languages of the members.
var numberLabels = newLabels(map[class]string{
	classIdentity: `passport, identity card, id card, identity, id, national id, personal number, personal identification,
	social security, ssn, nhs, nino, national insurance, residence permit, driving licence, tax identification, tax id, pps, ppsn,
	passeport, carte d identité, carte nationale d identité, sécurité sociale, nir, titre de séjour, permis de conduire, registre national,
	pasaporte, dni, nie, nif, tarjeta de identidad, documento de identidad, cédula de identidad, identidad, seguridad social, nass, nuss, afiliación, tarjeta sanitaria, cipa, nuhsa, permiso de residencia,
	reisepass, pass, ausweis, personalausweis, sozialversicherung, sozialversicherungsnummer, svnr, ausweisnummer, passnummer, steuer id, identifikationsnummer, ahv,
	passaporto, carta d identità, codice fiscale, permesso di soggiorno, cartão de cidadão, bilhete de identidade, segurança social, contribuinte,
	paspoort, paspoortnummer, identiteitskaart, bsn, burgerservicenummer, rijksregister, rijksregisternummer, vreemdelingennummer,
	pesel, dowód osobisty, dowodu osobistego, paszport, paszportu, personnummer, samordningsnummer, passnummer, cpr, fødselsnummer, henkilötunnus, hetu, passin,
	isikukood, passi, asmens kodas, paso, personas kods, pases, rodné číslo, rodne cislo, rč, občanský průkaz, občiansky preukaz, pas, pasu,
	taj, személyi, útlevél, személyazonosító, cnp, pașaport, pasaport, buletin, carte de identitate, buletinul, idnp, oib, jmbg, emšo, putovnica, putovnice, pasoš, pasoša, osobna iskaznica,
	егн, паспорт, паспорта, лична карта, єдрпоу, рнокпп, іпн, ідентифікаційний код, снилс, инн, јмбг, ембг, лична карта,
	διαβατήριο, διαβατηρίου, ταυτότητας, ταυτότητα, αμκα, αφμ, tc kimlik, kimlik, pasaport, kennitala, letërnjoftim, pasaportë, c f, c i, ci, passaporte, potni list, potnega lista, potovalna listina, пасош, пасоша, пасошот, személyi igazolvány, ik, pase, pases nr, pk, a k, pasas, paso nr, pers nr, personnr, personnummer,
	αδτ, αρ διαβατηρίου, nid, pasaporta, letërnjoftimi, t c no, tc no, kimlik no, karta tal identità, numru tal identità, vegabréf, uimhir psp, անձնագիր, պասպորտ, პირადი ნომერი, პასპორტი, şəxsiyyət vəsiqəsi, fin, persónuskilríki`,
	classFile: `prison, prisoner, prisoner s, inmate, inmate s, detainee, patient, patient s, custody record, medical record, medical file, hospital, file, case file, register entry, registration, booking, reference, ref, docket, police report, incident report,
	écrou, d écrou, matricule, dossier, dossier médical, procès verbal, pv, référence, réf, mandat de dépôt,
	expediente, interno, historia clínica, nis, atestado, diligencias, diligencias previas, referencia, expte,
	aktenzeichen, az, geschäftszeichen, gefangenenbuch, gefangenenbuchnummer, buchnummer, akte, js, tagebuchnummer, vorgangsnummer,
	matricola, fascicolo, cartella clinica, processo, processo n, inquérito, ficha, dossiernummer, parketnummer, proces verbaal,
	akt, sygn akt, sygn, sygnatura, osadzony, diarienummer, dnr, journalnummer, sagsnummer, saksnummer, diaarinumero,
	spisová značka, sp zn, spis zn, č j, čj, ügyszám, fogvatartotti, dosar, dosarul, dosarului, predmet, spis, opravilna številka,
	дело, дела, справа, справи, провадження, досие, предмет, υπόθεση, φάκελος, dosya, dosja, procédure, rif, riferimento, procedimento, proc, ref a, referência, akta, akt, zadeva, opr št, opr, poslovni broj, klasa, urbroj, broj spisa, br spisa, spisa, broj predmeta,
	преписка, предмет бр, број на предмет, iktatószám, ügy, ügyirat, dnro, asia, viite, toimik, toimiku, viide, lieta, lietas, akts, byla, bylos, protokolas, ärende, mål, j nr, jnr, journal, journalnr, sak, sagsnr, αρ πρωτ, αριθμός φακέλου, акт, номер справи,
	çështja, nr i çështjes, evrak, esas, sayı, skrá, mál, uimhir, fajl, rifirenza, գործ, საქმე, iş`,
	classCase: `application, applications, appl, app, app no, case, cases, court case, judgment in case, petition, complaint no, communication, communication no,
	requête, requêtes, req, affaire, affaires, pourvoi, pourvoi n, rg, arrêt n, communication n,
	demanda, demandas, asunto, asuntos, causa, recurso, autos, procedimiento, comunicación,
	beschwerde, beschwerden, individualbeschwerde, rechtssache, rs, ricorso, ricorsi, queixa, petição, verzoekschrift, verzoekschriften, zaak, zaaknummer, rolnummer,
	skarga, skargi, skargę, sprawa, sprawy, mål, ansökan, sag, sak, valitus, stížnost, stížnosti, sťažnosť, věc, kérelem, kérelmek, cererea, cererii, cauza, zahtjev, pritužba, zahteva,
	жалба, жалбата, жалоба, жалобы, заява, заяви, представка, προσφυγή, προσφυγής, başvuru, kërkesa`,
	classPhone: `tel, telephone, phone, mobile, cell, contact, fax, call, ring, whatsapp, signal, viber, telegram, sms, hotline, helpline,
	téléphone, tél, portable, appeler, télécopie, teléfono, teléf, tfno, móvil, llamar, telefon, telefonnummer, handy, mobil, mobilnummer, rufnummer, anrufen,
	telefono, cellulare, cell, telefone, telemóvel, tlm, telefoon, gsm, mobiel, komórka, komórkowy, tlf, mobiltelefon, puhelin, puh, tälefon, tālrunis, telefonas,
	mobilní, mobilný, tel č, mobitel, телефон, тел, моб, мобільний, мобильный, τηλ, τηλέφωνο, κινητό, cep, telefonu, sími, celular, mob, cel, gsm sími, fón, guthán, numru tat telefon, հեռ, հեռախոս, ტელ, ტელეფონი, mobilais, mobilus`,
	classAccount: `iban, account, bank account, compte, compte bancaire, rib, cuenta, cuenta bancaria, konto, kontonummer, bankverbindung, conto, conto corrente, conta, rekening, rekeningnummer`,
})

// birthWords say that the date after them is a date of birth.
var birthWords = newWords(`born birthdate dob né née nés nées naissance nacido nacida nacidos nacidas nació nacieron nacimiento
	geboren geborene geborener geborenen geb geburtsdatum geburtsjahr geburtstag nato nata nati nate nascita nascido nascida nascidos nascidas nasceu nascimento
	geboortedatum geboortejaar urodzony urodzona urodzeni urodził urodziła ur urodzenia född födda födelsedatum født fødte fødselsdato
	syntynyt syntymäaika synt narozen narozena narozený narozená narozeni nar narození narodený narodená narodil narodila narodenia
	született szül születési născut născută născuți nașterii nastere rođen rođena rođeni rođenja rojen rojena rojstva
	sündinud sünniaeg sündis dzimis dzimusi dzimšanas gimęs gimusi gimimo γεννημένος γεννημένη γεννήθηκε γέννησης γεννηθείς γεννηθείσα
	роден родена родени рождение рождения родился родилась раждане народження народився народилася народився нар рођен рођена рођења
	doğumlu doğum doğumu doğdu roj rođ рођ sünd dzim gimė föd γεν рождена рожден ծնված დაბადებული doğulub rugadh fæðingarár imwielda lindur datëlindja lindjes fæddur fædd fæðingardagur twieled twieldet imwieled`)

// birthPhrases are those of two words or more, by the last; with the words before it, the nearest first.
var birthPhrases = newLabels(map[class]string{classIdentity: `date of birth, birth date, d o b, year of birth, f nac, f de nac, d tarihi, d tar, doğum tarihi, fødselsår, data urodzenia, dátum narodenia, datum narození, född år, datë lindja, data e lindjes, fecha de nac, dt nasc, data nasc, dat nar, d naissance`})

// bornAfter say the same of the date before them.
var bornAfter = newWords(`doğumlu született születésű geborene geborener geborenen geborenes syntynyt sündinud gimęs gimusi dzimis dzimusi född fødte født рождения`)

// cohorts are words that turn a date after "born" into a rule for many: born after, born between.
var cohorts = newWords(`after before since until between from during prior later earlier than après avant depuis entre jusqu después antes desde hasta partir
	nach vor seit bis zwischen ab dopo prima dal tra fra depois antes entre po przed od między na sinds voor tussen efter före innan mellan etter før mellom
	после до між між после след преди μετά πριν sonra önce`)

// yearFillers may stand between "born" and a year, besides the names of places.
var yearFillers = newWords(`in on en le la el the year año année an l im jahr jahre am nel nell il w roku em ano i rok v roce u godine året år vuonna
	around about circa ca c vers hacia um etwa the of de du del den der а в на год году року рік το έτος at à a to parents respectively`)
