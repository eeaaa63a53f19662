package care

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A shard is the engine's end of one partition: it folds what callers bring into
// batches, decides, and writes each batch in one transaction.
type shard struct {
	engine *Engine
	number int

	queueing sync.Mutex
	queue    []*input

	mu    sync.Mutex // held while a batch is decided and written
	lease Partition
	room  []asking // for the steps, one after the other
	turns []*turn  // of the batch, the first used of them
	used  int
}

// An input is one thing that moves one customer's memory.
type input struct {
	key Key
	// One of these:
	event  *tiexin.Event
	wake   bool
	report *report
	forget bool

	out  []Outcome
	err  error
	done bool

	// Of a try of which nobody knows what became:
	wrote   []byte
	entries []entry

	taken *taken // what event points at
}

// A taken is an event of the engine's own: the host's stays as it is.
type taken struct {
	event tiexin.Event
	order tiexin.Order
}

// mostInputs bounds a batch.
const mostInputs = 256

// tries bounds how often a batch is decided again after a conflict or an unknown
// outcome.
const tries = 4

// do puts inputs into the queue and returns when all of them are settled. Whoever
// comes first works for all who came meanwhile: under load batches grow by
// themselves, and nobody waits for company.
func (s *shard) do(ctx context.Context, ins []*input) ([]Outcome, error) {
	s.queueing.Lock()
	s.queue = append(s.queue, ins...)
	s.queueing.Unlock()

	s.mu.Lock()
	for !ins[len(ins)-1].done {
		s.settle(ctx, s.take())
	}
	s.mu.Unlock()

	if len(ins) == 1 {
		return ins[0].out, ins[0].err
	}
	var out []Outcome
	var problems []error
	for _, in := range ins {
		out = append(out, in.out...)
		if in.err != nil {
			problems = append(problems, in.err)
		}
	}
	return out, joinErrors(problems)
}

func (s *shard) take() []*input {
	s.queueing.Lock()
	defer s.queueing.Unlock()
	n := min(len(s.queue), s.most())
	batch := s.queue[:n:n]
	s.queue = s.queue[n:]
	if len(s.queue) == 0 {
		s.queue = nil
	}
	return batch
}

func (s *shard) most() int {
	if m := s.engine.options.Store.Caps().MaxCommits; m > 0 {
		return min(m, mostInputs)
	}
	return mostInputs
}

// settle decides a batch and writes it, again when somebody else was faster or
// the store cannot say what became of it.
func (s *shard) settle(ctx context.Context, batch []*input) {
	left := batch
	var err error
	for range tries {
		left, err = s.try(ctx, left)
		if len(left) == 0 || ctx.Err() != nil || isFenced(err) {
			break
		}
	}
	for _, in := range left {
		if in.err == nil {
			if err == nil {
				err = ErrConflict
			}
			in.err = fmt.Errorf("care: customer %s: %w", in.key.Customer, err)
		}
		in.out, in.done = nil, true
	}
	for _, in := range batch {
		s.engine.seen(in.out)
	}
	s.engine.wakeUp()
}

// A turn is one customer's part of a batch. It has its own memory and step, and is
// used again.
type turn struct {
	key    Key
	inputs []*input
	mem    memory
	step   step
	commit Commit
	same   bool // nothing has to be written
}

// try decides inputs and writes them; it returns those that are not settled.
func (s *shard) try(ctx context.Context, inputs []*input) ([]*input, error) {
	turns := s.group(inputs)
	keys := make([]Key, len(turns))
	for i, t := range turns {
		keys[i] = t.key
	}
	records, err := s.lease.Load(ctx, keys)
	if err != nil {
		return inputs, err
	}
	var tx Tx
	var written []*turn
	for i, t := range turns {
		if err := s.decide(t, &records[i]); err != nil {
			t.step.undoEntries(0)
			for _, in := range t.inputs {
				in.err, in.out, in.done = fmt.Errorf("care: customer %s: %w", t.key.Customer, err), nil, true
			}
			continue
		}
		if !t.same {
			tx.Commits = append(tx.Commits, t.commit)
			written = append(written, t)
		}
	}
	results, err := s.apply(ctx, tx, written)
	var left []*input
	for i, t := range written {
		if err != nil || results[i].Err != nil {
			left = append(left, t.inputs...)
			t.unsettle(err != nil)
		}
	}
	for _, in := range inputs {
		in.done = true
	}
	for _, in := range left {
		in.done = false
	}
	return left, err
}

// unsettle takes a turn back whose commit was refused, or of which nobody knows
// what became: then its inputs remember what they tried to write.
func (t *turn) unsettle(unknown bool) {
	for _, in := range t.inputs {
		in.wrote, in.entries = nil, nil
		if unknown {
			in.wrote, in.entries = t.commit.State, slices.Clone(t.step.entries)
		}
	}
	t.step.undoEntries(0)
}

// wasWritten says that an earlier try of the turn, of which nobody knew what
// became, is what the store holds. Its outcomes stand.
func (t *turn) wasWritten(record *Record) bool {
	in := t.inputs[0]
	if in.wrote == nil || !bytes.Equal(in.wrote, record.State) {
		return false
	}
	for _, e := range in.entries {
		t.step.means.budgets.enter(e.key, e.expense)
	}
	return true
}

func (s *shard) apply(ctx context.Context, tx Tx, written []*turn) ([]Result, error) {
	if len(tx.Commits) == 0 {
		return nil, nil
	}
	if c := s.expenses(written); c != nil {
		records, err := s.lease.Load(ctx, []Key{c.Key})
		if err != nil {
			return nil, err
		}
		c.If = records[0].Version
		tx.Commits = append(tx.Commits, *c)
	}
	results, err := s.lease.Apply(ctx, tx)
	if err == nil && len(results) != len(tx.Commits) {
		err = fmt.Errorf("the store answered %d of %d commits", len(results), len(tx.Commits))
	}
	return results, err
}

// group folds the inputs of each customer into one turn, in order.
func (s *shard) group(inputs []*input) []*turn {
	s.used = 0
	if len(inputs) == 1 {
		return s.turns[:s.addTurn(inputs[0])+1]
	}
	at := make(map[Key]int, len(inputs))
	for _, in := range inputs {
		if i, ok := at[in.key]; ok {
			s.turns[i].inputs = append(s.turns[i].inputs, in)
		} else {
			at[in.key] = s.addTurn(in)
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
	t.key, t.inputs, t.commit = in.key, append(t.inputs[:0], in), Commit{}
	s.used++
	return s.used - 1
}

// decide moves one customer's memory by all inputs of a turn.
func (s *shard) decide(t *turn, record *Record) error {
	t.step.begin(s.engine.rules.Load(), t.key, &t.mem, s.engine.means, &s.room)
	t.step.partition = s.number
	t.same = true
	if t.wasWritten(record) {
		return nil
	}
	if err := t.mem.decode(record.State); err != nil {
		return err
	}
	now := max(s.engine.options.Now().UnixMilli(), t.mem.now)
	forget := false
	for _, in := range t.inputs {
		before := len(t.step.out)
		switch {
		case in.event != nil:
			t.step.now = rule.At(now)
			if t.step.takeEvent(in.event) {
				t.same, forget = false, false
			}
		case in.report != nil:
			t.step.now = rule.After(now)
			if t.step.takeReport(in.report) {
				t.same = false
			}
		case in.forget:
			t.step.forgetCustomer()
			t.same, forget = false, true
		case in.wake:
			t.step.now = rule.After(now)
			t.step.takeWake()
			t.same = false
		}
		in.out = slices.Clone(t.step.out[before:])
	}
	if t.same {
		return nil
	}
	var err error
	t.commit, err = t.step.commit(record, forget)
	return err
}

// commit is everything the step decided, as a value.
func (s *step) commit(record *Record, forgotten bool) (Commit, error) {
	c := Commit{Key: s.key, If: record.Version, State: s.mem.encode(), Cancel: s.cancel}
	if w := s.mem.wake(); w < rule.Forever {
		c.WakeAt = max(w.Millis(), 1)
	}
	if forgotten && len(s.mem.consents) == 0 {
		c.State = nil
	}
	for i := range s.send {
		m := &s.send[i]
		body, err := json.Marshal(envelope{Message: m})
		if err != nil {
			return c, fmt.Errorf("message %s: %w", m.ID, err)
		}
		c.Send = append(c.Send, Posting{ID: m.ID + "@" + m.Kind.String(), Key: s.key, Body: body, NotAfter: millis(m.NotAfter)})
	}
	for i := range s.open {
		task := &s.open[i]
		body, err := json.Marshal(envelope{Task: task})
		if err != nil {
			return c, fmt.Errorf("task %s: %w", task.ID, err)
		}
		c.Send = append(c.Send, Posting{ID: task.ID + "@" + task.Kind.String(), Key: s.key, Body: body, NotAfter: millis(task.Deadline)})
	}
	for i := range s.close {
		w := &s.close[i]
		body, err := json.Marshal(envelope{Withdraw: w})
		if err != nil {
			return c, fmt.Errorf("task %s: %w", w.ID, err)
		}
		c.Send = append(c.Send, Posting{ID: w.ID + "@withdrawn", Key: s.key, Body: body})
	}
	return c, nil
}

// An envelope is the body of a posting: one of these.
type envelope struct {
	Message  *channel.Message `json:"message,omitempty"`
	Task     *channel.Task    `json:"task,omitempty"`
	Withdraw *withdrawal      `json:"withdraw,omitempty"`
}

// A withdrawal takes a task back from the desk.
type withdrawal struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

// forgetCustomer leaves only the refusals.
func (s *step) forgetCustomer() {
	for _, f := range s.mem.firings {
		if f.state == handing || f.state == tasking {
			s.cancel = append(s.cancel, s.postingID(f))
		}
	}
	var refusals []tiexin.Consent
	for _, c := range s.mem.consents {
		if c.Refused {
			refusals = append(refusals, tiexin.Consent{ID: c.ID, Channel: c.Channel, Purpose: c.Purpose, Refused: true, At: c.At, Source: c.Source})
		}
	}
	now := s.mem.now
	s.mem.reset()
	s.mem.now, s.mem.consents = now, refusals
}

// advance asks everything of the partition that is due, and says when the next
// wake-up is; 0: there is none.
func (s *shard) advance(ctx context.Context, now int64) ([]Outcome, int64, error) {
	var outcomes []Outcome
	for {
		s.mu.Lock()
		due, next, err := s.lease.Due(ctx, now, mostInputs)
		s.mu.Unlock()
		if err != nil || len(due) == 0 {
			return outcomes, next, err
		}
		ins := make([]*input, len(due))
		for i, r := range due {
			ins[i] = &input{key: r.Key, wake: true}
		}
		out, err := s.do(ctx, ins)
		outcomes = join(outcomes, out)
		if err != nil {
			return outcomes, 0, err
		}
	}
}

// join appends, and copies nothing when there is nothing to append to.
func join(a, b []Outcome) []Outcome {
	if len(a) == 0 {
		return b
	}
	return append(a, b...)
}

func joinErrors(problems []error) error {
	return errors.Join(problems...)
}
