package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A condition that is off is no reason once the order is over: then that is it, for
// every rule of the flow, and it is said once.
func TestE4_结束了就说结束_不说条件不成立(t *testing.T) {
	file := `
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang]
    rules:
      - {name: small, if: order.amount < 10, send: pay}
      - {name: big, if: order.amount > 500, send: pay}
      - {name: huge, if: order.amount > 5000, send: pay}
  ask:
    title: 问候
    about: order
    purpose: service
    via: [wangwang]
    choose: all
    rules:
      - {name: plain, if: order.amount > 500, send: pay}
  bye:
    title: 道别
    about: order
    purpose: service
    via: [wangwang]
    choose: all
    rules:
      - {name: quits, if: order.amount > 500, until: customer.signed_in, send: pay}
      - {name: large, if: order.amount > 900, send: pay}
texts: {pay: 还没付款}
`
	signsIn := happening("customer.signed_in", nil)
	out := tell(t, file, at("+0m", created("T1", yuan(99))), at("+2m", signsIn), at("+150s", signsIn), at("+3m", paid("T1"))).outcomes
	assert.Equal(t, []string{
		"10:00 payment/small T1 skip condition-off",
		"10:00 payment/big T1 skip condition-off",
		"10:00 payment/huge T1 skip condition-off",
		"10:00 ask/plain T1 skip condition-off",
		"10:00 bye/quits T1 skip condition-off",
		"10:00 bye/large T1 skip condition-off",
		"10:02 payment/small T1 skip condition-off",
		"10:02 payment/big T1 skip condition-off",
		"10:02 payment/huge T1 skip condition-off",
		"10:02 ask/plain T1 skip condition-off",
		"10:02 bye/quits T1 skip ended customer.signed_in",
		"10:02 bye/large T1 skip condition-off",
		"10:02:30 payment/small T1 skip condition-off",
		"10:02:30 payment/big T1 skip condition-off",
		"10:02:30 payment/huge T1 skip condition-off",
		"10:02:30 ask/plain T1 skip condition-off",
		"10:02:30 bye/large T1 skip condition-off",
		"10:03 payment/small T1 skip ended order.paid",
		"10:03 payment/big T1 skip ended order.paid",
		"10:03 payment/huge T1 skip ended order.paid",
		"10:03 ask/plain T1 skip condition-off",
		"10:03 bye/large T1 skip condition-off",
	}, lines(out))
}

func TestE13_规则改了又改回来_结束再说一次(t *testing.T) {
	const file = `
flows:
  ask:
    title: 问候
    about: order
    purpose: service
    via: [wangwang]
    choose: all
    rules:
      - {name: plain, if: order.amount > 600, send: hello}
      - {name: other, if: order.amount > 700, send: hello}
      - {name: quits, if: order.amount > 500, until: customer.signed_in, send: hello}
texts: {hello: 您好}
`
	signsIn := happening("customer.signed_in", nil)
	s := opens(t, file)
	s.hears(created("T1", yuan(99)))
	hasLines(t, s.at("+1m").hears(signsIn), "10:01 ask/quits T1 skip ended customer.signed_in")
	assert.Empty(t, endsOf(s.at("+2m").hears(signsIn)))
	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(file, ", until: customer.signed_in", "", 1))))
	hasLines(t, s.at("+3m").hears(signsIn), "10:03 ask/quits T1 skip condition-off")
	require.NoError(t, s.engine.Swap(rulesFrom(t, file)))
	hasLines(t, s.at("+4m").hears(signsIn), "10:04 ask/quits T1 skip ended customer.signed_in")
}
