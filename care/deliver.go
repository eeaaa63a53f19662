package care

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// A Delivery counts the results of one call of Deliver.
type Delivery struct {
	Sent     int       `json:"sent,omitempty"`
	Tasks    int       `json:"tasks,omitempty"`
	Retrying int       `json:"retrying,omitempty"` // temporary failures
	Failed   int       `json:"failed,omitempty"`   // permanent failures: the next channel is tried
	Unknown  int       `json:"unknown,omitempty"`  // messages and tasks that may have been sent: no answer came, and they are not sent again
	Expired  int       `json:"expired,omitempty"`  // dropped as too late
	Stopped  int       `json:"stopped,omitempty"`  // kept, because their channel or wording is stopped: see Engine.Stopped
	Outcomes []Outcome `json:"outcomes,omitempty"`
	// Next is the time of the next attempt, in the shop's zone; zero if nothing waits.
	Next time.Time `json:"next,omitzero"`
}

// Deliver sends what is in the outbox, for several customers at a time, and returns when
// that is done. Each message goes to the sender of its channel, each task to the desk. A
// permanent failure closes the channel for the message, and the next channel is tried.
// [channel.ErrStopped] pauses the channel, [channel.ErrWording] all messages of the same
// wording. Any other failure is tried again with the same ID. A crash on the way may cause
// a second attempt, but never a loss. What became of a message while the store was away is
// written down as soon as it is back, before anything else is decided. Deliver skips what
// Run is sending. Over a [Shared] store it also skips other processes' partitions.
func (e *Engine) Deliver(ctx context.Context) (Delivery, error) {
	var total Delivery
	shards, err := e.open(ctx)
	if err != nil {
		return total, err
	}
	var problems error // of one partition: the others go on
	for _, s := range shards {
		if s == nil {
			continue
		}
		err := ctx.Err() // what else waits is not looked at, and the caller is told so
		if err == nil {
			err = s.deliver(ctx, &total)
		}
		if e.lost(s, err) {
			continue
		}
		if problems = errors.Join(problems, err); isFenced(err) || ctx.Err() != nil && err != nil {
			break
		}
	}
	if !total.Next.IsZero() {
		total.Next = total.Next.In(e.rules.Load().Shop.Zone)
	}
	return total, problems
}

func (d *Delivery) add(part *Delivery) {
	d.Sent += part.Sent
	d.Tasks += part.Tasks
	d.Retrying += part.Retrying
	d.Failed += part.Failed
	d.Unknown += part.Unknown
	d.Expired += part.Expired
	d.Stopped += part.Stopped
	d.Outcomes = append(d.Outcomes, part.Outcomes...)
	d.nextAt(part.Next)
}

// nextAt notes that something is tried again at a time.
func (d *Delivery) nextAt(t time.Time) {
	if !t.IsZero() && (d.Next.IsZero() || t.Before(d.Next)) {
		d.Next = t
	}
}

// deliver empties the outbox of the partition.
func (s *shard) deliver(ctx context.Context, d *Delivery) error {
	if err := s.tellOwed(ctx, d); err != nil {
		return err
	}
	for {
		now := s.engine.options.Now()
		for _, l := range s.engine.lanes {
			if err := s.bringBack(ctx, l, now); err != nil {
				return err
			}
		}
		lanes, resume := s.engine.goingLanes(now)
		d.nextAt(resume)
		if len(lanes) == 0 && !resume.IsZero() {
			return nil
		}
		page, err := s.pending(ctx, now, lanes...)
		if err != nil {
			return err
		}
		if page.next != 0 {
			d.nextAt(time.UnixMilli(page.next))
		}
		begun, err := s.handOverAll(ctx, page, d)
		s.flights.closes(page)
		if err != nil || begun == 0 && !page.stale {
			return err
		}
	}
}

// pending are the postings of some lanes that may be tried now, and when the next may. What
// came for the partition before is heard first: a payment ends a reminder that waits. The
// page is to be closed.
func (s *shard) pending(ctx context.Context, now time.Time, lanes ...string) (*outboxPage, error) {
	page := s.flights.opens()
	err := s.alone(ctx, func(*shard) (err error) {
		page.postings, page.next, err = s.lease.Pending(ctx, now.UnixMilli(), mostInputs, lanes...)
		return err
	})
	if err == nil && len(page.postings) > 0 {
		_, err = s.readInbox(ctx)
	}
	if err != nil {
		s.flights.closes(page)
		return nil, err
	}
	return page, nil
}

// resolve writes down what became of postings.
func (s *shard) resolve(ctx context.Context, done []Resolution) error {
	if len(done) == 0 {
		return nil
	}
	if err := s.busy.enter(ctx); err != nil {
		return err
	}
	defer s.busy.leave()
	for i := range done {
		s.flights.changes(done[i].ID)
	}
	return s.lease.Resolve(ctx, done)
}

// handOverAll tries the postings of a page: those of one customer one after the other in
// their order, several customers at a time. What came of them is put together in the
// order of the postings. It says how many it began with: others are in Run's hands.
func (s *shard) handOverAll(ctx context.Context, page *outboxPage, d *Delivery) (begun int, err error) {
	pending := page.postings
	parts := make([]Delivery, len(pending))
	faults := make([]error, len(pending))
	hands := make(chan struct{}, s.engine.options.Parallel)
	tried := make([]bool, len(pending))
	var wg sync.WaitGroup
	for _, mine := range byCustomer(pending) {
		hands <- struct{}{}
		wg.Go(func() {
			defer func() { <-hands }()
			for _, i := range mine {
				p := &pending[i]
				now, lane := s.engine.options.Now(), s.engine.lanes[laneNumber(p.Lane)]
				if until, _ := lane.rests(now); !until.IsZero() {
					parts[i].Stopped++ // since they were read
					continue
				}
				if !s.flights.begin(p, page) {
					continue
				}
				var done *Resolution
				done, tried[i], faults[i] = s.tryOne(ctx, lane, p, now, &parts[i])
				if done != nil {
					faults[i] = errors.Join(faults[i], s.resolve(ctx, []Resolution{*done}))
				}
				if s.flights.end(p) {
					s.hasPosting(p.Lane)
				}
				if faults[i] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	for i := range pending {
		d.add(&parts[i])
		if tried[i] {
			begun++
		}
	}
	return begun, errors.Join(faults...)
}

// byCustomer gives the numbers of the postings of each customer, in the order in
// which the customers come.
func byCustomer(pending []Posting) [][]int {
	var all [][]int
	at := map[Key]int{}
	for i := range pending {
		n, ok := at[pending[i].Key]
		if !ok {
			n = len(all)
			at[pending[i].Key] = n
			all = append(all, nil)
		}
		all[n] = append(all[n], i)
	}
	return all
}

// tryOne tries one posting, unless it waits with its wording or for its rate: tried says
// whether anything is known of it.
func (s *shard) tryOne(ctx context.Context, l *lane, p *Posting, now time.Time, d *Delivery) (done *Resolution, tried bool, err error) {
	if done = s.waitsWithWording(l, p, now); done != nil {
		d.Stopped++
		d.nextAt(time.UnixMilli(done.RetryAt))
		return done, true, nil
	}
	defer l.tried(p)
	place, wait := l.pace.take(now)
	if wait > 0 {
		d.nextAt(now.Add(wait))
		return nil, false, nil
	}
	done, err = s.handOver(ctx, p, place, d)
	return done, true, err
}

// writesWithin bounds how long it takes to write down what a sender said, the wait for other
// batches included.
const writesWithin = time.Minute

// handOver tries one posting. It returns what to write into the outbox.
func (s *shard) handOver(ctx context.Context, p *Posting, place *slot, d *Delivery) (*Resolution, error) {
	defer place.leave()
	if r := s.owed.take(p.ID); r != nil {
		return s.report(ctx, p, r, d)
	}
	var body envelope
	if err := json.Unmarshal(p.Body, &body); err != nil || body == (envelope{}) {
		s.engine.options.Logger.Error("care: a posting cannot be read and is dropped", "id", p.ID, "error", said(err, new(discreet.Striker)))
		return &Resolution{ID: p.ID}, nil
	}
	if body.Withdraw != nil {
		return s.withdraw(ctx, p, body, d)
	}
	now, counts := s.engine.options.Now(), &s.engine.counts
	if p.NotAfter != 0 && now.UnixMilli() >= p.NotAfter {
		d.Expired++
		counts.failed(p.Lane, expired, "", now)
		return s.report(ctx, p, &decide.Report{ID: messageOf(p.ID), What: decide.Expired}, d)
	}
	if asked, err := s.ask(ctx, p, body, d); err != nil {
		return nil, err
	} else if asked.Withdrawn {
		return resolutionOf(asked), nil
	}
	if err := s.holds(ctx); err != nil {
		return nil, err
	}
	place.called(s.engine.options.Now())
	receipt, err := s.send(ctx, p, body)
	left := ctx.Err() // what was done is written down all the same: else it would be done twice
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writesWithin)
	defer cancel()
	lane := s.engine.lanes[laneNumber(p.Lane)]
	var final error
	switch {
	case err == nil:
		lane.runs()
		if body.Message != nil {
			lane.saysAgain(body.Message.Wording)
			lane.fares(p.Key, accepted, "", now)
		}
		counts.went(p.Lane)
		if body.Task != nil {
			d.Tasks++
		} else {
			d.Sent++
		}
		return s.report(ctx, p, &decide.Report{ID: messageOf(p.ID), What: decide.HandedOver, Message: body.Message, Receipt: receipt}, d)
	case isStop(err):
		d.Stopped++
		now, why := s.engine.options.Now(), said(err, s.strikerFor(ctx, p, body))
		counts.failed(p.Lane, stoppedBy, why, now)
		lane.stop(now, why)
		return &Resolution{ID: p.ID, RetryAt: now.UnixMilli(), Err: why}, nil
	case isWording(err, body):
		lane.runs() // it is this wording that does not go, and not the channel
		d.Stopped++
		now, why := s.engine.options.Now(), said(err, s.strikerFor(ctx, p, body))
		counts.failed(p.Lane, stoppedBy, why, now)
		until := lane.stopWording(body.Message.Wording, now, why)
		d.nextAt(until)
		return s.putAside(lane, p, body.Message.Wording, until, why), nil
	case errors.Is(err, channel.ErrUnknownOutcome):
		return s.unanswered(ctx, lane, p, body, err, d)
	case errors.Is(err, channel.ErrUndeliverable):
		lane.runs() // it is this message that does not go, and not the channel
		if body.Message != nil {
			lane.saysAgain(body.Message.Wording)
		}
		final = err
	case errors.Is(err, channel.ErrTooLate):
		final = err
	case left != nil:
		return nil, left
	}
	if final != nil {
		d.Failed++
		why := reasonOf(final, s.strikerFor(ctx, p, body))
		counts.failed(p.Lane, finally(final), why, now)
		s.engine.options.Logger.Warn("care: a message failed for good", "id", p.ID, "error", why)
		if m := body.Message; m != nil && !m.Address.IsOAID() && errors.Is(final, channel.ErrUndeliverable) {
			lane.fares(p.Key, lost, why, now) // a provider that takes no OAID takes its other messages
		}
		return s.report(ctx, p, &decide.Report{ID: messageOf(p.ID), What: decide.Undeliverable, Message: body.Message, Task: body.Task, Why: why, Late: errors.Is(final, channel.ErrTooLate), Cause: causeOf(final)}, d)
	}
	return s.again(ctx, p, body, err, d), nil
}

// withdraw tells the desk that a task is pointless, if the desk wants to know.
func (s *shard) withdraw(ctx context.Context, p *Posting, body envelope, d *Delivery) (*Resolution, error) {
	desk, ok := s.engine.options.Tasks.(channel.TaskWithdrawer)
	if !ok {
		return &Resolution{ID: p.ID}, nil
	}
	if err := s.holds(ctx); err != nil {
		return nil, err
	}
	err := s.attempt(ctx, func(ctx context.Context) error {
		return desk.Withdraw(ctx, body.Withdraw.ID, body.Withdraw.Why)
	})
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return s.again(ctx, p, body, err, d), nil
	}
	return &Resolution{ID: p.ID}, nil
}

// ask asks once more about a message that had to wait in the outbox. One that may
// no longer go is taken back and asked from the top.
func (s *shard) ask(ctx context.Context, p *Posting, body envelope, d *Delivery) (*decide.Report, error) {
	in := &input{key: p.Key, report: &decide.Report{ID: messageOf(p.ID), Posting: p.ID, What: decide.About, Message: body.Message, Task: body.Task}}
	err := s.engine.settle(ctx, in)
	if errors.Is(err, errLeft) {
		return nil, err
	}
	d.Outcomes = append(d.Outcomes, in.out...)
	in.report.Unknown = in.report.Unknown || s.isElsewhere(in.key)
	return in.report, err
}

// report tells the customer's memory what became of a posting. While the store is away that
// stays owed.
func (s *shard) report(ctx context.Context, p *Posting, r *decide.Report, d *Delivery) (*Resolution, error) {
	r.Posting = p.ID
	kept, in := *r, &input{key: p.Key, report: r}
	err := s.engine.settle(ctx, in)
	if err != nil && s.canOwe(err) {
		s.owed.owe(p, kept)
	}
	if errors.Is(err, errLeft) {
		return nil, err
	}
	d.Outcomes = append(d.Outcomes, in.out...)
	r.Unknown = r.Unknown || s.isElsewhere(in.key)
	if err != nil {
		return nil, err
	}
	return resolutionOf(r), nil
}

// isElsewhere says that a customer's decisions do not reach the partition's outbox: what
// waits there began under another id.
func (s *shard) isElsewhere(key Key) bool {
	return PartitionOf(key, s.engine.options.Store.Partitions()) != s.number
}

// resolutionOf is what the relay itself has to write into the outbox: nothing, when
// the decision has.
func resolutionOf(r *decide.Report) *Resolution {
	if r.Unknown {
		return &Resolution{ID: r.Posting}
	}
	return nil
}
