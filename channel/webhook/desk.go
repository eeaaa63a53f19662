package webhook

import (
	"context"
	"fmt"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// A Desk passes tasks for people to a receiver: a queue, a ticket system. The receiver
// identifies a task by its id. To open an open task changes nothing; to open a withdrawn task
// reopens it. To withdraw an unknown or finished task is no error. So a lost answer is a
// temporary error, and the request is repeated.
//
// The result of a task comes back as an event task.done, task.failed, task.refused or
// task.claimed, through the host's own feed of events.
type Desk struct {
	Receiver
}

// Open posts {"task": …}.
func (d Desk) Open(ctx context.Context, t channel.Task) error {
	var words discreet.Striker
	words.Addresses(t.Address.To, t.Address.Phone.Number)
	words.Words(t.Script)
	return d.hand(ctx, t.ID, letter{Task: &t}, words.Strike)
}

// Withdraw posts {"withdraw": {"id": …, "why": …}}.
func (d Desk) Withdraw(ctx context.Context, id, why string) error {
	return d.hand(ctx, id, letter{Withdraw: &withdrawal{ID: id, Why: why}}, discreet.Hide)
}

func (d Desk) hand(ctx context.Context, id string, l letter, strike func(string) string) error {
	a, err := d.post(ctx, l, "", true)
	if err == nil {
		_, err = understand(a, true, d.now(), strike)
	}
	if err != nil {
		return fmt.Errorf("webhook: task %s: %w", id, err)
	}
	return nil
}
