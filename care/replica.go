package care

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Several processes share a store. Each meets the others every third of a lease, sees who
// is there and who has which partition, and takes what is its share of them: it hands over
// what is above that, and acquires what is free below it.

// partitions are those of a store, by number. Nil is another process's.
type partitions []*shard

// of is the partition of a customer, if it is the engine's.
func (p partitions) of(key Key) *shard { return p[PartitionOf(key, len(p))] }

// A replica is the engine's place among those that share a store.
type replica struct {
	engine *Engine
	store  Shared
	purse  *purse
	nobody partitions // none is the engine's

	meeting turnstile
	stands  atomic.Pointer[attendance] // as of the last meeting; nil: there was none
	closed  bool                       // while meeting
	leaving atomic.Bool                // it is being closed

	crewing sync.Mutex
	crews   []crew // who was at work lately, the present crew last

	changing sync.Mutex
	changed  context.CancelFunc // tells who awaits letters that the partitions are others; nil: nobody does

	merges time.Duration // until when ids may be put together, by Engine.steady; while merging
}

// An attendance is how a meeting found the engine.
type attendance struct {
	at      time.Duration // by Engine.steady
	when    time.Time     // by Options.Now
	ready   bool
	ahead   time.Duration
	members []Member
}

// A Replica is the state of an engine among the processes that share its store.
type Replica struct {
	Owner string `json:"owner"`
	// Ready is true if the engine can own partitions. Otherwise it accepts events and
	// decides nothing: its clock is wrong.
	Ready      bool      `json:"ready"`
	Owned      int       `json:"owned"`      // number of the engine's partitions
	Partitions int       `json:"partitions"` // number of the store's partitions
	Members    []Member  `json:"members"`
	Met        time.Time `json:"met"` // time of its last contact with the others, by its clock
	// Ahead is how far its clock is, at least, ahead of the store's; negative: late. If it
	// is more than two seconds, the engine is not ready.
	Ahead time.Duration `json:"ahead_ns"`
}

// Replica returns the state of the engine among the processes that share its store. It is
// false if the store is not [Shared], and before the first contact with the others.
func (e *Engine) Replica() (Replica, bool) {
	if e.replica == nil {
		return Replica{}, false
	}
	now := e.replica.stands.Load()
	if now == nil {
		return Replica{}, false
	}
	r := Replica{Owner: e.options.Owner, Ready: now.ready, Partitions: e.options.Store.Partitions(), Members: slices.Clone(now.members), Met: now.when, Ahead: now.ahead}
	if all := e.opened.Load(); all != nil {
		r.Owned = all.owned()
	}
	return r, true
}

// owned counts those that are the engine's and are not being handed over.
func (p partitions) owned() (n int) {
	for _, s := range p {
		if s != nil && !s.retiring.Load() {
			n++
		}
	}
	return n
}

func newReplica(e *Engine, store Shared) *replica {
	return &replica{engine: e, store: store, purse: newPurse(store, e.means.Budgets), nobody: make(partitions, store.Partitions()), meeting: newTurnstile()}
}

// newOwner is a name that no other process has.
func newOwner() string {
	host, err := os.Hostname()
	return fmt.Sprintf("%s-%d-%s", cmp.Or(host, fmt.Sprint(err)), os.Getpid(), rand.Text()[:8])
}

// open are the partitions. It meets the others where nobody has for half a lease: a host
// that does not call Run keeps its share by what it asks.
func (r *replica) open(ctx context.Context) (partitions, error) {
	all := r.engine.opened.Load()
	switch {
	case all == nil:
		err := r.meet(ctx, r.isLate)
		if all = r.engine.opened.Load(); all == nil {
			return nil, cmp.Or(err, ErrClosed)
		}
		_ = r.engine.mishap(ctx, nil, err)
	case r.isLate() && r.meeting.tryEnter(): // else another is at it
		err := r.meetNow(ctx)
		r.meeting.leave()
		if all = r.engine.opened.Load(); all == nil {
			return nil, ErrClosed
		}
		_ = r.engine.mishap(ctx, nil, err)
	}
	if !r.stands.Load().ready {
		return r.nobody, nil
	}
	return *all, nil
}

// isLate says that the engine has not met the others for half a lease.
func (r *replica) isLate() bool {
	last := r.stands.Load()
	return last == nil || r.engine.steady()-last.at > r.engine.options.Lease/2
}

func always() bool { return true }

// meet says that the engine is there, and takes its share, if that is due yet.
func (r *replica) meet(ctx context.Context, isDue func() bool) error {
	if err := r.meeting.enter(ctx); err != nil {
		return err
	}
	defer r.meeting.leave()
	if !isDue() {
		return nil
	}
	return r.meetNow(ctx)
}

// meetNow is meet for one who has entered.
func (r *replica) meetNow(ctx context.Context) error {
	if r.closed {
		return ErrClosed
	}
	now, owners, err := r.look(ctx)
	if err != nil {
		return errors.Join(err, r.renew(ctx))
	}
	r.says(r.stands.Swap(now), now)
	r.notes(now)
	if all := make(partitions, len(r.nobody)); r.engine.opened.Load() == nil {
		r.engine.opened.Store(&all)
	}
	share := r.share(now)
	err = r.renew(ctx)
	r.release(share)
	return errors.Join(err, r.acquire(ctx, share, owners))
}

// look meets the others, and again at once where that shows that the engine is ready or is
// not any more: they reckon with it.
func (r *replica) look(ctx context.Context) (*attendance, []string, error) {
	ctx, cancel := context.WithTimeout(ctx, r.engine.beat())
	defer cancel()
	before := r.stands.Load()
	for ready := before != nil && before.ready; ; ready = !ready {
		began, now := r.engine.steady(), r.engine.options.Now()
		m, err := r.store.Meet(ctx, Member{Owner: r.engine.options.Owner, Ready: ready}, r.engine.options.Lease)
		if err != nil {
			return nil, nil, err
		}
		ahead := aheadOf(m.Now, now, r.engine.options.Now())
		if (ahead.Abs() <= mostSkew) == ready {
			return &attendance{at: began, when: now, ready: ready, ahead: ahead, members: m.Members}, m.Owners, nil
		}
	}
}

// aheadOf is by how much a clock that showed two instants before and after a question is at
// least ahead of the one that answered.
func aheadOf(answer, before, after time.Time) time.Duration {
	switch {
	case answer.Before(before):
		return before.Sub(answer)
	case answer.After(after):
		return after.Sub(answer)
	}
	return 0
}

// says tells the logger when the clocks begin to disagree, and when they agree again.
func (r *replica) says(before, now *attendance) {
	log, wasReady := r.engine.options.Logger, before == nil || before.ready
	switch {
	case !now.ready && wasReady:
		log.Error("care: the clock differs from the store's; until they agree, this process decides and sends nothing and leaves events to others", "ahead", now.ahead)
	case now.ready && !wasReady:
		log.Info("care: the clock agrees with the store's again")
	}
}

// share is how many partitions are the engine's: as many as everybody's, and the first in
// the order of names have one more.
func (r *replica) share(now *attendance) int {
	ready := readyOf(now)
	i := slices.Index(ready, r.engine.options.Owner)
	if i < 0 {
		return 0
	}
	share := len(r.nobody) / len(ready)
	if i < len(r.nobody)%len(ready) {
		share++
	}
	return share
}

// close hands everything over, and leaves.
func (r *replica) close(ctx context.Context) error {
	r.leaving.Store(true)
	if err := r.meeting.enter(ctx); err != nil {
		return err
	}
	r.closed = true
	r.meeting.leave()
	all := r.engine.opened.Load()
	if all == nil {
		r.engine.ends()
		return nil
	}
	faults := make([]error, len(*all)+1)
	faults[len(*all)] = r.store.Leave(ctx, r.engine.options.Owner)
	var wg sync.WaitGroup
	for i, s := range *all {
		if s != nil {
			wg.Go(func() { faults[i] = r.retire(ctx, s) })
		}
	}
	wg.Wait()
	r.changing.Lock()
	defer r.changing.Unlock()
	r.engine.opened.Store(nil)
	if r.changed != nil {
		r.changed()
	}
	return errors.Join(joinFaults(faults[:len(*all)]), faults[len(*all)])
}

// keep meets the others, as long as the first context lasts, and after that keeps what the
// engine has until those who work for it have ended, too.
func (r *replica) keep(ctx, after context.Context) error {
	for {
		var err error
		if ctx.Err() == nil {
			err = r.meet(ctx, always)
		}
		if ctx.Err() != nil {
			err = r.renew(after)
		}
		if err := r.engine.mishap(after, nil, err); err != nil {
			return err
		}
		if err := pause(after, r.engine.beat(), nil); err != nil {
			return err
		}
	}
}
