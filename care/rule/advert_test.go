package rule

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func advertises(t *testing.T, purpose, when, send, text string) bool {
	t.Helper()
	return advertisesBy(t, "[wangwang, sms]", purpose, when, send, text)
}

func advertisesBy(t *testing.T, via, purpose, when, send, text string) bool {
	t.Helper()
	file := fmt.Sprintf(`version: 1
shop: {name: 青禾家, offers: {a: {text: 满300减40}}}
channels: {sms: {signature: 青禾家}}
flows:
  f:
    title: 付款后
    about: order
    when: %s
    purpose: %s
    via: %s
    rules: [{name: a, send: %s}, {name: b, after: 1h, send: %s}]
texts: {a: "%s"}
`, when, purpose, via, send, send, text)
	set, problems := Load(File{"rule.yaml", []byte(file)})
	require.NotNil(t, set, problems)
	n := strings.Count(problems.Error(), "advertises")
	assert.LessOrEqual(t, n, 1, "once for a text, whatever it goes by")
	return n > 0
}

// An offer needs consent, an opt-out and decent hours; the purpose decides that, so an
// offer in a notice has none of them.
func TestAdvertisingInANoticeIsRemarked(t *testing.T) {
	for _, text := range []string{
		"双11大促", "全场五折", "全场低至5折", "会员9.5折", "满300减40", "满300元立减40", "满两件半价", "限时秒杀", "优惠券已到账", "给您发了红包", "新品上市", "#优惠#，欢迎选购", "现在下单立减20元",
		"两件减30元", "直减50", "今天打折", "送您一张回礼券", "20元券已到账", "赠运费险", "买二送一", "送您一份小礼物", "送礼品", "金卡9.5折", "对折清货", "减肥茶八折", "折叠伞打折",
		"您的#会员折扣#给您留着", "会员价给您留着", "全场包邮", "随单送小样", "送您两份小样", "晒单返5元", "到手价99元", "活动价明晚结束", "限时特惠", "会员专享价",
	} {
		assert.True(t, advertises(t, "notice", "order.paid", "a", text), text)
		assert.True(t, advertises(t, "service", "order.paid", "a", text), text)
		assert.False(t, advertises(t, "marketing", "order.paid", "a", text), "that is what marketing is for: %s", text)
		assert.False(t, advertises(t, "care", "order.paid", "a", text), "care asks for consent too")
	}
	assert.True(t, advertisesBy(t, "wangwang", "notice", "order.paid", "a", "付款后参加抽奖"), "SMS refuses a lottery altogether")
	for _, text := range []string{
		"您的#商品名称|宝贝#已付款，今天发出", "#会员等级|贵宾#的订单优先发货", "定金已付，尾款#剩余付款时间|近期#后截止", "拆开看看有没有折痕", "礼物正在打包", "满意请告诉我们", "送货上门前会打电话",
		"三折叠伞已发出", "请把纸箱打折叠好", "5折叠的那把", "减肥餐已发货", "快递券在箱子里", "银行证券报告", "提货券已签收", "礼券当面点清", "捐赠证书", "您送的礼物已经签收", "附一张赠言卡", "没有折断", "减了两件", "退款20元",
		"差价返还5元", "小样请先试", "送货时小样一起到", "5元已返还", "您的会员等级是#会员等级#", "返回5元", "往返50元", "包裹邮寄中",
	} {
		assert.False(t, advertises(t, "notice", "order.deposit_paid", "a", text), text)
	}
}

func TestAnAnswerAndATaskMayNameAnOffer(t *testing.T) {
	assert.False(t, advertises(t, "service", "chat.asked", "a", "今天有优惠券，满300减40"), "the customer asked")
	assert.True(t, advertises(t, "notice", "chat.asked", "a", "今天有优惠券，满300减40"), "a notice is no answer")
	assert.False(t, advertises(t, "service", "order.paid", "{task: a, form: call, within: 1h}", "顾客嫌贵就说优惠券"), "nobody but the shop reads it")
}

// Where the shop's night is not China's, a promise about the night is another one.
func TestMarketingFromAnotherZoneIsRemarked(t *testing.T) {
	for _, c := range []struct {
		zone, purpose, via string
		want               bool
	}{
		{"UTC", "marketing", "sms", true},
		{"America/New_York", "marketing", "[wechat, mms]", true},
		{"Asia/Tokyo", "marketing", "sms", true},
		{"Asia/Shanghai", "marketing", "sms", false},
		{"Asia/Hong_Kong", "marketing", "sms", false},
		{"Asia/Singapore", "marketing", "sms", false},
		{"UTC", "marketing", "wechat", false},
		{"UTC", "care", "sms", false},
	} {
		file := fmt.Sprintf(`version: 1
shop: {name: 青禾家, timezone: %s}
channels: {sms: {signature: 青禾家}}
flows:
  f: {title: 新品, about: order, when: order.paid, purpose: %s, via: %s, rules: [{name: a, send: a}]}
texts: {a: 您好}
`, c.zone, c.purpose, c.via)
		set, problems := Load(File{"rule.yaml", []byte(file)})
		require.NotNil(t, set, problems)
		assert.Equal(t, c.want, strings.Contains(problems.Error(), "no marketing at night"), "%v\n%s", c, problems)
	}
}
