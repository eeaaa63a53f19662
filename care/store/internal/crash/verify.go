package crash

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// Verify opens the store that was left behind, lets the shop go on for a moment, and
// compares what is remembered with what the child said.
func (l *Loop) Verify(t *testing.T) {
	t.Helper()
	if err := l.verify(); err != nil {
		t.Fatalf("cycle %d: %v", l.cycle, err)
	}
}

func (l *Loop) verify() (err error) {
	ctx := context.Background()
	store, err := l.Open(l.Place)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if whole, ok := store.(interface{ Verify(context.Context) error }); ok {
		if err := whole.Verify(ctx); err != nil {
			return err
		}
	}
	now := time.UnixMilli(l.last).Add(time.Second)
	var mu sync.Mutex
	engine, err := Engine(store, func() time.Time { return now }, func(id string) {
		mu.Lock()
		defer mu.Unlock()
		l.sent[id]++
	})
	if err != nil {
		return err
	}
	f := &findings{loop: l, engine: engine}
	f.goOn(ctx, now)
	f.tookAll(ctx)
	_, l.cancelled, l.waiting = f.count()

	now = now.Add(time.Hour) // nobody waits any more, not even for what the child could not say
	f.goOn(ctx, now)
	decided, cancelled, waiting := f.count()
	f.expect(cancelled == l.cancelled, "%d orders were paid before they were reminded, and then %d", l.cancelled, cancelled)
	f.expect(waiting == 0, "%d orders wait for ever", waiting)
	for id, times := range l.sent {
		f.expect(decided[id], "the provider got %s, and it was never decided", id)
		delete(decided, id)
		l.repeated += times - 1
	}
	f.expect(len(decided) == 0, "%d messages were decided and the provider never got them", len(decided))
	l.paid = maps.Clone(l.paidNow)
	l.confirmed, l.messages = l.confirmed+len(l.took), l.messages+len(l.sent)
	return errors.Join(append(f.problems, engine.Close(ctx))...)
}

// findings are what a look at a store has found.
type findings struct {
	loop     *Loop
	engine   *care.Engine
	orders   map[string]order
	problems []error
}

// An order is what is remembered of it.
type order struct {
	paid, waits bool
	said        string
}

func (f *findings) expect(ok bool, format string, a ...any) {
	if !ok && len(f.problems) < most {
		f.problems = append(f.problems, fmt.Errorf(format, a...))
	}
}

func (f *findings) must(err error) { f.expect(err == nil, "%w", err) }

// goOn lets the shop work up to an instant, and reads what it remembers then.
func (f *findings) goOn(ctx context.Context, now time.Time) {
	_, err := f.engine.Advance(ctx, now)
	f.must(err)
	_, err = f.engine.Deliver(ctx)
	f.must(err)
	f.read(ctx)
}

// read reads the orders of this cycle, as the memory has them. On the way it compares how
// many paid orders the memory has counted with those that are there: none counts twice.
func (f *findings) read(ctx context.Context) {
	f.orders, f.loop.paidNow = map[string]order{}, map[string]int{}
	for n := range customers {
		key := care.Key{Customer: fmt.Sprintf("c%d", n)}
		x, err := f.engine.Explain(ctx, key)
		if f.must(err); err != nil {
			return
		}
		paid, counted := f.loop.paid[key.Customer], ""
		for _, s := range x.Subjects {
			if s.Kind != "order" || !strings.HasPrefix(s.ID, fmt.Sprintf("o%d-", f.loop.cycle)) {
				continue
			}
			_, twice := f.orders[s.ID]
			f.expect(!twice, "the order %s is there twice", s.ID)
			o := order{paid: s.Status == "paid"}
			if o.paid {
				paid++
			}
			for _, r := range s.Rules {
				o.waits = o.waits || r.Verdict == care.Wait
				counted = strings.Join(r.Seen[1].Values, " ")
			}
			for _, m := range x.Said {
				if strings.Contains(m.ID, "/"+s.ID+"/") {
					f.expect(o.said == "", "the order %s is reminded twice", s.ID)
					o.said = m.ID
				}
			}
			f.orders[s.ID] = o
		}
		f.expect(counted == "" || counted == fmt.Sprintf("customer.paid_orders = %d", paid), "%d orders of %s are paid, and the memory says %s", paid, key.Customer, counted)
		f.loop.paidNow[key.Customer] = paid
	}
}

// tookAll looks that everything that was confirmed is there, and that nothing changes when
// all of it comes once more.
func (f *findings) tookAll(ctx context.Context) {
	for _, id := range slices.Sorted(maps.Keys(f.loop.took)) {
		e := f.loop.took[id]
		o, known := f.orders[e.Order.ID]
		f.expect(known, "the order %s was confirmed, and is unknown", e.Order.ID)
		f.expect(e.Type != tiexin.EventOrderPaid || o.paid, "the payment %s was confirmed, and is unknown", e.ID)
		outcomes, err := f.engine.Handle(ctx, e)
		f.must(err)
		f.expect(len(outcomes) == 0, "%s was confirmed, and is news", e.ID)
	}
}

// count divides the orders: into those that were reminded, by message, those that were
// paid before, and those that wait. There are no others.
func (f *findings) count() (decided map[string]bool, cancelled, waiting int) {
	decided = map[string]bool{}
	for id, o := range f.orders {
		switch {
		case o.said != "":
			decided[o.said] = true
		case o.paid:
			cancelled++
		case o.waits:
			waiting++
		default:
			f.expect(false, "the order %s is neither reminded nor paid, and waits for nothing", id)
		}
	}
	return decided, cancelled, waiting
}
