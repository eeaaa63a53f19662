package care

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// What a sender and the provider's reports say of the messages to so many customers, one
// after the other, and whether the channel stops because of that.
func Test失败突增_渠道停下_说清楚(t *testing.T) {
	bad := func(m channel.Message) error {
		return &channel.Final{Reason: "签名未报备", Cause: channel.CauseAddress}
	}
	every := func(n int) func(channel.Message) error {
		i := 0
		return func(m channel.Message) error {
			if i++; i%n == 0 {
				return bad(m)
			}
			return nil
		}
	}
	for _, tt := range []struct {
		name      string
		customers int
		each      int // messages to each customer
		sender    func(channel.Message) error
		reports   func(i int) detail // nil: the provider reports nothing
		stops     bool
	}{
		{"二十个客户都失败_停", 20, 1, bad, nil, true},
		{"十九个还不停", 19, 1, bad, nil, false},
		{"一个客户失败四十次_不停", 1, 40, bad, nil, false},
		{"一半失败_停", 60, 1, every(2), nil, true},
		{"三成失败_不停", 90, 1, every(3), nil, false},
		{"收下了,回执都说失败_停", 60, 1, nil, func(int) detail { return lostFor("") }, true},
		{"收下了,回执六成失败_停", 60, 1, nil, func(i int) detail {
			if i%5 < 3 {
				return lostFor("")
			}
			return nil
		}, true},
		{"收下了,回执三成失败_不停", 90, 1, nil, func(i int) detail {
			if i%10 < 3 {
				return lostFor("")
			}
			return nil
		}, false},
		{"会再试的失败不算", 60, 1, nil, func(int) detail { return func(e *tiexin.Event) { e.Message.Reason = "忙" } }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, `
limits: {caps: {lots: {at_most: 99, per: day}}}
flows: {f: {title: 短信, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, send: hi}]}}
texts: {hi: 您好}
`)
			s.fails = func(id string, k channel.Kind) error {
				if tt.sender == nil {
					return nil
				}
				return tt.sender(channel.Message{ID: id, Kind: k})
			}
			for i := range tt.customers {
				for j := range tt.each {
					who := by(fmt.Sprint("c", i))
					out := s.hears(paid(fmt.Sprint("T", j), who))
					s.delivers()
					if tt.reports == nil {
						continue
					}
					kind, say := tiexin.EventMessageFailed, tt.reports(i)
					if say == nil {
						kind, say = tiexin.EventMessageDelivered, func(*tiexin.Event) {}
					}
					s.hears(reports(kind, out[0].Said.ID, who, say))
				}
			}
			stopped := s.engine.Stopped()
			if !tt.stops {
				assert.Empty(t, stopped)
				return
			}
			require.Len(t, stopped, 1)
			assert.Equal(t, channel.SMS, stopped[0].Channel)
			assert.Regexp(t, `messages to \d+ of the last \d+ customers failed for good`, stopped[0].Why)
			assert.Contains(t, s.log.String(), "a channel is stopped")
		})
	}
}

// What jumps again when the rest is over rests longer; what a person has resumed, or what
// was long ago, begins anew.
func Test失败突增_服务商不认OAID_不算(t *testing.T) {
	s := opens(t, `
flows: {f: {title: 短信, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, send: hi}]}}
texts: {hi: 您好}
`)
	s.fails = func(string, channel.Kind) error { return &channel.Final{Reason: "an OAID is no number"} }
	for i := range 40 {
		s.hears(paid("T1", by(fmt.Sprint("c", i)), func(e *tiexin.Event) {
			e.Customer.Mobile, e.Order.Mobile = tiexin.Phone{}, tiexin.Phone{OAID: fmt.Sprint("o", i)}
		}))
		s.delivers()
	}
	assert.Empty(t, s.engine.Stopped())
}

func Test失败突增_没修好再停_停得更久(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		r := runs(t, twoChannels, Options{Parallel: 1}, func(r *nightshift) {
			r.failOf = func(channel.Message) error { return channel.ErrUndeliverable }
		})
		n := 0
		fail := func() time.Duration {
			for range jump {
				n++
				r.hears(paid(fmt.Sprint("T", n), by(fmt.Sprint("c", n))))
			}
			time.Sleep(time.Minute + time.Second)
			stopped := r.engine.Stopped()
			require.Len(t, stopped, 1)
			return stopped[0].Until.Sub(stopped[0].Since)
		}
		assert.Equal(t, 10*time.Minute, fail())
		time.Sleep(10 * time.Minute)
		assert.Equal(t, 20*time.Minute, fail())
		r.engine.Resume(channel.SMS)
		assert.Equal(t, 10*time.Minute, fail())
		time.Sleep(5 * time.Hour)
		assert.Equal(t, 10*time.Minute, fail())
		r.ends()
	})
}

// What is looked at is the same as when everything that ever happened is looked through.
func Test失败突增_和从头数一遍一样(t *testing.T) {
	jumped := map[fate]bool{}
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 7))
		var recent recently
		var all []fared
		now := morning
		bias, doubt := r.Float64(), r.Float64()*r.Float64()
		for range 200 {
			now = now.Add(time.Duration(r.IntN(120)) * time.Second)
			f := fared{uint64(r.IntN(80)), now, fate(r.IntN(2))}
			if r.Float64() < bias {
				f.fate = lost
			}
			if r.Float64() < doubt {
				f.fate = unsure
			}
			all = append(all, f)
			got := recent.note(f)
			if f.fate != lost && f.fate != unsure {
				require.False(t, got.jumped())
				continue
			}
			want := fromTheBeginning(all, now)
			require.Equal(t, want, got, "seed %d", seed)
			require.Equal(t, want.failed+want.unsure >= 20 && 2*(want.failed+want.unsure) >= want.of, got.jumped())
			jumped[f.fate] = jumped[f.fate] || got.jumped()
		}
	}
	assert.Equal(t, map[fate]bool{lost: true, unsure: true}, jumped)
}

// fromTheBeginning counts the last fifty customers within an hour, and who of them failed
// or had an unknown outcome.
func fromTheBeginning(all []fared, now time.Time) (c count) {
	look := func(settled bool) (last []fared) {
		met := map[uint64]bool{}
		for i := len(all) - 1; i >= 0 && len(last) < 50; i-- {
			f := all[i]
			if settled && (f.fate == accepted || f.fate == unsure) || met[f.customer] || now.Sub(f.at) > time.Hour {
				continue
			}
			met[f.customer] = true
			last = append(last, f)
		}
		return last
	}
	last := look(false)
	for _, f := range look(true) {
		if f.fate == arrived && all[len(all)-1].fate == lost {
			last = look(true)
			break
		}
	}
	for _, f := range last {
		if f.fate == lost {
			c.failed++
		} else if f.fate == unsure {
			c.unsure++
		}
	}
	c.of = len(last)
	return c
}
