package care

import (
	"context"
	"fmt"

	"github.com/tiexin-go/tiexin/channel"
)

// What the shop spent is kept in one record for each partition, under a name no
// customer has, and written together with the decisions that spent it.
const expensesName = "\x00expenses"

func (s *shard) expensesKey() Key {
	return Key{Customer: fmt.Sprintf("%s/%d", expensesName, s.number)}
}

// expenses is the commit that writes down what a batch spent, or nil when it
// spent nothing.
func (s *shard) expenses(written []*turn) *Commit {
	spent := false
	for _, t := range written {
		spent = spent || len(t.step.charged) > 0 || len(t.step.revoked) > 0
	}
	if !spent {
		return nil
	}
	revoked := map[string]bool{}
	for _, t := range written {
		for _, id := range t.step.revoked {
			revoked[id] = true
		}
	}
	partitions := s.engine.options.Store.Partitions()
	return &Commit{Key: s.expensesKey(), State: s.engine.means.budgets.encode(func(e *expense) bool {
		return PartitionOf(e.key, partitions) == s.number && !revoked[e.id]
	})}
}

// loadExpenses reads what was spent before this engine began.
func (s *shard) loadExpenses(ctx context.Context) error {
	records, err := s.lease.Load(ctx, []Key{s.expensesKey()})
	if err != nil {
		return fmt.Errorf("care: partition %d of the store: %w", s.number, err)
	}
	return s.engine.means.budgets.decode(records[0].State)
}

// undoExpenses gives back what a step took that was not written.
func (s *step) undoExpenses() {
	for _, id := range s.charged {
		s.means.budgets.giveBack(s.key.Shop, id)
	}
}

// settleExpenses gives back what a written step revoked.
func (s *step) settleExpenses() {
	for _, id := range s.revoked {
		s.means.budgets.giveBack(s.key.Shop, id)
	}
}

func (l *ledger) encode(keep func(*expense) bool) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := &writer{}
	w.byte(stateVersion)
	for key, a := range l.spent {
		for i := range a.expenses {
			if e := &a.expenses[i]; keep(e) {
				w.text(key.shop)
				w.text(key.budget)
				w.text(e.id)
				w.text(e.key.Shop)
				w.text(e.key.Customer)
				w.millis(e.at)
				w.int(int64(e.cost))
			}
		}
	}
	return w.buf
}

func (l *ledger) decode(blob []byte) error {
	if len(blob) == 0 {
		return nil
	}
	r := &reader{data: string(blob)}
	if r.byte() != stateVersion {
		return fmt.Errorf("care: %w: expenses of another version", errCorrupt)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for r.at < len(r.data) {
		key := ledgerKey{r.text(), r.text()}
		e := expense{id: r.text(), key: Key{r.text(), r.text()}, at: r.millis(), cost: channel.Cost(r.int())}
		a := l.spent[key]
		if a == nil {
			a = &account{}
			l.spent[key] = a
		}
		a.insert(e)
	}
	return r.err
}
