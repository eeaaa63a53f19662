package care

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// Two ids that are one person live in two records, maybe in two partitions, and a commit
// is of one record. So one id goes over to the other in three commits:
//
//  1. The record of the id that is given up says into which it goes. Its facts are still
//     there, and nothing is asked of it any more.
//  2. The other takes the facts in, and notes whose they are: a second time changes nothing.
//  3. Of the first record only the pointer is left.
//
// Whatever comes for the first id after 1 brings 2 and 3 about and then goes to the other,
// and so does its wake-up, which stands until 3: a crash in between loses nothing.
//
// What has to hold, also when several processes share a store: a record becomes a pointer
// to one that is none at that time, and never anything else again. So pointers lead
// somewhere and never in a circle, whichever way round two ids are named, and how often.
// One pair at a time sees to it: by Engine.merging, and by a lock in a store that is shared.
//
// Where an id lies in another process's partition, the engine is a visitor there (see
// visit.go): each of the three commits holds by the record's version, whoever makes it. The
// event itself is decided where the remaining id is at home.

// A moved says that the customer of an input goes on under another id.
type moved struct {
	into  string
	facts []byte // the other may not have them yet; nil: it has
}

// An absorption is what was known under another id.
type absorption struct {
	id    string
	facts []byte
}

// mostMoves bounds how often an input goes on to another id: there are as many pointers
// in a row as times that the person was put together the other way round.
const mostMoves = 1000

// do has an input settled in its customer's partition.
func (e *Engine) do(ctx context.Context, in *input) error {
	shards, err := e.open(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", errLeft, err)
	}
	s := shards.of(in.key)
	if s == nil {
		return e.doElsewhere(ctx, in)
	}
	if err = s.do(ctx, []*input{in}); e.lost(s, err) {
		return e.doElsewhere(ctx, in)
	}
	return err
}

// settle settles an input with whom its customer is by then. With an errLeft nobody may
// touch the input.
func (e *Engine) settle(ctx context.Context, in *input) error {
	apart, err := e.apart(ctx, in)
	if err != nil {
		in.err, in.done = err, true
		return err
	}
	if apart {
		unlock, err := e.lockMerging(ctx)
		if err == nil {
			defer unlock()
			err = e.unite(ctx, in)
		}
		if err != nil {
			in.err, in.done = err, true
			return err
		}
	}
	if err := e.do(ctx, in); errors.Is(err, errLeft) {
		return err
	}
	return e.goOn(ctx, in)
}

// settleAll settles the inputs of events, and returns those that may be touched: each has
// its error. The error is why others may not.
func (e *Engine) settleAll(ctx context.Context, all []*input) (settled []*input, err error) {
	if len(all) == 1 {
		if err := e.settle(ctx, all[0]); errors.Is(err, errLeft) {
			return nil, err
		}
		return all, nil
	}
	shards, err := e.open(ctx)
	if err != nil {
		return nil, err
	}
	byShard := make([][]*input, len(shards))
	for _, in := range all {
		n := PartitionOf(in.key, len(shards))
		byShard[n] = append(byShard[n], in)
	}
	var wg sync.WaitGroup
	faults := make([]error, len(shards))
	mine := PartitionOf(all[0].key, len(shards)) // the caller works too: its stack has grown already
	for n, ins := range byShard {
		if len(ins) > 0 && n != mine {
			wg.Go(func() { faults[n] = e.doAll(ctx, shards[n], ins) })
		}
	}
	faults[mine] = e.doAll(ctx, shards[mine], byShard[mine])
	wg.Wait()
	for _, in := range all {
		if errors.Is(faults[PartitionOf(in.key, len(shards))], errLeft) {
			continue
		}
		if in.moved != nil {
			if err := e.goOn(ctx, in); errors.Is(err, errLeft) {
				faults = append(faults, err)
				continue
			}
		}
		settled = append(settled, in)
	}
	return settled, errors.Join(slices.DeleteFunc(faults, func(err error) bool { return !errors.Is(err, errLeft) })...)
}

// doAll has inputs of events settled in their customers' partition, if it is the engine's.
func (e *Engine) doAll(ctx context.Context, s *shard, ins []*input) error {
	if s == nil {
		for _, in := range ins {
			in.err, in.done = errElsewhere, true
		}
		return nil
	}
	err := s.do(ctx, ins)
	e.lost(s, err)
	return err
}

// goOn settles an input that was settled once and may have to go on to another id.
func (e *Engine) goOn(ctx context.Context, in *input) error {
	var before []Outcome
	for n := 0; in.moved != nil && in.err == nil; n++ {
		if in.moved.facts != nil {
			out, err := e.handOver(ctx, in.key, in.moved)
			before = append(before, out...)
			if in.err = err; err != nil {
				return err
			}
		}
		if n == mostMoves {
			in.err = zh.Error("care: customer %s: %w: its ids lead in a circle", in.key.Customer, remember.ErrCorrupt)
			return in.err
		}
		in.goesTo(in.moved.into)
		if err := e.do(ctx, in); errors.Is(err, errLeft) {
			return err
		}
	}
	in.out = concat([][]Outcome{before, in.out})
	for _, a := range in.absorb {
		if in.err == nil {
			in.err = e.do(ctx, &input{key: Key{in.key.Shop, a.id}, left: true})
		}
	}
	return in.err
}

// goesTo has an input go to another id of the person.
func (in *input) goesTo(id string) {
	in.key.Customer, in.moved, in.out, in.wrote, in.done = id, nil, nil, nil, false
	if in.event == nil {
		return
	}
	in.event.Customer.ID = id
	if in.event.Order != nil && in.event.Order.CustomerID != "" {
		in.event.Order.CustomerID = id
	}
}

// handOver brings the facts of an id that is given up to where they belong.
func (e *Engine) handOver(ctx context.Context, from Key, m *moved) ([]Outcome, error) {
	in := &input{key: Key{from.Shop, m.into}, absorb: []absorption{{from.Customer, m.facts}}}
	if err := e.settle(ctx, in); err != nil {
		return nil, err
	}
	return in.out, nil
}

// othersIn are the other ids of the person that an event names. It says whether they are
// put together only where something is known of them.
func (e *Engine) othersIn(event *tiexin.Event) (others []string, onlyKnown bool) {
	if others = event.OtherIDs(); len(others) > 0 {
		return others, false
	}
	for _, id := range event.Customer.IDs {
		if id.Value != event.Customer.ID && slices.Contains(e.options.Identify, id.Kind) {
			others = append(others, id.Value)
		}
	}
	return others, true
}

// apart says that an event names an id of the person that is another customer so far. Most
// events that name ids name none, and need not wait for one another.
func (e *Engine) apart(ctx context.Context, in *input) (bool, error) {
	if len(in.others) == 0 {
		return false, nil
	}
	if in.event != nil && e.isForeign(in.key) {
		return false, errElsewhere
	}
	key, _, err := e.whoIs(ctx, in.key)
	if err != nil {
		return false, err
	}
	for _, other := range in.others {
		from, known, err := e.whoIs(ctx, Key{in.key.Shop, other})
		if err != nil {
			return false, err
		}
		if from != key && (known || !in.onlyKnown) {
			if e.isForeign(key) {
				in.goesTo(key.Customer)
				err = errElsewhere
			}
			return true, err
		}
	}
	return false, nil
}

// unite gives up the other ids that an event names, and has the event bring what is known
// under them. Engine.merging is held.
func (e *Engine) unite(ctx context.Context, in *input) error {
	for _, other := range in.others {
		key, _, err := e.whoIs(ctx, in.key)
		if err != nil {
			return err
		}
		from, known, err := e.whoIs(ctx, Key{in.key.Shop, other})
		if err != nil {
			return err
		}
		if from == key || !known && in.onlyKnown {
			continue
		}
		if err := e.mayMerge(); err != nil {
			return err
		}
		leaves := &input{key: from, into: key.Customer}
		if err := e.do(ctx, leaves); err != nil {
			return err
		}
		in.absorb = append(in.absorb, absorption{from.Customer, leaves.moved.facts})
	}
	return nil
}

// whoIs says under which id a customer goes on, and whether anything is known of them.
func (e *Engine) whoIs(ctx context.Context, key Key) (who Key, known bool, err error) {
	in := &input{key: key}
	if err := e.settle(ctx, in); err != nil {
		return key, false, err
	}
	return in.key, in.known, nil
}

// pointed settles an input of an id that was given up: it goes on to the other.
func (t *turn) pointed(in *input, mem *remember.Customer, now int64) {
	switch {
	case in.left:
		if mem.HandingOver {
			mem.Leave(mem.Into)
			t.same = false
		}
		return
	case in.clears:
		t.same = false
		return
	case in.wake: // should the other be unreadable, nobody else has to wait
		t.again, t.same = ask.At(max(now, in.at)).Add(postponedBy).Millis(), false
	}
	in.moved = &moved{into: mem.Into}
}

// gaveUp gives the inputs that go on to another id what the other may not know yet.
func (t *turn) gaveUp(mem *remember.Customer) {
	if !mem.HandingOver {
		return
	}
	for _, in := range t.inputs {
		if in.moved == nil {
			continue
		}
		if in.moved.facts = t.record.State; !t.same {
			in.moved.facts = t.commit.State
		}
	}
}

// wakeOfPointer is the wake-up of an id that was given up: until the other has its facts.
func (t *turn) wakeOfPointer(mem *remember.Customer) int64 {
	switch {
	case !mem.HandingOver:
		return 0
	case t.again != 0:
		return t.again
	}
	return max(mem.Now, 1)
}

// absorb takes in what is known under other ids.
func (in *input) absorbInto(step *decide.Step, now ask.Instant) error {
	for _, a := range in.absorb {
		if err := step.Absorb(a.id, a.facts, now); err != nil {
			return zh.Error("care: customer %s: %w", a.id, err)
		}
	}
	return nil
}

// read visits the record of a customer, and those of the ids under which it goes on.
func (e *Engine) read(ctx context.Context, key Key, visit func(Key, Record, *remember.Customer)) error {
	for range mostMoves {
		var records []Record
		err := e.with(ctx, key, func(s *shard) (err error) {
			records, err = s.lease.Load(ctx, []Key{key})
			return err
		})
		if err != nil {
			return err
		}
		mem, err := remember.Decode(records[0].State)
		if err != nil {
			return zh.Error("care: customer %s: %w", key.Customer, err)
		}
		if visit(key, records[0], mem); mem.Into == "" {
			return nil
		}
		key.Customer = mem.Into
	}
	return zh.Error("care: customer %s: %w: its ids lead in a circle", key.Customer, remember.ErrCorrupt)
}

// clearOutbox takes out of the outbox what waits under the other ids of a customer who was
// forgotten.
func (e *Engine) clearOutbox(ctx context.Context, key Key) error {
	var ids []string
	if err := e.read(ctx, key, func(_ Key, _ Record, mem *remember.Customer) { ids = slices.Clone(mem.Absorbed) }); err != nil {
		return err
	}
	var problems []error
	for _, id := range ids {
		problems = append(problems, e.do(ctx, &input{key: Key{key.Shop, id}, clears: true}))
	}
	return errors.Join(problems...)
}

// errElsewhere says that an event is to be decided by another process.
var errElsewhere = zh.Error("care: the customer's partition is another process's")

// doElsewhere has an input settled whose customer's partition is not the engine's.
func (e *Engine) doElsewhere(ctx context.Context, in *input) error {
	if in.event != nil {
		in.err, in.done = errElsewhere, true
		return errElsewhere
	}
	s, err := e.replica.visit(ctx, in.key)
	if err != nil {
		in.err, in.done = err, true
		return err
	}
	in.err, in.done, in.wrote = nil, false, nil
	return s.do(ctx, []*input{in})
}
