package care

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

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
	// Of a store in the same process:
	records []Record // of the keys
	results []Result // of the batch
	tx      []Commit // of the batch
	wrote   []*turn  // whose commits they are
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
	owed      owed
	aside     aside // by lane, what waits with its wording
	swept     sweep
	heeded    sweep
	announced announced
	known     knownSince
	rules     *decide.Rules // by which the batch is decided
}

// mostInputs bounds a batch.
const mostInputs = 256

// errLeft says that a caller left before its inputs were settled: they may be decided
// nevertheless, and nobody may touch them.
var errLeft = zh.Error("care: it may or may not be taken in")

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
	s.settleOwed(ctx)
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

// advance asks everything of the partition that is due, and says when the next
// wake-up is; 0: there is none.
func (s *shard) advance(ctx context.Context, now int64) ([]Outcome, int64, error) {
	var out []Outcome
	var unreadable error
	var due []Record
	var next int64
	var all []input
	var ins []*input
	for {
		var err error
		due, next, err = s.due(ctx, due[:0], now)
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

// due are the records whose wake-up has come, and when the next one does. A memory in the
// same process adds them to a list of the caller's.
func (s *shard) due(ctx context.Context, due []Record, now int64) ([]Record, int64, error) {
	if err := s.busy.enter(ctx); err != nil {
		return nil, 0, err
	}
	defer s.busy.leave()
	if memory, ok := s.lease.(*memoryLease); ok {
		return memory.dueInto(due, now, mostInputs)
	}
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
