package measure

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Measure picks one figure of a tally.
type Measure func(Tally) Ratio

// resamples is how often documents are drawn anew for an interval.
const resamples = 1000

// Interval is the range of nineteen in twenty for a figure, by drawing documents anew (Efron 1979), the same each time.
func Interval(documents []Tally, m Measure) (low, high float64) {
	if len(documents) == 0 {
		return 0, 0
	}
	ratios := make([]Ratio, len(documents))
	for i, d := range documents {
		ratios[i] = m(d)
	}
	chance := rand.New(rand.NewPCG(1, uint64(len(documents))))
	values := make([]float64, resamples)
	for i := range values {
		var sum Ratio
		for range ratios {
			sum.add(ratios[chance.IntN(len(ratios))])
		}
		values[i] = sum.Value()
	}
	slices.Sort(values)
	return values[resamples/40], values[resamples-1-resamples/40]
}

// Wilson is the range of nineteen in twenty for a share of independent things, also where none or all are (Wilson 1927).
func Wilson(r Ratio) (low, high float64) {
	if r.All == 0 {
		return 0, 1
	}
	const z = 1.96
	p, n := r.Value(), r.All
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, middle-half), min(1, middle+half)
}
