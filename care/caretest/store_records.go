package caretest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

func (t *storeTest) news() {
	p := t.lease()
	t.expectNone(p, t.key(1))
	if n := len(t.load(p)); n != 0 {
		t.Fatalf("Load of no keys answers %d records", n)
	}
	if t.store.Partitions() < 1 {
		t.Fatalf("the store has %d partitions; it needs one", t.store.Partitions())
	}
	for _, n := range []int{-1, t.store.Partitions()} {
		if _, err := t.store.Acquire(t.ctx, n, "caretest", time.Minute); err == nil {
			t.Errorf("Acquire(%d) should fail: there are %d partitions", n, t.store.Partitions())
		}
	}
}

func (t *storeTest) roundTrip() {
	p, k := t.lease(), t.key(1)
	state := bytes.Repeat([]byte{0, 1, 0xff, '\n', '\'', '"'}, 20_000)
	first := t.commit(p, care.Commit{Key: k, State: state, WakeAt: 1_000})
	if r := t.load(p, t.key(2), k)[1]; r.Version != first || !bytes.Equal(r.State, state) || r.WakeAt != 1_000 {
		t.Fatalf("read version %d, %d bytes, woken at %d; wrote version %d, %d bytes, woken at 1000", r.Version, len(r.State), r.WakeAt, first, len(state))
	}
	second := t.commit(p, care.Commit{Key: k, If: first, State: []byte("next"), WakeAt: 2_000})
	if second == first || second == 0 {
		t.Fatalf("the version was %d and is %d: it has to change and is never zero", first, second)
	}
	if r := t.expect(p, k, "next", 2_000); r.Version != second {
		t.Fatalf("Apply answered version %d, Load says %d", second, r.Version)
	}
}

// givenAway looks at bytes again after the store was asked for others: a driver that
// reads every row into one buffer would write over them.
func (t *storeTest) givenAway() {
	p, a, b := t.lease(), t.key(1), t.key(2)
	states := map[care.Key]string{a: "the first customer", b: "somebody else, longer"}
	for i, k := range []care.Key{a, b} {
		t.commit(p, care.Commit{Key: k, State: []byte(states[k]), WakeAt: int64(i + 1), Send: []care.Posting{{ID: k.Customer, Key: k, Body: []byte(states[k])}}})
	}
	due, _, err := p.Due(t.ctx, 1, 1)
	if err != nil {
		t.Fatalf("Due: %v", err)
	}
	pending, _, err := p.Pending(t.ctx, 1, 1)
	if err != nil {
		t.Fatalf("Pending: %v", err)
	}
	read := append(due, t.load(p, a)...)
	read = append(read, t.load(p, b, a)...)
	version := t.load(p, a)[0].Version
	t.load(p, b)
	t.expectDue(p, 2, 10, 0, a, b)
	t.expectPending(p, 1, a.Customer, b.Customer)
	t.commit(p, care.Commit{Key: a, If: version, State: []byte("changed since"), WakeAt: 1, Send: []care.Posting{{ID: a.Customer, Key: a, Body: []byte("changed since")}}})
	t.load(p, a)
	t.expectDue(p, 1, 1, 2, a)
	if _, _, err := p.Pending(t.ctx, 1, 10); err != nil {
		t.Fatalf("Pending: %v", err)
	}
	for _, r := range read {
		if string(r.State) != states[r.Key] {
			t.Errorf("the state of %s was read as %q and is %q now: the bytes that Load and Due return are given away, copy them", r.Key, states[r.Key], r.State)
		}
	}
	for _, m := range pending {
		if string(m.Body) != states[m.Key] {
			t.Errorf("a posting of %s was read as %q and is %q now: the bytes that Pending returns are given away, copy them", m.Key, states[m.Key], m.Body)
		}
	}
}

func (t *storeTest) keys() {
	p := t.lease()
	odd := []care.Key{
		{Customer: "a/b"},
		{Shop: "a", Customer: "b"},
		{Shop: "a/b", Customer: "c"},
		{Shop: "a", Customer: "b/c"},
		{Customer: "顾客 '\"%_;--"},
		{Customer: "A"},
		{Customer: "a"},
		{Customer: "a "},
		{Customer: "\x01expenses/0"},
	}
	versions := map[care.Key]care.Version{}
	for i, k := range odd {
		versions[k] = t.commit(p, care.Commit{Key: k, State: []byte{byte(i)}})
	}
	for i, k := range odd {
		if r := t.expect(p, k, string([]byte{byte(i)}), 0); r.Version != versions[k] {
			t.Errorf("%q: version %d, want %d", k, r.Version, versions[k])
		}
	}
}

func (t *storeTest) conflict() {
	p, k := t.lease(), t.key(1)
	old := t.commit(p, care.Commit{Key: k, State: []byte("one"), WakeAt: 1_000, Send: []care.Posting{{ID: "kept", Key: k, Body: []byte("kept")}}})
	current := t.commit(p, care.Commit{Key: k, If: old, State: []byte("two"), WakeAt: 2_000})
	for _, c := range []struct {
		name   string
		commit care.Commit
	}{
		{"an old version", care.Commit{Key: k, If: old}},
		{"version zero for a record that is there", care.Commit{Key: k}},
		{"a version for a record that is not there", care.Commit{Key: t.key(2), If: current}},
	} {
		c.commit.State, c.commit.WakeAt = []byte("lost"), 3_000
		c.commit.Send = []care.Posting{{ID: "lost", Key: c.commit.Key, Body: []byte("lost")}}
		c.commit.Cancel = []string{"kept"}
		if r := t.apply(p, c.commit)[0]; !errors.Is(r.Err, care.ErrConflict) {
			t.Errorf("%s: Apply says %v; want ErrConflict", c.name, r.Err)
		}
	}
	if r := t.apply(p, care.Commit{Key: k, If: old})[0]; !errors.Is(r.Err, care.ErrConflict) {
		t.Errorf("a removal by an old version: Apply says %v; want ErrConflict", r.Err)
	}
	t.expectNone(p, t.key(2))
	if r := t.expect(p, k, "two", 2_000); r.Version != current {
		t.Errorf("a conflict has changed the version from %d to %d", current, r.Version)
	}
	t.expectPending(p, 1, "kept")
	t.expectDue(p, 5_000, 10, 0, k)
}

func (t *storeTest) neighbours() {
	p := t.lease()
	n := 8
	if most := t.store.Caps().MaxCommits; most > 0 {
		n = min(n, most)
	}
	var commits []care.Commit
	for i := range n {
		c := care.Commit{Key: t.key(i), State: []byte{'x'}}
		if i == n/2 {
			c.If = 12345
		}
		commits = append(commits, c)
	}
	for i, r := range t.apply(p, commits...) {
		if bad := i == n/2; errors.Is(r.Err, care.ErrConflict) != bad {
			t.Errorf("commit %d: %v", i, r.Err)
		}
	}
	for i := range n {
		if i == n/2 {
			t.expectNone(p, t.key(i))
		} else {
			t.expect(p, t.key(i), "x", 0)
		}
	}
}

func (t *storeTest) removal() {
	p, k := t.lease(), t.key(1)
	first := t.commit(p, care.Commit{Key: k, State: []byte("one"), WakeAt: 1_000})
	t.commit(p, care.Commit{Key: k, If: first})
	t.expectNone(p, k)
	t.expectDue(p, 5_000, 10, 0)
	again := t.commit(p, care.Commit{Key: k, State: []byte("two"), WakeAt: 3_000})
	t.expect(p, k, "two", 3_000)
	t.expectDue(p, 2_000, 10, 3_000)
	if r := t.apply(p, care.Commit{Key: k, If: first, State: []byte("lost")})[0]; !errors.Is(r.Err, care.ErrConflict) {
		t.Errorf("a version of the removed record (%d, now %d) still counts: %v", first, again, r.Err)
	}
	if r := t.apply(p, care.Commit{Key: t.key(2)})[0]; r.Err != nil {
		t.Errorf("removing an absent record causes no conflict: %v", r.Err)
	}
}

// together lets all partitions be written at once. Its worth is with -race.
func (t *storeTest) together() {
	var wg sync.WaitGroup
	n := min(t.store.Partitions(), 4)
	for part := range n {
		p := t.acquire(part)
		wg.Go(func() {
			for round := range 20 {
				k := t.keyOf(part, round%5)
				records, err := p.Load(t.ctx, []care.Key{k})
				if err != nil {
					t.Errorf("partition %d: Load: %v", part, err)
					return
				}
				c := care.Commit{Key: k, If: records[0].Version, State: append(slices.Clone(records[0].State), 'x'), WakeAt: int64(round + 1)}
				if results, err := p.Apply(t.ctx, care.Tx{Commits: []care.Commit{c}}); err != nil || results[0].Err != nil {
					t.Errorf("partition %d: Apply: %v %v", part, err, results)
					return
				}
				if _, _, err := p.Due(t.ctx, 100, 10); err != nil {
					t.Errorf("partition %d: Due: %v", part, err)
					return
				}
			}
		})
	}
	wg.Wait()
	for part := range n {
		p := t.acquire(part)
		for i := range 5 {
			t.expect(p, t.keyOf(part, i), "xxxx", int64(16+i))
		}
	}
}

// unknownOutcome breaks off writes: whatever Apply says then, the record is the
// old one or the new one, with everything that belongs to it.
func (t *storeTest) unknownOutcome() {
	p, k := t.lease(), t.key(1)
	version := t.commit(p, care.Commit{Key: k, State: []byte("0"), WakeAt: 1})
	for i := 1; i <= 5; i++ {
		ctx, cancel := context.WithCancel(t.ctx)
		if i%2 == 1 {
			cancel()
		}
		id, state := fmt.Sprintf("m%d", i), fmt.Sprint(i)
		_, err := p.Apply(ctx, care.Tx{Commits: []care.Commit{{
			Key: k, If: version, State: []byte(state), WakeAt: int64(i + 1), Send: []care.Posting{{ID: id, Key: k, Body: []byte(state)}},
		}}})
		cancel()
		r := t.load(p, k)[0]
		applied := string(r.State) == state
		if err == nil && !applied {
			t.Fatalf("Apply %d said it was done, and the record is %q", i, r.State)
		}
		pending, _, pendingErr := p.Pending(t.ctx, 1, 100)
		if pendingErr != nil {
			t.Fatalf("Pending: %v", pendingErr)
		}
		sent := slices.ContainsFunc(pending, func(m care.Posting) bool { return m.ID == id })
		if sent != applied || (r.WakeAt == int64(i+1)) != applied {
			t.Fatalf("Apply %d was broken off half way: state %q, woken at %d, posting %v", i, r.State, r.WakeAt, sent)
		}
		version = r.Version
	}
}
