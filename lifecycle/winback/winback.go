package winback

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

// A Tier is the value of a customer who left.
type Tier string

// The tiers.
const (
	FewOrders  Tier = "few-orders"  // one or two purchases
	ManyOrders Tier = "many-orders" // three or more
	HighValue  Tier = "high-value"  // three or more, and worth at least Options.HighValue
)

// Tiers are the tiers, the least valuable first.
func Tiers() []Tier { return []Tier{FewOrders, ManyOrders, HighValue} }

// A Customer is a customer who is lapsing, lost or dead.
type Customer struct {
	ID      string
	Dead    bool           // lost, without an answer to win-back
	Orders  int            // all purchases; from 1
	Value   loyalty.Signal // turnover in yuan of the next twelve months if the customer returns
	Refused bool           // the consent to marketing was revoked
	// Complaint is true if a complaint or refund of the customer is not settled yet.
	Complaint bool
	Signals   Signals
}

// Options configure the win-back. The zero Options are usable.
type Options struct {
	Zone *time.Location // the shop's zone. Default: calendar.China
	// HighValue is the lowest value of a high-value customer with three or more orders. The
	// threshold of the shop's top fifth is a good one (loyalty.TierByValue). Default: no
	// customer is of high value, since amounts differ between shops.
	HighValue tiexin.Money
	// Margin is the gross margin (毛利率), as a share of turnover: above 0, at most 1. Default:
	// unknown, so that the permitted spending is unknown; see Plan.Worth.
	Margin float64
	// Evidence is the lowest score of an accepted cause. Default: 0.5.
	Evidence float64
	// Chances are the assumed chances of return. Default: DefaultChances.
	Chances Chances
	// Book is the table of actions. Default: DefaultBook.
	Book Book
	// Festivals are the large shopping days; only then are dead customers contacted. Default:
	// 双11 and 618.
	Festivals []calendar.SpecialDay
}

func (o Options) filled() Options {
	if o.Zone == nil {
		o.Zone = calendar.China
	}
	o.Evidence = cmp.Or(o.Evidence, .5)
	if o.Chances == nil {
		o.Chances = DefaultChances()
	}
	if o.Book == nil {
		o.Book = ownWinBackBook()
	}
	if o.Festivals == nil {
		o.Festivals = []calendar.SpecialDay{calendar.Double11, calendar.Day618}
	}
	return o
}

// A Verdict says whether to win a customer back at this time.
type Verdict string

// The verdicts.
const (
	WinBack      Verdict = "win-back"
	Wait         Verdict = "wait"  // not yet; Next says until when, if time alone changes it
	LeaveInPeace Verdict = "leave" // this shop has no answer to the cause
)

// A Reason is the reason of a verdict.
type Reason string

// The reasons, in the order in which they are checked.
const (
	Refused   Reason = "consent-withdrawn" // nothing is sent, for any value of the customer
	Complaint Reason = "complaint-open"    // settle it first
	Dead      Reason = "dead-no-festival"  // only on the largest festivals
	Stop      Reason = "book-says-stop"    // the book has no offer for the cause
	Festival  Reason = "festival"          // dead, on a large shopping day
	Lost      Reason = "lost"              // lapsing or lost
)

// A Plan is the plan for one customer who left (流失挽回).
type Plan struct {
	Customer string
	Tier     Tier
	Causes   []Finding // all examined causes, the highest score first, unknown ones last
	Taken    []Cause   // the accepted causes; UnknownCause alone if there is none
	Verdict  Verdict
	Reason   Reason
	Plays    []Play // actions to take and to avoid, for the causes in their order

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
	// (期望销售额), flagged [loyalty.NoMargin]: do not spend that much.
	Worth loyalty.Measure

	Next time.Time // when time alone changes the verdict; zero: never
}

// Plans returns a plan for each customer who left, in their order, at a time. A verdict
// checks refusal first, then complaints, then the stage dead; the book comes last.
//
// The error is [loyalty.Problems] for customers without id or orders, named twice or with
// impossible signals, or that of unusable options or festivals.
func Plans(customers []Customer, now time.Time, o Options) ([]Plan, error) {
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
	plans := make([]Plan, len(customers))
	for i := range customers {
		plans[i] = customers[i].plan(festival, change, o)
	}
	return plans, nil
}

func (o Options) fault() error {
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

func winBackFaults(customers []Customer) loyalty.Problems {
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

func (c *Customer) tier(o Options) Tier {
	switch {
	case c.Orders <= 2:
		return FewOrders
	case o.HighValue > 0 && c.Value.Known && math.Round(c.Value.Value*100) >= float64(o.HighValue):
		return HighValue
	}
	return ManyOrders
}

func (c *Customer) plan(festival bool, change time.Time, o Options) Plan {
	p := Plan{Customer: c.ID, Tier: c.tier(o), Causes: c.Signals.Causes()}
	for _, f := range p.Causes {
		if f.Known && f.Score >= o.Evidence {
			p.Taken = append(p.Taken, f.Of)
		}
	}
	if len(p.Taken) == 0 {
		p.Taken = []Cause{UnknownCause}
	}
	p.Plays = o.Book.For(p.Tier, p.Taken...)
	p.Chance = o.Chances.worst(p.Taken)
	p.Worth = worthOf(c.Value, p.Chance, o.Margin)
	stop := slices.ContainsFunc(p.Plays, func(play Play) bool { return play.Stop })
	switch {
	case c.Refused:
		p.Verdict, p.Reason = LeaveInPeace, Refused
	case c.Complaint:
		p.Verdict, p.Reason = Wait, Complaint
	case stop:
		p.Verdict, p.Reason = LeaveInPeace, Stop
	case c.Dead && !festival:
		p.Verdict, p.Reason, p.Next = Wait, Dead, change
	case c.Dead:
		p.Verdict, p.Reason, p.Next = WinBack, Festival, change
	default:
		p.Verdict, p.Reason = WinBack, Lost
	}
	if p.Verdict != WinBack {
		p.Plays = slices.DeleteFunc(p.Plays, func(play Play) bool { return !play.Stop })
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
		m = m.With(loyalty.NoMargin)
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
