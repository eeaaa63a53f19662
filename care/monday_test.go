package care

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// monday is the Monday of the stories, and tuesday when somebody asks about it.
func monday() (from, to time.Time) { return timeAt("11-16 00:00"), timeAt("11-17 00:00") }

// asksAbout is what a person reads on Tuesday about a customer's Monday, by an engine that
// has been started since.
func (s *shop) asksAbout(file, customer string) (english, chinese string) {
	s.t.Helper()
	s.at("11-17 09:00").restart(file)
	from, to := monday()
	x, err := s.engine.ExplainAt(context.Background(), Key{Customer: customer}, from, to)
	require.NoError(s.t, err)
	return aloud(s.t, x)
}

const caring = `
shop: {name: 小鹿家}
flows:
  greet:
    title: 问候
    about: order
    when: order.created
    purpose: notice
    via: [wangwang]
    FLOW
    rules:
      - {name: first, title: 第一句, if: RULE, send: hello}
      - {name: second, title: 第二句, if: order.amount > 1, send: hello}
limits: LIMITS
texts: {hello: 您好}
`

const manyAllowed = "{caps: {lots: {at_most: 99, per: day}}}"

func caringWith(rule, flow, limits string) string {
	return strings.NewReplacer("RULE", rule, "FLOW", flow, "LIMITS", limits).Replace(caring)
}

// What a shopkeeper asks on Tuesday: why did this customer hear nothing on Monday?
func Test星期一为什么没声音_星期二问得出来(t *testing.T) {
	const two = `order.amount > 100`
	for _, tt := range []struct {
		name             string
		file             string
		lives            func(*shop)
		english, chinese string // that stand in what is read
	}{
		{
			"免打扰", caringWith(two, "", `{quiet: {night: {title: 夜里不打扰, hours: "21:00-09:00"}}}`),
			func(s *shop) { s.at("11-16 22:30").hears(created("T1")) },
			"greet/first (第一句): wait quiet-hours (night) until 2026-11-17 09:00:00: quiet hours",
			"第一句（greet/first）：先等等，正是免打扰时段「夜里不打扰」，11月17日 09:00再看",
		},
		{
			"次数到上限", caringWith(two, "", `{caps: {few: {title: 一天一条, at_most: 1, per: day, then: wait}}}`),
			func(s *shop) {
				s.at("11-16 10:00").hears(created("T1"))
				s.delivers()
				s.at("11-16 11:00").hears(created("T2"))
			},
			"greet/first (第一句): wait capped (few) until 2026-11-17 08:00:00: a cap is reached for now",
			"第一句（greet/first）：先等等，已到频次或费用上限「一天一条」，11月17日 08:00再看",
		},
		{
			"顾客拒绝", caringWith(two, "", manyAllowed),
			func(s *shop) {
				s.at("11-15 10:00").hears(revokes("wangwang"))
				s.at("11-16 10:00").hears(created("T1"))
			},
			"greet/first (第一句): skip refused: the customer opted out", "第一句（greet/first）：不发，顾客已退订",
		},
		{
			"费用用完", strings.Replace(caringWith(two, "", `{budgets: {pot: {title: 短信预算, at_most: 0.01, per: day, then: drop}}}`), "[wangwang]", "[sms]", 1),
			func(s *shop) { s.at("11-16 10:00").hears(created("T1")) },
			"greet/first (第一句): skip over-budget (pot): the budget is spent", "第一句（greet/first）：不发，已到费用上限「短信预算」",
		},
		{
			"对照组", caringWith(two, "holdout: 100", manyAllowed),
			func(s *shop) { s.at("11-16 10:00").hears(created("T1")) },
			"greet/first (第一句): skip held-out (greet): the customer is in the control group of the flow", "第一句（greet/first）：不发，这位顾客在对照组「问候」",
		},
		{
			"并入另一条", caringWith(two, "merge: 2h", manyAllowed),
			func(s *shop) {
				s.at("11-16 10:00").hears(created("T1"))
				s.at("11-16 11:00").hears(created("T2"))
			},
			"greet/first (第一句): skip merged-into (T1): the message about another one covers it", "第一句（greet/first）：不发，并入另一条消息一起说「T1」",
		},
		{
			"归前面的规则", caringWith(two, "", manyAllowed),
			func(s *shop) {
				s.at("11-15 10:00").hears(revokes("wangwang"))
				s.at("11-16 10:00").hears(created("T1"))
			},
			"greet/second (第二句): skip earlier-rule (first): a rule before it in the flow applies", "第二句（greet/second）：不发，归前面的规则管「第一句」",
		},
		{
			"黑名单", caringWith(two, "", manyAllowed),
			func(s *shop) {
				s.at("11-16 10:00").hears(created("T1", who(func(c *tiexin.Customer) { c.Blocked = true })))
			},
			"greet/first (第一句): skip blocked: the shop has blocked the customer", "第一句（greet/first）：不发，在店铺黑名单里",
		},
		{
			"正在投诉", caringWith(two, "", manyAllowed),
			func(s *shop) {
				s.at("11-16 09:00").hears(chats(tiexin.EventChatComplained))
				s.at("11-16 10:00").hears(created("T1"))
			},
			"greet/first (第一句): wait in-conversation", "第一句（greet/first）：先等等，付款问题或投诉没处理完",
		},
		{
			"等人审核", strings.Replace(caringWith(two, "", manyAllowed), "if: order.amount > 100, send", "if: order.amount > 100, review: true, send", 1),
			func(s *shop) { s.at("11-16 10:00").hears(created("T1")) },
			"greet/first (第一句): wait needs-review", "第一句（greet/first）：先等等，等人审核",
		},
		{
			"没有渠道", strings.Replace(caringWith(two, "", manyAllowed), "via: [wangwang]", "via: [wechat]", 1),
			func(s *shop) { s.at("11-16 10:00").hears(created("T1")) },
			"    wechat closed: no-address", "    微信不能用：没有地址或号码",
		},
		{
			"星期天就定下的", caringWith(two, "holdout: 100", manyAllowed),
			func(s *shop) { s.at("11-15 10:00").hears(created("T1")) },
			"state before\n  2026-11-15 10:00:00 order T1: greet/first (第一句): skip held-out", "在这之前定下的\n  11月15日 10:00 订单 T1：第一句（greet/first）：不发，这位顾客在对照组「问候」",
		},
		{
			"条件不符_日志里没有", caringWith("order.amount > 9000", "", manyAllowed),
			func(s *shop) { s.at("11-16 10:00").hears(created("T1", yuan(0.5))) },
			"nothing was written in that time: no rule was due, or its condition was not true", "这段时间日志里没有记录",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opensJournal(t, tt.file)
			tt.lives(s)
			english, chinese := s.asksAbout(tt.file, "xiaowang")
			assert.Contains(t, english, tt.english)
			assert.Contains(t, chinese, tt.chinese)
			assert.Contains(t, english, "customer xiaowang on Monday, 2026-11-16\n")
			assert.Contains(t, chinese, "顾客 xiaowang，2026年11月16日（周一）\n")
		})
	}
}

func Test星期一发过的_后来怎样_星期二连着说(t *testing.T) {
	s := opensJournal(t, unpaid)
	s.fails = func(_ string, k channel.Kind) error {
		if k == channel.Wangwang {
			return &channel.Final{Reason: "no such buyer"}
		}
		return nil
	}
	s.at("11-16 20:40").hears(created("T1"))
	s.wakes("11-16 20:55")
	s.delivers()
	s.at("11-17 00:05").hears(reports(tiexin.EventMessageDelivered, gentleID, func(e *tiexin.Event) { e.Message.Channel = "sms" }))
	english, chinese := s.asksAbout(unpaid, "xiaowang")
	assert.Equal(t, strings.TrimPrefix(`
customer xiaowang on Monday, 2026-11-16
  the journal of this customer begins at 2026-11-16 20:40:00
  1 message was sent

2026-11-16 20:40:00 order T1
  payment/gentle (催付): wait not-yet until 2026-11-16 20:55:00: not due yet
    ✗ minutes_unpaid > 15   [minutes_unpaid = 0]

2026-11-16 20:55:00 order T1
  payment/gentle (催付): send by wangwang
    ✓ minutes_unpaid > 15   [minutes_unpaid = just over 15]
    2026-11-16 20:55:00 failed by wangwang for good: no such buyer
  payment/gentle (催付): send by sms
    wangwang closed: undeliverable (no such buyer)
    ✓ minutes_unpaid > 15   [minutes_unpaid = just over 15]
    2026-11-16 20:55:00 handed over by sms
    2026-11-17 00:05:00 delivered by sms
`, "\n"), english)
	assert.Contains(t, chinese, "  催付（payment/gentle）：决定发短信\n    旺旺不能用：没送到（no such buyer）\n")
	assert.Contains(t, chinese, "    11月16日 20:55 旺旺没送到（no such buyer）\n")
	assert.Contains(t, chinese, "    11月17日 00:05 短信已送达\n")
}
