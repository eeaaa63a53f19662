package care

import (
	"context"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// What the shops spent is kept in one record for each partition, under a name no
// customer has, and written together with the decisions that spent it.
const expensesName = "\x01expenses"

func (s *shard) expensesKey() Key {
	return Key{Customer: fmt.Sprintf("%s/%d", expensesName, s.number)}
}

// An entry is what a step did to the ledger.
type entry struct {
	key     ledgerKey
	expense expense
}

// charge takes the cost of a message out of the budgets it falls under; exempt
// says by whose name it may be more than is left. It says false, and takes
// nothing, when another customer's message has meanwhile taken what was left.
func (s *step) charge(f *rule.Flow, k channel.Kind, cost channel.Cost, exempt func(limit string) bool) bool {
	if cost == 0 {
		return true
	}
	before := len(s.entries)
	for _, b := range s.rules.Budgets {
		if !b.Covers(f, k) {
			continue
		}
		e := expense{entryAt(b, s.clock()), s.partition, cost}
		if !s.means.budgets.take(s.key.Shop, b, e, s.clock(), exempt(b.Name)) {
			s.means.budgets.undo(s.entries[before:])
			s.entries = s.entries[:before]
			return false
		}
		s.entries = append(s.entries, entry{ledgerKey{s.key.Shop, b.Name}, e})
	}
	return true
}

// costOf is what a message costs, as it was composed.
func (s *step) costOf(m *channel.Message) channel.Cost {
	text := m.Text
	if m.Kind == channel.SMS {
		if whole, err := m.SMS(); err == nil {
			text = whole
		}
	}
	_, cost := s.rules.Tariff.Cost(m.Kind, text, m.Address.Phone)
	return cost
}

// refund gives the money of a message back to the budgets it was taken from.
func (s *step) refund(t slot) {
	if t.cost == 0 {
		return
	}
	for _, b := range s.rules.Budgets {
		if !b.Counts(t.purpose, t.kind, t.flow) {
			continue
		}
		at := time.UnixMilli(t.at).In(s.rules.Shop.Zone)
		back := entry{ledgerKey{s.key.Shop, b.Name}, expense{entryAt(b, at), s.partition, -t.cost}}
		s.means.budgets.enter(back.key, back.expense)
		s.entries = append(s.entries, back)
	}
}

// undo takes entries back: what they belong to came to nothing.
func (l *ledger) undo(entries []entry) {
	for _, e := range entries {
		e.expense.cost = -e.expense.cost
		l.enter(e.key, e.expense)
	}
}

// expenses is the commit that writes down what the partition has spent, or nil
// when a batch changed nothing about it.
func (s *shard) expenses(written []*turn) *Commit {
	for _, t := range written {
		if len(t.entries) > 0 {
			return &Commit{Key: s.expensesKey(), State: s.engine.means.budgets.encode(s.number)}
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
	return s.engine.means.budgets.decode(records[0].State, s.number)
}

func (l *ledger) encode(partition int) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := &writer{}
	w.byte(stateVersion)
	for key, a := range l.spent {
		for _, e := range a.expenses {
			if e.partition == partition && e.cost != 0 {
				w.text(key.shop)
				w.text(key.budget)
				w.millis(e.at)
				w.int(int64(e.cost))
			}
		}
	}
	return w.buf
}

func (l *ledger) decode(blob []byte, partition int) error {
	l.forget(partition)
	if len(blob) == 0 {
		return nil
	}
	r := &reader{data: string(blob)}
	if r.byte() != stateVersion {
		return fmt.Errorf("care: %w: expenses of another version", errCorrupt)
	}
	for r.at < len(r.data) {
		key := ledgerKey{r.text(), r.text()}
		l.enter(key, expense{at: r.millis(), partition: partition, cost: channel.Cost(r.int())})
	}
	return r.err
}
