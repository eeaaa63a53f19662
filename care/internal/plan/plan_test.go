package plan_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/internal/plan"
)

const shop = `version: 1
shop: {name: 小鹿家, usual_minutes_to_pay: 30}
segments:
  newcomer: {title: 新客, if: customer.paid_orders == 0}
  hurry: {title: 快关闭的单, if: minutes_to_close < 10 || minutes_unpaid > 20}
limits:
  quiet:
    night: {title: 夜间免打扰, hours: "21:30-09:00"}
    phones: {title: 手机不响, hours: "22:00-08:00", channels: [sms, phone], then: drop}
  caps:
    daily: {title: 每天两条, at_most: 2, per: day}
    ads: {title: 营销每周一条, at_most: 1, per: week, purposes: [marketing]}
  budgets:
    sms: {title: 短信费, at_most: 100.00, per: day, channel: sms}
  never:
    black: {title: 黑名单, if: "has_tag('not in && or')"}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    until: order.deposit_paid
    purpose: notice
    merge: 24h
    holdout: 5
    via: [wangwang, sms]
    rules:
      - name: hurry
        title: 快关闭了
        if: segment.hurry && not segment.newcomer && order.source in ['live', 'x && y']
        exempt: [night]
        send: short
      - name: large
        title: 大单
        if: order.amount >= 2000 && minutes_unpaid > 1.5 * shop.usual_minutes_to_pay
        send:
          - {title: 店长问, task: ask, form: call, via: [phone, wangwang], within: 30m, owner: 店长, budget: 50}
          - {title: 关闭前, if: hours_to_close < 3, after: 30m, text: short, via: wangwang}
      - name: odd
        title: 说不成一句话的
        if: 2 * minutes_unpaid > 60 + order.amount && minutes_unpaid < 600
        send: short
  refund:
    title: 退款
    about: order
    when: [order.refund_opened, order.refunded]
    purpose: marketing
    choose: all
    via: sms
    rules:
      - {name: sorry, title: 道歉, after: 24h, again: 7d, fresh: 2h, review: true, send: long}
      - {name: again, title: 再道歉, if: refund.amount > 100, send: long}
  look:
    title: 内部
    about: order
    when: order.refunded
    purpose: service
    rules: [{name: inside, title: 店里查一查, send: {task: check}}]
texts:
  short: "#买家昵称|亲#，还没付款"
  ask: {phone: "店长问候", wangwang: "在吗|#买家昵称|亲#"}
  long: "很抱歉，谢谢您这些天来一直等着我们，我们把这件事记下来了，以后每一件出门之前都会再看一遍，再有不合适的地方请您一定告诉我们，我们一直都在"
  check: 查一查是哪一步出了错
`

func load(t *testing.T, rules string) *care.Rules {
	t.Helper()
	set, err := care.Load(fstest.MapFS{"r.yaml": {Data: []byte(rules)}}, "*.yaml")
	require.NoError(t, err)
	return set
}

// row finds a rule's step in the plan.
func row(t *testing.T, p *plan.Plan, path string, step int) plan.Row {
	t.Helper()
	for _, f := range p.Flows {
		for _, r := range f.Rows {
			if r.Rule == path && r.Step == step {
				return r
			}
		}
	}
	require.Fail(t, "there is no such row", "%s %d", path, step)
	return plan.Row{}
}

func Test计划表用店主的话说(t *testing.T) {
	p := plan.Of(load(t, shop))
	assert.Equal(t, "小鹿家", p.Shop)
	assert.Equal(t, []string{"黑名单（black）：has_tag('not in && or')"}, p.Nevers)
	assert.Equal(t, []plan.Segment{
		{"newcomer", "新客", "customer.paid_orders == 0"},
		{"hurry", "快关闭的单", "离自动关闭不到 10 分钟 或 未付款满 20 分钟"},
	}, p.Segments)
	assert.Equal(t, []string{"目的：通知", "每张订单从上往下看，只用第一条适用的规则", "同一位顾客 24 小时内的几件事合成一条", "留出 5% 的顾客作对照，只记不发"}, p.Flows[0].Notes)
	assert.Equal(t, []string{"目的：营销", "每张订单，适用的规则各管各的"}, p.Flows[1].Notes)

	hurry := row(t, p, "payment/hurry", 0)
	assert.Equal(t, []string{"每张订单", "不是 「新客」", "order.source 属于 ['live', 'x && y']"}, hurry.Who)
	assert.Equal(t, []string{"只在订单待付款时", "「快关闭的单」", "付定金就停"}, hurry.When)
	assert.Equal(t, []string{"#买家昵称|亲#，还没付款"}, hurry.What, "one wording for all")
	assert.Equal(t, []string{"旺旺", "短信"}, hurry.Via)
	assert.Equal(t, []string{"手机不响（短信）", "每天两条", "短信费（短信）", "不受限：夜间免打扰"}, hurry.Held)
	assert.Equal(t, []string{"旺旺免费", "短信通常最多 ¥0.045（1 段）"}, hurry.Cost, "nobody knows how long a nick may be")
	assert.Equal(t, "自动", hurry.By)

	ask := row(t, p, "payment/large", 1)
	assert.Equal(t, "店长问", ask.Named)
	assert.Equal(t, []string{"每张订单", "order.amount >= 2000"}, ask.Who)
	assert.Equal(t, []string{"未付款满 45 分钟", "30 分钟内做完", "付定金就停"}, ask.When)
	assert.Equal(t, []string{"任务：打电话", "电话：店长问候", "旺旺：在吗|#买家昵称|亲#"}, ask.What)
	assert.Equal(t, []string{"夜间免打扰", "手机不响（电话）"}, ask.Held, "a person's calls are not counted")
	assert.Equal(t, []string{"预算 ¥50.00"}, ask.Cost)
	assert.Equal(t, "店长", ask.By)

	last := row(t, p, "payment/large", 2)
	assert.Equal(t, []string{"上一步做完后再过 30 分钟", "离自动关闭不到 3 小时", "付定金就停"}, last.When)
	assert.Equal(t, []string{"旺旺免费"}, last.Cost)

	odd := row(t, p, "payment/odd", 0)
	assert.Equal(t, []string{"2 * minutes_unpaid > 60 + order.amount", "未付款不满 600 分钟", "付定金就停"}, odd.When)

	sorry := row(t, p, "refund/sorry", 0)
	assert.Equal(t, []string{"申请退款或退款成功后 24 小时", "晚了 2 小时就不发", "隔 7 天可以再来"}, sorry.When)
	assert.Equal(t, []string{"短信最多 ¥0.09（2 段）"}, sorry.Cost, "with signature and opt-out")
	assert.Equal(t, "自动，先由人审核", sorry.By)
	assert.Contains(t, sorry.Held, "夜间不营销 22:00–08:00", "the law's own limit")
	assert.Contains(t, sorry.Held, "营销每周一条")

	inside := row(t, p, "look/inside", 0)
	assert.Equal(t, []string{"店内"}, inside.Via)
	assert.Equal(t, []string{"任务：照说明办", "查一查是哪一步出了错"}, inside.What)
	assert.Equal(t, "空闲的客服", inside.By)
}

// The clock's words as a shopkeeper reads them, in every comparison that can be told.
func Test时钟读成话(t *testing.T) {
	for condition, words := range map[string]string{
		"minutes_unpaid > 15":                          "未付款满 15 分钟",
		"hours_unpaid >= 1.5":                          "未付款满 1.5 小时",
		"days_since_order > 30":                        "距上次付款满 30 天",
		"minutes_unpaid < 40":                          "未付款不满 40 分钟",
		"minutes_to_close > 5":                         "离自动关闭还有 5 分钟以上",
		"minutes_to_close <= 10":                       "离自动关闭不到 10 分钟",
		"minutes_unpaid > shop.usual_minutes_to_pay":   "未付款满 30 分钟",
		"(minutes_unpaid > 5 or hours_to_close < 1)":   "(未付款满 5 分钟 或 离自动关闭不到 1 小时)",
		"not (minutes_unpaid > 5)":                     "不是 (未付款满 5 分钟)",
		"5 + minutes_unpaid > 15":                      "5 + minutes_unpaid > 15",
		"15 < minutes_unpaid":                          "15 < minutes_unpaid",
		"minutes_unpaid > 15 + order.amount":           "minutes_unpaid > 15 + order.amount",
		"minutes_unpaid > (segment.newcomer ? 5 : 9)":  "minutes_unpaid > (「新客」 ? 5 : 9)",
		"minutes_unpaid > 5 ? true : hours_unpaid > 1": "未付款满 5 分钟 ? true : 未付款满 1 小时",
	} {
		rules := strings.Replace(shop, "2 * minutes_unpaid > 60 + order.amount && minutes_unpaid < 600", `"`+condition+`"`, 1)
		when := row(t, plan.Of(load(t, rules)), "payment/odd", 0).When
		assert.Contains(t, when, words, condition)
	}
}

func Test报备的文案_按服务商收的长度算钱(t *testing.T) {
	free := strings.Replace(shop, "#买家昵称|亲#，还没付款", "您拍的#商品列表#还没付款，请记得付", 1)
	assert.Equal(t, []string{"旺旺免费", "短信最多 ¥0.09（2 段）"}, row(t, plan.Of(load(t, free)), "payment/hurry", 0).Cost, "a list of goods may be long")
	bound := strings.Replace(free, "segments:", "channels: {sms: {provider: aliyun, signature: 小鹿家, templates: {short: {code: SMS_1, vars: {item_list: {max: 20}}}, long: {code: SMS_2}}}}\nsegments:", 1)
	p := plan.Of(load(t, bound))
	assert.Equal(t, []string{"旺旺免费", "短信最多 ¥0.045（1 段）"}, row(t, p, "payment/hurry", 0).Cost, "the provider cuts it")
	assert.Equal(t, []string{"短信最多 ¥0.09（2 段）"}, row(t, p, "refund/sorry", 0).Cost, "with signature and opt-out, once")
	assert.Equal(t, []string{"您拍的#商品列表#还没付款，请记得付"}, row(t, p, "payment/hurry", 0).What)
}

func Test计划表_不同的时刻各算各的(t *testing.T) {
	p := plan.Of(load(t, `version: 1
shop: {name: 小鹿家}
flows:
  day:
    title: 生日
    about: customer
    purpose: service
    via: wangwang
    rules:
      - {name: before, title: 提前三天, when: birthday - 3d at 10:00, send: hello}
      - {name: day, title: 当天, when: birthday at 09:30, send: hello}
  one: {title: 七夕, about: customer, purpose: service, via: wangwang, when: qixi, rules: [{name: gold, if: customer.grade == 'gold', send: hello}, {name: all, send: hello}]}
texts: {hello: 您好}
`))
	assert.Equal(t, "每位顾客从上往下看，只用第一条适用的规则；不同的时刻各算各的", p.Flows[0].Notes[1])
	assert.Equal(t, "每位顾客从上往下看，只用第一条适用的规则", p.Flows[1].Notes[1])
}
