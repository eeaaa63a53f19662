package care

// A room is what one step after the other works in: a step leaves nothing in it
// that is needed later.
type room struct {
	asked   []asked // of the flow that is asked
	askings []asking
	views   []*subjectView
	usual   int // how many outcomes the step before made
}

// newAsking is an empty asking. They are taken from one piece of memory, which
// grows by pieces: an asking that is due is held on to.
func (r *room) newAsking() *asking {
	n := len(r.askings)
	if n == cap(r.askings) {
		r.askings, n = make([]asking, 0, max(64, 2*n)), 0
	}
	r.askings = r.askings[:n+1]
	a := &r.askings[n]
	*a = asking{}
	return a
}
