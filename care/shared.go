package care

import (
	"context"
	"time"
)

// A Shared store is a store for several processes at the same time, each with an engine. A
// partition has one owner at a time. The processes divide the partitions evenly
// ([Shared.Meet]), and data for another's partition goes into its inbox.
//
// Its Acquire is [ErrHeld] while the lease of another owner lasts, by the store's clock,
// not by those of the processes. The same owner gets its partition back at once: it is the
// same process, or one that took its place.
type Shared interface {
	Store
	// Meet registers a process for ttl, and returns the other processes and the owners of
	// the partitions.
	Meet(ctx context.Context, m Member, ttl time.Duration) (Meeting, error)
	// Leave removes a process. Its leases are not touched.
	Leave(ctx context.Context, owner string) error
	// Post puts letters into the inboxes of their partitions, all or none. With a nil error
	// they are durable.
	Post(ctx context.Context, letters ...Letter) error
	// Await returns the partitions with letters among some, as soon as one has any, or the
	// context's error. It returns within a fraction of a second after any process's
	// [Shared.Post].
	Await(ctx context.Context, partitions []int) ([]int, error)
	// Visit gives access to a partition without owning it, whoever does. It allows queries
	// and commits. Commits are protected by the record's version alone; notes and a serial
	// are written with them as with an owner's. Resolve, Renew and Release are not for
	// visitors.
	Visit(ctx context.Context, partition int) (Partition, error)
	// Lock takes a named lock for an owner, for ttl by the store's clock, or is [ErrHeld].
	// Unlock releases it, and does nothing if another owner has it by then.
	Lock(ctx context.Context, name, owner string, ttl time.Duration) error
	Unlock(ctx context.Context, name, owner string) error
	// Serial is the number of times a serial was raised; see [Tx].
	Serial(ctx context.Context, name string) (uint64, error)
	// Notes are the notes of a name in all partitions, by partition; nil: there is none.
	Notes(ctx context.Context, name string) ([][]byte, error)
}

// ErrHeld means that another owner has the partition or lock, and its time is not over.
var ErrHeld = zh.Error("another has it")

// A Member is one of the processes that use a [Shared] store.
type Member struct {
	Owner string `json:"owner"`
	// Ready is true if it can own partitions. A process with a wrong clock, or one about
	// to end, accepts events and decides nothing.
	Ready bool `json:"ready"`
}

// A Meeting is the result of [Shared.Meet].
type Meeting struct {
	Now     time.Time // by the store's clock
	Members []Member  // members whose time is not over, in the order of their names
	Owners  []string  // by partition, while the lease lasts; empty: none
}

// A Letter is data for a customer of a partition that the writer does not own, mostly an
// event. A host may also write it in its own transaction.
type Letter struct {
	hidden
	Number    int64 // from the store; in no order
	Partition int
	Body      []byte
}
