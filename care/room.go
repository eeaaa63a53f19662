package care

// A room is what one step after the other works in: a step leaves nothing in it
// that is needed later.
type room struct {
	askings []asking
	views   []*subjectView
	usual   int // how many outcomes the step before made
}

// forAskings is an empty list for so many askings. They are taken from one piece
// of memory, which grows by pieces: an asking that is due is held on to.
func (r *room) forAskings(n int) []asking {
	if cap(r.askings)-len(r.askings) < n {
		r.askings = make([]asking, 0, max(n, 64, 2*cap(r.askings)))
	}
	at := len(r.askings)
	r.askings = r.askings[:at+n]
	return r.askings[at : at : at+n]
}
