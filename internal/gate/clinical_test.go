package gate

import (
	"testing"

	"praxis/internal/draft"
)

// Measures and what clinical notes abbreviate are nobody's codes, places or organisations, in whichever language they stand.
func TestMeasuresAndExaminationsAreNobodys(t *testing.T) {
	for language, body := range map[string]string{
		"en": "Hb 12.4 g/dl, PCR 8 mg/l, BP 150 mmHg; CT and MRI were normal. Give 500mg every 8 h.",
		"fr": "Hb 12,4 g/dl, CRP 8 mg/l, TA 150 mmHg ; IRM et ECG sans particularité. Donner 500mg.",
		"es": "Hb 12,4 g/dl, PCR 8 mg/l, TA 150 mmHg; TAC y RMN normales. Administrar 500mg cada 8 h.",
		"de": "Hb 12,4 g/dl, CRP 8 mg/l, RR 150 mmHg; MRT und EKG unauffällig. Gabe von 500mg.",
		"it": "Hb 12,4 g/dl, PCR 8 mg/l, PA 150 mmHg; TAC ed ECG nella norma. Si danno 500mg.",
		"pt": "Hb 12,4 g/dl, PCR 8 mg/l, TA 150 mmHg; TAC e ECG normais. Dar 500mg.",
	} {
		for _, m := range Examine([]Text{{Field: "text", Language: language, Body: body}}, Options{}).Marks() {
			if m.Blocking || m.Kind != draft.KindUnknown && m.Kind != draft.KindQuantity {
				t.Errorf("%s: %s %q", language, m.Kind, m.Found)
			}
		}
	}
}

// A code of a court is no measure though its letters may be one's, and neither are a door and a floor.
func TestCodesAreNoMeasures(t *testing.T) {
	for language, body := range map[string]string{
		"pl": "Sprawa o sygn. II K 55/22 jest w toku.",
		"es": "Vive en la calle Alcalá 30, 4 H, de Madrid.",
		"en": "He was held in cell B12 of Ashford Prison.",
	} {
		if len(Examine([]Text{{Field: "text", Language: language, Body: body}}, Options{}).Marks()) == 0 {
			t.Errorf("%s: nothing in %q", language, body)
		}
	}
}

// The label of the next field is no part of the name before it.
func TestALabelBehindANameIsNoPartOfIt(t *testing.T) {
	const body = "Médico: José Antonio Ribelles NºCol: 46 28 52938. La paciente no habló."
	for _, m := range Examine([]Text{{Field: "text", Language: "es", Body: body}}, Options{}).Marks() {
		if m.Kind == draft.KindPerson && m.Found != "José Antonio Ribelles" {
			t.Errorf("a name is %q", m.Found)
		}
	}
}
