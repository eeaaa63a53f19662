package care

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A turn is one customer's part of a batch. It is used again.
type turn struct {
	key     Key
	inputs  []*input
	record  *Record
	commit  Commit
	entries []entry // what was done to the ledger
	same    bool    // nothing has to be written
}

// A desk is where one turn after the other is decided. It is lent to a shard for a
// batch: the fewer there are, the warmer they stay.
type desk struct {
	mem  memory
	step step
	room room
}

var desks = sync.Pool{New: func() any { return new(desk) }}

// decide moves one customer's memory by all inputs of a turn.
func (s *shard) decide(t *turn, d *desk) error {
	err := s.move(t, d)
	t.entries = append(t.entries[:0], d.step.entries...)
	return err
}

// move is decide without the ledger.
func (s *shard) move(t *turn, d *desk) error {
	step, mem := &d.step, &d.mem
	step.begin(s.engine.rules.Load(), t.key, mem, s.engine.means, &d.room)
	step.partition = s.number
	t.same = true
	if t.wasWritten() {
		return nil
	}
	if err := mem.decode(t.record.State); err != nil {
		return err
	}
	now := max(s.engine.options.Now().UnixMilli(), mem.now)
	forget := false
	for i, in := range t.inputs {
		if i > 0 {
			step.sealSights() // this one changes what the one before it saw
		}
		before := len(step.out)
		switch {
		case in.event != nil:
			step.now = rule.At(now)
			if step.takeEvent(in.event) {
				t.same, forget = false, false
			}
		case in.report != nil:
			step.now = rule.After(now)
			if step.takeReport(in.report) {
				t.same = false
			}
		case in.forget:
			step.forgetCustomer()
			t.same, forget = false, true
		case in.wake:
			step.now = rule.After(max(now, in.at))
			step.takeWake()
			t.same = false
		}
		if len(t.inputs) == 1 {
			in.out = step.out
		} else {
			in.out = slices.Clone(step.out[before:])
		}
	}
	d.room.usual = len(step.out)
	if t.same {
		return nil
	}
	var err error
	t.commit, err = step.commit(t.record, forget)
	return err
}

// commit is everything the step decided, as a value.
func (s *step) commit(record *Record, forgotten bool) (Commit, error) {
	c := Commit{Key: s.key, If: record.Version, State: s.seal(), Cancel: s.cancel}
	if w := s.mem.wake(); w < rule.Forever {
		c.WakeAt = max(w.Millis(), 1)
		if w <= s.now && s.happened == 0 {
			c.WakeAt = s.now.Millis() + 1 // more was due than one wake-up may do
		}
	}
	if forgotten && len(s.mem.consents) == 0 {
		c.State = nil
	}
	for i := range s.send {
		m := &s.send[i]
		if err := c.post(m.ID, m.Kind.String(), envelope{Message: m}, m.NotAfter); err != nil {
			return c, err
		}
	}
	for i := range s.open {
		t := &s.open[i]
		if err := c.post(t.ID, t.Kind.String(), envelope{Task: t}, t.Deadline); err != nil {
			return c, err
		}
	}
	for i := range s.close {
		w := &s.close[i]
		if err := c.post(w.ID, "withdrawn", envelope{Withdraw: w}, time.Time{}); err != nil {
			return c, err
		}
	}
	return c, nil
}

// post puts a body into the outbox.
func (c *Commit) post(id, by string, body envelope, notAfter time.Time) error {
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("message %s: %w", id, err)
	}
	c.Send = append(c.Send, Posting{ID: id + "@" + by, Key: c.Key, Body: data, NotAfter: millis(notAfter)})
	return nil
}

// An envelope is the body of a posting: one of these.
type envelope struct {
	Message  *channel.Message `json:"message,omitempty"`
	Task     *channel.Task    `json:"task,omitempty"`
	Withdraw *withdrawal      `json:"withdraw,omitempty"`
}

// A withdrawal takes a task back from the desk.
type withdrawal struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

// forgetCustomer leaves only the refusals.
func (s *step) forgetCustomer() {
	for _, f := range s.mem.firings {
		switch f.state {
		case handing:
			s.cancel = append(s.cancel, s.postingID(f))
		case tasking:
			s.withdrawTask(f, "forgotten")
		}
	}
	var refusals []tiexin.Consent
	for _, c := range s.mem.consents {
		if c.Refused {
			refusals = append(refusals, tiexin.Consent{ID: c.ID, Channel: c.Channel, Purpose: c.Purpose, Refused: true, At: c.At, Source: c.Source})
		}
	}
	now := s.mem.now
	s.mem.reset()
	s.mem.now, s.mem.consents = now, refusals
}

// unsettle takes a turn back whose commit was refused, or of which nobody knows
// what became: then its inputs remember what they tried to write.
func (t *turn) unsettle(ledger *ledger, unknown bool) {
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
func (t *turn) undo(l *ledger) {
	l.undo(t.entries)
	t.entries = t.entries[:0]
}

// wasWritten says that an earlier try of the turn, of which nobody knew what
// became, is what the store holds. Its outcomes stand.
func (t *turn) wasWritten() bool {
	in := t.inputs[0]
	return in.wrote != nil && bytes.Equal(in.wrote, t.record.State)
}
