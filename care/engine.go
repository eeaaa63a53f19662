package care

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/channel"
)

// An Engine decides what to send. It is safe for concurrent use: decisions about one
// customer are made one after the other, customers are independent.
type Engine struct {
	options Options
	rules   atomic.Pointer[decide.Rules]
	means   decide.Means

	opening    sync.Mutex
	opened     atomic.Pointer[partitions] // nil until the first use, and when closed
	ready      partitions                 // those that are open while others could not be had yet
	replica    *replica                   // among those that share the store; nil: nobody does
	began      time.Time
	closed     bool
	observe    sync.Mutex
	nudge      chan struct{} // tells Run that something is due earlier
	lanes      []*lane       // of the outbox
	swap       chan struct{} // tells Run that the rules are new
	held       atomic.Bool   // nobody is asked by new rules but whoever is heard of
	faulty     sync.Mutex
	faults     map[decide.Fault]bool // that the logger has heard of; faulty is held
	prunes     due                   // when journals are pruned next
	merging    sync.Mutex            // held while ids are put together
	announcing sync.Mutex            // held while something is announced
	counts     counts
	batches    context.Context // they end with the engine, and not when a caller hangs up
	ends       context.CancelFunc
}

// New returns an engine for the given rules. The error has every fault of rules and options,
// or is the store's.
func New(rules *Rules, o Options) (*Engine, error) {
	if err := o.check(rules); err != nil {
		return nil, err
	}
	if o.Store == nil {
		o.Store = NewMemory()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	shared, _ := o.Store.(Shared)
	switch {
	case o.Owner != "":
	case shared != nil:
		o.Owner = newOwner()
	default:
		o.Owner = "tiexin"
	}
	if o.Parallel == 0 {
		o.Parallel = 64
	}
	if o.SendTimeout == 0 {
		o.SendTimeout = time.Minute
	}
	if err := errors.Join(checkStore(o.Store, o.SendTimeout), o.journals()); err != nil {
		return nil, err
	}
	if o.Lease == 0 {
		o.Lease = 10 * time.Second
	}
	e := &Engine{options: o, nudge: make(chan struct{}, 1), swap: make(chan struct{}, 1), began: time.Now(), faults: map[decide.Fault]bool{}}
	e.counts.since = o.Now()
	e.batches, e.ends = context.WithCancel(context.Background())
	e.lanes = newLanes(e)
	e.rules.Store(e.prepared(rules))
	e.means = decide.Means{All: o.ConditionOff || o.Seen || o.SeenPersonal || o.Journal != nil, Deciding: o.Senders == nil && o.Tasks == nil, Seen: o.Seen || o.SeenPersonal, Personal: o.SeenPersonal, Budgets: decide.NewLedger()}
	if shared != nil {
		e.replica = newReplica(e, shared)
	}
	for k := range o.Senders {
		e.means.Senders = e.means.Senders.With(k)
	}
	if o.Tasks == nil && !e.means.Deciding {
		e.means.NoTasks = true
	}
	if e.means.Senders == 0 && !e.means.Deciding {
		e.means.Senders = channel.SetOf(channel.Phone, channel.Visit) // tasks only: no channel sends
	}
	return e, nil
}

// checkStore asks a store whether it can be used.
func checkStore(store Store, patience time.Duration) error {
	if store.Partitions() < 1 {
		return zh.Error("care: the store has no partitions; make it with its constructor, such as care.NewMemory()")
	}
	c, ok := store.(Checker)
	if !ok {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := c.Check(ctx); err != nil {
		return zh.Error("care: the store cannot be used: %w", err)
	}
	return nil
}

// Rules are the engine's current rules.
func (e *Engine) Rules() *Rules { return e.rules.Load().Set }

// Swap replaces the engine's rules. All customers are evaluated again soon, including long
// silent ones: by Run in the background, or by the next Advance. [Engine.Sweep] reports the
// progress. A wait for a removed rule ends as rule-gone. The error is about rules that
// [Load] did not return, or is an [ErrClosed].
func (e *Engine) Swap(rules *Rules) error {
	if !loaded(rules) {
		return zh.Error("care: an engine needs rules; keep the old ones")
	}
	if e.isClosed() {
		return ErrClosed
	}
	now := e.prepared(rules)
	e.reword(e.rules.Swap(now), now)
	nudge(e.swap)
	return nil
}

// Handle processes one event and returns the outcomes. It checks the event first. A faulty
// one, or one with a time more than a day after the engine's clock, changes nothing and is a
// *[tiexin.EventError]. A repeated event has no outcomes. If Handle returns no error, the
// event and its decisions are in the store. With an error they may or may not be, and
// handling the event again is safe.
//
// Over a [Shared] store the customer may be in another process's partition. The event is
// then in the store when Handle returns no error, and there are no outcomes. The other
// process decides, normally within a second, and passes the outcomes to its Options.Observe;
// [Engine.Explain] shows the result in any process.
func (e *Engine) Handle(ctx context.Context, event tiexin.Event) ([]Outcome, error) {
	in, err := e.takeIn(&event)
	if err != nil {
		return nil, err
	}
	if in.all {
		return nil, e.announce(ctx, in.event)
	}
	if _, err := e.open(ctx); err != nil {
		return nil, err
	}
	if err := e.settle(ctx, in); errors.Is(err, errLeft) {
		return nil, err
	}
	defer in.taken.giveBack()
	if e.isAway(in) {
		return in.out, e.post(ctx, in)
	}
	return in.out, in.err
}

// HandleAll processes many events, each customer's in order, in as few commits as the store
// allows. Nothing is sent to a customer before the last of their events is processed: a
// later event can withdraw a message without a trace. The outcomes are grouped by event, in
// the order of the events. A decision that a later event completes is listed with that
// event. Faulty events are left out and reported together; the others are processed. Over a
// [Shared] store the customers of other processes have no outcomes, as with Handle.
func (e *Engine) HandleAll(ctx context.Context, events []tiexin.Event) ([]Outcome, error) {
	if _, err := e.open(ctx); err != nil {
		return nil, err
	}
	var problems []error
	var all []*input
	for i := range events {
		in, err := e.takeIn(&events[i])
		if err != nil {
			problems = append(problems, zh.Error("event %d of %d: %w", i+1, len(events), err))
			continue
		}
		all = append(all, in)
	}
	await(all)
	var outcomes []Outcome
	for rest := all; len(rest) > 0; {
		part := together(rest)
		if rest = rest[len(part):]; part[0].all {
			problems = append(problems, e.announce(ctx, part[0].event))
			continue
		}
		settled, err := e.settleAll(ctx, part)
		problems = append(problems, err, e.postAway(ctx, settled))
		for _, in := range settled {
			outcomes = append(outcomes, in.out...)
			problems = append(problems, in.err)
			in.taken.giveBack()
		}
	}
	return outcomes, errors.Join(problems...)
}

// Advance evaluates everything that is due at now, or at Options.Now if that is later, and
// returns the outcomes partition by partition. After Swap, or after New on a store that
// other rules wrote, it first evaluates all customers. It does not send: Deliver does. Over
// a [Shared] store it starts with other processes' events for this engine's partitions, and
// leaves other partitions alone. Once an hour it also removes expired lines from the
// journals, a page at a time.
func (e *Engine) Advance(ctx context.Context, now time.Time) ([]Outcome, error) {
	shards, err := e.open(ctx)
	if err != nil {
		return nil, err
	}
	if len(shards) == 1 && shards[0] != nil { // no other has to be waited for
		out, err := e.catchUp(ctx, shards[0], now)
		return out, errors.Join(err, e.prune(ctx))
	}
	parts := make([][]Outcome, len(shards))
	faults := make([]error, len(shards))
	var next atomic.Int64
	var wg sync.WaitGroup
	work := func() {
		for i := next.Add(1) - 1; i < int64(len(shards)); i = next.Add(1) - 1 {
			if s := shards[i]; s != nil {
				parts[i], faults[i] = e.catchUp(ctx, s, now)
			}
		}
	}
	for range min(runtime.GOMAXPROCS(0), len(shards)) - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
	return concat(parts), errors.Join(joinFaults(faults), e.prune(ctx))
}

// catchUp has a partition catch up. One that was lost meanwhile is no fault: its new owner
// does.
func (e *Engine) catchUp(ctx context.Context, s *shard, now time.Time) ([]Outcome, error) {
	out, err := s.catchUp(ctx, now)
	if e.lost(s, err) {
		err = nil
	}
	return out, err
}

// HeldOutOf reports whether a customer is in a flow's control group, which is the given
// percentage of customers. The group is always the same, and evenly spread.
func HeldOutOf(flow string, key Key, percent float64) bool {
	return decide.HeldOut(flow, key.Shop, key.Customer, percent)
}
