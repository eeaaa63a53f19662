package care

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// opensJournal opens a shop that keeps journals.
func opensJournal(t testing.TB, file string) *shop {
	t.Helper()
	s := &shop{t: t, store: NewMemoryOf(4), journal: &JournalOptions{}}
	s.at("+0m")
	s.restart(file)
	return s
}

// journalOf is the journal of a customer, a line each.
func (s *shop) journalOf(customer string) []string {
	s.t.Helper()
	lines, err := s.engine.Journal(context.Background(), Key{Customer: customer}, time.Time{}, time.Time{})
	require.NoError(s.t, err)
	all := []string{}
	for i := range lines {
		all = append(all, lineOf(&lines[i]))
	}
	return all
}

func lineOf(l *JournalLine) string {
	switch {
	case l.Decided != nil && l.Decided.Goes():
		return strings.TrimSpace(opening(l.Decided) + " " + l.Decided.Verdict.String() + " " + l.Decided.Said.Via.String())
	case l.Decided != nil:
		return told(l.Decided)
	case l.News != nil:
		line := clock(l.At) + " " + string(l.News.Fate) + " " + l.News.ID
		if l.News.Via != channel.None {
			line += " " + l.News.Via.String()
		}
		if l.News.Final {
			line += " final"
		}
		return strings.TrimSpace(line + " " + l.News.Why)
	}
	return clock(l.At) + " unread " + string(l.Body)
}

const gentleID = "v1:/xiaowang/payment/gentle/T1/0/1"

func Test日志_决定了什么_后来怎样_都有一行(t *testing.T) {
	s := opensJournal(t, unpaid)
	s.fails = func(_ string, k channel.Kind) error {
		if k == channel.Wangwang {
			return &channel.Final{Reason: "buyer 小王 13800000000 is gone"}
		}
		return nil
	}
	s.hears(created("T1"))
	s.wakes("+15m")
	s.delivers()
	s.at("+16m").hears(reports(tiexin.EventMessageDelivered, gentleID, func(e *tiexin.Event) { e.Message.Channel = "sms" }))
	s.at("+20m").hears(reports(tiexin.EventMessageReplied, gentleID, func(e *tiexin.Event) { e.Message.Text = "我是王小明，别发了" }))
	s.at("+30m").hears(paid("T1"))
	assert.Equal(t, []string{
		"10:00 payment/gentle T1 wait not-yet until 10:15",
		"10:15 payment/gentle T1 send wangwang",
		"10:15 failed " + gentleID + " wangwang final buyer *** *** is gone",
		"10:15 payment/gentle T1 send sms",
		"10:15 handed-over " + gentleID + " sms",
		"10:16 delivered " + gentleID + " sms",
		"10:16 payment/gentle T1 skip already-said gentle",
		"10:20 answered " + gentleID,
		"10:20 payment/gentle T1 skip already-said gentle",
		"10:30 payment/gentle T1 skip ended order.paid",
	}, s.journalOf("xiaowang"))
	s.restart(unpaid)
	assert.Len(t, s.journalOf("xiaowang"), 10, "a restart loses nothing and writes nothing")
}

func Test没开日志_什么也不写_问起来说没有(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"))
	assert.Empty(t, s.journalOf("xiaowang"))
	x, err := s.engine.ExplainAt(context.Background(), Key{Customer: "xiaowang"}, timeAt("+0m"), timeAt("+1h"))
	require.NoError(t, err)
	english, chinese := aloud(t, x)
	assert.Contains(t, english, "no journal is kept, so that time is unknown")
	assert.Contains(t, chinese, "没有记日志，那时候的事查不到")

	s.store = nil
	_, err = New(rulesFrom(t, unpaid), Options{Store: plainStore{NewMemoryOf(1)}, Journal: &JournalOptions{}})
	require.ErrorIs(t, err, ErrNoJournal)
	engine, err := New(rulesFrom(t, unpaid), Options{Store: plainStore{NewMemoryOf(1)}})
	require.NoError(t, err)
	_, err = engine.Journal(context.Background(), Key{Customer: "xiaowang"}, time.Time{}, time.Time{})
	require.ErrorIs(t, err, ErrNoJournal)
	x, err = engine.ExplainAt(context.Background(), Key{Customer: "xiaowang"}, timeAt("+0m"), timeAt("+1h"))
	require.NoError(t, err)
	english, _ = aloud(t, x)
	assert.Contains(t, english, "no journal is kept")
}

// A plainStore keeps no journals.
type plainStore struct{ Store }

// aloud is a past as people read it.
func aloud(t testing.TB, x Past) (english, chinese string) {
	t.Helper()
	var e, c strings.Builder
	require.NoError(t, x.Write(&e))
	require.NoError(t, x.WriteChinese(&c))
	return e.String(), c.String()
}
