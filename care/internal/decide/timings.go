package decide

import (
	"math"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/rule"
)

// Many rules begin with few moments: with a birthday, with a festival. A moment is looked
// up once for all rules that it comes to at the same time, and the rules themselves only
// when it has come: what moments cost an event does not grow with the number of rules.

// A timing is a moment with the rules about one kind of subject to which it comes at the
// same time: those of all flows that are not spread, or of one that is.
type timing struct {
	number int          // among all of the rules
	flow   *rule.Flow   // one of theirs
	moment *rule.Moment // equal moments are one
	same   int          // the number of that one
	timed  []int        // by number, in the order of the files
}

// timings are the timings of each kind, and how many different moments they have.
func timingsOf(timed []timed) (all [ask.KindCount][]timing, timings, moments int) {
	type key struct {
		kind ask.Kind
		text string
		flow *rule.Flow // nil: it is not spread
	}
	places, equals := map[key]int{}, map[string]*timing{}
	for i := range timed {
		t := &timed[i]
		k := key{kind: t.rule.Flow.About, text: t.text}
		if t.rule.Flow.Spread != 0 {
			k.flow = t.rule.Flow
		}
		list := &all[k.kind]
		at, found := places[k]
		if !found {
			made := timing{number: timings, flow: t.rule.Flow, moment: t.moment, same: moments}
			if equal := equals[t.text]; equal != nil {
				made.moment, made.same = equal.moment, equal.same
			} else {
				equals[t.text] = &timing{moment: t.moment, same: moments}
				moments++
			}
			at, timings = len(*list), timings+1
			places[k], *list = at, append(*list, made)
		}
		t.timing = at
		(*list)[at].timed = append((*list)[at].timed, i)
	}
	return all, timings, moments
}

// Soonest says of moments, since when each is known in the order of [Rules.Moments], since
// when the first is known of those that come at the same time; see [Known].
func (r *Rules) Soonest(since []int64) []int64 {
	soonest := make([]int64, r.timingCount)
	for k := range r.timings {
		for i := range r.timings[k] {
			t := &r.timings[k][i]
			soonest[t.number] = math.MaxInt64
			for _, n := range t.timed {
				soonest[t.number] = min(soonest[t.number], since[n])
			}
		}
	}
	return soonest
}

// soonest is since when one of the rules of a timing knows its moment here.
func (s *Step) soonest(t *timing) int64 {
	if t.number < len(s.Known.Soonest) {
		return s.Known.Soonest[t.number]
	}
	return math.MinInt64
}

// An around is a moment as it lies around an instant: one answer serves all customers to
// whom it comes alike, and all instants from its last time to its next.
type around struct {
	moment         *rule.Moment
	birthday, born tiexin.Date
	at, last, next int64
}

// around is when the moment of a timing came last and comes next, seen from an instant.
func (s *Step) around(t *timing, life *rule.Life, at int64) (last, next int64) {
	personal := t.moment.Personal()
	if personal && len(life.Dates) > 0 {
		return t.moment.Around(life, at)
	}
	if missing := s.rules.momentCount - len(s.room.arounds); missing > 0 {
		s.room.arounds = append(s.room.arounds, make([]around, missing)...)
	}
	a := &s.room.arounds[t.same]
	between := at >= a.last && at < a.next && (!personal || a.last != rule.NoTimeBefore && a.next != rule.NoTimeAfter)
	alike := !personal || life.Birthday == a.birthday && life.Born == a.born
	if a.moment != t.moment || !alike || at != a.at && !between {
		*a = around{moment: t.moment, birthday: life.Birthday, born: life.Born, at: at}
		a.last, a.next = t.moment.Around(life, at)
	}
	return a.last, a.next
}
