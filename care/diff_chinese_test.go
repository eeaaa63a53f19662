package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func inChinese(t *testing.T, d *Difference) (text, timeline string) {
	t.Helper()
	var whole, lines strings.Builder
	require.NoError(t, d.WriteChinese(&whole))
	require.NoError(t, d.WriteChineseTimeline(&lines))
	noEnglish(t, whole.String())
	noEnglish(t, lines.String())
	return whole.String(), lines.String()
}

func TestDiff_说成中文(t *testing.T) {
	with := func(from, to string) string { return strings.Replace(unpaid, from, to, 1) }
	events := []tiexin.Event{at("+0m", created("T1", yuan(900))), at("+0m", created("T2", yuan(20)))}
	large := with("rules:\n", "rules:\n      - {name: large, title: 大额, if: order.amount > 500 && minutes_unpaid > 10, via: [sms], send: pay}\n")
	text, timeline := inChinese(t, differs(t, unpaid, large, events...))
	assert.Equal(t, `2026年11月11日 10:00 到 2026年11月11日 10:00 的 2 件事，分别按旧规则和新规则演算。
按新规则发 2 条消息、0 个任务，原来是 2 条、0 个；费用 0.045 元，原来 0.00 元（+0.045）。
变化：新增 1，不再发 1；涉及 1 位顾客。
催付（payment/gentle）让给大额（payment/large），1 次：归前面的规则管。
大额（payment/large）以前一条也不发，现在发：旧规则里没有。

规则            名称  旧  新  新增  不再发  顾客    费用
payment/gentle  催付   2   1     -       1     1       -
payment/large   大额   -   1     1       -     1  +0.045

渠道  旧  新  旧费用  新费用    差额
旺旺   2   1    0.00    0.00       -
短信   -   1    0.00   0.045  +0.045
合计   2   2    0.00   0.045  +0.045

催付（payment/gentle）
  不再发  xiaowang  T1  2026年11月11日 10:15 旺旺  现在不发：归前面的规则管「大额」；位置给了大额（payment/large），10:10
    - #买家昵称|亲#，您的#商品名称#还没付款

大额（payment/large）
  新增  xiaowang  T1  2026年11月11日 10:10 短信 0.045元  原来不发：旧规则里没有
    + #买家昵称|亲#，您的#商品名称#还没付款
`, text)
	assert.Equal(t, `2026-11-11 10:10:00  xiaowang  T1  payment/large   大额  新增    短信 0.045元  原来不发：旧规则里没有                                                  #买家昵称|亲#，您的#商品名称#还没付款
2026-11-11 10:15:00  xiaowang  T1  payment/gentle  催付  不再发  旺旺          现在不发：归前面的规则管「大额」；位置给了大额（payment/large），10:10  #买家昵称|亲#，您的#商品名称#还没付款
`, timeline)

	for name, tt := range map[string]struct{ file, text, line string }{
		"换时间":   {with("> 15", "> 20"), "变化：换时间 2；涉及 1 位顾客。", "换时间  2026年11月11日 10:15 旺旺 → 10:20"},
		"改成打电话": {with("send: pay", "send: {task: pay, via: [phone], within: 30m}"), "按新规则发 0 条消息、2 个任务，原来是 2 条、0 个；费用 0.00 元，和原来一样。", "换渠道、换任务  旺旺 → 电话 任务：打电话"},
		"改名":    {with("gentle", "soft"), "没有变化：发 2 条消息、0 个任务，费用 0.00 元。\npayment/gentle 改名为 payment/soft，条件和内容都没变。\n", ""},
		"删掉":    {with("> 15", "> 15 && order.amount > 1000"), "催付（payment/gentle）以前发，现在一条也不发。", "现在不发：条件不符"},
	} {
		t.Run(name, func(t *testing.T) {
			text, timeline := inChinese(t, differs(t, unpaid, tt.file, events...))
			assert.Contains(t, text, tt.text)
			assert.Contains(t, timeline, tt.line)
		})
	}
}
