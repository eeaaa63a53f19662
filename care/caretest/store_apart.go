package caretest

import (
	"errors"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// apart writes the same names into two partitions, and looks what one of them sees of
// the other.
func (t *storeTest) apart() {
	n := t.store.Partitions()
	parts := make([]care.Partition, n)
	for i := range n {
		parts[i] = t.acquire(i)
	}
	if again := t.store.Partitions(); again != n {
		t.Fatalf("the store had %d partitions and has %d: their number is fixed", n, again)
	}
	if n == 1 {
		return
	}
	last := n - 1
	a, b := t.keyOf(0, 1), t.keyOf(last, 1)
	write := func(p care.Partition, k care.Key, text string, wakeAt int64) {
		t.Helper()
		results, err := p.Apply(t.ctx, care.Tx{
			Commits: []care.Commit{{Key: k, State: []byte(text), WakeAt: wakeAt, Send: []care.Posting{{ID: "m", Key: k, Body: []byte(text)}}}},
			Notes:   []care.Note{{Name: "note", State: []byte(text)}},
		})
		if err != nil || results[0].Err != nil {
			t.Fatalf("Apply: %v, %v", err, results)
		}
	}
	write(parts[0], a, "of the first", 100)
	write(parts[last], b, "of the last", 50)
	expect := func(p care.Partition, k, other care.Key, text string, wakeAt int64) {
		t.Helper()
		t.expect(p, k, text, wakeAt)
		t.expectNone(p, other)
		t.expectDue(p, 1_000, 10, 0, k)
		if records, err := p.Scan(t.ctx, care.Key{}, 10); err != nil || len(records) != 1 || records[0].Key != k {
			t.Errorf("a scan of the partition of %s sees %v, %v", k, records, err)
		}
		if m := t.expectPending(p, 1, "m")[0]; m.Key != k || string(m.Body) != text {
			t.Errorf("the partition of %s holds the posting %+v of another partition", k, m)
		}
		t.expectLen(p, 1)
		if note, err := p.Note(t.ctx, "note"); err != nil || string(note) != text {
			t.Errorf("the note in the partition of %s says %q, %v; want %q", k, note, err, text)
		}
	}
	expect(parts[0], a, b, "of the first", 100)
	expect(parts[last], b, a, "of the last", 50)
	t.commit(parts[last], care.Commit{Key: b, If: t.load(parts[last], b)[0].Version, State: []byte("of the last"), WakeAt: 50, Cancel: []string{"m"}})
	t.resolve(parts[last], care.Resolution{ID: "m"})
	t.expectLen(parts[last], 0)
	expect(parts[0], a, b, "of the first", 100)
	t.acquire(last)
	if err := parts[0].Renew(t.ctx, time.Minute); err != nil {
		t.Errorf("somebody has taken partition %d, and the owner of partition 0 hears %v", last, err)
	}
}

// empty tells bytes that are empty from bytes that are not there.
func (t *storeTest) empty() {
	p, k := t.lease(), t.key(1)
	v := t.commit(p, care.Commit{Key: k, State: []byte{}, WakeAt: 5, Send: []care.Posting{{ID: "m", Key: k}}})
	t.expect(p, k, "", 5)
	t.expectDue(p, 5, 10, 0, k)
	t.expectPending(p, 1, "m")
	if _, err := p.Apply(t.ctx, care.Tx{Notes: []care.Note{{Name: "note", State: []byte{}}}}); err != nil {
		t.Fatalf("Apply: %v", err)
	}
	if note, err := p.Note(t.ctx, "note"); err != nil || note == nil || len(note) != 0 {
		t.Errorf("an empty note is %v, %v; want one that is empty and not nil", note, err)
	}
	if note, err := p.Note(t.ctx, "never written"); err != nil || note != nil {
		t.Errorf("a note that was never written is %v, %v; want nil", note, err)
	}
	t.commit(p, care.Commit{Key: k, If: v})
	t.expectNone(p, k)
}

// ranOut gives a lease no time at all. A host that hears of nothing for an hour renews
// late, and goes on unless somebody was there in between.
func (t *storeTest) ranOut() {
	first, err := t.store.Acquire(t.ctx, 0, "first", 1)
	if err != nil {
		t.Fatalf("Acquire: %v", err)
	}
	k := t.key(1)
	v := t.commit(first, care.Commit{Key: k, State: []byte("late")})
	if err := first.Renew(t.ctx, 1); err != nil {
		t.Errorf("no other owner came, and Renew says %v", err)
	}
	t.expect(first, k, "late", 0)
	var second care.Partition
	err = inTime(func() (err error) {
		second, err = t.store.Acquire(t.ctx, 0, "second", 0)
		return err
	})
	if err != nil {
		t.Fatalf("the lease of the first owner ran out, and Acquire says %v", err)
	}
	if err := first.Renew(t.ctx, time.Minute); !errors.Is(err, care.ErrFenced) {
		t.Errorf("a lease that ran out and was taken over is renewed: %v; want ErrFenced", err)
	}
	if _, err := first.Apply(t.ctx, care.Tx{Commits: []care.Commit{{Key: k, If: v, State: []byte("too late")}}}); !errors.Is(err, care.ErrFenced) {
		t.Errorf("a lease that ran out and was taken over writes: %v; want ErrFenced", err)
	}
	t.commit(second, care.Commit{Key: k, If: v, State: []byte("second")}) // a lease of zero lasts
	t.expect(second, k, "second", 0)
}

// lists overwrites what it gave to Apply, as the engine does for the next batch.
func (t *storeTest) lists() {
	p, a, b := t.lease(), t.key(1), t.key(2)
	send := []care.Posting{{ID: "m1", Key: a, Lane: "sms", Body: []byte("1")}}
	commits := []care.Commit{{Key: a, State: []byte("a"), WakeAt: 7, Send: send}}
	notes := []care.Note{{Name: "note", State: []byte("n")}}
	if _, err := p.Apply(t.ctx, care.Tx{Commits: commits, Notes: notes}); err != nil {
		t.Fatalf("Apply: %v", err)
	}
	send[0] = care.Posting{ID: "other", Key: b, Lane: "email", Body: []byte("2")}
	commits[0] = care.Commit{Key: b, State: []byte("b"), WakeAt: 9}
	notes[0] = care.Note{Name: "other", State: []byte("o")}
	t.expect(p, a, "a", 7)
	t.expectNone(p, b)
	t.expectDue(p, 10, 10, 0, a)
	if m := t.expectPending(p, 1, "m1")[0]; m.Key != a || m.Lane != "sms" || string(m.Body) != "1" {
		t.Errorf("the posting is %+v: the lists of a transaction are used again, keep none", m)
	}
	if note, err := p.Note(t.ctx, "note"); err != nil || string(note) != "n" {
		t.Errorf("the note says %q, %v: the lists of a transaction are used again, keep none", note, err)
	}
}

// place looks where a posting stands that is tried again, and one that is replaced.
func (t *storeTest) place() {
	p, a, b := t.lease(), t.key(1), t.key(2)
	v := t.commit(p, care.Commit{Key: a, State: []byte("s"), Send: []care.Posting{{ID: "m1", Key: a, Lane: "sms"}, {ID: "m2", Key: a, Lane: "sms"}}})
	t.commit(p, care.Commit{Key: b, State: []byte("s"), Send: []care.Posting{{ID: "m3", Key: b, Lane: "email"}}})
	t.resolve(p, care.Resolution{ID: "m2", RetryAt: 900, Err: "busy"}, care.Resolution{ID: "m1", RetryAt: 500, Err: "busy"})
	t.expectPending(p, 499, "m3")
	if _, next, err := p.Pending(t.ctx, 499, 10); err != nil || next != 500 {
		t.Errorf("two are to be tried again, and Pending says the next at %d, %v; want the earlier, 500", next, err)
	}
	t.expectPending(p, 500, "m1", "m3")
	t.expectPending(p, 900, "m1", "m2", "m3")
	if few, _, err := p.Pending(t.ctx, 900, 1); err != nil || len(few) != 1 || few[0].ID != "m1" {
		t.Errorf("what comes first of all that may be tried is %+v, %v; want m1", few, err)
	}
	v = t.commit(p, care.Commit{Key: a, If: v, State: []byte("s"), Send: []care.Posting{{ID: "m4", Key: a, Lane: "sms"}}})
	t.expectPending(p, 900, "m1", "m2", "m3", "m4")
	t.commit(p, care.Commit{Key: a, If: v, State: []byte("s"), Send: []care.Posting{{ID: "m2", Key: a, Lane: "sms"}}})
	t.expectPending(p, 900, "m1", "m3", "m4", "m2")
}

// attempts looks who counts: a failure, and not that somebody looks.
func (t *storeTest) attempts() {
	p, k := t.lease(), t.key(1)
	v := t.commit(p, care.Commit{Key: k, State: []byte("s"), Send: []care.Posting{{ID: "m", Key: k}, {ID: "moved", Key: k, Attempt: 3}}})
	expect := func(p care.Partition, m, moved int) {
		t.Helper()
		for range 2 {
			pending := t.expectPending(p, 1_000, "m", "moved")
			if pending[0].Attempt != m || pending[1].Attempt != moved {
				t.Errorf("the attempts are %d and %d; want %d and %d", pending[0].Attempt, pending[1].Attempt, m, moved)
			}
		}
	}
	expect(p, 0, 3)
	t.resolve(p, care.Resolution{ID: "m", RetryAt: 10, Err: "busy"})
	expect(p, 1, 3)
	t.resolve(p, care.Resolution{ID: "m", RetryAt: 20, Err: "busy"}, care.Resolution{ID: "moved", RetryAt: 10, Err: "busy"})
	expect(p, 2, 4)
	t.commit(p, care.Commit{Key: k, If: v, State: []byte("later")})
	expect(p, 2, 4)
	expect(t.lease(), 2, 4) // whoever has the partition next goes on counting
}

// same gives a partition to its owner again, as to a process that took another's place.
func (t *storeTest) same() {
	first, k := t.lease(), t.key(1)
	v := t.commit(first, care.Commit{Key: k, State: []byte("first")})
	second := t.lease()
	if _, err := first.Apply(t.ctx, care.Tx{Commits: []care.Commit{{Key: k, If: v, State: []byte("late")}}}); !errors.Is(err, care.ErrFenced) {
		t.Errorf("the same owner has the partition again, and the former lease writes: %v; want ErrFenced", err)
	}
	if err := second.Release(t.ctx); err != nil {
		t.Fatalf("Release: %v", err)
	}
	third, err := t.store.Acquire(t.ctx, 0, "another", time.Minute)
	if err != nil {
		t.Fatalf("the partition was released, and Acquire says %v", err)
	}
	t.expect(third, k, "first", 0)
}
