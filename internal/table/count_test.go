package table

import "testing"

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	counts := map[string]int64{
		"3": 3, " 12 345 ": 12345, "12\u00a0345": 12345, "12\u202f345": 12345, "12\u2009345": 12345, "12.345": 12345, "12,345": 12345, "12’345": 12345, "12'345": 12345,
		"1.234.567": 1234567, "**4**": 4, "_4_": 4, "4[^1]": 4, "4 [2]": 4, "4²": 4, "4*": 4, "٣": 3, "३": 3, "３": 3, "3 (25 %)": 3, "3 (25,0%)": 3, "3 of 40": 3, "3/40": 3, "3 sur 40": 3,
		"~3": 3, "deux": 2, "Three": 3, "none": 0, "0": 0, "1000000000000": MaxCount,
	}
	for cell, want := range counts {
		if n := readNumber(cell); n.form != formCount || n.low != want || n.high != want {
			t.Errorf("%q is read as %+v, not the count %d", cell, n, want)
		}
	}
	forms := map[string]form{
		"": formMissing, "–": formMissing, "-": formMissing, "…": formMissing, "n/a": formMissing, "*": formMissing, "(–)": formMissing,
		"<5": formBelow, "< 10": formBelow, "≤4": formBelow, "1–4": formBelow, "fewer than 5": formBelow, "moins de 5": formBelow, "menos de 5": formBelow,
		"12 %": formPercent, "12,5%": formPercent, "-3": formMeasure, "−3": formMeasure, "1.5": formMeasure, "1,25": formMeasure, "1 234,5": formMeasure,
		"99999999999999999999999": formMeasure, "yes": formText, "3 m²": formText, "Rule 45": formText, "12:30": formText, "1,2,3": formText,
	}
	for cell, want := range forms {
		if n := readNumber(cell); n.form != want {
			t.Errorf("%q is read as %+v, not the form %d", cell, n, want)
		}
	}
	if n := readNumber("<5"); n.low != 0 || n.high != 4 {
		t.Errorf("<5 is from %d to %d", n.low, n.high)
	}
	if n := readNumber("1–4"); n.low != 1 || n.high != 4 {
		t.Errorf("1–4 is from %d to %d", n.low, n.high)
	}
	if n := readNumber("12,5 %"); n.value != 12.5 || n.places != 1 {
		t.Errorf("12,5 %% is %+v", n)
	}
}

func FuzzNumbersAreBounded(f *testing.F) {
	for _, s := range []string{"3", "12 345", "<5", "1–4", "9999999999999999999", "1e9", "0.000", "\ufeff٣", "[", "-", "𝟙𝟚"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := readNumber(s)
		if n.low < 0 || n.high < n.low || n.high > MaxCount {
			t.Errorf("%q is read as %+v", s, n)
		}
	})
}
