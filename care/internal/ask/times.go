package ask

import "slices"

// Times is a yes/no that time changes: the answer of a condition for one state
// of the facts. It starts with a word and turns at each of its turns; the zero
// value is never.
type Times struct {
	first bool
	count uint8      // turns in few
	few   [3]Instant // the turns, ascending: from the first on the answer is !first, and so on
	many  *[]Instant // all the turns, when they are more than few holds
}

var (
	never  = Times{}
	always = Times{first: true}
)

func constant(b bool) Times { return Times{first: b} }

// fix makes the answer one that time does not change.
func (t *Times) fix(b bool) { t.first, t.count, t.many = b, 0, nil }

// FixAt makes of it the answer at an instant, which time does not change.
func (t *Times) FixAt(i Instant) { t.fix(t.At(i)) }

// from is yes from an instant on.
func from(i Instant) Times {
	switch {
	case i >= Forever:
		return never
	case i <= -Forever:
		return always
	}
	return Times{count: 1, few: [3]Instant{i}}
}

// until is yes before an instant.
func until(i Instant) Times { return from(i).not() }

func (t *Times) turns() []Instant {
	if t.many != nil {
		return *t.many
	}
	return t.few[:t.count]
}

// turn adds a turn behind the others.
func (t *Times) turn(i Instant) {
	switch {
	case t.many != nil:
		*t.many = append(*t.many, i)
	case int(t.count) < len(t.few):
		t.few[t.count] = i
		t.count++
	default:
		many := append(make([]Instant, 0, 4*len(t.few)), t.few[:]...)
		many = append(many, i)
		t.many = &many
	}
}

// Fixed says that time alone never changes the answer.
func (t *Times) Fixed() bool { return t.count == 0 }

// turned is how often the answer has changed by an instant.
func (t *Times) turned(i Instant) int {
	turns := t.turns()
	if len(turns) <= len(t.few) {
		n := 0
		for n < len(turns) && turns[n] <= i {
			n++
		}
		return n
	}
	n, _ := slices.BinarySearch(turns, i+1)
	return n
}

// At is the answer at an instant.
func (t Times) At(i Instant) bool { return t.first == (t.turned(i)%2 == 0) }

// Turns is the first instant after i at which the answer changes.
func (t *Times) Turns(i Instant) (Instant, bool) {
	turns := t.turns()
	if n := t.turned(i); n < len(turns) {
		return turns[n], true
	}
	return 0, false
}

// Next is the first instant at or after i at which the answer is yes.
func (t *Times) Next(i Instant) (Instant, bool) {
	if t.At(i) {
		return i, true
	}
	return t.Turns(i)
}

// Since is the start of the stretch of yes that holds i: zero when it has
// always been so. The answer at i must be yes.
func (t *Times) Since(i Instant) Instant {
	if n := t.turned(i); n > 0 {
		return t.turns()[n-1]
	}
	return 0
}

func (t Times) not() Times {
	t.first = !t.first
	return t
}

// And is yes where both are.
func (t Times) And(u Times) Times {
	switch {
	case t.Fixed() && t.first:
		return u
	case u.Fixed() && u.first:
		return t
	case t.Fixed() || u.Fixed():
		return never
	}
	return join(&t, &u, false)
}

// or is yes where one of them is.
func (t Times) or(u Times) Times {
	switch {
	case t.Fixed() && !t.first:
		return u
	case u.Fixed() && !u.first:
		return t
	case t.Fixed() || u.Fixed():
		return always
	}
	return join(&t, &u, true)
}

// before is the answer right before an instant, and the turns from there on.
func (t *Times) before(i Instant) (yes bool, rest []Instant) {
	n := t.turned(i - 1)
	return t.first == (n%2 == 0), t.turns()[n:]
}

// join goes through the turns of both in order and keeps those at which the
// answer of the two together changes.
func join(t, u *Times, or bool) Times {
	a, b := t.turns(), u.turns()
	left, right := t.first, u.first
	switch { // before one side is yes for the first time, the other does not matter
	case or:
	case !left:
		right, b = u.before(a[0])
	case !right:
		left, a = t.before(b[0])
	}
	yes := left && right || or && (left || right)
	joined := constant(yes)
	for len(a)+len(b) > 0 {
		at := Forever
		if len(a) > 0 {
			at = a[0]
		}
		if len(b) > 0 {
			at = min(at, b[0])
		}
		if len(a) > 0 && a[0] == at {
			left, a = !left, a[1:]
		}
		if len(b) > 0 && b[0] == at {
			right, b = !right, b[1:]
		}
		if now := left && right || or && (left || right); now != yes {
			yes = now
			joined.turn(at)
		}
	}
	return joined
}
