package care

import (
	"testing"

	"github.com/tiexin-go/tiexin"
)

// example is the rule file that the rule language is explained with.
const example = `
shop:
  name: 小鹿家
  closes: {juhuasuan: 30m, default: 24h}
segments:
  newcomer: {title: 新客,     if: customer.paid_orders == 0}
  second:   {title: 二次回购, if: customer.paid_orders == 1}
  vip:
    title: 高价值
    if: customer.grade in ['gold', 'diamond'] || customer.spent >= 2000
limits:
  quiet:
    night: {title: 夜间免打扰, hours: "21:30-09:00", then: wait}
  caps:
    daily:      {title: 每人每天最多两条,     at_most: 2, per: day}
    sms-weekly: {title: 每人七天最多三条短信, at_most: 3, within: 7d, channel: sms}
  budgets:
    sms: {title: 每天短信费, at_most: 200.00, per: day, channel: sms}
  never:
    no-blacklist: {title: 黑名单, if: has_tag('黑名单')}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    merge: 24h
    via: [wangwang, sms]
    rules:
      - name: juhuasuan
        title: 聚划算催付
        if: order.source == 'juhuasuan' && minutes_unpaid > 15
        send: pay.hurry
        exempt: [night]
      - name: newcomer
        title: 新客由客服跟进
        if: segment.newcomer && minutes_unpaid > 5
        send: {task: pay.ask, form: call, via: [wangwang, phone], within: 25m}
      - name: vip
        title: 高价值客户
        if: segment.vip && order.amount >= 300 && minutes_unpaid > 20
        send: pay.vip
      - name: everyone
        title: 普通催付
        if: order.amount >= 20 && minutes_unpaid > shop.usual_minutes_to_pay
        send:
          - pay.gentle
          - {title: 关闭前, if: minutes_to_close < 60, text: pay.last-call, via: [sms]}
texts:
  pay.hurry:
    wangwang: 亲爱的#买家昵称|亲#,您抢到的「#商品名称#」还有#剩余付款时间#就要关闭了:#付款链接#
    sms: "#买家昵称|亲#,您抢到的#商品名称#还有#剩余付款时间#就要关闭:#付款链接#"
  pay.ask: 问问#买家昵称|这位客户#付款有没有困难
  pay.vip: "#买家昵称|亲#,您的专属优惠还在:#付款链接#"
  pay.gentle: "#买家昵称|亲#,您的#商品名称#还没付款:#付款链接#"
  pay.last-call: "#买家昵称|亲#,#商品名称#还有#剩余付款时间#关闭:#付款链接#"
`

func Test手册里的例子(t *testing.T) {
	regular := who(func(c *tiexin.Customer) { c.PaidOrders, c.Spent = 3, 600_00 })
	t.Run("聚划算订单十五分钟没付款就提醒", func(t *testing.T) {
		tellUntil(t, "+2h", example, at("+0m", created("T1", onSource("juhuasuan"), regular))).
			says("10:15 payment/juhuasuan T1 wangwang 亲爱的小王,您抢到的「羽绒服」还有15分钟就要关闭了:tb.cn/p1").
			withheld("10:00 payment/everyone T1 skip earlier-rule juhuasuan")
	})
	t.Run("第十四分钟付款,一条也不发", func(t *testing.T) {
		tellUntil(t, "+2h", example, at("+0m", created("T1", onSource("juhuasuan"), regular)), at("+14m", paid("T1", regular))).silent()
	})
	t.Run("新客由客服跟进", func(t *testing.T) {
		tellUntil(t, "+2h", example, at("+0m", created("T1"))).says("10:05 payment/newcomer T1 task:wangwang 问问小王付款有没有困难")
	})
	t.Run("高价值客户等二十分钟", func(t *testing.T) {
		gold := who(func(c *tiexin.Customer) { c.Grade, c.PaidOrders, c.Spent = "gold", 9, 5000_00 })
		tellUntil(t, "+2h", example, at("+0m", created("T1", yuan(300), gold))).says("10:20 payment/vip T1 wangwang 小王,您的专属优惠还在:tb.cn/p1")
	})
	t.Run("普通客户两步,第二步在关闭前一小时用短信", func(t *testing.T) {
		tell(t, example, at("+0m", created("T1", regular))).says(
			"10:30 payment/everyone#1 T1 wangwang 小王,您的羽绒服还没付款:tb.cn/p1",
			"11-12 09:00 payment/everyone#2 T1 sms 小王,羽绒服还有1小时关闭:tb.cn/p1",
		)
	})
	t.Run("夜里下的单,早上才说", func(t *testing.T) {
		tellUntil(t, "11-12 12:00", example, at("22:00", created("T1", regular))).says("11-12 09:00 payment/everyone#1 T1 wangwang 小王,您的羽绒服还没付款:tb.cn/p1")
	})
	t.Run("聚划算不管夜里", func(t *testing.T) {
		tellUntil(t, "11-12 12:00", example, at("22:00", created("T1", regular, onSource("juhuasuan")))).says("22:15 payment/juhuasuan T1 wangwang")
	})
	t.Run("黑名单里的人", func(t *testing.T) {
		listed := who(func(c *tiexin.Customer) { c.Tags = []string{"黑名单"} })
		tellUntil(t, "+2h", example, at("+0m", created("T1", regular, listed))).silent().withheld("10:30 payment/everyone T1 skip forbidden no-blacklist")
	})
}
