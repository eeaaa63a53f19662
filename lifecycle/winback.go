package lifecycle

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A WinBackTier is the value of a customer who left.
type WinBackTier string

// The tiers.
const (
	FewOrders  WinBackTier = "few-orders"  // one or two purchases
	ManyOrders WinBackTier = "many-orders" // three or more
	HighValue  WinBackTier = "high-value"  // three or more, and worth at least WinBackOptions.HighValue
)

// WinBackTiers are the tiers, the least valuable first.
func WinBackTiers() []WinBackTier { return []WinBackTier{FewOrders, ManyOrders, HighValue} }

// A WinBackCustomer is a customer who is lapsing, lost or dead.
type WinBackCustomer struct {
	ID      string
	Dead    bool           // lost, without an answer to win-back
	Orders  int            // all purchases; from 1
	Value   loyalty.Signal // turnover in yuan of the next twelve months if the customer returns
	Refused bool           // the consent to marketing was revoked
	// Complaint is true if a complaint or refund of the customer is not settled yet.
	Complaint bool
	Signals   WinBackSignals
}

// WinBackOptions configure the win-back. The zero WinBackOptions are usable.
type WinBackOptions struct {
	Zone *time.Location // the shop's zone. Default: calendar.China
	// HighValue is the lowest value of a high-value customer with three or more orders. The
	// threshold of the shop's top fifth is a good one (loyalty.TierByValue). Default: no
	// customer is of high value, since amounts differ between shops.
	HighValue tiexin.Money
	// Margin is the gross margin (毛利率), as a share of turnover: above 0, at most 1. Default:
	// unknown, so that the permitted spending is unknown; see WinBackPlan.Worth.
	Margin float64
	// Evidence is the lowest score of an accepted cause. Default: 0.5.
	Evidence float64
	// Chances are the assumed chances of return. Default: DefaultWinBackChances.
	Chances WinBackChances
	// Book is the table of actions. Default: DefaultWinBackBook.
	Book WinBackBook
	// Festivals are the large shopping days; only then are dead customers contacted. Default:
	// 双11 and 618.
	Festivals []calendar.SpecialDay
}

func (o WinBackOptions) filled() WinBackOptions {
	if o.Zone == nil {
		o.Zone = calendar.China
	}
	o.Evidence = cmp.Or(o.Evidence, .5)
	if o.Chances == nil {
		o.Chances = DefaultWinBackChances()
	}
	if o.Book == nil {
		o.Book = ownWinBackBook()
	}
	if o.Festivals == nil {
		o.Festivals = []calendar.SpecialDay{calendar.Double11, calendar.Day618}
	}
	return o
}

// NoMargin flags an amount that is sales and not profit, since the margin is unknown.
const NoMargin loyalty.Flag = "no-margin"

// A WinBackVerdict says whether to win a customer back at this time.
type WinBackVerdict string

// The verdicts.
const (
	WinBack      WinBackVerdict = "win-back"
	Wait         WinBackVerdict = "wait"  // not yet; Next says until when, if time alone changes it
	LeaveInPeace WinBackVerdict = "leave" // this shop has no answer to the cause
)

// A WinBackReason is the reason of a verdict.
type WinBackReason string

// The reasons, in the order in which they are checked.
const (
	WinBackRefused   WinBackReason = "consent-withdrawn" // nothing is sent, for any value of the customer
	WinBackComplaint WinBackReason = "complaint-open"    // settle it first
	WinBackDead      WinBackReason = "dead-no-festival"  // only on the largest festivals
	WinBackStop      WinBackReason = "book-says-stop"    // the book has no offer for the cause
	WinBackFestival  WinBackReason = "festival"          // dead, on a large shopping day
	WinBackLost      WinBackReason = "lost"              // lapsing or lost
)

// A WinBackPlan is the plan for one customer who left (流失挽回).
type WinBackPlan struct {
	Customer string
	Tier     WinBackTier
	Causes   []LeavingFinding // all examined causes, the highest score first, unknown ones last
	Taken    []LeavingCause   // the accepted causes; UnknownCause alone if there is none
	Verdict  WinBackVerdict
	Reason   WinBackReason
	Plays    []WinBackPlay // actions to take and to avoid, for the causes in their order

	// Chance is the probability that the customer returns, for the worst of the accepted
	// causes, since each alone can prevent it. Its base is the shop's own customers of that
	// cause. It includes customers who would have returned anyway, so it is not the effect of
	// the win-back.
	Chance loyalty.Measure
	// Worth is in yuan, and of the next twelve months. With a Margin it is
	//
	//	Value × Chance × Margin
	//
	// the expected gross profit (期望毛利): the most that the shop may spend on this customer,
	// and less if many return anyway. Without one it is Value × Chance, the expected sales
	// (期望销售额), flagged [NoMargin]: do not spend that much.
	Worth loyalty.Measure

	Next time.Time // when time alone changes the verdict; zero: never
}

// PlanWinBack returns a plan for each customer who left, in their order, at a time. A verdict
// checks refusal first, then complaints, then the stage dead; the book comes last.
//
// The error is [loyalty.Problems] for customers without id or orders, named twice or with
// impossible signals, or that of unusable options or festivals.
func PlanWinBack(customers []WinBackCustomer, now time.Time, o WinBackOptions) ([]WinBackPlan, error) {
	o = o.filled()
	if err := o.fault(); err != nil {
		return nil, err
	}
	if err := winBackFaults(customers).Err(); err != nil {
		return nil, err
	}
	festival, change, err := festivalAt(o.Festivals, now, o.Zone)
	if err != nil {
		return nil, err
	}
	plans := make([]WinBackPlan, len(customers))
	for i := range customers {
		plans[i] = customers[i].plan(festival, change, o)
	}
	return plans, nil
}

func (o WinBackOptions) fault() error {
	switch {
	case !(o.Evidence > 0 && o.Evidence <= 1):
		return fmt.Errorf("lifecycle: a cause is one from a score of %v; it lies above 0, at most at 1", o.Evidence)
	case !(o.Margin >= 0 && o.Margin <= 1):
		return fmt.Errorf("lifecycle: a margin of %v; it is a share of turnover above 0, at most 1, or 0 where it is not known", o.Margin)
	case o.HighValue < 0:
		return fmt.Errorf("lifecycle: high value begins at %s; it cannot be negative", o.HighValue)
	}
	if err := o.Chances.Validate(); err != nil {
		return fmt.Errorf("lifecycle: chances of winning back: %w", err)
	}
	if err := o.Book.Validate(); err != nil {
		return fmt.Errorf("lifecycle: win-back book: %w", err)
	}
	return nil
}

func winBackFaults(customers []WinBackCustomer) loyalty.Problems {
	var faults loyalty.Problems
	rows := make(map[string]int, len(customers))
	for row := range customers {
		c := &customers[row]
		report := func(format string, args ...any) {
			faults = append(faults, loyalty.Problem{Row: row, Subject: c.ID, Message: fmt.Sprintf(format, args...)})
		}
		first, twice := rows[c.ID]
		switch {
		case c.ID == "":
			report("has no id")
		case twice:
			report("is the same customer as row %d", first)
		default:
			rows[c.ID] = row
		}
		if c.Orders < 1 {
			report("has %d orders; a customer who never bought cannot be won back", c.Orders)
		}
		if v := c.Value; v.Known && !(v.Value >= 0 && v.Value <= 1e12) {
			report("has a value of %v yuan; it is a number from 0 to 1e12", v.Value)
		}
		for _, problem := range c.Signals.problems() {
			report("%s", problem)
		}
	}
	return faults
}

func (c *WinBackCustomer) tier(o WinBackOptions) WinBackTier {
	switch {
	case c.Orders <= 2:
		return FewOrders
	case o.HighValue > 0 && c.Value.Known && math.Round(c.Value.Value*100) >= float64(o.HighValue):
		return HighValue
	}
	return ManyOrders
}

func (c *WinBackCustomer) plan(festival bool, change time.Time, o WinBackOptions) WinBackPlan {
	p := WinBackPlan{Customer: c.ID, Tier: c.tier(o), Causes: c.Signals.Causes()}
	for _, f := range p.Causes {
		if f.Known && f.Score >= o.Evidence {
			p.Taken = append(p.Taken, f.Of)
		}
	}
	if len(p.Taken) == 0 {
		p.Taken = []LeavingCause{UnknownCause}
	}
	p.Plays = o.Book.For(p.Tier, p.Taken...)
	p.Chance = o.Chances.worst(p.Taken)
	p.Worth = worthOf(c.Value, p.Chance, o.Margin)
	stop := slices.ContainsFunc(p.Plays, func(play WinBackPlay) bool { return play.Stop })
	switch {
	case c.Refused:
		p.Verdict, p.Reason = LeaveInPeace, WinBackRefused
	case c.Complaint:
		p.Verdict, p.Reason = Wait, WinBackComplaint
	case stop:
		p.Verdict, p.Reason = LeaveInPeace, WinBackStop
	case c.Dead && !festival:
		p.Verdict, p.Reason, p.Next = Wait, WinBackDead, change
	case c.Dead:
		p.Verdict, p.Reason, p.Next = WinBack, WinBackFestival, change
	default:
		p.Verdict, p.Reason = WinBack, WinBackLost
	}
	if p.Verdict != WinBack {
		p.Plays = slices.DeleteFunc(p.Plays, func(play WinBackPlay) bool { return !play.Stop })
	}
	return p
}

func worthOf(value loyalty.Signal, chance loyalty.Measure, margin float64) loyalty.Measure {
	method, yuan := "value if the customer returns × chance × margin", value.Value*margin
	if margin == 0 {
		method, yuan = "value if the customer returns × chance", value.Value
	}
	if !value.Known || !chance.OK {
		return loyalty.Unknown(loyalty.ZeroBase, 0, method)
	}
	m := chance
	m.Value, m.Lo, m.Hi, m.Method = m.Value*yuan, m.Lo*yuan, m.Hi*yuan, method
	if margin == 0 {
		m = m.With(NoMargin)
	}
	return m
}

// festivalAt says whether an instant lies in one of the days, and when that changes;
// without days, never.
func festivalAt(days []calendar.SpecialDay, now time.Time, zone *time.Location) (on bool, change time.Time, err error) {
	covered := func(at time.Time) (bool, error) {
		for _, day := range days {
			if yes, err := day.Covers(calendar.DateOf(at, zone)); err != nil || yes {
				return yes, err
			}
		}
		return false, nil
	}
	if on, err = covered(now); err != nil {
		return false, time.Time{}, err
	}
	// A day may begin or end within another: then nothing changes yet.
	for at := now; len(days) > 0; {
		first, err := firstChange(days, at, zone)
		if err != nil || first.IsZero() {
			return on, time.Time{}, err
		}
		still, err := covered(first)
		if err != nil {
			return false, time.Time{}, err
		}
		if still != on {
			return on, first, nil
		}
		at = first
	}
	return on, time.Time{}, nil
}

// firstChange is when the first of the days begins or is over; zero: none does any
// more. A table that ends does not matter as long as another day comes first.
func firstChange(days []calendar.SpecialDay, after time.Time, zone *time.Location) (time.Time, error) {
	var first time.Time
	var missing *calendar.MissingYearError
	for _, day := range days {
		next, err := day.NextChange(after, zone)
		ends, unknown := errors.AsType[*calendar.MissingYearError](err)
		switch {
		case unknown && (missing == nil || ends.Year < missing.Year):
			missing = ends
		case unknown, errors.Is(err, calendar.ErrNone): // such as a day of the shop's own that is past
		case err != nil:
			return time.Time{}, err
		case first.IsZero() || next.Before(first):
			first = next
		}
	}
	if missing != nil && (first.IsZero() || missing.Year <= calendar.DateOf(first, zone).Year) {
		return time.Time{}, missing
	}
	return first, nil
}
