package caretest

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/ids"
)

// A Recorder records messages and tasks and sends nothing. It is a Sender for every
// channel and a desk for tasks, for tests of a host. Like a good provider it accepts
// a repeated ID and records it once. It can be made to fail. The zero Recorder is
// ready to use, by several goroutines at once.
type Recorder struct {
	mu        sync.Mutex
	messages  []channel.Message
	tasks     []channel.Task
	withdrawn []string
	attempts  map[string]int
	failures  []*Failure
}

// A Failure selects what a Recorder refuses.
type Failure struct {
	Channel  channel.Kind // default, None: every channel
	Customer string       // default: every customer
	// Times is the number of refused attempts before it works again. Default: all,
	// until Mend.
	Times int
	// Err is the error. Default: a channel.Final, so the channel is closed for the
	// message. A channel.RetryAfter, or any other error, is a temporary failure.
	Err error
}

// Format writes the type and the number of messages and tasks under every verb of
// fmt, and nothing of their content.
func (r *Recorder) Format(f fmt.State, _ rune) {
	ids.Print(f, r, ids.Of(slog.Int("messages", len(r.Messages())), slog.Int("tasks", len(r.Tasks()))))
}

// Fail makes the Recorder refuse what the failure selects, from this call on.
func (r *Recorder) Fail(f Failure) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f.Err == nil {
		f.Err = &channel.Final{Reason: "told to fail"}
	}
	if f.Times == 0 {
		f.Times = -1
	}
	r.failures = append(r.failures, &f)
}

// Fix lets everything work again.
func (r *Recorder) Fix() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = nil
}

// Send implements channel.Sender.
func (r *Recorder) Send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.try(ctx, m.ID, m.Kind, m.CustomerID); err != nil {
		return channel.Receipt{}, err
	}
	if !slices.ContainsFunc(r.messages, func(old channel.Message) bool { return old.ID == m.ID }) {
		r.messages = append(r.messages, m)
	}
	return channel.Receipt{ProviderID: "recorder " + m.ID}, nil
}

// Open implements channel.TaskDesk.
func (r *Recorder) Open(ctx context.Context, t channel.Task) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.try(ctx, t.ID, t.Kind, t.CustomerID); err != nil {
		return err
	}
	if !slices.ContainsFunc(r.tasks, func(old channel.Task) bool { return old.ID == t.ID }) {
		r.tasks = append(r.tasks, t)
	}
	r.withdrawn = slices.DeleteFunc(r.withdrawn, func(id string) bool { return id == t.ID }) // it is wanted again
	return nil
}

// Withdraw implements channel.TaskWithdrawer.
func (r *Recorder) Withdraw(ctx context.Context, id, _ string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if !slices.Contains(r.withdrawn, id) {
		r.withdrawn = append(r.withdrawn, id)
	}
	return nil
}

func (r *Recorder) try(ctx context.Context, id string, k channel.Kind, customer string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.attempts == nil {
		r.attempts = map[string]int{}
	}
	r.attempts[id]++
	for _, f := range r.failures {
		if f.Times == 0 || f.Channel != channel.None && f.Channel != k || f.Customer != "" && f.Customer != customer {
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		return f.Err
	}
	return nil
}

// Messages are the accepted messages, each once, in order of first arrival.
func (r *Recorder) Messages() []channel.Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.messages)
}

// Tasks are the accepted tasks, each once, withdrawn ones included.
func (r *Recorder) Tasks() []channel.Task {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.tasks)
}

// Withdrawn are the ids of the withdrawn tasks.
func (r *Recorder) Withdrawn() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.withdrawn)
}

// Attempts is the number of attempts with the ID, refusals included.
func (r *Recorder) Attempts(id string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.attempts[id]
}
