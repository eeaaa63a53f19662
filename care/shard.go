package care

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

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
	turns []*turn // of the batch, the first used of them
	used  int
	at    map[Key]int // which turn is whose
	keys  []Key       // of the turns
	tx    []Commit    // of the batch
	wrote []*turn     // whose commits they are
	// unsure: what was spent may not be what the store holds.
	unsure bool
	// owes: the store has what was spent by a commit that it refused.
	owes bool

	// Of a store that is shared, see replica.go and inbox.go:
	kept     atomic.Int64 // when the lease was last renewed, by Engine.steady
	visits   bool         // the partition is another's
	retiring atomic.Bool  // it is being handed over
	gone     atomic.Bool  // it is another's by now
	inbox    inbox

	wakes     due   // the next wake-up
	posts     []due // by lane: the next posting that may be tried
	flights   flights
	aside     aside // by lane, what waits with its wording
	swept     sweep
	heeded    sweep
	announced announced
	known     knownSince
	rules     *decide.Rules // by which the batch is decided
}

// mostInputs bounds a batch.
const mostInputs = 256

// tries bounds how often a batch is decided again after a conflict or an unknown
// outcome.
const tries = 4

// mostStale bounds how often besides that others may spend meanwhile. Each time somebody
// has got on.
const mostStale = 100

// errLeft says that a caller left before its inputs were settled: they may be decided
// nevertheless, and nobody may touch them.
var errLeft = zh.Error("care: it may or may not be taken in")

// errPanicked says that something that came before an input panicked.
var errPanicked = errors.New("a panic came between")

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
				in.err, in.done = zh.Error("care: customer %s: %w", in.key.Customer, err), true
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
				in.err, in.out, in.done = zh.Error("care: customer %s: %w", in.key.Customer, errPanicked), nil, true
			}
		}
		s.clear()
	}()
	left, err := batch, s.keepLease(ctx)
	for conflicts, stale := 0, 0; conflicts < tries && !isFenced(err); {
		left, err = s.try(ctx, left)
		if len(left) == 0 || ctx.Err() != nil {
			break
		}
		if stale++; stale > mostStale || !errors.Is(err, ErrStale) {
			conflicts++
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
			in.err = zh.Error("care: customer %s: %w", in.key.Customer, err)
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
	s.rules = s.engine.rules.Load()
	purse := s.purse()
	if err := purse.enter(ctx); err != nil {
		return inputs, err
	}
	defer purse.leave()
	if s.unsure && purse == nil {
		if err := s.loadExpenses(ctx); err != nil {
			return inputs, err
		}
	}
	s.unsure = false
	if err := s.loadAnnounced(ctx); err != nil {
		return inputs, err
	}
	if err := s.known.load(ctx, s.lease); err != nil {
		return inputs, err
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
				in.err, in.out, in.done = zh.Error("care: customer %s: %w", t.key.Customer, err), nil, true
			}
			if !s.postpone(t) {
				continue
			}
		}
		if t.same {
			tx.Taken = append(tx.Taken, s.letters(t)...)
			continue
		}
		t.commit.Taken = s.letters(t)
		tx.Commits = append(tx.Commits, t.commit)
		written = append(written, t)
	}
	d.giveBack()
	var results []Result
	err := purse.check(ctx, written)
	if err == nil {
		results, err = s.apply(ctx, tx, written, purse)
	}
	s.tx, s.wrote = tx.Commits, written
	stale := errors.Is(err, ErrStale)
	var left []*input
	for i, t := range written {
		if err != nil || results[i].Err != nil {
			left = append(left, t.inputs...)
			s.owes = s.owes || err == nil && len(t.entries) > 0
			t.unsettle(budgets, err != nil && !stale)
			s.unsure = s.unsure || err != nil && !stale
		} else {
			s.engine.heardOf(t.key, t.fared)
		}
	}
	switch {
	case stale:
		left = inputs
	case err != nil && len(tx.Taken) > 0: // nobody knows whether the letters are there still
		for _, t := range turns {
			if t.same && len(s.letters(t)) > 0 {
				left = append(left, t.inputs...)
			}
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

func (s *shard) apply(ctx context.Context, tx Tx, written []*turn, purse *purse) ([]Result, error) {
	tx.Notes = s.expenses(written)
	if len(tx.Commits) == 0 && len(tx.Taken) == 0 && len(tx.Notes) == 0 {
		return nil, nil
	}
	if len(tx.Notes) > 0 {
		tx.Serial = purse.serial()
	}
	if !s.visits {
		tx.Notes = append(append(tx.Notes, s.swept.unwritten()...), s.known.unwritten()...)
	}
	results, err := s.lease.Apply(ctx, tx)
	if s.visits {
		s.tellOwner(ctx, written)
	} else {
		s.nudgeFor(tx)
	}
	if err == nil && len(results) != len(tx.Commits) {
		err = fmt.Errorf("the store answered %d of %d commits", len(results), len(tx.Commits))
	}
	if s.owes = s.owes && err != nil; tx.Serial != nil {
		purse.wrote(err)
	}
	if !s.visits {
		s.swept.wrote(err)
		s.known.wrote(err)
	}
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
