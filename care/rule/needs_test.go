package rule

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// One fault is one problem: what a section with a fault meant to say may be what a
// placeholder needs.
func TestAFaultyShopIsOneProblem(t *testing.T) {
	const sound = "shop: {name: 小鹿家, agent: 小禾, phone: 5, offers: {a: {text: x, until: 2026-11-11}}, links: {评价链接: a}}\n"
	for head, want := range map[string]string{
		"shop: {name: 小鹿家, agnet: 小禾}\nchannels: {sms: {signature: 小鹿}}\n":                               `a shop has no key "agnet"`,
		"shop: {name: [a]}\nchannels: {sms: {signature: 小鹿}}\n":                                          `"name" should be a text, not a list`,
		"shop: 小鹿家\nchannels: {sms: {signature: 小鹿}}\n":                                                  `"shop" should be a shop (a mapping with the keys name, agent, phone, timezone, …), not a text`,
		"shop: {offers: {a: {text: x, until: soon}}}\nchannels: {sms: {signature: 小鹿}}\n":                `"soon" is no time`,
		sound + "channels: {sms: {signatrue: 小鹿}}\n":                                                     `a channel has no key "signatrue"`,
		sound + "channels: {smss: {signature: 小鹿}}\n":                                                    `no channel is called "smss"`,
		sound + "channels: [sms]\n":                                                                      `"channels" should be a mapping of names, not a list`,
		"shop: {name: 小鹿家, agent: 小禾, phone: 5, links: {评价链接: [a]}}\nchannels: {sms: {signature: 小鹿}}\n": `"评价链接" should be a text, not a list`,
	} {
		_, problems := Load(File{"rule.yaml", []byte("version: 1\n" + head + `flows:
  f: {title: 评价, about: order, when: order.paid, purpose: service, via: sms, rules: [{name: r, send: hi}]}
texts: {hi: "#客服##客服电话##签名##优惠截止##优惠##店铺名称##评价链接#"}
`)})
		var messages []string
		for _, p := range problems {
			messages = append(messages, p.Message)
		}
		assert.Equal(t, []string{want}, messages, head)
	}
}
