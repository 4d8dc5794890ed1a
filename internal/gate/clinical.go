package gate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/gate/tagger"
)

// units are the signs of measures as clinical notes and reports write them, in small letters (SI, and what medicine adds).
var units = newWords(`mg g gr grs kg mcg µg μg ug ng pg mgr kgs ml l dl cl ul µl μl hl mm cm m km nm µm μm mm2 mm3 cm2 cm3 m2 m3 cc mmhg cmh2o mmh2o meq mmol µmol μmol umol nmol pmol mol mosm mosmol mui ui iu u ufc
	kcal cal kj j hz khz mhz gy cgy mgy mbq mci kpa mbar bar db rpm lpm bpm ppm min seg sec s h hr hrs ch fr º° ºc °c kw w mv kv ma ms msec mseg dioptrías dioptrias dpt dp`)

// medicals are abbreviations that clinical notes of many languages share: of examinations, of findings in blood, of organs, of
// ways to give a drug. None is a place or an organisation.
var medicals = newWords(`tac tc rm rmn rnm mri ct irm pet ecg ekg eeg emg eco tsh fsh lh hcg psa cea afp ca125 vsg pcr crp bsg ldh ast alt got gpt ggt fa ck cpk hb hto htc vcm hcm hgb wbc rbc
	hdl ldl vldl na k cl ca mg hco3 po2 pco2 pao2 paco2 sao2 spo2 o2 co2 h2o ph inr tp ttpa aptt ana anca anti-dna iga igg igm ige igd hla cd3 cd4 cd8 cd10 cd20 cd34 cd45 cd56 cd68 cd1a ki-67 ki67 s100 ema ck7 ck20 ae1 ae3
	hta hbp dm dm1 dm2 epoc copd iam acv avc acva tia tce ira irc itu tep tvp tbc vih hiv sida vhb vhc hbv hcv cmv vhs vvz vph hpv ebv veb av od oi ao pio lcr lcs csf fc ta pa bp hr fr fv imc bmi
	uci icu uti uvi vo iv im sc ecocardiograma rx rxt pic pvc nyha asa paaf baaf fna rtu ivu uiv oct agf ht he pas dna adn rna arn st qt qrs av bvd eeii eess mmii mmss
	nyha tnm lpm bcg dtp ains aines nsaid npt nptd fev1 fvc vef ll rn vac`)

// measured tells whether a span is a measure or what clinical notes abbreviate: numbers with a unit, or such signs alone.
func (r *reader) measured(start, end int, class tagger.Class) bool {
	switch class {
	case tagger.Date, tagger.Trait, tagger.Event, tagger.Outside:
		return false
	}
	signs, numbers, abbreviated := false, false, false
	for at := start; at < end; {
		from, to := wordIn(r.text, at, end)
		if to == 0 {
			break
		}
		w := r.text[from:to]
		at = to
		low := strings.ToLower(w)
		switch {
		case strings.Trim(w, "0123456789") == "":
			numbers = true
		case medicals[low] && w != low && !r.lexicon.NamesSomebody(w):
			abbreviated = true
		case isUnit(w) && (numbers || from > 0 && endsNumber(r.text[:from])) || isMeasure(w):
			signs = true
		default:
			return false
		}
	}
	switch {
	case class == tagger.Code && end-start > longestMeasure, abbreviated && numbers && class == tagger.Code:
		return false // "II K 55/22" is a court's
	case signs || abbreviated:
		return true
	}
	return numbers && r.beforeUnit(end)
}

// longestMeasure is how many bytes a number with a unit has at most; what is longer may be somebody's.
const longestMeasure = 7

// beforeUnit tells whether a unit stands right behind a number, or behind its decimals.
func (r *reader) beforeUnit(end int) bool {
	t := strings.TrimLeft(r.text[end:min(len(r.text), end+12)], "0123456789., /%")
	n := 0
	for n < len(t) {
		c, size := utf8.DecodeRuneInString(t[n:])
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			break
		}
		n += size
	}
	return n > 0 && isUnit(t[:n]) || strings.HasPrefix(strings.TrimLeft(r.text[end:min(len(r.text), end+2)], " "), "%")
}

// endsNumber tells whether a number ends right before, with a space between or none.
func endsNumber(t string) bool {
	t = strings.TrimRight(t[max(0, len(t)-3):], " /")
	return t != "" && isDigit(t[len(t)-1])
}

// isMeasure tells whether a word is a number with its unit: 24h, 1mg, 500ml.
func isMeasure(w string) bool {
	unit := strings.TrimLeft(w, "0123456789")
	return unit != w && isUnit(unit)
}

// isUnit tells whether a word is a unit as it is written: of one letter, in small letters but for the litre and the unit of a drug.
func isUnit(w string) bool {
	return units[strings.ToLower(w)] && (len(w) > 1 || w == "L" || w == "U" || w >= "a")
}

// wordIn is the next word of letters and digits in a part of a text; an end of 0 says that there is none.
func wordIn(t string, at, to int) (start, end int) {
	isWord := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
	start = at
	for start < to {
		c, size := utf8.DecodeRuneInString(t[start:])
		if isWord(c) {
			break
		}
		start += size
	}
	end = start
	for end < to {
		c, size := utf8.DecodeRuneInString(t[end:])
		if !isWord(c) {
			break
		}
		end += size
	}
	if end == start {
		return 0, 0
	}
	return start, end
}
