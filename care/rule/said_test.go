package rule

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A shop that writes Chinese where a word of the language stands is told the word.
func Test写中文的地方_说出要写的词(t *testing.T) {
	const file = `version: 1
channels: {sms: {signature: 青禾家}}
limits:
  quiet: {night: {hours: "22:00-08:00", days: [mon], purposes: [notice], channels: [sms], then: wait}}
  caps: {daily: {at_most: 2, per: day, channel: sms}}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    until: [order.paid]
    purpose: notice
    choose: first
    via: [wangwang, sms]
    rules:
      - {name: large, if: "order.amount > 1000 && minutes_unpaid > 5", send: [{task: pay, via: phone, form: call}]}
      - {name: all, if: "order.amount > 1 && minutes_unpaid > 30", send: pay}
  thanks: {title: 感谢, about: order, when: order.paid, purpose: service, via: sms, rules: [{name: all, if: "order.source == 'taobao'", send: thanks}]}
  visit: {title: 拜访, about: order, when: order.paid, purpose: service, via: sms, rules: [{name: all, send: [{task: thanks, via: visit}]}]}
  birthday: {title: 生日, about: customer, when: birthday at 10:00, purpose: notice, via: sms, rules: [{name: all, send: thanks}]}
texts:
  pay: 订单还没付款
  thanks: 谢谢您
`
	clean, problems := Load(File{"shop.yaml", []byte(file)})
	if !assert.NotNil(t, clean, "%v", problems) {
		return
	}
	for _, tt := range []struct {
		place, meant string
		written      []string
	}{
		{"order.amount > 1 &&", "order.amount", []string{"订单金额", "金额", "付款金额", "实付金额", "实付款", "实付", "应付", "订单总额", "总金额", "支付金额"}},
		{"minutes_unpaid > 30", "minutes_unpaid", []string{"未付款分钟", "未付款分钟数", "未付款时间", "下单后分钟", "没付款的分钟数", "下单分钟数"}},
		{"order.source ==", "order.source", []string{"订单来源", "来源", "下单渠道"}},
		{"order.source ==", "order.city", []string{"收货城市", "城市"}},
		{"order.source ==", "customer.grade", []string{"会员等级", "等级", "会员级别", "顾客等级"}},
		{"when: order.paid, purpose: service, via: sms, rules: [{name: all, if", "order.paid", []string{"付款", "付款后", "已付款", "支付", "支付成功", "买家付款"}},
		{"when: order.paid, purpose: service, via: sms, rules: [{name: all, if", "order.created", []string{"下单", "下单后", "拍下", "拍下后", "提交订单", "创建订单"}},
		{"when: order.paid, purpose: service, via: sms, rules: [{name: all, if", "order.shipped", []string{"发货", "发货后", "已发货", "卖家发货"}},
		{"when: order.paid, purpose: service, via: sms, rules: [{name: all, if", "parcel.signed", []string{"签收", "签收后", "已签收", "收货", "收到货"}},
		{"when: order.paid, purpose: service, via: sms, rules: [{name: all, if", "order.succeeded", []string{"交易成功", "确认收货", "确认收货后"}},
		{"when: order.paid, purpose: service, via: sms, rules: [{name: all, if", "order.closed", []string{"关闭", "订单关闭", "交易关闭", "取消订单"}},
		{"when: order.paid, purpose: service, via: sms, rules: [{name: all, if", "order.refund_opened", []string{"退款", "申请退款", "发起退款"}},
		{"when: order.paid, purpose: service, via: sms, rules: [{name: all, if", "review.created", []string{"评价", "收到评价", "评价后"}},
		{"until: [order.paid]", "order.paid", []string{"付款", "已付款", "付款后"}},
		{"when: birthday at", "birthday", []string{"生日", "顾客生日"}},
		{"via: [wangwang, sms]", "sms", []string{"短信", "手机短信"}},
		{"via: [wangwang, sms]", "wangwang", []string{"旺旺", "淘宝旺旺", "千牛"}},
		{"via: [wangwang, sms]", "wechat", []string{"微信", "公众号"}},
		{"via: [wangwang, sms]", "phone", []string{"电话", "打电话"}},
		{"via: [wangwang, sms]", "email", []string{"邮件", "邮箱"}},
		{"via: [wangwang, sms]", "mms", []string{"彩信"}},
		{"channel: sms}", "wangwang", []string{"旺旺"}},
		{"channel: sms}", "sms", []string{"短信"}},
		{"channels: [sms]", "sms", []string{"短信"}},
		{"purposes: [notice]", "notice", []string{"通知"}},
		{"purpose: notice\n", "notice", []string{"通知", "提醒"}},
		{"purpose: notice\n", "marketing", []string{"营销", "促销", "推广"}},
		{"purpose: notice\n", "service", []string{"服务", "客服"}},
		{"purpose: notice\n", "care", []string{"关怀"}},
		{"purpose: notice\n", "survey", []string{"问卷", "调研", "调查", "回访"}},
		{"form: call", "call", []string{"电话", "打电话"}},
		{"form: call", "chat", []string{"聊天", "旺旺"}},
		{"form: call", "card", []string{"卡片", "贺卡"}},
		{"form: call", "gift", []string{"礼物", "赠品", "送礼"}},
		{"form: call", "visit", []string{"上门", "拜访"}},
		{"days: [mon]", "mon", []string{"周一", "星期一", "礼拜一", "一"}},
		{"days: [mon]", "sat", []string{"周六", "星期六", "礼拜六"}},
		{"days: [mon]", "sun", []string{"周日", "周天", "星期日", "星期天", "礼拜天"}},
		{"then: wait", "wait", []string{"等", "等待", "等一等", "推迟", "延后"}},
		{"then: wait", "drop", []string{"丢弃", "不发", "丢掉", "取消"}},
		{"per: day", "day", []string{"天", "每天", "日", "每日", "一天"}},
		{"per: day", "week", []string{"周", "每周", "一周", "星期"}},
		{"per: day", "month", []string{"月", "每月", "个月"}},
		{"about: order\n", "order", []string{"订单"}},
		{"about: order\n", "parcel", []string{"包裹", "物流", "快递"}},
		{"about: order\n", "chat", []string{"聊天", "会话", "咨询"}},
		{"about: order\n", "customer", []string{"顾客", "客户", "买家", "会员"}},
		{"about: order\n", "child", []string{"孩子", "宝宝"}},
		{"while: unpaid", "unpaid", []string{"未付款", "待付款", "没付款", "未支付"}},
		{"while: unpaid", "unshipped", []string{"未发货", "待发货"}},
		{"choose: first", "first", []string{"第一条", "第一个", "一条", "首条"}},
		{"choose: first", "all", []string{"全部", "所有", "都发"}},
	} {
		for _, w := range tt.written {
			from := tt.meant
			if !strings.Contains(tt.place, from) {
				from = wordOf(tt.place)
			}
			wrong := strings.Replace(file, tt.place, strings.Replace(tt.place, from, w, 1), 1)
			assert.NotEqual(t, file, wrong, tt.place)
			_, problems := Load(File{"shop.yaml", []byte(wrong)})
			if assert.NotEmpty(t, problems, "%s for %s", w, tt.meant) {
				first := problems.Sorted()[0]
				assert.Contains(t, []string{"write " + tt.meant, `did you mean "` + tt.meant + `"?`}, first.Hint.English, "%s: %s", w, first.Message)
				assert.Contains(t, first.Hint.Chinese, tt.meant, w)
			}
		}
	}
}

// wordOf is the word of the language in a place.
func wordOf(place string) string {
	for _, w := range []string{"order.paid", "order.source", "wangwang", "sms", "notice", "call", "mon", "wait", "day", "unpaid", "first", "order"} {
		if strings.Contains(place, w) {
			return w
		}
	}
	return ""
}
