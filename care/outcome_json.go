package care

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// UnmarshalJSON reads what json.Marshal wrote of an outcome. The values of its
// condition, the compiled rule and the sender's message are not part of the JSON.
func (o *Outcome) UnmarshalJSON(data []byte) error {
	type plain Outcome
	read := plain(*new(Outcome).whole())
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	*o = Outcome(read)
	return nil
}

// whole is the outcome with everything that it points at: the zero value points at
// nothing.
func (o *Outcome) whole() *Outcome {
	if o.Occasion != nil && o.Ref != nil && o.Detail != nil {
		return o
	}
	all := *o
	if all.Occasion == nil {
		all.Occasion = new(Occasion)
	}
	if all.Ref == nil {
		all.Ref = new(rule.Ref)
	}
	if all.Detail == nil {
		all.Detail = new(Detail)
	}
	return &all
}

// About is the kind of the rule's subject: "order", "parcel", "chat", "customer" or
// "child". It is empty for a rule that is in no rule file any more, and for an outcome
// that was read from JSON.
func (o *Outcome) About() string {
	if r := o.Compiled(); r != nil {
		return r.Flow.About.String()
	}
	return ""
}

// A saidTask is what the JSON of an outcome says of a task: not where to reach the
// customer.
type saidTask struct {
	FlowTitle string       `json:"flow_title,omitempty"`
	Title     string       `json:"title,omitempty"`
	Form      channel.Form `json:"form"`
	Owner     string       `json:"owner,omitempty"`
	Budget    tiexin.Money `json:"budget,omitempty"`
	Deadline  time.Time    `json:"deadline,omitzero"`
}

type plainSaid Said

type saidJSON struct {
	plainSaid
	Task *saidTask `json:"task,omitempty"`
}

// MarshalJSON writes the message or task. A task has its form, owner, budget and
// deadline, and the titles of its flow and rule.
func (s Said) MarshalJSON() ([]byte, error) {
	written := saidJSON{plainSaid: plainSaid(s)}
	if t := s.Task; t != nil {
		written.Task = &saidTask{t.FlowTitle, t.Title, t.Form, t.Owner, t.Budget, t.Deadline}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // that is left to whoever encodes the whole
	err := e.Encode(written)
	return b.Bytes(), err
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Said) UnmarshalJSON(data []byte) error {
	var read saidJSON
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	*s = Said(read.plainSaid)
	if t := read.Task; t != nil {
		s.Task = &channel.Task{ID: s.ID, Kind: s.Via, Script: s.Text, Form: t.Form, Owner: t.Owner, Budget: t.Budget, Deadline: t.Deadline, FlowTitle: t.FlowTitle, Title: t.Title}
	}
	return nil
}
