package exchange

import "slices"

// runs is a set of entries, kept as sorted runs that neither touch nor overlap: small as long as its members lie
// together, which is how entries go missing and arrive.
type runs []Run

func (r Run) end() uint64 { return r.From + r.Count }

// add puts [from, to) into the set.
func (s runs) add(from, to uint64) runs {
	if from >= to {
		return s
	}
	i, _ := slices.BinarySearchFunc(s, from, func(r Run, at uint64) int {
		if r.end() < at {
			return -1
		}
		return 1
	})
	j := i
	for j < len(s) && s[j].From <= to {
		from, to = min(from, s[j].From), max(to, s[j].end())
		j++
	}
	return slices.Replace(s, i, j, Run{From: from, Count: to - from})
}

// remove takes [from, to) out of the set.
func (s runs) remove(from, to uint64) runs {
	if from >= to {
		return s
	}
	i, _ := slices.BinarySearchFunc(s, from, func(r Run, at uint64) int {
		if r.end() <= at {
			return -1
		}
		return 1
	})
	j, rest := i, make([]Run, 0, 2)
	for j < len(s) && s[j].From < to {
		if s[j].From < from {
			rest = append(rest, Run{From: s[j].From, Count: from - s[j].From})
		}
		if s[j].end() > to {
			rest = append(rest, Run{From: to, Count: s[j].end() - to})
		}
		j++
	}
	return slices.Replace(s, i, j, rest...)
}

// has tells whether an entry is in the set.
func (s runs) has(entry uint64) bool {
	_, found := slices.BinarySearchFunc(s, entry, func(r Run, at uint64) int {
		if r.end() <= at {
			return -1
		}
		if r.From > at {
			return 1
		}
		return 0
	})
	return found
}

// count is the number of entries in the set.
func (s runs) count() uint64 {
	var n uint64
	for _, r := range s {
		n += r.Count
	}
	return n
}

// first returns the lowest entry, or otherwise if the set is empty.
func (s runs) first(otherwise uint64) uint64 {
	if len(s) == 0 {
		return otherwise
	}
	return s[0].From
}

// next returns up to n of the set's lowest entries that are in none of the others, as runs.
func (s runs) next(n uint64, without ...runs) runs {
	var found runs
	at := make([]int, len(without))
	for _, r := range s {
		for from := r.From; from < r.end() && n > 0; {
			to := min(r.end(), from+n)
			skip := uint64(0)
			for i, w := range without {
				for at[i] < len(w) && w[at[i]].end() <= from {
					at[i]++
				}
				if at[i] == len(w) || w[at[i]].From >= to {
					continue
				}
				if w[at[i]].From <= from {
					skip = max(skip, w[at[i]].end())
				} else {
					to = w[at[i]].From
				}
			}
			if skip > from {
				from = skip
				continue
			}
			found = found.add(from, to)
			n -= to - from
			from = to
		}
	}
	return found
}
