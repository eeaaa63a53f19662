package lifecycle

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A WinBackTier is how much a customer who left was worth.
type WinBackTier string

// The tiers.
const (
	FewOrders  WinBackTier = "few-orders"  // one or two purchases, then gone
	ManyOrders WinBackTier = "many-orders" // three or more
	HighValue  WinBackTier = "high-value"  // three or more, and worth at least WinBackOptions.HighValue
)

// WinBackTiers are the tiers, the least valuable first.
func WinBackTiers() []WinBackTier { return []WinBackTier{FewOrders, ManyOrders, HighValue} }

// A WinBackCustomer is one who is lapsing, lost or dead.
type WinBackCustomer struct {
	ID      string
	Dead    bool           // lost, and answered nothing
	Orders  int            // purchases, ever; from 1
	Value   loyalty.Signal // turnover in yuan of the next twelve months, if the customer came back
	Refused bool           // the consent to marketing was withdrawn
	// Complaint says that a complaint or refund of the customer is not settled yet.
	Complaint bool
	Signals   WinBackSignals
}

// WinBackOptions say how customers are won back. The zero WinBackOptions do.
type WinBackOptions struct {
	Zone *time.Location // the shop's. Default: calendar.China
	// HighValue is from which value a customer of three or more orders is of high
	// value; that of the shop's top fifth is a good one (loyalty.TierByValue). Default:
	// nobody is, since every shop has its own money.
	HighValue tiexin.Money
	// Margin is the share of turnover that stays once the goods are paid for (毛利率):
	// above 0, at most 1. Default: unknown, so that nothing can be said of what may be
	// spent; see WinBackPlan.Worth.
	Margin float64
	// Evidence is the score from which a cause is taken to be one. Default: 0.5.
	Evidence float64
	// Chances are the beliefs about who returns. Default: DefaultWinBackChances.
	Chances WinBackChances
	// Book says what to do. Default: DefaultWinBackBook.
	Book WinBackBook
	// Festivals are the days on which everybody shops; only then are the dead written
	// to. Default: 双11 and 618.
	Festivals []calendar.SpecialDay
}

func (o WinBackOptions) filled() WinBackOptions {
	if o.Zone == nil {
		o.Zone = calendar.China
	}
	setDefault(&o.Evidence, .5)
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

// NoMargin says that an amount is sales and not profit, since the margin is not known.
const NoMargin loyalty.Flag = "no-margin"

// A WinBackVerdict says whether a customer is to be won back now.
type WinBackVerdict string

// The verdicts.
const (
	WinBack      WinBackVerdict = "win-back"
	Wait         WinBackVerdict = "wait"  // not now; Next says until when, if time will tell
	LeaveInPeace WinBackVerdict = "leave" // what drove the customer away cannot be answered by this shop
)

// A WinBackReason says why.
type WinBackReason string

// The reasons, in the order in which they are looked at.
const (
	WinBackRefused   WinBackReason = "consent-withdrawn" // nothing goes out, whatever the customer was worth
	WinBackComplaint WinBackReason = "complaint-open"    // settle it first
	WinBackDead      WinBackReason = "dead-no-festival"  // only on the largest festivals
	WinBackStop      WinBackReason = "book-says-stop"    // the book knows nothing to offer for the cause
	WinBackFestival  WinBackReason = "festival"          // dead, and everybody shops today
	WinBackLost      WinBackReason = "lost"              // lapsing or lost
)

// A WinBackPlan is what to do about one customer who left (流失挽回).
type WinBackPlan struct {
	Customer string
	Tier     WinBackTier
	Causes   []LeavingFinding // all that were looked for, the highest score first, unknown ones last
	Taken    []LeavingCause   // those that were found; UnknownCause alone when none was
	Verdict  WinBackVerdict
	Reason   WinBackReason
	Plays    []WinBackPlay // what to do and not to do, for the causes in their order

	// Chance is the probability that the customer returns, of the worst of the causes
	// taken, since each alone keeps a customer away. Its base are the shop's own
	// customers of that cause. It counts those too who would have returned by
	// themselves, so it is not what the approach brings about.
	Chance loyalty.Measure
	// Worth is in yuan, and of the next twelve months. With a Margin it is
	//
	//	Value × Chance × Margin
	//
	// the expected gross profit (期望毛利): the most that may be spent on winning the
	// customer back, and less where many return by themselves. Without one it is
	// Value × Chance, the expected sales (期望销售额), flagged [NoMargin]: that much must
	// not be spent.
	Worth loyalty.Measure

	Next time.Time // when time alone changes the verdict; zero: never
}

// PlanWinBack says what to do about customers who left, in their order, at an instant.
// A verdict looks at refusal first, then at complaints, then at death; the book is
// asked last.
//
// The error is [loyalty.Faults] for customers without id or orders, named twice or
// with signals that cannot be, or that of options or festivals that cannot be used.
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

func winBackFaults(customers []WinBackCustomer) loyalty.Faults {
	var faults loyalty.Faults
	rows := make(map[string]int, len(customers))
	for row := range customers {
		c := &customers[row]
		report := func(format string, args ...any) {
			faults = append(faults, loyalty.Fault{Row: row, Subject: c.ID, Problem: fmt.Sprintf(format, args...)})
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
