package care

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// tries bounds how often a batch is decided again after a conflict or an unknown
// outcome.
const tries = 4

// mostStale bounds how often besides that others may spend meanwhile. Each time somebody
// has got on.
const mostStale = 100

// errPanicked says that something that came before an input panicked.
var errPanicked = errors.New("a panic came between")

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
	s.clearTurns()
}

func (s *shard) clearTurns() {
	for _, t := range s.turns[:s.used] {
		clear(t.inputs)
		t.record, t.commit, t.held = nil, Commit{}, nil
	}
	s.used = 0
	clear(s.records)
	clear(s.tx)
	s.records, s.tx = s.records[:0], s.tx[:0]
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
	tx, written, budgets := Tx{}, s.wrote[:0], s.engine.means.Budgets
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
		s.tx = append(s.tx, t.commit)
		written = append(written, t)
	}
	d.giveBack()
	tx.Commits = s.tx
	var results []Result
	err := purse.check(ctx, written)
	if err == nil {
		results, err = s.apply(ctx, tx, written, purse)
	}
	s.wrote = written
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
	records, err := s.loadKeys(ctx)
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

// loadKeys loads the records of the keys. A memory in the same process writes them into the
// shard's own list, and so it does with the results of a write: both are made for each event
// else.
func (s *shard) loadKeys(ctx context.Context) (records []Record, err error) {
	memory, ok := s.lease.(*memoryLease)
	if !ok {
		return s.lease.Load(ctx, s.keys)
	}
	if records, err = memory.loadInto(s.records[:0], s.keys); err == nil {
		s.records = records
	}
	return records, err
}

// write is what the store makes of a transaction.
func (s *shard) write(ctx context.Context, tx *Tx) (results []Result, err error) {
	memory, ok := s.lease.(*memoryLease)
	if !ok {
		return s.lease.Apply(ctx, *tx)
	}
	if results, err = memory.applyInto(s.results[:0], tx); err == nil {
		s.results = results
	}
	return results, err
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
	results, err := s.write(ctx, &tx)
	for i := range tx.Commits {
		s.flights.changes(tx.Commits[i].Cancel...)
	}
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

// nudgeFor has those look again at once who have something to do because of what was
// written, or earlier than they thought.
func (s *shard) nudgeFor(tx Tx) {
	urgent := false
	for i := range tx.Commits {
		c := &tx.Commits[i]
		if c.WakeAt != 0 {
			urgent = s.wakes.earlier(c.WakeAt) || urgent
		}
		for j := range c.Send {
			s.hasPosting(c.Send[j].Lane)
		}
	}
	if urgent {
		nudge(s.engine.nudge)
	}
}
