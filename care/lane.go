package care

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// A lane is the way of all postings that one sender, or the desk, takes. A lane that is
// stopped holds nobody up but its own.
type lane struct {
	engine *Engine
	name   string
	nudge  chan struct{}
	pace   *pace

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
		lanes[i] = &lane{engine: e, name: name, nudge: make(chan struct{}, 1), pace: newPace(e.options.Rates[channel.Kind(i)], e.rate)}
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
	r := &relay{lane: l, hands: make(chan struct{}, l.engine.options.Parallel)}
	defer r.wg.Wait()
	for {
		sleep, err := r.look(ctx, l.engine.options.Now())
		if err != nil {
			return err
		}
		if err := pause(ctx, sleep, l.nudge); err != nil {
			return err
		}
	}
}

// A relay is the work of a lane in Run.
type relay struct {
	*lane
	hands chan struct{}
	wg    sync.WaitGroup
	first int       // the partition that is looked at first
	paced time.Time // until then the rates leave no slot
}

// look begins to hand over what may go, and says how long there is nothing to look at.
func (r *relay) look(ctx context.Context, now time.Time) (sleep time.Duration, err error) {
	shards, err := r.engine.present()
	if err != nil {
		return 0, err
	}
	if until, _ := r.rests(now); !until.IsZero() {
		return until.Sub(now), nil
	}
	sleep = longestSleep
	for i := range shards {
		if now.Before(r.paced) {
			return min(sleep, r.paced.Sub(now)), nil
		}
		n := (r.first + i) % len(shards)
		s := shards[n]
		if s == nil {
			continue
		}
		if !s.isSure() {
			sleep = min(sleep, r.engine.beat())
			continue
		}
		if err := r.engine.mishap(ctx, s, r.relayOf(ctx, s, now)); err != nil {
			return 0, err
		}
		sleep = min(sleep, s.posts[laneNumber(r.name)].until(now))
		if now.Before(r.paced) {
			r.first = n + 1 // one after the other has its turn
		}
	}
	return sleep, nil
}

// relayOf begins to hand over what waits in a partition. Of each customer one posting
// is under way at a time; what has to wait for it is looked at when it is done.
func (r *relay) relayOf(ctx context.Context, s *shard, now time.Time) error {
	posts := &s.posts[laneNumber(r.name)]
	err := errors.Join(s.tellOwed(ctx, new(Delivery)), s.bringBack(ctx, r.lane, now))
	if err == nil && !posts.take(now.UnixMilli()) {
		return nil
	}
	var page *outboxPage
	if err == nil {
		page, err = s.pending(ctx, now, r.name)
	}
	if err != nil {
		posts.earlier(now.Add(time.Second).UnixMilli())
		return err
	}
	defer s.flights.closes(page)
	if page.next != 0 {
		posts.earlier(page.next)
	}
	var aside []Resolution
	for i := range page.postings {
		p := &page.postings[i]
		if !s.flights.begin(p, page) {
			continue
		}
		if len(page.postings) == mostInputs { // there may be more
			posts.earlier(0)
		}
		var put *Resolution
		if put, err = r.begin(ctx, s, p); put != nil {
			aside = append(aside, *put)
			posts.earlier(put.RetryAt)
		}
		if err != nil {
			break
		}
	}
	if failed := s.resolve(ctx, aside); failed != nil {
		posts.earlier(now.Add(time.Second).UnixMilli())
		return failed
	}
	if errors.Is(err, errHalted) {
		posts.earlier(0)
		return nil
	}
	return err
}

// errHalted says that nothing more is begun of a partition for the time being.
var errHalted = errors.New("nothing is begun")

// begin hands a posting over in the background that has begun to be under way. What it
// returns has the posting wait with its wording.
func (r *relay) begin(ctx context.Context, s *shard, p *Posting) (aside *Resolution, err error) {
	select {
	case r.hands <- struct{}{}:
	case <-ctx.Done():
		s.flights.end(p)
		return nil, ctx.Err()
	}
	now := r.engine.options.Now()
	until, tries := r.rests(now)
	var place *slot
	switch {
	case !until.IsZero() || !s.isSure() || s.retiring.Load(): // stopped meanwhile, or given to another process
		err = errHalted
	default:
		if aside = s.waitsWithWording(r.lane, p, now); aside != nil {
			break
		}
		var wait time.Duration
		if place, wait = r.pace.take(now); wait > 0 {
			r.paced = now.Add(max(wait, shortestPace))
			r.tried(p)
			err = errHalted
		}
	}
	if aside != nil || err != nil {
		<-r.hands
		s.flights.end(p)
		return aside, err
	}
	done := make(chan struct{})
	r.wg.Go(func() {
		defer close(done)
		defer func() { <-r.hands }()
		r.handOver(ctx, s, p, place)
	})
	if tries {
		<-done
	}
	return nil, nil
}

// handOver tries one posting, and writes down what came of it.
func (l *lane) handOver(ctx context.Context, s *shard, p *Posting, place *slot) {
	var d Delivery
	done, err := s.handOver(ctx, p, place, &d)
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

// sweep looks at what another process may have written.
func (s *shard) sweep(ctx context.Context, now time.Time) error {
	s.wakes.earlier(0)
	if s.engine.means.Deciding {
		return nil
	}
	page, err := s.pending(ctx, now)
	if err != nil {
		return err
	}
	defer s.flights.closes(page)
	for i := range page.postings {
		if p := &page.postings[i]; laneNumber(p.Lane) > 0 || p.Lane == tasksLane {
			s.hasPosting(p.Lane)
		} else if s.flights.begin(p, page) { // of a channel that this library does not know: that is said
			s.engine.lanes[0].handOver(ctx, s, p, nil)
		}
	}
	if page.next != 0 {
		for i := range s.posts {
			s.posts[i].earlier(page.next)
		}
	}
	return nil
}
