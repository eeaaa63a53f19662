package care

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/channel"
)

// Options configure the engine. The zero Options keep state in memory and send nothing: the
// host acts on the outcomes.
type Options struct {
	// Store stores the engine's state. Default: NewMemory().
	Store Store
	// Senders are the senders by channel. A channel without one is closed. Default, when
	// both Senders and Tasks are nil: nothing is sent, and the host acts on the outcomes.
	Senders map[channel.Kind]channel.Sender
	// Tasks is the desk for people's tasks. Default, when Senders is set: there are no
	// tasks, and the channels of people are closed.
	Tasks channel.TaskDesk
	// Now is the clock. Default: time.Now.
	Now func() time.Time
	// Logger logs faults, by ids. Messages of others are logged without personal data: see
	// "Personal data" in the package comment. Default: silent.
	Logger *slog.Logger
	// Observe is called with every outcome, in order for each customer. It must not call the
	// engine. Default: none.
	Observe func(Outcome)
	// ConditionOff has every rule asked, and keeps also the outcomes of those whose
	// condition is off and that have nothing under way. Nothing else is decided by that, but
	// the time for an event grows with the number of rules. Seen, SeenPersonal and Journal
	// have every rule asked, and Explain does. Default: false; a rule whose condition the
	// facts leave no way to be true is not asked.
	ConditionOff bool
	// Seen adds to every outcome the values that its rule's condition used, for
	// Outcome.Seen. That takes longer than the decision. Default: false, and Outcome.Seen is
	// empty.
	Seen bool
	// SeenPersonal is Seen with all values in clear, for people who may see them: names,
	// numbers, the customer's own words. Stored outcomes then contain personal data.
	// Default: false.
	SeenPersonal bool
	// Parallel is the number of customers served at once: in Run for each channel, in
	// Deliver for all together. With 1, Deliver sends in the order of the decisions. A
	// provider that answers in 200 ms handles five messages a second in each slot: 200 a
	// second need 40. Default: 64.
	Parallel int
	// Rates are the providers' limits for all messages of a channel's sender
	// ([channel.BySender]): 100 in a second, 5,000 in three minutes. A message without a
	// free slot waits in the outbox, in its order, and delays no other channel. Processes
	// that share a store share the rates: see "Hand-over" in the package comment. Use
	// [channel.Rate] for other limits of a provider. Default: no limit.
	Rates map[channel.Kind][]channel.Limit
	// SendTimeout is the longest time for one attempt of a sender or the desk. Its context
	// ends then, and a sender that observes it returns. Default: 1 min.
	SendTimeout time.Duration
	// Identify are the kinds of Customer.IDs that link ids of one person in every event, not
	// only in customer.merged. If a value of such a kind is the id of another customer of
	// the shop, that customer is merged into this one. Name only kinds that are given to one
	// person and never to another; a wrong link cannot be undone. Such an event reads the
	// record of each id that it names. Default: none.
	Identify []tiexin.IdentifierKind
	// Journal records the decisions about each customer, in a store that is a [Journal].
	// [Engine.ExplainAt] then explains, for example, why a customer got nothing last Monday.
	// Default: no journal.
	Journal *JournalOptions
	// Owner is the name of this process in the store. Over a [Shared] store, processes that
	// run at the same time need different names. A process with the same name after a
	// restart (a pod of a stateful set) gets its partitions back at once. Default: host,
	// process id and a random number over a Shared store, else "tiexin".
	Owner string
	// Lease is the time for which a partition is held without renewal. After a process ended
	// without Close, no other takes its partitions over before that. Over a [Shared] store
	// nothing is sent in the second half of it. Default: 10 s.
	Lease time.Duration
}

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
	faults     sync.Map      // that the logger has heard of
	prunes     due           // when journals are pruned next
	merging    sync.Mutex    // held while ids are put together
	announcing sync.Mutex    // held while something is announced
	counts     counts
	batches    context.Context // they end with the engine, and not when a caller hangs up
	ends       context.CancelFunc
}

// New returns an engine for the given rules.
func New(rules *Rules, o Options) (*Engine, error) {
	if rules == nil {
		return nil, zh.Error("care: an engine needs rules; care.Load reads them")
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
	if o.Parallel <= 0 {
		o.Parallel = 64
	}
	if o.SendTimeout <= 0 {
		o.SendTimeout = time.Minute
	}
	if err := errors.Join(checkStore(o.Store, o.SendTimeout), o.journals(), checkRates(o.Rates)); err != nil {
		return nil, err
	}
	if o.Lease == 0 {
		o.Lease = 10 * time.Second
	}
	e := &Engine{options: o, nudge: make(chan struct{}, 1), swap: make(chan struct{}, 1), began: time.Now()}
	e.counts.since = o.Now()
	e.batches, e.ends = context.WithCancel(context.Background())
	e.lanes = newLanes(e)
	e.rules.Store(e.prepared(rules))
	e.means = decide.Means{All: o.ConditionOff || o.Seen || o.SeenPersonal || o.Journal != nil, Deciding: o.Senders == nil && o.Tasks == nil, Seen: o.Seen || o.SeenPersonal, Personal: o.SeenPersonal, Budgets: decide.NewLedger()}
	if shared != nil {
		e.replica = newReplica(e, shared)
	}
	for k, s := range o.Senders {
		if s == nil {
			return nil, zh.Error("care: the sender for %s is nil; leave the channel out", k)
		}
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
// progress. A wait for a removed rule ends as rule-gone.
func (e *Engine) Swap(rules *Rules) error {
	if rules == nil {
		return zh.Error("care: an engine needs rules; keep the old ones")
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

// takeIn checks an event and makes an input of it. The host's event stays as it
// is: the input works on copies.
func (e *Engine) takeIn(event *tiexin.Event) (*input, error) {
	t := takens.Get().(*taken)
	t.copy(event)
	in := &t.input
	*in = input{event: &t.event, taken: t}
	in.event.Normalise()
	if err := checkEvent(in.event, e.options.Now(), e.rules.Load().Shop.Zone); err != nil {
		return nil, err
	}
	for _, w := range in.event.Warnings {
		e.options.Logger.Warn("care: a part of an event could not be read and is left out", "event", event.ID, "part", w.Field, "why", w.Message)
	}
	if in.all = concernsAll(in.event); in.all {
		return in, nil
	}
	in.key = keyOf(in.event)
	in.others, in.onlyKnown = e.othersIn(in.event)
	return in, nil
}

// checkEvent refuses an event that cannot be taken in at a time.
func checkEvent(event *tiexin.Event, now time.Time, zone *time.Location) error {
	if err := event.Validate(); err != nil {
		return err
	}
	all := concernsAll(event)
	switch {
	case all:
		if err := checkAll(event); err != nil {
			return err
		}
	case event.Customer.ID == "":
		return refusal(event, "customer.id", fmt.Sprintf("is missing: only what is said about an incident is for everybody, and %s is another message", event.Message.ID))
	}
	if event.At.After(now.Add(mostAhead)) {
		return refusal(event, "at", fmt.Sprintf("is %s, more than a day after the engine's clock (%s): later events would be taken for old news",
			event.At.In(zone).Format(time.RFC3339), now.In(zone).Format(time.RFC3339)))
	}
	return nil
}

func keyOf(event *tiexin.Event) Key { return Key{event.Shop, event.Customer.ID} }

// refusal says that an event that is valid cannot be taken in.
func refusal(event *tiexin.Event, field, message string) error {
	return &tiexin.EventError{ID: event.ID, Problems: []tiexin.Problem{{Field: field, Message: message}}}
}

// mostAhead is how far ahead of the engine's an event's clock may be: clocks differ
// and zones are left out, but no event comes from the day after tomorrow.
const mostAhead = 24 * time.Hour

// takens are used again: an event is a large thing to throw away.
var takens = sync.Pool{New: func() any { return new(taken) }}

// giveBack has it used again, with nothing left of its customer.
func (t *taken) giveBack() {
	*t = taken{}
	takens.Put(t)
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
	parts := make([][]Outcome, len(shards))
	faults := make([]error, len(shards))
	var next atomic.Int64
	var wg sync.WaitGroup
	work := func() {
		for i := next.Add(1) - 1; i < int64(len(shards)); i = next.Add(1) - 1 {
			if s := shards[i]; s != nil {
				parts[i], faults[i] = s.catchUp(ctx, now)
				if e.lost(s, faults[i]) {
					faults[i] = nil
				}
			}
		}
	}
	for range min(runtime.GOMAXPROCS(0), len(shards)) - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
	return concat(parts), errors.Join(append(faults, e.prune(ctx))...)
}

// open takes the partitions of the store over, once. Over a shared store it sees to it that
// the engine has its share.
func (e *Engine) open(ctx context.Context) (partitions, error) {
	if e.replica != nil {
		return e.replica.open(ctx)
	}
	if shards := e.opened.Load(); shards != nil {
		return *shards, nil
	}
	e.opening.Lock()
	defer e.opening.Unlock()
	switch shards := e.opened.Load(); {
	case shards != nil:
		return *shards, nil
	case e.closed:
		return nil, ErrClosed
	}
	if err := e.openRest(ctx); err != nil {
		return nil, err
	}
	shards := e.ready
	e.ready = nil
	e.opened.Store(&shards)
	return shards, nil
}

// openRest opens the partitions that are not open yet. Those that are stay so when
// another cannot be had.
func (e *Engine) openRest(ctx context.Context) error {
	for i := len(e.ready); i < e.options.Store.Partitions(); i++ {
		s, err := e.openShard(ctx, i)
		if err != nil {
			return zh.Error("care: partition %d of the store: %w", i, err)
		}
		e.ready = append(e.ready, s)
	}
	return nil
}

func (e *Engine) openShard(ctx context.Context, i int) (*shard, error) {
	began := e.steady()
	lease, err := e.options.Store.Acquire(ctx, i, e.options.Owner, e.options.Lease)
	if err != nil {
		return nil, err
	}
	s := e.newShard(i, lease)
	s.kept.Store(int64(began))
	if err := s.loadExpenses(ctx); err != nil {
		return nil, err
	}
	return s, s.swept.load(ctx, lease, e.rules.Load().Fingerprint())
}

func (e *Engine) newShard(i int, lease Partition) *shard {
	return &shard{engine: e, number: i, rules: e.rules.Load(), busy: newTurnstile(), posts: make([]due, laneCount), lease: owned(e.options.Store, lease)}
}

// steady is how long the engine is there, by the clock that only counts on.
func (e *Engine) steady() time.Duration { return time.Since(e.began) }

// ErrClosed means that the engine was closed: its partitions may have another owner.
var ErrClosed = zh.Error("care: the engine is closed")

// Close releases the partitions. All later calls of the engine return [ErrClosed], and so
// does Run. The store stays open: the host closes it. Over a [Shared] store Close waits for
// running senders, so that no other process sends the same message a second time. Then the
// partitions are free for the others at once.
func (e *Engine) Close(ctx context.Context) error {
	if e.replica != nil {
		defer e.ends()
		return e.replica.close(ctx)
	}
	e.opening.Lock()
	defer e.opening.Unlock()
	e.closed = true
	shards := e.ready
	if opened := e.opened.Swap(nil); opened != nil {
		shards = *opened
	}
	e.ready = nil
	var problems []error
	for _, s := range shards {
		err := s.busy.enter(ctx) // what is being decided is finished first
		if err == nil {
			err = s.lease.Release(ctx)
			s.busy.leave()
		}
		problems = append(problems, err)
	}
	e.ends()
	return errors.Join(problems...)
}

func (e *Engine) seen(outcomes []Outcome) {
	if e.options.Observe == nil || len(outcomes) == 0 {
		return
	}
	e.observe.Lock()
	defer e.observe.Unlock()
	defer func() { // it is the host's, and must not stop anybody's care
		if r := recover(); r != nil {
			e.options.Logger.Error("care: Observe panicked", "panic", panicked(r), "at", placeOfPanic())
		}
	}()
	for _, o := range outcomes {
		e.options.Observe(o)
	}
}

// hears tells the logger once of each condition that could not be worked out.
func (e *Engine) hears(faults []decide.Fault) {
	for _, f := range faults {
		if _, known := e.faults.LoadOrStore(f, true); !known {
			e.options.Logger.Warn("care: a condition could not be evaluated: it counts as not true, and under never it forbids", "rule", f.Rule, "part", f.Part)
		}
	}
}

// HeldOutOf reports whether a customer is in a flow's control group, which is the given
// percentage of customers. The group is always the same, and evenly spread.
func HeldOutOf(flow string, key Key, percent float64) bool {
	return decide.HeldOut(flow, key.Shop, key.Customer, percent)
}
