package stage

import (
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Standing is a stage with the day on which it began: all data of the past that
// stable stages need. The zero Standing is a customer without one.
type Standing struct {
	Stage Stage       `json:"stage"`
	Since loyalty.Day `json:"since"`
}

// Advance is the standing as of now, from an earlier standing. It differs from
// [Policy.Stage] in two ways, so that no customer switches back and forth at a border:
//
//   - A degree (not often, lapsing, lost, dead) has one threshold to enter and a
//     better one to leave: lapsing below a probability of .30, out of it at .40
//     (Chances; on the rungs that count days, Policy.Slack).
//   - A stage lasts for at least Policy.DwellDays, unless the customer acts: a
//     purchase, a contact or an answer changes it on their own day.
//
// It is a pure function that makes every change between the two times on its own day.
// To advance to Monday and then to Friday is to advance to Friday. So the hour of a
// nightly run, an outage or a repeated event changes nothing.
//
// Three rules make the order of events irrelevant, too:
//
//  1. A history is the same in any order.
//  2. Before an event of day d is added, advance to d with the history as it was.
//  3. An event with a day before the history's last purchase needs an earlier
//     standing, which is lost. Use [Policy.Replay] over the customer's days instead.
//
// By rule 2 every standing is that of Replay, so rule 3 can be used at any time.
func (p Policy) Advance(s Standing, h History, now time.Time) Standing {
	if !p.ready() {
		return Standing{}
	}
	return p.advance(s, &h, base.ShopDay(now, p.Zone), nil)
}

// NextAdvance is the next change of [Policy.Advance] by time alone. It is false if
// there is none before the year 10000.
func (p Policy) NextAdvance(s Standing, h History, now time.Time) (Change, bool) {
	if !p.ready() {
		return Change{}, false
	}
	today := base.ShopDay(now, p.Zone)
	s = p.advance(s, &h, today, nil)
	if from := p.start(s, &h); from > today {
		then := p.settle(s, &h, from)
		if then.Stage != s.Stage {
			return Change{At: base.DayStart(from, p.Zone), To: then.Stage}, true
		}
		s, today = then, from
	}
	next, day, ok := p.step(s, &h, today)
	if !ok {
		return Change{}, false
	}
	return Change{At: base.DayStart(day, p.Zone), To: next.Stage}, true
}

// Replay is the standing as of now from the days of purchase, in any order; a repeated
// day counts once. Days out of the range of a history are [loyalty.Problems]; days after
// now are left out.
func (p Policy) Replay(days []loyalty.Day, now time.Time) (Standing, error) {
	if err := p.Validate(); err != nil {
		return Standing{}, err
	}
	p.ready()
	sorted := sortedDays(days)
	if fault, ok := orderFault(0, loyalty.History{Days: sorted}); !ok {
		return Standing{}, loyalty.Problems{fault}
	}
	r := replay{policy: &p}
	today := base.ShopDay(now, p.Zone)
	for _, d := range sorted {
		if d > today {
			break
		}
		r.buy(d)
	}
	return r.at(today), nil
}

// A replay follows one customer through the days.
type replay struct {
	policy   *Policy
	history  History
	standing Standing
	moved    func(from Stage, to Standing) // told of every move; nil: nobody is
}

// buy advances to a day and adds a purchase. Days come in order.
func (r *replay) buy(d loyalty.Day) {
	r.at(d)
	_ = r.history.Add(d, 0) // the day was checked
}

// at advances to a day.
func (r *replay) at(d loyalty.Day) Standing {
	r.standing = r.policy.advance(r.standing, &r.history, d, r.moved)
	return r.standing
}

// advance goes from one standing to the next, and tells of every move.
func (p *Policy) advance(s Standing, h *History, today loyalty.Day, moved func(from Stage, to Standing)) Standing {
	from := p.start(s, h)
	if from > today { // the clock stands before what is known
		return s
	}
	next, day := p.settle(s, h, from), from
	for {
		if moved != nil && next.Stage != s.Stage {
			moved(s.Stage, next)
		}
		s = next
		var ok bool
		if next, day, ok = p.step(s, h, day); !ok || day > today {
			return s
		}
	}
}

// start is the day from which on the history as it is has to be followed: the last
// purchase, or what the standing was found by if that is later.
func (p *Policy) start(s Standing, h *History) loyalty.Day {
	if s.Since > 0 || s.Stage != Unknown {
		return max(s.Since, h.known())
	}
	return h.known()
}

// settle is the standing on a day after what is known by then. The facts of the very
// day count at once; otherwise a stage must have stood long enough.
func (p *Policy) settle(s Standing, h *History, d loyalty.Day) Standing {
	v, ok := p.judgeWithout(h, d)
	if !ok {
		b := p.buyer(h)
		gone := b.degree(d, false)
		if was := s.degree(gone); was > gone { // held above it, down to the other threshold
			gone = min(was, b.degree(d, true))
		}
		v = b.stageOf(gone, d)
	}
	if v.stage == s.Stage && s.Since > 0 {
		return s
	}
	if s.Since == 0 || p.fact(h, d) || d >= s.Since+loyalty.Day(p.DwellDays) {
		return Standing{Stage: v.stage, Since: d}
	}
	return s
}

// degree is how far gone a customer of that standing was; of a stage that says nothing
// of it, as far as now.
func (s Standing) degree(now degree) degree {
	switch {
	case s.Stage >= Lapsing:
		return lapsing + degree(s.Stage-Lapsing)
	case s.Stage == Active || s.Stage == Loyal:
		return often
	case s.Stage == SecondPurchase:
		return quiet
	}
	return now
}

// fact tells whether the customer did something on that day, or the account changed.
func (p *Policy) fact(h *History, d loyalty.Day) bool {
	return h.Bought() && d == h.Last() || d == h.Contacted || d == h.Answered || d == h.Closed || d == h.Blocked
}

// step is the next standing after a day, and when it begins. A standing that is held
// above its degree asks for no day of its own: when it is ripe, settle looks at the
// other threshold, and after that silence can only carry the degree further up.
func (p *Policy) step(s Standing, h *History, after loyalty.Day) (Standing, loyalty.Day, bool) {
	for d := after; ; {
		next := base.LastClockDay + 1
		if day, ok := p.nextDay(h, d); ok {
			next = day
		}
		if ripe := s.Since + loyalty.Day(p.DwellDays); ripe > d {
			next = min(next, ripe)
		}
		if next > base.LastClockDay {
			return s, 0, false
		}
		if then := p.settle(s, h, next); then != s {
			return then, next, true
		}
		d = next
	}
}
