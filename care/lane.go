package care

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// tasksLane is the lane of what goes to the desk: tasks, and their withdrawals.
const tasksLane = "tasks"

// laneCount is how many lanes there are: the desk's, and one for each channel.
var laneCount = len(channel.Kinds()) + 1

// laneNumber is the place of a lane among the lanes. What no lane is called goes with
// the desk's, and fails there by name.
func laneNumber(name string) int {
	k, _ := channel.ParseKind(name)
	return int(k)
}

// A lane is the way of all postings that one sender, or the desk, takes. A lane that is
// stopped holds nobody up but its own.
type lane struct {
	engine *Engine
	name   string
	nudge  chan struct{}

	mu      sync.Mutex
	stopped Stopped // zero: it runs
	times   int     // that it was stopped without anything going between
}

// A Stopped says that nothing goes by a channel, because its sender answered
// [channel.ErrStopped]: no balance, an account or a signature that is blocked. What
// waits keeps, and is not lost to another channel.
type Stopped struct {
	Channel channel.Kind `json:"channel"` // None, the empty word: the desk of tasks
	Since   time.Time    `json:"since"`
	Until   time.Time    `json:"until"` // then one message is tried, or at once after Resume
	Why     string       `json:"why"`   // in the provider's words, without any number or address
}

// How long a channel rests that was stopped: at first, and at most when it stops again
// and again.
const (
	shortestStop = 10 * time.Minute
	longestStop  = time.Hour
)

func newLanes(e *Engine) []*lane {
	lanes := make([]*lane, laneCount)
	for i := range lanes {
		name := tasksLane
		if i > 0 {
			name = channel.Kind(i).String()
		}
		lanes[i] = &lane{engine: e, name: name, nudge: make(chan struct{}, 1)}
	}
	return lanes
}

func (l *lane) nudges() { nudge(l.nudge) }

// Stopped lists the channels by which nothing goes, in the order of their constants.
func (e *Engine) Stopped() []Stopped {
	var all []Stopped
	for _, l := range e.lanes {
		l.mu.Lock()
		if !l.stopped.Since.IsZero() {
			all = append(all, l.stopped)
		}
		l.mu.Unlock()
	}
	slices.SortFunc(all, func(a, b Stopped) int { return cmp.Compare(a.Channel, b.Channel) })
	return all
}

// Resume lets a channel that was stopped go on at once: somebody has mended it. None is
// the desk of tasks.
func (e *Engine) Resume(k channel.Kind) {
	if int(k) >= len(e.lanes) {
		return
	}
	l := e.lanes[k]
	l.mu.Lock()
	l.stopped, l.times = Stopped{}, 0
	l.mu.Unlock()
	l.nudges()
}

// stop has the lane rest, and says so.
func (l *lane) stop(now time.Time, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Before(l.stopped.Until) {
		return // of what was on its way when it was stopped
	}
	rest := min(shortestStop<<min(l.times, 8), longestStop)
	l.times++
	since := l.stopped.Since
	if since.IsZero() {
		since = now
	}
	l.stopped = Stopped{Channel: channel.Kind(laneNumber(l.name)), Since: since, Until: now.Add(rest), Why: why}
	l.engine.options.Logger.Error("care: a channel is stopped, and what waits for it keeps; mend it, and call Resume to go on at once",
		"channel", l.name, "until", l.stopped.Until, "error", why)
}

// runs notes that something went.
func (l *lane) runs() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.times > 0 {
		l.engine.options.Logger.Info("care: a channel that was stopped goes again", "channel", l.name)
	}
	l.stopped, l.times = Stopped{}, 0
}

// rests says until when the lane is stopped; zero: it is not. It tries one posting when
// a rest is over: tries says so.
func (l *lane) rests(now time.Time) (until time.Time, tries bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Before(l.stopped.Until) {
		return l.stopped.Until, false
	}
	return time.Time{}, l.times > 0
}

// isStop says that an error stands for the whole channel.
func isStop(err error) bool { return errors.Is(err, channel.ErrStopped) }

// goingLanes are the names of the lanes that are not stopped, and when the next of the
// others goes on. When nothing is stopped there are no names: all go, also what no lane
// is called.
func (e *Engine) goingLanes(now time.Time) (names []string, next time.Time) {
	for _, l := range e.lanes {
		until, _ := l.rests(now)
		switch {
		case until.IsZero():
			names = append(names, l.name)
		case next.IsZero() || until.Before(next):
			next = until
		}
	}
	if next.IsZero() {
		return nil, next
	}
	return names, next
}

// relay hands over what the lane's postings are, as long as the context lasts.
func (l *lane) relay(ctx context.Context) error {
	if err := l.engine.awaitOpen(ctx); err != nil {
		return err
	}
	hands := make(chan struct{}, l.engine.options.Parallel)
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		shards, err := l.engine.present()
		if err != nil {
			return err
		}
		now := l.engine.options.Now()
		sleep := longestSleep
		if until, _ := l.rests(now); !until.IsZero() {
			sleep = until.Sub(now)
		} else {
			for _, s := range shards {
				if s == nil {
					continue
				}
				if !s.isSure() {
					sleep = min(sleep, l.engine.beat())
					continue
				}
				if err := l.engine.mishap(ctx, s, l.relayOf(ctx, s, now, hands, &wg)); err != nil {
					return err
				}
				sleep = min(sleep, s.posts[laneNumber(l.name)].until(now))
			}
		}
		if err := pause(ctx, sleep, l.nudge); err != nil {
			return err
		}
	}
}

// relayOf begins to hand over what waits in a partition. Of each customer one posting
// is under way at a time; what has to wait for it is looked at when it is done.
func (l *lane) relayOf(ctx context.Context, s *shard, now time.Time, hands chan struct{}, wg *sync.WaitGroup) error {
	posts := &s.posts[laneNumber(l.name)]
	if !posts.take(now.UnixMilli()) {
		return nil
	}
	pending, next, err := s.pending(ctx, now, l.name)
	if err != nil {
		posts.earlier(now.Add(time.Second).UnixMilli())
		return err
	}
	if next != 0 {
		posts.earlier(next)
	}
	for i := range pending {
		p := &pending[i]
		if !s.flights.begin(p) {
			continue
		}
		if len(pending) == mostInputs { // there may be more
			posts.earlier(0)
		}
		select {
		case hands <- struct{}{}:
		case <-ctx.Done():
			s.flights.end(p)
			return ctx.Err()
		}
		until, tries := l.rests(l.engine.options.Now())
		if !until.IsZero() || !s.isSure() || s.retiring.Load() { // stopped meanwhile, or given to another process
			<-hands
			s.flights.end(p)
			posts.earlier(0)
			return nil
		}
		done := make(chan struct{})
		wg.Go(func() {
			defer close(done)
			defer func() { <-hands }()
			l.handOver(ctx, s, p)
		})
		if tries {
			<-done
		}
	}
	return nil
}

// handOver tries one posting, and writes down what came of it.
func (l *lane) handOver(ctx context.Context, s *shard, p *Posting) {
	var d Delivery
	done, err := s.handOver(ctx, p, &d)
	if err == nil && done != nil {
		err = s.resolve(ctx, []Resolution{*done})
	}
	waits := s.flights.end(p)
	posts := &s.posts[laneNumber(l.name)]
	switch {
	case err != nil:
		_ = l.engine.mishap(ctx, s, err) // the keeper of the leases ends Run
		posts.earlier(l.engine.options.Now().Add(time.Second).UnixMilli())
	case done != nil && done.RetryAt != 0:
		posts.earlier(done.RetryAt)
	}
	if waits {
		posts.earlier(0)
	}
	l.nudges()
}

// flights are the postings of a partition that are being handed over.
type flights struct {
	mu    sync.Mutex
	under map[Key]*flight
	idle  chan struct{} // nothing may begin any more; closed when nothing is under way
}

// close has nothing begin any more. What it returns is closed when nothing is under way.
func (f *flights) close() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.idle == nil {
		f.idle = make(chan struct{})
		if len(f.under) == 0 {
			close(f.idle)
		}
	}
	return f.idle
}

// A flight is the posting of a customer that is under way in a lane.
type flight struct {
	lane  string
	waits bool // another has to wait for it
	next  *flight
}

// begin says that a posting may be handed over now: none of the same customer is under
// way in its lane.
func (f *flights) begin(p *Posting) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.idle != nil {
		return false
	}
	for one := f.under[p.Key]; one != nil; one = one.next {
		if one.lane == p.Lane {
			one.waits = true
			return false
		}
	}
	if f.under == nil {
		f.under = map[Key]*flight{}
	}
	f.under[p.Key] = &flight{lane: p.Lane, next: f.under[p.Key]}
	return true
}

// end says that a posting is no longer under way, and whether another waits for that.
func (f *flights) end(p *Posting) (waits bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var before *flight
	for one := f.under[p.Key]; one != nil; before, one = one, one.next {
		if one.lane != p.Lane {
			continue
		}
		switch {
		case before != nil:
			before.next = one.next
		case one.next != nil:
			f.under[p.Key] = one.next
		default:
			delete(f.under, p.Key)
			if len(f.under) == 0 && f.idle != nil {
				close(f.idle)
			}
		}
		return one.waits
	}
	return false
}
