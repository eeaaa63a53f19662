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
