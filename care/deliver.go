package care

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A Delivery counts what one call of Deliver did.
type Delivery struct {
	Sent, Tasks int
	Retrying    int // failed for the time being
	Failed      int // failed for good: the next channel was asked
	Expired     int // too late, and dropped
	Outcomes    []Outcome
	// Next is when something is tried again; zero when nothing waits.
	Next time.Time
}

// Deliver hands over what the outbox holds: each message to the sender of its
// channel, each task to the desk, several customers at a time. A failure for good
// closes the channel for the message and lets the next one take over; any other is
// tried again with the same ID. A crash on the way means that something is handed
// over twice, never that it is lost.
func (e *Engine) Deliver(ctx context.Context) (Delivery, error) {
	var total Delivery
	shards, err := e.open(ctx)
	if err != nil {
		return total, err
	}
	for _, s := range shards {
		if err := s.deliver(ctx, &total); err != nil {
			return total, err
		}
	}
	return total, nil
}

func (d *Delivery) add(part *Delivery) {
	d.Sent += part.Sent
	d.Tasks += part.Tasks
	d.Retrying += part.Retrying
	d.Failed += part.Failed
	d.Expired += part.Expired
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
	for {
		now := s.engine.options.Now().UnixMilli()
		s.mu.Lock()
		pending, next, err := s.lease.Pending(ctx, now, mostInputs)
		s.mu.Unlock()
		if err != nil {
			return err
		}
		if next != 0 {
			d.nextAt(time.UnixMilli(next))
		}
		if len(pending) == 0 {
			return nil
		}
		done, err := s.handOverAll(ctx, pending, d)
		s.mu.Lock()
		err = errors.Join(err, s.lease.Resolve(ctx, done))
		s.mu.Unlock()
		if err != nil {
			return err
		}
	}
}

// handOverAll tries postings: those of one customer one after the other in their
// order, several customers at a time. What came of them is put together in the
// order of the postings.
func (s *shard) handOverAll(ctx context.Context, pending []Posting, d *Delivery) ([]Resolution, error) {
	parts := make([]Delivery, len(pending))
	done := make([]*Resolution, len(pending))
	faults := make([]error, len(pending))
	hands := make(chan struct{}, s.engine.options.Parallel)
	var wg sync.WaitGroup
	for _, mine := range byCustomer(pending) {
		hands <- struct{}{}
		wg.Go(func() {
			defer func() { <-hands }()
			for _, i := range mine {
				if done[i], faults[i] = s.handOver(ctx, &pending[i], &parts[i]); faults[i] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	var resolved []Resolution
	for i := range pending {
		d.add(&parts[i])
		if done[i] != nil {
			resolved = append(resolved, *done[i])
		}
	}
	return resolved, errors.Join(faults...)
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

// handOver tries one posting. It returns what to write into the outbox.
func (s *shard) handOver(ctx context.Context, p *Posting, d *Delivery) (*Resolution, error) {
	var body envelope
	if err := json.Unmarshal(p.Body, &body); err != nil || body == (envelope{}) {
		s.engine.options.Logger.Error("care: a posting cannot be read and is dropped", "id", p.ID, "error", err)
		return &Resolution{ID: p.ID}, nil
	}
	if body.Withdraw != nil {
		return s.withdraw(ctx, p, body.Withdraw, d)
	}
	now := s.engine.options.Now()
	if p.NotAfter != 0 && now.UnixMilli() >= p.NotAfter {
		d.Expired++
		return s.report(ctx, p, &report{id: messageOf(p.ID), what: expired}, d)
	}
	if wanted, err := s.stillWanted(ctx, p, d); err != nil {
		return nil, err
	} else if !wanted {
		return &Resolution{ID: p.ID}, nil
	}
	err := s.send(ctx, p, body)
	var final error
	switch {
	case err == nil:
		if body.Task != nil {
			d.Tasks++
		} else {
			d.Sent++
		}
		return s.report(ctx, p, &report{id: messageOf(p.ID), what: delivered, went: body.Message}, d)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, channel.ErrUnknownOutcome):
		// It may have gone, and the provider would send it twice: it counts as
		// handed over until the provider reports otherwise.
		s.engine.options.Logger.Warn("care: it is not known whether a message went", "id", p.ID, "error", err)
		d.Sent++
		return s.report(ctx, p, &report{id: messageOf(p.ID), what: delivered, went: body.Message}, d)
	case errors.Is(err, channel.ErrUndeliverable), errors.Is(err, channel.ErrTooLate):
		final = err
	}
	if final != nil {
		d.Failed++
		return s.report(ctx, p, &report{id: messageOf(p.ID), what: undeliverable}, d)
	}
	return s.again(p, err, d), nil
}

// again has a posting tried again later.
func (s *shard) again(p *Posting, err error, d *Delivery) *Resolution {
	d.Retrying++
	at := s.engine.options.Now().Add(backoff(p.Attempt, err))
	d.nextAt(at)
	s.engine.options.Logger.Warn("care: a message is tried again", "id", p.ID, "attempt", p.Attempt+1, "at", at, "error", err)
	return &Resolution{ID: p.ID, RetryAt: at.UnixMilli(), Err: err.Error()}
}

// withdraw tells the desk that a task is pointless, if the desk wants to know.
func (s *shard) withdraw(ctx context.Context, p *Posting, w *withdrawal, d *Delivery) (*Resolution, error) {
	desk, ok := s.engine.options.Tasks.(channel.TaskWithdrawer)
	if !ok {
		return &Resolution{ID: p.ID}, nil
	}
	if err := desk.Withdraw(ctx, w.ID, w.Why); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return s.again(p, err, d), nil
	}
	return &Resolution{ID: p.ID}, nil
}

func (s *shard) send(ctx context.Context, p *Posting, body envelope) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the sender panicked: %v", r)
		}
	}()
	if body.Task != nil {
		if s.engine.options.Tasks == nil {
			return &channel.Final{Reason: "nobody takes tasks"}
		}
		return s.engine.options.Tasks.Open(ctx, *body.Task)
	}
	sender, ok := s.engine.options.Senders[body.Message.Kind]
	if !ok {
		return &channel.Final{Reason: "no sender for " + body.Message.Kind.String()}
	}
	body.Message.Attempt = p.Attempt + 1
	_, err = sender.Send(ctx, *body.Message)
	return err
}

// backoff is how long to wait after a failure: what the sender asks for, else
// ten seconds, doubled with every attempt up to an hour.
func backoff(attempt int, err error) time.Duration {
	var after *channel.RetryAfter
	if errors.As(err, &after) && after.After > 0 {
		return after.After
	}
	return min(10*time.Second<<min(attempt, 10), time.Hour)
}

func messageOf(postingID string) string {
	i := strings.LastIndexByte(postingID, '@')
	return postingID[:max(i, 0)]
}

// stillWanted asks once more about a message that had to wait in the outbox. One
// that may no longer go is taken back and asked from the top.
func (s *shard) stillWanted(ctx context.Context, p *Posting, d *Delivery) (bool, error) {
	in := &input{key: p.Key, report: &report{id: messageOf(p.ID), what: about}}
	err := s.do(ctx, []*input{in})
	d.Outcomes = append(d.Outcomes, in.out...)
	return !in.report.withdrawn, err
}

// report tells the customer's memory what became of a posting.
func (s *shard) report(ctx context.Context, p *Posting, r *report, d *Delivery) (*Resolution, error) {
	in := &input{key: p.Key, report: r}
	err := s.do(ctx, []*input{in})
	d.Outcomes = append(d.Outcomes, in.out...)
	if err != nil {
		return nil, err
	}
	return &Resolution{ID: p.ID}, nil
}

// A report is what the relay has to say about a message or task.
type report struct {
	id        string
	what      reported
	went      *channel.Message // that was delivered; nil for a task
	withdrawn bool             // the answer to about: it is not to go
}

type reported uint8

const (
	about reported = iota + 1 // it is about to go: may it still?
	delivered
	undeliverable
	expired
)

// takeReport moves the memory by a report of the relay. It says whether anything
// changed.
func (s *step) takeReport(in *report) bool {
	s.happened = 0
	s.lookAnew()
	f := s.firingOf(in.id)
	if f == nil || s.messageID(f) != in.id {
		in.withdrawn = in.what == about
		return false
	}
	r, ok := s.rules.Rule(f.rule)
	if ok && f.state == handing && in.what == delivered && in.went != nil && in.went.Kind != f.via {
		s.withdraw(f) // another channel was taking over what had gone by this one
		s.wentAnyway(r, f, in.went)
		return true
	}
	if f.state != handing && f.state != tasking {
		in.withdrawn = in.what == about
		if !ok || in.what != delivered || in.went == nil || s.counted(in.id) {
			return false
		}
		s.wentAnyway(r, f, in.went)
		return true
	}
	if !ok {
		in.withdrawn = true
		s.dropGone(s.mem.findOrder(f.subject))
		return true
	}
	switch in.what {
	case about:
		if f.said == s.now.Millis() || s.mayStillGo(r, f) {
			return false
		}
		in.withdrawn = true
		s.takeBack(r, f)
	case delivered:
		if f.state == tasking {
			return false // the task is open until somebody closes it
		}
		s.wakeFor(f, s.handedOver(r, f, s.now.Millis()))
	case undeliverable:
		s.failed(r, f)
	case expired:
		s.withdraw(f)
		f.useUp(TooLate, "", s.now)
		s.silence(r, f, TooLate, "")
	}
	s.takeWake()
	return true
}

// wentAnyway hears that a message went while it was being taken back: it counts,
// costs, is not said again, spoke for whom it names, and is a regret.
func (s *step) wentAnyway(r *rule.Rule, f *firing, m *channel.Message) {
	why, by := ConditionOff, ""
	switch {
	case f.state == usedUp:
		why, by = f.reason, f.by
	case s.mem.inConversation():
		why = InConversation
	case channel.Permission(s.mem.consents, m.Kind, r.Flow.Purpose, s.clock()) == channel.Refused:
		why = Refused
	}
	now := s.now.Millis()
	cost := s.costOf(m)
	s.charge(r.Flow, m.Kind, cost, func(string) bool { return true })
	s.mem.slots = append(s.mem.slots, slot{m.ID, now, m.Kind, r.Flow.Purpose, r.Flow.Name, cost})
	s.spokeAnyway(r, m)
	f.via, f.said = m.Kind, now
	if f.state != usedUp {
		s.wakeFor(f, s.handedOver(r, f, now))
	}
	s.record(f.subject, &r.Ref, Regret, why, by)
}

// counted says that a message has its slot.
func (s *step) counted(id string) bool {
	return slices.ContainsFunc(s.mem.slots, func(t slot) bool { return t.id == id })
}

// takeBack undoes a decision that was not handed over: slot and money come back,
// and the step is asked from the top.
func (s *step) takeBack(r *rule.Rule, f *firing) {
	closed := f.closed
	if f.state == tasking {
		f.state = handing // nobody has taken it
	}
	s.failed(r, f)
	f.closed = closed
}

// recall takes back what waits in the outbox about a subject and may no longer
// go: somebody said no, paid, or complained.
func (s *step) recall(o *order) {
	id := ""
	if o != nil {
		id = o.id
	}
	for _, f := range s.mem.firings {
		if f.subject != id {
			continue
		}
		if f.merged {
			f = s.leaderOf(f)
		}
		if f == nil || f.state != handing || f.said == s.now.Millis() && s.happened == 0 {
			continue
		}
		if r, ok := s.rules.Rule(f.rule); ok && !s.mayStillGo(r, f) {
			s.cancel = append(s.cancel, s.postingID(f))
			s.takeBack(r, f)
		}
	}
}

// mayStillGo looks again at what can change while a message waits in the outbox.
func (s *step) mayStillGo(r *rule.Rule, f *firing) bool {
	o := s.mem.findOrder(f.subject)
	if o == nil && f.subject != "" || f.step >= len(r.Steps) {
		return false
	}
	v := s.viewOf(o)
	v.now = s.now
	phase, deadline, _ := s.life(r, f, v)
	st := r.Steps[f.step]
	switch {
	case phase != rule.Runs || s.now >= deadline:
		return false
	case !r.If.Ask(&v.View).At(s.now) || !st.If.Ask(&v.View).At(s.now):
		return false
	case s.customer().Blocked || s.mem.inConversation():
		return false
	case channel.Permission(s.mem.consents, f.via, r.Flow.Purpose, s.clock()) != channel.Open:
		return false
	case !s.followersLive(f):
		return false
	}
	g := &going{asking: &asking{rule: r, firing: f, step: f.step, deadline: deadline}, flow: r.Flow, view: v}
	for _, n := range s.rules.Nevers {
		if s.broken(n, g, v, f.via) {
			return false
		}
	}
	for _, q := range s.rules.Quiets {
		if q.Covers(r.Flow, f.via) && (q.Fixed || !r.Exempts(st, q.Name)) {
			if _, quiet := q.Holds(s.clock()); quiet {
				return false
			}
		}
	}
	return true
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
