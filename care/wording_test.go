package care

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
)

// Two texts by one channel, of which the provider stops one.
const twoWordings = `
shop: {name: 小鹿家}
channels: {sms: {provider: aliyun, signature: 小鹿家, templates: {thanks: {code: SMS_1}, hello: {code: SMS_2}}}}
flows:
  f: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: [sms, wangwang], rules: [{name: r, send: thanks}]}
  g: {title: 发货, about: order, when: order.shipped, purpose: notice, via: [sms], rules: [{name: r, send: hello}]}
texts: {thanks: 谢谢惠顾, hello: 已经发货}
`

// stopsThanks has the provider stop the wording thanks as long as it is broken, and counts
// the attempts.
func stopsThanks(broken *atomic.Bool, tries *atomic.Int64) func(channel.Message) error {
	return func(m channel.Message) error {
		if m.Wording != "thanks" {
			return nil
		}
		tries.Add(1)
		if broken.Load() {
			return fmt.Errorf("template SMS_1 of 13912345678 is not approved: %w", channel.ErrWording)
		}
		return nil
	}
}

func TestRun文案停了_别的文案照发_修好再发(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		var broken atomic.Bool
		var tries atomic.Int64
		broken.Store(true)
		r := runs(t, twoWordings, Options{Parallel: 16}, func(r *nightshift) {
			r.store = NewMemoryOf(1)
			r.failOf = stopsThanks(&broken, &tries)
		})
		const n = mostInputs + 100 // more than a page
		for i := range n {
			r.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
		}
		time.Sleep(time.Second)
		assert.LessOrEqual(t, tries.Load(), int64(16), "only what was on its way")
		for i := range 20 {
			r.hears(shipped(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
		}
		time.Sleep(time.Second)
		assert.Equal(t, 20, r.went("sms"), "the others go on")
		assert.Zero(t, r.went("wangwang"), "nothing is lost to another channel")

		stopped := r.engine.Stopped()
		require.Len(t, stopped, 1)
		assert.Equal(t, "thanks", stopped[0].Wording)
		assert.Equal(t, channel.SMS, stopped[0].Channel)
		assert.Contains(t, stopped[0].Why, "not approved")
		assert.NotContains(t, stopped[0].Why, "13912345678")
		health, err := r.engine.Health(context.Background())
		require.NoError(t, err)
		assert.Equal(t, stopped, health.Stopped)
		assert.Positive(t, health.Failures["sms"].Stopped)

		before := tries.Load()
		time.Sleep(10 * time.Minute)
		assert.Equal(t, before+1, tries.Load(), "one tries whether it was mended")
		time.Sleep(18 * time.Minute)
		assert.Equal(t, before+1, tries.Load(), "it rests longer the second time")
		assert.Equal(t, 1, strings.Count(r.logged(), "a wording is stopped"), "said once")
		broken.Store(false)
		time.Sleep(3 * time.Minute)
		assert.Equal(t, 20+n, r.went("sms"), "nothing was lost")
		assert.Empty(t, r.engine.Stopped())
		assert.Contains(t, r.logged(), "stopped wording works again")
		r.ends()
	})
}

// What lets a stopped wording go at once: a person who says so, and rules that word it
// otherwise or name another template.
func TestRun文案停了_修好了马上发(t *testing.T) {
	for _, tt := range []struct {
		name string
		mend func(*testing.T, *Engine)
		goes bool
	}{
		{"店家说好了", func(_ *testing.T, e *Engine) { e.Resume(channel.SMS) }, true},
		{"别的渠道好了", func(_ *testing.T, e *Engine) { e.Resume(channel.Wangwang) }, false},
		{"换了文案", swaps("谢谢惠顾", "多谢惠顾"), true},
		{"换了模板", swaps("SMS_1", "SMS_9"), true},
		{"改的是别的文案", swaps("已经发货", "发货了"), false},
		{"什么也没改", swaps("", ""), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				daytime()
				var broken atomic.Bool
				var tries atomic.Int64
				broken.Store(true)
				r := runs(t, twoWordings, Options{}, func(r *nightshift) { r.failOf = stopsThanks(&broken, &tries) })
				for i := range 30 {
					r.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
				}
				time.Sleep(time.Minute)
				require.Len(t, r.engine.Stopped(), 1)
				broken.Store(false)
				tt.mend(t, r.engine)
				time.Sleep(time.Second)
				want := 0
				if tt.goes {
					want = 30
				}
				assert.Equal(t, want, r.went("sms"))
				r.ends()
			})
		})
	}
}

// swaps has the engine decide by rules that say something else.
func swaps(old, now string) func(*testing.T, *Engine) {
	return func(t *testing.T, e *Engine) {
		require.NoError(t, e.Swap(rulesFrom(t, strings.Replace(twoWordings, old, now, 1))))
	}
}

func TestDeliver文案停了_留着_别的照发(t *testing.T) {
	s := opens(t, twoWordings)
	var broken atomic.Bool
	var tries atomic.Int64
	broken.Store(true)
	stops := stopsThanks(&broken, &tries)
	s.fails = func(id string, k channel.Kind) error {
		wording := "hello"
		if strings.Contains(id, "/f/") {
			wording = "thanks"
		}
		return stops(channel.Message{ID: id, Kind: k, Wording: wording})
	}
	const n = mostInputs + 10
	for i := range n {
		s.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
	}
	s.hears(shipped("T", by("other")))
	d := s.delivers()
	assert.Equal(t, 1, d.Sent)
	assert.Equal(t, n, d.Stopped)
	assert.Zero(t, d.Failed)
	assert.EqualValues(t, 1, tries.Load())
	assert.Equal(t, timeAt("+10m").UnixMilli(), d.Next.UnixMilli())
	assert.Equal(t, n, s.waiting())

	t.Run("等着的时候退订了_不发", func(t *testing.T) {
		s.t = t
		s.at("+5m").hears(revokes("", by("c0")))
		assert.Equal(t, n-1, s.waiting())
	})
	t.Run("重启之后还记得发", func(t *testing.T) {
		s.t = t
		broken.Store(false)
		s.restart(twoWordings)
		s.at("+10m").delivers()
		assert.Len(t, s.sent, n)
		assert.Zero(t, s.waiting())
	})
}

func TestDeliver文案停了_到期就说晚了(t *testing.T) {
	s := opens(t, unpaid)
	s.fails = func(string, channel.Kind) error { return channel.ErrWording }
	s.hears(created("T1"))
	s.wakes("+15m")
	assert.Equal(t, 1, s.delivers().Stopped)
	for _, when := range []string{"+25m", "+45m", "+2h", "+5h", "+23h30m"} {
		s.at(when).delivers()
	}
	d := s.at("+24h").delivers()
	assert.Equal(t, 1, d.Expired)
	assert.Zero(t, s.waiting())
}

// A desk hands out no wordings: what it says of one is a failure like others.
func TestDeliver任务没有文案可停(t *testing.T) {
	s := opens(t, withTasks)
	s.fails = func(string, channel.Kind) error { return channel.ErrWording }
	s.hears(created("T1"))
	s.wakes("+5m")
	assert.Equal(t, 1, s.delivers().Retrying)
	assert.Empty(t, s.engine.Stopped())
}
