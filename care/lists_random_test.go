package care

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A telling is a random story with people in it, who approve, decline, claim and do what
// the lists show them.
type telling struct {
	t      *testing.T
	made   *imagine.Shop
	engine *Engine
	store  *Memory
	clock  time.Time
	rand   *rand.Rand
	n      int
	listed [4]int // what was ever seen on the lists
}

func tellsRandomly(t *testing.T, seed uint64) *telling {
	made := imagine.Make(seed)
	made.File = strings.ReplaceAll(made.File, "{name: r0,", "{name: r0, review: true,")
	made.File = strings.Replace(made.File, "flows:\n", `flows:
  storm: {title: 暴雨, about: customer, when: incident.declared, purpose: service, via: [wangwang], rules: [{name: care, if: "incident.kind == 'storm'", send: hello}]}
  late: {title: 在路上的, about: order, when: incident.declared, purpose: service, via: [sms], rules: [{name: calm, send: order}]}
  call: {title: 回访, about: order, when: [order.created, order.paid], purpose: service, rules: [{name: r, send: {task: hello, form: other, owner: 店长, within: 40s}}]}
`, 1)
	rules, ok := made.Rules()
	if !ok {
		return nil
	}
	s := &telling{t: t, made: made, store: NewMemoryOf(3), clock: made.Events[0].At, rand: rand.New(rand.NewPCG(seed, 7))}
	fate := func() error {
		return []error{nil, nil, errors.New("busy"), &channel.Final{Reason: "bad number"}, channel.ErrUnknownOutcome}[s.rand.IntN(5)]
	}
	o := Options{Store: s.store, Now: func() time.Time { return s.clock }, Parallel: 1, Senders: map[channel.Kind]channel.Sender{}}
	for _, k := range automatic {
		o.Senders[k] = channel.SenderFunc(func(context.Context, channel.Message) (channel.Receipt, error) { return channel.Receipt{}, fate() })
	}
	o.Tasks = channel.TaskFunc(func(context.Context, channel.Task) error { return fate() })
	var err error
	s.engine, err = New(rules, o)
	require.NoError(t, err)
	return s
}

func (s *telling) hears(e tiexin.Event) {
	s.t.Helper()
	if s.n++; e.ID == "" {
		e.ID, e.At = fmt.Sprint("people ", s.n), s.clock
	}
	_, err := s.engine.Handle(s.t.Context(), e)
	require.NoError(s.t, err)
}

// people do something about what they see.
func (s *telling) people() {
	for a := range s.engine.Approvals(s.t.Context(), ListOptions{}) {
		kind := []tiexin.EventType{"", tiexin.EventMessageApproved, tiexin.EventMessageDeclined}[s.rand.IntN(3)]
		if kind != "" {
			s.hears(tiexin.Event{Type: kind, Customer: tiexin.Customer{ID: a.Key.Customer}, Message: &tiexin.MessageReport{ID: a.ID, By: "店长"}})
		}
	}
	for task := range s.engine.OpenTasks(s.t.Context(), ListOptions{}) {
		kind := []tiexin.EventType{"", tiexin.EventTaskClaimed, tiexin.EventTaskDone, tiexin.EventTaskRefused}[s.rand.IntN(4)]
		if kind != "" {
			s.hears(tiexin.Event{Type: kind, Customer: tiexin.Customer{ID: task.Key.Customer}, Task: &tiexin.TaskReport{ID: task.ID, By: "阿梅"}})
		}
	}
}

func sorted[T any, K ~string](all []T, id func(T) K) []K {
	var ids []K
	for _, one := range all {
		ids = append(ids, id(one))
	}
	slices.Sort(ids)
	return ids
}

// looksThrough compares the lists with all that the store holds.
func (s *telling) looksThrough() {
	var approvals, tasks, waiting, outbox []string
	shared := map[string]int{}
	for _, part := range s.store.parts {
		for r := range part.records.all() {
			key := r.key
			m, err := remember.Decode(r.state)
			require.NoError(s.t, err)
			var on remember.Lists
			for _, f := range firings(opened(s.t, m)) {
				on |= f.Lists()
				id := decide.MessageID(key.Shop, key.Customer, f.Rule, f.Subject.ID, m.Occurrence(f), f.Step+1)
				switch {
				case f.State() == remember.Tasking && (f.Until == 0 || f.Until > s.clock.UnixMilli()):
					tasks = append(tasks, id)
				case (f.State() == remember.Waiting || f.State() == remember.Speaking) && f.Reviewing && !f.Approved && f.Announced == 0:
					approvals = append(approvals, id)
				}
			}
			require.Zero(s.t, on&^remember.Lists(r.lists), "%s stands on %b\n%v", key, r.lists, s.made)
			require.Equal(s.t, on, remember.Lists(r.lists)&^remember.AwaitsSharedApproval|on&remember.AwaitsSharedApproval, "%s stands on %b\n%v", key, r.lists, s.made)
			if r.wakeAt != 0 && r.wakeAt <= s.made.Until.UnixMilli() {
				waiting = append(waiting, key.Customer)
			}
			for id, n := range s.sharedOf(key) {
				shared[id] += n
			}
		}
		for _, p := range part.postings {
			outbox = append(outbox, messageOf(p.ID))
		}
	}
	ctx := s.t.Context()
	seen := rowsOf(s.t, s.engine.Approvals(ctx, ListOptions{Personal: true}))
	counted := map[string]int{}
	seen = slices.DeleteFunc(seen, func(a Approval) bool {
		if a.About == "incident" {
			require.False(s.t, a.More)
			counted[a.ID] = a.Customers
		}
		return a.About == "incident"
	})
	maps.DeleteFunc(shared, func(_ string, n int) bool { return n == 0 })
	require.Equal(s.t, shared, counted, "%v", s.made)
	s.explainsAll(seen, approvals)
	slices.Sort(tasks)
	slices.Sort(outbox)
	slices.Sort(waiting)
	open := rowsOf(s.t, s.engine.OpenTasks(ctx, ListOptions{}))
	require.Equal(s.t, tasks, sorted(open, func(o OpenTask) string { return o.ID }), "%v", s.made)
	queued := rowsOf(s.t, s.engine.Outbox(ctx))
	require.Equal(s.t, outbox, sorted(queued, func(q Queued) string { return q.ID }), "%v", s.made)
	woken := rowsOf(s.t, s.engine.Waiting(ctx, s.made.Until))
	require.Equal(s.t, waiting, sorted(woken, func(w Waiting) string { return w.Key.Customer }), "%v", s.made)
	for i, n := range []int{len(seen) + len(counted), len(open), len(queued), len(woken)} {
		s.listed[i] += n
	}
}

// sharedOf are the approvals for everybody that a customer waits for, as Explain has it or
// will when the flow is done with what it is about.
func (s *telling) sharedOf(key Key) map[string]int {
	found := map[string]int{}
	look, err := s.engine.lookAt(s.t.Context(), PartitionOf(key, 3))
	require.NoError(s.t, err)
	why, err := s.engine.Explain(s.t.Context(), key)
	require.NoError(s.t, err)
	for _, subject := range why.Subjects {
		for _, r := range subject.Rules {
			if r.Reason == NeedsReview && strings.Contains(r.Said.ID, "/all/") {
				found[r.Said.ID] = 1
			}
		}
	}
	m, err := remember.Decode(s.store.parts[look.partition].records.get(key).state)
	require.NoError(s.t, err)
	opened(s.t, m)
	for _, f := range firings(m) { // what waits for something else first
		if a := look.announced.Find(key.Shop, "storm"); a != nil && f.Announced == a.What() && !f.Over() && !f.Decided() {
			id := decide.SharedID(key.Shop, ruleOf(s.t, look.rules, f.Rule), "storm")
			if look.openShared()[sharedKey{f.Announced, f.Rule}].ID != "" {
				found[id] = 1
			}
		}
	}
	return found
}

func ruleOf(t *testing.T, rules *decide.Rules, path string) *rule.Rule {
	t.Helper()
	r, ok := rules.Rule(path)
	require.True(t, ok)
	return r
}

// explainsAll holds the list of approvals against what people were shown, and that against
// what Explain says: what is left out would not go, and what is due is on the list.
func (s *telling) explainsAll(listed []Approval, shown []string) {
	on := map[string]string{}
	for _, a := range listed {
		require.Contains(s.t, shown, a.ID, "%v", s.made)
		on[a.ID] = a.Text
	}
	for _, part := range s.store.parts {
		for _, key := range part.records.keys() {
			why, err := s.engine.Explain(s.t.Context(), key)
			require.NoError(s.t, err)
			for _, subject := range why.Subjects {
				for _, r := range subject.Rules {
					if r.Reason != NeedsReview || strings.Contains(r.Said.ID, "/all/") || !slices.Contains(shown, r.Said.ID) {
						continue
					}
					assert.Equal(s.t, r.Said.Text, on[r.Said.ID], "%s at %s\n%v", r.Said.ID, s.clock, s.made)
					delete(on, r.Said.ID)
				}
			}
		}
	}
}

func Test名单_随便什么故事_和一个一个翻出来的一样(t *testing.T) {
	total := [4]int{}
	for seed, told := uint64(0), 0; told < 40; seed++ {
		s := tellsRandomly(t, seed)
		if s == nil {
			continue
		}
		told++
		for i, e := range s.made.Events {
			if arrives := imagine.Arrival(&e); arrives.After(s.clock) {
				s.clock = arrives
			}
			s.hears(e)
			if i == 3 {
				storm := incident("storm", "", "")
				storm.At = s.clock
				s.hears(storm)
			}
			_, err := s.engine.Advance(t.Context(), s.clock)
			require.NoError(t, err)
			if s.rand.IntN(2) == 0 {
				_, err = s.engine.Deliver(t.Context())
				require.NoError(t, err)
			}
			s.looksThrough()
			if s.rand.IntN(3) == 0 {
				s.people()
				_, err := s.engine.Advance(t.Context(), s.clock)
				require.NoError(t, err)
				s.looksThrough()
			}
		}
		for i := range total {
			total[i] += s.listed[i]
		}
	}
	for i, n := range total {
		assert.Greater(t, n, 50, "list %d", i)
	}
}
