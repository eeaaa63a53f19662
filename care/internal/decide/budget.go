package decide

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A Ledger counts what the shops' messages cost. It is the one thing that
// customers share, so it has a lock; money is taken when a message is decided and
// given back when it fails for good.
type Ledger struct {
	mu      sync.Mutex
	short   bool // it has said no; see WasShort
	spent   map[budgetKey]*account
	unknown map[int]string // fields of a later version, by partition; see remember.Reader.Unknown
}

type budgetKey struct{ shop, budget string }

// An account is what was spent of one budget within its window, oldest first.
type account struct {
	expenses []expense
	total    channel.Cost
}

// An expense is what customers of one partition cost at one instant. In a
// calendar window the instant is the window's beginning: nothing finer matters.
type expense struct {
	at        int64
	partition int
	cost      channel.Cost
	unknown   string // fields of a later version
}

// NewLedger is an empty one.
func NewLedger() *Ledger { return &Ledger{spent: map[budgetKey]*account{}, unknown: map[int]string{}} }

// affords says whether a budget bears another expense.
func (l *Ledger) affords(shop string, b *rule.Budget, cost channel.Cost, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	affords := l.account(shop, b, now).total+cost <= channel.CostOf(b.AtMost)
	l.short = l.short || !affords
	return affords
}

// freeAt is when a budget bears another expense: now, or when enough of what was
// spent has left its window; Forever when it never will.
func (l *Ledger) freeAt(shop string, b *rule.Budget, cost channel.Cost, now time.Time) ask.Instant {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.account(shop, b, now)
	over := a.total + cost - channel.CostOf(b.AtMost)
	if over <= 0 {
		return ask.InstantOf(now)
	}
	l.short = true
	for _, e := range a.expenses {
		if over -= e.cost; over <= 0 {
			return ask.InstantOf(b.Window.Leaves(time.UnixMilli(e.at).In(now.Location())))
		}
	}
	return ask.Forever
}

// take enters an expense. It says false, and enters nothing, when the budget does
// not bear it; beyond the budget it is entered all the same.
func (l *Ledger) take(shop string, b *rule.Budget, e expense, now time.Time, beyond bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.account(shop, b, now)
	if !beyond && a.total+e.cost > channel.CostOf(b.AtMost) {
		l.short = true
		return false
	}
	a.enter(e)
	return true
}

// Spent is what was spent of a budget in the window that holds at a time.
func (l *Ledger) Spent(shop string, b *rule.Budget, now time.Time) channel.Cost {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.account(shop, b, now).total
}

// WasShort says whether a budget did not bear something since it was asked last. Where
// others spend too, it may be that what they gave back is not known yet.
func (l *Ledger) WasShort() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	short := l.short
	l.short = false
	return short
}

// enter adds an expense, or takes one back when its cost is negative.
func (l *Ledger) enter(key budgetKey, e expense) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.spent[key] == nil {
		l.spent[key] = &account{}
	}
	l.spent[key].enter(e)
}

func (a *account) enter(e expense) {
	i, found := slices.BinarySearchFunc(a.expenses, e, func(x, y expense) int {
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.partition, y.partition))
	})
	switch {
	case found:
		a.expenses[i].cost += e.cost
		a.expenses[i].unknown = cmp.Or(a.expenses[i].unknown, e.unknown)
	case e.cost < 0:
		return // it has left the window
	default:
		a.expenses = slices.Insert(a.expenses, i, e)
	}
	a.total += e.cost
}

// Forget drops what customers of a partition cost.
func (l *Ledger) Forget(partition int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.unknown, partition)
	for _, a := range l.spent {
		a.expenses = slices.DeleteFunc(a.expenses, func(e expense) bool {
			if e.partition == partition {
				a.total -= e.cost
			}
			return e.partition == partition
		})
	}
}

// account is a budget's account without what has left its window.
func (l *Ledger) account(shop string, b *rule.Budget, now time.Time) *account {
	key := budgetKey{shop, b.Name}
	a := l.spent[key]
	if a == nil {
		a = &account{}
		l.spent[key] = a
	}
	start := b.Window.Start(now).UnixMilli()
	old := 0
	for old < len(a.expenses) && a.expenses[old].at < start {
		a.total -= a.expenses[old].cost
		old++
	}
	a.expenses = a.expenses[old:]
	return a
}

// Copy is a Ledger of its own with the same expenses, to try something on.
func (l *Ledger) Copy() *Ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := NewLedger()
	for key, a := range l.spent {
		c.spent[key] = &account{slices.Clone(a.expenses), a.total}
	}
	return c
}

// entryAt is the instant under which a budget enters a message.
func entryAt(b *rule.Budget, at time.Time) int64 {
	if b.Window.Per != rule.NoPeriod {
		return b.Window.Start(at).UnixMilli()
	}
	return at.UnixMilli()
}

// An Entry is what a step did to the ledger.
type Entry struct {
	key     budgetKey
	expense expense
}

// Undo takes entries back: what they belong to came to nothing.
func (l *Ledger) Undo(entries []Entry) {
	for _, e := range entries {
		e.expense.cost = -e.expense.cost
		l.enter(e.key, e.expense)
	}
}
