package care

import (
	"context"
	"errors"
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

	mu       sync.Mutex
	rest     rest
	wordings map[string]*rest // that are stopped, by their names
	recently recently
	jumps    int       // how often it stopped because failures jumped, one time soon after the other
	jumped   time.Time // when it did last
}

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
	err := s.bringBack(ctx, l, now)
	if err == nil && !posts.take(now.UnixMilli()) {
		return nil
	}
	var pending []Posting
	var next int64
	if err == nil {
		pending, next, err = s.pending(ctx, now, l.name)
	}
	if err != nil {
		posts.earlier(now.Add(time.Second).UnixMilli())
		return err
	}
	if next != 0 {
		posts.earlier(next)
	}
	var aside []Resolution
	for i := range pending {
		var put *Resolution
		if put, err = l.begin(ctx, s, &pending[i], hands, wg); put != nil {
			aside = append(aside, *put)
			posts.earlier(put.RetryAt)
		}
		if err != nil {
			break
		}
		if len(pending) == mostInputs { // there may be more
			posts.earlier(0)
		}
	}
	if ended := s.resolve(ctx, aside); ended != nil {
		posts.earlier(now.Add(time.Second).UnixMilli())
		return ended
	}
	if errors.Is(err, errHalted) {
		posts.earlier(0)
		return nil
	}
	return err
}

// errHalted says that nothing more is begun of a partition for the time being.
var errHalted = errors.New("nothing is begun")

// begin hands a posting over in the background, unless another of its customer is under
// way. What it returns has the posting wait with its wording.
func (l *lane) begin(ctx context.Context, s *shard, p *Posting, hands chan struct{}, wg *sync.WaitGroup) (aside *Resolution, err error) {
	if !s.flights.begin(p) {
		return nil, nil
	}
	select {
	case hands <- struct{}{}:
	case <-ctx.Done():
		s.flights.end(p)
		return nil, ctx.Err()
	}
	now := l.engine.options.Now()
	until, tries := l.rests(now)
	halted := !until.IsZero() || !s.isSure() || s.retiring.Load() // stopped meanwhile, or given to another process
	if !halted {
		aside = s.waitsWithWording(l, p, now)
	}
	if halted || aside != nil {
		<-hands
		s.flights.end(p)
		if halted {
			return nil, errHalted
		}
		return aside, nil
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
	return nil, nil
}

// handOver tries one posting, and writes down what came of it.
func (l *lane) handOver(ctx context.Context, s *shard, p *Posting) {
	var d Delivery
	done, err := s.handOver(ctx, p, &d)
	l.tried(p)
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
