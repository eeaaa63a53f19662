package rule

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
)

func everything(t *testing.T) *Set {
	t.Helper()
	data, err := good.ReadFile("testdata/good/everything.yaml")
	require.NoError(t, err)
	return load(t, File{"everything.yaml", data})
}

func TestTheShop(t *testing.T) {
	s := everything(t)
	shop := &s.Shop
	assert.Equal(t, "小鹿家", shop.Name)
	assert.Equal(t, "America/New_York", shop.Zone.String())
	hour, err := shop.HourOf(time.Date(2026, 11, 11, 14, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	assert.Equal(t, 9, hour)
	assert.Equal(t, 48*time.Hour, shop.ShipsIn)
	assert.Equal(t, []string{"新疆", "西藏"}, shop.Remote, "as regions are written in orders")
	assert.Equal(t, []Offer{
		{"coupon", "满300减30", time.Date(2026, 11, 11, 23, 59, 0, 0, shop.Zone)}, {Name: "gift", Text: "送围巾"},
	}, shop.Offers)
	assert.Equal(t, ask.ShopFacts{
		Name: "小鹿家", Timezone: "America/New_York", UsualMinutesToPay: 22.5, Remote: shop.Remote,
		Offers: map[string]string{"coupon": "满300减30", "gift": "送围巾"}, Links: map[string]string{"评价链接": "tb.cn/r"},
	}, shop.Facts)
	for _, tt := range []struct {
		source string
		kind   tiexin.OrderKind
		want   time.Duration
	}{
		{"juhuasuan", "", 30 * time.Minute},
		{"live", tiexin.Juhuasuan, 48 * time.Hour}, // the source counts before the kind
		{"app", tiexin.Juhuasuan, 30 * time.Minute},
		{"app", tiexin.Normal, 24 * time.Hour},
		{"", "", 24 * time.Hour},
		{"live", tiexin.COD, Unlimited},
		{"live", tiexin.PayLater, Unlimited},
	} {
		assert.Equal(t, tt.want, shop.ClosesAfter(tt.source, tt.kind), "%s %s", tt.source, tt.kind)
	}
	assert.Equal(t, 24*time.Hour, (&Shop{}).ClosesAfter("", ""))
	assert.Equal(t, "小鹿家", s.Signature)
	assert.Equal(t, "回T退订", s.OptOut)
	assert.Equal(t, "¥0.045", s.Tariff.Part.String())
}

func TestTheShopWithoutASection(t *testing.T) {
	s := load(t, oneRule("order.cod"))
	assert.Equal(t, "Asia/Shanghai", s.Shop.Zone.String())
	assert.Equal(t, 30*time.Minute, s.Shop.ClosesAfter("juhuasuan", ""))
	assert.Equal(t, 24*time.Hour, s.Shop.ClosesAfter("app", ""))
	assert.InDelta(t, 30, s.Shop.UsualMinutesToPay(""), 0)
	assert.Equal(t, "店铺名称", s.CountedSignature, "a signature is counted, whatever it will be")
	assert.Empty(t, s.Signature)

	s = load(t, oneRule("order.cod"), File{"shop.yaml", []byte("version: 1\nshop: {name: 小鹿家}\nchannels: {sms: {price: 0.05}}\n")})
	assert.Equal(t, "小鹿家", s.CountedSignature)
	assert.Empty(t, s.Signature)
}

func TestFlowsRulesAndSteps(t *testing.T) {
	s := everything(t)
	assert.Equal(t, 5, s.Size())
	require.Len(t, s.FlowsAbout(ask.Order), 2)
	require.Len(t, s.FlowsAbout(ask.Customer), 2)
	f := s.FlowsAbout(ask.Order)[0]
	assert.True(t, f.All)
	assert.Equal(t, 2*time.Hour, f.Merge)
	assert.InDelta(t, 2.5, f.Holdout, 0)

	vip, _ := s.Rule("payment/vip")
	assert.Equal(t, "payment/vip", vip.Path())
	assert.Equal(t, Ref{Flow: "payment", Rule: "vip", compiled: vip}, vip.Ref)
	assert.Equal(t, []channel.Kind{channel.SMS}, vip.Via)
	assert.Equal(t, []tiexin.EventType{tiexin.EventOrderClosed}, vip.Until, "instead of the flow's")
	assert.Equal(t, ask.Stemset(0).With(ask.Unpaid).With(ask.ToClose), vip.Clocks, "that of while and that of the condition")
	assert.Equal(t, -1, vip.Priority)
	assert.Equal(t, 2*time.Hour, vip.Fresh)
	assert.Zero(t, vip.Again)
	assert.True(t, vip.Review)
	assert.True(t, vip.Exempts(vip.Steps[0], "daily"))
	assert.False(t, vip.Exempts(vip.Steps[0], "sms-weekly"))

	rest, _ := s.Rule("payment/rest")
	assert.Nil(t, rest.If)
	assert.Equal(t, 5, rest.Priority, "the flow's")
	assert.Equal(t, []channel.Kind{channel.Wangwang, channel.SMS}, rest.Via)
	assert.Equal(t, Unlimited, rest.Fresh)
	require.Len(t, rest.Steps, 2)
	task := rest.Steps[1]
	assert.True(t, task.Task)
	assert.Equal(t, channel.FormCall, task.Form)
	assert.Equal(t, 25*time.Minute, task.Within)
	assert.Equal(t, 10*time.Minute, task.After)
	assert.Equal(t, tiexin.Money(500), task.Budget)
	assert.Equal(t, "小李", task.Owner)
	assert.True(t, rest.Exempts(task, "night"))
	assert.False(t, rest.Exempts(rest.Steps[0], "night"))
	assert.True(t, task.Text.AsksForPayment)
	assert.Equal(t, "您好", task.Text.For(channel.Phone).String())
	assert.Nil(t, task.Text.For(channel.Email))

	shipped, _ := s.Rule("shipped/shipped")
	assert.Equal(t, 15*time.Minute, shipped.After)
	assert.Equal(t, 7*24*time.Hour, shipped.Again)
	assert.Equal(t, []tiexin.EventType{tiexin.EventOrderShipped, tiexin.EventParcelShipped}, shipped.When)
	assert.False(t, shipped.Steps[0].Text.AsksForPayment)
	assert.Equal(t, shipped.Steps[0].Text.Any, shipped.Steps[0].Text.For(channel.Email))
	_, ok := s.Rule("shipped/gone")
	assert.False(t, ok)
}

// The form of a task that does not say it comes from its channel, and a flow
// that asks for payment merges.
func TestWhatIsNotSaid(t *testing.T) {
	s := load(t, File{"rule.yaml", []byte(`version: 1
flows:
  payment:
    title: 催付
    about: order
    purpose: notice
    rules:
      - name: ask
        send: [{task: ask, via: phone}, {task: ask, via: [visit, sms]}, {task: ask, via: sms}]
texts:
  ask: 还有#剩余付款时间#就要关闭了
`)})
	r, _ := s.Rule("payment/ask")
	assert.Equal(t, "ask", r.Title, "the name, where there is no title")
	assert.Equal(t, 24*time.Hour, r.Flow.Merge)
	var forms []channel.Form
	for _, step := range r.Steps {
		forms = append(forms, step.FormBy(step.Via[0]))
	}
	assert.Equal(t, []channel.Form{channel.FormCall, channel.FormVisit, channel.FormChat}, forms)
}

func TestDefaultLimitsGiveWayToTheFiles(t *testing.T) {
	names := func(limits string) []string {
		set := load(t, oneRule("order.cod"), File{"limits.yaml", []byte("version: 1\nlimits:\n" + limits)})
		var all []string
		for _, q := range set.Quiets {
			all = append(all, q.Name)
		}
		for _, c := range set.Caps {
			name := c.Name
			for _, p := range c.Purposes {
				name += " " + string(p)
			}
			all = append(all, name)
		}
		return all
	}
	quiets := []string{"default-notice-hours", "default-care-hours", "default-marketing-hours", "default-survey-hours", MarketingNight, SilentDays}
	caps := []string{"default-notice-cap notice", "default-care-daily care marketing", "default-care-weekly care marketing", "default-survey-monthly survey"}
	for limits, want := range map[string][]string{
		"  budgets: {sms: {at_most: 5, per: day}}\n":                                            append(append([]string{}, quiets...), caps...),
		"  quiet: {night: {hours: \"21:30-09:00\"}}\n  caps: {daily: {at_most: 2, per: day}}\n": {"night", MarketingNight, SilentDays, "daily"},
		"  quiet: {night: {hours: \"21:30-09:00\", days: sun}}\n":                               append(append([]string{"night"}, quiets...), caps...),
		"  quiet: {night: {hours: \"21:30-09:00\", channels: sms}}\n":                           append(append([]string{"night"}, quiets...), caps...),
		"  quiet: {night: {hours: \"21:30-09:00\", purposes: [notice, care]}}\n":                append([]string{"night", "default-marketing-hours", "default-survey-hours", MarketingNight, SilentDays}, caps...),
		"  caps: {daily: {at_most: 2, per: day, flow: payment}}\n":                              append(append(append([]string{}, quiets...), "daily"), caps...),
		"  caps:\n    daily: {at_most: 2, per: day, purposes: care}\n":                          append(append([]string{}, quiets...), "daily care", "default-notice-cap notice", "default-care-daily marketing", "default-care-weekly marketing", "default-survey-monthly survey"),
	} {
		assert.Equal(t, want, names(limits), limits)
	}
}

func TestWhatALimitCovers(t *testing.T) {
	s := everything(t)
	payment := s.FlowsAbout(ask.Order)[0]
	shipped := s.FlowsAbout(ask.Order)[1]
	weekly := s.Caps[1]
	assert.Equal(t, "sms-weekly", weekly.Name)
	assert.True(t, weekly.Wait)
	assert.Equal(t, Window{Within: 7 * 24 * time.Hour}, weekly.Window)
	assert.False(t, weekly.Covers(payment, channel.SMS), "it is about care and marketing, and this is a notice")
	assert.True(t, weekly.Counts(tiexin.Care, channel.SMS, "payment"))
	assert.False(t, weekly.Counts(tiexin.Care, channel.SMS, "shipped"))
	assert.False(t, weekly.Counts(tiexin.Care, channel.Wangwang, "payment"))
	assert.False(t, weekly.Counts(tiexin.Notice, channel.SMS, "payment"))
	daily := s.Caps[0]
	assert.True(t, daily.Covers(shipped, channel.Wangwang) && daily.coversFlow(shipped))
	sms := s.Budgets[0]
	assert.True(t, sms.Covers(payment, channel.SMS))
	assert.False(t, sms.Covers(payment, channel.Wangwang))
	assert.False(t, sms.Covers(shipped, channel.SMS))
	assert.Equal(t, tiexin.Money(20_000), sms.AtMost)
	assert.Equal(t, Window{Per: Month}, sms.Window)
	weekend := s.Quiets[1]
	assert.Equal(t, []time.Weekday{time.Saturday, time.Sunday}, weekend.Days)
	assert.Equal(t, []channel.Kind{channel.SMS, channel.Phone}, weekend.Channels)
	assert.True(t, s.Quiets[0].Drop)
}

func TestPromisesSeeTheMessage(t *testing.T) {
	s := everything(t)
	require.Len(t, s.Nevers, 2)
	assert.False(t, s.Nevers[0].If.ChannelWord || s.Nevers[0].If.MessageWords || s.Nevers[0].If.OrderWords)
	abroad := s.Nevers[1].If
	assert.True(t, abroad.ChannelWord && abroad.MessageWords)
	v := &ask.View{}
	v.Facts.Channel, v.Facts.Flow, v.Facts.Rule, v.Facts.Purpose = "sms", "payment", "vip", "care"
	assert.True(t, abroad.Ask(v).At(0))
	v.Reset()
	v.Facts.Rule = "other"
	assert.False(t, abroad.Ask(v).At(0))
}
