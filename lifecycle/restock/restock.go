package restock

import (
	"cmp"
	"math"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Policy decides when to remind a customer to buy a category again (复购提醒). The zero
// Policy is usable.
type Policy struct {
	// Zone is the shop's zone: it decides when a day begins. Default: China.
	Zone *time.Location
	// Lead is the number of days from the reminder to the end of the customer's supply, 7 to
	// 10 by the textbook. Default: 7. Negative: none, the reminder comes on the day itself.
	Lead int
	// OwnGaps is the number of a customer's own gaps from which their rhythm replaces the
	// usage period of the product. Default: 3.
	OwnGaps int
	// GiftDays is the number of days of the one-month gift. Default: 7.
	GiftDays int
}

func (r Policy) filled() Policy {
	r.Lead = cmp.Or(r.Lead, 7)
	r.OwnGaps = cmp.Or(r.OwnGaps, 3)
	r.GiftDays = cmp.Or(r.GiftDays, 7)
	r.Lead = min(max(r.Lead, 0), base.LongestDays)
	r.OwnGaps = max(r.OwnGaps, 1)
	r.GiftDays = min(max(r.GiftDays, 1), base.LongestDays)
	return r
}

// A Phase is a customer's phase between two purchases of a category, or before the second
// purchase of all.
type Phase string

// The phases, in their order.
const (
	Unknown Phase = "unknown" // of a Due, see the reason; of a MonthGift, never bought, or the time is before the purchase

	// Of a Due.
	Stocked  Phase = "stocked"   // the customer has enough
	Remind   Phase = "remind"    // the reminder is due (复购提醒)
	Late     Phase = "late"      // three in four customers would have bought
	HandOver Phase = "hand-over" // 19 in 20 would have: a case for win-back

	// Of a MonthGift.
	MonthGiftNotYet   Phase = "not-yet"   //
	MonthGiftDue      Phase = "due"       //
	MonthGiftOver     Phase = "over"      //
	MonthGiftCameBack Phase = "came-back" // has bought again
)

// A Source says what the dates are based on.
type Source string

// The sources.
const (
	ByOwnRhythm   Source = "own-rhythm"   // the customer's own gaps, leaning on the shop's
	ByUsagePeriod Source = "usage-period" // days for one piece times the pieces
	ByShopRhythm  Source = "shop-rhythm"  // the gaps of the category's or the shop's customers
	NoSource      Source = "none"         // neither is known
)

// A Reason is the reason why a phase is unknown.
type Reason string

// The reasons.
const (
	NeverBoughtIt Reason = "never-bought" // no purchase of the category
	BoughtLater   Reason = "clock-behind" // the last purchase is after now
	NoPeriod      Reason = "no-period"    // both rhythm and usage period are unknown
)

// A Due is the expected time of a customer's next purchase of a category.
type Due struct {
	Phase  Phase       `json:"phase"`
	Reason Reason      `json:"reason,omitempty"` // why the phase is unknown
	Source Source      `json:"source"`
	On     loyalty.Day `json:"on"`
	Last   loyalty.Day `json:"last"`   // day of the last purchase
	Pieces int         `json:"pieces"` // pieces bought on it; 0: unknown

	ByUse    loyalty.Measure `json:"by_use"`    // days from the last purchase until all is used up; the base is pieces
	ByRhythm loyalty.Measure `json:"by_rhythm"` // median days to the next purchase, with the middle 80 %; the base is the customer's gaps
	Lead     int             `json:"lead"`

	Remind   loyalty.Day `json:"remind"`    // first day of the reminder
	Wanted   loyalty.Day `json:"wanted"`    // expected day of the next purchase
	Late     loyalty.Day `json:"late"`      // first day of being late
	HandOver loyalty.Day `json:"hand_over"` // first day as a case for win-back

	Next  Change         `json:"next"`            // by time alone; its At is zero if there is none
	Flags []loyalty.Flag `json:"flags,omitempty"` // Textbook: the spread is the textbook's; Estimated: the pieces are the customer's usual
}

// A Change is the next change of phase by time alone.
type Change struct {
	At time.Time `json:"at"` // the start of a day in the shop's zone
	To Phase     `json:"to"`
}

// A spread is the quantiles of the days to the next purchase.
type spread struct{ q25, median, q75, q95 float64 }

// textbookSpread is about one where nothing is known of how gaps spread: that of a
// gamma law with shape 5, the regularity of goods that are used up.
var textbookSpread = spread{.72, 1, 1.34, 1.96}

func (s spread) times(by float64) spread {
	return spread{s.q25 * by, s.median * by, s.q75 * by, s.q95 * by}
}

// Due is the expected time of the customer's next purchase of the category. A date can have
// two sources:
//
//   - the usage period: the days for one piece, times the pieces, with the rest of earlier
//     purchases used first. lasts 0: the days for one piece are unknown.
//   - the rhythm: the quantiles of the customer's next gap by the gap model, which leans on
//     the shop if the customer has few gaps. It is multiplied by the pieces bought last if
//     the model counts days per piece. Without a model it is the mean of the customer's own
//     gaps, per piece if the pieces of all days are known.
//
// With Policy.OwnGaps gaps or more, the customer's rhythm decides. With fewer, the usage
// period sets the middle and the model the spread; without a usage period the model sets
// both. The reminder is due from max(25 % quantile, median − Lead) on. From the 75 % quantile
// on the customer is late, from the 95 % quantile on it is a case for win-back. Days are
// rounded up, and each phase lasts at least a day. So even perfectly regular customers get a
// reminder.
func (r Policy) Due(u Usage, rhythm Rhythm, lasts float64, now time.Time) Due {
	r = r.filled()
	due := Due{Phase: Unknown, Source: NoSource, On: base.ShopDay(now, r.Zone), Lead: r.Lead}
	last, pieces, ok := u.Last()
	due.Last, due.Pieces = last, pieces
	due.numbers(&u, rhythm, lasts)
	switch {
	case !ok:
		due.Reason = NeverBoughtIt
		return due
	case due.On < last:
		due.Reason = BoughtLater
	}
	s, ok := due.spread(&u, rhythm, r.OwnGaps)
	if !ok {
		due.Reason = NoPeriod
		return due
	}
	due.Remind = last + wholeDays(max(s.q25, s.median-float64(r.Lead)))
	due.Wanted = last + wholeDays(s.median)
	due.Late = max(last+wholeDays(s.q75), due.Remind+1)
	due.HandOver = max(last+wholeDays(s.q95), due.Late+1)
	due.Phase = due.phase(due.On)
	for _, day := range []loyalty.Day{last, due.Remind, due.Late, due.HandOver} {
		if day > due.On && due.phase(day) != due.Phase {
			due.Next = Change{At: base.DayStart(day, r.Zone), To: due.phase(day)}
			break
		}
	}
	return due
}

func (d *Due) phase(on loyalty.Day) Phase {
	switch {
	case on < d.Last:
		return Unknown
	case on >= d.HandOver:
		return HandOver
	case on >= d.Late:
		return Late
	case on >= d.Remind:
		return Remind
	}
	return Stocked
}

// maxRestockDays is beyond what a restock date makes sense; what would be later is put
// there.
const maxRestockDays = base.LongestDays

// wholeDays rounds up, a hair apart.
func wholeDays(days float64) loyalty.Day { return loyalty.Day(math.Ceil(days - 1e-9)) }

// numbers are the two estimates.
func (d *Due) numbers(u *Usage, rhythm Rhythm, lasts float64) {
	usual, known := u.usualPieces()
	if d.Pieces == 0 && !known {
		usual = 1
	}
	const useMethod = "usage period of a piece times pieces, what was left used first"
	d.ByUse = loyalty.Unknown(loyalty.ZeroBase, d.Pieces, useMethod)
	switch used := u.usedUp(lasts, usual); {
	case u.n == 0 || lasts == 0:
	case !(lasts > 0) || !(used <= maxRestockDays):
		d.ByUse.Why = loyalty.Impossible
	case used > 0:
		d.ByUse = loyalty.Measure{OK: true, Value: used, Base: d.Pieces, Method: useMethod}
	}
	gaps, perUnit := u.gapsBy(rhythm)
	d.ByRhythm = loyalty.Unknown(loyalty.BelowMinBase, gaps.N, "gap model")
	if rhythm.Model.Validate() == nil {
		d.ByRhythm = rhythm.Model.Median(gaps)
		for _, f := range rhythm.Flags {
			d.ByRhythm = d.ByRhythm.With(f)
		}
	} else if gaps.N > 0 {
		d.ByRhythm = loyalty.Measure{OK: true, Value: gaps.Sum / float64(gaps.N), Base: gaps.N, Method: "mean of the customer's own gaps", Flags: []loyalty.Flag{loyalty.Textbook}}
		if perUnit {
			d.ByRhythm.Method += " per piece, times the pieces bought last"
		}
	}
	if perUnit {
		by := float64(d.Pieces)
		if by == 0 {
			by = usual
		}
		d.ByRhythm.Value, d.ByRhythm.Lo, d.ByRhythm.Hi = d.ByRhythm.Value*by, d.ByRhythm.Lo*by, d.ByRhythm.Hi*by
	}
	if !(d.ByRhythm.Hi <= math.MaxFloat64) || !(d.ByRhythm.Value <= math.MaxFloat64) {
		d.ByRhythm = loyalty.Unknown(loyalty.Impossible, gaps.N, "gap model")
	}
	if d.Pieces == 0 && u.n > 0 && (perUnit || d.ByUse.OK) {
		d.Flags = append(d.Flags, loyalty.Estimated)
	}
}

// spread combines them.
func (d *Due) spread(u *Usage, rhythm Rhythm, ownGaps int) (spread, bool) {
	gaps, _ := u.gapsBy(rhythm)
	about := textbookSpread // one
	modelled := false
	if rhythm.Model.Validate() == nil {
		about, modelled = modelSpread(rhythm.Model, gaps)
	}
	if !modelled {
		about = textbookSpread
	}
	own := gaps.N >= ownGaps
	middle := d.ByRhythm.Value
	switch {
	case own && d.ByRhythm.OK:
		d.Source = ByOwnRhythm
	case d.ByUse.OK:
		d.Source, middle = ByUsagePeriod, d.ByUse.Value
	case modelled && d.ByRhythm.OK:
		d.Source = ByShopRhythm
	default:
		return spread{}, false
	}
	s := about.times(middle)
	if !(s.median > 0) || !(s.median <= maxRestockDays) {
		d.Source = NoSource
		return spread{}, false
	}
	s.q75, s.q95 = min(s.q75, maxRestockDays), min(s.q95, maxRestockDays) // customers who differ widely have no end
	if !modelled {
		d.Flags = append(d.Flags, loyalty.Textbook)
	}
	return s, true
}

// modelSpread is that of the next gap, about one.
func modelSpread(m loyalty.GapModel, gaps loyalty.GapState) (spread, bool) {
	var q [4]float64
	for i, p := range [...]float64{.25, .5, .75, .95} {
		value, ok := m.Quantile(gaps, p)
		if !ok || !(value > 0) {
			return spread{}, false
		}
		q[i] = value
	}
	return spread{q[0], q[1], q[2], q[3]}.times(1 / q[1]), true
}
