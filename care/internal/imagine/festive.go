package imagine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A festive shop has flows that begin at moments of the calendar, and conditions that
// change by the day. Some of its stories cross a midnight, at which people have a
// birthday, children grow a month older, goods run out, stages change and festivals end.
type festive struct {
	*Shop
	*rand.Rand // of its own: the rest of the shop is as it would be without
}

// celebrate makes some shops festive.
func (m *Shop) celebrate() {
	f := festive{m, rand.New(rand.NewPCG(m.Seed, 31))}
	if f.IntN(100) >= 40 {
		return
	}
	m.Festive = true
	var flows strings.Builder
	for i := range 1 + f.IntN(2) {
		flows.WriteString(f.flow(i))
	}
	day := m.Until.Format("01-02")
	m.File = strings.NewReplacer(
		"shop: {", "shop: {lasts: {coat: 1d}, ",
		"flows:\n", "calendar: {days: {店庆: "+day+"}}\nlifecycle: {values: {high: 100, middle: 50}}\nflows:\n",
		"texts:\n", flows.String()+"texts:\n",
	).Replace(m.File)
	for i := range m.Events {
		f.enrich(&m.Events[i])
	}
}

func (f *festive) one(words ...string) string { return words[f.IntN(len(words))] }

func (f *festive) maybe(percent int, line string) string {
	if f.IntN(100) >= percent {
		return ""
	}
	return line
}

func (f *festive) flow(i int) string {
	var b strings.Builder
	about := f.one("customer", "customer", "child")
	fmt.Fprintf(&b, "  m%d:\n    title: 时刻\n    about: %s\n    purpose: %s\n    via: %s\n", i, about, f.one("notice", "service", "marketing"), f.one("[wangwang, sms]", "[sms]"))
	b.WriteString(f.maybe(40, "    choose: all\n") + f.maybe(40, "    spread: "+f.one("20s", "90s")+"\n") + f.maybe(20, "    until: [customer.signed_in]\n") + "    rules:\n")
	for j := range 1 + f.IntN(3) {
		when := f.one("when: "+f.moment(about), "when: "+f.moment(about), "when: ["+f.moment(about)+", "+f.moment(about)+"]", "")
		if about == "customer" && when != "" {
			when = f.one(when, when, "when: ["+f.moment(about)+", customer.tagged]")
		}
		if when != "" {
			when = ", " + when + f.maybe(25, ", after: 15s")
		}
		send := f.one("hello", "hello", "[hello, {text: hello, after: 35s}]", "[{text: hello, if: \""+f.atom(about)+"\"}, hello]", "{task: hello, via: [phone], within: 20s}", "{text: hello, after: 10s}")
		fmt.Fprintf(&b, "      - {name: r%d%s, if: \"%s\"%s%s, send: %s}\n", j, when, f.condition(about), f.maybe(40, ", fresh: "+f.one("30s", "90s")), f.maybe(20, ", again: 40s"), send)
	}
	return b.String()
}

// moment is one that comes within the few minutes of the story, or nearly so.
func (f *festive) moment(about string) string {
	at := f.Until.Add(-time.Duration(1+f.IntN(5)) * time.Minute)
	if about == "child" && f.IntN(2) == 0 {
		return f.one("child birthday", "child month", "child month") + at.Format(" at 15:04")
	}
	day := f.one(
		"every day", at.Format(time.DateOnly), "every week on "+strings.ToLower(at.Weekday().String()[:3]), fmt.Sprintf("every month on %d", at.Day()), "every month on 31",
		"double11", "店庆", "店庆 - 1d", "birthday", "birthday + 1d", "birthday month", "date wedding",
	)
	return day + at.Format(" at 15:04")
}

func (f *festive) condition(about string) string {
	switch f.IntN(6) {
	case 0:
		return "true"
	case 1:
		return f.atom(about) + " && " + f.atom(about)
	case 2:
		return "(" + f.atom(about) + " || " + f.atom(about) + ")"
	case 3:
		return "not (" + f.atom(about) + ")"
	default:
		return f.atom(about)
	}
}

func (f *festive) atom(about string) string {
	compare, number := f.one(">", ">=", "<", "<="), f.one("0.5", "1", "2", "1440", "1441")
	words := []string{
		"has_tag('vip')", "customer.spent >= 50", "minutes_since_order > " + f.one("0.5", "1", "1440"), "minutes_to_birthday " + compare + " " + number, "minutes_to_restock " + compare + " " + number,
		"in_festival('double11')", "in_festival('店庆')", "is_workday()", "customer.stage in ['new', 'second-purchase']", "customer.stage == '" + f.one("lapsing", "lost", "interested") + "'",
		"customer.stage != 'new'", "customer.value == '" + f.one("high", "middle", "low") + "'",
	}
	if about == "child" {
		words = append(words, "child.months >= 6", "child.months in [5, 7]", "child.gender == 'male'", "child.nick != ''")
	}
	return f.one(words...)
}

// enrich tells with an event what days there are in the customer's life.
func (f *festive) enrich(e *tiexin.Event) {
	c, day := &e.Customer, f.Until
	date := func(back int) tiexin.Date {
		d := day.AddDate(0, 0, -back)
		return tiexin.Date{Year: 1990 * f.IntN(2), Month: int(d.Month()), Day: d.Day()}
	}
	if e.Type == tiexin.EventOrderPaid && f.IntN(2) == 0 {
		e.Order.PaidAt = e.At.AddDate(0, 0, -f.IntN(2))
		e.Order.Items = []tiexin.Item{{Title: "羽绒服", Category: "coat", Quantity: 1}}
	}
	if e.Type == tiexin.EventCustomerUpdated && f.IntN(2) == 0 {
		paid := day.AddDate(0, 0, -[]int{90, 91, 180, 30}[f.IntN(4)])
		c.PaidOrders, c.Spent, c.FirstOrderAt, c.LastOrderAt = 1, 60_00, paid, paid
	}
	if f.IntN(3) > 0 {
		return
	}
	c.Birthday = date(f.IntN(3) - 1)
	c.Dates = []tiexin.Dated{{Name: "wedding", Date: date(f.IntN(2))}}[:f.IntN(2)]
	c.Children = []tiexin.Child{}
	for _, id := range []string{"k1", "k2", "k1"}[:f.IntN(4)] {
		born := date(f.IntN(2))
		born.Year, born.Month = day.Year()-f.IntN(2), (born.Month+5)%12+1
		if born.Year == day.Year() && born.Month >= int(day.Month()) {
			born.Year--
		}
		born.Day = min(born.Day, 28)
		c.Children = append(c.Children, tiexin.Child{ID: id, Nick: id, Gender: tiexin.Gender(f.one("", "male")), Born: born, Expected: f.IntN(6) == 0, ConsentID: f.one("", "c1", "c2")})
	}
	if e.Consent != nil {
		e.Consent.ID = f.one("", "c1", "c2")
	}
}
