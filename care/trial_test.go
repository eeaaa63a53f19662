package care

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// A trial is a story that is lived once undisturbed, and then again and again with one
// thing going wrong: at the first operation of the store, at the second, and so on. The
// host does what hosts do: it repeats what was not confirmed, and starts the engine anew
// when that has lost the store.
type trial struct {
	testing.TB
	rules      *Rules
	steps      []trialStep
	partitions int
	obliging   bool // the provider takes everything at once

	memory *Memory
	clock  time.Time
	engine *Engine
	trouble
	rivals    sync.Mutex
	mu        sync.Mutex
	sent      map[string]string  // what senders took, by id
	confirmed []tiexin.Event     // that Handle took in
	said      [][]string         // what each step brought about; nil: it had to be repeated
	leave     context.CancelFunc // of who calls the engine
	step      *trialStep
}

// A trialStep is something that a host has the engine do at a time.
type trialStep struct {
	at time.Time
	do func(context.Context, *Engine) ([]Outcome, error)
	// events are what the step takes in.
	events []tiexin.Event
}

// A trouble is what goes wrong, from which operation of the store on, and how often.
type trouble struct {
	what     mischief
	from     int64
	times    int64
	happened atomic.Int64 // operations
}

// A mischief is a way in which an operation of a store goes wrong. It is given the
// operation, and returns what the engine sees of it.
type mischief func(t *trial, partition int, do func() error) error

const touching = "somebody else writes all records"

// mischiefs are those that a store, or the network before it, is up to.
var mischiefs = map[string]mischief{
	"nothing was done": func(*trial, int, func() error) error { return errDisk },
	"it was done, and nobody hears of it": func(_ *trial, _ int, do func() error) error {
		if err := do(); err != nil {
			return err
		}
		return errDisk
	},
	"another takes the partition over": func(t *trial, partition int, do func() error) error {
		t.thief(partition)
		return do()
	},
	"another takes the partition over afterwards": func(t *trial, partition int, do func() error) error {
		err := do()
		t.thief(partition)
		return errors.Join(err, ErrFenced)
	},
	"another engine does the same meanwhile": func(t *trial, _ int, do func() error) error {
		t.rival()
		return do()
	},
	"another engine does the same afterwards": func(t *trial, _ int, do func() error) error {
		err := do()
		t.rival()
		return err
	},
	touching: func(t *trial, partition int, do func() error) error {
		t.touch(partition)
		return do()
	},
	"the caller leaves": func(t *trial, _ int, do func() error) error {
		t.leave()
		return do()
	},
	"the caller leaves, and nobody hears of what was done": func(t *trial, _ int, do func() error) error {
		t.leave()
		if err := do(); err != nil {
			return err
		}
		return context.Canceled
	},
}

// thief takes a partition over, and does nothing with it.
func (t *trial) thief(partition int) {
	_, err := t.memory.Acquire(context.Background(), partition, "thief", 0)
	require.NoError(t, err)
}

// rival is an engine of another process, to which the host's retry came.
func (t *trial) rival() {
	t.rivals.Lock() // partitions work side by side
	defer t.rivals.Unlock()
	engine := t.newEngine(t.memory)
	_, err := t.step.do(context.Background(), engine)
	require.NoError(t, err)
	require.NoError(t, engine.Close(context.Background()))
}

// touch writes every record of a partition as it is.
func (t *trial) touch(partition int) {
	p := t.memory.parts[partition]
	p.mu.Lock()
	defer p.mu.Unlock()
	for r := range p.records.all() {
		p.version++
		r.version = p.version
	}
}

// meets has an operation go wrong, if it is its turn.
func (t *trial) meets(partition int, do func() error) error {
	if n := t.happened.Add(1); t.what == nil || n < t.from || n >= t.from+t.times {
		return do()
	}
	return t.what(t, partition, do)
}

func (t *trial) newEngine(store Store) *Engine {
	senders := map[channel.Kind]channel.Sender{}
	for _, k := range automatic {
		senders[k] = channel.SenderFunc(t.send)
	}
	engine, err := New(t.rules, Options{
		Store: store, Senders: senders, Tasks: channel.TaskFunc(func(_ context.Context, task channel.Task) error {
			return t.take(task.ID, string(task.Kind.String())+task.Script)
		}), Now: func() time.Time { return t.clock }, Parallel: 1,
	})
	require.NoError(t, err)
	return engine
}

// send is a provider who refuses some messages, and is busy at the first attempt of others.
func (t *trial) send(_ context.Context, m channel.Message) (channel.Receipt, error) {
	h := fnv.New32()
	_, _ = h.Write([]byte(m.ID + m.Kind.String()))
	switch n := h.Sum32() % 8; {
	case t.obliging:
	case n == 0:
		return channel.Receipt{}, channel.ErrUndeliverable
	case n == 1 && m.Attempt == 1:
		return channel.Receipt{}, errors.New("busy")
	}
	return channel.Receipt{}, t.take(m.ID, m.Kind.String()+m.Text)
}

func (t *trial) take(id, words string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if old, known := t.sent[id]; known {
		require.Equal(t, old, words, "a repetition has other words")
	}
	t.sent[id] = words
	return nil
}

// live lives the story from its beginning, with something that goes wrong.
func (t *trial) live(what mischief, from, times int64) {
	t.memory, t.sent, t.confirmed, t.said = NewMemoryOf(t.partitions), map[string]string{}, nil, nil
	t.what, t.from, t.times = what, from, times
	t.happened.Store(0)
	t.engine = nil
	for i := range t.steps {
		t.step = &t.steps[i]
		t.clock = t.step.at
		t.said = append(t.said, t.insist())
		t.confirmed = append(t.confirmed, t.step.events...)
	}
}

// insist does the step again until it is confirmed. When the store is lost the engine is
// started anew. It returns what the step brought about, if it was confirmed at once.
func (t *trial) insist() []string {
	var last error
	for n := range 20 {
		if t.engine == nil {
			t.engine = t.newEngine(trialStore{t.memory, t})
		}
		ctx, leave := context.WithCancel(context.Background())
		t.leave = leave
		out, err := t.step.do(ctx, t.engine)
		leave()
		switch {
		case err == nil && n == 0:
			return append([]string{}, lines(out)...)
		case err == nil:
			return nil
		case errors.Is(err, ErrFenced):
			t.engine = nil
		}
		last = err
	}
	require.NoError(t, last, "it never works")
	return nil
}

// left is everything that the store holds in the end, but for how often a record was
// written, how far the sweeps had come (to be asked twice does no harm) and since when the
// moments of a partition were known before anybody of it was.
func (t *trial) left() string {
	all := ""
	for _, p := range t.memory.parts {
		for _, k := range p.records.keys() {
			r := p.records.get(k)
			all += fmt.Sprintf("%s wakes at %d on %d\n%x\n", k, r.wakeAt, r.lists, r.state)
		}
		for _, id := range slices.Sorted(maps.Keys(p.postings)) {
			m := p.postings[id]
			all += fmt.Sprintf("%s %s %d %d %d again at %d\n%s\n", id, m.Lane, m.At, m.NotAfter, m.Attempt, m.RetryAt, m.Body)
		}
		for _, name := range []string{expensesNote, announcedNote} {
			note, _, _ := strings.Cut(string(p.notes[name]), `"taken"`) // in the order in which they came
			all += fmt.Sprintf("%s: %s\n", name, note)
		}
	}
	return all
}

// A trialStore is the store as the engine meets it: every operation may go wrong, and the
// bytes of the one before are written over by the next, as careless drivers do.
type trialStore struct {
	Store
	t *trial
}

func (s trialStore) Acquire(ctx context.Context, n int, owner string, ttl time.Duration) (p Partition, err error) {
	err = s.t.meets(n, func() error {
		p, err = s.Store.Acquire(ctx, n, owner, ttl)
		return err
	})
	return &trialPart{Partition: &carelessPart{Partition: p, buffer: make([]byte, 0, 1<<16)}, number: n, t: s.t}, err
}

type trialPart struct {
	Partition
	number int
	t      *trial
}

// tried has an operation go wrong that answers something; with an error there is no answer.
func tried[A any](p *trialPart, do func() (A, error)) (answer A, err error) {
	err = p.t.meets(p.number, func() error {
		answer, err = do()
		return err
	})
	if err != nil {
		answer = *new(A)
	}
	return answer, err
}

func (p *trialPart) Load(ctx context.Context, keys []Key) ([]Record, error) {
	return tried(p, func() ([]Record, error) { return p.Partition.Load(ctx, keys) })
}

func (p *trialPart) Apply(ctx context.Context, tx Tx) ([]Result, error) {
	return tried(p, func() ([]Result, error) { return p.Partition.Apply(ctx, tx) })
}

func (p *trialPart) Note(ctx context.Context, name string) ([]byte, error) {
	return tried(p, func() ([]byte, error) { return p.Partition.Note(ctx, name) })
}

func (p *trialPart) Scan(ctx context.Context, after Key, limit int) ([]Record, error) {
	return tried(p, func() ([]Record, error) { return p.Partition.Scan(ctx, after, limit) })
}

func (p *trialPart) Listed(ctx context.Context, on Lists, after Key, limit int) ([]Record, error) {
	return tried(p, func() ([]Record, error) { return p.Partition.Listed(ctx, on, after, limit) })
}

func (p *trialPart) Due(ctx context.Context, now int64, limit int) (due []Record, next int64, err error) {
	due, err = tried(p, func() ([]Record, error) {
		due, next, err = p.Partition.Due(ctx, now, limit)
		return due, err
	})
	return due, next, err
}

func (p *trialPart) Pending(ctx context.Context, now int64, limit int, lanes ...string) (pending []Posting, next int64, err error) {
	pending, err = tried(p, func() ([]Posting, error) {
		pending, next, err = p.Partition.Pending(ctx, now, limit, lanes...)
		return pending, err
	})
	return pending, next, err
}

func (p *trialPart) Resolve(ctx context.Context, done []Resolution) error {
	return p.t.meets(p.number, func() error { return p.Partition.Resolve(ctx, done) })
}

func (p *trialPart) Len(ctx context.Context) (n int, oldest int64, err error) {
	err = p.t.meets(p.number, func() error {
		n, oldest, err = p.Partition.Len(ctx)
		return err
	})
	return n, oldest, err
}

func (p *trialPart) Renew(ctx context.Context, ttl time.Duration) error {
	return p.t.meets(p.number, func() error { return p.Partition.Renew(ctx, ttl) })
}
