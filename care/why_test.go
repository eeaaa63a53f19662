package care

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

const manyWhys = `
limits:
  caps: {daily: {title: 每人每天一条就够, at_most: 1, per: day}}
  never: {blacklist: {title: 黑名单不联系, if: has_tag('黑名单')}}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: [wangwang, sms]
    rules:
      - {name: gentle, title: 轻轻提醒, if: order.amount >= 20 && minutes_unpaid > 15, send: pay}
      - {name: rest, title: 其他订单, if: minutes_unpaid > 20, send: pay}
texts:
  pay: "#买家昵称|亲#，您的#商品名称#还没付款"
`

// whys are the reasons of a rule in an hour, each once, in both languages.
func whys(t *testing.T, file, path string, events ...tiexin.Event) (english, chinese string) {
	t.Helper()
	rules := rulesFrom(t, file)
	told := map[string]bool{}
	for i := range events {
		events[i] = at(fmt.Sprintf("+%dm", i), events[i])
	}
	var e, c []string
	for o := range Simulate(rules, events, SimOptions{Until: timeAt("+1h"), Seen: true}) {
		if why := o.WhyChinese(rules); o.Path() == path && !told[why] {
			told[why] = true
			e, c = append(e, o.Why(rules)), append(c, why)
		}
	}
	return strings.Join(e, "\n"), strings.Join(c, "\n")
}

func TestWhy_说得出谁拦下的_哪里不成立(t *testing.T) {
	first, second := created("T1"), created("T2")
	english, chinese := whys(t, manyWhys, "payment/gentle", first, second)
	assert.Equal(t, "时间还没到\n该发了\n已到频次上限「每人每天一条就够」", chinese)
	assert.Equal(t, "not due yet\ndue\na cap is reached, and the message is dropped (daily)", english)

	cheap := created("T1")
	cheap.Order.Amount = 9_00
	english, chinese = whys(t, manyWhys, "payment/gentle", cheap)
	assert.Equal(t, "条件不符：order.amount >= 20（order.amount = 9）", chinese)
	assert.Equal(t, "the condition is not true: order.amount >= 20 [order.amount = 9]", english)

	nobody := created("T1")
	nobody.Customer = tiexin.Customer{ID: "nobody"}
	english, chinese = whys(t, manyWhys, "payment/gentle", nobody)
	assert.Equal(t, "时间还没到\n没有可用的渠道：旺旺不能用：没有地址或号码；短信不能用：没有地址或号码", chinese)
	assert.Contains(t, english, "no channel to the customer is open: wangwang closed: no-address; sms closed: no-address")

	black := created("T1")
	black.Customer.Tags = []string{"黑名单"}
	_, chinese = whys(t, manyWhys, "payment/gentle", black)
	assert.Contains(t, chinese, "禁发规则不许发「黑名单不联系」")

	_, chinese = whys(t, manyWhys, "payment/rest", first)
	assert.Contains(t, chinese, "归前面的规则管「轻轻提醒」")
}

// Whoever changes the rules reads what the changed rules say.
func TestWhy_改了规则_理由跟着变(t *testing.T) {
	cheap := created("T1")
	cheap.Order.Amount = 99_00
	_, chinese := whys(t, strings.Replace(manyWhys, "order.amount >= 20", "order.amount >= 100", 1), "payment/gentle", cheap)
	assert.Equal(t, "条件不符：order.amount >= 100（order.amount = 99）", chinese)

	first, second := created("T1"), created("T2")
	_, chinese = whys(t, strings.Replace(manyWhys, "每人每天一条就够", "一天一条", 1), "payment/gentle", first, second)
	assert.Contains(t, chinese, "已到频次上限「一天一条」")
}

// What is asked of an explanation reads as what an outcome says.
func TestWhy_说明里的理由_和结果里的一样(t *testing.T) {
	s := opens(t, manyWhys)
	cheap := created("T1")
	cheap.Order.Amount = 9_00
	s.hears(cheap)
	x := s.explains()
	assert.Equal(t, "条件不符：order.amount >= 20（order.amount = 9）", x.WhyChinese(x.about(t, "order", "T1", "gentle")))
	assert.Equal(t, "not due yet", x.Why(x.about(t, "order", "T1", "rest")))
}

// The timeline calls limits by their titles where it knows the rules.
func TestWhy_时间线也说限制的名称(t *testing.T) {
	rules := rulesFrom(t, manyWhys)
	first, second := at("+0m", created("T1")), at("+1m", created("T2"))
	draw := func(o TimelineOptions) string {
		var b strings.Builder
		assert.NoError(t, WriteChineseTimeline(&b, Simulate(rules, []tiexin.Event{first, second}, SimOptions{Until: timeAt("+1h")}), o))
		return b.String()
	}
	assert.Contains(t, draw(TimelineOptions{Rules: rules}), "「每人每天一条就够」")
	assert.Contains(t, draw(TimelineOptions{}), "「daily」")
}
