package digest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// Gather is how long tasks are gathered where nothing else is said: twelve posts a minute at
// most.
const Gather = 5 * time.Second

// postTime is how long one post may take.
const postTime = 10 * time.Second

// mostPosted bounds how many tasks are remembered as posted.
const mostPosted = 10_000

// A Digest gathers tasks. The zero value is ready.
type Digest struct {
	mu      sync.Mutex
	open    *batch // takes tasks; nil: the next task begins one
	posted  map[string]bool
	byOrder []string // the posted ones, the oldest first
}

// A batch is what goes into one post.
type batch struct {
	entries []entry
	done    chan struct{} // closed when the post was taken, or was not
	err     error         // why it was not; of a closed batch
}

// An entry is a task, and how many callers wait for it.
type entry struct {
	task  channel.Task
	count int
}

// Open returns when a post with the task was taken. Tasks are gathered from the first one on,
// for as long as is said, or as the first one's context leaves time for; posts begin at least
// so far apart. A task that was posted before is open already.
//
// A post of which nobody knows whether it was taken is an error in passing, for a group may
// well be told twice. Every caller whose task was in a post hears the same error.
func (d *Digest) Open(ctx context.Context, t channel.Task, gather time.Duration, post func(context.Context, []channel.Task) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b := d.enter(ctx, t, gather, post)
	if b == nil {
		return nil
	}
	select {
	case <-b.done:
	case <-ctx.Done():
		if d.leave(b, t.ID) {
			return ctx.Err()
		}
		<-b.done // the post is under way
	}
	return b.err
}

// enter puts a task into the open batch; nil: it was posted.
func (d *Digest) enter(ctx context.Context, t channel.Task, gather time.Duration, post func(context.Context, []channel.Task) error) *batch {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.posted[t.ID] {
		return nil
	}
	if d.open == nil {
		b := &batch{done: make(chan struct{})}
		d.open = b
		if gather <= 0 {
			gather = Gather
		}
		if end, ok := ctx.Deadline(); ok {
			gather = max(0, min(gather, time.Until(end)-postTime))
		}
		detached := context.WithoutCancel(ctx)
		time.AfterFunc(gather, func() { d.post(detached, b, post) })
	}
	if i := d.open.find(t.ID); i >= 0 {
		d.open.entries[i].count++
	} else {
		d.open.entries = append(d.open.entries, entry{t, 1})
	}
	return d.open
}

func (b *batch) find(id string) int {
	return slices.IndexFunc(b.entries, func(e entry) bool { return e.task.ID == id })
}

// leave takes a caller out of a batch that has not been posted; it is false for one that is
// being posted.
func (d *Digest) leave(b *batch, id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open != b {
		return false
	}
	if i := b.find(id); i >= 0 {
		if b.entries[i].count--; b.entries[i].count == 0 {
			b.entries = slices.Delete(b.entries, i, i+1)
		}
	}
	return true
}

// post closes a batch and posts it.
func (d *Digest) post(ctx context.Context, b *batch, post func(context.Context, []channel.Task) error) {
	d.mu.Lock()
	d.open = nil
	tasks := make([]channel.Task, len(b.entries))
	for i, e := range b.entries {
		tasks[i] = e.task
	}
	d.mu.Unlock()
	defer close(b.done)
	if len(tasks) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, postTime)
	defer cancel()
	if b.err = attempt(ctx, tasks, post); errors.Is(b.err, channel.ErrUnknownOutcome) {
		b.err = fmt.Errorf("a post of %d tasks: unknown whether the group has it, so it is posted again: %s", len(tasks), b.err)
	}
	if b.err == nil {
		d.remember(tasks)
	}
}

// attempt posts once. A panic is an error: no caller could catch it, and it would end the
// process.
func attempt(ctx context.Context, tasks []channel.Task, post func(context.Context, []channel.Task) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a post of %d tasks panicked: %v", len(tasks), r)
		}
	}()
	return post(ctx, tasks)
}

// remember notes what was posted.
func (d *Digest) remember(tasks []channel.Task) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.posted == nil {
		d.posted = map[string]bool{}
	}
	for _, t := range tasks {
		if !d.posted[t.ID] {
			d.posted[t.ID] = true
			d.byOrder = append(d.byOrder, t.ID)
		}
	}
	for len(d.byOrder) > mostPosted {
		delete(d.posted, d.byOrder[0])
		d.byOrder = d.byOrder[1:]
	}
}

// Withdraw takes a task out of what is not posted yet; whoever waits for it hears what the
// post's other tasks hear. A posted one is the operator page's to take away. Opened again, the
// task is posted again.
func (d *Digest) Withdraw(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open != nil {
		if i := d.open.find(id); i >= 0 {
			d.open.entries = slices.Delete(d.open.entries, i, i+1)
		}
	}
	if d.posted[id] {
		delete(d.posted, id)
		d.byOrder = slices.DeleteFunc(d.byOrder, func(other string) bool { return other == id })
	}
}
