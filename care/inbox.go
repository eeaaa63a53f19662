package care

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// Any process takes any event. One whose customer is another's goes into the inbox of the
// partition, as a letter, and its owner decides it. A letter leaves the inbox in the same
// commit that decides it, so that it is neither lost nor decided twice.

// An inbox is what a partition knows of its letters.
type inbox struct {
	reading sync.Mutex // held while letters are read and decided
	// aside are letters that cannot be decided at present, and until when nobody tries.
	aside map[int64]time.Time
}

// isAway says that an event is to be decided by another process, or later, so that it has
// to go into an inbox.
func (e *Engine) isAway(in *input) bool {
	return e.replica != nil && in.err != nil && (errors.Is(in.err, errElsewhere) || isFenced(in.err) || errors.Is(in.err, ErrHeld))
}

// post puts events into the inboxes of their customers.
func (e *Engine) post(ctx context.Context, ins ...*input) error {
	letters := make([]Letter, 0, len(ins))
	for _, in := range ins {
		body, err := letterOf(in.event)
		if err != nil {
			return err
		}
		letters = append(letters, Letter{Partition: PartitionOf(in.key, len(e.replica.nobody)), Body: body})
	}
	return e.replica.store.Post(ctx, letters...)
}

// postAway posts those of many events that are to be decided elsewhere; when that is done
// they have no error.
func (e *Engine) postAway(ctx context.Context, ins []*input) error {
	if e.replica == nil {
		return nil
	}
	var away []*input
	for _, in := range ins {
		if e.isAway(in) {
			away = append(away, in)
		}
	}
	if len(away) == 0 {
		return nil
	}
	err := e.post(ctx, away...)
	for _, in := range away {
		in.err = nil // it is the same for all
	}
	return err
}

// await has the letters decided that come for the engine's partitions.
func (r *replica) await(ctx context.Context) error {
	for {
		if _, err := r.engine.open(ctx); err != nil {
			if err := r.engine.mishap(ctx, nil, err); err != nil {
				return err
			}
		}
		err := r.awaitLetters(ctx)
		if err := r.engine.mishap(ctx, nil, err); err != nil {
			return err
		}
		if err != nil {
			if err := pause(ctx, time.Second, nil); err != nil {
				return err
			}
		}
	}
}

// awaitLetters waits until there are letters, and has them decided. It looks anew when the
// partitions change.
func (r *replica) awaitLetters(ctx context.Context) error {
	waits, stop := context.WithCancel(ctx)
	defer stop()
	r.changing.Lock()
	r.changed = stop
	r.changing.Unlock()
	all, err := r.engine.present()
	if err != nil {
		return err
	}
	var quiet []int
	var aside bool
	for _, s := range all {
		if s == nil {
			continue
		}
		if s.hasAside() {
			aside = true
			if err := r.readInbox(ctx, s); err != nil {
				return err
			}
			continue
		}
		quiet = append(quiet, s.number)
	}
	if aside { // the store would name these at once
		var cancel context.CancelFunc
		waits, cancel = context.WithTimeout(waits, time.Second)
		defer cancel()
	}
	if len(quiet) == 0 {
		<-waits.Done()
		return ctx.Err()
	}
	have, err := r.store.Await(waits, quiet)
	if waits.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return err
	}
	faults := make([]error, len(have))
	var wg sync.WaitGroup
	for i, number := range have {
		if s := all[number]; s != nil {
			wg.Go(func() { faults[i] = r.readInbox(ctx, s) })
		}
	}
	wg.Wait()
	return errors.Join(faults...)
}

func (r *replica) readInbox(ctx context.Context, s *shard) error {
	_, err := s.readInbox(ctx)
	if r.engine.lost(s, err) {
		return nil
	}
	return err
}

func (s *shard) hasAside() bool {
	s.inbox.reading.Lock()
	defer s.inbox.reading.Unlock()
	return len(s.inbox.aside) > 0
}

// readInbox has the letters of the partition decided that are there.
func (s *shard) readInbox(ctx context.Context) (out []Outcome, err error) {
	if s.engine.replica == nil {
		return nil, nil
	}
	s.inbox.reading.Lock()
	defer s.inbox.reading.Unlock()
	for {
		letters, err := s.nextLetters(ctx)
		if err != nil || len(letters) == 0 {
			return out, err
		}
		some, err := s.open(ctx, letters)
		if out = append(out, some...); err != nil {
			return out, err
		}
	}
}

// nextLetters are the first letters but those that are laid aside.
func (s *shard) nextLetters(ctx context.Context) (next []Letter, err error) {
	aside := s.inbox.aside
	var all []Letter
	if err := s.alone(ctx, func(*shard) error {
		all, err = s.lease.Letters(ctx, mostInputs+len(aside))
		return err
	}); err != nil {
		return nil, err
	}
	now := s.engine.options.Now()
	for _, l := range all {
		if until, ok := aside[l.Number]; ok && now.Before(until) {
			continue
		}
		delete(aside, l.Number)
		next = append(next, l)
	}
	return next, nil
}

// asideFor is for how long nobody tries a letter that could not be decided in passing.
const asideFor = 10 * time.Second

// layAside has nobody try a letter for a time.
func (s *shard) layAside(number int64, d time.Duration) {
	if s.inbox.aside == nil {
		s.inbox.aside = map[int64]time.Time{}
	}
	s.inbox.aside[number] = s.engine.options.Now().Add(d)
}

// open has letters decided in their order. Each has left the inbox then, or is laid aside,
// or the error says why it was not.
func (s *shard) open(ctx context.Context, letters []Letter) (out []Outcome, err error) {
	var all []*input
	var done []int64
	for i := range letters {
		l := &letters[i]
		event, looks, err := l.read(s.engine.rules.Load().Shop.Zone)
		if looks {
			s.look()
			done = append(done, l.Number)
			continue
		}
		var in *input
		if err == nil {
			in, err = s.engine.takeIn(&event)
		}
		if err != nil {
			s.drops(l.Number, event.ID, err)
			done = append(done, l.Number)
			continue
		}
		in.letter, in.inbox = l.Number, s
		all = append(all, in)
	}
	await(all)
	var problems []error
	for rest := all; len(rest) > 0 && len(problems) == 0; {
		part := together(rest)
		if rest = rest[len(part):]; part[0].all {
			problems = append(problems, s.openForAll(ctx, part[0])...)
			continue
		}
		settled, err := s.engine.settleAll(ctx, part)
		if err != nil {
			problems = append(problems, err)
		}
		for _, in := range settled {
			out = append(out, in.out...)
			gone, err := s.settled(ctx, in)
			if gone {
				done = append(done, in.letter)
			}
			if err != nil {
				problems = append(problems, err)
			}
			in.taken.giveBack()
		}
	}
	return out, errors.Join(append(problems, s.takeLetters(ctx, done))...)
}

// settled looks at what became of a letter. It says whether that is to leave the inbox yet.
func (s *shard) settled(ctx context.Context, in *input) (gone bool, err error) {
	here := PartitionOf(in.key, s.engine.options.Store.Partitions()) == s.number
	switch err := in.err; {
	case err == nil:
		return !here, nil
	case errors.Is(err, ErrHeld):
		s.layAside(in.letter, time.Second)
		return false, nil
	case errors.Is(err, errElsewhere) && !here: // the person goes on there
		err := s.engine.post(ctx, in)
		return err == nil, err
	case errors.Is(err, errElsewhere):
		return false, ErrFenced
	case errors.Is(err, remember.ErrCorrupt), errors.Is(err, errPanicked):
		s.layAside(in.letter, postponedBy)
		s.engine.options.Logger.Error("care: an event in the inbox cannot be decided, and stays there", "event", in.event.ID, "customer", in.key.label(), "error", said(err, new(discreet.Striker)))
		return false, nil
	default:
		s.layAside(in.letter, asideFor) // the others go on
		return false, err
	}
}

// openForAll takes in what concerns everybody, for the partition.
func (s *shard) openForAll(ctx context.Context, in *input) (problems []error) {
	defer in.taken.giveBack()
	err := s.announce(ctx, in.event, s.engine.rules.Load(), true, in.letter)
	var refused *tiexin.EventError
	switch {
	case err == nil:
		nudge(s.engine.swap)
	case errors.As(err, &refused):
		s.drops(in.letter, in.event.ID, err)
		return []error{s.takeLetters(ctx, []int64{in.letter})}
	case errors.Is(err, errTooMany):
		s.layAside(in.letter, longestSleep)
	default:
		s.layAside(in.letter, asideFor)
		return []error{err}
	}
	return nil
}

// drops tells the logger of a letter that nobody can take in.
func (s *shard) drops(number int64, event string, err error) {
	s.engine.options.Logger.Error("care: a letter in the inbox cannot be taken in and is dropped", "partition", s.number, "letter", number, "event", event, "error", said(err, new(discreet.Striker)))
}

// takeLetters takes letters out of the inbox that changed nothing here.
func (s *shard) takeLetters(ctx context.Context, numbers []int64) error {
	if len(numbers) == 0 {
		return nil
	}
	return s.alone(ctx, func(*shard) error {
		_, err := s.lease.Apply(ctx, Tx{Taken: numbers})
		return err
	})
}

// look has everybody look at the partition who has something to do in it.
func (s *shard) look() {
	s.wakes.earlier(0)
	nudge(s.engine.nudge)
	for i := range s.posts {
		s.posts[i].earlier(0)
		nudge(s.engine.lanes[i].nudge)
	}
}
