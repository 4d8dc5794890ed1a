package gate

import (
	"strings"
	"testing"
	"time"
)

// beyondOf are the kinds beyond persons that block in a text.
func beyondOf(language, body string, o Options) string {
	var found []string
	for _, m := range Examine([]Text{{Field: "text", Language: language, Body: body}}, o).Unresolved() {
		if m.Check == beyondCheck {
			found = append(found, string(m.Kind))
		}
	}
	return strings.Join(found, " ")
}

func TestWhatLiesBeyondPersons(t *testing.T) {
	for _, r := range []struct{ language, body, want string }{
		{"en", "An officer told us in confidence that the register is filled in later.", "source"},
		{"en", "A guard told us that nobody is searched at night.", "source"},
		{"en", "She asked to remain anonymous.", "source"},
		{"fr", "Une infirmière nous a confié que les registres étaient remplis après coup.", "source"},
		{"es", "Un funcionario nos contó que nadie registra los partes.", "source"},
		{"de", "Ein Beamter erzählte uns, dass das Register später ausgefüllt wird.", "source"},
		{"pl", "Strażnik powiedział nam, że rejestr uzupełnia się później.", "source"},
		{"uk", "Наглядач розповів нам, що журнал заповнюють пізніше.", "source"},
		{"hu", "Egy őr elmondta nekünk, hogy a naplót később töltik ki.", "source"},
		{"en", "The team will visit Ashford Secure Hospital in spring.", "coming-visit"},
		{"en", "The next visit to the prison is on 14 May 2031.", "coming-visit"},
		{"en", "We will visit the women's wing next week.", "coming-visit"},
		{"fr", "La prochaine visite aura lieu le 14 mai 2031.", "coming-visit"},
		{"es", "Visitaremos la prisión la próxima semana.", "coming-visit"},
		{"de", "Der nächste Besuch ist am 14. Mai 2031.", "coming-visit"},
		{"it", "La prossima visita è il 14 maggio 2031.", "coming-visit"},
		{"bg", "Ще посетим затвора следващата седмица.", "coming-visit"},
		{"en", "The blind spot is behind stairway 3, and the alarm code is 4471.", "security-detail security-detail"},
		{"fr", "L'angle mort se trouve derrière l'escalier 3.", "security-detail"},
		{"de", "Schichtwechsel ist um 6.45 Uhr, dann ist niemand da.", "security-detail"},
		{"es", "El punto ciego está detrás de la escalera 3.", "security-detail"},
		{"en", "The keys to the east gate are kept in the office.", "security-detail"},
		{"en", "Camera 4 does not cover the corridor by the kitchen.", "security-detail"},
		{"en", "Only one officer is on the wing at night, from 22.30.", "security-detail"},
		{"fr", "La caméra 4 ne couvre pas le couloir.", "security-detail"},
		{"fr", "Les clés de la porte nord sont dans le tiroir.", "security-detail"},
		{"es", "La cámara 4 no cubre el pasillo.", "security-detail"},
		{"es", "Las llaves de la puerta norte están en la garita.", "security-detail"},
		{"de", "Kamera 4 erfasst den Flur nicht.", "security-detail"},
		{"de", "Der Schlüssel zum Osttor liegt rechts im Schrank.", "security-detail"},
		{"it", "La telecamera 4 non riprende il corridoio.", "security-detail"},
		{"pt", "A câmara 4 não cobre o corredor.", "security-detail"},
		{"nl", "Camera 4 bestrijkt de gang niet.", "security-detail"},
		{"pl", "Kamera 4 nie obejmuje korytarza.", "security-detail"},
		{"ro", "Camera 4 nu filmează coridorul.", "security-detail"},
		{"en", "Our report on this wing has not been published.", "unpublished-finding"},
		{"fr", "Ces constats ne sont pas encore publiés.", "unpublished-finding"},
		{"cs", "Tato zjištění ještě nebyla zveřejněna.", "unpublished-finding"},
		{"en", "In its report, which is not yet published, the CPT says the same.", "unpublished-report"},
		{"fr", "Le rapport du CPT, pas encore publié, dit la même chose.", "unpublished-report"},
		{"es", "El informe del SPT, aún no publicado, dice lo mismo.", "unpublished-report"},
		{"de", "Der noch nicht veröffentlichte Bericht des CPT sagt dasselbe.", "unpublished-report"},

		{"en", "Ask whether anyone was told in confidence. Before the next visit, read the last report. The team will visit every wing.", ""},
		{"en", "Are there blind spots? Check whether cameras have blind spots and who holds the keys.", ""},
		{"en", "Ask who holds the keys to the cells. Count the keys of the 3 cell doors. Cameras do not replace conversation, and staff keep keys of cupboards.", ""},
		{"fr", "Demandez qui garde les clés des cellules. Les caméras ne remplacent pas l'écoute.", ""},
		{"es", "Pregunten quién guarda las llaves de las celdas. Las cámaras no sustituyen la escucha.", ""},
		{"de", "Fragen Sie, wer die Schlüssel zu den Zellen hat. Kameras ersetzen kein Gespräch.", ""},
		{"en", "Prisoners told us that the food was cold, and the governor told us the same.", ""},
		{"en", "Agree who will visit the kitchen. The CPT has published its standards, and the SPT its guidelines.", ""},
		{"fr", "Avant la prochaine visite, relisez le rapport. Vérifiez les angles morts des caméras.", ""},
		{"de", "Vor dem nächsten Besuch wird der Bericht gelesen. Gibt es tote Winkel?", ""},
	} {
		if got := beyondOf(r.language, r.body, Options{}); got != r.want {
			t.Errorf("%s %q: %q, want %q", r.language, r.body, got, r.want)
		}
	}
}

// With the time, a visit of a day that is over is none to come, and one of a day to come is, however it is told.
func TestVisitsToComeAreToldByTheTime(t *testing.T) {
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC).Unix()
	for body, want := range map[string]string{
		"The next visit to the prison was on 14 May 2019.":        "",
		"The visit to the women's wing is on 14 May 2031.":        "coming-visit",
		"The visit to the women's wing was on 14 May 2019.":       "",
		"The next visit to the prison takes place on 14 May 2031": "coming-visit",
	} {
		if got := beyondOf("en", body, Options{Now: now}); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

// Every line of the phrases is of a language and of a sort that the gate knows, and every phrase is found where it stands.
func TestEveryPhraseIsFound(t *testing.T) {
	known := map[string]bool{}
	for _, l := range tongues {
		known[l.code] = true
	}
	n := 0
	for line := range strings.Lines(phraseFile) {
		if line[0] == '#' {
			continue
		}
		if !known[line[2:4]] || strings.IndexByte("svntkufoawyimhgpe", line[0]) < 0 {
			t.Errorf("what is %q?", line[:4])
		}
		for text := range strings.SplitSeq(strings.TrimSpace(line[5:]), ";") {
			var said []string
			for w := range strings.FieldsSeq(text) {
				first, _, _ := strings.Cut(w, "/")
				said = append(said, strings.NewReplacer("*", "", "…", "qqq").Replace(first))
			}
			body := "Qqq " + strings.Join(said, " ") + " qqq."
			found := false
			for _, s := range find(letters(body), phrases)[0] {
				found = found || s.tells == line[0]
			}
			if !found {
				t.Errorf("%s %q is not found in %q", line[2:4], text, body)
			}
			n++
		}
	}
	if n < 600 {
		t.Errorf("only %d phrases", n)
	}
}

// A sentence is the same however it is looked for.
func TestSentencesAreTheSame(t *testing.T) {
	text := "One. Two is longer? " + strings.Repeat("and goes on ", 80) + "to here. No. 4 is Dr. Who.\n\nThe end"
	r := reader{folded: newFolded(text)}
	for at := range text {
		from, to := sentence(text, at)
		if gotFrom, gotTo := r.sentenceAt(at); gotFrom != from || gotTo != to {
			t.Fatalf("at %d: %d to %d, want %d to %d", at, gotFrom, gotTo, from, to)
		}
	}
	if from, _ := r.sentenceAt(2); from != 0 {
		t.Errorf("going back: from %d", from)
	}
}
