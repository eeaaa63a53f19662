package decide

import (
	"fmt"

	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// The expenses of a partition are one record: its version, then fields as those of a
// customer's memory.
const expenseKey = 1<<1 | 1

// lastPlainLedger is the last version in which expenses stood one after the other
// without keys. It is read, and written as this version has it.
const lastPlainLedger = 6

// Encode writes what customers of a partition cost.
func (l *Ledger) Encode(partition int) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := &remember.Writer{}
	w.Byte(remember.Version)
	for key, a := range l.spent {
		for _, e := range a.expenses {
			if e.partition == partition && e.cost != 0 {
				at := w.Field(expenseKey)
				w.Text(key.shop)
				w.Text(key.budget)
				w.Int(e.at)
				w.Int(int64(e.cost))
				w.End(at, e.unknown)
			}
		}
	}
	w.Buf = append(w.Buf, l.unknown[partition]...)
	return w.Buf
}

// Decode reads what customers of a partition cost, in place of what was known.
func (l *Ledger) Decode(blob []byte, partition int) error {
	l.Forget(partition)
	if len(blob) == 0 {
		return nil
	}
	r := &remember.Reader{Data: string(blob)}
	switch v := r.Byte(); v {
	case remember.Version:
		l.read(r, partition)
	case lastPlainLedger:
		for r.At < len(r.Data) {
			key, e := readExpense(r, partition)
			l.enter(key, e)
		}
	default:
		return fmt.Errorf("care: %w: expenses of version %d, this library reads versions %d and %d", remember.ErrCorrupt, v, lastPlainLedger, remember.Version)
	}
	return r.Err
}

func (l *Ledger) read(r *remember.Reader, partition int) {
	unknown := ""
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		if key != expenseKey {
			r.Unknown(key, &unknown)
			continue
		}
		around := r.Enter()
		of, e := readExpense(r, partition)
		for key, ok := r.Next(); ok; key, ok = r.Next() {
			r.Unknown(key, &e.unknown)
		}
		r.Leave(around)
		l.enter(of, e)
	}
	if unknown != "" {
		l.mu.Lock()
		l.unknown[partition] = unknown
		l.mu.Unlock()
	}
}

func readExpense(r *remember.Reader, partition int) (budgetKey, expense) {
	return budgetKey{r.Text(), r.Text()}, expense{at: r.Int(), partition: partition, cost: channel.Cost(r.Int())}
}
