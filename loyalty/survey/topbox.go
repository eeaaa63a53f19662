package survey

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// TopBox is the share, from 0 to 1, of answers in the k highest points of a scale.
// For k = 2 it is the top-2-box satisfaction (满意度): people who answered 4 or 5 of
// 5. The scale is one of points. Method names their number, since 4 of 5 and 6 of 7
// are not the same share. The interval is Wilson's (1927, Journal of the American
// Statistical Association 22(158)); level 0 is 0.95.
//
// Answers that are not points of the scale are [loyalty.Problems], by position.
func TopBox(answers []float64, scale Scale, k int, level float64) (loyalty.Measure, error) {
	level, err := levelOr(level)
	if err != nil {
		return loyalty.Measure{}, err
	}
	if err := scale.check(); err != nil {
		return loyalty.Measure{}, err
	}
	if scale.Kind == Amount || k < 1 || k >= scale.points() {
		return loyalty.Measure{}, zh.Error("survey: %[2]s has no top-%[1]d-box; take from 1 to one less than the points of the scale", k, scale.text())
	}
	var faults loyalty.Problems
	boxed := 0
	for row, a := range answers {
		if problem := scale.refuses(a); !problem.Empty() {
			faults = append(faults, fault(row, "", problem))
		} else if a >= scale.topFrom(k)-tiny*(scale.Max-scale.Min) {
			boxed++
		}
	}
	if err := faults.Err(); err != nil {
		return loyalty.Measure{}, err
	}
	return share(boxed, len(answers), level, topMethod(k, scale)), nil
}

func topMethod(k int, scale Scale) string {
	return fmt.Sprintf("top-%d-box of %d points", k, scale.points())
}

// share is k of n with Wilson's interval.
func share(k, n int, level float64, method string) loyalty.Measure {
	method += ", Wilson interval"
	if n == 0 {
		return loyalty.Unknown(loyalty.ZeroBase, 0, method)
	}
	m := loyalty.Measure{OK: true, Value: float64(k) / float64(n), Base: n, Level: level, Method: method}
	m.Lo, m.Hi = loyalty.Wilson(k, n, level)
	return m
}
