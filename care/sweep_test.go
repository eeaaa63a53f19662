package care

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// Rules that are new reach also those of whom nothing is heard.

func TestE3_门槛调低了_今晚的订单就按新的(t *testing.T) {
	before, after := strings.Replace(unpaid, "> 15", "> 30", 1), strings.Replace(unpaid, "> 15", "> 10", 1)
	t.Run("换规则", func(t *testing.T) {
		s := opens(t, before)
		s.hears(created("T1"), created("T2", by("other")))
		require.NoError(t, s.engine.Swap(rulesFrom(t, after)))
		saysOf(t, s.wakes("+5m"))
		saysOf(t, s.wakes("+10m"), "10:10 other payment/gentle T2 wangwang other，您的羽绒服还没付款", "10:10 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
	t.Run("已经过了新的门槛,马上说", func(t *testing.T) {
		s := opens(t, before)
		s.hears(created("T1"))
		s.at("+20m")
		require.NoError(t, s.engine.Swap(rulesFrom(t, after)))
		saysOf(t, s.wakes("+20m"), "10:20 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
	t.Run("重启换规则", func(t *testing.T) {
		s := opens(t, before)
		s.hears(created("T1"))
		s.at("+12m").restart(after)
		why, err := s.engine.Explain(t.Context(), Key{Customer: "xiaowang"})
		require.NoError(t, err)
		assert.Equal(t, Send, why.Subjects[0].Rules[0].Verdict, "what Explain says somebody asks")
		saysOf(t, s.wakes("+12m"), "10:12 payment/gentle T1 wangwang 小王，您的羽绒服还没付款")
	})
}

const winbackFile = unpaid + `  back: 好久不见，回来看看
`

func TestE3_新规则_沉默两年的人也够得到(t *testing.T) {
	file := strings.Replace(winbackFile, "texts:", "  back: {title: 回访, about: customer, purpose: notice, via: [wangwang], rules: [{name: year, if: days_since_order > 365, send: back}]}\ntexts:", 1)
	s := opens(t, unpaid)
	s.hears(paid("T1"))
	s.now.Store(timeAt("+0m").AddDate(2, 0, 0).UnixMilli())
	now := s.clock()
	s.restart(file)
	out, err := s.engine.Advance(context.Background(), now)
	require.NoError(t, err)
	var said int
	for i := range out {
		if out[i].Goes() {
			said++
			assert.Equal(t, "back/year", out[i].Path())
		}
	}
	assert.Equal(t, 1, said)
	t.Run("说过什么时候问,就有人问", func(t *testing.T) {
		s := opens(t, unpaid)
		s.hears(paid("T1"))
		s.at("+48h").restart(file)
		_, err := s.engine.Advance(context.Background(), s.clock())
		require.NoError(t, err)
		due := timeAt("+0m").Add(365 * 24 * time.Hour)
		s.now.Store(due.UnixMilli())
		out, err := s.engine.Advance(context.Background(), due)
		require.NoError(t, err)
		require.NotEmpty(t, out)
		assert.True(t, out[len(out)-1].Goes() || out[0].Goes(), "%v", lines(out))
	})
}

func TestE3_规则没变_重启谁也不多问(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	s.restart(unpaid)
	assert.Empty(t, s.wakes("+5m"))
	s.restart(unpaid)
	assert.Empty(t, s.wakes("+6m"))
	assert.Zero(t, s.engine.Sweep().Asked)
	assert.Equal(t, s.engine.Sweep().Partitions, s.engine.Sweep().Done)
}

// crowd is a shop of one partition with many open orders.
func crowd(t *testing.T, n int) *shop {
	s := opens(t, strings.Replace(unpaid, "> 15", "> 600", 1))
	s.store = NewMemoryOf(1)
	s.restart(strings.Replace(unpaid, "> 15", "> 600", 1))
	var all []tiexin.Event
	for i := range n {
		all = append(all, at("+0m", created("T", by(fmt.Sprintf("c%04d", i)))))
	}
	_, err := s.engine.HandleAll(context.Background(), all)
	require.NoError(t, err)
	return s
}

func TestE12_问到一半断了_接着问_谁也不漏谁也不重(t *testing.T) {
	const n = 1000
	s := crowd(t, n)
	s.at("+1h").restart(unpaid)
	pages := 0
	s.store.Inject(func(f Fault) error {
		if f.Op == "scan" {
			if pages++; pages == 3 {
				return errors.New("the power is gone")
			}
		}
		return nil
	})
	_, err := s.engine.Advance(context.Background(), s.clock())
	require.ErrorContains(t, err, "the power is gone")
	half := s.engine.Sweep()
	assert.Equal(t, 2*mostInputs, half.Asked)
	assert.Zero(t, half.Done)

	s.restart(unpaid) // another process goes on where this one was
	assert.Zero(t, s.engine.Sweep().Asked, "it has not opened the store yet")
	pages = 10
	_, err = s.engine.Advance(context.Background(), s.clock())
	require.NoError(t, err)
	assert.Equal(t, n, s.engine.Sweep().Asked)
	assert.Equal(t, 1, s.engine.Sweep().Done)
	assert.Equal(t, 10+3, pages, "it went on where the other one was")
	s.delivers()
	said := map[string]int{}
	for _, m := range s.sent {
		said[m.CustomerID]++
	}
	assert.Len(t, said, n)
	for who, times := range said {
		assert.Equal(t, 1, times, who)
	}
}

func TestE13_问的时候又换了规则_从头按最新的(t *testing.T) {
	s := crowd(t, 600)
	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(unpaid, "还没付款", "中间的规则", 1))))
	shards, err := s.engine.open(context.Background())
	require.NoError(t, err)
	_, more, err := shards[0].sweepPage(context.Background())
	require.NoError(t, err)
	require.True(t, more)
	require.NoError(t, s.engine.Swap(rulesFrom(t, unpaid)))
	s.wakes("+1h")
	s.delivers()
	assert.Len(t, s.sent, 600)
	for _, m := range s.sent {
		assert.NotContains(t, m.Text, "中间的规则")
	}
	assert.Equal(t, 600, s.engine.Sweep().Asked)
}

func TestE13_有一个人读不出来_别人照问(t *testing.T) {
	s := crowd(t, 3)
	r := s.store.parts[0].records.get(Key{Customer: "c0001"})
	r.state = append([]byte{250}, r.state[1:]...)
	s.at("+1h").restart(unpaid)
	_, err := s.engine.Advance(context.Background(), s.clock())
	require.NoError(t, err)
	s.delivers()
	assert.Len(t, s.sent, 2)
	assert.Contains(t, s.log.String(), "could not be asked by new rules")
}

func TestRun新规则在后台问_可以停_停了事件照办(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		old := strings.Replace(unpaid, "> 15", "> 600", 1)
		var pages atomic.Int64
		r := runs(t, old, Options{}, func(r *nightshift) {
			r.fault = func(f Fault) error {
				if f.Op == "scan" {
					pages.Add(1)
				}
				return nil
			}
		})
		for i := range 30 {
			r.hears(created("T", by(fmt.Sprint("c", i))))
		}
		time.Sleep(time.Hour)
		r.engine.HoldSweep(true)
		before := pages.Load()
		require.NoError(t, r.engine.Swap(rulesFrom(t, unpaid)))
		time.Sleep(time.Minute)
		assert.Zero(t, r.went("wangwang"))
		assert.Equal(t, before, pages.Load())
		assert.True(t, r.engine.Sweep().Held)
		r.hears(updated("T", by("c7")))
		time.Sleep(time.Second)
		assert.Equal(t, 1, r.went("wangwang"), "whoever is heard of is asked by the new rules")
		r.engine.HoldSweep(false)
		time.Sleep(2 * time.Minute)
		assert.Equal(t, 30, r.went("wangwang"))
		assert.Equal(t, 30, r.engine.Sweep().Asked)
		r.ends()
	})
}
