package care

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// registered is a shop whose SMS go by templates of Aliyun, also to parcels.
const registered = `
shop: {name: 青禾家}
channels:
  sms:
    provider: aliyun
    signature: 青禾家
    parcels: true
    templates:
      pay: {code: SMS_1, body: "${nick}，您的${goods}还没付款，${until}前付都来得及", vars: {nick: {as: user_nick}, goods: {max: 12}}}
      birthday: {code: SMS_2}
      shipped: {code: SMS_3}
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  payment: {title: 催付, about: order, while: unpaid, purpose: notice, via: [sms, wangwang], rules: [{name: gentle, if: minutes_unpaid > 15, send: pay}]}
  birthday: {title: 生日, about: customer, when: customer.signed_in, purpose: care, via: [sms], rules: [{name: wish, send: birthday}]}
  shipping: {title: 发货, about: parcel, when: parcel.shipped, purpose: notice, via: [wechat, sms], rules: [{name: sent, send: shipped}]}
  order: {title: 发货, about: order, when: order.shipped, purpose: notice, via: [sms], rules: [{name: sent, send: shipped}]}
texts:
  pay: "#买家昵称|亲#，您的#商品名称#还没付款，#关闭时间#前付都来得及"
  birthday: "#买家昵称|亲#，生日快乐"
  shipped: 您的包裹#运单号#已由#物流公司|快递公司#发出
`

func params(m *channel.Message) map[string]string {
	all := map[string]string{}
	for _, p := range m.Params {
		all[p.Key] = p.Value
	}
	return all
}

func Test报备的文案_带着编号和变量走_正文按截过的变量写(t *testing.T) {
	s := opens(t, registered)
	s.hears(created("T1", title("羊绒加厚保暖围巾男女通用秋冬新款"), who(func(c *tiexin.Customer) { c.Nick = "【小\n王】😊" })))
	out := s.wakes("+16m")
	hasLines(t, out, "10:16 payment/gentle T1 sms 【青禾家】小王，您的羊绒加厚保暖围巾男女通用还没付款，明天10:00前付都来得及")
	s.delivers()
	require.Len(t, s.sent, 1)
	m := &s.sent[0]
	assert.Equal(t, "SMS_1", m.Template)
	assert.Equal(t, map[string]string{"nick": "小王", "goods": "羊绒加厚保暖围巾男女通用", "until": "明天10:00"}, params(m))
	whole, err := m.SMS()
	require.NoError(t, err)
	assert.Equal(t, "【青禾家】小王，您的羊绒加厚保暖围巾男女通用还没付款，明天10:00前付都来得及", whole)
	assert.Equal(t, channel.Segments(whole), out[len(out)-1].Said.Parts)
}

func Test报备的文案_交出去之前重新填(t *testing.T) {
	s := opens(t, registered)
	s.hears(created("T1"))
	s.wakes("+16m")
	s.at("+20m").hears(customerIs(who(func(c *tiexin.Customer) { c.Nick = "小王子" })))
	s.delivers()
	require.Len(t, s.sent, 1)
	assert.Equal(t, "小王子", params(&s.sent[0])["nick"])
	s.handed("sms T1 小王子，您的羽绒服还没付款，明天10:00前付都来得及")
}

func Test报备的文案_昵称只有表情用后备词_没有值就不发(t *testing.T) {
	s := opens(t, registered)
	s.hears(created("T1", who(func(c *tiexin.Customer) { c.Nick = "😊😊" })))
	hasLines(t, s.wakes("+16m"), "10:16 payment/gentle T1 sms 【青禾家】亲，您的羽绒服还没付款，明天10:00前付都来得及")

	s = opens(t, registered)
	s.hears(created("T1", title("🧣🧣"), who(func(c *tiexin.Customer) { c.Wangwang = "小王2008" })))
	out := s.wakes("+16m")
	hasLines(t, out, "10:16 payment/gentle T1 wangwang 小王，您的🧣🧣还没付款，明天10:00前付都来得及")
	assert.Equal(t, channel.NothingToSay, out[len(out)-1].Ways[0].Closed)
	assert.Equal(t, "#商品名称#", out[len(out)-1].Ways[0].By)
	assert.Empty(t, out[len(out)-1].Said.Message.Template, "Wangwang takes the text as it is written")
}

func Test报备的推广_退订只写一遍(t *testing.T) {
	s := opens(t, registered)
	s.hears(grants("sms/care"))
	signedIn := happening(tiexin.EventCustomerSignedIn, nil)
	hasLines(t, s.at("+1m").hears(signedIn), "10:01 birthday/wish sms 【青禾家】小王，生日快乐，拒收请回复R")
	s.delivers()
	require.Len(t, s.sent, 1)
	whole, err := s.sent[0].SMS()
	require.NoError(t, err)
	assert.Equal(t, "【青禾家】小王，生日快乐，拒收请回复R", whole)
}

// noNumber is a customer whom the platform shows no number of.
func noNumber(e *tiexin.Event) { e.Customer.Mobile = tiexin.Phone{Masked: "138****0000"} }

func Test没有号码_按运单号发给收件人(t *testing.T) {
	s := opens(t, registered)
	s.hears(paid("T1", noNumber))
	e := befalls(tiexin.EventParcelShipped, "P1", "T1")
	noNumber(&e)
	out := s.at("+1h").hears(e)
	hasLines(t, out, "11:00 shipping/sent P1 sms 【青禾家】您的包裹75P1已由中通快递发出")
	assert.True(t, out[0].Said.Parcel)
	assert.Equal(t, "sms open, to the receiver of a parcel", out[0].Ways[1].String())
	s.delivers()
	require.Len(t, s.sent, 1)
	m := &s.sent[0]
	assert.Equal(t, channel.Address{Kind: channel.SMS, Parcel: channel.Parcel{Carrier: "zhongtong", Number: "75P1"}}, m.Address)
	assert.Equal(t, "SMS_3", m.Template)
	assert.NotContains(t, s.log.String(), "75P1", "who knows the number can read the track")
}

func Test解释_等人审核的_说出按运单号发(t *testing.T) {
	s := opens(t, strings.Replace(registered, "{name: sent, send: shipped}", "{name: sent, send: shipped, review: true}", 1))
	s.hears(paid("T1", noNumber))
	e := befalls(tiexin.EventParcelShipped, "P1", "T1")
	noNumber(&e)
	s.at("+1h").hears(e)
	x, err := s.engine.Explain(context.Background(), Key{Customer: "xiaowang"})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, x.Write(&b))
	assert.Contains(t, b.String(), "    sms to the receiver of a parcel: 【青禾家】您的包裹75P1已由中通快递发出\n")
}

func Test按运单号_有号码的发号码_礼物不发_拒收过的不发_没开通的不发(t *testing.T) {
	sent := func(t *testing.T, file string, before ...tiexin.Event) []Outcome {
		s := opens(t, file)
		s.hears(before...)
		e := befalls(tiexin.EventParcelShipped, "P1", "T1")
		e.Customer = before[0].Customer
		return s.at("+1h").hears(e)
	}
	t.Run("有号码", func(t *testing.T) {
		out := sent(t, registered, paid("T1"))
		assert.Equal(t, "13800000000", out[0].Said.Message.Address.To)
		assert.False(t, out[0].Said.Parcel)
	})
	t.Run("礼物", func(t *testing.T) {
		hasLines(t, sent(t, registered, paid("T1", noNumber, thing(func(o *tiexin.Order) { o.Gift = true }))), "11:00 shipping/sent P1 skip no-way")
	})
	t.Run("拒收过", func(t *testing.T) {
		hasLines(t, sent(t, registered, paid("T1", noNumber), revokes("sms", noNumber)), "11:00 shipping/sent P1 skip no-way")
	})
	t.Run("没写 parcels", func(t *testing.T) {
		hasLines(t, sent(t, strings.Replace(registered, "    parcels: true\n", "", 1), paid("T1", noNumber)), "11:00 shipping/sent P1 skip no-way")
	})
	t.Run("不知道是哪家快递", func(t *testing.T) {
		s := opens(t, registered)
		s.hears(paid("T1", noNumber))
		e := befalls(tiexin.EventParcelShipped, "P1", "T1", func(p *tiexin.Parcel) { p.Carrier = "" })
		noNumber(&e)
		hasLines(t, s.at("+1h").hears(e), "11:00 shipping/sent P1 skip no-way")
	})
}

func Test按运单号_订单只有一件包裹时也行_交出去之前知道了号码就发号码(t *testing.T) {
	s := opens(t, registered)
	s.hears(paid("T1", noNumber))
	e := befalls(tiexin.EventParcelPickedUp, "P1", "T1")
	noNumber(&e)
	s.hears(e)
	hasLines(t, s.at("+1h").hears(shipped("T1", noNumber)), "11:00 order/sent T1 sms 【青禾家】您的包裹75P1已由中通快递发出")
	s.at("+2h").hears(customerIs())
	s.delivers()
	require.NotEmpty(t, s.sent)
	assert.Equal(t, "13800000000", s.sent[len(s.sent)-1].Address.To)

	s = opens(t, registered)
	second := befalls(tiexin.EventParcelPickedUp, "P2", "T1")
	noNumber(&second)
	s.hears(paid("T1", noNumber), e, second)
	hasLines(t, s.at("+1h").hears(shipped("T1", noNumber)), "11:00 order/sent T1 skip no-way")
}

func Test按运单号发_过去的日子也说得出来(t *testing.T) {
	s := &Said{Via: channel.SMS, Text: "您的包裹发出了", Parcel: true}
	assert.Equal(t, "短信（按运单号发给收件人）：您的包裹发出了", pastChinese{}.said(s))
	assert.Contains(t, pastEnglish{}.said(s), "sms to the receiver of a parcel: 您的包裹发出了")
}

// People read 明天10:00, and a field for times is filled with the whole time.
func Test微信的时间字段_写上完整的关闭时间和优惠截止(t *testing.T) {
	s := opens(t, `
shop: {name: 青禾家, offers: {first: {text: 满99减10, until: 2026-11-12}}}
channels:
  wechat: {provider: wechat, templates: {pay: {code: TM1, fields: {thing1: "#商品名称#", time2: "#关闭时间#", date3: "#优惠截止#", thing4: "#关闭时间#前付"}}}}
  sms: {provider: aliyun, signature: 青禾家, templates: {say: {code: SMS_1, vars: {closes_at: {as: time}}}}}
flows:
  payment: {title: 催付, about: order, while: unpaid, purpose: notice, via: [wechat], rules: [{name: gentle, if: minutes_unpaid > 15, send: pay}]}
  again: {title: 再催, about: order, while: unpaid, purpose: notice, via: [sms], rules: [{name: gentle, if: minutes_unpaid > 15, send: say}]}
texts: {say: "您的订单还没付款，#关闭时间#前付都来得及"}
`)
	s.hears(created("T1", who(func(c *tiexin.Customer) { c.WeChat = "o6_bmjrPTlm6" })))
	s.wakes("+16m")
	s.delivers()
	require.Len(t, s.sent, 2)
	said := map[channel.Kind]map[string]string{}
	for i := range s.sent {
		said[s.sent[i].Kind] = params(&s.sent[i])
	}
	assert.Equal(t, map[string]string{"thing1": "羽绒服", "time2": "2026年11月12日 10:00", "date3": "2026年11月12日 23:59", "thing4": "明天10:00前付"}, said[channel.WeChat])
	assert.Equal(t, map[string]string{"closes_at": "2026-11-12 10:00"}, said[channel.SMS])
}
