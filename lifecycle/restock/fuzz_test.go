package restock_test

import (
	"math"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/restock"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Whatever is bought, and whatever the rhythm: phases in their order, a next change
// that is one.
func FuzzRestock(f *testing.F) {
	f.Add(20_000, 30, 3, 2, 20.0, 1.5, 3.0, 40.0, true, int64(1_767_225_600), 7)
	f.Add(-1, 0, 9, -2, math.NaN(), 1e300, 1e-300, 1e300, false, int64(math.MaxInt64), -1)
	f.Fuzz(func(t *testing.T, first, gap, times, pieces int, lasts, k, a, b float64, perUnit bool, now int64, lead int) {
		var u restock.Usage
		for i := range min(max(times, 0), 50) {
			if err := u.Buy(loyalty.Day(first+i*gap), pieces); err == nil && i%3 == 2 {
				_ = u.Return(loyalty.Day(first+i*gap), pieces)
			}
		}
		r := restock.Policy{Lead: lead}
		rhythm := restock.Rhythm{Model: loyalty.GapModel{K: k, A: a, B: b}, PerUnit: perUnit}
		at := time.Unix(now, 0)
		due := r.Due(u, rhythm, lasts, at)
		due.Text()
		for _, m := range []loyalty.Measure{due.ByUse, due.ByRhythm} {
			if m.Value-m.Value != 0 || m.Lo-m.Lo != 0 || m.Hi-m.Hi != 0 {
				t.Fatalf("%+v", m)
			}
		}
		if due.Phase == restock.Unknown && due.Reason == "" {
			t.Fatalf("unknown without a reason: %+v", due)
		}
		if due.Remind > due.Late || due.Late > due.HandOver {
			t.Fatalf("%+v", due)
		}
		if next := due.Next; !next.At.IsZero() && (!next.At.After(at) || r.Due(u, rhythm, lasts, next.At).Phase != next.To || r.Due(u, rhythm, lasts, next.At.Add(-1)).Phase != due.Phase) {
			t.Fatalf("%s, then %+v", due.Phase, next)
		}
	})
}
