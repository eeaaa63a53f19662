package care

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// renamed is the rule file unpaid with another name for the rule, or for the flow.
func renamed(old, new string) string { return strings.Replace(unpaid, old, new, 1) }

func TestE13_正在发的时候换了规则_发出去的照样算数(t *testing.T) {
	file := "\nlimits: {caps: {daily: {at_most: 1, per: day}}}" + unpaid
	s := opens(t, file)
	s.hears(created("T1"))
	s.wakes("+16m")
	s.during = func(string) {
		s.during = nil
		require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(file, "name: gentle", "name: kind", 1))))
	}
	s.delivers()
	s.handed("wangwang T1 小王，您的羽绒服还没付款")
	s.at("+20m").hears(customerIs())
	s.wakes("+10h")
	s.hears(created("T2"))
	s.wakes("+10h30m")
	s.delivers()
	s.handed("wangwang T1 小王，您的羽绒服还没付款")
	require.Len(t, s.remembers("xiaowang").Slots, 1)
}

func TestE13_还没发出去就换了规则_新规则接着问(t *testing.T) {
	for name, other := range map[string]string{"the rule has another name": renamed("name: gentle", "name: kind"), "the flow has another name": renamed("  payment:", "  pay:")} {
		t.Run(name, func(t *testing.T) {
			s := opens(t, unpaid)
			s.hears(created("T1"))
			s.wakes("+16m")
			require.NoError(t, s.engine.Swap(rulesFrom(t, other)))
			hasLines(t, s.delivers().Outcomes, "10:16 payment/gentle T1 skip rule-gone")
			s.delivers()
			s.handed("wangwang T1 小王，您的羽绒服还没付款")
			require.Len(t, s.remembers("xiaowang").Slots, 1)
		})
	}
}

func TestE13_还在等就换了流程的名字_到时候照样问(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	require.NoError(t, s.engine.Swap(rulesFrom(t, renamed("  payment:", "  pay:"))))
	saysOf(t, s.wakes("+16m"), "10:16 pay/gentle T1 wangwang 小王，您的羽绒服还没付款")
}

func TestE13_任务的规则没有了_任务收回(t *testing.T) {
	file := `
flows: {f: {title: 慰问, about: order, purpose: notice, while: unpaid, rules: [{name: r, if: minutes_unpaid > 5, send: {task: hello, via: [phone]}}]}}
texts: {hello: 您好}
`
	s := opens(t, file)
	s.hears(created("T1"))
	s.wakes("+6m")
	s.delivers()
	s.handed("task:phone T1 您好")
	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.NewReplacer("name: r", "name: other", "> 5", "> 500").Replace(file))))
	out := s.at("+7m").hears(customerIs())
	hasLines(t, out, "10:07 f/r T1 skip rule-gone")
	assert.Equal(t, 1, s.waiting(), "the withdrawal is on its way to the desk")

	s = opens(t, file)
	s.hears(created("T1"))
	s.wakes("+6m")
	s.delivers()
	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(file, "name: r", "name: other", 1))))
	saysOf(t, s.at("+7m").hears(customerIs()), "10:07 f/other T1 task:phone 您好")
}

func TestE13_换过去又换回来_等着的照样说(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	s.wakes("+16m")
	require.NoError(t, s.engine.Swap(rulesFrom(t, renamed("name: gentle", "name: kind"))))
	s.hears(customerIs())
	require.NoError(t, s.engine.Swap(rulesFrom(t, unpaid)))
	s.delivers()
	s.wakes("+17m")
	s.at("+18m").hears(customerIs())
	s.delivers()
	s.handed("wangwang T1 小王，您的羽绒服还没付款")
}

func TestE13_正在发的时候换了规则又来了消息_不说第二遍(t *testing.T) {
	for _, merge := range []string{"", "    merge: 2h\n"} {
		file := strings.Replace(unpaid, "    while: unpaid\n", "    while: unpaid\n"+merge, 1)
		s := opens(t, file)
		s.hears(created("T1"), created("T2"))
		s.wakes("+16m")
		first := true
		s.during = func(string) {
			if first {
				first = false
				require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(file, "name: gentle", "name: kind", 1))))
				s.hears(customerIs(func(e *tiexin.Event) { e.Customer.City = "杭州" }))
			}
		}
		for range 3 {
			s.delivers()
		}
		said := map[string]int{}
		for _, m := range s.sent {
			for _, id := range append(m.Merged, m.Subject) {
				said[id]++
			}
		}
		assert.Equal(t, map[string]int{"T1": 1, "T2": 1}, said)
		took := len(s.sent)
		require.NoError(t, s.engine.Swap(rulesFrom(t, file)))
		s.at("+17m").hears(customerIs(func(e *tiexin.Event) { e.Customer.City = "宁波" }))
		s.delivers()
		assert.Len(t, s.sent, took, "the rule that comes back has spoken")
	}
}

func TestE10_规则没有了_发失败的名额照样还(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	s.wakes("+16m")
	s.delivers()
	require.Len(t, s.remembers("xiaowang").Slots, 1)
	require.NoError(t, s.engine.Swap(rulesFrom(t, renamed("name: gentle", "name: kind"))))
	failed := reports(tiexin.EventMessageFailed, s.sent[0].ID, func(e *tiexin.Event) { e.Message.Final = true })
	s.at("+17m").hears(failed)
	assert.Empty(t, s.remembers("xiaowang").Slots)
}

// The order that a task spoke for too is asked again on its own when the task is
// taken back, as is the task's own.
func TestE13_任务收回了_搭车的那一单也重新问(t *testing.T) {
	file := `
flows: {f: {title: 慰问, about: order, purpose: notice, while: unpaid, merge: 2h, rules: [{name: r, if: minutes_unpaid > 5, send: {task: hello, via: [phone]}}]}}
texts: {hello: "#订单号#"}
`
	s := opens(t, file)
	s.hears(created("T1"), created("T2"))
	saysOf(t, s.wakes("+6m"), "10:06 f/r T1 task:phone +T2")
	s.delivers()
	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(file, "name: r", "name: other", 1))))
	said := map[string]int{}
	for _, o := range s.at("+7m").hears(customerIs()) {
		if o.Goes() {
			assert.Equal(t, "f/other", o.Path())
			for _, id := range append(o.Said.Merged, o.Subject) {
				said[id]++
			}
		}
	}
	assert.Equal(t, map[string]int{"T1": 1, "T2": 1}, said, "one task, for both")
}
