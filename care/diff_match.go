package care

import (
	"slices"

	"github.com/tiexin-go/tiexin/care/rule"
)

// A diffPerson is one customer on both sides.
type diffPerson struct {
	key  Key
	said [2][]*Outcome // what goes
	all  [2][]*Outcome // of those whom a change concerns: everything
	// changes are what differs: one of each, or nil where the side has none.
	changes []*diffPair
}

// A diffPair is what is the same message on both sides.
type diffPair struct {
	*diffPerson
	sides [2]*Outcome
	name  string // of the rule
	what  []ChangeKind
}

// diffPeople are the customers of a share to whom something goes.
type diffPeople struct {
	known map[Key]*diffPerson
	order []*diffPerson
	last  *diffPerson // that was asked for: outcomes of one customer follow each other
}

// of finds the customer of an outcome; nil: nothing goes to the customer.
func (p *diffPeople) of(o *Outcome) *diffPerson {
	if p.last == nil || p.last.key.Customer != o.Customer || p.last.key.Shop != o.Shop {
		p.last = p.known[Key{o.Shop, o.Customer}]
	}
	return p.last
}

// add makes a customer known.
func (p *diffPeople) add(o *Outcome) *diffPerson {
	p.last = &diffPerson{key: Key{o.Shop, o.Customer}}
	p.known[p.last.key], p.order = p.last, append(p.order, p.last)
	return p.last
}

// contrast compares what became of a share.
func (d *differ) contrast(old, new history) {
	people := &diffPeople{known: map[Key]*diffPerson{}}
	for side, h := range []history{old, new} {
		h.each(func(o *Outcome) {
			if !o.Goes() || o.Said == nil {
				return
			}
			p := people.of(o)
			if p == nil {
				p = people.add(o)
			}
			p.said[side] = append(p.said[side], o)
		})
	}
	concerned := false
	for _, p := range people.order {
		d.pair(p)
		concerned = concerned || len(p.changes) > 0
	}
	for side, h := range []history{old, new} {
		if !concerned {
			break
		}
		h.each(func(o *Outcome) {
			if p := people.of(o); p != nil && len(p.changes) > 0 {
				p.all[side] = append(p.all[side], o)
			}
		})
	}
	d.add(people.order)
}

func (h history) each(visit func(*Outcome)) {
	for _, outcomes := range h {
		for i := range outcomes {
			visit(&outcomes[i])
		}
	}
}

// pair finds what differs of a customer.
func (d *differ) pair(p *diffPerson) {
	was, is := p.said[oldSide], p.said[newSide]
	for len(was) > 0 && len(is) > 0 && d.same(was[0], is[0]) {
		was, is = was[1:], is[1:]
	}
	type thing struct {
		name, subject string
		step          uint8
	}
	left := map[thing]*[2][]*Outcome{}
	var order []thing
	for side, said := range [][]*Outcome{was, is} {
		for _, o := range said {
			t := thing{d.names.name(side, o), o.Subject, max(o.Step, 1)}
			if left[t] == nil {
				left[t], order = new([2][]*Outcome), append(order, t)
			}
			left[t][side] = append(left[t][side], o)
		}
	}
	for _, t := range order {
		for _, sides := range pairUp(left[t]) {
			if what := whatChanges(sides[oldSide], sides[newSide]); len(what) > 0 {
				p.changes = append(p.changes, &diffPair{diffPerson: p, sides: sides, name: t.name, what: what})
			}
		}
	}
}

// pairUp pairs what a rule says about a subject: what goes at the same time first, then
// what is left in its order.
func pairUp(both *[2][]*Outcome) (pairs [][2]*Outcome) {
	var alone []*Outcome
	rest := slices.Clone(both[newSide])
	for _, o := range both[oldSide] {
		i := slices.IndexFunc(rest, func(n *Outcome) bool { return n.At.Equal(o.At) })
		if i < 0 {
			alone = append(alone, o)
			continue
		}
		pairs = append(pairs, [2]*Outcome{o, rest[i]})
		rest = slices.Delete(rest, i, i+1)
	}
	for i := range max(len(alone), len(rest)) {
		var pair [2]*Outcome
		if i < len(alone) {
			pair[oldSide] = alone[i]
		}
		if i < len(rest) {
			pair[newSide] = rest[i]
		}
		pairs = append(pairs, pair)
	}
	return pairs
}

// same says that both sides say the same in every respect.
func (d *differ) same(a, b *Outcome) bool {
	return a.At.Equal(b.At) && a.Subject == b.Subject && max(a.Step, 1) == max(b.Step, 1) &&
		d.names.name(oldSide, a) == d.names.name(newSide, b) && sameSaid(a, b)
}

func sameSaid(a, b *Outcome) bool {
	return a.Said.Text == b.Said.Text && a.Said.Via == b.Said.Via && a.Said.Cost == b.Said.Cost && a.Said.Parts == b.Said.Parts &&
		slices.Equal(a.Said.Merged, b.Said.Merged) && sameHands(a, b)
}

// sameHands says that the same people do it by the same deadline. One that moves along
// with the task is the same.
func sameHands(a, b *Outcome) bool {
	if a.Verdict != b.Verdict || (a.Said.Task == nil) != (b.Said.Task == nil) {
		return false
	}
	x, y := a.Said.Task, b.Said.Task
	if x == nil {
		return true
	}
	sameDeadline := x.Deadline.Equal(y.Deadline) || x.Deadline.Sub(a.At) == y.Deadline.Sub(b.At)
	return x.Form == y.Form && x.Owner == y.Owner && x.Budget == y.Budget && sameDeadline
}

// whatChanges says in what ways a message differs. Nil: in none.
func whatChanges(a, b *Outcome) (what []ChangeKind) {
	switch {
	case a == nil:
		return []ChangeKind{Comes}
	case b == nil:
		return []ChangeKind{Goes}
	case a.At.Equal(b.At) && sameSaid(a, b):
		return nil
	}
	moves, reroutes := !a.At.Equal(b.At), a.Said.Via != b.Said.Via
	merges := !slices.Equal(slices.Sorted(slices.Values(a.Said.Merged)), slices.Sorted(slices.Values(b.Said.Merged)))
	rewords := otherWords(stepOf(a), stepOf(b), a, b)
	if a.Said.Text != b.Said.Text && !moves && !reroutes && !merges {
		rewords = true // its words have other values
	}
	for _, one := range []struct {
		so   bool
		kind ChangeKind
	}{{moves, Moves}, {rewords, Rewords}, {reroutes, Reroutes}, {!sameHands(a, b), Hands}, {merges, Merges}} {
		if one.so {
			what = append(what, one.kind)
		}
	}
	if len(what) == 0 && (a.Said.Cost != b.Said.Cost || a.Said.Parts != b.Said.Parts) {
		what = append(what, Reprices)
	}
	return what
}

// otherWords says that the rule files word a channel by which it goes in another way.
func otherWords(old, new *rule.Step, a, b *Outcome) bool {
	if old == nil || new == nil || a.Said.Text == b.Said.Text {
		return false
	}
	if a.Said.Via == b.Said.Via {
		return wordsOf(a) != wordsOf(b)
	}
	was, is := wordsBy(old, b.Said.Via), wordsBy(new, b.Said.Via)
	wasBefore, isBefore := wordsBy(old, a.Said.Via), wordsBy(new, a.Said.Via)
	return was != "" && was != is || isBefore != "" && isBefore != wasBefore
}
