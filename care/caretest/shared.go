package caretest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// TestShared checks a shared store against the contract of care.Shared, beyond
// [TestStore]:
//
//   - the owners of partitions, and the times of their changes;
//   - the meeting of processes, and letters;
//   - the rights of a visitor;
//   - locks and serials.
//
// open returns a new, empty store with at least four partitions; each part of the test
// closes its own. Leases expire by the store's clock, so it takes a few seconds.
func TestShared(t *testing.T, open func() care.Shared) {
	for _, part := range []struct {
		name string
		run  func(*sharedTest)
	}{
		{"a partition is held while its lease lasts", (*sharedTest).held},
		{"a lease that was renewed lasts longer", (*sharedTest).renewed},
		{"the same owner takes its place at once", (*sharedTest).sameOwner},
		{"one of many gets a partition", (*sharedTest).contended},
		{"a meeting says who is there and who has what", (*sharedTest).meeting},
		{"an owner that left or died is gone", (*sharedTest).left},
		{"letters wait until they are taken", (*sharedTest).letters},
		{"a letter leaves with its commit, and not with a conflict", (*sharedTest).taken},
		{"letters are posted all or none", (*sharedTest).allOrNone},
		{"letters are many and each comes once", (*sharedTest).manyLetters},
		{"await reports letters for the partitions", (*sharedTest).awaits},
		{"a visitor reads and commits, and takes nothing over", (*sharedTest).visitor},
		{"a lock is one owner's at a time", (*sharedTest).locks},
		{"a serial that was raised refuses the whole", (*sharedTest).serials},
		{"many raise a serial, each once", (*sharedTest).manyRaise},
		{"notes of all partitions are read at once", (*sharedTest).allNotes},
	} {
		t.Run(part.name, func(t *testing.T) {
			store := open()
			t.Cleanup(func() {
				if err := store.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			})
			if store.Partitions() < 4 {
				t.Fatalf("the store has %d partitions; the test needs four", store.Partitions())
			}
			part.run(&sharedTest{storeTest{T: t, ctx: t.Context(), store: store}, store})
		})
	}
}

type sharedTest struct {
	storeTest
	shared care.Shared
}

// short is a time that is over soon, and long enough for a few operations of a store that
// is far away.
const short = 500 * time.Millisecond

// acquireBy takes a partition for an owner that has to get it.
func (t *sharedTest) acquireBy(owner string, n int, ttl time.Duration) care.Partition {
	t.Helper()
	p, err := t.store.Acquire(t.ctx, n, owner, ttl)
	if err != nil {
		t.Fatalf("Acquire(%d) for %s: %v", n, owner, err)
	}
	return p
}

// isHeld says that an owner does not get a partition, because another has it.
func (t *sharedTest) isHeld(owner string, n int) {
	t.Helper()
	if _, err := t.store.Acquire(t.ctx, n, owner, time.Minute); !errors.Is(err, care.ErrHeld) {
		t.Fatalf("partition %d is another's, and Acquire for %s says %v; want ErrHeld", n, owner, err)
	}
}

// inTime repeats what is ErrHeld until the time of whoever holds it is over.
func inTime(try func() error) error {
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if err := try(); !errors.Is(err, care.ErrHeld) || time.Since(began) > 20*time.Second {
			return err
		}
	}
}

func (t *sharedTest) held() {
	first := t.acquireBy("first", 0, short)
	k := t.key(1)
	v := t.commit(first, care.Commit{Key: k, State: []byte("first")})
	t.isHeld("second", 0)
	t.acquireBy("second", 1, time.Minute) // another partition is free
	var second care.Partition
	err := inTime(func() (err error) {
		second, err = t.store.Acquire(t.ctx, 0, "second", 0)
		return err
	})
	if err != nil {
		t.Fatalf("the lease of the first ran out, and Acquire says %v", err)
	}
	if _, err := first.Apply(t.ctx, care.Tx{Commits: []care.Commit{{Key: k, If: v, State: []byte("late")}}}); !errors.Is(err, care.ErrFenced) {
		t.Errorf("the first owner writes after the second has taken over: %v; want ErrFenced", err)
	}
	if err := first.Renew(t.ctx, time.Minute); !errors.Is(err, care.ErrFenced) {
		t.Errorf("the first owner renews after the second has taken over: %v; want ErrFenced", err)
	}
	_ = first.Release(t.ctx)
	t.isHeld("third", 0)
	t.commit(second, care.Commit{Key: k, If: v, State: []byte("second")})
	if err := second.Release(t.ctx); err != nil {
		t.Fatalf("Release: %v", err)
	}
	t.acquireBy("third", 0, time.Minute)
}

func (t *sharedTest) renewed() {
	first := t.acquireBy("first", 0, time.Millisecond)
	if err := first.Renew(t.ctx, time.Minute); err != nil {
		t.Fatalf("no other owner came, and Renew says %v", err)
	}
	time.Sleep(50 * time.Millisecond) // the first millisecond is over
	t.isHeld("second", 0)
	if err := first.Renew(t.ctx, time.Millisecond); err != nil {
		t.Fatalf("Renew: %v", err)
	}
	if err := inTime(func() error { _, err := t.store.Acquire(t.ctx, 0, "second", time.Minute); return err }); err != nil {
		t.Errorf("a renewal is for the time that it says, and not for the longest so far: %v", err)
	}
}

func (t *sharedTest) sameOwner() {
	before := t.acquireBy("pod-1", 0, time.Minute)
	after := t.acquireBy("pod-1", 0, time.Minute)
	if _, err := before.Load(t.ctx, []care.Key{t.key(1)}); !errors.Is(err, care.ErrFenced) {
		t.Errorf("the process before reads after the one that took its place: %v; want ErrFenced", err)
	}
	t.expectNone(after, t.key(1))
}

func (t *sharedTest) contended() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	got := map[int][]string{}
	for i := range 8 {
		owner := fmt.Sprintf("owner-%d", i)
		wg.Go(func() {
			for n := range 4 {
				_, err := t.store.Acquire(t.ctx, n, owner, time.Minute)
				if mu.Lock(); err == nil {
					got[n] = append(got[n], owner)
				} else if !errors.Is(err, care.ErrHeld) {
					t.Errorf("Acquire(%d) for %s: %v; want ErrHeld or nothing", n, owner, err)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for n := range 4 {
		if len(got[n]) != 1 {
			t.Errorf("partition %d has the owners %v; want one", n, got[n])
		}
	}
}

func (t *sharedTest) meet(owner string, ready bool, ttl time.Duration) care.Meeting {
	t.Helper()
	m, err := t.shared.Meet(t.ctx, care.Member{Owner: owner, Ready: ready}, ttl)
	if err != nil {
		t.Fatalf("Meet: %v", err)
	}
	return m
}

func (t *sharedTest) expectMembers(m care.Meeting, want ...care.Member) {
	t.Helper()
	if !slices.Equal(m.Members, want) {
		t.Fatalf("there are %v; want %v", m.Members, want)
	}
}

func (t *sharedTest) meeting() {
	a, b := care.Member{Owner: "a", Ready: true}, care.Member{Owner: "b"}
	t.expectMembers(t.meet("b", false, time.Minute), b)
	t.acquireBy("a", 2, time.Minute)
	m := t.meet("a", true, time.Minute)
	t.expectMembers(m, a, b)
	if off := time.Since(m.Now).Abs(); off > time.Hour {
		t.Errorf("the store's clock is %s away from this process's; is Now in another zone, or not set?", off)
	}
	if len(m.Owners) != t.store.Partitions() {
		t.Fatalf("the meeting names the owners of %d partitions of %d", len(m.Owners), t.store.Partitions())
	}
	for n, owner := range m.Owners {
		if want := map[int]string{2: "a"}[n]; owner != want {
			t.Errorf("partition %d is %q's; want %q", n, owner, want)
		}
	}
	b.Ready = true
	t.expectMembers(t.meet("b", true, time.Minute), a, b)
	if later := t.meet("b", true, time.Minute).Now; later.Before(m.Now) {
		t.Errorf("the store's clock went from %s back to %s", m.Now, later)
	}
}

func (t *sharedTest) left() {
	a := care.Member{Owner: "a", Ready: true}
	t.acquireBy("c", 0, time.Millisecond)
	t.meet("b", true, time.Minute)
	t.meet("c", true, time.Millisecond)
	if err := t.shared.Leave(t.ctx, "b"); err != nil {
		t.Fatalf("Leave: %v", err)
	}
	if err := t.shared.Leave(t.ctx, "b"); err != nil {
		t.Errorf("leaving again: %v", err)
	}
	var m care.Meeting
	for began := time.Now(); time.Since(began) < 20*time.Second; time.Sleep(10 * time.Millisecond) {
		if m = t.meet("a", true, time.Minute); len(m.Members) == 1 && m.Owners[0] == "" {
			break
		}
	}
	t.expectMembers(m, a)
	if m.Owners[0] != "" {
		t.Errorf("the lease of %s ran out, and the meeting still gives it the partition", m.Owners[0])
	}
}

func (t *sharedTest) visit(n int) care.Partition {
	t.Helper()
	p, err := t.shared.Visit(t.ctx, n)
	if err != nil {
		t.Fatalf("Visit(%d): %v", n, err)
	}
	return p
}

func (t *sharedTest) visitor() {
	owner, k := t.acquireBy("first", 0, time.Minute), t.key(1)
	v := t.commit(owner, care.Commit{Key: k, State: []byte("owner"), WakeAt: 100, Send: []care.Posting{{ID: "m", Key: k, Body: []byte("b")}}})
	guest := t.visit(0)
	if r := t.expect(guest, k, "owner", 100); r.Version != v {
		t.Fatalf("the owner wrote version %d, the visitor reads %d", v, r.Version)
	}
	t.expectDue(guest, 1_000, 10, 0, k)
	t.expectPending(guest, 1, "m")
	if records, err := guest.Scan(t.ctx, care.Key{}, 10); err != nil || len(records) != 1 {
		t.Errorf("the visitor's scan sees %v, %v", records, err)
	}
	w := t.commit(guest, care.Commit{Key: k, If: v, State: []byte("guest"), WakeAt: 200})
	if r := t.apply(owner, care.Commit{Key: k, If: v, State: []byte("owner again")})[0]; !errors.Is(r.Err, care.ErrConflict) {
		t.Errorf("the visitor wrote, and the owner's older version causes no conflict: %v", r.Err)
	}
	u := t.commit(owner, care.Commit{Key: k, If: w, State: []byte("owner again")})
	if r := t.apply(guest, care.Commit{Key: k, If: w, State: []byte("guest again")})[0]; !errors.Is(r.Err, care.ErrConflict) {
		t.Errorf("the owner wrote, and the visitor's older version causes no conflict: %v", r.Err)
	}
	for name, op := range map[string]func() error{
		"Resolve": func() error { return guest.Resolve(t.ctx, []care.Resolution{{ID: "m"}}) },
		"Renew":   func() error { return guest.Renew(t.ctx, time.Minute) },
		"Release": func() error { return guest.Release(t.ctx) },
	} {
		if err := op(); err == nil {
			t.Errorf("%s is not for visitors, and says nothing", name)
		}
	}
	t.isHeld("second", 0)
	t.acquireBy("first", 0, time.Minute)
	u = t.commit(guest, care.Commit{Key: k, If: u, State: []byte("guest")}) // whoever owns it
	t.guestSpends(guest, k, u)
	for _, n := range []int{-1, t.store.Partitions()} {
		if _, err := t.shared.Visit(t.ctx, n); err == nil {
			t.Errorf("Visit(%d) should fail: there are %d partitions", n, t.store.Partitions())
		}
	}
}

// guestSpends has a visitor write what an owner would: a note, a message and a serial.
func (t *sharedTest) guestSpends(guest care.Partition, k care.Key, v care.Version) {
	t.Helper()
	tx := care.Tx{
		Commits: []care.Commit{{Key: k, If: v, State: []byte("spent"), Send: []care.Posting{{ID: "of the guest", Key: k, Body: []byte("b")}}, Cancel: []string{"m"}}},
		Notes:   []care.Note{{Name: "expenses", State: []byte("5")}}, Serial: &care.Serial{Name: "expenses"},
	}
	if results, err := guest.Apply(t.ctx, tx); err != nil || results[0].Err != nil {
		t.Fatalf("a visitor writes a note and raises a serial: %v, %v", results, err)
	}
	t.expectPending(guest, 1, "of the guest")
	if note, err := guest.Note(t.ctx, "expenses"); err != nil || string(note) != "5" {
		t.Errorf("the note of a visitor is %q, %v; want 5", note, err)
	}
	if _, err := guest.Apply(t.ctx, tx); !errors.Is(err, care.ErrStale) {
		t.Errorf("the serial was raised, and a visitor's Apply says %v; want ErrStale", err)
	}
}
