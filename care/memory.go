package care

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// A Memory is a Store in memory: for tests, simulations, and shops that can
// afford to lose their state at a restart. A customer with one order that waits for payment
// takes about 280 bytes. It is safe for concurrent use.
type Memory struct {
	parts []*memoryPart
	fault func(Fault) error
}

// A Fault is a point at which a test can make a Memory fail.
type Fault struct {
	Op        string // "load", "apply", "applied", "note", "scan", "listed", "letters", "due", "pending", "resolve", "len", "renew", "release", "journal", "prune"
	Partition int
}

// NewMemory returns an empty store with one partition for every core of a large
// machine.
func NewMemory() *Memory { return NewMemoryOf(64) }

// NewMemoryOf returns an empty store with n partitions.
func NewMemoryOf(n int) *Memory {
	m := &Memory{parts: make([]*memoryPart, max(1, n))}
	for i := range m.parts {
		m.parts[i] = &memoryPart{number: i, postings: map[string]*memoryPosting{}}
	}
	return m
}

// Inject calls fault at every operation; an error from it is the operation's.
// "applied" comes after the commits were made, so that the caller cannot know
// the outcome. Inject is for tests, before the store is used; several goroutines
// call fault.
func (m *Memory) Inject(fault func(Fault) error) { m.fault = fault }

// Caps implements Store.
func (m *Memory) Caps() Caps { return Caps{AtomicTx: true} }

// Partitions implements Store.
func (m *Memory) Partitions() int { return len(m.parts) }

// Close implements Store.
func (m *Memory) Close() error { return nil }

// Acquire implements Store. A lease in memory lasts until another owner acquires
// the partition.
func (m *Memory) Acquire(_ context.Context, partition int, _ string, _ time.Duration) (Partition, error) {
	if partition < 0 || partition >= len(m.parts) {
		return nil, zh.Error("care: the store has %d partitions, and no number %d", len(m.parts), partition)
	}
	p := m.parts[partition]
	p.mu.Lock()
	defer p.mu.Unlock()
	p.epoch++
	return &memoryLease{store: m, part: p, epoch: p.epoch}, nil
}

type memoryPart struct {
	number   int
	mu       sync.Mutex
	epoch    uint64
	version  Version
	records  memoryRecords
	last     *memoryRecord // that was looked up: what is loaded is mostly written next
	timers   timerHeap
	due      timerHeap // room for Due
	postings map[string]*memoryPosting
	order    uint64
	notes    map[string][]byte
	scan     []Key              // in order, while a scan goes on
	listed   [8][]*memoryRecord // who stands on each list, in the order of their keys
	journals map[Key][]Entry
	letters  []Letter // only of a SharedMemory
}

type memoryPosting struct {
	Posting
	order uint64
}

type memoryLease struct {
	store   *Memory
	part    *memoryPart
	epoch   uint64
	visitor bool // asks and commits, whoever owns the partition
}

// enter locks the partition for an operation, unless it is fenced or the tests
// want it to fail.
func (l *memoryLease) enter(op string) error {
	l.part.mu.Lock()
	if l.epoch != l.part.epoch && !l.visitor {
		l.part.mu.Unlock()
		return ErrFenced
	}
	if err := l.meet(op); err != nil {
		l.part.mu.Unlock()
		return err
	}
	return nil
}

func (l *memoryLease) meet(op string) error { return l.store.meet(op, l.part.number) }

func (m *Memory) meet(op string, partition int) error {
	if m.fault == nil {
		return nil
	}
	return m.fault(Fault{op, partition})
}

// Load implements Partition.
func (l *memoryLease) Load(_ context.Context, keys []Key) ([]Record, error) {
	return l.loadInto(make([]Record, 0, len(keys)), keys)
}

// loadInto is Load into a list of the caller's.
func (l *memoryLease) loadInto(found []Record, keys []Key) ([]Record, error) {
	if err := l.enter("load"); err != nil {
		return nil, err
	}
	defer l.part.mu.Unlock()
	for _, k := range keys {
		found = append(found, l.part.record(k))
	}
	return found, nil
}

func (p *memoryPart) record(k Key) Record {
	r := p.find(k)
	if r == nil {
		return Record{Key: k}
	}
	return r.record()
}

func (p *memoryPart) find(k Key) *memoryRecord {
	if p.last == nil || p.last.key != k {
		p.last = p.records.get(k)
	}
	return p.last
}

// Apply implements Partition.
func (l *memoryLease) Apply(_ context.Context, tx Tx) ([]Result, error) {
	return l.applyInto(make([]Result, 0, len(tx.Commits)), &tx)
}

// applyInto is Apply, with the results in a list of the caller's.
func (l *memoryLease) applyInto(results []Result, tx *Tx) ([]Result, error) {
	if err := l.enter("apply"); err != nil {
		return nil, err
	}
	defer l.part.mu.Unlock()
	for i := range tx.Commits {
		results = append(results, l.part.apply(&tx.Commits[i]))
	}
	for _, n := range tx.Notes {
		if l.part.notes == nil {
			l.part.notes = map[string][]byte{}
		}
		if l.part.notes[n.Name] = n.State; n.State == nil {
			delete(l.part.notes, n.Name)
		}
	}
	l.part.take(tx.Taken)
	return results, l.meet("applied")
}

// Note implements Partition.
func (l *memoryLease) Note(_ context.Context, name string) ([]byte, error) {
	if err := l.enter("note"); err != nil {
		return nil, err
	}
	defer l.part.mu.Unlock()
	return l.part.notes[name], nil
}

// Scan implements Partition. The keys are put in order once for each scan.
func (l *memoryLease) Scan(_ context.Context, after Key, limit int) ([]Record, error) {
	if err := l.enter("scan"); err != nil {
		return nil, err
	}
	defer l.part.mu.Unlock()
	p := l.part
	if p.scan == nil || after == (Key{}) {
		p.scan = p.records.keys()
	}
	at, found := slices.BinarySearchFunc(p.scan, after, Key.compare)
	if found {
		at++
	}
	var records []Record
	for ; at < len(p.scan) && len(records) < limit; at++ {
		if r := p.records.get(p.scan[at]); r != nil {
			records = append(records, r.record())
		}
	}
	if len(records) == 0 {
		p.scan = nil
	}
	return records, nil
}

func (p *memoryPart) apply(c *Commit) Result {
	old := p.find(c.Key)
	exists := old != nil
	if exists && old.version != c.If || !exists && c.If != 0 {
		return Result{Err: ErrConflict}
	}
	p.version++
	switch {
	case c.State == nil && exists:
		p.wake(old, 0)
		p.list(old, 0)
		p.records.remove(c.Key)
		p.last = nil
	case c.State == nil:
	case exists:
		old.version, old.state = p.version, c.State
		p.list(old, c.Lists)
		p.wake(old, c.WakeAt)
	default:
		r := &memoryRecord{key: c.Key, version: p.version, state: c.State}
		p.records.add(r)
		p.list(r, c.Lists)
		p.wake(r, c.WakeAt)
	}
	for _, id := range c.Cancel {
		delete(p.postings, id)
	}
	for _, m := range c.Send {
		p.order++
		m.RetryAt = 0
		p.postings[m.ID] = &memoryPosting{Posting: m, order: p.order}
	}
	p.write(c)
	p.take(c.Taken)
	return Result{Version: p.version}
}

// Due implements Timers.
func (l *memoryLease) Due(_ context.Context, now int64, limit int) ([]Record, int64, error) {
	return l.dueInto(nil, now, limit)
}

// dueInto is Due into an empty list of the caller's.
func (l *memoryLease) dueInto(found []Record, now int64, limit int) ([]Record, int64, error) {
	if err := l.enter("due"); err != nil {
		return nil, 0, err
	}
	defer l.part.mu.Unlock()
	due, next := l.part.first(found, now, limit)
	return due, next, nil
}

// Pending implements Outbox.
func (l *memoryLease) Pending(_ context.Context, now int64, limit int, lanes ...string) ([]Posting, int64, error) {
	if err := l.enter("pending"); err != nil {
		return nil, 0, err
	}
	defer l.part.mu.Unlock()
	var waiting []*memoryPosting
	next := int64(0)
	for _, m := range l.part.postings {
		switch {
		case len(lanes) > 0 && !slices.Contains(lanes, m.Lane):
		case m.RetryAt <= now:
			waiting = append(waiting, m)
		case next == 0 || m.RetryAt < next:
			next = m.RetryAt
		}
	}
	slices.SortFunc(waiting, func(a, b *memoryPosting) int { return cmp.Compare(a.order, b.order) })
	var pending []Posting
	for _, m := range waiting[:min(limit, len(waiting))] {
		pending = append(pending, m.Posting)
	}
	return pending, next, nil
}

// Resolve implements Outbox.
func (l *memoryLease) Resolve(_ context.Context, done []Resolution) error {
	if err := l.enter("resolve"); err != nil {
		return err
	}
	defer l.part.mu.Unlock()
	for _, d := range done {
		m, ok := l.part.postings[d.ID]
		switch {
		case !ok:
		case d.RetryAt == 0:
			delete(l.part.postings, d.ID)
		default:
			m.RetryAt = d.RetryAt
			m.Attempt++
		}
	}
	return nil
}

// Len implements Outbox.
func (l *memoryLease) Len(context.Context) (n int, oldest int64, err error) {
	if err := l.enter("len"); err != nil {
		return 0, 0, err
	}
	defer l.part.mu.Unlock()
	for _, m := range l.part.postings {
		if oldest == 0 || m.At < oldest {
			oldest = m.At
		}
	}
	return len(l.part.postings), oldest, nil
}

// Renew implements Partition.
func (l *memoryLease) Renew(context.Context, time.Duration) error {
	if err := l.enter("renew"); err != nil {
		return err
	}
	l.part.mu.Unlock()
	return nil
}

// Release implements Partition.
func (l *memoryLease) Release(context.Context) error {
	if err := l.enter("release"); err != nil {
		return err
	}
	l.part.epoch++
	l.part.mu.Unlock()
	return nil
}
