package care

import (
	"context"
	"errors"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/kinds"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// Lists of what waits: for approval, for people, in the outbox, for time. Each is read
// page by page, and nobody is read who does not stand on it. A customer stands on a list
// by what is written, so a list is the same after a crash; a page is as it was when it was
// read. Partitions of other processes are visited.

// everyList are all lists.
const everyList = AwaitsApproval | HasTask | AwaitsSharedApproval

// ListOptions configure a list.
type ListOptions struct {
	// Personal shows texts and scripts in full, for people who may see them. Default:
	// names, numbers, addresses and what the customer wrote are removed.
	Personal bool
	// After continues a list after a customer: the Key of the last entry of the previous
	// page. A page has to end with all entries of a customer. Default: from the beginning.
	After Key
}

// visit lends a partition to look at: the engine's own, while nothing is decided there, or
// another process's.
func (e *Engine) visit(ctx context.Context, n int, look func(Partition) error) error {
	switch {
	case ctx == nil:
		return errNoContext
	case e.isClosed():
		return ErrClosed
	}
	all := e.opened.Load()
	if all == nil && e.replica == nil {
		opened, err := e.open(ctx)
		if err != nil {
			return err
		}
		all = &opened
	}
	if all != nil && (*all)[n] != nil {
		s := (*all)[n]
		if err := s.alone(ctx, func(s *shard) error { return look(s.lease) }); !e.lost(s, err) {
			return err
		}
	}
	p, err := e.replica.store.Visit(ctx, n)
	if err != nil {
		return err
	}
	return look(p)
}

// An onlooker looks at the customers of a partition, one after the other, by the present
// rules. It decides nothing.
type onlooker struct {
	engine    *Engine
	partition int
	rules     *decide.Rules
	announced *decide.Announcements
	known     decide.Known // since when the rules are

	mem  remember.Customer
	step decide.Step
	room decide.Room
}

// lookAt makes an onlooker of a partition.
func (e *Engine) lookAt(ctx context.Context, partition int) (*onlooker, error) {
	return e.lookBy(ctx, partition, e.rules.Load())
}

// lookBy makes an onlooker of a partition by some rules.
func (e *Engine) lookBy(ctx context.Context, partition int, rules *decide.Rules) (*onlooker, error) {
	o := &onlooker{engine: e, partition: partition, rules: rules}
	return o, e.visit(ctx, partition, func(p Partition) error {
		var a announced
		if err := a.load(ctx, p); err != nil {
			return err
		}
		o.announced = a.now.Load()
		var m knownSince
		err := m.load(ctx, p)
		o.known = m.of(o.rules)
		return err
	})
}

// see looks at a customer. It says false for an id that was given up.
func (o *onlooker) see(r *Record) (bool, error) {
	if err := o.mem.Decode(r.State); err != nil {
		return false, zh.Error("care: customer %s: %w", r.Key, err)
	}
	means := o.engine.means
	means.All, means.Announced = true, o.announced
	o.step.Begin(o.rules, r.Key.Shop, r.Key.Customer, o.partition, &o.mem, means, &o.room)
	o.step.Known = o.known
	o.step.LookFrom(ask.After(max(o.engine.options.Now().UnixMilli(), o.mem.Now)))
	return o.mem.Into == "", nil
}

// clear is a text without what is personal about the customer, unless that may be seen.
func (o *onlooker) clear(text string, personal bool) string {
	if personal || text == "" {
		return text
	}
	var striker discreet.Striker
	o.mem.TellPersonal(&striker)
	kinds.TellOwnWords(&striker, &o.mem)
	return striker.Strike(text)
}

// firings visits the firings of a customer that may stand on a list.
func (o *onlooker) firings(on remember.Lists, visit func(*remember.Firing)) error {
	o.mem.Subjects(func(s *remember.Subject) bool { return o.mem.StandsOn(s, on) }, func(s *remember.Subject) {
		for _, f := range s.Firings {
			if f.Lists()&on != 0 {
				visit(f)
			}
		}
	})
	return o.mem.Err()
}

// eachListed visits who stands on a list, partition by partition, each in the order of the
// keys, from after a key on. Those who cannot be read are the error in the end: the others
// come before it.
func (e *Engine) eachListed(ctx context.Context, on Lists, after Key, visit func(*onlooker, *Record) (more bool, err error)) error {
	var unread []error
	partitions := e.options.Store.Partitions()
	first := 0
	if after != (Key{}) {
		first = PartitionOf(after, partitions)
	}
	for n := first; n < partitions; n, after = n+1, (Key{}) {
		var o *onlooker
		for {
			var page []Record
			err := e.visit(ctx, n, func(p Partition) (err error) {
				page, err = p.Listed(ctx, on, after, mostInputs)
				return err
			})
			if err != nil {
				return errors.Join(append(unread, err)...)
			}
			if len(page) == 0 {
				break
			}
			if o == nil {
				if o, err = e.lookAt(ctx, n); err != nil {
					return errors.Join(append(unread, err)...)
				}
			}
			for i := range page {
				more, err := visit(o, &page[i])
				if !more {
					return nil
				}
				if err != nil {
					unread = append(unread, err)
				}
			}
			after = page[len(page)-1].Key
		}
	}
	return errors.Join(unread...)
}
