package caretest

import (
	"errors"
	"testing"

	"github.com/tiexin-go/tiexin/care"
)

// TestLasting checks the data of a durable store after it is opened again. These are the
// number of its partitions, records with wake-ups and versions, the outbox in order with
// its attempts, and notes. open returns a new, empty store. again opens that store after
// it was closed, as a restarted process does.
func TestLasting(t *testing.T, open, again func() care.Store) {
	store := open()
	first := &storeTest{T: t, ctx: t.Context(), store: store}
	n := store.Partitions()
	keys, versions := make([]care.Key, n), make([]care.Version, n)
	for i := range n {
		p, k := first.acquire(i), first.keyOf(i, 1)
		old := first.commit(p, care.Commit{Key: k, State: []byte("old")})
		versions[i] = first.commit(p, care.Commit{
			Key: k, If: old, State: []byte("kept"), WakeAt: int64(100 + i), Lists: care.HasTask,
			Send: []care.Posting{{ID: "m1", Key: k, Lane: "sms", Body: []byte("1"), At: 7, NotAfter: 9}, {ID: "m2", Key: k, Lane: "sms", Body: []byte("2"), At: 8}},
		})
		keys[i] = k
		first.resolve(p, care.Resolution{ID: "m1", RetryAt: 70, Err: "busy"})
		if _, err := p.Apply(t.Context(), care.Tx{Notes: []care.Note{{Name: "note", State: []byte("n")}}}); err != nil {
			t.Fatalf("Apply: %v", err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	store = again()
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	second := &storeTest{T: t, ctx: t.Context(), store: store}
	if got := store.Partitions(); got != n {
		t.Fatalf("the store had %d partitions, and has %d when it is opened again: which customer is where depends on their number", n, got)
	}
	for i, k := range keys {
		second.lasts(i, k, versions[i])
	}
}

// lasts looks at a partition of a store that was opened again.
func (t *storeTest) lasts(partition int, k care.Key, version care.Version) {
	t.Helper()
	p := t.acquire(partition)
	r := t.expect(p, k, "kept", int64(100+partition))
	if r.Version != version {
		t.Errorf("the record of %s had version %d, and has %d", k, version, r.Version)
	}
	t.expectDue(p, 1_000, 10, 0, k)
	if listed, err := p.Listed(t.ctx, care.HasTask, care.Key{}, 10); err != nil || len(listed) != 1 || listed[0].Key != k {
		t.Errorf("%s has a task, and the list of those who have is %v, %v", k, listed, err)
	}
	t.expectPending(p, 69, "m2")
	if m := t.expectPending(p, 70, "m1", "m2")[0]; m.Attempt != 1 || m.At != 7 || m.NotAfter != 9 || m.Lane != "sms" || string(m.Body) != "1" || m.Key != k {
		t.Errorf("a posting comes back as %+v", m)
	}
	if note, err := p.Note(t.ctx, "note"); err != nil || string(note) != "n" {
		t.Errorf("the note says %q, %v", note, err)
	}
	t.commit(p, care.Commit{Key: k, If: version})
	again := t.commit(p, care.Commit{Key: k, State: []byte("again")})
	if r := t.apply(p, care.Commit{Key: k, If: version, State: []byte("lost")})[0]; !errors.Is(r.Err, care.ErrConflict) || again == version {
		t.Errorf("version %d of before the restart still counts for a record of version %d: %v", version, again, r.Err)
	}
}
