package stage

import (
	"fmt"
	"math"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

// Validate returns everything that is wrong with a policy as [loyalty.Problems], by field: days and
// orders that are negative or not finite, thresholds out of order, a rung without its
// model. Nil: the policy can be used.
func (p Policy) Validate() error {
	p = p.filled()
	var faults loyalty.Problems
	fault := func(field, format string, a ...any) {
		faults = append(faults, loyalty.Problem{Row: -1, Subject: field, Message: fmt.Sprintf(format, a...)})
	}
	if p.Rung > BuyProbability {
		fault("Rung", "unknown rung %d; they are 0 to %d", p.Rung, BuyProbability)
	}
	for _, n := range p.counts() {
		if n.value < 1 || n.value > base.LongestDays {
			fault(n.field, "%d; it is a number from 1 to %d", n.value, base.LongestDays)
		}
	}
	for _, n := range p.spans() {
		if !isSpan(n.value) {
			fault(n.field, "%v; it is a number of days above 0, up to %d", n.value, base.LongestDays)
		}
	}
	if !(p.Slack >= 0 && p.Slack < 1) {
		fault("Slack", "%v; it is a share from 0 to below 1", p.Slack)
	}
	d := p.Days
	if d.Lapsing > d.Lost || d.NewLapsing > d.NewLost {
		fault("Days", "lapsing (%v, new %v) comes before lost (%v, new %v)", d.Lapsing, d.NewLapsing, d.Lost, d.NewLost)
	}
	if p.Rung == GapQuantiles && p.Gaps.Validate() != nil {
		fault("Gaps", "K, A and B are %v, %v, %v; fit the policy, or take another rung", p.Gaps.K, p.Gaps.A, p.Gaps.B)
	}
	if p.Rung == BuyProbability {
		if err := p.Model.Validate(); err != nil {
			fault("Model", "%v; fit the policy, or take another rung", err)
		} else if !p.hasMBG() {
			fault("Model", "the family is %q; take btyd.MBG, or another rung", p.Model.Family)
		}
	}
	for _, b := range p.bands() {
		if !isBand(b.value) {
			fault(b.field, "%v; Enter and Leave are probabilities, Enter not above Leave", b.value)
		}
	}
	c := p.Chances
	if !falls(c.Quiet, c.Lapsing) || !falls(c.Lapsing, c.Lost) {
		fault("Chances", "%v, %v, %v; both sides of Quiet, Lapsing, Lost fall in this order", c.Quiet, c.Lapsing, c.Lost)
	}
	return faults.Err()
}

// sound tells whether Validate finds nothing, without saying what.
func (p *Policy) sound() bool {
	if p.Rung > BuyProbability || !(p.Slack >= 0 && p.Slack < 1) || p.Days.Lapsing > p.Days.Lost || p.Days.NewLapsing > p.Days.NewLost ||
		p.Rung == GapQuantiles && p.Gaps.Validate() != nil || !falls(p.Chances.Quiet, p.Chances.Lapsing) || !falls(p.Chances.Lapsing, p.Chances.Lost) {
		return false
	}
	for _, n := range p.counts() {
		if n.value < 1 || n.value > base.LongestDays {
			return false
		}
	}
	for _, n := range p.spans() {
		if !isSpan(n.value) {
			return false
		}
	}
	for _, b := range p.bands() {
		if !isBand(b.value) {
			return false
		}
	}
	return p.Rung != BuyProbability || p.hasMBG() && p.Model.Validate() == nil
}

func (p *Policy) hasMBG() bool { return p.Model.Family == btyd.MBG || p.Model.Family == "" }

type named[T any] struct {
	field string
	value T
}

func (p *Policy) counts() [5]named[int] {
	return [...]named[int]{
		{"InterestDays", p.InterestDays},
		{"DwellDays", p.DwellDays},
		{"AnswerDays", p.AnswerDays},
		{"ActiveOrders", p.ActiveOrders},
		{"LoyalOrders", p.LoyalOrders},
	}
}

func (p *Policy) spans() [7]named[float64] {
	d := &p.Days
	return [...]named[float64]{
		{"Horizon", p.Horizon},
		{"Days.Often", d.Often},
		{"Days.NewLapsing", d.NewLapsing},
		{"Days.NewLost", d.NewLost},
		{"Days.Lapsing", d.Lapsing},
		{"Days.Lost", d.Lost},
		{"Days.Dead", d.Dead},
	}
}

func (p *Policy) bands() [4]named[Band] {
	c := &p.Chances
	return [...]named[Band]{
		{"Chances.Quiet", c.Quiet}, {"Chances.Lapsing", c.Lapsing}, {"Chances.Lost", c.Lost}, {"Chances.Dead", c.Dead},
	}
}

func isSpan(days float64) bool { return days > 0 && days <= base.LongestDays }

func isBand(b Band) bool {
	return b.Enter > 0 && b.Enter <= b.Leave && b.Leave < 1 && !math.IsNaN(b.Leave)
}

// falls tells whether a threshold lies above the next one.
func falls(from, to Band) bool { return from.Enter >= to.Enter && from.Leave >= to.Leave }
