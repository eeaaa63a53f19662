package ask

// A bound is a comparison of a clock with a number that is known: it turns once.
type bound struct {
	stem  Stem
	stops bool // see comparison
	// op says how the answer turns as time passes: from the instant on, or until it.
	op compare
	// away is where the instant lies, in milliseconds from the origin of the clock.
	away float64
}

// bound is where clock × factor + offset passes zero. A remaining clock passes it
// downwards.
func (c *comparison) bound(factor, offset float64) bound {
	b := bound{stem: c.stem, stops: c.stops, op: c.op, away: -offset / factor}
	if factor < 0 {
		b.op = b.op.mirrored()
	}
	if c.stem.Remaining() {
		b.op, b.away = b.op.mirrored(), -b.away
	}
	return b
}

// times is when the comparison holds, of a clock that runs.
func (b *bound) times(origin int64) Times {
	switch passes := float64(origin) + b.away; b.op {
	case more:
		return from(rightAfter(passes))
	case atLeast:
		return from(notBefore(passes))
	case less:
		return until(notBefore(passes))
	default:
		return until(rightAfter(passes))
	}
}

// ask is ask of the comparison.
func (b *bound) ask(v *View) Times {
	reading := &v.Clocks[b.stem]
	if reading.Phase != Runs {
		return never
	}
	return reading.limit(b.times(reading.Origin), b.stops)
}

// limit leaves of an answer what lies in the time in which the clock runs.
func (r *Reading) limit(answer Times, stops bool) Times {
	if r.Start != 0 {
		answer = answer.And(from(r.Start))
	}
	if stops && r.End < Forever {
		answer = answer.And(until(r.End))
	}
	return answer
}

// boundOf is a part as a bound; false when it is none.
func (n *node) boundOf() (bound, bool) {
	c, ok := n.moving.(*comparison)
	if !ok || c.stem == ToBirthday || !c.constant() || c.factor.constant == 0 {
		return bound{}, false
	}
	return c.bound(c.factor.constant, c.offset.constant), true
}
