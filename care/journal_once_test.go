package care

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// lived is a story of which the journal has to be the same, whatever the store does
// meanwhile.
func (s *shop) lived() []string {
	s.t.Helper()
	s.hears(created("T1"), created("T2"))
	s.wakes("+15m")
	s.delivers()
	s.at("+16m").hears(reports(tiexin.EventMessageDelivered, gentleID))
	s.at("+20m").hears(paid("T1"), paid("T2"))
	return s.journalOf("xiaowang")
}

func TestE12_写的时候断了_重来一遍_日志还是一份(t *testing.T) {
	quiet := opensJournal(t, unpaid).lived()
	require.Len(t, quiet, 10)
	for _, op := range []string{"apply", "applied"} {
		for nth := range 8 {
			t.Run(fmt.Sprint(op, nth), func(t *testing.T) {
				s := opensJournal(t, unpaid)
				n := 0
				s.store.Inject(func(f Fault) error {
					if f.Op == op {
						if n++; n-1 == nth {
							return fmt.Errorf("broken off")
						}
					}
					return nil
				})
				assert.Equal(t, quiet, s.lived())
			})
		}
	}
}

// Everything that was observed is in the journal, once, and nothing else.
func Test全部写下时_看到的和写下的一样多(t *testing.T) {
	s := &shop{t: t, store: NewMemoryOf(4), journal: &JournalOptions{Leave: []Reason{}}}
	s.at("+0m").restart(toForget)
	s.fails = func(id string, k channel.Kind) error {
		if k == channel.SMS && strings.Contains(id, "T2") {
			return &channel.Final{Reason: "bad number"}
		}
		return nil
	}
	s.hears(created("T1"), created("T2"), happening(tiexin.EventCustomerSignedIn, nil))
	s.wakes("+15m")
	s.delivers()
	s.at("+16m").hears(paid("T1"), paid("T2"), shipped("T1"))
	s.delivers()
	s.at("+2h").hears(revokes("sms"), happening(tiexin.EventCustomerSignedIn, nil))
	s.delivers()
	lines, err := s.engine.Journal(context.Background(), xiaowangs, time.Time{}, time.Time{})
	require.NoError(t, err)
	var written, seen []string
	for i := range lines {
		require.True(t, lines[i].Decided != nil || lines[i].News != nil)
		if o := lines[i].Decided; o != nil {
			written = append(written, fmt.Sprint(o, o.Seen()))
			assert.Equal(t, "", o.saidText(), "texts are not kept")
		}
	}
	for i := range s.observed {
		seen = append(seen, fmt.Sprint(&s.observed[i], s.observed[i].Seen()))
	}
	require.Greater(t, len(seen), 15)
	slices.Sort(written)
	slices.Sort(seen)
	assert.Equal(t, seen, written)
}

func (o *Outcome) saidText() string {
	if o.Said == nil {
		return ""
	}
	return o.Said.Text
}

func Test不写的_由店家定(t *testing.T) {
	for _, tt := range []struct {
		leave []Reason
		lines int
	}{{nil, 2}, {[]Reason{}, 4}, {[]Reason{ConditionOff, NotYet}, 1}} {
		s := &shop{t: t, store: NewMemoryOf(1), journal: &JournalOptions{Leave: tt.leave}}
		s.at("+0m").restart(strings.Replace(unpaid, "rules:", "choose: all\n    rules:\n      - {name: big, if: order.amount > 9000, send: pay}", 1))
		s.hears(created("T1"))
		s.wakes("+15m")
		assert.Len(t, s.journalOf("xiaowang"), tt.lines, "%v", tt.leave)
	}
}

func TestE15_忘掉的顾客_日志也清空_只从忘掉以后记起(t *testing.T) {
	s := opensJournal(t, toForget)
	s.hears(created("T1"), shipped("T1"), created("T9", by("other")))
	s.delivers()
	s.wakes("+16m")
	id := saidIn(t, s.observed)
	s.forgets()
	assert.Empty(t, s.journalOf("xiaowang"), "not even that there was a customer")
	assert.NotEmpty(t, s.journalOf("other"))
	s.delivers()
	s.at("+20m").hears(reports(tiexin.EventTaskDone, id), reports(tiexin.EventMessageReplied, "v1:/xiaowang/unpaid/r/T1/0/1", func(e *tiexin.Event) { e.Message.Text = "TD"; e.Message.Channel = "sms" }))
	for _, line := range s.journalOf("xiaowang") {
		assert.NotContains(t, line, "T1", "late reports bring nothing back")
	}
	x, err := s.engine.ExplainAt(context.Background(), xiaowangs, timeAt("+0m"), timeAt("+1h"))
	require.NoError(t, err)
	english, chinese := aloud(t, x)
	assert.Contains(t, english, "forgotten at 2026-11-11 10:16:00: earlier lines are gone")
	assert.Contains(t, chinese, "11月11日 10:16应要求删除了这位顾客的资料")
	s.at("+1h").hears(created("T2"))
	assert.Contains(t, s.journalOf("xiaowang"), "11:00 unpaid/r T2 wait not-yet until 11:15")
}

// A host that keeps no journal any more still has the old one removed.
func TestE15_日志停了以后再忘_旧日志也删掉(t *testing.T) {
	s := opensJournal(t, unpaid)
	s.hears(created("T1"))
	s.journal = nil
	s.restart(unpaid)
	require.NotEmpty(t, s.journalOf("xiaowang"))
	s.forgets()
	assert.Empty(t, s.journalOf("xiaowang"))
}

func Test两个号一个人_日志一起看_一起忘(t *testing.T) {
	s := opensJournal(t, unpaid)
	s.hears(created("T1", by("guest")))
	s.at("+1m").hears(created("T2", by("member")))
	s.at("+2m").hears(mergedInto("member", "guest"))
	s.at("+3m").hears(paid("T1", by("guest")))
	want := []string{
		"10:00 guest payment/gentle T1 wait not-yet until 10:15",
		"10:01 member payment/gentle T2 wait not-yet until 10:16",
		"10:03 member payment/gentle T1 skip ended order.paid",
	}
	for _, id := range []string{"member", "guest"} {
		all := s.journalOf(id)
		for _, line := range want {
			assert.Contains(t, all, line)
		}
	}
	x, err := s.engine.ExplainAt(context.Background(), Key{Customer: "guest"}, timeAt("+0m"), timeAt("+1h"))
	require.NoError(t, err)
	english, chinese := aloud(t, x)
	assert.Contains(t, english, "customer member from 2026-11-11 10:00:00 to 2026-11-11 11:00:00\n  guest is the same person: it was put together with this id\n  put together from member, guest\n")
	assert.Contains(t, chinese, "  guest 和这个编号是同一个人\n  同一个人的编号：member、guest\n")
	require.NoError(t, s.engine.Forget(context.Background(), Key{Customer: "guest"}))
	for _, p := range s.store.parts {
		assert.Empty(t, p.journals)
	}
}

func Test日志到期就删_Run和Advance都删(t *testing.T) {
	s := &shop{t: t, store: NewMemoryOf(4), journal: &JournalOptions{Keep: 30 * 24 * time.Hour}}
	s.at("+0m").restart(unpaid)
	for i := range journalPage + 10 {
		s.hears(created("T1", by(fmt.Sprint("c", i))))
	}
	kept := func() (n int) {
		for _, p := range s.store.parts {
			for _, entries := range p.journals {
				n += len(entries)
			}
		}
		return n
	}
	all := kept()
	require.Equal(t, journalPage+10, all)
	s.at("12-11 09:59")
	require.NoError(t, s.engine.prune(context.Background()))
	assert.Equal(t, all, kept(), "a minute too early")
	s.at("12-11 10:30")
	require.NoError(t, s.engine.prune(context.Background()))
	assert.Equal(t, all, kept(), "it looks once an hour")
	s.at("12-11 11:00")
	require.NoError(t, s.engine.prune(context.Background()))
	assert.Equal(t, 10, kept(), "a page at a time")
	s.wakes("12-11 11:00")
	assert.Equal(t, 0, kept()-newer(s, "11-20 00:00"), "Advance removes the rest")
	x, err := s.engine.ExplainAt(context.Background(), Key{Customer: "c1"}, timeAt("11-11 00:00"), timeAt("11-12 00:00"))
	require.NoError(t, err)
	english, chinese := aloud(t, x)
	assert.Contains(t, english, "lines from before 2026-11-11 11:00:00 are not kept")
	assert.Contains(t, chinese, "日志只留到11月11日 11:00，更早的已经清理")
}

// newer counts the entries from an instant on.
func newer(s *shop, since string) (n int) {
	for _, p := range s.store.parts {
		for _, entries := range p.journals {
			for _, one := range entries {
				if one.At >= timeAt(since).UnixMilli() {
					n++
				}
			}
		}
	}
	return n
}

func TestRun在后台清理日志(t *testing.T) {
	s := opensJournal(t, unpaid)
	s.hears(created("T1"), paid("T1"))
	s.now.Add(int64(journalKept/time.Millisecond) + 1)
	ctx, stop := context.WithCancel(context.Background())
	pruned := make(chan struct{}, 1)
	s.store.Inject(func(f Fault) error {
		if f.Op == "prune" {
			select {
			case pruned <- struct{}{}:
			default:
			}
		}
		return nil
	})
	ended := make(chan error, 1)
	go func() { ended <- s.engine.Run(ctx) }()
	<-pruned
	stop()
	require.ErrorIs(t, <-ended, context.Canceled)
	entries, err := s.store.Journal(context.Background(), xiaowangs, math.MinInt64, math.MaxInt64, 100)
	require.NoError(t, err)
	for _, one := range entries {
		assert.Greater(t, one.At, timeAt("+1h").UnixMilli())
	}
}

// What was heard in the batch that forgets the customer is not written either.
func TestE15_同一批里先来事再忘_事也不记(t *testing.T) {
	s := opensJournal(t, unpaid)
	s.hears(created("T1"))
	ctx := context.Background()
	shards, err := s.engine.open(ctx)
	require.NoError(t, err)
	before, after := at("+1m", created("T2")), at("+2m", created("T3"))
	s.at("+1m")
	err = shards[PartitionOf(xiaowangs, 4)].do(ctx, []*input{{key: xiaowangs, event: &before}, {key: xiaowangs, forget: true}, {key: xiaowangs, event: &after}})
	require.NoError(t, err)
	assert.Equal(t, []string{"10:01 payment/gentle T3 wait not-yet until 10:17"}, s.journalOf("xiaowang"))
}
