package care

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
)

// manyTimes has what befalls the customers of a shop befall so many times as many, some of them
// at the very same instants and some a little later.
func manyTimes(made *imagine.Shop, times int) []tiexin.Event {
	var events []tiexin.Event
	for n := range times {
		later := time.Duration(n%5) * 700 * time.Millisecond
		for _, e := range made.Events {
			e.ID, e.Customer.ID, e.At = fmt.Sprint(e.ID, "/", n), fmt.Sprint(e.Customer.ID, "/", n), e.At.Add(later)
			if !e.Received.IsZero() {
				e.Received = e.Received.Add(later)
			}
			if e.Order != nil {
				order := *e.Order
				if order.CustomerID != "" {
					order.CustomerID = e.Customer.ID
				}
				e.Order = &order
			}
			events = append(events, e)
		}
	}
	return events
}

// A store of the host's own has a simulation decide one thing after the other, as an engine
// does. Many customers at a time, on one core or several, make no difference.
func TestE5_许多人一起算_跟一件一件算一字不差(t *testing.T) {
	loaded, spoke, cores := 0, 0, 0
	for seed := range stories(uint64(60)) {
		made := imagine.Make(seed)
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		loaded++
		events := manyTimes(made, 120)
		if seed%4 == 0 { // more than one core
			events = manyTimes(made, 1+1000/max(1, len(made.Events)))
			cores++
		}
		inTurn := asJSON(t, rules, events, SimOptions{Until: made.Until, Store: NewMemoryOf(1)})
		together := asJSON(t, rules, events, SimOptions{Until: made.Until})
		require.Equal(t, len(inTurn), len(together), "%s", made)
		if different := firstDifference(inTurn, together); different >= 0 {
			require.Equal(t, inTurn[different], together[different], "%s", made)
		}
		spoke += len(inTurn)
	}
	require.Greater(t, min(loaded, cores*4), stories(30))
	require.Greater(t, spoke, stories(20_000))
}

// When the night ends, more customers are woken than one batch holds. What comes at that
// very instant and before it is decided at its time all the same.
func Test一早醒来的人很多_先来后到不乱(t *testing.T) {
	file := `
limits: {quiet: {night: {hours: "22:00-08:00"}}}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang]
    rules: [{name: late, if: minutes_unpaid > 15, send: pay}]
texts: {pay: 亲，您的#商品名称#还没付款}
`
	rules := rulesFrom(t, file)
	const customers = 700
	night := time.Date(2026, 11, 11, 23, 0, 0, 0, tiexin.Shanghai())
	morning := night.Add(9 * time.Hour)
	var events []tiexin.Event
	for i := customers - 1; i >= 0; i-- { // who is woken last pays first
		of := by(fmt.Sprintf("c%03d", i))
		e := created("T1", of)
		e.ID, e.At = fmt.Sprint("e", i), night
		events = append(events, e)
		switch i % 3 {
		case 1: // at the very instant at which the reminder would go
			e = paid("T1", of)
			e.ID, e.At = fmt.Sprint("p", i), morning
			events = append(events, e)
		case 2: // too late
			e = paid("T1", of)
			e.ID, e.At = fmt.Sprint("p", i), morning.Add(time.Second)
			events = append(events, e)
		}
	}
	var reminded []string
	var last time.Time
	for o := range Simulate(rules, events, SimOptions{Fault: func(err error) { require.NoError(t, err) }}) {
		require.False(t, o.At.Before(last), "%s", o.String())
		if last = o.At; o.Goes() {
			require.Equal(t, morning, o.At, "%s", o.String())
			reminded = append(reminded, o.Customer)
		}
	}
	assert.True(t, slices.IsSorted(reminded), "in the order of their ids")
	var unpaid []string
	for i := range customers {
		if i%3 != 1 {
			unpaid = append(unpaid, fmt.Sprintf("c%03d", i))
		}
	}
	assert.Equal(t, unpaid, reminded)
}

// More events at one instant than a worker looks ahead are decided in their order.
func Test同一刻的事件很多_都办得完(t *testing.T) {
	rules := rulesFrom(t, unpaid)
	var events []tiexin.Event
	for i := range 2*eventsAhead + 50 {
		events = append(events, at("+0m", created(fmt.Sprint("T", i), by(fmt.Sprintf("c%d", i%9)))))
		events[i].ID = fmt.Sprint("e", i)
	}
	taken := 0
	var subjects []string
	for o := range Simulate(rules, events, SimOptions{Progress: func(n int) { taken = n }, Fault: func(err error) { require.NoError(t, err) }}) {
		if o.At.Equal(events[0].At) && !slices.Contains(subjects, o.Subject) {
			subjects = append(subjects, o.Subject)
		}
	}
	assert.Equal(t, len(events), taken)
	require.Len(t, subjects, len(events))
	for i, subject := range subjects {
		require.Equal(t, fmt.Sprint("T", i), subject)
	}
}
