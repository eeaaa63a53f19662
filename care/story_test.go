package care

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// The words in which the tests tell their stories. A story begins on a Wednesday
// at ten in the morning in Shanghai.

var morning = time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())

// rulesFrom loads a rule file. The version and a shop are added when it has none.
func rulesFrom(t testing.TB, file string) *Rules {
	t.Helper()
	if !strings.Contains(file, "\nshop:") && !strings.HasPrefix(file, "shop:") {
		file = "shop: {name: 小鹿家}\n" + file
	}
	rules, err := Load(fstest.MapFS{"rules.yaml": {Data: []byte("version: 1\n" + file)}}, "rules.yaml")
	require.NoError(t, err, "%s", file)
	return rules
}

// timeAt reads "+15m" (after the story began), "10:15", "10:15:30" or
// "11-12 09:00".
func timeAt(when string) time.Time {
	if after, ok := strings.CutPrefix(when, "+"); ok {
		d, err := time.ParseDuration(after)
		if err != nil {
			panic(err)
		}
		return morning.Add(d)
	}
	if !strings.Contains(when, "-") {
		when = "11-11 " + when
	}
	for _, layout := range []string{"01-02 15:04", "01-02 15:04:05", "01-02 15:04:05.000"} {
		if t, err := time.ParseInLocation("2006-"+layout, "2026-"+when, tiexin.Shanghai()); err == nil {
			return t
		}
	}
	panic("no moment: " + when)
}

// at lets something happen.
func at(when string, e tiexin.Event) tiexin.Event {
	e.At = timeAt(when)
	if e.ID == "" {
		e.ID = fmt.Sprintf("%s %s %s", e.Type, e.Customer.ID, when)
		if e.Order != nil {
			e.ID += " " + e.Order.ID
		}
	}
	return e
}

// late lets something arrive that happened earlier.
func late(arrives, happened string, e tiexin.Event) tiexin.Event {
	e = at(happened, e)
	e.Received = timeAt(arrives)
	return e
}

// A detail is more to say about an event.
type detail func(*tiexin.Event)

func happening(kind tiexin.EventType, details []detail) tiexin.Event {
	e := tiexin.Event{Type: kind, Customer: xiaowang()}
	for _, d := range details {
		d(&e)
	}
	return e
}

// xiaowang is who a story is about unless it says otherwise.
func xiaowang() tiexin.Customer {
	return tiexin.Customer{ID: "xiaowang", Nick: "小王", Wangwang: "小王2008", Mobile: tiexin.Phone{Number: "13800000000"}}
}

func ofOrder(kind tiexin.EventType, id string, details []detail) tiexin.Event {
	details = append([]detail{func(e *tiexin.Event) { e.Order = &tiexin.Order{ID: id} }}, details...)
	return happening(kind, details)
}

func created(id string, details ...detail) tiexin.Event {
	whole := []detail{func(e *tiexin.Event) { e.Order.Amount, e.Order.Title, e.Order.PayURL = 199_00, "羽绒服", "tb.cn/p1" }}
	return ofOrder(tiexin.EventOrderCreated, id, append(whole, details...))
}

func paid(id string, details ...detail) tiexin.Event {
	return ofOrder(tiexin.EventOrderPaid, id, details)
}

func closed(id string, details ...detail) tiexin.Event {
	return ofOrder(tiexin.EventOrderClosed, id, details)
}

func refunded(id string, details ...detail) tiexin.Event {
	return ofOrder(tiexin.EventOrderRefunded, id, details)
}

func updated(id string, details ...detail) tiexin.Event {
	return ofOrder(tiexin.EventOrderUpdated, id, details)
}

func shipped(id string, details ...detail) tiexin.Event {
	return ofOrder(tiexin.EventOrderShipped, id, details)
}

// customerIs is a newer picture of the customer.
func customerIs(details ...detail) tiexin.Event {
	return happening(tiexin.EventCustomerUpdated, details)
}

func chats(kind tiexin.EventType) tiexin.Event {
	return happening(kind, []detail{func(e *tiexin.Event) { e.Chat = &tiexin.Chat{ID: "C1"} }})
}

// revokes and grants take "sms", "marketing", "sms/marketing" or nothing.
func revokes(scope string, details ...detail) tiexin.Event {
	return consents(tiexin.EventConsentRevoked, scope, details)
}

func grants(scope string, details ...detail) tiexin.Event {
	return consents(tiexin.EventConsentGranted, scope, details)
}

func consents(kind tiexin.EventType, scope string, details []detail) tiexin.Event {
	var c tiexin.Consent
	for word := range strings.SplitSeq(scope, "/") {
		if _, ok := channel.ParseKind(word); ok {
			c.Channel = word
		} else {
			c.Purpose = tiexin.Purpose(word)
		}
	}
	return happening(kind, append([]detail{func(e *tiexin.Event) { e.Consent = &c }}, details...))
}

// reports is what a host says about a message or task.
func reports(kind tiexin.EventType, id string, details ...detail) tiexin.Event {
	return happening(kind, append([]detail{func(e *tiexin.Event) {
		if kind.Thing() == "task" {
			e.Task = &tiexin.TaskReport{ID: id}
		} else {
			e.Message = &tiexin.MessageReport{ID: id}
		}
	}}, details...))
}

func by(id string) detail {
	return func(e *tiexin.Event) {
		e.Customer = tiexin.Customer{ID: id, Nick: id, Wangwang: id, Mobile: tiexin.Phone{Number: "13800000000"}}
	}
}

func who(change func(*tiexin.Customer)) detail {
	return func(e *tiexin.Event) { change(&e.Customer) }
}

func thing(change func(*tiexin.Order)) detail {
	return func(e *tiexin.Event) { change(e.Order) }
}

func yuan(amount float64) detail {
	return thing(func(o *tiexin.Order) { o.Amount = tiexin.Money(amount*100 + 0.5) })
}

func onSource(word string) detail { return thing(func(o *tiexin.Order) { o.Source = word }) }

func title(words string) detail { return thing(func(o *tiexin.Order) { o.Title = words }) }

func status(s tiexin.OrderStatus) detail { return thing(func(o *tiexin.Order) { o.Status = s }) }

// A tale is a story that was told: everything that came out.
type tale struct {
	t        testing.TB
	outcomes []Outcome
}

// tell simulates a story to its end. Every story is also walked step by step, to
// see that nothing is asked without an answer.
func tell(t testing.TB, file string, events ...tiexin.Event) *tale {
	t.Helper()
	return tellUntil(t, "", file, events...)
}

func tellUntil(t testing.TB, until, file string, events ...tiexin.Event) *tale {
	t.Helper()
	o := SimOptions{Fault: func(err error) { t.Helper(); require.NoError(t, err) }}
	if until != "" {
		o.Until = timeAt(until)
	}
	rules := rulesFrom(t, file)
	told := &tale{t, slices.Collect(Simulate(rules, events, o))}
	walked := walk(t, rules, events, o)
	require.Equal(t, lines(walked), lines(told.outcomes), "a walk through the same story")
	return told
}

// says expects exactly these messages and tasks: "10:15 payment/hurry T1
// wangwang 亲爱的小王". A line without text stands for any text.
func (s *tale) says(expected ...string) *tale {
	s.t.Helper()
	saysOf(s.t, s.outcomes, expected...)
	return s
}

func (s *tale) silent() *tale {
	s.t.Helper()
	return s.says()
}

func saysOf(t testing.TB, outcomes []Outcome, expected ...string) {
	t.Helper()
	var got []string
	for i := range outcomes {
		if o := &outcomes[i]; o.Goes() {
			line := spokenLine(o)
			if n := len(got); n < len(expected) && strings.Count(expected[n], " ") < strings.Count(line, " ") && strings.HasPrefix(line, expected[n]+" ") {
				line = expected[n]
			}
			got = append(got, line)
		}
	}
	if expected == nil {
		expected = []string{}
	}
	assert.Equal(t, strings.Join(expected, "\n"), strings.Join(got, "\n"), "timeline:\n%s", strings.Join(lines(outcomes), "\n"))
}

// withheld expects each of these silences among what came out: "10:15
// payment/gentle T1 skip earlier-rule hurry".
func (s *tale) withheld(expected ...string) *tale {
	s.t.Helper()
	all := lines(s.outcomes)
	for _, line := range expected {
		assert.Contains(s.t, all, line, "timeline:\n%s", strings.Join(all, "\n"))
	}
	return s
}

// never expects none of these words in any line.
func (s *tale) never(words ...string) *tale {
	s.t.Helper()
	all := strings.Join(lines(s.outcomes), "\n")
	for _, w := range words {
		assert.NotContains(s.t, all, w)
	}
	return s
}

func lines(outcomes []Outcome) []string {
	all := make([]string, len(outcomes))
	for i := range outcomes {
		all[i] = told(&outcomes[i])
	}
	return all
}

// told is an outcome as a line: what went, or why not.
func told(o *Outcome) string {
	if o.Goes() {
		return spokenLine(o)
	}
	line := fmt.Sprintf("%s %s %s", opening(o), o.Verdict, o.Reason)
	if o.By != "" {
		line += " " + o.By
	}
	if !o.Until.IsZero() {
		line += " until " + clock(o.Until)
	}
	return line
}

func spokenLine(o *Outcome) string {
	via := o.Said.Via.String()
	if o.Verdict == Task {
		via = "task:" + via
	}
	line := opening(o) + " " + via
	if len(o.Said.Merged) > 0 {
		line += " +" + strings.Join(o.Said.Merged, "+")
	}
	return line + " " + o.Said.Text
}

func opening(o *Outcome) string {
	line := clock(o.At)
	if o.Customer != "xiaowang" {
		line += " " + o.Customer
	}
	line += " " + o.Path()
	if o.Step > 0 {
		line += fmt.Sprintf("#%d", o.Step)
	}
	if o.Subject != "" {
		line += " " + o.Subject
	}
	return line
}

func clock(t time.Time) string {
	layout := "15:04"
	if t.Second() != 0 {
		layout = "15:04:05"
	}
	if t.Nanosecond() != 0 {
		layout = "15:04:05.000"
	}
	if y, d := t.Year(), t.YearDay(); y != morning.Year() || d != morning.YearDay() {
		layout = "01-02 " + layout
	}
	return t.Format(layout)
}
