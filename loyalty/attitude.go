package loyalty

import (
	"fmt"
	"math"
	"slices"
)

// RelativeAttitude is a customer's opinion of the shop compared with the rival they
// like best. It is their own score less the highest of the others, in points of the
// scale. So a scale from 1 to 5 becomes one from −4 to 4 with its middle at 0. A
// customer who likes all shops alike is not attached to any of them (Dick & Basu
// 1994: strength and differentiation of an attitude).
//
// All measures are on one scale. Their errors are taken as independent, and the
// interval is normal at [Level]. Without any known rival the result is unknown
// ([NoCategoryData]): use an attitude without comparison as it is, on its own scale.
// A missing interval is not an error; the flag [Estimated] reports it. Values that
// are not numbers are an error.
func RelativeAttitude(own Measure, rivals ...Measure) (Measure, error) {
	const method = "attitude less that to the best rival"
	var plain Axis
	if problem := plain.offScale(own); problem != "" {
		return Measure{}, fmt.Errorf("loyalty: an attitude %s", problem)
	}
	best := Measure{}
	for i, rival := range rivals {
		if problem := plain.offScale(rival); problem != "" {
			return Measure{}, fmt.Errorf("loyalty: an attitude to rival %d %s", i+1, problem)
		}
		if rival.OK && (!best.OK || rival.Value > best.Value) {
			best = rival
		}
	}
	switch {
	case !own.OK && own.Why != "":
		return Unknown(own.Why, own.Base, method), nil
	case !own.OK:
		return Unknown(NoSurvey, own.Base, method), nil
	case !best.OK:
		return Unknown(NoCategoryData, own.Base, method), nil
	}
	m := Measure{OK: true, Value: own.Value - best.Value, Base: min(own.Base, best.Base), Method: method}
	for _, f := range slices.Concat(own.Flags, best.Flags) {
		m = m.With(f)
	}
	if own.Level == 0 || best.Level == 0 {
		m = m.With(Estimated)
	}
	if own.Level > 0 || best.Level > 0 {
		half := normalWidth(Level) * math.Hypot(spread(own), spread(best))
		m.Lo, m.Hi, m.Level = m.Value-half, m.Value+half, Level
	}
	return m.finite(), nil
}
