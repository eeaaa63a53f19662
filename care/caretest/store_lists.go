package caretest

import (
	"slices"

	"github.com/tiexin-go/tiexin/care"
)

// expectListed looks at who stands on one of some lists, page by page.
func (t *storeTest) expectListed(p care.Partition, on care.Lists, limit int, keys ...care.Key) {
	t.Helper()
	var got []care.Key
	after := care.Key{}
	for {
		page, err := p.Listed(t.ctx, on, after, limit)
		if err != nil {
			t.Fatalf("Listed: %v", err)
		}
		if len(page) > limit {
			t.Fatalf("Listed(%d) answers %d records", limit, len(page))
		}
		for _, r := range page {
			got = append(got, r.Key)
			if r.Version == 0 || string(r.State) != "of "+r.Key.Customer {
				t.Fatalf("Listed says of %s: version %d, %q; want the record as Load has it", r.Key, r.Version, r.State)
			}
		}
		if len(page) == 0 {
			break
		}
		after = page[len(page)-1].Key
	}
	if !slices.Equal(got, keys) {
		t.Fatalf("on the lists %b, %d at a time, stand %v; want %v", on, limit, got, keys)
	}
}

// listed is a customer who stands on some lists.
func (t *storeTest) listed(p care.Partition, n int, version care.Version, on care.Lists) care.Version {
	t.Helper()
	k := t.key(n)
	return t.commit(p, care.Commit{Key: k, If: version, State: []byte("of " + k.Customer), Lists: on, WakeAt: int64(n)})
}

func (t *storeTest) standing() {
	const approval, task, shared = care.AwaitsApproval, care.HasTask, care.AwaitsSharedApproval
	p := t.lease()
	a := t.listed(p, 1, 0, approval)
	b := t.listed(p, 2, 0, task)
	both := t.listed(p, 3, 0, approval|task)
	t.listed(p, 4, 0, 0)
	t.listed(p, 5, 0, shared)
	t.listed(p, 6, 0, approval|task|shared)
	for _, limit := range []int{1, 2, 100} {
		t.expectListed(p, approval, limit, t.key(1), t.key(3), t.key(6))
		t.expectListed(p, task, limit, t.key(2), t.key(3), t.key(6))
		t.expectListed(p, approval|task, limit, t.key(1), t.key(2), t.key(3), t.key(6))
		t.expectListed(p, shared, limit, t.key(5), t.key(6))
		t.expectListed(p, 0, limit)
	}
	if r := t.apply(p, care.Commit{Key: t.key(1), If: a + 1000, State: []byte("lost"), Lists: task})[0]; r.Err == nil {
		t.Fatalf("a commit of another version is applied")
	}
	t.expectListed(p, task, 100, t.key(2), t.key(3), t.key(6))
	a = t.listed(p, 1, a, task)
	b = t.listed(p, 2, b, 0)
	t.expectListed(p, approval, 100, t.key(3), t.key(6))
	t.expectListed(p, task, 100, t.key(1), t.key(3), t.key(6))
	t.commit(p, care.Commit{Key: t.key(3), If: both})
	t.expectListed(p, approval|task, 1, t.key(1), t.key(6))
	t.listed(p, 3, 0, 0)
	t.expectListed(p, approval|task, 100, t.key(1), t.key(6))
	t.listed(p, 2, b, approval)
	t.listed(p, 1, a, task)
	t.expectListed(p, approval|task, 2, t.key(1), t.key(2), t.key(6))
}

// listedByShop has keys of several shops in one order: that of Scan.
func (t *storeTest) listedByShop() {
	p := t.lease()
	keys := []care.Key{{Customer: "z"}, {Shop: "a", Customer: "b"}, {Shop: "a", Customer: "b c"}, {Shop: "a b", Customer: "a"}, {Shop: "店", Customer: "顾客"}, {Shop: "店", Customer: "顾客2"}}
	for _, k := range slices.Backward(keys) {
		t.commit(p, care.Commit{Key: k, State: []byte("of " + k.Customer), Lists: care.HasTask})
	}
	t.expectListed(p, care.HasTask, 1, keys...)
	t.expectListed(p, care.HasTask, 4, keys...)
}

// expectOldest looks at when the posting that waits longest was decided.
func (t *storeTest) expectOldest(p care.Partition, n int, oldest int64) {
	t.Helper()
	got, at, err := p.Len(t.ctx)
	if err != nil {
		t.Fatalf("Len: %v", err)
	}
	if got != n || at != oldest {
		t.Fatalf("the outbox counts %d postings, the oldest of %d; want %d, the oldest of %d", got, at, n, oldest)
	}
}

func (t *storeTest) oldest() {
	p, k := t.lease(), t.key(1)
	t.expectOldest(p, 0, 0)
	v := t.commit(p, care.Commit{Key: k, State: []byte("s"), Send: []care.Posting{{ID: "late", Key: k, Body: []byte("b"), At: 300}, {ID: "early", Key: k, Body: []byte("b"), At: 100}}})
	t.commit(p, care.Commit{Key: t.key(2), State: []byte("s"), Send: []care.Posting{{ID: "other", Key: t.key(2), Body: []byte("b"), At: 200}}})
	t.expectOldest(p, 3, 100)
	t.resolve(p, care.Resolution{ID: "early", RetryAt: 900, Err: "busy"})
	t.expectOldest(p, 3, 100) // that it is tried again makes it no younger
	t.resolve(p, care.Resolution{ID: "early"})
	t.expectOldest(p, 2, 200)
	v = t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), Send: []care.Posting{{ID: "late", Key: k, Body: []byte("b"), At: 50}}})
	t.expectOldest(p, 2, 50)
	t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), Cancel: []string{"late"}})
	t.expectOldest(p, 1, 200)
}

// expectRetry looks at when each posting may be tried again.
func (t *storeTest) expectRetry(p care.Partition, want map[string]int64) {
	t.Helper()
	pending, _, err := p.Pending(t.ctx, 1<<62, 100)
	if err != nil {
		t.Fatalf("Pending: %v", err)
	}
	for _, m := range pending {
		if m.RetryAt != want[m.ID] {
			t.Errorf("the posting %s may be tried again at %d; want %d", m.ID, m.RetryAt, want[m.ID])
		}
	}
	if len(pending) != len(want) {
		t.Errorf("%d postings wait; want %d", len(pending), len(want))
	}
}

func (t *storeTest) retryAt() {
	p, k := t.lease(), t.key(1)
	send := []care.Posting{{ID: "a", Key: k, Body: []byte("b"), At: 1}, {ID: "b", Key: k, Body: []byte("b"), At: 1}}
	v := t.commit(p, care.Commit{Key: k, State: []byte("s"), Send: send})
	t.expectRetry(p, map[string]int64{"a": 0, "b": 0})
	t.resolve(p, care.Resolution{ID: "a", RetryAt: 900, Err: "busy"})
	t.expectRetry(p, map[string]int64{"a": 900, "b": 0})
	t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), Send: send[:1]})
	t.expectRetry(p, map[string]int64{"a": 0, "b": 0}) // it was replaced
}
