package kinds

import (
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/template"
)

// customer is the customer as a subject, who never ends.
type customer struct{}

func (customer) see(*View, *Scene) {}

func (customer) ended(*View, ask.Stem) string { return "" }

// customerFacts are the words behind "customer.".
func (s *Scene) customerFacts() ask.CustomerFacts {
	c, t := &s.Memory.Thing, &s.Memory.Tally
	orders, spent := t.Total()
	f := ask.CustomerFacts{
		ID: s.Customer, Nick: c.Nick, Name: c.Name, Gender: string(c.Gender), Grade: c.Grade, Points: int(c.Points),
		Tags: s.Memory.Tags(), Province: c.Province, City: c.City, PaidOrders: orders, Spent: spent.Yuan(), Attr: c.Attr,
		Value: s.Shop.Lifecycle.ValueOf(spent), Loyalty: c.Loyalty, Cause: c.Cause,
		Birthday: c.Birthday.String(),
	}
	if orders > 0 {
		f.AverageOrder = f.Spent / float64(orders)
	}
	for _, h := range s.Memory.Chats {
		f.Talking = f.Talking || h.Goes()
		f.Complaining = f.Complaining || h.Complained > h.Closed
	}
	return f
}

// customerClocks are the clocks that every subject of the customer has.
type customerClocks struct{ sinceOrder, sinceFirst, toRestock, toBirthday ask.Reading }

func (s *Scene) customerClocks() (clocks customerClocks) {
	c, t := &s.Memory.Thing, &s.Memory.Tally
	first, last := t.FirstPaid(), t.LastPaid()
	if at := c.FirstOrderAt; !at.IsZero() && !t.Returned(at.UnixMilli()) && (first == 0 || at.UnixMilli() < first) {
		first = at.UnixMilli()
	}
	if at := c.LastOrderAt; !at.IsZero() && !t.Returned(at.UnixMilli()) {
		last = max(last, at.UnixMilli())
	}
	if last != 0 {
		clocks.sinceOrder = running(last)
	}
	clocks.toRestock = s.restock()
	if first != 0 {
		clocks.sinceFirst = running(first)
	}
	if birthday := c.Birthday; !birthday.IsZero() && calendar.Anniversary(birthday).Validate() == nil {
		clocks.toBirthday = running(0) // to which it counts down is in Birthdays
	}
	return clocks
}

func (c *customerClocks) show(v *View) {
	v.Clocks[ask.SinceOrder], v.Clocks[ask.SinceFirstOrder] = c.sinceOrder, c.sinceFirst
	v.Clocks[ask.ToRestock], v.Clocks[ask.ToBirthday] = c.toRestock, c.toBirthday
}

// comingBirthdays is how many birthdays are looked ahead: a rule may want to rest for
// years after its message.
const comingBirthdays = 8

// Birthdays are those of the customer around now; see [ask.Calendared].
func (s *Scene) Birthdays() []int64 {
	if s.birthdaysKnown {
		return s.birthdays
	}
	s.birthdays, s.birthdaysKnown = s.birthdays[:0], true
	birthday := calendar.Anniversary(s.Memory.Thing.Birthday)
	if s.Memory.Thing.Birthday.IsZero() {
		return nil
	}
	zone, customs := s.Shop.Zone, calendar.Customs{}
	now := s.Now.Time(zone)
	if last, err := birthday.Prev(now.Add(time.Millisecond), zone, customs); err == nil {
		s.birthdays = append(s.birthdays, last.Start(zone).UnixMilli())
	}
	for at := now; len(s.birthdays) <= comingBirthdays; {
		next, err := birthday.Next(at, zone, customs)
		if err != nil {
			break
		}
		at = next.Start(zone)
		s.birthdays = append(s.birthdays, at.UnixMilli())
	}
	return s.birthdays
}

func (customer) value(v *Values, n template.Name) (string, bool) {
	c := &v.Scene.Memory.Thing
	switch n {
	case template.BuyerNick:
		if c.NickMasked {
			return "", false
		}
		return chosen(c.Nick)
	case template.BuyerName:
		return named(c.Name)
	case template.Grade:
		return text(c.Grade)
	case template.Discount:
		return text(c.Discount)
	case template.Points:
		return number(c.Points)
	case template.PaidOrders:
		orders, _ := v.Scene.Memory.Tally.Total()
		return number(int64(orders))
	case template.Spent:
		_, spent := v.Scene.Memory.Tally.Total()
		return money(spent)
	case template.Birthday:
		return text(template.BirthdayWords(c.Birthday))
	case template.MonthStatement, template.QuarterStatement, template.YearStatement, template.MonthOrders, template.MonthSpent, template.MonthSaved:
		return v.Scene.statementValue(n)
	case template.RunsOut:
		category, _ := v.Scene.runsOutFirst()
		return text(v.title(category))
	case template.Province:
		return text(c.Province)
	case template.HomeCity:
		return text(c.City)
	case template.District:
		return text(c.District)
	case template.ChildNick, template.ChildMonths:
		if only := v.Scene.Memory.OnlyChild(); only != nil {
			return v.ofChild(n, only)
		}
	}
	return "", false
}
