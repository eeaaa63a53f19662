package care

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// A turn is one customer's part of a batch. It is used again.
type turn struct {
	key     Key
	inputs  []*input
	record  *Record
	commit  Commit
	entries []decide.Entry // what was done to the ledger
	fared   []decide.Fared // what became of messages
	held    []string       // postings that leave the outbox when the customer is forgotten
	same    bool           // nothing has to be written
	again   int64          // of an id that was given up: when it is woken again; 0: as it says itself
}

// A desk is where one turn after the other is decided. It is lent to a shard for a
// batch: the fewer there are, the warmer they stay.
type desk struct {
	age    uint64 // how often somebody had been forgotten when it was made
	mem    remember.Customer
	step   decide.Step
	room   decide.Room
	ranges []reach // of each input
}

// A reach is where what came of an input ends, among what came of the turn.
type reach struct{ found, cancelled, closed int }

// end is where what has come of the turn so far ends.
func (d *desk) end() reach { return reach{len(d.step.Found), len(d.step.Cancel), len(d.step.Close)} }

var (
	desks   = sync.Pool{New: func() any { return &desk{age: deskAge.Load()} }}
	deskAge atomic.Uint64
)

// lendDesk lends a desk. What a turn leaves on it lies there until another covers it, so
// a desk that is older than the last Forget is thrown away.
func lendDesk() *desk {
	for {
		if d := desks.Get().(*desk); d.age == deskAge.Load() {
			return d
		}
	}
}

// giveBack has a desk used again, unless somebody was forgotten meanwhile.
func (d *desk) giveBack() {
	if d.age == deskAge.Load() {
		desks.Put(d)
	}
}

// clearDesks has every desk thrown away that is there or in use.
func clearDesks() { deskAge.Add(1) }

// decide moves one customer's memory by all inputs of a turn.
func (s *shard) decide(t *turn, d *desk) error {
	err := s.move(t, d)
	t.entries = append(t.entries[:0], d.step.Entries...)
	t.fared = append(t.fared[:0], d.step.Fared...)
	return err
}

// move is decide without the ledger.
func (s *shard) move(t *turn, d *desk) error {
	step, mem := &d.step, &d.mem
	rules, means := s.rules, s.engine.means
	means.Announced = s.announced.now.Load()
	step.Begin(rules, t.key.Shop, t.key.Customer, s.number, mem, means, &d.room)
	step.Known = s.known.of(rules)
	t.same, t.again = true, 0
	if t.wasWritten() {
		return nil
	}
	unread := mem.Decode(t.record.State)
	if unread != nil && !t.forgets() {
		return unread
	}
	now := t.inputs[0].clock
	if now == 0 {
		now = s.engine.options.Now().UnixMilli()
	}
	if unread == nil {
		now = max(now, mem.Now)
	}
	d.ranges = d.ranges[:0]
	for _, in := range t.inputs {
		in.err, in.moved, in.heard, in.known = nil, nil, false, t.record.Version != 0
		switch {
		case unread == nil && mem.Into != "":
			t.pointed(in, mem, now)
		case in.forget:
			in.err, unread = t.forget(step, ask.At(now), unread), nil
			clearDesks()
		case unread != nil:
			in.err = zh.Error("care: customer %s: %w", t.key.Customer, unread)
		case in.into != "":
			step.GiveUp(in.into, ask.At(now))
			in.moved, t.same = &moved{into: in.into}, false
		case in.event != nil || in.absorb != nil:
			if err := in.absorbInto(step, ask.At(now)); err != nil {
				return err
			}
			step.Awaits = in.awaits
			switch {
			case in.event != nil && step.Event(in.event, ask.At(now)):
				in.heard, t.same = true, false
			case in.absorb != nil:
				step.AskAll(ask.At(now), nil)
				t.same = false
			}
		case in.report != nil:
			if step.Report(in.report, ask.After(now)) {
				in.heard, t.same = true, false
			}
		case in.sweep:
			step.AskAll(ask.After(now), nil)
			t.same = false
		case in.heed:
			if step.Heed(in.from, ask.After(now)) {
				t.same = false
			}
		case in.wake:
			step.Wake(ask.After(max(now, in.at)))
			t.same = false
		}
		step.See() // the next one changes the facts
		d.ranges = append(d.ranges, d.end())
	}
	if err := mem.Err(); err != nil {
		return err
	}
	s.engine.hears(step.Faults)
	if !t.same {
		if err := t.commitOf(step, mem); err != nil {
			return err
		}
	}
	t.gaveUp(mem)
	zone := rules.Shop.Zone
	from := 0
	for i, in := range t.inputs {
		in.out = published(t.key, step, step.Found[from:d.ranges[i].found], zone)
		from = d.ranges[i].found
	}
	if journal := s.engine.options.Journal; journal != nil && !t.same {
		t.writeJournal(journal, d, now, &means)
	}
	return nil
}

// commitOf makes a value of everything that the step decided.
func (t *turn) commitOf(s *decide.Step, mem *remember.Customer) error {
	lists := Lists(mem.Lists())
	c := Commit{Key: t.key, If: t.record.Version, State: mem.Encode(), WakeAt: s.WakeAt(), Cancel: append(s.Cancel, t.held...), Lists: lists, Erase: t.forgets() || t.clears()}
	if mem.Into != "" {
		c.WakeAt, c.Lists = t.wakeOfPointer(mem), 0
	}
	for _, o := range s.Out {
		id, k := "", channel.None
		if o.Message != nil {
			id, k = o.Message.ID, o.Message.Kind
		} else {
			id, k = o.Task.ID, o.Task.Kind
		}
		lane := k.String()
		if o.Task != nil {
			lane = tasksLane
		}
		if err := c.post(id+"@"+k.String(), lane, envelope{Message: o.Message, Task: o.Task}, mem.Now, o.Until); err != nil {
			return err
		}
	}
	for i := range s.Close {
		w := &s.Close[i]
		if err := c.post(w.ID+"@"+decide.Withdrawn, tasksLane, envelope{Withdraw: w}, mem.Now, time.Time{}); err != nil {
			return err
		}
	}
	t.commit = c
	return nil
}

// post puts a body into the outbox that was decided at a time.
func (c *Commit) post(id, lane string, body envelope, at int64, notAfter time.Time) error {
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("message %s: %w", id, err)
	}
	c.Send = append(c.Send, Posting{ID: id, Key: c.Key, Lane: lane, Body: data, At: at, NotAfter: remember.Millis(notAfter)})
	return nil
}

// An envelope is the body of a posting: one of these.
type envelope struct {
	Message  *channel.Message   `json:"message,omitempty"`
	Task     *channel.Task      `json:"task,omitempty"`
	Withdraw *decide.Withdrawal `json:"withdraw,omitempty"`
}

// what is the word for it in the log.
func (e *envelope) what() string {
	switch {
	case e.Task != nil:
		return "task"
	case e.Withdraw != nil:
		return "withdrawal of a task"
	default:
		return "message"
	}
}

// unsettle takes a turn back whose commit was refused, or of which nobody knows
// what became: then its inputs remember what they tried to write.
func (t *turn) unsettle(ledger *decide.Ledger, unknown bool) {
	for _, in := range t.inputs {
		in.wrote = nil
		if unknown {
			in.wrote = t.commit.State
		}
	}
	if !unknown { // else it counts as spent until the store can be asked
		t.undo(ledger)
	}
}

// undo takes back what was done to the ledger.
func (t *turn) undo(l *decide.Ledger) {
	l.Undo(t.entries)
	t.entries = t.entries[:0]
}

// wasWritten says that an earlier try of the turn, of which nobody knew what
// became, is what the store holds. Its outcomes stand.
func (t *turn) wasWritten() bool {
	in := t.inputs[0]
	return in.wrote != nil && bytes.Equal(in.wrote, t.record.State)
}

// letters are those that a turn settles, so that they leave the inbox with it.
func (s *shard) letters(t *turn) (numbers []int64) {
	for _, in := range t.inputs {
		if in.letter != 0 && in.inbox == s && in.moved == nil && in.err == nil {
			numbers = append(numbers, in.letter)
		}
	}
	return numbers
}
