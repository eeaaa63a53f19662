package caretest_test

import (
	"context"
	"math"
	"slices"
	"sync"

	"github.com/tiexin-go/tiexin/care"
)

// A faultyJournal is a faulty store that keeps journals, or does something wrong about
// them.
type faultyJournal struct{ faulty }

// journalFaults are the parts of the test that find the faults out.
var journalFaults = map[string]string{
	"order":     "a_journal_is_read_in_order,_whole_or_in_part",
	"inclusive": "a_journal_is_read_in_order,_whole_or_in_part",
	"limitless": "a_journal_is_read_in_order,_whole_or_in_part",
	"erase":     "a_journal_is_emptied_before_it_is_written",
	"greedy":    "old_entries_are_pruned_a_page_at_a_time",
	"lazy":      "old_entries_are_pruned_a_page_at_a_time",
	"careless":  "a_conflict_writes_no_journal",
}

func openFaulty(fault string) care.Store {
	f := faulty{care.NewMemoryOf(4), fault, new(sync.Map), new(sync.Map)}
	if _, ok := journalFaults[fault]; ok || fault == "" {
		return faultyJournal{f}
	}
	return f
}

func (f faultyJournal) journal() care.Journal { return f.Store.(care.Journal) }

func (f faultyJournal) Journal(ctx context.Context, key care.Key, from, to int64, limit int) ([]care.Entry, error) {
	switch f.fault {
	case "inclusive":
		if to < math.MaxInt64 {
			to++
		}
	case "limitless":
		limit = 1_000
	}
	entries, err := f.journal().Journal(ctx, key, from, to, limit)
	if f.fault == "order" {
		slices.Reverse(entries)
		slices.SortStableFunc(entries, func(a, b care.Entry) int { return int(min(max(a.At-b.At, -1), 1)) })
	}
	return entries, err
}

func (f faultyJournal) Prune(ctx context.Context, before int64, limit int) (int, error) {
	switch f.fault {
	case "greedy":
		limit = 1_000
	case "lazy":
		return limit, nil
	}
	return f.journal().Prune(ctx, before, limit)
}

// spoil does what the fault does to a transaction.
func (p *faultyPart) spoil(tx care.Tx) care.Tx {
	for i := range tx.Commits {
		c := &tx.Commits[i]
		switch p.fault {
		case "erase":
			c.Erase = false
		case "careless": // it writes the journal whatever the version says
			records, err := p.Partition.Load(context.Background(), []care.Key{c.Key})
			if err == nil && records[0].Version != c.If {
				_, _ = p.Partition.Apply(context.Background(), care.Tx{Commits: []care.Commit{{
					Key: c.Key, If: records[0].Version, State: records[0].State, WakeAt: records[0].WakeAt, Erase: c.Erase, Journal: c.Journal,
				}}})
			}
		}
	}
	return tx
}
