package protocol

import "strings"

func (v *validator) standard(s Standard) {
	v.that("instrument", s.Instrument != "", "is needed: the prefix of the provisions' addresses, such as mandela or common-segregation")
	if v.err == nil && !KnownInstrument(s.Instrument) {
		v.that("instrument", false, "is one of %s, national-XX or common-NAME, not %q", Instruments().codes(), s.Instrument)
	}
	v.line("adopter", s.Adopter, 0, MaxName)
	v.that("adopter", s.Adopter != "", "is needed: who adopted the standard")
	v.that("adopted", s.Adopted != "", "is needed: the day on which the standard was adopted")
	v.date("adopted", s.Adopted)
	v.that("revised", len(s.Revised) <= MaxCodes, "has %d days, more than %d", len(s.Revised), MaxCodes)
	last := s.Adopted
	for _, d := range s.Revised {
		v.that("revised", d.Valid(), "is a day such as 2024-05-31, not %q", d)
		v.that("revised", last < d, "is in order, after adopted")
		last = d
	}
	v.tree(s)
}

func (v *validator) tree(s Standard) {
	v.that("tree", len(s.Tree) <= MaxProvisions, "has %d provisions, more than %d", len(s.Tree), MaxProvisions)
	seen := make(map[string]bool, len(s.Tree))
	inRule := false
	for _, p := range s.Tree {
		if v.err != nil {
			return
		}
		instrument, _, err := ParseAddress(p.Address)
		if err != nil {
			v.that("tree: address", false, "is %v", err)
			return
		}
		v.that("tree: address", instrument == s.Instrument, "%q does not begin with the instrument %q", p.Address, s.Instrument)
		v.that("tree: address", !seen[p.Address], "%q is given twice", p.Address)
		seen[p.Address] = true
		depth := p.Level.depth()
		v.that("tree: level", depth > 0, "of %s is part, section, rule or paragraph, not %q", p.Address, p.Level)
		v.that("tree: level", depth < 4 || inRule, "of %s is paragraph, and no rule stands before it", p.Address)
		inRule = depth == 3 || inRule && depth == 4
		v.codes("tree: topics", p.Topics, Topics())
	}
}

// Depths says for each provision of the tree in how many others it lies. The slice is in the order of the tree.
func (s Standard) Depths() []int {
	depths := make([]int, len(s.Tree))
	var open []int // levels of the provisions around the present one
	for i, p := range s.Tree {
		level := p.Level.depth()
		for len(open) > 0 && open[len(open)-1] >= level {
			open = open[:len(open)-1]
		}
		depths[i] = len(open)
		open = append(open, level)
	}
	return depths
}

// follows checks that the texts hold the provisions of the tree in its order: the primary text all of them, the others
// those that are translated. A text whose blocks were not read is left out.
func (v *validator) follows(d Version) {
	primary, _ := d.Primary()
	at := make(map[string]int, len(d.Standard.Tree))
	for i, p := range d.Standard.Tree {
		at[strings.TrimPrefix(p.Address, d.Standard.Instrument+"/")] = i + 1
	}
	for _, t := range d.Texts {
		if len(t.Blocks) > 0 {
			continue
		}
		held, last := 0, 0
		for _, s := range t.Sections {
			if s.ID == "" {
				continue
			}
			i := at[s.ID]
			v.that("sections", i > 0, "in %q names the provision %q, which is not in the tree", t.Language, s.ID)
			v.that("sections", i == 0 || i > last, "in %q has the provision %q out of the tree's order", t.Language, s.ID)
			held, last = held+1, i
		}
		v.that("sections", t.Language != primary.Language || held == len(d.Standard.Tree),
			"in %q has %d of the %d provisions of the tree", t.Language, held, len(d.Standard.Tree))
	}
}
