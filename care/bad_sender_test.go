package care

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
)

// A clumsyDesk cannot take tasks back.
type clumsyDesk struct{ channel.TaskDesk }

func (clumsyDesk) Withdraw(context.Context, string, string) error { panic("no call for 13912345678") }

func TestE14_收回任务的人出了乱子_引擎还在(t *testing.T) {
	s := opens(t, `
flows: {f: {title: 跟进, about: order, purpose: service, when: order.paid, rules: [{name: r, send: {task: ask, via: [phone]}}]}}
texts: {ask: 问问}
`)
	s.engine.options.Tasks = clumsyDesk{channel.TaskFunc(s.open)}
	s.hears(paid("T1"))
	s.delivers()
	s.at("+5m").hears(revokes(""))
	assert.Equal(t, 1, s.delivers().Retrying)
	assert.Contains(t, s.log.String(), "panicked")
	assert.NotContains(t, s.log.String(), "13912345678")
}

// A nilError is what a sender returns that keeps its error in a variable of its own
// type, and forgets that it then is no nil error.
type nilError struct{ words string }

func (e *nilError) Error() string { return e.words }

func TestE14_错误里面是空的_引擎还在(t *testing.T) {
	for name, err := range map[string]error{
		"final":          (*channel.Final)(nil),
		"retry":          (*channel.RetryAfter)(nil),
		"own":            (*nilError)(nil),
		"final of final": &channel.Final{Reason: "bad", Err: (*channel.Final)(nil)},
		"retry of own":   &channel.RetryAfter{After: time.Minute, Err: (*nilError)(nil)},
		"wrapped":        fmt.Errorf("%w: %w", channel.ErrUnknownOutcome, (*channel.Final)(nil)),
	} {
		t.Run(name, func(t *testing.T) {
			s := opens(t, oneWord)
			s.fails = func(string, channel.Kind) error { return err }
			s.hears(paid("T1"))
			s.delivers()
			s.fails = nil
			s.at("+2h").delivers()
			assert.Zero(t, s.waiting(), "%s", s.log.String())
		})
	}
}

// Who stops Run while a sender is at work does not make the customer hear it twice.
func TestE12_停机的时候正发着_重启不再发(t *testing.T) {
	for name, answer := range map[string]error{"went": nil, "may have gone": channel.ErrUnknownOutcome, "failed for good": channel.ErrUndeliverable} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				daytime()
				tried := 0
				r := runs(t, twoChannels, Options{}, func(r *nightshift) {
					r.slow = func(channel.Message) { time.Sleep(10 * time.Second) }
					r.failOf = func(channel.Message) error { tried++; return answer }
				})
				r.hears(paid("T1"))
				time.Sleep(65 * time.Second) // it is on its way
				require.ErrorIs(t, r.ends(), context.Canceled)
				require.Equal(t, 1, tried)
				_, err := r.engine.Deliver(context.Background())
				require.NoError(t, err)
				assert.Equal(t, 1, tried)
			})
		})
	}
}
