package kinds

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/template"
)

// What is counted on is true: whatever happened, and at whatever hour it is told, no value
// is longer than the vocabulary says, where it says so at all.
func TestValues_最长就是最长(t *testing.T) {
	chance := rand.New(rand.NewPCG(7, 11))
	seen := map[template.Name]int{}
	for i := range 200 {
		now := float64(chance.IntN(24*800)) + float64(chance.IntN(60))/60
		for _, v := range anyValues(t, chance, now) {
			for _, n := range template.Names() {
				value, ok := template.Value(v, n)
				if !ok {
					continue
				}
				if info := n.Info(); info.Bounded || isBelowTheUsual[n] {
					assert.LessOrEqual(t, template.Units(value), info.Max, "%d: #%s#: %s", i, n, value)
					seen[n] = max(seen[n], template.Units(value))
				}
			}
		}
	}
	for _, n := range template.Names() {
		if info := n.Info(); info.Bounded && n != template.Signature {
			assert.InDelta(t, info.Max, seen[n], 1, "#%s#: nothing is as long", n) // a leap month is rare
		}
	}
}

// isBelowTheUsual are amounts and counts: here they are those of the orders of people.
var isBelowTheUsual = map[template.Name]bool{
	template.Amount: true, template.PaidAmount: true, template.RefundAmount: true, template.Spent: true, template.MonthSpent: true, template.MonthSaved: true,
	template.ItemCount: true, template.PaidOrders: true, template.Points: true, template.MonthOrders: true, template.ChildMonths: true,
	template.MonthStatement: true, template.QuarterStatement: true, template.YearStatement: true,
}

// anyValues are values about an order that waits, about one that came, and about its parcel.
func anyValues(t *testing.T, chance *rand.Rand, now float64) []*Values {
	at := func(from, to float64) float64 { return from + chance.Float64()*(to-from) }
	money := func() tiexin.Money { return tiexin.Money(1 + chance.IntN(99_999_99)) }
	date := tiexin.Date{Month: 1 + chance.IntN(12), Day: 1 + chance.IntN(28), Lunar: chance.IntN(2) == 0}
	born := calendar.DateOf(hour(now-at(0, 24*365*3)), tiexin.Shanghai())
	who := tiexin.Customer{
		ID: "xiaowang", Birthday: date, PaidOrders: 1 + chance.IntN(999), Spent: money(), Points: int64(chance.IntN(10_000_000)),
		Children: []tiexin.Child{{ID: "k1", Nick: "豆豆", Born: tiexin.Date{Year: born.Year, Month: born.Month, Day: born.Day}}},
	}
	waits := tiexin.Order{ID: "T1", Amount: money(), Title: "围巾", Quantity: 1 + chance.IntN(99), ClosesAt: hour(now + at(0.001, []float64{1, 24, 24 * 3, 24 * 300}[chance.IntN(4)]))}
	came := tiexin.Order{
		ID: "T2", Amount: money(), Title: "围巾", CreatedAt: hour(now - at(900, 9000)), PaidAt: hour(now - at(500, 900)), ShipsBy: hour(now + at(-400, 400)), ShippedAt: hour(now - at(300, 500)),
		SignedAt: hour(now - at(1, 100)), ConfirmsAt: hour(now + at(0, 9000)), ArrivesBy: hour(now + at(-100, 9000)),
	}
	box := tiexin.Parcel{ID: "P2", OrderID: "T2", Carrier: "zhongtong", Number: "751"}
	refund := tiexin.Refund{ID: "R1", Amount: 1 + came.Amount/2, At: hour(now - at(0.1, 900))}
	s := scene(t, now,
		happens(tiexin.EventCustomerUpdated, now-1, who), happens(tiexin.EventOrderCreated, now-at(0.1, 0.9), waits), happens(tiexin.EventOrderPaid, now-300, came),
		happens(tiexin.EventParcelShipped, now-299, box), happens(tiexin.EventParcelArrivedCity, now-at(100, 290), box), happens(tiexin.EventParcelOutForDelivery, now-at(50, 100), box),
		happens(tiexin.EventParcelSigned, now-at(1, 50), box), happens(tiexin.EventOrderRefundOpened, now-.1, tiexin.Order{ID: "T2"}, refund))
	s.Shop.Offers = []rule.Offer{{Name: "o", Text: "满减", Until: hour(now + at(0, 24*30)).Truncate(time.Hour)}}
	s.Signature = "青禾家"
	rating := []tiexin.Rating{tiexin.Good, tiexin.Neutral, tiexin.Bad}[chance.IntN(3)]
	e := tiexin.Event{Review: &tiexin.Review{Rating: rating}}
	return []*Values{
		valuesOf(s, "", s.seen(t, ask.Order, "T1")), valuesOf(s, Keep(&e, ask.Brought, ""), s.seen(t, ask.Order, "T2")), valuesOf(s, "", s.seen(t, ask.Parcel, "P2")),
	}
}

// The names and greetings of all special days of the calendar have room, and are those
// that the calendar knows them by.
func TestValues_节日叫日历上的名字(t *testing.T) {
	var china calendar.Calendar
	s := scene(t, 1)
	for _, day := range china.Days() {
		v := valuesOf(s, "", &View{Kind: ask.Customer})
		v.Day = day
		name, ok := template.Value(v, template.Festival)
		assert.True(t, ok, day.Key)
		assert.Equal(t, day.Name, name)
		assert.LessOrEqual(t, template.Units(name), template.Festival.Info().Max, name)
		greeting, _ := template.Value(v, template.Greeting)
		assert.LessOrEqual(t, template.Units(greeting), template.Greeting.Info().Max, greeting)
	}
	assert.Equal(t, "七夕", fmt.Sprint(calendar.Qixi.Name))
}
