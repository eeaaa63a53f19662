package rule

// A Sight is what a view saw at an instant, kept small when the view itself is
// used again: the facts, and the clocks that ran or were over.
type Sight struct {
	at         Instant
	facts      any // Facts, as expr takes them
	over       Stemset
	ran        []ranClock
	lastBought func(category string) (int64, bool)
}

// A ranClock is a clock that ran.
type ranClock struct {
	stem   Stem
	origin int64
	end    Instant
}

// Sight keeps what the view sees at an instant.
func (v *View) Sight(at Instant) *Sight {
	s := &Sight{at: at, facts: v.facts(), lastBought: v.LastBought}
	running := 0
	for i := range v.Clocks {
		if v.Clocks[i].Phase == Runs {
			running++
		}
	}
	s.ran = make([]ranClock, 0, running)
	for i := range v.Clocks {
		switch r := &v.Clocks[i]; r.Phase {
		case Runs:
			s.ran = append(s.ran, ranClock{Stem(i), r.Origin, r.End})
		case Over:
			s.over = s.over.With(Stem(i))
		}
	}
	return s
}

// Seen lists what the parts of a condition saw, see [Condition.Seen].
func (s *Sight) Seen(c *Condition) []Seen {
	v := &View{LastBought: s.lastBought, env: s.facts}
	v.Facts, _ = s.facts.(Facts)
	for stem := range s.over.All() {
		v.Clocks[stem].Phase = Over
	}
	for _, r := range s.ran {
		v.Clocks[r.stem] = Reading{Runs, r.origin, r.end}
	}
	return c.Seen(v, s.at)
}
