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

// A Recorder takes messages and tasks and remembers them instead of handing them
// on: a Sender for every channel and a desk for tasks, for tests of a host. Like a
// good provider it lets nothing go twice: what comes again with the same ID is
// taken without a word. It can be told to fail. The zero Recorder is ready to use,
// by several goroutines at once.
type Recorder struct {
	mu        sync.Mutex
	messages  []channel.Message
	tasks     []channel.Task
	withdrawn []string
	attempts  map[string]int
	failures  []*Failure
}

// A Failure says what a Recorder refuses.
type Failure struct {
	Channel  channel.Kind // default, None: every channel
	Customer string       // default: every customer
	// Times is how many attempts are refused before it works again. Default: all,
	// until Fix.
	Times int
	// Err is the error. Default: a channel.Final, so the channel is closed for the
	// message. A channel.RetryAfter, or any other error, is one that passes.
	Err error
}

// Format writes the type and how much was taken under every verb of fmt, and nothing
// of what.
func (r *Recorder) Format(f fmt.State, _ rune) {
	ids.Print(f, r, ids.Of(slog.Int("messages", len(r.Messages())), slog.Int("tasks", len(r.Tasks()))))
}

// Fail refuses what the failure describes, from now on.
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

// Messages are what was taken, each once, in the order in which it was taken
// first.
func (r *Recorder) Messages() []channel.Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.messages)
}

// Tasks are the tasks that were taken, each once, those withdrawn included.
func (r *Recorder) Tasks() []channel.Task {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.tasks)
}

// Withdrawn are the ids of the tasks that were taken back.
func (r *Recorder) Withdrawn() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.withdrawn)
}

// Attempts is how often something with the ID was handed over, refusals included.
func (r *Recorder) Attempts(id string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.attempts[id]
}
