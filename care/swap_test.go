package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
)

func TestE13_换了规则_等着的按新规则问(t *testing.T) {
	swapped := func(t *testing.T, when, file string) *shop {
		t.Helper()
		s := opens(t, unpaid)
		s.hears(created("T1"))
		s.at(when)
		require.NoError(t, s.engine.Swap(rulesFrom(t, file)))
		return s
	}
	t.Run("字改了,发新的", func(t *testing.T) {
		s := swapped(t, "+5m", strings.Replace(unpaid, "还没付款", "等您付款", 1))
		saysOf(t, s.wakes("+15m"), "10:15 payment/gentle T1 wangwang 小王，您的羽绒服等您付款")
	})
	t.Run("时间改晚了,按新的时间", func(t *testing.T) {
		s := swapped(t, "+5m", strings.Replace(unpaid, "> 15", "> 20", 1))
		saysOf(t, s.wakes("+15m"))
		saysOf(t, s.wakes("+20m"), "10:20 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
	t.Run("时间改早了,下一次问到就发", func(t *testing.T) {
		s := swapped(t, "+12m", strings.Replace(unpaid, "> 15", "> 10", 1))
		saysOf(t, s.wakes("+15m"), "10:15 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
	t.Run("条件加严了,不发", func(t *testing.T) {
		s := swapped(t, "+5m", strings.Replace(unpaid, "> 15", "> 15 && order.amount > 1000", 1))
		hasLines(t, s.wakes("+15m"), "10:15 payment/gentle T1 skip condition-off")
	})
	t.Run("渠道换了,走新的", func(t *testing.T) {
		s := swapped(t, "+5m", strings.Replace(unpaid, "[wangwang, sms]", "[sms]", 1))
		saysOf(t, s.wakes("+15m"), "10:15 payment/gentle T1 sms 小王，您的羽绒服还没付款")
	})
	t.Run("加了一条规则,也问", func(t *testing.T) {
		s := swapped(t, "+5m", strings.Replace(unpaid, "    rules:", "    rules:\n      - {name: vip, if: order.amount > 100 && minutes_unpaid > 10, send: pay}", 1))
		saysOf(t, s.hears(updated("T1")))
		saysOf(t, s.wakes("+10m"), "10:10 payment/vip T1 wangwang 小王，您的羽绒服还没付款")
	})
	t.Run("已经说过的不再说", func(t *testing.T) {
		s := opens(t, unpaid)
		s.hears(created("T1"))
		s.wakes("+15m")
		s.delivers()
		require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(unpaid, "> 15", "> 20", 1))))
		s.hears(updated("T1"))
		s.wakes("+30m")
		s.delivers()
		s.handed("wangwang T1 小王，您的羽绒服还没付款")
	})
}

func TestE13_规则没了_等着的就此结束(t *testing.T) {
	started := `
flows:
  thanks: {title: 谢谢, about: order, purpose: notice, via: [wangwang], rules: [{name: RULE, when: [order.paid], after: 1h, send: [thanks, {text: thanks, after: 1h}]}]}
texts: {thanks: 谢谢}
`
	before, after := strings.Replace(started, "RULE", "old", 1), strings.Replace(started, "RULE", "new", 1)
	t.Run("还没到时候", func(t *testing.T) {
		s := opens(t, before)
		s.hears(paid("T1"))
		require.NoError(t, s.engine.Swap(rulesFrom(t, after)))
		out := s.wakes("+1h")
		saysOf(t, out)
		hasLines(t, out, "11:00 thanks/old T1 skip rule-gone")
		s.at("+2h")
		for _, line := range lines(append(s.hears(updated("T1")), s.wakes("+5h")...)) {
			assert.NotContains(t, line, "rule-gone", "it is said once")
		}
	})
	t.Run("在发件箱里", func(t *testing.T) {
		s := opens(t, before)
		s.hears(paid("T1"))
		s.wakes("+1h")
		require.NoError(t, s.engine.Swap(rulesFrom(t, after)))
		s.delivers()
		s.handed()
		assert.Zero(t, s.waiting())
	})
	t.Run("发了一步,第二步没了", func(t *testing.T) {
		s := opens(t, before)
		s.hears(paid("T1"))
		s.wakes("+1h")
		s.delivers()
		require.NoError(t, s.engine.Swap(rulesFrom(t, after)))
		hasLines(t, s.wakes("+2h"), "12:00 thanks/old T1 skip rule-gone")
		s.delivers()
		s.handed("wangwang T1 谢谢")
	})
	t.Run("整个流程没了", func(t *testing.T) {
		s := opens(t, before)
		s.hears(paid("T1"))
		require.NoError(t, s.engine.Swap(rulesFrom(t, unpaid)))
		hasLines(t, s.wakes("+1h"), "11:00 thanks/old T1 skip rule-gone")
	})
	t.Run("客户的流程没了", func(t *testing.T) {
		member := `
flows:
  member: {title: 会员, about: customer, purpose: service, via: [wangwang], rules: [{name: hello, when: [customer.joined], after: 1h, send: hello}]}
texts: {hello: 你好}
`
		s := opens(t, member)
		s.hears(happening(tiexin.EventCustomerJoined, nil))
		require.NoError(t, s.engine.Swap(rulesFrom(t, unpaid)))
		out := append(s.wakes("+1h"), s.hears(customerIs())...)
		hasLines(t, out, "11:00 member/hello skip rule-gone")
	})
	t.Run("步骤少了,多走的那步就不走", func(t *testing.T) {
		s := opens(t, before)
		s.hears(paid("T1"))
		s.wakes("+1h")
		s.delivers()
		require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(before, "[thanks, {text: thanks, after: 1h}]", "thanks", 1))))
		s.wakes("+3h")
		s.at("+4h").hears(updated("T1"))
		s.delivers()
		s.handed("wangwang T1 谢谢")
	})
}

func TestE13_没有规则不能开工也不能换(t *testing.T) {
	_, err := New(nil, Options{})
	require.ErrorContains(t, err, "care.Load")
	s := opens(t, unpaid)
	require.Error(t, s.engine.Swap(nil))
	require.NotNil(t, s.engine.Rules())
}

// Rules change at any moment under any history: nothing panics, nobody is told
// twice under one name, and every rule in force is one of the new ones.
func TestE13_随便什么时候换成随便什么规则(t *testing.T) {
	for seed := range uint64(300) {
		made, other := imagine.Make(seed), imagine.Make(seed+10_000)
		first, ok := made.Rules()
		second, okToo := other.Rules()
		if !ok || !okToo {
			continue
		}
		w := newWalker(t, first, SimOptions{})
		for i := range made.Events {
			if i == len(made.Events)/2 {
				w.rules = decide.NewRules(second)
			}
			w.run(made.Events[i:i+1], arrival(&made.Events[i]))
		}
		half := len(w.out)
		w.pass(arrival(&made.Events[len(made.Events)-1]).UnixMilli(), made.Until.UnixMilli())
		for i := half; i < len(w.out); i++ {
			o := &w.out[i]
			if _, exists := second.Rule(o.Path()); !exists {
				require.Equal(t, RuleGone, o.Reason, told(o))
			}
		}
	}
}
