package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// watched is a flow whose dear orders a person looks at first, and which merges.
const watched = `
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows:
  f:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    merge: 2h
    via: [wangwang, sms]
    rules:
      - {name: big, if: order.amount >= 500 && minutes_unpaid > 15, review: true, send: pay}
      - {name: plain, if: minutes_unpaid > 10, send: pay}
texts: {pay: "#买家昵称|亲#，您的#商品名称#还没付款"}
`

func TestE8_要人看过的_不跟着别人的话出去(t *testing.T) {
	s := opens(t, watched)
	s.hears(created("T1", yuan(20)))
	s.hears(created("T2", yuan(900)))
	out := s.wakes("+11m")
	saysOf(t, out, "10:11 f/plain T1 wangwang 小王，您的羽绒服还没付款")
	hasLines(t, s.wakes("+16m"), "10:16 f/big T2 wait needs-review")
	saysOf(t, s.at("+17m").hears(reports(tiexin.EventMessageApproved, "v1:/xiaowang/f/big/T2/0/1")), "10:17 f/big T2 wangwang 小王，您的羽绒服还没付款")
}

func TestE8_两单都要人看_看的是一起的那句(t *testing.T) {
	s := opens(t, watched)
	s.hears(created("T1", yuan(900)), created("T2", yuan(800)))
	out := s.wakes("+16m")
	hasLines(t, out, "10:16 f/big T1 wait needs-review")
	saysOf(t, s.at("+17m").hears(reports(tiexin.EventMessageApproved, "v1:/xiaowang/f/big/T1/0/1")), "10:17 f/big T1 wangwang +T2 小王，您的羽绒服等2件还没付款")
}

func TestE8_看过的是那句话_换了文案再看一次(t *testing.T) {
	s := opens(t, watched)
	s.hears(created("T1", yuan(900)))
	s.wakes("+16m")
	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(watched, "还没付款", "等您付款", 1))))
	hasLines(t, s.at("+17m").hears(reports(tiexin.EventMessageApproved, "v1:/xiaowang/f/big/T1/0/1")), "10:17 f/big T1 wait needs-review")
}

func TestE8_看过的是那几单那个渠道_变了再看一次(t *testing.T) {
	s := opens(t, watched)
	s.fails = func(_ string, k channel.Kind) error {
		if k == channel.Wangwang {
			return &channel.Final{Reason: "no such buyer"}
		}
		return nil
	}
	s.hears(created("T1", yuan(900)))
	out := s.wakes("+16m")
	hasLines(t, out, "10:16 f/big T1 wait needs-review")
	const id = "v1:/xiaowang/f/big/T1/0/1"
	s.at("+17m").hears(created("T2", yuan(20)))
	again := s.at("+18m").hears(reports(tiexin.EventMessageApproved, id))
	hasLines(t, again, "10:18 f/big T1 wait needs-review")
	s.at("+19m").hears(reports(tiexin.EventMessageApproved, id))
	s.handed()
	hasLines(t, s.delivers().Outcomes, "10:19 f/big T1 wait needs-review")
	s.delivers()
	s.handed()
	saysOf(t, s.at("+20m").hears(reports(tiexin.EventMessageApproved, id)), "10:20 f/big T1 sms +T2 小王，您的羽绒服等2件还没付款")
}
