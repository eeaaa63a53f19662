package care

import (
	"context"
	"errors"
	"time"
)

// Version is a token by which a store knows whether a record has changed: every commit
// gives the record another one that it never had, also after it was removed, and after a
// restart. Zero: there is no record. It means nothing outside the store.
type Version uint64

// A Record is one customer as a store keeps it: a blob and one wake-up.
type Record struct {
	Key     Key
	Version Version
	State   []byte // empty is not missing. Given away: nobody changes it, the store that gave it least of all
	WakeAt  int64  // milliseconds since 1970; 0: none
}

// A Posting is a message or task in the outbox: decided, not yet handed over.
type Posting struct {
	ID       string // derived from the decision, never random; one of its partition
	Key      Key
	Lane     string // by whom it is handed over: a channel's word, or "tasks"
	Body     []byte
	At       int64 // when it was decided, in milliseconds since 1970
	NotAfter int64 // milliseconds since 1970; later it is not worth sending. 0: always
	Attempt  int   // how often it was tried; Resolve counts
	RetryAt  int64 // milliseconds since 1970; it is not tried before. 0: it may be at once. Resolve says so
}

// A Commit is everything that one step decided about one customer. It is applied
// whole or not at all.
type Commit struct {
	Key    Key
	If     Version   // the version the step started from
	State  []byte    // nil removes the record and its wake-up
	WakeAt int64     // replaces the wake-up; 0 clears it
	Send   []Posting // replace postings of the same ID
	Cancel []string  // postings not to send any more, if they still wait; before Send
	Lists  Lists     // replace the lists on which the customer stands
	// Erase empties the customer's journal; before Journal.
	Erase   bool
	Journal []Entry // go to the end of the customer's journal, where the store keeps one
	Taken   []int64 // letters that are settled by this, and leave the inbox
}

// Lists are those on which a customer stands: a store finds who stands on one without
// reading everybody.
type Lists uint8

const (
	AwaitsApproval Lists = 1 << iota // a message of the customer waits for a person's approval
	HasTask                          // people have a task about the customer
	// AwaitsSharedApproval: a message about an incident waits, for an approval that is for
	// everybody.
	AwaitsSharedApproval
)

// An Entry is one line of a customer's journal.
type Entry struct {
	At   int64 // milliseconds since 1970
	Body []byte
}

// A Note is what the engine keeps for itself and not for a customer: what the shops
// have spent, how far a work for everybody has come.
type Note struct {
	Name  string
	State []byte // nil removes it
}

// A Tx is a batch of commits of different customers: a value, so it can be
// retried, replayed, and sent to stores that hold no transaction open.
type Tx struct {
	Commits []Commit // at most one for each key
	Notes   []Note   // written after the commits; together with them where Caps.AtomicTx
	Taken   []int64  // letters that changed nothing, and leave the inbox
	// Serial has the whole of it refused with ErrStale unless the serial stands as it
	// says, and raises the serial by one. Nil: it is no matter. Only for a [Shared] store.
	Serial *Serial
}

// A Serial orders what several owners write about something that they share: one who has
// not read what another wrote is refused.
type Serial struct {
	Name string
	If   uint64 // 0: nobody has written yet
}

// A Result is what became of one commit: its new version, or ErrConflict.
type Result struct {
	Version Version
	Err     error
}

// A Resolution is what became of one posting.
type Resolution struct {
	ID      string
	RetryAt int64  // milliseconds since 1970; 0: done
	Err     string // why it is tried again
}

// Caps says what a store can do.
type Caps struct {
	AtomicTx   bool          // a whole Tx is atomic, not just each commit
	MaxCommits int           // in one Tx; 0: no limit
	TimerGrain time.Duration // wake-ups may be this late
	Fsync      bool          // what Apply confirmed survives a power cut
}

var (
	// ErrConflict says that a record was changed since it was loaded. Nothing of
	// the commit was applied.
	ErrConflict = zh.Error("the record has changed since it was loaded")
	// ErrFenced says that another owner has taken the partition over. The lease
	// is dead; nothing was applied.
	ErrFenced = zh.Error("another owner holds the partition")
	// ErrStale says that another owner has raised a serial since it was read. Nothing was
	// applied.
	ErrStale = zh.Error("another owner has written since")
)

// A Store keeps what the engine remembers, divided into partitions. Which
// customer belongs to which partition is the engine's business: see PartitionOf. What
// stands in one partition is not seen in another, whatever its name: records, postings,
// notes. Keys, ids and names are compared byte by byte; they may be of any text.
//
// A call whose context ends, or whose error is none of those below, may have done all that
// it was asked for or nothing, and never half of a commit. caretest.TestStore holds a store
// to all of this.
type Store interface {
	Caps() Caps
	// Partitions is fixed when the store is created, and the same when it is opened again.
	Partitions() int
	// Acquire takes a partition over for an owner, for ttl; whoever held it
	// before gets ErrFenced from then on. A ttl of zero lasts until Release. A lease that
	// ran out is still its owner's until another acquires the partition. The same owner may
	// acquire it again, and its former lease is dead then too.
	Acquire(ctx context.Context, partition int, owner string, ttl time.Duration) (Partition, error)
	Close() error
}

// A Partition is a lease on a part of a store. Its owner calls it from one goroutine
// at a time. The bytes of State and Body that it returns are given away: the next call
// writes nothing over them.
type Partition interface {
	// Load returns the records of the keys, in order; Version 0 for new ones.
	Load(ctx context.Context, keys []Key) ([]Record, error)
	// Apply applies commits. With a nil error every commit with a nil Err is
	// durable, and the others changed nothing. With an error the outcome is
	// unknown: load and decide again. The lists of tx are used again, so a store
	// keeps no list; the bytes of State and Body nobody changes.
	Apply(ctx context.Context, tx Tx) ([]Result, error)
	// Note is the state of the note of a name; nil: there is none.
	Note(ctx context.Context, name string) ([]byte, error)
	// Scan returns up to limit records in the order of their keys, shop first, from the
	// first one after a key; the zero Key is before all. None: there are no more. One
	// that is made while a scan goes on may be left out.
	Scan(ctx context.Context, after Key, limit int) ([]Record, error)
	// Listed is Scan of those who stand on one of some lists. Where an older release has
	// written a record that was not written since, it may come without standing on any.
	Listed(ctx context.Context, on Lists, after Key, limit int) ([]Record, error)
	// Letters returns up to limit letters of the partition's inbox, in about the order in
	// which they came. They stay until a commit or a transaction has taken them. A store
	// that is not [Shared] has none.
	Letters(ctx context.Context, limit int) ([]Letter, error)
	Timers
	Outbox
	Renew(ctx context.Context, ttl time.Duration) error
	Release(ctx context.Context) error
}

// Timers tells who wants to be woken. A wake-up is a hint: it may come twice or
// late, and the step looks at its own memory. Only a Commit moves it.
type Timers interface {
	// Due returns up to limit records whose wake-up is not after now, earliest
	// first, equal ones by key, and the instant of the first wake-up that it does
	// not return; 0: there is none.
	Due(ctx context.Context, now int64, limit int) (due []Record, next int64, err error)
}

// Outbox holds what waits to be handed over: at least once, the postings of one
// customer in the order of their commits. One that is to be tried again keeps its place;
// one that is replaced goes to the end.
type Outbox interface {
	// Pending returns up to limit postings of some lanes that may be tried at now, and
	// the instant of the first retry in them after that; 0: there is none. Without
	// lanes it looks at all. At math.MaxInt64 it returns all that wait, so that those of
	// a customer who is forgotten are found.
	Pending(ctx context.Context, now int64, limit int, lanes ...string) (pending []Posting, next int64, err error)
	// Resolve settles postings, all in one commit. It raises the Attempt of those that are
	// to be tried again; nothing else does. Of an id that is not there it does nothing.
	Resolve(ctx context.Context, done []Resolution) error
	// Len counts all postings, and says when the one that was decided first was; 0 when
	// there is none.
	Len(ctx context.Context) (n int, oldest int64, err error)
}

// A Checker is a store that can say what is wrong with it before anything is decided: an
// older or newer schema, a database of something else. [New] asks it.
type Checker interface {
	Check(ctx context.Context) error
}

// A Journal is a store that keeps the journals of customers: everything that commits
// brought in Journal. It reads them for everybody, whoever owns the partition.
type Journal interface {
	// Journal returns up to limit entries of a customer's journal, oldest first, of the
	// time from one instant to before another, in milliseconds since 1970. Equal ones are
	// in the order in which they were written.
	Journal(ctx context.Context, key Key, from, to int64, limit int) ([]Entry, error)
	// Prune removes up to limit entries from before an instant, of all customers, and says
	// how many. Fewer than limit: there are no more.
	Prune(ctx context.Context, before int64, limit int) (int, error)
}

// PartitionOf says to which of n partitions a customer belongs. The hash is
// frozen: 64-bit FNV-1a over shop, a slash and customer, finalised by xor-shift
// and one multiplication.
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
	return int(h % uint64(n))
}

func isFenced(err error) bool { return errors.Is(err, ErrFenced) }
