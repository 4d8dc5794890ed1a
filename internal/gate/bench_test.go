package gate

import (
	"os"
	"strings"
	"testing"
)

func BenchmarkExamine(b *testing.B) {
	for name, sentence := range map[string]string{
		"english": "On the second day the team of 5 visited 12 cells of about 7 m² each, and read the registers of 2023 with the head of the unit. ",
		"french":  "Le deuxième jour, l’équipe a visité 12 cellules d’environ 7 m² et consulté les registres de 2023 avec la cheffe de l’unité. ",
		"greek":   "Τη δεύτερη ημέρα η ομάδα επισκέφθηκε 12 κελιά περίπου 7 τ.μ. και διάβασε τα βιβλία του 2023 με τον υπεύθυνο της μονάδας. ",
	} {
		texts := []Text{{Field: "text", Body: strings.Repeat(sentence, 64)}}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(texts[0].Body)))
			for b.Loop() {
				Examine(texts, Options{})
			}
		})
	}
}

// BenchmarkNotes examines short notes of visits, one after the other, each of another language than the one before: few of their
// words are repeated, and much in them is marked.
func BenchmarkNotes(b *testing.B) {
	file, err := os.ReadFile("testdata/visits.txt")
	if err != nil {
		b.Fatal(err)
	}
	_, plain, _ := strings.Cut(strings.NewReplacer("«", "", "»", "", "‹", "", "›", "").Replace(string(file)), "\n== ")
	var notes [][]Text
	size := 0
	for note := range strings.SplitSeq(plain, "\n== ") {
		language, body, _ := strings.Cut(note, "\n")
		notes = append(notes, []Text{{Field: "text", Language: language, Body: body}})
		size += len(body)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, texts := range notes {
			Examine(texts, Options{})
		}
	}
}
