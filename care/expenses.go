package care

import (
	"context"
	"fmt"
)

// What the shops spent is kept in one record for each partition, under a name no
// customer has, and written together with the decisions that spent it.
const expensesName = "\x01expenses"

func (s *shard) expensesKey() Key {
	return Key{Customer: fmt.Sprintf("%s/%d", expensesName, s.number)}
}

// expenses is the commit that writes down what the partition has spent, or nil
// when a batch changed nothing about it.
func (s *shard) expenses(written []*turn) *Commit {
	for _, t := range written {
		if len(t.entries) > 0 {
			return &Commit{Key: s.expensesKey(), State: s.engine.means.Budgets.Encode(s.number)}
		}
	}
	return nil
}

// loadExpenses reads what the partition has spent: before this engine began, or
// before something of which nobody knows what became.
func (s *shard) loadExpenses(ctx context.Context) error {
	records, err := s.lease.Load(ctx, []Key{s.expensesKey()})
	if err != nil {
		return fmt.Errorf("care: partition %d of the store: %w", s.number, err)
	}
	return s.engine.means.Budgets.Decode(records[0].State, s.number)
}
