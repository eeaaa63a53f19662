package care

import (
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A ledger counts what the shop's messages cost. It is the one thing that
// customers share, so it has a lock; money is taken when a message is decided
// and given back when it fails for good.
type ledger struct {
	mu    sync.Mutex
	spent map[ledgerKey]*account
}

type ledgerKey struct{ shop, budget string }

// An account is one budget's expenses, oldest first.
type account struct {
	expenses []expense
	total    channel.Cost
}

type expense struct {
	id   string
	key  Key
	at   int64
	cost channel.Cost
}

func newLedger() *ledger { return &ledger{spent: map[ledgerKey]*account{}} }

// affords says whether a budget bears another expense.
func (l *ledger) affords(shop string, b *rule.Budget, cost channel.Cost, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.account(shop, b, now).total+cost <= channel.CostOf(b.AtMost)
}

// freeAt is when a budget bears another expense: now, or when enough of those
// that count have left its window; Forever when the expense alone is too much.
func (l *ledger) freeAt(shop string, b *rule.Budget, cost channel.Cost, now time.Time) rule.Instant {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.account(shop, b, now)
	room, left := channel.CostOf(b.AtMost)-cost, a.total
	if left <= room {
		return rule.InstantOf(now)
	}
	for _, e := range a.expenses {
		if left -= e.cost; left <= room {
			return rule.InstantOf(b.Window.Leaves(time.UnixMilli(e.at).In(now.Location())))
		}
	}
	return rule.Forever
}

func (l *ledger) take(b *rule.Budget, id string, key Key, cost channel.Cost, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.account(key.Shop, b, now).insert(expense{id, key, now.UnixMilli(), cost})
}

// insert keeps the expenses in the order of time; one that is known is not
// counted twice.
func (a *account) insert(e expense) {
	i := len(a.expenses)
	for i > 0 && a.expenses[i-1].at > e.at {
		i--
	}
	for j := i - 1; j >= 0 && a.expenses[j].at == e.at; j-- {
		if a.expenses[j].id == e.id {
			return
		}
	}
	a.expenses = slices.Insert(a.expenses, i, e)
	a.total += e.cost
}

func (l *ledger) giveBack(shop, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for key, a := range l.spent {
		if key.shop != shop {
			continue
		}
		a.expenses = slices.DeleteFunc(a.expenses, func(e expense) bool {
			if e.id == id {
				a.total -= e.cost
			}
			return e.id == id
		})
	}
}

// account is a budget's account without what has left its window.
func (l *ledger) account(shop string, b *rule.Budget, now time.Time) *account {
	key := ledgerKey{shop, b.Name}
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

// copy is a ledger of its own with the same expenses, to try something on.
func (l *ledger) copy() *ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := newLedger()
	for key, a := range l.spent {
		c.spent[key] = &account{slices.Clone(a.expenses), a.total}
	}
	return c
}
