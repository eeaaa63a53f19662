package care

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// fatesAre are what new rules make of what waits in a shop.
func fatesAre(t *testing.T, s *shop, file string, expected ...string) {
	t.Helper()
	before := s.remembered()
	var got []string
	for _, d := range rowsOf(t, s.engine.DiffWaiting(context.Background(), rulesFrom(t, file))) {
		line := fmt.Sprintf("%s %s %s %s", d.Key.Customer, d.Subject, d.Rule, d.Fate)
		for i, w := range []*WaitsBy{d.Old, d.New} {
			if w == nil {
				continue
			}
			line += fmt.Sprintf("; %s %s %s", []string{"old", "new"}[i], w.Verdict, w.Reason)
			if !w.Until.IsZero() {
				line += " " + w.Until.Format("15:04")
			}
		}
		got = append(got, line)
	}
	assert.ElementsMatch(t, expected, got)
	assert.Equal(t, before, s.remembered(), "只是看看")
}

// remembered is all that the store has of the customers.
func (s *shop) remembered() (all string) {
	s.t.Helper()
	for n := range s.store.Partitions() {
		require.NoError(s.t, s.engine.visit(context.Background(), n, func(p Partition) error {
			page, err := p.Scan(context.Background(), Key{}, 1000)
			for _, r := range page {
				all += fmt.Sprintln(r.Key, r.Version, r.WakeAt)
			}
			return err
		}))
	}
	return all
}

func TestDiffWaiting_谁在等_换了规则会怎样(t *testing.T) {
	with := func(from, to string) string { return strings.Replace(unpaid, from, to, 1) }
	opened := func(t *testing.T) *shop {
		s := opens(t, unpaid)
		s.hears(created("T1"), created("T2", by("xiaoli")))
		s.at("+5m").hears(paid("T2", by("xiaoli")))
		return s
	}
	t.Run("规则没变，接着等", func(t *testing.T) {
		fatesAre(t, opened(t), unpaid, "xiaowang T1 payment/gentle goes-on; old wait not-yet 10:15; new wait not-yet 10:15")
	})
	t.Run("时间改了，重新问", func(t *testing.T) {
		fatesAre(t, opened(t), with("> 15", "> 20"), "xiaowang T1 payment/gentle asked-anew; old wait not-yet 10:15; new wait not-yet 10:20")
		fatesAre(t, opened(t), with("> 15", "> 3"), "xiaowang T1 payment/gentle asked-anew; old wait not-yet 10:15; new send due")
	})
	t.Run("字改了，重新问", func(t *testing.T) {
		fatesAre(t, opened(t), with("还没付款", "等您付款"), "xiaowang T1 payment/gentle asked-anew; old wait not-yet 10:15; new wait not-yet 10:15")
	})
	t.Run("条件加严了，不再等", func(t *testing.T) {
		fatesAre(t, opened(t), with("> 15", "> 15 && order.amount > 1000"), "xiaowang T1 payment/gentle asked-anew; old wait not-yet 10:15; new skip condition-off")
	})
	t.Run("换了名字，旧的算没了，新的开始", func(t *testing.T) {
		fatesAre(t, opened(t), with("name: gentle", "name: soft"),
			"xiaowang T1 payment/gentle rule-gone; old wait not-yet 10:15",
			"xiaowang T1 payment/soft begins; new wait not-yet 10:15")
	})
	t.Run("定了还没发出去的，发之前再问", func(t *testing.T) {
		s := opened(t)
		s.wakes("+15m")
		fatesAre(t, s, unpaid, "xiaowang T1 payment/gentle goes-on; old send due; new send due")
		fatesAre(t, s, with("还没付款", "等您付款"), "xiaowang T1 payment/gentle asked-anew; old send due; new send due")
		fatesAre(t, s, with("name: gentle", "name: soft"), "xiaowang T1 payment/gentle rule-gone; old send due", "xiaowang T1 payment/soft begins; new send due")
		s.delivers()
		fatesAre(t, s, with("> 15", "> 20"))
	})
	t.Run("没发出去的收回来，改了名字的那条马上说", func(t *testing.T) {
		s := opened(t)
		s.wakes("+15m")
		require.NoError(t, s.engine.Swap(rulesFrom(t, with("name: gentle", "name: soft"))))
		x, err := s.engine.Explain(context.Background(), Key{Customer: "xiaowang"})
		require.NoError(t, err)
		require.Len(t, x.Subjects[0].Rules, 2)
		assert.Equal(t, Due, x.Subjects[0].Rules[0].Reason)
		assert.Equal(t, RuleGone, x.Subjects[0].Rules[1].Reason)
		saysOf(t, s.wakes("+15m"), "10:15 payment/soft T1 wangwang 小王，您的羽绒服还没付款")
	})
	t.Run("没有动静的老顾客，新规则一来就轮到", func(t *testing.T) {
		s := opened(t)
		s.wakes("+15m")
		s.delivers()
		fatesAre(t, s, with("\ntexts:", "\n  thanks: {title: 谢, about: customer, purpose: service, via: [wangwang], rules: [{name: all, if: customer.paid_orders > 0, send: pay2}]}\ntexts:\n  pay2: 谢谢"),
			"xiaoli  thanks/all begins; new send due")
	})
	t.Run("说得对：换了以后就是这样", func(t *testing.T) {
		s := opened(t)
		fatesAre(t, s, with("> 15", "> 20"), "xiaowang T1 payment/gentle asked-anew; old wait not-yet 10:15; new wait not-yet 10:20")
		require.NoError(t, s.engine.Swap(rulesFrom(t, with("> 15", "> 20"))))
		saysOf(t, s.wakes("+19m"))
		saysOf(t, s.wakes("+20m"), "10:20 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
}

func TestDiffWaiting_等审核的也在(t *testing.T) {
	s := opens(t, reviewed)
	s.hears(paid("T1"))
	fatesAre(t, s, reviewed, "xiaowang T1 f/r goes-on; old wait needs-review; new wait needs-review")
	fatesAre(t, s, unpaid, "xiaowang T1 f/r rule-gone; old wait needs-review")
}

func TestDiffWaiting_写出去读得回来_没有规则就说(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"), at("+0m", tiexin.Event{Type: tiexin.EventCustomerUpdated, Customer: tiexin.Customer{ID: "nobody"}}))
	for d, err := range s.engine.DiffWaiting(context.Background(), rulesFrom(t, strings.Replace(unpaid, "> 15", "> 20", 1))) {
		require.NoError(t, err)
		data, err := json.Marshal(d)
		require.NoError(t, err)
		var read WaitingDiff
		require.NoError(t, json.Unmarshal(data, &read))
		again, err := json.Marshal(read)
		require.NoError(t, err)
		assert.Equal(t, string(data), string(again))
	}
	for _, err := range s.engine.DiffWaiting(context.Background(), nil) {
		assert.ErrorIs(t, err, errTwoRules)
	}
}
