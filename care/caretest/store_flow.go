package caretest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// expectDue looks at the wake-ups: whose are due, and when the next one is.
func (t *storeTest) expectDue(p care.Partition, now int64, limit int, next int64, keys ...care.Key) {
	t.Helper()
	due, got, err := p.Due(t.ctx, now, limit)
	if err != nil {
		t.Fatalf("Due: %v", err)
	}
	var names []care.Key
	for _, r := range due {
		names = append(names, r.Key)
	}
	if !slices.Equal(names, keys) || got != next {
		t.Fatalf("at %d Due(%d) says %v, the next at %d; want %v, the next at %d", now, limit, names, got, keys, next)
	}
}

// expectPending looks at the ids that the outbox gives, in order.
func (t *storeTest) expectPending(p care.Partition, now int64, ids ...string) []care.Posting {
	t.Helper()
	pending, _, err := p.Pending(t.ctx, now, 100)
	if err != nil {
		t.Fatalf("Pending: %v", err)
	}
	var got []string
	for _, m := range pending {
		got = append(got, m.ID)
	}
	if !slices.Equal(got, ids) {
		t.Fatalf("the outbox gives %q; want %q", got, ids)
	}
	return pending
}

func (t *storeTest) expectLen(p care.Partition, want int) {
	t.Helper()
	n, _, err := p.Len(t.ctx)
	if err != nil {
		t.Fatalf("Len: %v", err)
	}
	if n != want {
		t.Fatalf("the outbox counts %d postings; want %d", n, want)
	}
}

func (t *storeTest) resolve(p care.Partition, done ...care.Resolution) {
	t.Helper()
	if err := p.Resolve(t.ctx, done); err != nil {
		t.Fatalf("Resolve: %v", err)
	}
}

func (t *storeTest) due() {
	p := t.lease()
	a, b, c, d, e := t.key(1), t.key(2), t.key(3), t.key(4), t.key(5)
	for _, w := range []struct {
		key care.Key
		at  int64
	}{{d, 300}, {c, 100}, {b, 200}, {a, 200}, {e, 0}} {
		t.commit(p, care.Commit{Key: w.key, State: []byte("s"), WakeAt: w.at})
	}
	t.expectDue(p, 99, 10, 100)
	t.expectDue(p, 100, 10, 200, c)
	t.expectDue(p, 250, 10, 300, c, a, b)
	t.expectDue(p, 300, 10, 0, c, a, b, d)
	t.expectDue(p, 300, 10, 0, c, a, b, d) // looking takes nothing away
	t.expectDue(p, 300, 2, 200, c, a)
	t.expectDue(p, 300, 0, 100)
	t.expectDue(p, -1<<62, 0, 100)
	due, _, _ := p.Due(t.ctx, 100, 1)
	if len(due) != 1 || string(due[0].State) != "s" || due[0].WakeAt != 100 || due[0].Version == 0 {
		t.Errorf("Due gives the record itself; got %+v", due)
	}
}

func (t *storeTest) wakeUps() {
	p, k, other := t.lease(), t.key(1), t.key(2)
	t.commit(p, care.Commit{Key: other, State: []byte("o"), WakeAt: 500})
	v := t.commit(p, care.Commit{Key: k, State: []byte("s"), WakeAt: 100})
	v = t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), WakeAt: 400}) // later
	t.expectDue(p, 100, 10, 400)
	v = t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), WakeAt: 50}) // earlier
	t.expectDue(p, 450, 10, 500, k)
	v = t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), WakeAt: 100}) // back where it was
	t.expectDue(p, 100, 10, 500, k)
	v = t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), WakeAt: 0}) // none
	t.expectDue(p, 450, 10, 500)
	for i := range 200 { // often
		v = t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), WakeAt: int64(1_000 - i)})
	}
	t.expectDue(p, 2_000, 10, 0, other, k)
	t.expectDue(p, 800, 10, 801, other)
}

func (t *storeTest) fencing() {
	first, k := t.lease(), t.key(1)
	v := t.commit(first, care.Commit{Key: k, State: []byte("first"), WakeAt: 100, Send: []care.Posting{{ID: "m", Key: k, Body: []byte("b")}}})
	second := t.lease()
	for name, op := range map[string]func() error{
		"Apply": func() error {
			_, err := first.Apply(t.ctx, care.Tx{Commits: []care.Commit{{Key: k, If: v, State: []byte("late"), Cancel: []string{"m"}}}})
			return err
		},
		"Load":    func() error { _, err := first.Load(t.ctx, []care.Key{k}); return err },
		"Due":     func() error { _, _, err := first.Due(t.ctx, 1_000, 10); return err },
		"Pending": func() error { _, _, err := first.Pending(t.ctx, 1_000, 10); return err },
		"Resolve": func() error { return first.Resolve(t.ctx, []care.Resolution{{ID: "m"}}) },
		"Renew":   func() error { return first.Renew(t.ctx, time.Minute) },
		"Note":    func() error { _, err := first.Note(t.ctx, "n"); return err },
		"Scan":    func() error { _, err := first.Scan(t.ctx, care.Key{}, 1); return err },
		"Listed":  func() error { _, err := first.Listed(t.ctx, care.HasTask, care.Key{}, 1); return err },
		"Letters": func() error { _, err := first.Letters(t.ctx, 1); return err },
		"Len":     func() error { _, _, err := first.Len(t.ctx); return err },
	} {
		if err := op(); !errors.Is(err, care.ErrFenced) {
			t.Errorf("%s of the first owner says %v; want ErrFenced", name, err)
		}
	}
	_ = first.Release(t.ctx) // whatever it says, it takes nothing from the second
	if err := second.Renew(t.ctx, time.Minute); err != nil {
		t.Errorf("the second owner's Renew: %v", err)
	}
	t.expect(second, k, "first", 100)
	t.expectPending(second, 1, "m")
	t.commit(second, care.Commit{Key: k, If: v, State: []byte("second")})
}

func (t *storeTest) release() {
	first, k := t.lease(), t.key(1)
	v := t.commit(first, care.Commit{Key: k, State: []byte("s")})
	if err := first.Release(t.ctx); err != nil {
		t.Fatalf("Release: %v", err)
	}
	if _, err := first.Apply(t.ctx, care.Tx{Commits: []care.Commit{{Key: k, If: v, State: []byte("late")}}}); !errors.Is(err, care.ErrFenced) {
		t.Errorf("Apply after Release says %v; want ErrFenced", err)
	}
	second, err := t.store.Acquire(t.ctx, 0, "another", 0)
	if err != nil {
		t.Fatalf("Acquire after Release: %v", err)
	}
	t.expect(second, k, "s", 0)
}

func (t *storeTest) outbox() {
	p, a, b := t.lease(), t.key(1), t.key(2)
	va := t.commit(p, care.Commit{Key: a, State: []byte("s"), Send: []care.Posting{
		{ID: "z", Key: a, Body: []byte("一"), NotAfter: 900}, {ID: "a", Key: a, Body: []byte("二")},
	}})
	t.commit(p, care.Commit{Key: b, State: []byte("s"), Send: []care.Posting{{ID: "b", Key: b, Body: []byte("三")}}})
	t.commit(p, care.Commit{Key: a, If: va, State: []byte("s"), Send: []care.Posting{{ID: "c", Key: a, Body: []byte("四")}}})
	pending, _, err := p.Pending(t.ctx, 1, 100)
	if err != nil {
		t.Fatalf("Pending: %v", err)
	}
	var ofA []string
	for _, m := range pending {
		if m.Key == a {
			ofA = append(ofA, m.ID)
		}
	}
	if !slices.Equal(ofA, []string{"z", "a", "c"}) || len(pending) != 4 {
		t.Fatalf("the postings of one customer come as %q, %d in all; want z, a, c, and 4 in all", ofA, len(pending))
	}
	i := slices.IndexFunc(pending, func(m care.Posting) bool { return m.ID == "z" })
	if m := pending[i]; !bytes.Equal(m.Body, []byte("一")) || m.NotAfter != 900 || m.Attempt != 0 || m.Key != a {
		t.Errorf("a posting comes back as %+v", m)
	}
	if few, _, err := p.Pending(t.ctx, 1, 2); err != nil || len(few) != 2 {
		t.Errorf("Pending with a limit of 2 gives %d, %v", len(few), err)
	}
	t.expectLen(p, 4)
	t.resolve(p, care.Resolution{ID: "z"}, care.Resolution{ID: "b"}, care.Resolution{ID: "never heard of"})
	t.expectLen(p, 2)
	t.expectPending(p, 1, "a", "c")
	t.expect(p, a, "s", 0)
}

func (t *storeTest) lanes() {
	p, k := t.lease(), t.key(1)
	v := t.commit(p, care.Commit{Key: k, State: []byte("s"), Send: []care.Posting{
		{ID: "m1", Key: k, Lane: "sms", Body: []byte("1")}, {ID: "m2", Key: k, Lane: "wangwang", Body: []byte("2")}, {ID: "t", Key: k, Lane: "tasks", Body: []byte("3")},
	}})
	t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), Send: []care.Posting{{ID: "m3", Key: k, Lane: "sms", Body: []byte("4")}}})
	t.resolve(p, care.Resolution{ID: "t", RetryAt: 700})
	for _, tt := range []struct {
		lanes []string
		ids   []string
		next  int64
	}{
		{nil, []string{"m1", "m2", "m3"}, 700},
		{[]string{"sms"}, []string{"m1", "m3"}, 0},
		{[]string{"wangwang", "sms"}, []string{"m1", "m2", "m3"}, 0},
		{[]string{"tasks"}, nil, 700},
		{[]string{"email"}, nil, 0},
	} {
		pending, next, err := p.Pending(t.ctx, 1, 100, tt.lanes...)
		if err != nil {
			t.Fatalf("Pending: %v", err)
		}
		var ids []string
		for _, m := range pending {
			ids = append(ids, m.ID)
			if want := map[string]string{"m1": "sms", "m2": "wangwang", "m3": "sms", "t": "tasks"}[m.ID]; m.Lane != want {
				t.Errorf("the posting %s comes back with the lane %q; want %q", m.ID, m.Lane, want)
			}
		}
		if !slices.Equal(ids, tt.ids) || next != tt.next {
			t.Errorf("Pending of the lanes %q gives %q, the next at %d; want %q and %d", tt.lanes, ids, next, tt.ids, tt.next)
		}
	}
	if few, _, err := p.Pending(t.ctx, 1, 1, "wangwang"); err != nil || len(few) != 1 || few[0].ID != "m2" {
		t.Errorf("what fills up another lane hides m2: %v, %v", few, err)
	}
}

func (t *storeTest) replace() {
	p, k := t.lease(), t.key(1)
	v := t.commit(p, care.Commit{Key: k, State: []byte("s"), Send: []care.Posting{{ID: "m", Key: k, Body: []byte("old"), NotAfter: 5}}})
	t.resolve(p, care.Resolution{ID: "m", RetryAt: 1_000, Err: "later"})
	t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), Send: []care.Posting{{ID: "m", Key: k, Body: []byte("new"), NotAfter: 9}}})
	m := t.expectPending(p, 1, "m")[0] // a new decision does not wait for the old one's retry
	if string(m.Body) != "new" || m.NotAfter != 9 || m.Attempt != 0 {
		t.Errorf("the posting was replaced by %+v", m)
	}
	t.expectLen(p, 1)
}

func (t *storeTest) cancel() {
	p, k := t.lease(), t.key(1)
	v := t.commit(p, care.Commit{Key: k, State: []byte("s"), Send: []care.Posting{{ID: "m1", Key: k, Body: []byte("1")}, {ID: "m2", Key: k, Body: []byte("2")}}})
	v = t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), Cancel: []string{"m1", "never heard of"}})
	t.expectPending(p, 1, "m2")
	t.resolve(p, care.Resolution{ID: "m1", RetryAt: 10}) // it was under way; it does not come back
	t.expectPending(p, 20, "m2")
	t.expectLen(p, 1)
	t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), Cancel: []string{"m2"}, Send: []care.Posting{{ID: "m2", Key: k, Body: []byte("again")}}})
	if m := t.expectPending(p, 1, "m2")[0]; string(m.Body) != "again" {
		t.Errorf("cancelled and sent in one commit, it is sent; got %q", m.Body)
	}
}

func (t *storeTest) retry() {
	p, k := t.lease(), t.key(1)
	t.commit(p, care.Commit{Key: k, State: []byte("s"), Send: []care.Posting{{ID: "m1", Key: k, Body: []byte("1")}, {ID: "m2", Key: k, Body: []byte("2")}}})
	t.resolve(p, care.Resolution{ID: "m1", RetryAt: 500, Err: "busy"})
	t.expectPending(p, 499, "m2")
	if _, next, err := p.Pending(t.ctx, 499, 10); err != nil || next != 500 {
		t.Errorf("Pending says the next retry is at %d, %v; want 500", next, err)
	}
	t.expectLen(p, 2)
	t.expectPending(p, math.MaxInt64, "m1", "m2") // as who forgets a customer asks
	if m := t.expectPending(p, 500, "m1", "m2")[0]; m.Attempt != 1 {
		t.Errorf("after one failure Attempt is %d; want 1", m.Attempt)
	}
	t.resolve(p, care.Resolution{ID: "m1"}, care.Resolution{ID: "m2"})
	t.expectPending(p, 1_000)
	if _, next, err := p.Pending(t.ctx, 0, 10); err != nil || next != 0 {
		t.Errorf("nothing waits, and Pending says the next retry is at %d, %v", next, err)
	}
	t.expectLen(p, 0)
}

// scan looks at everybody, a few at a time, while some go and some come.
func (t *storeTest) scan() {
	p := t.lease()
	if none, err := p.Scan(t.ctx, care.Key{}, 10); err != nil || len(none) != 0 {
		t.Fatalf("an empty partition gives %v, %v", none, err)
	}
	var keys []care.Key
	for i := range 25 {
		k := care.Key{Shop: []string{"", "a", "b"}[i%3], Customer: fmt.Sprintf("c%02d", 24-i)}
		keys = append(keys, k)
		t.commit(p, care.Commit{Key: k, State: []byte(k.Customer), WakeAt: int64(i % 2)})
	}
	slices.SortFunc(keys, func(a, b care.Key) int {
		return cmp.Or(cmp.Compare(a.Shop, b.Shop), cmp.Compare(a.Customer, b.Customer))
	})
	var seen []care.Key
	for after := (care.Key{}); ; {
		page, err := p.Scan(t.ctx, after, 7)
		if err != nil || len(page) > 7 {
			t.Fatalf("Scan: %d records, %v", len(page), err)
		}
		if len(page) == 0 {
			break
		}
		for _, r := range page {
			if string(r.State) != r.Key.Customer || r.Version == 0 {
				t.Errorf("%v comes with %q", r.Key, r.State)
			}
			seen = append(seen, r.Key)
		}
		if after = page[len(page)-1].Key; len(seen) == 7 { // somebody goes before it is their turn
			gone := keys[20]
			records, err := p.Load(t.ctx, []care.Key{gone})
			if err != nil {
				t.Fatalf("Load: %v", err)
			}
			t.commit(p, care.Commit{Key: gone, If: records[0].Version})
			keys = slices.Delete(keys, 20, 21)
		}
	}
	if !slices.Equal(seen, keys) {
		t.Errorf("a scan sees %v; want %v", seen, keys)
	}
	if page, err := p.Scan(t.ctx, keys[9], 3); err != nil || len(page) != 3 || page[0].Key != keys[10] {
		t.Errorf("a scan that goes on after %v gives %v, %v", keys[9], page, err)
	}
}

// notes looks at what the engine keeps for itself.
func (t *storeTest) notes() {
	p, k := t.lease(), t.key(1)
	expect := func(p care.Partition, name, want string) {
		t.Helper()
		if got, err := p.Note(t.ctx, name); err != nil || string(got) != want {
			t.Errorf("the note %s says %q, %v; want %q", name, got, err, want)
		}
	}
	apply := func(tx care.Tx) {
		t.Helper()
		if _, err := p.Apply(t.ctx, tx); err != nil {
			t.Fatalf("Apply: %v", err)
		}
	}
	expect(p, "spent", "")
	apply(care.Tx{Commits: []care.Commit{{Key: k, State: []byte("s")}}, Notes: []care.Note{{Name: "spent", State: []byte("1")}, {Name: "far", State: []byte("x")}}})
	expect(p, "spent", "1")
	apply(care.Tx{Notes: []care.Note{{Name: "spent", State: []byte("2")}}})
	expect(p, "spent", "2")
	expect(p, "far", "x")
	t.expect(p, k, "s", 0)
	apply(care.Tx{Notes: []care.Note{{Name: "far"}}})
	expect(p, "far", "")
	records, err := p.Scan(t.ctx, care.Key{}, 10)
	if err != nil || len(records) != 1 {
		t.Errorf("a note is not a customer: Scan gives %v, %v", records, err)
	}
	expect(t.lease(), "spent", "2")
	if _, err := p.Apply(t.ctx, care.Tx{Notes: []care.Note{{Name: "spent", State: []byte("3")}}}); !errors.Is(err, care.ErrFenced) {
		t.Errorf("who has lost the partition writes a note: %v", err)
	}
}
