package care

import (
	"sync"
)

// flights are the postings of a partition that are being handed over.
type flights struct {
	mu    sync.Mutex
	under map[Key]*flight
	idle  chan struct{} // nothing may begin any more; closed when nothing is under way
}

// close has nothing begin any more. What it returns is closed when nothing is under way.
func (f *flights) close() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.idle == nil {
		f.idle = make(chan struct{})
		if len(f.under) == 0 {
			close(f.idle)
		}
	}
	return f.idle
}

// A flight is the posting of a customer that is under way in a lane.
type flight struct {
	lane  string
	waits bool // another has to wait for it
	next  *flight
}

// begin says that a posting may be handed over now: none of the same customer is under
// way in its lane.
func (f *flights) begin(p *Posting) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.idle != nil {
		return false
	}
	for one := f.under[p.Key]; one != nil; one = one.next {
		if one.lane == p.Lane {
			one.waits = true
			return false
		}
	}
	if f.under == nil {
		f.under = map[Key]*flight{}
	}
	f.under[p.Key] = &flight{lane: p.Lane, next: f.under[p.Key]}
	return true
}

// end says that a posting is no longer under way, and whether another waits for that.
func (f *flights) end(p *Posting) (waits bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var before *flight
	for one := f.under[p.Key]; one != nil; before, one = one, one.next {
		if one.lane != p.Lane {
			continue
		}
		switch {
		case before != nil:
			before.next = one.next
		case one.next != nil:
			f.under[p.Key] = one.next
		default:
			delete(f.under, p.Key)
			if len(f.under) == 0 && f.idle != nil {
				close(f.idle)
			}
		}
		return one.waits
	}
	return false
}
