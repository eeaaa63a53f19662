package care

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

// What one event costs does not grow with all the customer ever bought, even where a
// host tells of payments alone.
func Test只报付款的店_问的单数不跟着历史涨(t *testing.T) {
	file := `flows: {f: {title: 谢, about: order, when: order.paid, purpose: service, via: [wangwang], rules: [{name: r, send: t}]}}
texts: {t: 谢谢}
`
	count := func(orders int) int {
		var events []tiexin.Event
		for i := range orders {
			e := at("+0m", paid(fmt.Sprint("T", i)))
			e.ID, e.At = fmt.Sprint("e", i), e.At.AddDate(0, 0, i)
			events = append(events, e)
		}
		return len(slices.Collect(Simulate(rulesFrom(t, file), events, SimOptions{})))
	}
	first, then := count(200), count(400)
	assert.LessOrEqual(t, then, 400*150)
	assert.LessOrEqual(t, then, 2*first+400, "twice the orders, twice the outcomes")
}

// A cap that counts for most of a year counts the messages that nobody looks at on other
// days, and a message that turns out never to have arrived frees its slot, however old.
func Test大半年的次数_旧的也数_没到的还回来(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {year: {at_most: 60, within: 300d, then: drop}}}
flows: {f: {title: 来了, about: customer, when: customer.signed_in, purpose: notice, via: [wangwang], rules: [{name: r, again: 1h, send: hi}]}}
texts: {hi: 您好}
`
	s := opens(t, file)
	comes := func(day int) (spoke []string) {
		s.at(fmt.Sprintf("+%dh", 24*day))
		for _, o := range s.hears(happening(tiexin.EventCustomerSignedIn, nil)) {
			if o.Goes() {
				spoke = append(spoke, o.Said.ID)
			}
		}
		s.delivers()
		return spoke
	}
	var ids []string
	for i := range 60 {
		spoke := comes(3 * i)
		assert.Len(t, spoke, 1, "day %d", 3*i)
		ids = append(ids, spoke...)
	}
	assert.Empty(t, comes(180), "sixty within three hundred days")
	s.at("+4321h").hears(reports(tiexin.EventMessageFailed, ids[2], func(e *tiexin.Event) { e.Message.Final = true }))
	assert.Len(t, comes(181), 1, "one of them never arrived")
	assert.Empty(t, comes(182))
	assert.Len(t, s.remembers("xiaowang").SlotsSince(0), 60)
}
