package care

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// What a host shows to people: what waits for them, and for what others wait.

// rowsOf are those of a list that ends without an error.
func rowsOf[T any](t testing.TB, list iter.Seq2[T, error]) (entries []T) {
	t.Helper()
	for one, err := range list {
		require.NoError(t, err)
		entries = append(entries, one)
	}
	return entries
}

func (s *shop) approvals() []Approval {
	s.t.Helper()
	return rowsOf(s.t, s.engine.Approvals(context.Background(), ListOptions{Personal: true}))
}

func (s *shop) openTasks() []OpenTask {
	s.t.Helper()
	return rowsOf(s.t, s.engine.OpenTasks(context.Background(), ListOptions{Personal: true}))
}

func Test待审核_重启以后还在_照单子上的编号批准就发(t *testing.T) {
	s := opens(t, reviewed)
	s.hears(paid("T1"), paid("T2", by("xiaoli")))
	s.at("+30m").restart(reviewed)
	waits := s.approvals()
	require.Len(t, waits, 2)
	slices.SortFunc(waits, func(a, b Approval) int { return -a.Key.compare(b.Key) })
	first := waits[0]
	assert.Equal(t, Approval{
		ID: "v1:/xiaowang/f/r/T1/0/1", Key: Key{Customer: "xiaowang"}, About: "order", Subject: "T1", Flow: "f", Rule: "r", Title: "慰问", Step: 1,
		Via: channel.Wangwang, Text: "小王保重", Since: first.Since, Until: first.Until,
	}, first)
	assert.Equal(t, timeAt("+0m").UnixMilli(), first.Since.UnixMilli())
	assert.True(t, first.Until.After(s.clock()))

	saysOf(t, s.hears(reports(tiexin.EventMessageApproved, first.ID)), "10:30 f/r#1 T1 wangwang 小王保重")
	s.delivers()
	waits = s.approvals()
	require.Len(t, waits, 1)
	s.hears(reports(tiexin.EventMessageDeclined, waits[0].ID, by("xiaoli")))
	assert.Empty(t, s.approvals())
	s.wakes("+2h")
	assert.Len(t, s.approvals(), 1, "the second step wants an approval of its own")
	assert.EqualValues(t, 2, s.approvals()[0].Step)
	s.hears(revokes(""))
	assert.Empty(t, s.approvals(), "nothing would go any more")
}

func Test待审核_夜里也看得到_夜里批准早上发(t *testing.T) {
	s := opens(t, reviewed)
	s.hears(paid("T1"))
	waits := s.at("22:00").approvals()
	require.Len(t, waits, 1)
	s.hears(reports(tiexin.EventMessageApproved, waits[0].ID))
	assert.Empty(t, s.approvals())
	saysOf(t, s.wakes("11-12 08:00"), "11-12 08:00 f/r#1 T1 wangwang 小王保重")
}

func Test待审核_名字不给看的人看(t *testing.T) {
	s := opens(t, reviewed)
	s.hears(paid("T1"))
	masked := rowsOf(t, s.engine.Approvals(t.Context(), ListOptions{}))
	require.Len(t, masked, 1)
	assert.NotContains(t, masked[0].Text, "小王")
	assert.Contains(t, masked[0].Text, "保重")
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", s.approvals(), s.approvals()[0], s.approvals()[0]), "小王", "printed it names ids")
}

func Test待审核_灾区的话_一条规则一件事一条(t *testing.T) {
	s := inHenan(t)
	s.hears(incident("rain", "河南省", ""), incident("far away", "西藏", ""))
	waits := s.approvals()
	assert.Len(t, waits, 4, "nobody was told so far: both rules may have something to say about both")
	s.wakes("+1h")
	s.at("+1h").restart(storms)
	waits = s.approvals()
	require.Len(t, waits, 1, "of what nobody waits for nobody is asked")
	id := s.ruling(tiexin.EventMessageApproved, "storm/care", "rain").Message.ID
	assert.Equal(t, Approval{
		ID: id, About: "incident", Subject: "rain", Flow: "storm", Rule: "care", Title: "暴雨", Via: channel.Wangwang, Text: "#买家昵称|亲#，多保重",
		Since: waits[0].Since, Customers: 3,
	}, waits[0])
	s.hears(tiexin.Event{ID: "yes", Type: tiexin.EventMessageApproved, Message: &tiexin.MessageReport{ID: waits[0].ID}})
	assert.Empty(t, s.approvals())
	assert.Len(t, outcomesThatGo(s.everybody("+2h")), 3)
}

func outcomesThatGo(out []Outcome) []Outcome {
	return slices.DeleteFunc(out, func(o Outcome) bool { return !o.Goes() })
}

func Test待审核_灾区撤回了_话也拒了_就没有了(t *testing.T) {
	s := inHenan(t)
	s.hears(incident("rain", "河南省", ""), incident("hail", "河南省", ""))
	s.wakes("+1h")
	require.Len(t, s.approvals(), 2)
	gone := incident("rain", "河南省", "")
	gone.ID, gone.Incident.Withdrawn = "withdrawn", true
	s.at("+2h").hears(gone)
	require.Len(t, s.approvals(), 1)
	s.declines("storm/care", "hail")
	assert.Empty(t, s.approvals())
}

func Test待审核_前一件的任务还没做完_后一件也等着批准(t *testing.T) {
	s := opens(t, gifts)
	s.hears(customerIs(by("a"), lives("河南", "郑州")))
	s.hears(incident("smog", "河南", ""))
	s.approves("masks/send", "smog")
	saysOf(t, s.wakes("+1h"), "11:00 a masks/send task:none 寄一盒口罩")
	s.at("+2h").hears(incident("again", "河南", ""))
	s.wakes("+2h")
	waits := s.approvals()
	require.Len(t, waits, 1)
	assert.Equal(t, []any{"again", 1, false}, []any{waits[0].Subject, waits[0].Customers, waits[0].More})
}

func Test待办_接了_做了_收回了_就没有了(t *testing.T) {
	s := opens(t, withTasks)
	s.hears(created("T1"), created("T2", by("xiaoli")), created("T3", by("laozhang")))
	s.wakes("+5m")
	s.delivers()
	require.Len(t, s.openTasks(), 3)
	s.restart(withTasks)
	tasks := s.openTasks()
	slices.SortFunc(tasks, func(a, b OpenTask) int { return -a.Key.compare(b.Key) })
	require.Len(t, tasks, 3)
	assert.Equal(t, OpenTask{
		ID: "v1:/xiaowang/f/r/T1/0/1", Key: Key{Customer: "xiaowang"}, About: "order", Subject: "T1", Flow: "f", Rule: "r", Title: "跟进", Step: 1, Via: channel.Phone,
		Form: channel.FormCall, Script: "问问小王有没有困难", Owner: "小李", Budget: 1000, Since: tasks[0].Since, Deadline: tasks[0].Deadline,
	}, tasks[0])
	assert.Equal(t, s.tasks[0].Deadline.UnixMilli(), tasks[0].Deadline.UnixMilli())
	assert.Equal(t, timeAt("+5m").UnixMilli(), tasks[0].Since.UnixMilli())
	assert.NotContains(t, rowsOf(t, s.engine.OpenTasks(t.Context(), ListOptions{}))[0].Script, "小")

	assert.Empty(t, s.at("+6m").hears(reports(tiexin.EventTaskClaimed, tasks[0].ID, claims("阿梅"))))
	claimed := func() string {
		i := slices.IndexFunc(s.openTasks(), func(o OpenTask) bool { return o.ID == tasks[0].ID })
		return s.openTasks()[i].ClaimedBy
	}
	assert.Equal(t, "阿梅", claimed())
	s.at("+8m").hears(reports(tiexin.EventTaskClaimed, tasks[0].ID))
	assert.Empty(t, claimed(), "it was given back")
	s.hears(at("+7m", reports(tiexin.EventTaskClaimed, tasks[0].ID, claims("阿强"))))
	assert.Empty(t, claimed(), "that was before")
	s.at("+9m").hears(reports(tiexin.EventTaskClaimed, tasks[0].ID, claims("阿强")))
	s.restart(withTasks)
	assert.Equal(t, "阿强", claimed())

	s.at("+10m").hears(reports(tiexin.EventTaskDone, tasks[0].ID))
	assert.Len(t, s.openTasks(), 2)
	s.hears(paid("T2", by("xiaoli")))
	assert.Len(t, s.openTasks(), 1, "it was withdrawn")
	assert.Empty(t, s.at("+30m").openTasks(), "its time has passed")
}

func claims(by string) detail { return func(e *tiexin.Event) { e.Task.By = by } }

func Test名单_一页一页接着看(t *testing.T) {
	s := opens(t, reviewed)
	for i := range 30 {
		s.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i%20))))
	}
	whole := s.approvals()
	require.Len(t, whole, 30)
	var pages []Approval
	for o := (ListOptions{Personal: true}); ; {
		var page []Approval
		for a := range s.engine.Approvals(t.Context(), o) {
			if len(page) >= 7 && a.Key != page[len(page)-1].Key {
				break
			}
			page = append(page, a)
		}
		if pages = append(pages, page...); len(page) == 0 {
			break
		}
		o.After = page[len(page)-1].Key
	}
	assert.Equal(t, whole, pages)
}

func Test名单_从前的库没有名单_问过一遍就有(t *testing.T) {
	s := opens(t, reviewed+"\n")
	s.hears(paid("T1"), paid("T2", by("xiaoli")))
	whole := s.approvals()
	for _, part := range s.store.parts { // as an earlier version of the library left it
		for r := range part.records.all() {
			part.list(r, 0)
		}
		part.notes = map[string][]byte{sweptNote: []byte(`{"rules":` + fmt.Sprint(s.engine.rules.Load().Fingerprint()) + `,"done":true,"asked":0}`)}
	}
	s.at("+1m").restart(reviewed + "\n")
	assert.Empty(t, s.approvals())
	assert.Less(t, s.engine.Sweep().Done, s.engine.Sweep().Partitions, "the list is not whole so far")
	s.wakes("+1m")
	assert.Equal(t, whole, s.approvals())
	s.restart(reviewed + "\n")
	scans := 0
	s.store.Inject(func(f Fault) error {
		if f.Op == "scan" {
			scans++
		}
		return nil
	})
	s.wakes("+2m")
	assert.Zero(t, scans-emptyParts(s.store), "nobody is asked twice")
}

// emptyParts counts the partitions of which nothing is written.
func emptyParts(store *Memory) (n int) {
	for _, part := range store.parts {
		if part.notes[sweptNote] == nil {
			n++
		}
	}
	return n
}

func Test名单_读不出来的人_最后说_别人照样在(t *testing.T) {
	s := opens(t, reviewed)
	s.hears(paid("T1"), paid("T2", by("xiaoli")))
	part := s.store.parts[PartitionOf(xiaowangs, 4)]
	part.records.get(xiaowangs).state = []byte("garbage")
	var err error
	var seen []string
	for a, problem := range s.engine.Approvals(t.Context(), ListOptions{}) {
		if err = problem; err == nil {
			seen = append(seen, a.Key.Customer)
		}
	}
	assert.Equal(t, []string{"xiaoli"}, seen)
	assert.ErrorContains(t, err, "xiaowang")
}

func Test发件箱_谁等着_试过几次_几时再试(t *testing.T) {
	s := opens(t, byNumber)
	s.fails = func(_ string, k channel.Kind) error {
		if k == channel.SMS {
			return fmt.Errorf("busy")
		}
		return nil
	}
	s.hears(paid("T1"), shipped("T2", by("xiaoli")))
	s.at("+1m").delivers()
	waits := rowsOf(t, s.engine.Outbox(t.Context()))
	require.Len(t, waits, 1)
	assert.Equal(t, Queued{
		ID: "v1:/xiaowang/note/r/T1/0/1", Key: Key{Customer: "xiaowang"}, Lane: "sms", Attempts: 1, Since: waits[0].Since, RetryAt: waits[0].RetryAt, NotAfter: waits[0].NotAfter,
	}, waits[0])
	assert.Equal(t, timeAt("+0m").UnixMilli(), waits[0].Since.UnixMilli())
	assert.Equal(t, timeAt("+1m10s").UnixMilli(), waits[0].RetryAt.UnixMilli())
	assert.Empty(t, rowsOf(t, s.engine.Outbox(t.Context(), "wangwang", "tasks")))
	assert.Len(t, rowsOf(t, s.engine.Outbox(t.Context(), "sms", "tasks")), 1)
}

func Test发件箱_多得一页装不下_一条不漏一条不重(t *testing.T) {
	s := opens(t, byNumber)
	for i := range 700 {
		s.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
	}
	s.store.Inject(func(f Fault) error { return nil })
	ids := map[string]bool{}
	for q, err := range s.engine.Outbox(t.Context()) {
		require.NoError(t, err)
		assert.False(t, ids[q.ID])
		ids[q.ID] = true
	}
	assert.Len(t, ids, 700)
}

func Test等着_谁等什么等到几时(t *testing.T) {
	s := opens(t, unpaid)
	s.hears(created("T1"), at("+0m", created("T2", by("xiaoli"))))
	s.at("+5m").hears(created("T3", by("laozhang")))
	waits := rowsOf(t, s.engine.Waiting(t.Context(), timeAt("+16m")))
	require.Len(t, waits, 2)
	slices.SortFunc(waits, func(a, b Waiting) int { return -a.Key.compare(b.Key) })
	assert.Equal(t, Key{Customer: "xiaowang"}, waits[0].Key)
	assert.Equal(t, timeAt("+15m").UnixMilli(), waits[0].At.UnixMilli())
	require.Len(t, waits[0].For, 1)
	assert.Equal(t, WaitsFor{About: "order", Subject: "T1", Flow: "payment", Rule: "gentle", Title: "催付", Verdict: Wait, Reason: NotYet, At: waits[0].For[0].At}, waits[0].For[0])
	assert.Equal(t, timeAt("+15m").Unix(), waits[0].For[0].At.Unix())
	late := rowsOf(t, s.at("+30m").engine.Waiting(t.Context(), timeAt("+30m")))
	require.Len(t, late, 3)
	assert.Equal(t, Send, late[0].For[0].Verdict, "it is due, and nobody was woken so far")
	s.wakes("+30m")
	assert.Empty(t, rowsOf(t, s.engine.Waiting(t.Context(), timeAt("+30m"))))
}

func Test名单_别的进程的分区也看得到(t *testing.T) {
	store := NewSharedMemory(4, func() time.Time { return morning })
	engineOf := func(owner string) *Engine {
		e, err := New(rulesFrom(t, reviewed), Options{Store: store, Owner: owner, Now: func() time.Time { return morning }})
		require.NoError(t, err)
		return e
	}
	one, other := engineOf("one"), engineOf("other")
	for i := range 8 {
		_, err := one.Handle(t.Context(), at("+0m", paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i)))))
		require.NoError(t, err)
	}
	mine := rowsOf(t, one.Approvals(t.Context(), ListOptions{}))
	assert.Len(t, mine, 8)
	assert.Equal(t, mine, rowsOf(t, other.Approvals(t.Context(), ListOptions{})))
	sweeps, err := other.Sweeps(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 4, sweeps.Rules.Done)
	h, err := other.Health(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []int{0, 4}, []int{h.Held, h.Partitions})
	require.NoError(t, other.Close(t.Context()))
	for _, err := range other.Approvals(t.Context(), ListOptions{}) {
		assert.ErrorIs(t, err, ErrClosed)
	}
}
