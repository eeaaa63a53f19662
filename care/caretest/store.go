package caretest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// TestStore checks a store against the contract of care.Store:
//
//   - records are stored, and returned bytes do not change;
//   - a conflict changes nothing;
//   - wake-ups, and the isolation of partitions;
//   - the rights to write after a change of owner and after a lease expired;
//   - the order of postings in the outbox, their attempts and retries;
//   - the lists of customers;
//   - journals, if the store is a care.Journal.
//
// open returns a new, empty store; each part of the test closes its own.
func TestStore(t *testing.T, open func() care.Store) {
	for _, part := range []struct {
		name string
		run  func(*storeTest)
	}{
		{"a new customer has version zero", (*storeTest).news},
		{"what is written is read again", (*storeTest).roundTrip},
		{"what was read stays as it was", (*storeTest).givenAway},
		{"keys are kept apart", (*storeTest).keys},
		{"a conflict changes nothing", (*storeTest).conflict},
		{"a conflict does not stop the others of a batch", (*storeTest).neighbours},
		{"a removed record is gone with its wake-up", (*storeTest).removal},
		{"a scan sees everybody once, in order", (*storeTest).scan},
		{"notes are kept with what they belong to", (*storeTest).notes},
		{"empty is not missing", (*storeTest).empty},
		{"partitions are kept apart", (*storeTest).apart},
		{"wake-ups come earliest first and stay", (*storeTest).due},
		{"wake-ups move and are cleared", (*storeTest).wakeUps},
		{"a second owner fences the first", (*storeTest).fencing},
		{"a released partition can be taken again", (*storeTest).release},
		{"a lease that ran out is its owner's until another takes it", (*storeTest).ranOut},
		{"postings keep the order of their commits", (*storeTest).outbox},
		{"a posting of the same id is replaced", (*storeTest).replace},
		{"each lane is asked for by itself", (*storeTest).lanes},
		{"cancelled postings do not go", (*storeTest).cancel},
		{"a posting to be tried again waits", (*storeTest).retry},
		{"a posting that was tried stands where it stood", (*storeTest).place},
		{"only a failure raises the attempt", (*storeTest).attempts},
		{"an owner may take its partition again", (*storeTest).same},
		{"the lists of a transaction are used again", (*storeTest).lists},
		{"a customer stands on the lists of the last commit", (*storeTest).standing},
		{"those on a list come in the order of a scan", (*storeTest).listedByShop},
		{"the outbox knows its oldest posting", (*storeTest).oldest},
		{"a posting says when it may be tried again", (*storeTest).retryAt},
		{"after a failure the record says what happened", (*storeTest).unknownOutcome},
		{"partitions work side by side", (*storeTest).together},
		{"a journal is read in order, whole or in part", (*storeTest).journalOrder},
		{"journals are kept apart", (*storeTest).journalKeys},
		{"a conflict writes no journal", (*storeTest).journalConflict},
		{"a journal is emptied before it is written", (*storeTest).journalErase},
		{"old entries are pruned a page at a time", (*storeTest).journalPrune},
		{"what was read of a journal stays as it was", (*storeTest).journalGivenAway},
	} {
		t.Run(part.name, func(t *testing.T) {
			store := open()
			t.Cleanup(func() {
				if err := store.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			})
			part.run(&storeTest{T: t, ctx: t.Context(), store: store})
		})
	}
}

type storeTest struct {
	*testing.T
	ctx   context.Context
	store care.Store
}

// lease takes partition 0.
func (t *storeTest) lease() care.Partition {
	t.Helper()
	return t.acquire(0)
}

func (t *storeTest) acquire(n int) care.Partition {
	t.Helper()
	p, err := t.store.Acquire(t.ctx, n, "caretest", time.Minute)
	if err != nil {
		t.Fatalf("Acquire(%d): %v", n, err)
	}
	return p
}

// key makes the n-th customer of partition 0.
func (t *storeTest) key(n int) care.Key { return t.keyOf(0, n) }

func (t *storeTest) keyOf(partition, n int) care.Key {
	for i := 0; ; i++ {
		k := care.Key{Shop: "店", Customer: fmt.Sprintf("c%03d-%d", n, i)}
		if care.PartitionOf(k, t.store.Partitions()) == partition {
			return k
		}
	}
}

// commit applies one commit that has to succeed.
func (t *storeTest) commit(p care.Partition, c care.Commit) care.Version {
	t.Helper()
	r := t.apply(p, c)[0]
	if r.Err != nil {
		t.Fatalf("Apply: %v", r.Err)
	}
	return r.Version
}

func (t *storeTest) apply(p care.Partition, commits ...care.Commit) []care.Result {
	t.Helper()
	results, err := p.Apply(t.ctx, care.Tx{Commits: commits})
	if err != nil {
		t.Fatalf("Apply: %v", err)
	}
	if len(results) != len(commits) {
		t.Fatalf("Apply answered %d of %d commits", len(results), len(commits))
	}
	return results
}

func (t *storeTest) load(p care.Partition, keys ...care.Key) []care.Record {
	t.Helper()
	records, err := p.Load(t.ctx, keys)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	if len(records) != len(keys) {
		t.Fatalf("Load answered %d of %d keys", len(records), len(keys))
	}
	return records
}

// expect is a record as it has to be; its version is not looked at.
func (t *storeTest) expect(p care.Partition, k care.Key, state string, wakeAt int64) care.Record {
	t.Helper()
	r := t.load(p, k)[0]
	if r.Key != k || string(r.State) != state || r.WakeAt != wakeAt {
		t.Fatalf("the record of %s is %q, woken at %d, for %s; want %q, woken at %d", k, r.State, r.WakeAt, r.Key, state, wakeAt)
	}
	if r.Version == 0 {
		t.Fatalf("the record of %s is there and has version zero", k)
	}
	return r
}

func (t *storeTest) expectNone(p care.Partition, k care.Key) {
	t.Helper()
	if r := t.load(p, k)[0]; r.Version != 0 || len(r.State) > 0 || r.WakeAt != 0 || r.Key != k {
		t.Fatalf("there should be no record of %s; there is %+v", k, r)
	}
}
