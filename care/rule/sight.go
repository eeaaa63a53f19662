package rule

// A Sight is what a view saw at an instant, kept small when the view itself is
// used again: the facts, and the clocks that ran or were over. The zero value
// saw nothing.
type Sight struct {
	at         Instant
	facts      any // Facts, as expr takes them; nil: nothing was seen
	lastBought func(category string) (int64, bool)
	over, ran  Stemset
	few        [3]stretch // of the clocks that ran, in the order of the stems
	more       []stretch
}

// A stretch is from when and until when a clock runs.
type stretch struct {
	origin int64
	end    Instant
}

// Keep keeps what a view sees at an instant.
func (s *Sight) Keep(v *View, at Instant) {
	*s = Sight{at: at, facts: v.facts(), lastBought: v.LastBought}
	n := 0
	for i := range v.Clocks {
		switch r := &v.Clocks[i]; r.Phase {
		case Runs:
			s.ran = s.ran.With(Stem(i))
			if n < len(s.few) {
				s.few[n] = stretch{r.Origin, r.End}
			} else {
				s.more = append(s.more, stretch{r.Origin, r.End})
			}
			n++
		case Over:
			s.over = s.over.With(Stem(i))
		}
	}
}

// Seen lists what the parts of a condition saw, see [Condition.Seen]; nothing
// when nothing was seen.
func (s *Sight) Seen(c *Condition) []Seen {
	if s.facts == nil {
		return nil
	}
	v := &View{LastBought: s.lastBought, env: s.facts}
	v.Facts, _ = s.facts.(Facts)
	for stem := range s.over.All() {
		v.Clocks[stem].Phase = Over
	}
	n := 0
	for stem := range s.ran.All() {
		var ran stretch
		if n < len(s.few) {
			ran = s.few[n]
		} else {
			ran = s.more[n-len(s.few)]
		}
		v.Clocks[stem] = Reading{Runs, ran.origin, ran.end}
		n++
	}
	return c.Seen(v, s.at)
}
