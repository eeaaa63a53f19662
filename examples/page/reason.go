package page

import "github.com/tiexin-go/tiexin/loyalty"

// Reason is a flag in words.
func (l Language) Reason(f loyalty.Flag) string {
	if f == FewAtRisk {
		return l.Pick("观察到那时的不足10人", "fewer than 10 watched for so long")
	}
	return l.Of(f.Text())
}

// Reasons are several flags in words; empty: none.
func (l Language) Reasons(all []loyalty.Flag) string { return l.Of(loyalty.FlagsText(all)) }

// FewAtRisk says that a curve of waiting has no number so far out: see [TooFew].
const FewAtRisk loyalty.Flag = "few-at-risk"

// fewAtRisk is from how many who are still watched on a curve is believed.
const fewAtRisk = 10

// TooFew says that a curve of waiting tells nothing at a time: fewer than ten are in it,
// or some were lost sight of before and fewer than ten were watched for so long.
func TooFew(spells []loyalty.Spell, time float64) bool {
	watched, lost := 0, 0
	for _, s := range spells {
		switch {
		case s.Time >= time:
			watched++
		case !s.Ended:
			lost++
		}
	}
	return len(spells) < fewAtRisk || lost > 0 && watched < fewAtRisk
}
