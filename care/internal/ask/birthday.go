package ask

import "math"

// The clock to_birthday comes again: on a birthday it counts down to the next.

// A Calendared knows what comes again in a customer's life.
type Calendared interface {
	// Birthdays are when the last birthday began and when the coming ones do, in
	// milliseconds since 1970, ascending; none: it is not known.
	Birthdays() []int64
}

// birthdays are those of the view's customer.
func (v *View) birthdays() []int64 {
	if v.Life == nil {
		return nil
	}
	return v.Life.Birthdays()
}

// yearly answers a comparison of the clock to_birthday: each birthday ends a stretch in
// which it is the next.
func (c *comparison) yearly(v *View, text string) (Times, bool) {
	factor, offset := v.number(c.factor, text), v.number(c.offset, text)
	if math.IsNaN(factor) || math.IsNaN(offset) {
		return never, false
	}
	answer := never
	begun := -Forever
	for _, next := range v.birthdays() {
		stretch := c.solve(next, factor, offset).And(until(At(next)))
		answer = answer.or(stretch.And(from(begun)))
		begun = At(next)
	}
	return answer, true
}

// nextBirthday is the birthday that comes next after an instant.
func nextBirthday(v *View, at Instant) int64 {
	next := int64(0)
	for _, next = range v.birthdays() {
		if At(next) > at {
			break
		}
	}
	return next
}
