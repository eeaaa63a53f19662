package care

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// A shard is the engine's end of one partition: it folds what callers bring into
// batches, decides, and writes each batch in one transaction.
type shard struct {
	engine *Engine
	number int

	queueing sync.Mutex
	queue    []*input
	head     int // where the inputs begin that nobody took yet
	batch    []*input

	busy  turnstile // passed while a batch is decided and written, or the store is asked
	lease Partition
	kept  time.Time // when the lease was last renewed
	turns []*turn   // of the batch, the first used of them
	used  int
	at    map[Key]int // which turn is whose
	keys  []Key       // of the turns
	tx    []Commit    // of the batch
	wrote []*turn     // whose commits they are
	// unsure: what was spent may not be what the store holds.
	unsure bool

	wakes     due   // the next wake-up
	posts     []due // by lane: the next posting that may be tried
	flights   flights
	swept     sweep
	heeded    sweep
	announced announced
	moments   momentsKnown
	rules     *decide.Rules // by which the batch is decided
}

// An input is one thing that moves one customer's memory.
type input struct {
	key Key
	// One of these:
	event  *tiexin.Event
	all    bool // the event concerns everybody
	awaits bool // of an event: a later one of the same customer is on its way with it
	wake   bool
	at     int64   // of a wake-up: as late it is at least
	woken  *Record // likewise: what the store said
	report *decide.Report
	forget bool
	sweep  bool   // by new rules
	heed   bool   // what was announced
	from   uint64 // of heed: after which change
	// Of a person with several ids, see person.go; without any of all these an input asks
	// only who the customer is by now.
	others    []string     // of an event: the other ids that it names
	absorb    []absorption // to take in before the event, if there is one
	onlyKnown bool         // likewise: those of which nothing is known stay apart
	known     bool         // the answer: something is
	heard     bool         // likewise of an event or a report: it was news
	into      string       // this id is given up for another
	left      bool         // the other has the facts
	clears    bool         // nothing that waits in the outbox is to go
	moved     *moved       // the answer: the customer goes on elsewhere; nil: it is this one

	out  []Outcome
	err  error
	done bool
	// postponed: its customer's memory cannot be read.
	postponed bool

	wrote []byte // by a try of which nobody knows what became

	taken *taken // what event points at
}

// A taken is an event of the engine's own: the host's stays as it is.
type taken struct {
	input  input
	event  tiexin.Event
	order  tiexin.Order
	parcel tiexin.Parcel
}

// copy takes an event over with everything that is made normal in place.
func (t *taken) copy(event *tiexin.Event) {
	t.event = *event
	e := &t.event
	if e.Order != nil {
		t.order = *e.Order
		e.Order = &t.order
	}
	if e.Parcel != nil {
		t.parcel = *e.Parcel
		e.Parcel = &t.parcel
	}
	e.Chat, e.Refund, e.Review, e.Survey = copied(e.Chat), copied(e.Refund), copied(e.Review), copied(e.Survey)
	e.Consent, e.Message, e.Task, e.Incident, e.Product = copied(e.Consent), copied(e.Message), copied(e.Task), copied(e.Incident), copied(e.Product)
}

func copied[T any](of *T) *T {
	if of == nil {
		return nil
	}
	t := *of
	return &t
}

// mostInputs bounds a batch.
const mostInputs = 256

// tries bounds how often a batch is decided again after a conflict or an unknown
// outcome.
const tries = 4

// errLeft says that a caller left before its inputs were settled: they may be decided
// nevertheless, and nobody may touch them.
var errLeft = errors.New("care: it may or may not be taken in")

// do puts inputs into the queue and returns when all of them are settled. Whoever
// comes first works for all who came meanwhile: under load batches grow by
// themselves, and nobody waits for company. A caller whose context ends takes out of
// the queue what nobody has begun, and leaves; a batch goes on without it.
func (s *shard) do(ctx context.Context, ins []*input) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: %w", errLeft, err)
	}
	s.queueing.Lock()
	s.queue = append(s.queue, ins...)
	s.queueing.Unlock()

	if err := s.busy.enter(ctx); err != nil {
		s.unqueue(ins)
		return fmt.Errorf("%w: %w", errLeft, err)
	}
	defer s.busy.leave()
	for !ins[len(ins)-1].done {
		if err := ctx.Err(); err != nil {
			for _, in := range s.unqueue(ins) {
				in.err, in.done = fmt.Errorf("care: customer %s: %w", in.key.Customer, err), true
			}
			break
		}
		s.settle(s.take())
	}
	return errorsOf(ins)
}

// unqueue takes inputs out of the queue that nobody has begun, and returns them.
func (s *shard) unqueue(ins []*input) (out []*input) {
	s.queueing.Lock()
	defer s.queueing.Unlock()
	s.queue = slices.DeleteFunc(slices.Delete(s.queue, 0, s.head), func(in *input) bool {
		mine := slices.Contains(ins, in)
		if mine {
			out = append(out, in)
		}
		return mine
	})
	s.head = 0
	return out
}

func errorsOf(ins []*input) error {
	var problems []error
	for _, in := range ins {
		if in.err != nil {
			problems = append(problems, in.err)
		}
	}
	return errors.Join(problems...)
}

// take takes the next batch from the queue. Only one batch is under way.
func (s *shard) take() []*input {
	s.queueing.Lock()
	defer s.queueing.Unlock()
	waiting := s.queue[s.head:]
	n := min(len(waiting), s.most())
	s.batch = append(s.batch[:0], waiting[:n]...)
	s.head += n
	if 2*s.head >= len(s.queue) {
		s.queue, s.head = slices.Delete(s.queue, 0, s.head), 0
	}
	return s.batch
}

func (s *shard) most() int {
	if m := s.engine.options.Store.Caps().MaxCommits; m > 0 {
		return min(m, mostInputs)
	}
	return mostInputs
}

// settle decides a batch and writes it, again when somebody else was faster or
// the store cannot say what became of it. It goes on as long as the engine does.
func (s *shard) settle(batch []*input) {
	ctx := s.engine.batches
	defer func() { // of a panic nobody else has to wait for the end
		for _, in := range batch {
			if !in.done {
				in.err, in.out, in.done = fmt.Errorf("care: customer %s: a panic came between", in.key.Customer), nil, true
			}
		}
		s.clear()
	}()
	left, err := batch, s.keepLease(ctx)
	for range tries {
		if isFenced(err) {
			break
		}
		left, err = s.try(ctx, left)
		if len(left) == 0 || ctx.Err() != nil {
			break
		}
	}
	if err != nil {
		s.engine.counts.mishap(err, s.engine.options.Now())
	}
	for _, in := range left {
		if in.err == nil {
			if err == nil {
				err = ErrConflict
			}
			in.err = fmt.Errorf("care: customer %s: %w", in.key.Customer, err)
		}
		in.out, in.done, in.postponed = nil, true, false
	}
	for _, in := range batch {
		s.engine.seen(in.out)
	}
}

// clear lets go of what a batch was about: the shard outlives the customers.
func (s *shard) clear() {
	clear(s.batch)
	clear(s.keys)
	clear(s.at)
	clear(s.tx[:cap(s.tx)])
	s.clearTurns()
}

func (s *shard) clearTurns() {
	for _, t := range s.turns[:s.used] {
		clear(t.inputs)
		t.record, t.commit, t.held = nil, Commit{}, nil
	}
	s.used = 0
}

// try decides inputs and writes them; it returns those that are not settled.
func (s *shard) try(ctx context.Context, inputs []*input) ([]*input, error) {
	if s.unsure {
		if err := s.loadExpenses(ctx); err != nil {
			return inputs, err
		}
		s.unsure = false
	}
	if err := s.loadAnnounced(ctx); err != nil {
		return inputs, err
	}
	if s.rules = s.engine.rules.Load(); s.rules.HasMoments() {
		if err := s.moments.load(ctx, s.lease); err != nil {
			return inputs, err
		}
	}
	turns := s.group(inputs)
	if err := errors.Join(s.load(ctx, turns), s.loadHeld(ctx, turns)); err != nil {
		return inputs, err
	}
	tx, written, budgets := Tx{Commits: s.tx[:0]}, s.wrote[:0], s.engine.means.Budgets
	d := lendDesk()
	for _, t := range turns {
		if err := s.decide(t, d); err != nil {
			t.undo(budgets)
			for _, in := range t.inputs {
				in.err, in.out, in.done = fmt.Errorf("care: customer %s: %w", t.key.Customer, err), nil, true
			}
			if !s.postpone(t) {
				continue
			}
		}
		if !t.same {
			tx.Commits = append(tx.Commits, t.commit)
			written = append(written, t)
		}
	}
	d.giveBack()
	results, err := s.apply(ctx, tx, written)
	s.tx, s.wrote = tx.Commits, written
	var left []*input
	for i, t := range written {
		if err != nil || results[i].Err != nil {
			left = append(left, t.inputs...)
			t.unsettle(budgets, err != nil)
			s.unsure = s.unsure || err != nil
		}
	}
	for _, in := range inputs {
		in.done = true
	}
	for _, in := range left {
		in.done = false
	}
	s.engine.counts.takenIn(inputs)
	return left, err
}

// postponedBy is how much later a customer is woken whose memory cannot be read.
const postponedBy = 10 * time.Minute

// postpone moves the wake-up of a customer whose memory cannot be read, and
// leaves the memory as it is: nobody else has to wait. Nobody knows on which lists the
// customer stands, so it is all of them. It says false when it was no wake-up.
func (s *shard) postpone(t *turn) bool {
	in := t.inputs[0]
	if len(t.inputs) > 1 || !in.wake || t.record.Version == 0 {
		return false
	}
	later := ask.At(max(in.at, s.engine.options.Now().UnixMilli())).Add(postponedBy)
	t.commit = Commit{Key: t.key, If: t.record.Version, State: t.record.State, WakeAt: later.Millis(), Lists: everyList}
	t.same, in.postponed = false, true
	return true
}

// load finds the records of turns: a wake-up brought its own, as the store had it
// when it said who is due.
func (s *shard) load(ctx context.Context, turns []*turn) error {
	s.keys = s.keys[:0]
	for _, t := range turns {
		in := t.inputs[0]
		if t.record, in.woken = in.woken, nil; t.record == nil { // after a conflict it would be out of date
			s.keys = append(s.keys, t.key)
		}
	}
	if len(s.keys) == 0 {
		return nil
	}
	records, err := s.lease.Load(ctx, s.keys)
	if err != nil {
		return err
	}
	for _, t := range turns {
		if t.record == nil {
			t.record, records = &records[0], records[1:]
		}
	}
	return nil
}

// keepLease renews the lease when a third of it has passed. Only that somebody
// else holds it stops the shard; any other fault is left to what comes next.
func (s *shard) keepLease(ctx context.Context) error {
	if time.Since(s.kept) < s.engine.options.Lease/3 {
		return nil
	}
	err := s.lease.Renew(ctx, s.engine.options.Lease)
	if err == nil {
		s.kept = time.Now()
	}
	return err
}

func (s *shard) apply(ctx context.Context, tx Tx, written []*turn) ([]Result, error) {
	if len(tx.Commits) == 0 {
		return nil, nil
	}
	tx.Notes = append(append(s.expenses(written), s.swept.unwritten()...), s.moments.unwritten()...)
	results, err := s.lease.Apply(ctx, tx)
	s.nudgeFor(tx)
	if err == nil && len(results) != len(tx.Commits) {
		err = fmt.Errorf("the store answered %d of %d commits", len(results), len(tx.Commits))
	}
	s.swept.wrote(err)
	s.moments.wrote(err)
	return results, err
}

// group folds the inputs of each customer into one turn, in order.
func (s *shard) group(inputs []*input) []*turn {
	s.clearTurns() // of the try before
	if len(inputs) == 1 {
		return s.turns[:s.addTurn(inputs[0])+1]
	}
	if s.at == nil {
		s.at = make(map[Key]int, len(inputs))
	}
	clear(s.at)
	for _, in := range inputs {
		if i, ok := s.at[in.key]; ok {
			s.turns[i].inputs = append(s.turns[i].inputs, in)
		} else {
			s.at[in.key] = s.addTurn(in)
		}
	}
	return s.turns[:s.used]
}

// addTurn begins a turn with an input and says which it is.
func (s *shard) addTurn(in *input) int {
	if s.used == len(s.turns) {
		s.turns = append(s.turns, new(turn))
	}
	t := s.turns[s.used]
	t.key, t.inputs = in.key, append(t.inputs[:0], in)
	s.used++
	return s.used - 1
}

// advance asks everything of the partition that is due, and says when the next
// wake-up is; 0: there is none.
func (s *shard) advance(ctx context.Context, now int64) ([]Outcome, int64, error) {
	var out []Outcome
	var unreadable error
	var all []input
	var ins []*input
	for {
		due, next, err := s.due(ctx, now)
		if err = errors.Join(err, ctx.Err()); err != nil || len(due) == 0 {
			return out, next, errors.Join(unreadable, err)
		}
		all, ins = slices.Grow(all[:0], len(due))[:len(due)], slices.Grow(ins[:0], len(due))[:len(due)]
		for i := range due {
			all[i] = input{key: due[i].Key, wake: true, at: now, woken: &due[i]}
			ins[i] = &all[i]
		}
		if err := s.do(ctx, ins); errors.Is(err, errLeft) {
			return out, 0, errors.Join(unreadable, err)
		} // other faults are looked at one by one
		for _, in := range ins {
			if in.moved != nil && in.moved.facts != nil {
				if in.out, err = s.engine.handOver(ctx, in.key, in.moved); err != nil {
					unreadable = errors.Join(unreadable, err)
				}
			}
			out = append(out, in.out...)
			if errors.Is(in.err, remember.ErrCorrupt) && in.postponed { // the others go on
				unreadable = errors.Join(unreadable, in.err)
				in.err = nil
			}
		}
		if err = errorsOf(ins); err != nil {
			return out, 0, errors.Join(unreadable, err)
		}
	}
}

// due are the records whose wake-up has come, and when the next one does.
func (s *shard) due(ctx context.Context, now int64) ([]Record, int64, error) {
	if err := s.busy.enter(ctx); err != nil {
		return nil, 0, err
	}
	defer s.busy.leave()
	return s.lease.Due(ctx, now, mostInputs)
}

// concat puts lists together, and copies nothing when there is only one.
func concat(parts [][]Outcome) []Outcome {
	parts = slices.DeleteFunc(parts, func(p []Outcome) bool { return len(p) == 0 })
	if len(parts) == 1 {
		return parts[0]
	}
	return slices.Concat(parts...)
}
