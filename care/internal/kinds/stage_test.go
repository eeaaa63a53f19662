package kinds

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
)

// course draws how the stage goes on: "11-11 new, 02-10 lapsing, …".
func course(s *Scene) string {
	var all []string
	for _, t := range s.StageCourse() {
		all = append(all, t.From.Time(tiexin.Shanghai()).Format("01-02 ")+t.Is)
	}
	return strings.Join(all, ", ")
}

func pays(order string, at float64, details ...func(*tiexin.Order)) tiexin.Event {
	o := tiexin.Order{ID: order, Amount: 100_00}
	for _, d := range details {
		d(&o)
	}
	return happens(tiexin.EventOrderPaid, at, o)
}

func TestHowTheStageGoesOn(t *testing.T) {
	t.Parallel()
	day := func(n float64) float64 { return n * 24 }
	is := func(orders int, first, last float64) tiexin.Event {
		c := tiexin.Customer{ID: "xiaowang", PaidOrders: orders, Spent: 100_00}
		if first != 0 {
			c.FirstOrderAt = hour(day(first))
		}
		if last != 0 {
			c.LastOrderAt = hour(day(last))
		}
		return happens(tiexin.EventCustomerUpdated, 0, c)
	}
	for _, one := range []struct {
		name   string
		events []tiexin.Event
		course string
	}{
		{"nobody", nil, ""},
		{"only a count", []tiexin.Event{is(3, 0, 0)}, ""},
		{"only a count, and a chat", []tiexin.Event{is(3, 0, 0), happens(tiexin.EventChatAsked, 1, tiexin.Chat{ID: "C1"})}, ""},
		{"bought once", []tiexin.Event{pays("T1", 0)}, "11-11 new, 02-10 lapsing, 05-11 lost, 11-12 dead"},
		{"bought often", []tiexin.Event{pays("T1", 0), pays("T2", day(20)), pays("T3", day(40))}, "12-21 loyal, 03-22 lapsing, 06-20 lost, 12-22 dead"},
		{"came back, seldom", []tiexin.Event{pays("T1", 0), pays("T2", day(80))}, "01-30 second-purchase, 05-01 lapsing, 07-30 lost, 01-31 dead"},
		{"the second was given back", []tiexin.Event{pays("T1", 0), pays("T2", day(80)), happens(tiexin.EventOrderRefunded, day(81), tiexin.Order{ID: "T2"})}, "11-11 new, 02-10 lapsing, 05-11 lost, 11-12 dead"},
		{"seven orders from the first to the last", []tiexin.Event{is(7, -190, -10)}, "11-01 loyal, 01-31 lapsing, 05-01 lost, 11-02 dead"},
		{"seven orders, the last known", []tiexin.Event{is(7, 0, -10)}, "11-01 second-purchase, 01-31 lapsing, 05-01 lost, 11-02 dead"},
		{"seven orders, the first known, and one just now", []tiexin.Event{is(7, -200, 0), pays("T1", 1)}, "11-11 loyal, 02-10 lapsing, 05-11 lost, 11-12 dead"},
		{"the picture has the order as well", []tiexin.Event{pays("T1", 0), is(1, 0.01, 0.01)}, "11-11 new, 02-10 lapsing, 05-11 lost, 11-12 dead"},
		{"looked, and bought long before", []tiexin.Event{pays("T1", 0), happens(tiexin.EventCustomerBrowsed, day(100))}, "02-19 lapsing, 05-11 lost, 11-12 dead"},
		{"blocked", []tiexin.Event{pays("T1", 0), happens(tiexin.EventCustomerUpdated, day(3), tiexin.Customer{ID: "xiaowang", Blocked: true, BlockedBy: "客服"})}, "11-14 dead"},
	} {
		assert.Equal(t, one.course, course(scene(t, 0, one.events...)), one.name)
	}
}

// Payments that are no longer known one by one count as so many between the first and
// the last of them: who bought every week for three years has bought every week.
func TestPaymentsThatWereFoldedStillCount(t *testing.T) {
	t.Parallel()
	var events []tiexin.Event
	for i := range 160 {
		events = append(events, pays(fmt.Sprintf("T%03d", i), float64(i)*7*24))
	}
	s := scene(t, 0, events...)
	h, _ := s.history()
	orders, _ := s.Memory.Tally.Total()
	require.Equal(t, 160, orders)
	first, _ := s.Memory.Tally.Folded()
	require.NotZero(t, first, "some are folded")
	assert.InDelta(t, 7, h.Gaps().Sum/float64(h.Gaps().N), .5)
	assert.InDelta(t, 160, h.Days(), 2)
}

// Whoever asks only for the stage now, or only when it changes next, is told what the whole
// course says.
func TestTheStageNowIsThatOfTheCourse(t *testing.T) {
	t.Parallel()
	for _, rung := range []string{"", "lifecycle: {stages: {rung: gap-quantiles, gaps: {k: 2.5, a: 3.25, b: 80}}}", "lifecycle: {stages: {rung: buy-probability, model: {r: 0.9, alpha: 60, a: 0.5, b: 1.5}}}"} {
		bought := scene(t, 0, pays("T0", 0), pays("T1", 800), pays("T2", 1500)).Memory
		looked := scene(t, 0, happens(tiexin.EventCustomerBrowsed, 48)).Memory
		for _, memory := range []*remember.Customer{bought, looked} {
			s := &Scene{Memory: memory, Shop: shopOf(t, rung)}
			for hour := -30; hour < 800*24; hour += 31 {
				s.Now = ask.InstantOf(morning.Add(time.Duration(hour) * time.Hour))
				s.LookAnew()
				is, known := s.Stage()
				next := s.NextStage()
				course := s.StageCourse()
				require.True(t, known)
				require.Equal(t, course.At(max(s.Now, course[0].From)), is.String(), "%s after %d hours", rung, hour)
				i := slices.IndexFunc(course, func(turn ask.Turn) bool { return turn.From > max(s.Now, course[0].From) })
				if i < 0 {
					require.Equal(t, ask.Forever, next, "%s after %d hours", rung, hour)
				} else {
					require.Equal(t, course[i].From, next, "%s after %d hours", rung, hour)
				}
			}
		}
	}
}

// The words that conditions may compare the stage with are those of the library.
func TestTheWordsOfStagesAreTheLibrarys(t *testing.T) {
	t.Parallel()
	word, ok := ask.WordNamed("customer.stage")
	require.True(t, ok)
	var all []string
	for s := range stage.Stages {
		all = append(all, stage.Stage(s).String())
	}
	assert.Equal(t, all, word.Values)
}

// BenchmarkStage asks for the stage of a customer who bought ten times: for the first
// time about new facts, and again; and only for the stage now, and when it changes next.
func BenchmarkStage(b *testing.B) {
	for _, rung := range []string{"", "lifecycle: {stages: {rung: gap-quantiles, gaps: {k: 2.5, a: 3.25, b: 80}}}", "lifecycle: {stages: {rung: buy-probability, model: {r: 0.9, alpha: 60, a: 0.5, b: 1.5}}}"} {
		s := &Scene{Memory: scene(b, 0, pays("T0", 0), pays("T1", 800), pays("T2", 1500), pays("T3", 2300), pays("T4", 3000)).Memory, Shop: shopOf(b, rung), Now: ask.InstantOf(morning.Add(5000 * time.Hour))}
		for _, again := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/again=%t", s.Shop.Lifecycle.Stages.Rung, again), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if !again {
						s.LookAnew()
					}
					s.StageCourse()
				}
			})
		}
		b.Run(fmt.Sprintf("%s/now", s.Shop.Lifecycle.Stages.Rung), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.LookAnew()
				s.Stage()
			}
		})
		b.Run(fmt.Sprintf("%s/next", s.Shop.Lifecycle.Stages.Rung), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.LookAnew()
				s.Stage()
				s.NextStage()
			}
		})
	}
}
