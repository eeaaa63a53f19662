package care

import (
	"slices"
	"sync"
)

// flights are the postings of a partition that are being handed over.
type flights struct {
	mu    sync.Mutex
	under map[Key]*flight
	pages []*outboxPage
	idle  chan struct{} // nothing may begin any more; closed when nothing is under way
}

// An outboxPage is what the outbox held when somebody read it. Several read at once: what another
// handed over, put off or took back since does not go as it stands on the page.
type outboxPage struct {
	postings []Posting
	next     int64           // when the next may be tried; 0: none
	changed  map[string]bool // since it was read
	stale    bool            // one of those was to begin
}

// opens makes a page that hears of changes from now on.
func (f *flights) opens() *outboxPage {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := &outboxPage{changed: map[string]bool{}}
	f.pages = append(f.pages, p)
	return p
}

// closes has a page hear of nothing any more.
func (f *flights) closes(p *outboxPage) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pages = slices.DeleteFunc(f.pages, func(one *outboxPage) bool { return one == p })
}

// changes says that postings left the outbox or wait there otherwise than before.
func (f *flights) changes(ids ...string) {
	if len(ids) == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.pages {
		for _, id := range ids {
			p.changed[id] = true
		}
	}
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

// begin says that a posting of a page may be handed over now: it waits as it stands there,
// and none of the same customer is under way in its lane.
func (f *flights) begin(p *Posting, of *outboxPage) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if of.changed[p.ID] {
		of.stale = true
		return false
	}
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
