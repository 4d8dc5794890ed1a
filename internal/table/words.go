package table

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// wordsOf are the words and numbers of a label, folded.
func wordsOf(label string) []string {
	return strings.FieldsFunc(strings.ToLower(norm.NFKC.String(label)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	})
}

// totalWords name a line that sums others.
var totalWords = []string{
	"total", "totals", "sum", "all", "overall", "altogether", "ensemble", "tous", "toutes", "totaux", "todos", "todas", "totales", "suma", "conjunto", "gesamt", "insgesamt",
	"summe", "alle", "gesamtzahl", "zusammen", "totale", "tutti", "tutte", "complessivo", "totaal", "allen", "samen", "totalt", "summa", "samtliga", "samlet", "sammenlagt", "yhteensä", "kaikki",
	"razem", "ogółem", "łącznie", "celkem", "celkom", "spolu", "součet", "úhrn", "összesen", "összes", "kokku", "kopā", "viso", "skupaj", "ukupno", "sveukupno", "svega", "toate",
	"общо", "всичко", "разом", "усього", "всього", "итого", "всего", "укупно", "вкупно", "σύνολο", "toplam", "gjithsej", "totali", "iomlán", "cyfanswm", "guztira", "totală", "samtals",
	"ընդամենը", "სულ", "cəmi", "المجموع", "سך", "subtotal", "sous", "zwischensumme", "subtotale",
}

// namesTotal tells whether a label is that of a total.
func namesTotal(label string) bool {
	words := wordsOf(label)
	if len(words) == 2 && (words[0] == "i" && words[1] == "alt" || words[0] == "iš" && words[1] == "viso") {
		return true
	}
	return len(words) > 0 && len(words) <= 4 && slices.ContainsFunc(words, func(w string) bool { return slices.Contains(totalWords, w) })
}

// measureWords name lines of what is no count of persons or cases.
var measureWords = []string{
	"m", "m²", "m2", "sqm", "cm", "mm", "km", "km²", "kg", "eur", "euro", "euros", "€", "usd", "gbp", "lux", "db", "kcal", "ppm", "min", "minute", "minutes", "minuten", "minutos", "minuti", "hour",
	"hours", "heures", "horas", "stunden", "ore", "days", "jours", "días", "tage", "giorni", "weeks", "semaines", "semanas", "wochen", "months", "mois", "meses", "monate", "area", "surface", "superficie",
	"fläche", "height", "hauteur", "altura", "höhe", "width", "largeur", "anchura", "temperature", "température", "temperatura", "temperatur", "average", "mean", "median", "moyenne", "médiane", "media",
	"mediana", "durchschnitt", "mittelwert", "średnia", "ratio", "rate", "rates", "taux", "tasa", "quote", "wskaźnik", "index", "score", "points", "punkte", "puntos", "price", "prix", "precio", "preis",
	"cost", "coût", "coste", "kosten", "time", "heure", "hora", "uhrzeit", "page", "pages", "página", "páginas", "seite", "rule", "rules", "règle", "regla", "regel", "article", "articles", "artículo",
	"artikel", "paragraph", "paragraphe", "párrafo", "absatz", "section", "chapter", "chapitre", "capítulo", "kapitel", "step", "steps", "étape", "paso", "schritt", "phase", "question", "item", "row", "line", "version", "no",
	"nr", "nº", "n°", "num", "priority", "priorité", "prioridad", "weight", "poids", "peso", "level", "niveau", "nivel", "stufe", "grade", "size", "taille", "tamaño", "größe", "capacity", "capacité",
	"capacidad", "kapazität", "beds", "lits", "camas", "betten", "cells", "cellules", "celdas", "zellen", "rooms", "chambres", "habitaciones", "zimmer", "places", "plazas", "plätze",
}

// timeWords name lines of years and dates.
var timeWords = []string{"year", "years", "année", "an", "ans", "année(s)", "año", "años", "jahr", "jahre", "anno", "anni", "ano", "rok", "år", "vuosi", "év", "god", "година", "рік", "год", "έτος", "yıl", "date", "fecha", "datum", "data", "age", "âge", "edad", "alter", "età", "idade", "wiek"}

// namesMeasure tells whether a label says that its numbers count nobody.
func namesMeasure(label string) bool {
	if strings.Contains(label, "€") || strings.Contains(label, "m²") || strings.Contains(label, "°") {
		return true
	}
	words := wordsOf(label)
	return len(words) > 0 && (slices.Contains(measureWords, words[0]) || slices.Contains(measureWords, words[len(words)-1]) || len(words) == 1 && slices.Contains(timeWords, words[0]))
}

func namesPercent(label string) bool {
	if strings.ContainsAny(label, "%‰") {
		return true
	}
	for _, w := range wordsOf(label) {
		if slices.Contains([]string{"percent", "percentage", "pct", "pourcentage", "porcentaje", "prozent", "percentuale", "percentagem", "procent", "procenty", "share", "part", "anteil"}, w) {
			return true
		}
	}
	return false
}

// healthStems begin words about health and ill-treatment.
var healthStems = []string{
	"health", "medic", "illness", "disease", "diagnos", "therap", "hospital", "patient", "suicid", "self-harm", "selfharm", "injur", "wound", "hiv", "aids", "tubercul", "hepatit", "psych", "disab",
	"pregnan", "addict", "substance", "overdos", "death", "died", "ill", "tortur", "maltreat", "mistreat", "abus", "beat", "beaten", "violence", "assault", "rape", "sexual", "harm",
	"santé", "sante", "médic", "malad", "soin", "bless", "décès", "handicap", "enceinte", "toxicom", "maltrait", "violent", "automutil", "salud", "enferm", "lesion", "herid", "muert", "fallec", "discapac",
	"embaraz", "malos", "maltrat", "autoles", "violenc", "drogod", "gesund", "krank", "arzt", "ärzt", "verletz", "suizid", "selbst", "misshand", "folter", "gewalt", "todes", "behinder", "schwanger", "salute", "malatt",
	"lesioni", "decess", "violenz", "saúde", "doença", "maus", "óbito", "ferid", "zdrow", "chor", "samob", "obraż", "zgon", "przemoc", "zdrav", "nemoc", "zraně", "týrán", "sebevr", "sănăt", "boal", "deces",
	"violenț", "egészs", "beteg", "bántalm", "sérül", "öngyilk", "tervey", "sairau", "väkival", "hälsa", "sjuk", "skad", "våld", "helse", "sykd", "vold", "sundh", "sygd", "υγεί", "ασθέν", "βασαν", "κακομετ",
	"здоров", "здрав", "болн", "болест", "хвор", "катув", "пытк", "изтез", "травм", "самоуб", "самогуб", "насил", "смърт", "смерт", "sağlık", "hasta", "işkence", "shëndet", "dhun",
}

// namesHealth tells whether words are about health or ill-treatment.
func namesHealth(label string) bool {
	for _, w := range wordsOf(label) {
		if slices.ContainsFunc(healthStems, func(stem string) bool { return strings.HasPrefix(w, stem) && (stem != "ill" || w == "ill") }) {
			return true
		}
	}
	return false
}

// roundedStems begin words that say that counts are rounded.
var roundedStems = []string{"round", "arrond", "redond", "gerundet", "arroton", "arredond", "zaokr", "afgerond", "avrund", "kerek", "rotunj", "закръгл", "округл", "заокругл", "στρογγυλ", "yuvarla"}

// roundedTo is the base to which a note says that counts are rounded: the first 3, 5, 10 or 100 in it; 0 if it says nothing.
func roundedTo(note string) int64 {
	words := wordsOf(note)
	if !slices.ContainsFunc(words, func(w string) bool {
		return slices.ContainsFunc(roundedStems, func(stem string) bool { return strings.HasPrefix(w, stem) })
	}) {
		return 0
	}
	for _, w := range words {
		switch w {
		case "3":
			return 3
		case "5":
			return 5
		case "10":
			return 10
		case "100":
			return 100
		}
	}
	return 0
}
