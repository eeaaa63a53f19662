package statement

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Facts are the data of one customer.
type Facts struct {
	Customer string
	// Purchases are the customer's, as loyalty.Log.Net returns them: refunds are in Refunded.
	// A fully refunded order does not count.
	Purchases []loyalty.Purchase
	// SinceFirst is true if the purchases include the customer's first one ever.
	SinceFirst bool
	// Points are the member points earned (or, negative, used). Nil: unknown.
	Points []Points
	// Shop ranks the customer among all. The zero Ranks give no rank.
	Shop Ranks
}

// A Points is one booking of member points.
type Points struct {
	At     time.Time
	Points int64
}

// Options configure a statement. The zero Options are usable.
type Options struct {
	Zone *time.Location // the shop's zone. Default: calendar.China
	// MinShop is the fewest customers for a meaningful rank. Default: 30.
	MinShop int
	// Discreet reports whether a category should not be named in a message that others may
	// see. Default: DiscreetCategory.
	Discreet func(category string) bool
}

func (o Options) filled() Options {
	if o.Zone == nil {
		o.Zone = calendar.China
	}
	if o.Discreet == nil {
		o.Discreet = DiscreetCategory
	}
	o.MinShop = cmp.Or(o.MinShop, 30)
	return o
}

// DiscreetCategory reports whether a category's name has a word about body, health or
// bedroom: 成人, 情趣, 避孕, 验孕, 脱发, 减肥, …
func DiscreetCategory(category string) bool {
	category = strings.ToLower(category)
	for _, word := range [...]string{
		"成人", "情趣", "计生", "避孕", "验孕", "私处", "痔", "脱发", "假发", "减肥", "瘦身", "失禁", "两性", "性用品", "丧", "殡", "祭", "药", "助听", "祛痘", "口臭", "脚气",
		"adult", "sex", "erotic", "condom", "pregnancy test", "incontinence", "hair loss", "slimming", "funeral", "medic", "hearing aid",
	} {
		if strings.Contains(category, word) {
			return true
		}
	}
	return false
}

// A Statement is a customer's account for a period (阶段性账单): what they spent, saved and
// earned, with everything that a thank-you may mention. A field whose Known companion is
// false is unknown, and no text mentions it.
type Statement struct {
	Customer string        `json:"customer"`
	Period   calendar.Span `json:"period"`

	Orders int          `json:"orders"`
	Spent  tiexin.Money `json:"spent"` // less refunds

	// Saved is list prices minus the prices paid. SavedAtLeast is true if the list price of
	// some purchases is unknown.
	Saved        tiexin.Money `json:"saved"`
	SavedKnown   bool         `json:"saved_known"`
	SavedAtLeast bool         `json:"saved_at_least,omitempty"`

	Points      int64 `json:"points"` // earned
	PointsKnown bool  `json:"points_known"`

	// Favourite is the category with the most orders, then the most spent. It has at least
	// two orders and a third of those with a known category, which are half or more. Empty:
	// there is none, or it should not be named.
	Favourite string `json:"favourite,omitempty"`

	First      calendar.Date `json:"first,omitzero"` // their first purchase ever
	Days       int           `json:"days"`           // from it to the end of the statement, both included
	FirstKnown bool          `json:"first_known"`

	// Ahead is the share of the other customers who spent less in the period; equal ones are
	// not counted. It is unknown without a base.
	Ahead loyalty.Measure `json:"ahead"`

	Until calendar.Date `json:"until"`         // the last day included
	Next  time.Time     `json:"next,omitzero"` // when time alone changes it; zero: the period is over and it is final
}

// Make sums up a period, as known at a time; later facts are ignored. Days are those
// of the shop's zone.
//
// The error is that of an impossible period, or [loyalty.Problems]. Faults are purchases of
// another customer, without or with an impossible time, found twice, with negative amounts or
// refunds above the payment. Points without a time are a fault, too (Table "points").
func Make(facts Facts, period calendar.Span, now time.Time, o Options) (Statement, error) {
	o = o.filled()
	if err := statementFault(facts, period, now); err != nil {
		return Statement{}, err
	}
	s := Statement{Customer: facts.Customer, Period: period, Until: period.Last}
	switch today := calendar.DateOf(now, o.Zone); {
	case today.Before(period.First):
		s.Until, s.Next = period.First.AddDays(-1), period.First.Start(o.Zone)
	case !today.After(period.Last): // tomorrow the days together are one more
		s.Until, s.Next = today, today.AddDays(1).Start(o.Zone)
	}
	kept := func(p loyalty.Purchase) bool { return !p.At.After(now) && (p.Amount == 0 || p.Spend() > 0) }
	within := func(p loyalty.Purchase) bool { return kept(p) && period.Contains(calendar.DateOf(p.At, o.Zone)) }
	for _, p := range loyalty.Orders(facts.Purchases) {
		if within(p) {
			s.add(p)
		}
		if day := calendar.DateOf(p.At, o.Zone); facts.SinceFirst && kept(p) && !day.After(s.Until) && (!s.FirstKnown || day.Before(s.First)) {
			s.First, s.FirstKnown = day, true
		}
	}
	if s.FirstKnown {
		s.Days = s.Until.DaysSince(s.First) + 1
	}
	s.Favourite = favouriteOf(facts.Purchases, within)
	if o.Discreet(s.Favourite) {
		s.Favourite = ""
	}
	s.PointsKnown = facts.Points != nil
	for _, p := range facts.Points {
		if p.Points > 0 && !p.At.After(now) && period.Contains(calendar.DateOf(p.At, o.Zone)) {
			s.Points += p.Points
		}
	}
	s.Ahead = facts.Shop.Ahead(s.Spent)
	if s.Ahead.OK && s.Ahead.Base < o.MinShop {
		s.Ahead = loyalty.Unknown(loyalty.BelowMinBase, s.Ahead.Base, s.Ahead.Method)
	}
	return s, nil
}

// add counts one order.
func (s *Statement) add(p loyalty.Purchase) {
	s.Orders++
	s.Spent += p.Spend()
	switch {
	case p.List <= 0:
		s.SavedAtLeast = true
		return
	case p.Amount == 0:
		s.Saved += p.List
	case p.List > p.Amount: // nothing was saved on what went back
		s.Saved += tiexin.Money(float64(p.List-p.Amount) * float64(p.Spend()) / float64(p.Amount))
	}
	s.SavedKnown = true
}

// favouriteOf is the category of a statement. An order with lines of two categories is
// one of each.
func favouriteOf(lines []loyalty.Purchase, within func(loyalty.Purchase) bool) string {
	type tally struct {
		category string
		orders   int
		spent    tiexin.Money
	}
	type line struct{ order, category string }
	tallies := map[string]*tally{}
	seen, orders, known := map[line]bool{}, map[string]bool{}, map[string]bool{}
	for row, p := range lines {
		if !within(p) {
			continue
		}
		order := p.Order
		if order == "" {
			order = fmt.Sprint("row ", row) // an order by itself
		}
		orders[order] = true
		if p.Category == "" {
			continue
		}
		known[order] = true
		if tallies[p.Category] == nil {
			tallies[p.Category] = &tally{category: p.Category}
		}
		if key := (line{order, p.Category}); !seen[key] {
			seen[key] = true
			tallies[p.Category].orders++
		}
		tallies[p.Category].spent += p.Spend()
	}
	ranked := slices.SortedFunc(maps.Values(tallies), func(a, b *tally) int {
		return cmp.Or(cmp.Compare(b.orders, a.orders), cmp.Compare(b.spent, a.spent))
	})
	switch {
	case len(ranked) == 0 || 2*len(known) < len(orders):
		return ""
	case ranked[0].orders < 2 || 3*ranked[0].orders < len(known):
		return ""
	case len(ranked) > 1 && ranked[1].orders == ranked[0].orders && ranked[1].spent == ranked[0].spent:
		return ""
	}
	return ranked[0].category
}

func statementFault(facts Facts, period calendar.Span, now time.Time) error {
	switch {
	case facts.Customer == "":
		return fmt.Errorf("lifecycle: a statement of no customer")
	case now.IsZero():
		return fmt.Errorf("lifecycle: a statement as of no instant; say until when the purchases are known")
	case period.First.Validate() != nil || period.Last.Validate() != nil || period.Last.Before(period.First):
		return fmt.Errorf("lifecycle: a statement from %s to %s, which is not a period", period.First, period.Last)
	}
	var faults loyalty.Problems
	errors.As(loyalty.Log{Purchases: facts.Purchases}.Validate(), &faults)
	for row := range facts.Purchases {
		if p := &facts.Purchases[row]; p.Customer != facts.Customer && p.Customer != "" {
			faults = append(faults, loyalty.Problem{Row: row, Subject: p.Customer, Message: fmt.Sprintf("is not of customer %q, whose statement it is", facts.Customer)})
		}
		if p := &facts.Purchases[row]; p.Refunded > p.Amount {
			faults = append(faults, loyalty.Problem{Row: row, Subject: p.Customer, Message: fmt.Sprintf("has %s paid back of %s", p.Refunded, p.Amount)})
		}
	}
	var points int64
	for row, p := range facts.Points {
		if p.At.IsZero() {
			faults = append(faults, loyalty.Problem{Table: "points", Row: row, Message: "has no time"})
		}
		if p.Points > mostPoints || p.Points < -mostPoints || points > mostPoints-max(p.Points, 0) {
			faults = append(faults, loyalty.Problem{Table: "points", Row: row, Message: fmt.Sprintf("makes more than %d points, beyond what is counted", int64(mostPoints))})
			break
		}
		points += max(p.Points, 0)
	}
	return faults.Err()
}

// mostPoints bounds what one customer can earn.
const mostPoints = 1 << 53
