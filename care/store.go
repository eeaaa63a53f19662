package care

import (
	"context"
	"errors"
	"time"
)

// Version is a token by which a store detects changes of a record. Every commit gives the
// record a version that it never had, also after its removal and after a restart. Zero:
// there is no record. It has no meaning outside the store.
type Version uint64

// A Record is the stored form of one customer: a blob and one wake-up.
type Record struct {
	Key     Key
	Version Version
	State   []byte // empty is not missing. Ownership passes to the caller: nothing changes it, least of all the store
	WakeAt  int64  // milliseconds since 1970; 0: none
}

// A Posting is a message or task in the outbox: decided, not yet sent.
type Posting struct {
	ID       string // derived from the decision, never random; unique in its partition
	Key      Key
	Lane     string // a channel's word, or "tasks"
	Body     []byte
	At       int64 // time of the decision, in milliseconds since 1970
	NotAfter int64 // the latest time to send it, in milliseconds since 1970; 0: always
	Attempt  int   // number of attempts; Resolve counts
	RetryAt  int64 // the next attempt, not before, in milliseconds since 1970; 0: at once. Set by Resolve
}

// A Commit is everything that one step decided about one customer. It is applied completely
// or not at all.
type Commit struct {
	Key    Key
	If     Version   // the version the step started from
	State  []byte    // nil removes the record and its wake-up
	WakeAt int64     // replaces the wake-up; 0 clears it
	Send   []Posting // replace postings of the same ID
	Cancel []string  // postings not to send any more, if they still wait; before Send
	Lists  Lists     // replace the customer's lists
	// Erase empties the customer's journal; before Journal.
	Erase   bool
	Journal []Entry // appended to the customer's journal, if the store has one
	Taken   []int64 // letters that this settles; they leave the inbox
}

// Lists are the lists of a customer: a store finds the customers on one without reading
// all.
type Lists uint8

const (
	AwaitsApproval Lists = 1 << iota // a message of the customer waits for a person's approval
	HasTask                          // people have a task about the customer
	// AwaitsSharedApproval: a message about an incident waits for an approval for all
	// customers.
	AwaitsSharedApproval
)

// An Entry is one line of a customer's journal.
type Entry struct {
	hidden
	At   int64 // milliseconds since 1970
	Body []byte
}

// A Note is the engine's own data, of no customer: the spending of the shops, the progress
// of work for all customers.
type Note struct {
	hidden
	Name  string
	State []byte // nil removes it
}

// A Tx is a batch of commits for different customers. It is a value, so it can be retried,
// replayed, and sent to stores without open transactions.
type Tx struct {
	hidden
	Commits []Commit // at most one for each key
	Notes   []Note   // written after the commits; together with them if Caps.AtomicTx
	Taken   []int64  // letters that changed nothing, and leave the inbox
	// Serial makes the whole Tx fail with ErrStale unless the serial has the expected
	// value, and then raises it by one. Nil: no check. Only for a [Shared] store.
	Serial *Serial
}

// A Serial orders the writes of several owners to shared data: a writer that has not read
// the last write is refused.
type Serial struct {
	Name string
	If   uint64 // 0: not written yet
}

// A Result is the result of one commit: its new version, or ErrConflict.
type Result struct {
	Version Version
	Err     error
}

// A Resolution is the result of one posting.
type Resolution struct {
	ID      string
	RetryAt int64  // milliseconds since 1970; 0: done
	Err     string // the reason for another attempt
}

// Caps are the capabilities of a store.
type Caps struct {
	AtomicTx   bool          // a whole Tx is atomic, not just each commit
	MaxCommits int           // in one Tx; 0: no limit
	TimerGrain time.Duration // wake-ups may be this late
	Fsync      bool          // what Apply confirmed survives a power cut
}

var (
	// ErrConflict means that a record was changed since it was loaded. Nothing of the
	// commit was applied.
	ErrConflict = zh.Error("the record has changed since it was loaded")
	// ErrFenced means that another owner has taken the partition over. The lease is
	// invalid; nothing was applied.
	ErrFenced = zh.Error("another owner holds the partition")
	// ErrStale means that another owner has raised a serial since it was read. Nothing was
	// applied.
	ErrStale = zh.Error("another owner has written since")
)

// A Store stores the engine's state, divided into partitions. The engine assigns customers
// to partitions: see PartitionOf. Records, postings and notes of one partition are
// invisible in another, whatever their names. Keys, ids and names are compared byte by
// byte; they may contain any text.
//
// A call may fail with its context's error, or with one not named below. It may then have
// had its full effect or none, and never half of a commit. caretest.TestStore checks a
// store against this contract.
type Store interface {
	Caps() Caps
	// Partitions is fixed when the store is created, and the same when it is opened again.
	Partitions() int
	// Acquire takes a partition over for an owner, for ttl; the previous owner gets
	// ErrFenced from then on. A ttl of zero lasts until Release. An expired lease stays
	// valid until another owner acquires the partition. The same owner may acquire it
	// again, which invalidates its former lease.
	Acquire(ctx context.Context, partition int, owner string, ttl time.Duration) (Partition, error)
	Close() error
}

// A Partition is a lease on a part of a store. Its owner calls it from one goroutine at a
// time. The returned bytes of State and Body belong to the caller: the next call does not
// overwrite them.
type Partition interface {
	// Load returns the records of the keys, in order; Version 0 for new ones.
	Load(ctx context.Context, keys []Key) ([]Record, error)
	// Apply applies commits. If the error is nil, every commit with a nil Err is durable,
	// and the others changed nothing. With an error the outcome is unknown: load and decide
	// again. The caller reuses the lists of tx, so a store must copy them; the bytes of
	// State and Body never change.
	Apply(ctx context.Context, tx Tx) ([]Result, error)
	// Note returns the state of a note by name; nil: there is none.
	Note(ctx context.Context, name string) ([]byte, error)
	// Scan returns up to limit records in the order of their keys, shop first, from the
	// first one after a key. The zero Key is before all. None: there are no more. A record
	// that is created during a scan may be left out.
	Scan(ctx context.Context, after Key, limit int) ([]Record, error)
	// Listed is Scan of the customers on any of some lists. It may include a record that an
	// older release wrote last, even if it is on none.
	Listed(ctx context.Context, on Lists, after Key, limit int) ([]Record, error)
	// Letters returns up to limit letters of the partition's inbox, approximately in order
	// of arrival. They stay until a commit or a transaction has taken them. A store that is
	// not [Shared] has none.
	Letters(ctx context.Context, limit int) ([]Letter, error)
	Timers
	Outbox
	Renew(ctx context.Context, ttl time.Duration) error
	Release(ctx context.Context) error
}

// Timers finds the customers with a due wake-up. A wake-up is a hint: it may come twice or
// late, and the step checks its own state. Only a Commit changes it.
type Timers interface {
	// Due returns up to limit records whose wake-up is not after now, earliest first, equal
	// ones by key. next is the time of the first wake-up that it does not return; 0: there
	// is none.
	Due(ctx context.Context, now int64, limit int) (due []Record, next int64, err error)
}

// Outbox holds what waits to be sent, at least once, with the postings of one customer in
// the order of their commits. A posting for another attempt keeps its place; a replaced one
// goes to the end.
type Outbox interface {
	// Pending returns up to limit postings of some lanes that may be tried at now. It also
	// returns the time of the first later retry in them; 0: there is none. Without lanes it
	// returns all lanes. With math.MaxInt64 it returns all that wait, so that the postings
	// of a forgotten customer can be found.
	Pending(ctx context.Context, now int64, limit int, lanes ...string) (pending []Posting, next int64, err error)
	// Resolve settles postings, all in one commit. It raises the Attempt of those with
	// another attempt; nothing else does. It ignores unknown ids.
	Resolve(ctx context.Context, done []Resolution) error
	// Len returns the number of postings, and the decision time of the oldest; 0 if there
	// is none.
	Len(ctx context.Context) (n int, oldest int64, err error)
}

// A Checker is a store that can report its own faults before anything is decided: an older
// or newer schema, a database of another program. [New] calls it.
type Checker interface {
	Check(ctx context.Context) error
}

// A Journal is a store with the customers' journals: everything that commits brought in
// Journal. It reads them for any process, whoever owns the partition.
type Journal interface {
	// Journal returns up to limit entries of a customer's journal, oldest first, from one
	// time up to, and without, another, in milliseconds since 1970. Entries of the same
	// time are in the order of writing.
	Journal(ctx context.Context, key Key, from, to int64, limit int) ([]Entry, error)
	// Prune removes up to limit entries from before a time, of all customers, and returns
	// their number. Fewer than limit: there are no more.
	Prune(ctx context.Context, before int64, limit int) (int, error)
}

// PartitionOf returns the partition of a customer, from 0 to n-1; n below 1 counts as 1. The hash is fixed for
// ever: 64-bit FNV-1a over shop, a slash and customer, finalised by xor-shift and one
// multiplication.
func PartitionOf(k Key, n int) int {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for _, s := range []string{k.Shop, "/", k.Customer} {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * prime
		}
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	return int(h % uint64(max(n, 1)))
}

func isFenced(err error) bool { return errors.Is(err, ErrFenced) }
