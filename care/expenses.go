package care

import (
	"context"
	"slices"
)

// expensesNote is the note of what the shops spent by the decisions of a partition. It
// is written together with them.
const expensesNote = "expenses"

// expenses are the note of what the partition has spent, or none when a batch changed
// nothing about it.
func (s *shard) expenses(written []*turn) []Note {
	if !s.owes && !spends(written) {
		return nil
	}
	return []Note{{Name: expensesNote, State: s.engine.means.Budgets.Encode(s.number)}}
}

// spends says that turns took money from a budget, or gave some back.
func spends(turns []*turn) bool {
	return slices.ContainsFunc(turns, func(t *turn) bool { return len(t.entries) > 0 })
}

// loadExpenses reads what the partition has spent: before this engine began, or
// before something of which nobody knows what became.
func (s *shard) loadExpenses(ctx context.Context) error {
	if s.engine.replica != nil {
		s.engine.replica.purse.stale.Store(true)
		return nil
	}
	state, err := s.lease.Note(ctx, expensesNote)
	if err != nil {
		return zh.Error("care: partition %d of the store: %w", s.number, err)
	}
	return s.engine.means.Budgets.Decode(state, s.number)
}
