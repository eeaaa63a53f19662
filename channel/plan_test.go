package channel_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func number(n string) tiexin.Phone { return tiexin.Phone{Number: n} }

func oaid(id, order string) tiexin.Phone { return tiexin.Phone{OAID: id, OAIDOrder: order} }

func Test往哪里发(t *testing.T) {
	private := tiexin.Phone{Number: "18877771111", Extension: "123", Private: true, Expires: noon}
	tests := []struct {
		name  string
		kind  channel.Kind
		c     tiexin.Customer
		o     *tiexin.Order
		want  string // empty: nowhere
		print string
	}{
		{"短信发到客户的手机", channel.SMS, tiexin.Customer{Mobile: number("13800000000")}, nil, "13800000000", "sms 138****0000"},
		{"订单上的手机在前", channel.SMS, tiexin.Customer{Mobile: number("13800000000")}, &tiexin.Order{ID: "T1", Mobile: number("13900000000")}, "13900000000", "sms 139****0000"},
		{"送人的订单不打扰收礼的人", channel.SMS, tiexin.Customer{Mobile: number("13800000000")}, &tiexin.Order{ID: "T1", Gift: true, Mobile: number("13900000000")}, "13800000000", "sms 138****0000"},
		{"送人的订单,没有买家手机就不发", channel.SMS, tiexin.Customer{}, &tiexin.Order{ID: "T1", Gift: true, Mobile: number("13900000000")}, "", ""},
		{"订单没有手机,用客户的", channel.MMS, tiexin.Customer{Mobile: number("13800000000")}, &tiexin.Order{ID: "T1"}, "13800000000", "mms 138****0000"},
		{"凭OAID发本订单的短信", channel.SMS, tiexin.Customer{}, &tiexin.Order{ID: "T1", Mobile: oaid("o-1", "T1")}, "o-1", "sms by the OAID of order T1"},
		{"订单带来的OAID没写订单号,就是这个订单的", channel.SMS, tiexin.Customer{}, &tiexin.Order{ID: "T1", Mobile: oaid("o-1", "")}, "o-1", "sms by the OAID of order T1"},
		{"别的订单的OAID不算", channel.SMS, tiexin.Customer{}, &tiexin.Order{ID: "T1", Mobile: oaid("o-1", "T2")}, "", ""},
		{"客户身上的OAID,正好是这个订单的", channel.SMS, tiexin.Customer{Mobile: oaid("o-1", "T1")}, &tiexin.Order{ID: "T1"}, "o-1", "sms by the OAID of order T1"},
		{"不关订单的短信不能凭OAID", channel.SMS, tiexin.Customer{Mobile: oaid("o-1", "T1")}, nil, "", ""},
		{"订单没有号,OAID也没有主", channel.SMS, tiexin.Customer{}, &tiexin.Order{Mobile: oaid("o-1", "")}, "", ""},
		{"OAID不能打电话", channel.Phone, tiexin.Customer{}, &tiexin.Order{ID: "T1", Mobile: oaid("o-1", "T1")}, "", ""},
		{"既有号码又有OAID,用号码", channel.SMS, tiexin.Customer{}, &tiexin.Order{ID: "T1", Mobile: tiexin.Phone{Number: "13800000000", OAID: "o-1", OAIDOrder: "T1"}}, "13800000000", "sms 138****0000"},
		{"隐私号过期了,还有OAID", channel.SMS, tiexin.Customer{}, &tiexin.Order{ID: "T1", Mobile: tiexin.Phone{Number: "18877771111", Private: true, Expires: noon, OAID: "o-1", OAIDOrder: "T1"}}, "o-1", "sms by the OAID of order T1"},
		{"隐私号过期了", channel.Phone, tiexin.Customer{Mobile: private}, nil, "", ""},
		{"打了星号的手机不是手机", channel.SMS, tiexin.Customer{Mobile: tiexin.Phone{Number: "138****0000", Masked: "138****0000"}}, nil, "", ""},
		{"身份里的手机号最后用", channel.Phone, tiexin.Customer{IDs: []tiexin.Identifier{{Kind: tiexin.PhoneID, Value: "13700000000"}}}, nil, "13700000000", "phone 137****0000"},
		{"旺旺", channel.Wangwang, tiexin.Customer{Wangwang: "小王2008", Nick: "小王"}, nil, "小王2008", "wangwang 小***"},
		{"没有旺旺,用昵称", channel.Wangwang, tiexin.Customer{Nick: "小王"}, nil, "小王", "wangwang 小***"},
		{"昵称打了星号,用open uid", channel.Wangwang, tiexin.Customer{Nick: "小**", IDs: []tiexin.Identifier{{Kind: tiexin.BuyerOpenUID, Value: "AAH1"}}}, nil, "AAH1", "wangwang A***"},
		{"昵称说是打过码的", channel.Wangwang, tiexin.Customer{Nick: "小王", NickMasked: true}, nil, "", ""},
		{"旺旺也打了星号,用昵称", channel.Wangwang, tiexin.Customer{Wangwang: "小\uFF0A\uFF0A", Nick: "小王"}, nil, "小王", "wangwang 小***"},
		{"平台给的昵称在open uid前面", channel.Wangwang, tiexin.Customer{IDs: []tiexin.Identifier{{Kind: tiexin.BuyerOpenUID, Value: "AAH1"}, {Kind: tiexin.NickID, Value: "小王"}}}, nil, "小王", "wangwang 小***"},
		{"天猫的昵称是旺旺", channel.Wangwang, tiexin.Customer{Nick: "小王"}, &tiexin.Order{ID: "T1", Platform: tiexin.Tmall}, "小王", "wangwang 小***"},
		{"淘宝的昵称是旺旺", channel.Wangwang, tiexin.Customer{Nick: "小王"}, &tiexin.Order{ID: "T1", Platform: tiexin.Taobao}, "小王", "wangwang 小***"},
		{"没说哪个平台,昵称当旺旺", channel.Wangwang, tiexin.Customer{Nick: "小王"}, &tiexin.Order{ID: "T1"}, "小王", "wangwang 小***"},
		{"抖音的昵称不是旺旺", channel.Wangwang, tiexin.Customer{Nick: "小芳在北京"}, &tiexin.Order{ID: "T1", Platform: tiexin.Douyin}, "", ""},
		{"身份里的昵称也一样", channel.Wangwang, tiexin.Customer{IDs: []tiexin.Identifier{{Kind: tiexin.NickID, Value: "小芳在北京"}}}, &tiexin.Order{ID: "T1", Platform: tiexin.JD}, "", ""},
		{"抖音的订单,旺旺是知道的", channel.Wangwang, tiexin.Customer{Nick: "小芳在北京", Wangwang: "小芳2008"}, &tiexin.Order{ID: "T1", Platform: tiexin.Douyin}, "小芳2008", "wangwang 小***"},
		{"坏的邮件地址不算,用身份里的", channel.Email, tiexin.Customer{Email: "无", IDs: []tiexin.Identifier{{Kind: tiexin.EmailID, Value: "lily@example.com"}}}, nil, "lily@example.com", "email l***@example.com"},
		{"微信要关注过", channel.WeChat, tiexin.Customer{IDs: []tiexin.Identifier{{Kind: tiexin.WeChatOpenID, Value: "oAbc"}}}, nil, "", ""},
		{"微信", channel.WeChat, tiexin.Customer{WeChat: "oAbc"}, nil, "oAbc", "wechat o***"},
		{"邮件", channel.Email, tiexin.Customer{Email: "lingling@example.com"}, nil, "lingling@example.com", "email l***@example.com"},
		{"身份里的邮件", channel.Email, tiexin.Customer{IDs: []tiexin.Identifier{{Kind: tiexin.EmailID, Value: "a@example.com"}}}, nil, "a@example.com", "email ***@example.com"},
		{"邮件地址里藏着换行", channel.Email, tiexin.Customer{Email: "a@example.com\r\nBcc: b@example.com"}, nil, "", ""},
		{"不止一个邮件地址", channel.Email, tiexin.Customer{Email: "a@example.com,b@example.com"}, nil, "", ""},
		{"上门要知道是谁", channel.Visit, tiexin.Customer{ID: "c1"}, nil, "c1", "visit c1"},
		{"没有渠道就没有地址", channel.None, tiexin.Customer{ID: "c1"}, nil, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, ok := channel.AddressOf(tt.kind, &tt.c, tt.o, noon)
			assert.Equal(t, tt.want != "", ok)
			assert.Equal(t, tt.want, a.To)
			if ok {
				assert.Equal(t, tt.kind, a.Kind)
				assert.Equal(t, tt.print, a.String())
			}
		})
	}
	_, ok := channel.AddressOf(channel.SMS, nil, nil, noon)
	assert.False(t, ok)
}

func Test隐私号的分机号跟着走(t *testing.T) {
	p := tiexin.Phone{Number: "18877771111", Extension: "123", Private: true, Expires: noon.Add(time.Hour)}
	a, ok := channel.AddressOf(channel.Phone, &tiexin.Customer{Mobile: p}, nil, noon)
	require.True(t, ok)
	assert.Equal(t, p, a.Phone)

	out, err := json.Marshal(a)
	require.NoError(t, err)
	var back channel.Address
	require.NoError(t, json.Unmarshal(out, &back))
	assert.Equal(t, "123", back.Phone.Extension)
	assert.Equal(t, a.To, back.To)
}

func lines(ways []channel.Way) (out []string) {
	for _, w := range ways {
		out = append(out, w.String())
	}
	return out
}

func lingling() *tiexin.Customer {
	return &tiexin.Customer{ID: "lingling", Wangwang: "玲玲妈妈", Mobile: number("13800000000"), Email: "l@example.com"}
}

func Test哪些路开着(t *testing.T) {
	all := channel.Kinds()
	tests := []struct {
		name string
		q    channel.Query
		want []string
	}{
		{
			"订单通知:有地址的都开着,电话和上门是人的事",
			channel.Query{Purpose: tiexin.Notice, Via: all},
			[]string{"wangwang open", "sms open", "wechat closed: no-address", "mms open", "email open", "phone open, by a person", "visit open, by a person"},
		},
		{
			"顺序是规则写的顺序",
			channel.Query{Purpose: tiexin.Notice, Via: []channel.Kind{channel.SMS, channel.Wangwang}},
			[]string{"sms open", "wangwang open"},
		},
		{
			"没有同意的营销,问到同意为止",
			channel.Query{Purpose: tiexin.Marketing, Via: []channel.Kind{channel.WeChat, channel.Phone}},
			[]string{"wechat closed: no-consent", "phone closed: no-consent"},
		},
		{
			"没人发的渠道关着,人的渠道不用人发",
			channel.Query{Purpose: tiexin.Notice, Via: []channel.Kind{channel.Wangwang, channel.SMS, channel.Phone}, Senders: channel.SetOf(channel.SMS)},
			[]string{"wangwang closed: no-sender", "sms open", "phone open, by a person"},
		},
		{
			"旺旺由客服来聊",
			channel.Query{Purpose: tiexin.Notice, Via: []channel.Kind{channel.Wangwang}, Senders: channel.SetOf(channel.SMS), Desk: channel.SetOf(channel.Wangwang)},
			[]string{"wangwang open, by a person"},
		},
		{
			"任务都是人做的",
			channel.Query{Purpose: tiexin.Notice, Task: true, Via: []channel.Kind{channel.Wangwang, channel.Phone}, Senders: channel.SetOf(channel.SMS)},
			[]string{"wangwang open, by a person", "phone open, by a person"},
		},
		{
			"没有话可说的渠道关着",
			channel.Query{Purpose: tiexin.Notice, Via: []channel.Kind{channel.Wangwang, channel.SMS}, Worded: channel.SetOf(channel.SMS)},
			[]string{"wangwang closed: no-wording", "sms open"},
		},
		{
			"失败过的渠道关着,下一个接上",
			channel.Query{Purpose: tiexin.Notice, Via: []channel.Kind{channel.Wangwang, channel.SMS}, Undeliverable: channel.SetOf(channel.Wangwang)},
			[]string{"wangwang closed: undeliverable", "sms open"},
		},
		{
			"限制最后问,说得出是哪一条",
			channel.Query{
				Purpose: tiexin.Notice, Via: []channel.Kind{channel.WeChat, channel.SMS, channel.Email},
				Limits: func(k channel.Kind, a channel.Address) (channel.Closed, string) {
					if k == channel.SMS && a.To == "13800000000" {
						return channel.EnoughAlready, "sms-weekly"
					}
					return channel.Open, ""
				},
			},
			[]string{"wechat closed: no-address", "sms closed: enough-already by sms-weekly", "email open"},
		},
		{
			"不认识的渠道没人发",
			channel.Query{Purpose: tiexin.Notice, Via: []channel.Kind{channel.None, 99}},
			[]string{"none closed: no-sender", "channel(99) closed: no-sender"},
		},
		{"没有渠道就没有路", channel.Query{Purpose: tiexin.Notice}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.q.Customer, tt.q.Now = lingling(), noon
			assert.Equal(t, tt.want, lines(channel.Plan(tt.q)))
		})
	}
}

func Test先看拒绝再看别的(t *testing.T) {
	c := lingling()
	q := channel.Query{
		Customer: c, Purpose: tiexin.Marketing, Now: noon, Via: []channel.Kind{channel.SMS},
		Senders: channel.SetOf(channel.Email), Worded: channel.SetOf(channel.Email), Undeliverable: channel.SetOf(channel.SMS),
		Limits: func(channel.Kind, channel.Address) (channel.Closed, string) { return channel.OverBudget, "sms" },
	}
	why := func() string { return channel.Plan(q)[0].Closed.String() }
	c.Mobile, c.Blocked, c.Consents = tiexin.Phone{}, true, []tiexin.Consent{refused(day(-2), "", "")}
	assert.Equal(t, "blocked", why())
	c.Blocked = false
	assert.Equal(t, "refused", why())
	c.Consents = nil
	assert.Equal(t, "no-consent", why())
	c.Consents = []tiexin.Consent{granted(day(-1), "", "")}
	assert.Equal(t, "no-sender", why())
	q.Senders = 0
	assert.Equal(t, "no-wording", why())
	q.Worded = 0
	assert.Equal(t, "no-address", why())
	c.Mobile = number("13800000000")
	assert.Equal(t, "undeliverable", why())
	q.Undeliverable = 0
	assert.Equal(t, "over-budget", why())
	q.Limits = nil
	assert.Equal(t, "open", why())
}

func Test第一条开着的路(t *testing.T) {
	ways := channel.Plan(channel.Query{Customer: lingling(), Purpose: tiexin.Notice, Now: noon, Via: []channel.Kind{channel.WeChat, channel.SMS, channel.Email}})
	w, ok := channel.First(ways)
	require.True(t, ok)
	assert.Equal(t, channel.SMS, w.Kind)
	assert.Equal(t, "13800000000", w.Address.To)

	_, ok = channel.First(ways[:1])
	assert.False(t, ok)
}

func Test没有客户也不慌(t *testing.T) {
	ways := channel.Plan(channel.Query{Purpose: tiexin.Notice, Now: noon, Via: channel.Kinds()})
	for _, w := range ways {
		assert.Equal(t, channel.NoAddress, w.Closed, w.Kind)
	}
}

func Test决定的记录里没有手机号(t *testing.T) {
	ways := channel.Plan(channel.Query{Customer: lingling(), Purpose: tiexin.Notice, Now: noon, Via: []channel.Kind{channel.SMS, channel.WeChat}})
	out, err := json.Marshal(ways)
	require.NoError(t, err)
	assert.JSONEq(t, `[{"kind":"sms"},{"kind":"wechat","closed":"no-address"}]`, string(out))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		assert.NotContains(t, fmt.Sprintf(verb, ways), "13800000000", verb)
	}
	var back []channel.Way
	require.NoError(t, json.Unmarshal(out, &back))
	assert.Equal(t, channel.NoAddress, back[1].Closed)
}

func Test渠道为什么发不出去看得见(t *testing.T) {
	ways := []channel.Way{
		{Kind: channel.SMS, Closed: channel.Undeliverable, Why: "bad number"},
		{Kind: channel.WeChat, Closed: channel.TooLate, Why: "throttled until tomorrow"},
		{Kind: channel.Email, Closed: channel.EnoughAlready, By: "weekly"},
		{Kind: channel.Wangwang},
	}
	assert.Equal(t, []string{
		"sms closed: undeliverable (bad number)", "wechat closed: too-late (throttled until tomorrow)",
		"email closed: enough-already by weekly", "wangwang open",
	}, lines(ways))

	out, err := json.Marshal(ways)
	require.NoError(t, err)
	assert.JSONEq(t, `[{"kind":"sms","closed":"undeliverable","why":"bad number"},
		{"kind":"wechat","closed":"too-late","why":"throttled until tomorrow"},
		{"kind":"email","closed":"enough-already","by":"weekly"},{"kind":"wangwang"}]`, string(out))
	var back []channel.Way
	require.NoError(t, json.Unmarshal(out, &back))
	assert.Equal(t, ways, back)
}

func Test每个理由写进记录再读出来还是它(t *testing.T) {
	for c := channel.Open; c <= channel.TooLate; c++ {
		out, err := json.Marshal(channel.Way{Kind: channel.SMS, Closed: c})
		require.NoError(t, err)
		var back channel.Way
		require.NoError(t, json.Unmarshal(out, &back))
		assert.Equal(t, c, back.Closed, string(out))
	}
	for _, wrong := range []string{`"late"`, `""`, `15`} {
		var back channel.Way
		assert.Error(t, json.Unmarshal([]byte(`{"kind":"sms","closed":`+wrong+`}`), &back), wrong)
	}
}

func Test关着的理由都有自己的词(t *testing.T) {
	words := map[string]bool{}
	for c := channel.Open; c <= channel.TooLate; c++ {
		text, err := c.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, c.String(), string(text))
		assert.False(t, words[string(text)], "%s stands twice", text)
		words[string(text)] = true
		var back channel.Closed
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, c, back)
	}
	var c channel.Closed
	assert.ErrorContains(t, c.UnmarshalText([]byte("closed")), "no-address")
	_, err := (channel.TooLate + 1).MarshalText()
	assert.Error(t, err)
	assert.Equal(t, "closed(200)", channel.Closed(200).String())
}

// A provider has said that nobody is at a number: the next one that is known is taken.
func TestPlan_坏的地址跳过_用下一个(t *testing.T) {
	bad := func(numbers ...string) func(channel.Address) bool {
		return func(a channel.Address) bool {
			for _, n := range numbers {
				if a.To == n || a.Parcel.Number == n {
					return true
				}
			}
			return false
		}
	}
	c := &tiexin.Customer{Mobile: number("13900000000"), IDs: []tiexin.Identifier{{Kind: tiexin.PhoneID, Value: "13700000000"}}}
	o := &tiexin.Order{ID: "T1", Mobile: tiexin.Phone{Number: "13800000000", OAID: "o-1", OAIDOrder: "T1"}}
	for _, tt := range []struct {
		name string
		q    channel.Query
		want string
	}{
		{"没有坏的", channel.Query{}, "sms open 13800000000"},
		{"订单上的坏了_用OAID", channel.Query{Bad: bad("13800000000")}, "sms open o-1"},
		{"都坏了_用顾客的", channel.Query{Bad: bad("13800000000", "o-1")}, "sms open 13900000000"},
		{"再坏_用身份里的", channel.Query{Bad: bad("13800000000", "o-1", "13900000000")}, "sms open 13700000000"},
		{"全坏了", channel.Query{Bad: bad("13800000000", "o-1", "13900000000", "13700000000")}, "sms closed: bad-address "},
		{"全坏了_还有运单号", channel.Query{
			Bad: bad("13800000000", "o-1", "13900000000", "13700000000"), Parcel: channel.Parcel{Carrier: "zhongtong", Number: "P1"}, Parcels: channel.SetOf(channel.SMS),
		}, "sms open, to the receiver of a parcel "},
		{"这条发失败过_先说这个", channel.Query{Bad: bad("13800000000", "o-1", "13900000000", "13700000000"), Undeliverable: channel.SetOf(channel.SMS)}, "sms closed: undeliverable "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.q.Customer, tt.q.Order, tt.q.Purpose, tt.q.Via, tt.q.Now = c, o, tiexin.Notice, []channel.Kind{channel.SMS}, noon
			w := channel.Plan(tt.q)[0]
			assert.Equal(t, tt.want, w.String()+" "+w.Address.To)
		})
	}
	w := channel.Plan(channel.Query{Customer: &tiexin.Customer{}, Bad: bad("x"), Purpose: tiexin.Notice, Via: []channel.Kind{channel.SMS}, Now: noon})[0]
	assert.Equal(t, channel.NoAddress, w.Closed, "none is known")
}

// A nick from elsewhere may be a stranger's on Taobao.
func Test别的平台来的客户_昵称不是旺旺(t *testing.T) {
	for _, tt := range []struct {
		elsewhere bool
		c         tiexin.Customer
		o         *tiexin.Order
		want      string
	}{
		{true, tiexin.Customer{Nick: "小鱼"}, nil, ""},
		{true, tiexin.Customer{Nick: "小鱼"}, &tiexin.Order{ID: "T1"}, ""},
		{true, tiexin.Customer{IDs: []tiexin.Identifier{{Kind: tiexin.NickID, Value: "小鱼"}}}, nil, ""},
		{true, tiexin.Customer{Nick: "小鱼"}, &tiexin.Order{ID: "T1", Platform: tiexin.Tmall}, "小鱼"},
		{true, tiexin.Customer{Nick: "小鱼", Wangwang: "小鱼2008"}, nil, "小鱼2008"},
		{true, tiexin.Customer{Nick: "小鱼", IDs: []tiexin.Identifier{{Kind: tiexin.BuyerOpenUID, Value: "AAH1"}}}, nil, "AAH1"},
		{false, tiexin.Customer{Nick: "小鱼"}, nil, "小鱼"},
		{false, tiexin.Customer{Nick: "小鱼"}, &tiexin.Order{ID: "T1", Platform: "miniprogram"}, ""},
	} {
		q := channel.Query{Customer: &tt.c, Order: tt.o, Elsewhere: tt.elsewhere, Now: noon}
		a, closed := q.Address(channel.Wangwang)
		assert.Equal(t, tt.want, a.To, "%v %v", tt.c.Nick, tt.o)
		assert.Equal(t, tt.want != "", closed == channel.Open)
	}
}
