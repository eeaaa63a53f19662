package care

import "container/heap"

// wake moves the wake-up of a record; 0 clears it.
func (p *memoryPart) wake(r *memoryRecord, at int64) {
	switch {
	case at == r.wakeAt:
	case r.timer == 0:
		r.wakeAt = at
		heap.Push(&p.timers, r)
	case at == 0:
		heap.Remove(&p.timers, int(r.timer)-1)
		r.wakeAt = 0
	default:
		r.wakeAt = at
		heap.Fix(&p.timers, int(r.timer)-1)
	}
}

// first adds the earliest wake-ups to an empty list without moving any: below a node of
// the heap nothing is earlier than the node, so only the children of those found are
// looked at.
func (p *memoryPart) first(due []Record, now int64, limit int) (_ []Record, next int64) {
	switch {
	case len(p.timers) == 0:
		return due, 0
	case p.timers[0].wakeAt > now:
		return due, p.timers[0].wakeAt
	}
	candidates := frontier{found: append(p.due[:0], p.timers[0])}
	for len(candidates.found) > 0 {
		r := candidates.found[0]
		if r.wakeAt > now || len(due) == limit {
			next = r.wakeAt
			break
		}
		due = append(due, r.record())
		heap.Pop(&candidates)
		for child := 2 * int(r.timer); child <= 2*int(r.timer)+1 && child <= len(p.timers); child++ {
			heap.Push(&candidates, p.timers[child-1])
		}
	}
	clear(candidates.found) // else it holds on to who is removed
	p.due = candidates.found[:0]
	return due, next
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
	h[i].timer, h[j].timer = int32(i+1), int32(j+1)
}

// Push implements heap.Interface.
func (h *timerHeap) Push(x any) {
	r := x.(*memoryRecord)
	*h = append(*h, r)
	r.timer = int32(len(*h))
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
