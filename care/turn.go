package care

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// A turn is one customer's part of a batch. It has its own memory and step, and is
// used again.
type turn struct {
	key    Key
	inputs []*input
	record *Record
	mem    memory
	step   step
	commit Commit
	same   bool // nothing has to be written
}

// decide moves one customer's memory by all inputs of a turn.
func (s *shard) decide(t *turn) error {
	t.step.begin(s.engine.rules.Load(), t.key, &t.mem, s.engine.means, &s.room)
	t.step.partition = s.number
	t.same = true
	if t.wasWritten() {
		return nil
	}
	if err := t.mem.decode(t.record.State); err != nil {
		return err
	}
	now := max(s.engine.options.Now().UnixMilli(), t.mem.now)
	forget := false
	for _, in := range t.inputs {
		before := len(t.step.out)
		switch {
		case in.event != nil:
			t.step.now = rule.At(now)
			if t.step.takeEvent(in.event) {
				t.same, forget = false, false
			}
		case in.report != nil:
			t.step.now = rule.After(now)
			if t.step.takeReport(in.report) {
				t.same = false
			}
		case in.forget:
			t.step.forgetCustomer()
			t.same, forget = false, true
		case in.wake:
			t.step.now = rule.After(max(now, in.at))
			t.step.takeWake()
			t.same = false
		}
		if len(t.inputs) == 1 {
			in.out = t.step.out
		} else {
			in.out = slices.Clone(t.step.out[before:])
			t.step.seal() // the next input changes what this one saw
		}
	}
	s.room.usual = len(t.step.out)
	if t.same {
		return nil
	}
	var err error
	t.commit, err = t.step.commit(t.record, forget)
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
func (t *turn) unsettle(unknown bool) {
	for _, in := range t.inputs {
		in.wrote = nil
		if unknown {
			in.wrote = t.commit.State
		}
	}
	if !unknown { // else it counts as spent until the store can be asked
		t.step.undoEntries(0)
	}
}

// wasWritten says that an earlier try of the turn, of which nobody knew what
// became, is what the store holds. Its outcomes stand.
func (t *turn) wasWritten() bool {
	in := t.inputs[0]
	return in.wrote != nil && bytes.Equal(in.wrote, t.record.State)
}
