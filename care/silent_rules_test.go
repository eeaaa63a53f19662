package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A finding is something that keeps a rule silent and that the loader sees. The story that
// is told proves it: with the fault the rule f/r says nothing; the sibling without it speaks.
type finding struct {
	name   string
	file   string // with the fault
	says   string // what the loader says of it
	mended string // what stands in the place of the fault: "fault → mended"
	// told stands for the fault in the story, where the loader refuses the file: the same
	// begun by a further event that does not come.
	told   string
	in     rule.Circumstances
	until  string
	events []tiexin.Event
}

const (
	payFlow  = "flows: {f: {title: 催付, about: order, while: unpaid, purpose: service, via: wangwang, rules: ["
	payTexts = "]}}\ntexts: {a: 请付款, b: 请付款呀}\n"
	anyHour  = "limits: {quiet: {night: {hours: '04:00-04:01'}}}\n"
)

var findings = []finding{
	{
		name: "前面的规则更宽", says: `rule "r" applies only to orders that close within 30m`,
		file:   payFlow + `{name: all, if: minutes_unpaid > 30, send: a}, {name: r, if: order.amount > 100 && minutes_unpaid > 10, send: b}` + payTexts,
		mended: "minutes_unpaid > 30 → minutes_unpaid > 30 && order.amount < 100",
		events: []tiexin.Event{at("+0m", created("T1"))},
	},
	{
		name: "前面的规则更宽,不看时间", says: `rule "r" is never reached`,
		file:   "flows: {f: {title: 谢谢, about: order, when: order.paid, purpose: service, via: wangwang, rules: [{name: all, if: order.amount >= 20, send: a}, {name: r, if: order.amount >= 150, send: b}" + payTexts,
		mended: "order.amount >= 20 → order.amount < 20",
		events: []tiexin.Event{at("+0m", created("T1")), at("+1m", paid("T1"))},
	},
	{
		name: "前面的规则早说,后面的晚说", says: `rule "r" is never reached`,
		file:   "flows: {f: {title: 谢谢, about: order, when: order.paid, purpose: service, via: wangwang, rules: [{name: all, if: order.amount >= 20, send: a}, {name: r, if: order.amount >= 150, after: 1h, send: b}" + payTexts,
		mended: "order.amount >= 20 → order.amount < 20",
		events: []tiexin.Event{at("+0m", created("T1")), at("+1m", paid("T1"))},
	},
	{
		name: "付款以后等未付款的钟", says: `the clock "unpaid" stops at order.paid`,
		file:   "flows: {f: {title: 谢谢, about: order, when: order.paid, purpose: service, via: wangwang, rules: [{name: r, if: minutes_unpaid > 10, send: a}" + payTexts,
		told:   "when: order.paid → when: [order.paid, order.price_changed]",
		mended: "minutes_unpaid > 10 → minutes_unshipped > 10",
		events: []tiexin.Event{at("+0m", created("T1")), at("+20m", paid("T1"))},
	},
	{
		name: "关闭以后等未付款的钟", says: `the clock "to_close" stops at order.closed`,
		file:   "flows: {f: {title: 关了, about: order, when: order.closed, purpose: service, via: wangwang, rules: [{name: r, if: minutes_to_close > 10, send: a}" + payTexts,
		told:   "when: order.closed → when: [order.closed, order.price_changed]",
		mended: "{name: r, if: minutes_to_close > 10 → {name: r, if: order.closed",
		events: []tiexin.Event{at("+0m", created("T1")), at("+20m", closed("T1"))},
	},
	{
		name: "发货以后等未发货的钟", says: `the clock "unshipped" stops at order.shipped`,
		file:   "flows: {f: {title: 发货, about: order, when: order.shipped, purpose: service, via: wangwang, rules: [{name: r, if: minutes_unshipped > 10, send: a}" + payTexts,
		told:   "when: order.shipped → when: [order.shipped, order.price_changed]",
		mended: "{name: r, if: minutes_unshipped > 10 → {name: r, if: order.shipped",
		events: []tiexin.Event{at("+0m", created("T1")), at("+1m", paid("T1")), at("+20m", shipped("T1"))},
	},
	{
		name: "付款以后还给付款链接", says: `text "a" asks for payment (#付款链接#), so it is never sent here: after order.paid`,
		file:   "flows: {f: {title: 谢谢, about: order, when: order.paid, purpose: service, via: wangwang, rules: [{name: r, send: a}]}}\ntexts: {a: '请看#付款链接|我的淘宝#'}\n",
		told:   "when: order.paid → when: [order.paid, order.price_changed]",
		mended: "#付款链接|我的淘宝# → 我的淘宝",
		events: []tiexin.Event{at("+0m", created("T1")), at("+20m", paid("T1"))},
	},
	{
		name: "等发货的钟走着,还给付款链接", says: `while the clock "unshipped" runs, the order does not wait for payment`,
		file:   "flows: {f: {title: 等发货, about: order, purpose: service, via: wangwang, rules: [{name: r, if: minutes_unshipped > 5, send: a}]}}\ntexts: {a: '还剩#剩余付款时间|几天#'}\n",
		told:   "if: minutes_unshipped > 5 → when: [order.paid, order.price_changed], after: 5m",
		mended: "#剩余付款时间|几天# → 几天",
		events: []tiexin.Event{at("+0m", created("T1")), at("+20m", paid("T1"))},
	},
	{
		name: "条件说已付款,还给付款链接", says: "the condition is never true of an order that waits for payment",
		file:   "flows: {f: {title: 谢谢, about: order, when: order.updated, purpose: service, via: wangwang, rules: [{name: r, if: order.paid, send: a}]}}\ntexts: {a: '请看#付款链接|我的淘宝#'}\n",
		told:   "if: order.paid → if: order.amount > 0",
		mended: "#付款链接|我的淘宝# → 我的淘宝",
		events: []tiexin.Event{at("+0m", created("T1")), at("+10m", paid("T1")), at("+20m", updated("T1", status(tiexin.Paid)))},
	},
	{
		name: "说的是顾客,给付款链接", says: `so it is never sent here: flow "f" is not about an order`,
		file:   "flows: {f: {title: 来了, about: customer, when: order.created, purpose: service, via: wangwang, rules: [{name: r, send: a}]}}\ntexts: {a: '请看#付款链接|我的淘宝#'}\n",
		told:   "about: customer, when: order.created → about: chat, when: chat.asked",
		mended: "#付款链接|我的淘宝# → 我的淘宝",
		events: []tiexin.Event{at("+0m", created("T1")), at("+1m", chats(tiexin.EventChatAsked))},
	},
	{
		name: "店里没有优惠", says: "#优惠# in text \"a\" can have no value here: add shop.offers",
		file:   "shop: {name: 小鹿家, offers: {}}\nflows: {f: {title: 谢谢, about: order, when: order.created, purpose: service, via: wangwang, rules: [{name: r, send: a}]}}\ntexts: {a: '请看#优惠#'}\n",
		told:   "offers: {} → offers: {a: {text: 券, until: 2026-01-01 00:00}}",
		mended: "offers: {} → offers: {a: {text: 券}}",
		events: []tiexin.Event{at("+0m", created("T1"))},
	},
	{
		name: "优惠已经结束", says: `the offer "a" ended at 2026-11-10 23:59`, in: rule.Circumstances{AsOf: morning},
		file:   "shop: {name: 小鹿家, offers: {a: {text: 券, until: 2026-11-10 23:59}}}\nflows: {f: {title: 谢谢, about: order, when: order.created, purpose: service, via: wangwang, rules: [{name: r, send: a}]}}\ntexts: {a: '请看#优惠#'}\n",
		mended: "2026-11-10 → 2026-11-12",
		events: []tiexin.Event{at("+0m", created("T1"))},
	},
	{
		name: "日子已经过了", says: `"2026-11-10 at 20:00" does not occur again`, in: rule.Circumstances{AsOf: morning},
		file:   anyHour + "flows: {f: {title: 活动, about: customer, when: 2026-11-10 at 20:00, purpose: service, via: wangwang, rules: [{name: r, send: a}]}}\ntexts: {a: 您好}\n",
		mended: "2026-11-10 → 2026-11-12", until: "11-13 10:00",
		events: []tiexin.Event{at("+0m", created("T1"))},
	},
	{
		name: "没有这样的来源", says: `unknown value "聚划算" of order.source; did you mean 'juhuasuan'?`,
		file:   payFlow + `{name: r, if: "order.source == '聚划算' && minutes_unpaid > 10", send: a}, {name: other, if: minutes_unpaid > 15, send: b}` + payTexts,
		mended: "聚划算 → juhuasuan",
		events: []tiexin.Event{at("+0m", created("T1", onSource("juhuasuan")))},
	},
	{
		name: "没有这样的状态", says: `unknown value "待付款" of order.status; did you mean 'unpaid'?`,
		file:   payFlow + `{name: r, if: "order.status == '待付款' && minutes_unpaid > 10", send: a}, {name: other, if: order.gift, send: b}` + payTexts,
		mended: "待付款 → unpaid",
		events: []tiexin.Event{at("+0m", created("T1"))},
	},
	{
		name: "城市写了市", says: `order.city is never "杭州市": cities are written short; write '杭州'`,
		file:   payFlow + `{name: r, if: "order.city == '杭州市' && minutes_unpaid > 10", send: a}, {name: other, if: order.gift, send: b}` + payTexts,
		mended: "杭州市 → 杭州",
		events: []tiexin.Event{at("+0m", created("T1", thing(func(o *tiexin.Order) { o.Province, o.City = "浙江省", "杭州市" })))},
	},
	{
		name: "标签写得不一样", says: `"vip" is written "VIP" elsewhere`,
		file:   payFlow + `{name: other, if: has_tag('VIP') && order.gift, send: b}, {name: r, if: has_tag('vip') && minutes_unpaid > 10, send: a}` + payTexts,
		mended: "has_tag('vip') → has_tag('VIP')",
		events: []tiexin.Event{at("+0m", created("T1", who(func(c *tiexin.Customer) { c.Tags = []string{"VIP"} })))},
	},
	{
		name: "免打扰写了一整天", says: "these hours cover the whole day, so no message is ever sent",
		file:   "limits: {quiet: {night: {hours: '00:00-00:00'}}}\n" + payFlow + `{name: r, if: minutes_unpaid > 10, send: a}, {name: other, if: order.gift, send: b}` + payTexts,
		mended: "00:00-00:00 → 04:00-04:01",
		events: []tiexin.Event{at("+0m", created("T1"))},
	},
	{
		name: "免打扰写反了", says: "these quiet hours cover the day, so a message is sent only between 22:00-08:00; hours: are the quiet hours; for messages between 08:00-22:00 write 22:00-08:00",
		file:   "limits: {quiet: {night: {hours: '08:00-22:00'}}}\n" + payFlow + `{name: r, if: minutes_unpaid > 10, send: a}, {name: other, if: order.gift, send: b}` + payTexts,
		mended: "08:00-22:00 → 22:00-08:00", until: "21:00",
		events: []tiexin.Event{at("+0m", created("T1"))},
	},
	{
		name: "免打扰写反了,营销再也发不出", says: "together with other quiet hours these cover the whole day, so no message of purpose marketing is ever sent",
		file:   "limits: {quiet: {night: {hours: '08:00-22:00'}}}\nflows: {f: {title: 谢谢, about: order, when: order.created, purpose: marketing, via: wangwang, rules: [{name: r, send: a}" + payTexts,
		mended: "08:00-22:00 → 22:00-08:00", until: "11-20 10:00",
		events: []tiexin.Event{at("+0m", grants("marketing")), at("+1m", created("T1"))},
	},
	{
		name: "谁也没同意营销", says: `none of the 1 customers consents to marketing by wangwang, so flow "f" reaches no one`,
		in:   rule.Circumstances{Customers: []tiexin.Customer{{ID: "xiaowang", Consents: []tiexin.Consent{{Purpose: "survey"}}}}},
		file: "flows: {f: {title: 谢谢, about: order, when: order.created, purpose: marketing, via: wangwang, rules: [{name: r, send: a}" + payTexts,
		// The sibling's purpose is the one that the customer allows.
		mended: "purpose: marketing → purpose: survey",
		events: []tiexin.Event{at("+0m", grants("survey")), at("+1m", created("T1"))},
	},
	{
		name: "时区的正负号反了", says: `"Etc/GMT+8" is 8 hours behind UTC`,
		file:   "shop: {name: 小鹿家, timezone: Etc/GMT+8}\nlimits: {quiet: {night: {hours: '14:00-04:00'}}}\n" + payFlow + `{name: r, if: minutes_unpaid > 10, send: a}, {name: other, if: order.gift, send: b}` + payTexts,
		mended: "Etc/GMT+8 → Etc/GMT-8", until: "12:00",
		events: []tiexin.Event{at("+0m", created("T1"))},
	},
}

func TestLoader说了哑的规则_真的不说话_改了就说(t *testing.T) {
	for _, f := range findings {
		t.Run(f.name, func(t *testing.T) {
			assert.Contains(t, f.problems(f.file), f.says)
			assert.Equal(t, 1, strings.Count(f.problems(f.file), f.says), "it is said once")
			silent := f.file
			if f.told != "" {
				silent = f.changed(t, f.told)
			}
			mended := f.changed(t, f.mended)
			assert.NotContains(t, f.problems(mended), f.says)
			assert.False(t, f.speaks(t, silent), "it is not silent:\n%s", silent)
			assert.True(t, f.speaks(t, mended), "the sibling is silent:\n%s", mended)
		})
	}
}

func (f *finding) problems(file string) string {
	if !strings.HasPrefix(file, "shop:") {
		file = "shop: {name: 小鹿家}\n" + file
	}
	_, problems := rule.LoadIn(f.in, rule.File{Name: "rules.yaml", Data: []byte("version: 1\n" + file)})
	return problems.Error()
}

// changed is the file with a fault changed: "fault → something else".
func (f *finding) changed(t *testing.T, how string) string {
	from, to, _ := strings.Cut(how, " → ")
	assert.Contains(t, f.file, from)
	return strings.Replace(f.file, from, to, 1)
}

func (f *finding) speaks(t *testing.T, file string) bool {
	told := tellUntil(t, f.until, file, f.events...)
	for i := range told.outcomes {
		if o := &told.outcomes[i]; o.Goes() && o.Path() == "f/r" {
			return true
		}
	}
	return false
}
