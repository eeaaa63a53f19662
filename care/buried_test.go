package care

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func TestE12_忘掉的订单又来一点消息_不从头再说(t *testing.T) {
	file := `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  pay: {title: 催付, about: order, purpose: service, via: [wangwang], rules: [{name: r, if: "!order.paid", send: hello}]}
  thanks: {title: 谢谢, about: order, purpose: service, via: [wangwang], rules: [{name: r, if: order.paid, send: hello}]}
texts: {hello: 您好}
`
	later := func(days int, e tiexin.Event) tiexin.Event {
		e = at("+0m", e)
		e.ID, e.At = fmt.Sprint(e.ID, days), morning.AddDate(0, 0, days)
		return e
	}
	signsIn := later(105, happening(tiexin.EventCustomerSignedIn, nil))
	tell(t, file, at("+0m", created("T1")), signsIn, later(106, ofOrder(tiexin.EventOrderPriceChanged, "T1", []detail{yuan(15)}))).
		says("10:00 pay/r T1 wangwang 您好")
	tell(t, file, at("+0m", paid("T1")), later(1, ofOrder(tiexin.EventOrderSucceeded, "T1", nil)), signsIn, later(106, updated("T1", status(tiexin.Paid)))).
		says("10:00 thanks/r T1 wangwang 您好")
}

// A platform sends a forgotten order once more, with little in it: what was paid,
// and when, stays as it was told.
func TestE2_忘掉的订单又来一点消息_不动账(t *testing.T) {
	s := opens(t, oneWord)
	hears := func(days int, e tiexin.Event) {
		e.ID, e.At = fmt.Sprint(e.Type, days), morning.AddDate(0, 0, days)
		s.now.Store(e.At.UnixMilli())
		s.hears(e)
	}
	hears(0, paid("T1", yuan(199)))
	hears(1, ofOrder(tiexin.EventOrderSucceeded, "T1", nil))
	hears(105, happening(tiexin.EventCustomerSignedIn, nil))
	before := s.remembers("xiaowang").Tally
	require.Empty(t, s.remembers("xiaowang").Orders, "it is forgotten")
	hears(106, updated("T1", status(tiexin.Paid)))
	hears(107, paid("T1"))
	assert.Equal(t, before, s.remembers("xiaowang").Tally)
	late := paid("T1", thing(func(o *tiexin.Order) { o.PaidAt = morning.Add(time.Hour) }))
	hears(108, late) // a time from before it was forgotten, and no amount
	assert.Equal(t, before, s.remembers("xiaowang").Tally)
}
