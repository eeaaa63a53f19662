package care

import "slices"

// Of many events that come at once.

// await has each event wait for a later one of the same customer: nothing goes before the
// last is heard.
func await(all []*input) {
	same := persons{}
	for _, in := range all {
		same.named(in)
	}
	last := map[Key]*input{} // of each customer
	for _, in := range all {
		if in.all {
			continue
		}
		person := same.of(in.key)
		if before := last[person]; before != nil {
			before.awaits = true
		}
		last[person] = in
	}
}

// together are the first events that are settled together. What concerns everybody goes
// alone, and so does what puts ids together.
func together(all []*input) []*input {
	n := slices.IndexFunc(all, func(in *input) bool { return in.all || len(in.others) > 0 })
	switch n {
	case -1:
		return all
	case 0:
		return all[:1]
	}
	return all[:n]
}

// persons says which events of a list are of the same person, as the list has it.
type persons map[Key]Key

func (p persons) of(k Key) Key {
	for range len(p) {
		into, ok := p[k]
		if !ok {
			break
		}
		k = into
	}
	return k
}

// named notes what other ids an event names.
func (p persons) named(in *input) {
	for _, other := range in.others {
		if from, into := p.of(Key{in.key.Shop, other}), p.of(in.key); from != into {
			p[from] = into
		}
	}
}
