package care

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

const smsToEach = `
limits: {caps: {lots: {at_most: 99999, per: day}}}
flows:
  f: {title: 短信, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, send: hi}]}
  g: {title: 旺旺, about: order, when: order.shipped, purpose: notice, via: [wangwang], rules: [{name: r, send: hi}]}
texts: {hi: 您好}
`

// within expects that no span of a limit has more calls than it allows, wherever it begins.
func within(t *testing.T, calls []time.Time, l channel.Limit, say string) {
	t.Helper()
	calls = slices.SortedFunc(slices.Values(calls), time.Time.Compare)
	for i := range calls {
		n := 0
		for _, at := range calls[i:] {
			if at.Sub(calls[i]) < l.Per {
				n++
			}
		}
		require.LessOrEqual(t, n, l.N, "%s: %s after %s, in %s", say, calls[i].Sub(calls[0]), calls[0], l.Per)
	}
}

func TestRates_一个渠道按服务商的速率_别的渠道照发(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		limit := channel.Limit{N: 10, Per: time.Second}
		var calls []time.Time
		r := runs(t, smsToEach, Options{Rates: map[channel.Kind][]channel.Limit{channel.SMS: {limit}}}, func(r *nightshift) {
			r.failOf = func(m channel.Message) error {
				if m.Kind == channel.SMS {
					calls = append(calls, time.Now())
				}
				return nil
			}
		})
		for i := range 200 {
			r.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
		}
		r.hears(shipped("T0", by("c0")))
		time.Sleep(time.Second)
		assert.Equal(t, 1, r.went("wangwang"), "another channel waits for nothing")
		time.Sleep(time.Minute)
		assert.Equal(t, 200, r.went("sms"))
		within(t, calls, limit, "")
		assert.LessOrEqual(t, calls[199].Sub(calls[0]), 25*time.Second, "nor does it go slower than it may")
		r.ends()
	})
}

// Of one partition what was decided first goes first.
func TestRates_等着的按先后(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		r := runs(t, smsToEach, Options{Rates: map[channel.Kind][]channel.Limit{channel.SMS: {{N: 1, Per: 3 * time.Second}}}}, func(r *nightshift) { r.store = NewMemoryOf(1) })
		var want []string
		for i := range 30 {
			r.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
			want = append(want, fmt.Sprintf("v1:/c%d/f/r/T%d/0/1", i, i))
		}
		time.Sleep(5 * time.Minute)
		require.Equal(t, 30, r.went("sms"))
		r.mu.Lock()
		var got []string
		for _, line := range r.sent {
			got = append(got, line[strings.LastIndex(line, " ")+1:])
		}
		r.mu.Unlock()
		assert.Equal(t, want, got)
		r.ends()
	})
}

func TestDeliver_速率满了_说什么时候再来(t *testing.T) {
	s := opens(t, smsToEach)
	s.engine.lanes[channel.SMS].pace = newPace([]channel.Limit{{N: 3, Per: time.Minute}}, s.engine.rate)
	for i := range 8 {
		s.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
	}
	s.hears(shipped("T9", by("c9")))
	d := s.delivers()
	assert.Equal(t, 4, d.Sent, "three, and one of another channel")
	assert.Equal(t, timeAt("+1m").UnixMilli(), d.Next.UnixMilli())
	assert.Equal(t, 3, s.at("+1m").delivers().Sent)
	assert.Zero(t, s.at("+1m30s").delivers().Sent)
	assert.Equal(t, 2, s.at("+2m").delivers().Sent)
}

// What is taken back before it is sent leaves its slot to others.
func TestRates_没发的不占名额(t *testing.T) {
	p := newPace([]channel.Limit{{N: 1, Per: time.Minute}}, func(l channel.Limit, _ time.Time) (int, time.Duration) { return l.N, 0 })
	one, wait := p.take(morning)
	require.Zero(t, wait)
	_, wait = p.take(morning)
	require.Positive(t, wait)
	one.leave()
	two, wait := p.take(morning)
	require.Zero(t, wait)
	two.called(morning.Add(time.Second))
	two.leave()
	_, wait = p.take(morning.Add(2 * time.Second))
	assert.Equal(t, 59*time.Second, wait)
	_, wait = p.take(morning.Add(61 * time.Second))
	assert.Zero(t, wait)
}

// Several limits, calls that begin some time after their slot was taken or not at all, and
// a clock that goes back: no span has more than it may.
func TestRates_随便怎么来_哪一段时间都不超(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3))
		var limits []channel.Limit
		for range 1 + r.IntN(3) {
			limits = append(limits, channel.Limit{N: 1 + r.IntN(6), Per: time.Duration(1+r.IntN(20)) * time.Second})
		}
		p := newPace(limits, func(l channel.Limit, _ time.Time) (int, time.Duration) { return l.N, 0 })
		var held []*slot
		var calls []time.Time
		now := morning
		for range 400 {
			now = now.Add(time.Duration(r.IntN(3000)) * time.Millisecond)
			if one, wait := p.take(now); wait == 0 {
				held = append(held, one)
			} else {
				require.Positive(t, wait)
			}
			for len(held) > 0 && r.IntN(2) == 0 {
				i := r.IntN(len(held))
				if r.IntN(5) > 0 {
					held[i].called(now)
					calls = append(calls, now)
				}
				held[i].leave()
				held = slices.Delete(held, i, i+1)
			}
		}
		require.Greater(t, len(calls), 10)
		for _, l := range limits {
			within(t, calls, l, fmt.Sprint("seed ", seed, " ", limits))
		}
	}
}

// Replicas come, go and die, and together they stay within the rate; once nobody has come or
// gone for a while they make use of it.
func TestRates_多台机器合起来不超(t *testing.T) {
	for _, limit := range []channel.Limit{{N: 20, Per: time.Second}, {N: 7, Per: 10 * time.Second}, {N: 1, Per: 5 * time.Second}, {N: 2, Per: time.Minute}} {
		t.Run(fmt.Sprint(limit.N, " in ", limit.Per), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				daytime()
				f := sails(t, smsToEach, 12)
				var calls []time.Time
				f.fails = func(m channel.Message) error {
					if m.Kind == channel.SMS {
						calls = append(calls, time.Now())
					}
					return nil
				}
				paced := func(_ *ship, o *Options) { o.Rates = map[channel.Kind][]channel.Limit{channel.SMS: {limit}} }
				a := f.joins("a", paced)
				time.Sleep(10 * time.Second)
				b := f.joins("b", paced, func(s *ship, _ *Options) { s.ahead.Store(int64(1500 * time.Millisecond)) })
				for i := range 400 {
					a.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
				}
				time.Sleep(2*time.Minute + 2*limit.Per)
				c := f.joins("c", paced)
				time.Sleep(20 * time.Second)
				a.dies()
				time.Sleep(2*time.Minute + 2*limit.Per)
				b.leaves()
				time.Sleep(3*time.Minute + 2*limit.Per)
				f.mu.Lock()
				within(t, calls, limit, "together")
				most := time.Since(f.begin).Seconds() / limit.Per.Seconds() * float64(limit.N)
				assert.GreaterOrEqual(t, len(calls), min(400, int(most/8)), "%d calls, of at most %.0f", len(calls), most)
				f.mu.Unlock()
				c.leaves()
			})
		})
	}
}

func TestNew_速率写错了说清楚(t *testing.T) {
	for _, bad := range []map[channel.Kind][]channel.Limit{
		{channel.SMS: {{N: 0, Per: time.Second}}},
		{channel.SMS: {{N: 1}}},
		{channel.SMS: {{N: 1, Per: time.Second, By: channel.ByAddress}}},
		{channel.SMS: {{N: 1, Per: time.Second, Purposes: []tiexin.Purpose{tiexin.Notice}}}},
		{channel.Kind(99): {{N: 1, Per: time.Second}}},
	} {
		_, err := New(rulesFrom(t, smsToEach), Options{Rates: bad})
		assert.ErrorContains(t, err, "Options.Rates")
	}
}
