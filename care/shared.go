package care

import (
	"context"
	"time"
)

// A Shared store is one that several processes use at the same time, each with an engine.
// A partition has one owner at a time; the processes divide them evenly among themselves
// ([Shared.Meet]), and what is for another's partition goes into its inbox.
//
// Its Acquire is [ErrHeld] while the lease of another owner lasts: by the store's clock,
// not by those of the processes. The same owner gets its partition back at once: it is the
// same process, or one that took its place.
type Shared interface {
	Store
	// Meet says that a process is there, for ttl, and tells who else is and who has which
	// partition.
	Meet(ctx context.Context, m Member, ttl time.Duration) (Meeting, error)
	// Leave says that a process is there no more. Its leases are not touched.
	Leave(ctx context.Context, owner string) error
	// Post puts letters into the inboxes of their partitions, all or none. With a nil error
	// they are durable.
	Post(ctx context.Context, letters ...Letter) error
	// Await returns which of some partitions have letters, as soon as one has, or the
	// context's error. Between [Shared.Post], by whomever, and its return lies a fraction
	// of a second.
	Await(ctx context.Context, partitions []int) ([]int, error)
	// Visit lends a partition to one who does not own it, whoever does: to ask it, and for
	// commits, which hold by the record's version alone; notes and a serial go along with
	// them as with an owner's. Resolve, Renew and Release are not for visitors.
	Visit(ctx context.Context, partition int) (Partition, error)
	// Lock takes a lock of a name for an owner, for ttl by the store's clock, or is
	// [ErrHeld]. Unlock gives it back; it does nothing when another has it by then.
	Lock(ctx context.Context, name, owner string, ttl time.Duration) error
	Unlock(ctx context.Context, name, owner string) error
	// Serial is how often a serial was raised; see [Tx].
	Serial(ctx context.Context, name string) (uint64, error)
	// Notes are the notes of a name of all partitions, by partition; nil: there is none.
	Notes(ctx context.Context, name string) ([][]byte, error)
}

// ErrHeld says that another has what was asked for, and its time is not over.
var ErrHeld = zh.Error("another has it")

// A Member is a process among those that use a [Shared] store.
type Member struct {
	Owner string `json:"owner"`
	// Ready: it can own partitions. One whose clock is wrong, or that is about to end,
	// takes events in and decides nothing.
	Ready bool `json:"ready"`
}

// A Meeting is what [Shared.Meet] found.
type Meeting struct {
	Now     time.Time // by the store's clock
	Members []Member  // whose time is not over, in the order of their names
	Owners  []string  // by partition: whose lease lasts; empty: nobody's
}

// A Letter is something for a customer of a partition that whoever wrote it does not own,
// or that a host wrote in a transaction of its own: mostly an event.
type Letter struct {
	Number    int64 // that the store gives it; in no order
	Partition int
	Body      []byte
}
