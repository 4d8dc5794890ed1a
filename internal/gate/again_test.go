package gate

import (
	"testing"

	"praxis/internal/draft"
)

// A name that was taken for one is found again in each language's own forms: inflected, by its initials, hyphened, in small letters and
// in other scripts.
func TestANameIsFoundAgainInTheFormsOfItsLanguage(t *testing.T) {
	for _, c := range []struct{ language, first, again string }{
		{"pl", "Pan Bogdan Wiśniewski mówił o celi.", "Widziano Wiśniewskiego"},
		{"pl", "Pan Bogdan Wiśniewski mówił o celi.", "Zapisano: B. W."},
		{"cs", "Pan Pavel Dvořák mluvil o cele.", "Potom viděli Dvořákem"},
		{"fi", "Herra Pekka Ristolankoski kertoi sellistä.", "He näkivät Ristolankosken"},
		{"lt", "Ponas Jonas Baltuškonis kalbėjo apie kamerą.", "Matė Baltuškonio"},
		{"hu", "Kovács Bertalan úr a zárkáról beszélt.", "Beszéltek Kováccsal"},
		{"hr", "Gospodin Zvonimir Šarengrad govorio je o ćeliji.", "Vidjeli su Šarengrada"},
		{"el", "Ο κύριος Νίκος Καραμπουρνιώτης μίλησε για το κελί.", "Είδαν τον Καραμπουρνιώτη"},
		{"uk", "Пан Остап Перебийніс говорив про камеру.", "Запис: Ostap Perebyinis"},
		{"en", "Mr Mohammed Karimi spoke about the cell.", "The note says محمد كريمي"},
		{"en", "Mr Bogdan Wisniewski spoke about the cell.", "The note says Богдан Висневски"},
		{"en", "Mr Nikos Karapanos spoke about the cell.", "The note says Καραπάνος"},
		{"de", "Herr Leopold Haberzettl sprach über die Zelle.", "Im Buch steht L.H. mit Datum"},
		{"fr", "M. Théodule Vassinot a parlé de la cellule.", "La fiche dit vassinot"},
		{"es", "El señor Eutiquio Barandalla habló de la celda.", "La ficha dice BARANDALLA"},
		{"nl", "Mevrouw Aaltje Brinkhorst sprak over de cel.", "In het boek staat Brinkhorst-Tinga"},
	} {
		body := c.first + "\n\n" + c.again + "."
		found := false
		for _, m := range Examine([]Text{{Field: "text", Language: c.language, Body: body}}, Options{}).Marks() {
			found = found || m.Kind == draft.KindPerson && m.Start > len(c.first) && m.Blocking
		}
		if !found {
			t.Errorf("%s: not found again in %q", c.language, c.again)
		}
	}
}
