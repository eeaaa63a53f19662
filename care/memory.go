package care

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// A Memory is a Store in memory: for tests, simulations, and shops that can
// afford to forget at a restart. It is safe for concurrent use.
type Memory struct {
	parts []*memoryPart
	fault func(Fault) error
}

// A Fault is a point at which a Memory can be told to misbehave.
type Fault struct {
	Op        string // "load", "apply", "applied", "note", "scan", "due", "pending", "resolve", "renew"
	Partition int
}

// NewMemory is an empty store with one partition for every core of a large
// machine.
func NewMemory() *Memory { return NewMemoryOf(64) }

// NewMemoryOf is an empty store with n partitions.
func NewMemoryOf(n int) *Memory {
	m := &Memory{parts: make([]*memoryPart, max(1, n))}
	for i := range m.parts {
		m.parts[i] = &memoryPart{number: i, records: map[Key]*memoryRecord{}, postings: map[string]*memoryPosting{}}
	}
	return m
}

// Inject has fault asked at every operation; an error it returns is the
// operation's. "applied" comes after the commits were made, so that an error
// there is one whose outcome the caller cannot know. Inject is for tests, before
// the store is used; fault is called from several goroutines.
func (m *Memory) Inject(fault func(Fault) error) { m.fault = fault }

// Caps implements Store.
func (m *Memory) Caps() Caps { return Caps{AtomicTx: true} }

// Partitions implements Store.
func (m *Memory) Partitions() int { return len(m.parts) }

// Close implements Store.
func (m *Memory) Close() error { return nil }

// Acquire implements Store. A lease in memory lasts until somebody else acquires
// the partition.
func (m *Memory) Acquire(_ context.Context, partition int, _ string, _ time.Duration) (Partition, error) {
	if partition < 0 || partition >= len(m.parts) {
		return nil, fmt.Errorf("care: the store has %d partitions, and no number %d", len(m.parts), partition)
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
	records  map[Key]*memoryRecord
	last     *memoryRecord // that was looked up: what is loaded is mostly written next
	timers   timerHeap
	due      timerHeap // room for Due
	postings map[string]*memoryPosting
	order    uint64
	notes    map[string][]byte
	scan     []Key // in order, while a scan goes on
}

type memoryRecord struct {
	key     Key
	version Version
	state   []byte
	wakeAt  int64
	timer   int // position among the timers, from 1; 0: no wake-up
}

type memoryPosting struct {
	Posting
	order   uint64
	retryAt int64
}

type memoryLease struct {
	store *Memory
	part  *memoryPart
	epoch uint64
}

// enter locks the partition for an operation, unless it is fenced or the tests
// want it to fail.
func (l *memoryLease) enter(op string) error {
	l.part.mu.Lock()
	if l.epoch != l.part.epoch {
		l.part.mu.Unlock()
		return ErrFenced
	}
	if err := l.meet(op); err != nil {
		l.part.mu.Unlock()
		return err
	}
	return nil
}

func (l *memoryLease) meet(op string) error {
	if l.store.fault == nil {
		return nil
	}
	return l.store.fault(Fault{op, l.part.number})
}

// Load implements Partition.
func (l *memoryLease) Load(_ context.Context, keys []Key) ([]Record, error) {
	if err := l.enter("load"); err != nil {
		return nil, err
	}
	defer l.part.mu.Unlock()
	found := make([]Record, len(keys))
	for i, k := range keys {
		found[i] = l.part.record(k)
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
		p.last = p.records[k]
	}
	return p.last
}

func (r *memoryRecord) record() Record { return Record{r.key, r.version, r.state, r.wakeAt} }

// Apply implements Partition.
func (l *memoryLease) Apply(_ context.Context, tx Tx) ([]Result, error) {
	if err := l.enter("apply"); err != nil {
		return nil, err
	}
	defer l.part.mu.Unlock()
	results := make([]Result, len(tx.Commits))
	for i := range tx.Commits {
		results[i] = l.part.apply(&tx.Commits[i])
	}
	for _, n := range tx.Notes {
		if l.part.notes == nil {
			l.part.notes = map[string][]byte{}
		}
		if l.part.notes[n.Name] = n.State; n.State == nil {
			delete(l.part.notes, n.Name)
		}
	}
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
		p.scan = slices.SortedFunc(maps.Keys(p.records), Key.compare)
	}
	at, found := slices.BinarySearchFunc(p.scan, after, Key.compare)
	if found {
		at++
	}
	var records []Record
	for ; at < len(p.scan) && len(records) < limit; at++ {
		if r := p.records[p.scan[at]]; r != nil {
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
		delete(p.records, c.Key)
		p.last = nil
	case c.State == nil:
	case exists:
		old.version, old.state = p.version, c.State
		p.wake(old, c.WakeAt)
	default:
		r := &memoryRecord{key: c.Key, version: p.version, state: c.State}
		p.records[c.Key] = r
		p.wake(r, c.WakeAt)
	}
	for _, id := range c.Cancel {
		delete(p.postings, id)
	}
	for _, m := range c.Send {
		p.order++
		p.postings[m.ID] = &memoryPosting{Posting: m, order: p.order}
	}
	return Result{Version: p.version}
}

// wake moves the wake-up of a record; 0 clears it.
func (p *memoryPart) wake(r *memoryRecord, at int64) {
	switch {
	case at == r.wakeAt:
	case r.timer == 0:
		r.wakeAt = at
		heap.Push(&p.timers, r)
	case at == 0:
		heap.Remove(&p.timers, r.timer-1)
		r.wakeAt = 0
	default:
		r.wakeAt = at
		heap.Fix(&p.timers, r.timer-1)
	}
}

// Due implements Timers.
func (l *memoryLease) Due(_ context.Context, now int64, limit int) ([]Record, int64, error) {
	if err := l.enter("due"); err != nil {
		return nil, 0, err
	}
	defer l.part.mu.Unlock()
	due, next := l.part.first(now, limit)
	return due, next, nil
}

// first finds the earliest wake-ups without moving any: below a node of the heap
// nothing is earlier than the node, so only the children of those found are
// looked at.
func (p *memoryPart) first(now int64, limit int) (due []Record, next int64) {
	switch {
	case len(p.timers) == 0:
		return nil, 0
	case p.timers[0].wakeAt > now:
		return nil, p.timers[0].wakeAt
	}
	due = make([]Record, 0, min(limit, len(p.timers), 8)) // mostly one, after a night many
	candidates := frontier{found: append(p.due[:0], p.timers[0])}
	for len(candidates.found) > 0 {
		r := candidates.found[0]
		if r.wakeAt > now || len(due) == limit {
			next = r.wakeAt
			break
		}
		due = append(due, r.record())
		heap.Pop(&candidates)
		for child := 2 * r.timer; child <= 2*r.timer+1 && child <= len(p.timers); child++ {
			heap.Push(&candidates, p.timers[child-1])
		}
	}
	clear(candidates.found) // else it holds on to who is removed
	p.due = candidates.found[:0]
	return due, next
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
		case m.retryAt <= now:
			waiting = append(waiting, m)
		case next == 0 || m.retryAt < next:
			next = m.retryAt
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
			m.retryAt = d.RetryAt
			m.Attempt++
		}
	}
	return nil
}

// Len implements Outbox.
func (l *memoryLease) Len(context.Context) (int, error) {
	if err := l.enter("len"); err != nil {
		return 0, err
	}
	defer l.part.mu.Unlock()
	return len(l.part.postings), nil
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

// A timerHeap holds the records that want to be woken, the earliest first. Each
// knows its position.
type timerHeap []*memoryRecord

func (h timerHeap) Len() int { return len(h) }

func (h timerHeap) Less(i, j int) bool { return h[i].earlier(h[j]) }

func (r *memoryRecord) earlier(s *memoryRecord) bool {
	if r.wakeAt != s.wakeAt {
		return r.wakeAt < s.wakeAt
	}
	return r.key.compare(s.key) < 0
}

func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].timer, h[j].timer = i+1, j+1
}

// Push implements heap.Interface.
func (h *timerHeap) Push(x any) {
	r := x.(*memoryRecord)
	*h = append(*h, r)
	r.timer = len(*h)
}

// Pop implements heap.Interface.
func (h *timerHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	last.timer = 0
	return last
}

// A frontier is a heap of records of another heap, whose positions it leaves
// alone.
type frontier struct{ found timerHeap }

func (f *frontier) Len() int           { return len(f.found) }
func (f *frontier) Less(i, j int) bool { return f.found[i].earlier(f.found[j]) }
func (f *frontier) Swap(i, j int)      { f.found[i], f.found[j] = f.found[j], f.found[i] }

// Push implements heap.Interface.
func (f *frontier) Push(x any) { f.found = append(f.found, x.(*memoryRecord)) }

// Pop implements heap.Interface.
func (f *frontier) Pop() any {
	last := f.found[len(f.found)-1]
	f.found[len(f.found)-1] = nil
	f.found = f.found[:len(f.found)-1]
	return last
}
