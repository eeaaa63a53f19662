package care

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// A SharedMemory is a [Shared] store in memory: for tests in which several engines of one
// process play several processes. It is safe for concurrent use.
type SharedMemory struct {
	Memory
	now func() time.Time

	mu      sync.Mutex // before that of a partition
	owners  []holding  // of the partitions
	members map[string]membership
	locks   map[string]holding
	serials map[string]uint64
	number  int64         // of the last letter
	posted  chan struct{} // closed when one comes
}

// A holding is what an owner has for a time.
type holding struct {
	owner string
	until time.Time
}

func (h holding) lasts(now time.Time) bool { return h.owner != "" && now.Before(h.until) }

type membership struct {
	Member
	until time.Time
}

// NewSharedMemory returns an empty store with n partitions. Its leases expire by the
// given clock; nil: time.Now.
func NewSharedMemory(n int, now func() time.Time) *SharedMemory {
	if now == nil {
		now = time.Now
	}
	m := &SharedMemory{
		Memory: *NewMemoryOf(n), now: now, members: map[string]membership{}, locks: map[string]holding{},
		serials: map[string]uint64{}, posted: make(chan struct{}),
	}
	m.owners = make([]holding, len(m.parts))
	return m
}

var _ Shared = (*SharedMemory)(nil)

// Acquire implements Store.
func (m *SharedMemory) Acquire(ctx context.Context, partition int, owner string, ttl time.Duration) (Partition, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if partition < 0 || partition >= len(m.parts) {
		return m.Memory.Acquire(ctx, partition, owner, ttl) // says so
	}
	if err := m.meet("acquire", partition); err != nil {
		return nil, err
	}
	now := m.now()
	if h := m.owners[partition]; h.lasts(now) && h.owner != owner {
		return nil, zh.Error("care: partition %d: %w: %s, until %s", partition, ErrHeld, h.owner, h.until.Format(time.RFC3339))
	}
	p, err := m.Memory.Acquire(ctx, partition, owner, ttl)
	if err != nil {
		return nil, err
	}
	m.owners[partition] = holding{owner, m.end(now, ttl)}
	return &sharedLease{memoryLease: p.(*memoryLease), shared: m, owner: owner}, nil
}

// end is when a time is over that begins now; a ttl of zero has no end.
func (m *SharedMemory) end(now time.Time, ttl time.Duration) time.Time {
	if ttl == 0 {
		return now.AddDate(100, 0, 0)
	}
	return now.Add(ttl)
}

// Visit implements Shared.
func (m *SharedMemory) Visit(_ context.Context, partition int) (Partition, error) {
	if partition < 0 || partition >= len(m.parts) {
		return nil, zh.Error("care: the store has %d partitions, and no number %d", len(m.parts), partition)
	}
	return &sharedLease{memoryLease: &memoryLease{store: &m.Memory, part: m.parts[partition], visitor: true}, shared: m}, nil
}

// Meet implements Shared.
func (m *SharedMemory) Meet(_ context.Context, of Member, ttl time.Duration) (Meeting, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.meet("meet", -1); err != nil {
		return Meeting{}, err
	}
	now := m.now()
	m.members[of.Owner] = membership{of, m.end(now, ttl)}
	found := Meeting{Now: now, Owners: make([]string, len(m.owners))}
	for owner, one := range m.members {
		if now.Before(one.until) {
			found.Members = append(found.Members, one.Member)
		} else {
			delete(m.members, owner)
		}
	}
	slices.SortFunc(found.Members, func(a, b Member) int { return cmp.Compare(a.Owner, b.Owner) })
	for i, h := range m.owners {
		if h.lasts(now) {
			found.Owners[i] = h.owner
		}
	}
	return found, nil
}

// Leave implements Shared.
func (m *SharedMemory) Leave(_ context.Context, owner string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.members, owner)
	return m.meet("leave", -1)
}

// Post implements Shared.
func (m *SharedMemory) Post(_ context.Context, letters ...Letter) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.meet("post", -1); err != nil {
		return err
	}
	for _, l := range letters {
		if l.Partition < 0 || l.Partition >= len(m.parts) {
			return zh.Error("care: the store has %d partitions, and no number %d", len(m.parts), l.Partition)
		}
	}
	for _, l := range letters {
		m.number++
		l.Number = m.number
		p := m.parts[l.Partition]
		p.mu.Lock()
		p.letters = append(p.letters, l)
		p.mu.Unlock()
	}
	if len(letters) > 0 {
		close(m.posted)
		m.posted = make(chan struct{})
	}
	return m.meet("posted", -1)
}

// Await implements Shared.
func (m *SharedMemory) Await(ctx context.Context, partitions []int) ([]int, error) {
	for {
		m.mu.Lock()
		posted := m.posted
		m.mu.Unlock()
		var have []int
		for _, n := range partitions {
			p := m.parts[n]
			p.mu.Lock()
			if len(p.letters) > 0 {
				have = append(have, n)
			}
			p.mu.Unlock()
		}
		if len(have) > 0 {
			return have, m.meet("await", -1)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-posted:
		}
	}
}

// Lock implements Shared.
func (m *SharedMemory) Lock(_ context.Context, name, owner string, ttl time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.meet("lock", -1); err != nil {
		return err
	}
	now := m.now()
	if h := m.locks[name]; h.lasts(now) && h.owner != owner {
		return zh.Error("care: the lock %s: %w: %s", name, ErrHeld, h.owner)
	}
	m.locks[name] = holding{owner, m.end(now, ttl)}
	return nil
}

// Unlock implements Shared.
func (m *SharedMemory) Unlock(_ context.Context, name, owner string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.locks[name].owner == owner {
		delete(m.locks, name)
	}
	return m.meet("unlock", -1)
}

// Serial implements Shared.
func (m *SharedMemory) Serial(_ context.Context, name string) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.serials[name], m.meet("serial", -1)
}

// Notes implements Shared.
func (m *SharedMemory) Notes(_ context.Context, name string) ([][]byte, error) {
	notes := make([][]byte, len(m.parts))
	for i, p := range m.parts {
		p.mu.Lock()
		notes[i] = p.notes[name]
		p.mu.Unlock()
	}
	return notes, m.meet("notes", -1)
}

// A sharedLease is a partition in the hands of its owner or of a visitor.
type sharedLease struct {
	*memoryLease
	shared *SharedMemory
	owner  string
}

var errVisitor = zh.Error("care: a visitor neither settles postings nor keeps a partition")

// Apply implements Partition.
func (l *sharedLease) Apply(ctx context.Context, tx Tx) ([]Result, error) {
	if tx.Serial == nil {
		return l.memoryLease.Apply(ctx, tx)
	}
	l.shared.mu.Lock()
	defer l.shared.mu.Unlock()
	if l.shared.serials[tx.Serial.Name] != tx.Serial.If {
		return nil, ErrStale
	}
	results, err := l.memoryLease.Apply(ctx, tx)
	if results != nil {
		l.shared.serials[tx.Serial.Name]++
	}
	return results, err
}

// Resolve implements Outbox.
func (l *sharedLease) Resolve(ctx context.Context, done []Resolution) error {
	if l.visitor {
		return errVisitor
	}
	return l.memoryLease.Resolve(ctx, done)
}

// Renew implements Partition.
func (l *sharedLease) Renew(ctx context.Context, ttl time.Duration) error {
	if l.visitor {
		return errVisitor
	}
	l.shared.mu.Lock()
	defer l.shared.mu.Unlock()
	err := l.memoryLease.Renew(ctx, ttl)
	if err == nil {
		l.shared.owners[l.part.number].until = l.shared.end(l.shared.now(), ttl)
	}
	return err
}

// Release implements Partition.
func (l *sharedLease) Release(ctx context.Context) error {
	if l.visitor {
		return errVisitor
	}
	l.shared.mu.Lock()
	defer l.shared.mu.Unlock()
	err := l.memoryLease.Release(ctx)
	if err == nil {
		l.shared.owners[l.part.number] = holding{}
	}
	return err
}
