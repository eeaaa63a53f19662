package caretest_test

import (
	"context"
	"maps"
	"math"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
)

// A faulty store does one thing wrong that a store easily gets wrong.
type faulty struct {
	care.Store
	fault string
	notes *sync.Map // of all partitions
	// leases are those of the partitions, by number.
	leases *sync.Map
}

type faultyPart struct {
	care.Partition
	faulty
	ttl   time.Duration
	owner string
	looks int
	sent  []care.Posting
}

func (f faulty) Acquire(ctx context.Context, n int, owner string, ttl time.Duration) (care.Partition, error) {
	if former, ok := f.leases.Load(n); ok && f.fault == "again" && former.(*faultyPart).owner == owner {
		return former.(*faultyPart), nil
	}
	p, err := f.Store.Acquire(ctx, n, owner, ttl)
	part := &faultyPart{Partition: p, faulty: f, ttl: ttl, owner: owner}
	f.leases.Store(n, part)
	return part, err
}

func (p *faultyPart) Renew(ctx context.Context, ttl time.Duration) error {
	if p.fault == "lease" && p.ttl == 1 {
		return care.ErrFenced
	}
	return p.Partition.Renew(ctx, ttl)
}

func (p *faultyPart) Apply(ctx context.Context, tx care.Tx) ([]care.Result, error) {
	for _, n := range tx.Notes {
		p.notes.Store(n.Name, n.State)
	}
	for i := range tx.Commits {
		p.sent = tx.Commits[i].Send
	}
	return p.Partition.Apply(ctx, p.spoil(tx))
}

func (p *faultyPart) Note(ctx context.Context, name string) ([]byte, error) {
	state, err := p.Partition.Note(ctx, name)
	switch shared, ok := p.notes.Load(name); {
	case p.fault == "notes" && ok && err == nil:
		return shared.([]byte), nil
	case p.fault == "empty" && len(state) == 0:
		return nil, err
	}
	return state, err
}

func (p *faultyPart) Pending(ctx context.Context, now int64, limit int, lanes ...string) ([]care.Posting, int64, error) {
	pending, next, err := p.Partition.Pending(ctx, now, limit, lanes...)
	switch {
	case p.fault == "place": // what was tried goes to the end
		slices.SortStableFunc(pending, func(a, b care.Posting) int { return a.Attempt - b.Attempt })
	case p.fault == "attempt":
		for i := range pending {
			pending[i].Attempt += p.looks
		}
		p.looks++
	case p.fault == "retry":
		for i := range pending {
			pending[i].RetryAt = 0
		}
	case p.fault == "lists" && len(pending) > 0 && len(p.sent) > 0:
		pending[0] = p.sent[0]
	}
	return pending, next, err
}

func (p *faultyPart) Listed(ctx context.Context, on care.Lists, after care.Key, limit int) ([]care.Record, error) {
	if p.fault == "listed" { // whoever stands on any
		on = care.AwaitsApproval | care.HasTask | care.AwaitsSharedApproval
	}
	return p.Partition.Listed(ctx, on, after, limit)
}

func (p *faultyPart) Len(ctx context.Context) (int, int64, error) {
	n, oldest, err := p.Partition.Len(ctx)
	if p.fault == "oldest" && n > 0 { // the first that was written
		pending, _, _ := p.Partition.Pending(ctx, math.MaxInt64, 1)
		oldest = pending[0].At
	}
	return n, oldest, err
}

const faultyStore = "CARETEST_FAULTY"

// TestTheFaultyStore is run by the next test, in a process of its own, since it fails.
func TestTheFaultyStore(t *testing.T) {
	fault, set := os.LookupEnv(faultyStore)
	if !set {
		t.Skip("it is run by the test of faulty stores")
	}
	caretest.TestStore(t, func() care.Store { return openFaulty(fault) })
	t.Run("lasting", func(t *testing.T) {
		store, again := care.NewMemoryOf(4), care.NewMemoryOf(4)
		if fault == "partitions" {
			again = care.NewMemoryOf(5)
		} else if fault != "forgets" {
			again = store
		}
		caretest.TestLasting(t, func() care.Store { return store }, func() care.Store { return again })
	})
}

func TestAFaultyStoreIsFoundOut(t *testing.T) {
	faults := map[string]string{
		"":           "",
		"lease":      "a_lease_that_ran_out_is_its_owner's_until_another_takes_it",
		"notes":      "partitions_are_kept_apart",
		"empty":      "empty_is_not_missing",
		"place":      "a_posting_that_was_tried_stands_where_it_stood",
		"attempt":    "only_a_failure_raises_the_attempt",
		"listed":     "a_customer_stands_on_the_lists_of_the_last_commit",
		"oldest":     "the_outbox_knows_its_oldest_posting",
		"again":      "an_owner_may_take_its_partition_again",
		"partitions": "lasting",
		"forgets":    "lasting",
		"retry":      "a_posting_says_when_it_may_be_tried_again",
		"lists":      "the_lists_of_a_transaction_are_used_again",
	}
	maps.Copy(faults, journalFaults)
	for fault, says := range faults {
		run := exec.Command(os.Args[0], "-test.run", "^TestTheFaultyStore$")
		run.Env = append(os.Environ(), faultyStore+"="+fault)
		out, err := run.CombinedOutput()
		if fault == "" {
			assert.NoError(t, err, "%s", out)
			continue
		}
		assert.Error(t, err, fault)
		assert.Contains(t, string(out), "--- FAIL: TestTheFaultyStore/"+says, fault)
	}
}
