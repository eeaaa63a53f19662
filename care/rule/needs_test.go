package rule

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One fault is one problem: what a section with a fault meant to say may be what a
// placeholder needs.
func TestAFaultyShopIsOneProblem(t *testing.T) {
	const sound = "shop: {name: 小鹿家, agent: 小禾, phone: 5, offers: {a: {text: x, until: 2026-11-11}}, links: {评价链接: a}}\n"
	for head, want := range map[string]string{
		"shop: {name: 小鹿家, agnet: 小禾}\nchannels: {sms: {signature: 小鹿}}\n":                               `a shop has no key "agnet"`,
		"shop: {name: [a]}\nchannels: {sms: {signature: 小鹿}}\n":                                          `"name" should be a text, not a list`,
		"shop: 小鹿家\nchannels: {sms: {signature: 小鹿}}\n":                                                  `"shop" should be a shop (a mapping with the keys name, agent, phone, timezone, …), not a text`,
		"shop: {offers: {a: {text: x, until: soon}}}\nchannels: {sms: {signature: 小鹿}}\n":                `"soon" is not a time`,
		sound + "channels: {sms: {signatrue: 小鹿}}\n":                                                     `a channel has no key "signatrue"`,
		sound + "channels: {smss: {signature: 小鹿}}\n":                                                    `unknown channel "smss"`,
		sound + "channels: [sms]\n":                                                                      `"channels" should be a mapping of names, not a list`,
		"shop: {name: 小鹿家, agent: 小禾, phone: 5, links: {评价链接: [a]}}\nchannels: {sms: {signature: 小鹿}}\n": `"评价链接" should be a text, not a list`,
	} {
		_, problems := Load(File{"rule.yaml", []byte("version: 1\n" + head + `flows:
  f: {title: 评价, about: order, when: order.paid, purpose: service, via: sms, rules: [{name: r, send: hi}]}
texts: {hi: "#客服##客服电话##签名##优惠截止##优惠##店铺名称##评价链接#"}
`)})
		var messages []string
		for _, p := range problems {
			messages = append(messages, p.Message.English)
		}
		assert.Equal(t, []string{want}, messages, head)
	}
}

// A special day has a name and mostly a greeting; what else begins a rule has neither.
func TestPlaceholdersOfASpecialDayNeedItsMoment(t *testing.T) {
	const notAlone = "it is known only in a rule that special days alone start: when: 中秋 at 09:00"
	for _, one := range []struct{ when, text, calendar, want string }{
		{when: "[端午 - 1d at 09:00, 七夕 + 2d]", text: "#节日#到了,#祝福语#"},
		{when: "会员日", text: "#祝福语#", calendar: "会员日: {name: 会员日, rule: solar:8-8, greeting: 会员日快乐}"},
		{when: "清明", text: "#祝福语#", calendar: "qingming: {greeting: 清明安康}"},
		{when: "清明", text: "#节日#"},
		{when: "[七夕, 清明]", text: "#祝福语#", want: "清明 (qingming) has no greeting; add one under calendar.days.qingming.greeting"},
		{when: "会员日", text: "#祝福语#", calendar: "会员日: solar:8-8", want: "会员日 (会员日) has no greeting; add one under calendar.days.会员日.greeting"},
		{when: "会员日", text: "#祝福语|节日快乐#", calendar: "会员日: solar:8-8"},
		{when: "[七夕, birthday]", text: "#节日#", want: `"birthday at 10:00" is not the moment of a special day`},
		{when: "every month on 1", text: "#祝福语#", want: `"every month on 1 at 10:00" is not the moment of a special day`},
		{when: "[七夕, order.paid]", text: "#节日#", want: notAlone},
		{when: "customer.updated", text: "#节日#", want: notAlone},
	} {
		_, problems := Load(File{"rule.yaml", []byte("version: 1\ncalendar: {days: {" + one.calendar + "}}\nflows:\n  f: {title: 节日, about: customer, purpose: notice, via: wangwang, rules: [{name: r, when: " + one.when + ", send: hi}]}\ntexts: {hi: \"" + one.text + "\"}\n")})
		if one.want == "" {
			require.NoError(t, problems.Err(), one.when)
			continue
		}
		require.Len(t, problems, 1, one.when)
		word := one.text[:strings.LastIndex(one.text, "#")+1]
		assert.Equal(t, word+" in text \"hi\" can have no value here: "+one.want, problems[0].Message.English)
	}
	_, problems := Load(File{"rule.yaml", []byte("version: 1\nflows:\n  f: {title: 节日, about: customer, purpose: notice, via: wangwang, rules: [{name: r, when: 七西, send: hi}]}\ntexts: {hi: \"#节日#\"}\n")})
	assert.Len(t, problems, 1, "one fault is one problem")
}
