package caretest

import (
	"errors"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

func (t *sharedTest) lock(name, owner string, ttl time.Duration) error {
	return t.shared.Lock(t.ctx, name, owner, ttl)
}

func (t *sharedTest) locks() {
	expect := func(held bool, name, owner string, ttl time.Duration) {
		t.Helper()
		err := t.lock(name, owner, ttl)
		if held && !errors.Is(err, care.ErrHeld) || !held && err != nil {
			t.Fatalf("Lock %s for %s says %v; held by another: %v", name, owner, err, held)
		}
	}
	expect(false, "a", "first", time.Minute)
	expect(true, "a", "second", time.Minute)
	expect(false, "b", "second", time.Minute)
	expect(false, "a", "first", time.Minute) // its own
	if err := t.shared.Unlock(t.ctx, "a", "second"); err != nil {
		t.Errorf("Unlock of another's lock: %v; it does nothing", err)
	}
	expect(true, "a", "second", time.Minute)
	if err := t.shared.Unlock(t.ctx, "a", "first"); err != nil {
		t.Fatalf("Unlock: %v", err)
	}
	expect(false, "a", "second", short)
	expect(true, "a", "first", time.Minute)
	if err := inTime(func() error { return t.lock("a", "first", time.Minute) }); err != nil {
		t.Errorf("the time of the lock is over, and Lock says %v", err)
	}
}

func (t *sharedTest) serials() {
	a, b := t.acquireBy("first", 0, time.Minute), t.acquireBy("second", 1, time.Minute)
	serial := func(want uint64) {
		t.Helper()
		if n, err := t.shared.Serial(t.ctx, "expenses"); err != nil || n != want {
			t.Fatalf("the serial stands at %d, %v; want %d", n, err, want)
		}
	}
	apply := func(p care.Partition, tx care.Tx, n uint64) error {
		tx.Serial = &care.Serial{Name: "expenses", If: n}
		_, err := p.Apply(t.ctx, tx)
		return err
	}
	serial(0)
	t.post(care.Letter{Partition: 1, Body: []byte("waits")})
	k := t.keyOf(1, 1)
	if err := apply(a, care.Tx{Notes: []care.Note{{Name: "n", State: []byte("a")}}}, 0); err != nil {
		t.Fatalf("Apply at the serial's number: %v", err)
	}
	serial(1)
	late := care.Tx{
		Commits: []care.Commit{{Key: k, State: []byte("late")}},
		Notes:   []care.Note{{Name: "n", State: []byte("late")}},
		Taken:   []int64{t.inbox(b, "waits")["waits"].Number},
	}
	if err := apply(b, late, 0); !errors.Is(err, care.ErrStale) {
		t.Fatalf("another has raised the serial, and Apply says %v; want ErrStale", err)
	}
	serial(1)
	t.expectNone(b, k)
	t.inbox(b, "waits")
	if note, err := b.Note(t.ctx, "n"); err != nil || note != nil {
		t.Errorf("a stale Apply left the note %q, %v", note, err)
	}
	if err := apply(b, late, 1); err != nil {
		t.Fatalf("Apply at the serial's number: %v", err)
	}
	serial(2)
	t.inbox(b)
	t.commit(a, care.Commit{Key: t.key(1), State: []byte("no matter")})
	serial(2)
	if n, err := t.shared.Serial(t.ctx, "another"); err != nil || n != 0 {
		t.Errorf("a serial that was never raised stands at %d, %v", n, err)
	}
	t.acquireBy("first", 0, time.Minute)
	if err := apply(a, care.Tx{}, 2); !errors.Is(err, care.ErrFenced) {
		t.Errorf("an owner who has lost the partition raises the serial: %v; want ErrFenced", err)
	}
	serial(2)
}

// manyRaise has many raise one serial: each number is one's.
func (t *sharedTest) manyRaise() {
	parts := []care.Partition{t.acquireBy("first", 0, time.Minute), t.acquireBy("second", 1, time.Minute), t.acquireBy("third", 2, time.Minute)}
	var wg sync.WaitGroup
	const each = 10
	for _, p := range parts {
		wg.Go(func() {
			for raised := 0; raised < each; {
				n, err := t.shared.Serial(t.ctx, "contended")
				if err != nil {
					t.Errorf("Serial: %v", err)
					return
				}
				_, err = p.Apply(t.ctx, care.Tx{Serial: &care.Serial{Name: "contended", If: n}})
				switch {
				case err == nil:
					raised++
				case !errors.Is(err, care.ErrStale):
					t.Errorf("Apply: %v; want ErrStale or nothing", err)
					return
				}
			}
		})
	}
	wg.Wait()
	if n, err := t.shared.Serial(t.ctx, "contended"); err != nil || n != uint64(len(parts)*each) {
		t.Errorf("the serial was raised %d times and stands at %d, %v", len(parts)*each, n, err)
	}
}

func (t *sharedTest) allNotes() {
	for n, text := range map[int]string{0: "zero", 2: "two"} {
		p := t.acquireBy("first", n, time.Minute)
		if _, err := p.Apply(t.ctx, care.Tx{Notes: []care.Note{{Name: "n", State: []byte(text)}, {Name: "another", State: []byte("x")}}}); err != nil {
			t.Fatalf("Apply: %v", err)
		}
	}
	notes, err := t.shared.Notes(t.ctx, "n")
	if err != nil || len(notes) != t.store.Partitions() {
		t.Fatalf("the notes of %d partitions, %v; want %d", len(notes), err, t.store.Partitions())
	}
	for n, note := range notes {
		want := map[int]string{0: "zero", 2: "two"}[n]
		if string(note) != want || (note == nil) != (want == "") {
			t.Errorf("the note of partition %d is %q; want %q", n, note, want)
		}
	}
}
