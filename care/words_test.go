package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func wording(text string) string {
	return `
flows:
  f: {title: 问候, about: order, purpose: notice, via: [wangwang, sms], rules: [{name: r, when: [order.created, order.paid], send: hello}]}
texts: {hello: "` + text + `"}
`
}

func TestE11_没有值也没有替代的占位符_就不发(t *testing.T) {
	for _, text := range []string{"#会员等级#您好", "#买家姓名#您好", "#收货人#您好", "#发货时间#发的货", "#会员积分#分", "#省份#的朋友"} {
		t.Run(text, func(t *testing.T) {
			told := tell(t, wording(text), at("+0m", created("T1"))).silent()
			assert.Contains(t, lines(told.outcomes)[0], "skip nothing-to-say #")
		})
	}
	t.Run("有替代就用替代", func(t *testing.T) {
		tell(t, wording("#会员等级|贵宾#您好"), at("+0m", created("T1"))).says("10:00 f/r T1 wangwang 贵宾您好")
	})
	t.Run("替代可以是空的", func(t *testing.T) {
		tell(t, wording("#会员等级|#您好"), at("+0m", created("T1"))).says("10:00 f/r T1 wangwang 您好")
	})
	t.Run("打了星号的昵称不念出来", func(t *testing.T) {
		masked := who(func(c *tiexin.Customer) { c.Nick = "t**8" })
		tell(t, wording("#买家昵称|亲#您好"), at("+0m", created("T1", masked))).says("10:00 f/r T1 wangwang 亲您好")
		tell(t, wording("#买家昵称#您好"), at("+0m", created("T1", masked))).silent()
	})
	t.Run("一个渠道没话说,换下一个", func(t *testing.T) {
		file := `
flows:
  f: {title: 问候, about: order, purpose: notice, via: [wangwang, sms], rules: [{name: r, when: [order.created], send: hello}]}
texts: {hello: {wangwang: "#会员等级#您好", sms: 您好}}
`
		tell(t, file, at("+0m", created("T1"))).says("10:00 f/r T1 sms 您好")
	})
}

// Values are data: whatever somebody calls himself, the words around stay.
func TestE11_昵称里写什么都只是昵称(t *testing.T) {
	for _, nick := range []string{"#订单号#", "##", "#", "|", "#付款链接|x#", "${order}", "{{.}}", "%s%n", "\\", "小\"王\"", "🦌"} {
		t.Run(nick, func(t *testing.T) {
			named := who(func(c *tiexin.Customer) { c.Nick = nick })
			tell(t, wording("#买家昵称#,订单#订单号#"), at("+0m", created("T1", named))).says("10:00 f/r T1 wangwang " + nick + ",订单T1")
		})
	}
}

func TestE11_倒着念的字符不发出去(t *testing.T) {
	named := who(func(c *tiexin.Customer) { c.Nick = "a\u202eb" })
	tell(t, wording("#买家昵称#,您好"), at("+0m", created("T1", named))).says("10:00 f/r T1 wangwang ab,您好")
}

func TestE11_短信里不会有第二个签名_也没有换行注入(t *testing.T) {
	file := strings.Replace(wording("#买家昵称#您好"), "flows:", "channels: {sms: {signature: 小鹿家}}\nflows:", 1)
	file = strings.Replace(file, "[wangwang, sms]", "[sms]", 1)
	named := who(func(c *tiexin.Customer) { c.Nick = "【别家】小王\x00\r" })
	tell(t, file, at("+0m", created("T1", named))).says("10:00 f/r T1 sms 【小鹿家】别家小王您好")

	// The sender gets the words and puts them together in the same way.
	s := opens(t, file)
	s.hears(created("T1", named))
	s.delivers()
	sms, err := s.sent[0].SMS()
	assert.NoError(t, err)
	assert.Equal(t, "【小鹿家】别家小王您好", sms)
	assert.Equal(t, "【别家】小王", s.sent[0].Values["买家昵称"], "what nobody can see is not in a nick; the rest is handed over as it is: the provider's binding mends it")
}

func TestE11_短信按整条计费_签名和退订都算(t *testing.T) {
	file := `
channels: {sms: {price: 0.05}}
flows:
  f: {title: 问候, about: order, purpose: marketing, via: [sms], rules: [{name: r, when: [order.created], send: hello}]}
texts: {hello: "` + strings.Repeat("好", 58) + `"}
`
	// 58 characters, 【小鹿家】 5, a blank and 拒收请回复R 7: 70 units are one part.
	told := tell(t, file, at("+0m", grants("marketing")), at("+1m", created("T1")))
	said := told.outcomes[len(told.outcomes)-1].Said
	assert.Equal(t, 1, said.Parts)
	assert.Equal(t, channel.Cost(500), said.Cost)
	told = tell(t, strings.Replace(file, "好\"", "好好\"", 1), at("+0m", grants("marketing")), at("+1m", created("T1")))
	said = told.outcomes[len(told.outcomes)-1].Said
	assert.Equal(t, 2, said.Parts)
	assert.Equal(t, channel.Cost(1000), said.Cost)
}
