package rule

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// Messages of moments against quiet hours: a moment in the evening waits for the morning,
// and by then it may be too late or another day.

// A held is what quiet hours do to the messages of one moment of a rule.
type held struct {
	tries int           // that were made
	never int           // of them: that reach nobody
	later int           // likewise: that arrive on another day
	by    *Quiet        // that holds them, of those that are never or later
	until time.Time     // it holds them
	wait  time.Duration // so long
}

// remarkMoments reports moments whose messages quiet hours hold back until they are too
// late, and remarks on those that hold some of them, or until another day.
func (l *loader) remarkMoments() {
	told := map[*Moment]bool{}
	for _, f := range l.set.Flows {
		for _, r := range f.Rules {
			for _, m := range r.Moments {
				if len(r.Steps) > 0 && !told[m] && !l.reader.Full() {
					told[m] = l.remarkMoment(r, m, l.moments[m])
				}
			}
		}
	}
}

func (l *loader) remarkMoment(r *Rule, m *Moment, at form.Spot) bool {
	fresh := FormatDuration(r.MomentFresh())
	switch h := l.heldAt(r, m); {
	case h.by == nil:
		return false
	case h.never == h.tries && h.by.Drop:
		l.report(at, zh.Text("the limit %q drops every message of %q, so it reaches no one", h.by.Name, m), h.wayOut(false))
	case h.never == h.tries:
		l.report(at, zh.Text("the limit %[2]q holds every message of %[1]q for %[3]s, and after %[4]s it is too late, so it reaches no one", m, h.by.Name, FormatDuration(h.wait), fresh), h.wayOut(true))
	case h.never > 0 && h.by.Drop:
		l.reader.Remark(at, zh.Text("the limit %q drops some messages of %q, spread over %s", h.by.Name, m, FormatDuration(r.Flow.Spread)), h.wayOut(false))
	case h.never > 0:
		l.reader.Remark(at, zh.Text("the limit %[2]q holds some messages of %[1]q for %[3]s, and after %[4]s it is too late, so they reach no one", m, h.by.Name, FormatDuration(h.wait), fresh), h.wayOut(true))
	case h.later == h.tries:
		l.reader.Remark(at, zh.Text("the limit %[2]q holds the messages of %[1]q, so they arrive on another day, at %[3]s", m, h.by.Name, h.until.Format("15:04")), h.wayOut(false))
	default:
		l.reader.Remark(at, zh.Text("the limit %[2]q holds some messages of %[1]q, so they arrive on another day, at %[3]s", m, h.by.Name, h.until.Format("15:04")), h.wayOut(false))
	}
	return true
}

// wayOut is what to write instead; fresh: waiting longer helps.
func (h *held) wayOut(fresh bool) say.Text {
	switch longer := FormatDuration(h.wait); {
	case h.by.silent != nil:
		return zh.Text("take another day, or write exempt: [%s]", h.by.Name)
	case h.by.Fixed && fresh:
		return zh.Text("take another time, or write fresh: %s", longer)
	case h.by.Fixed:
		return zh.Text("take another time")
	case fresh:
		return zh.Text("take another time, or write fresh: %s or exempt: [%s]", longer, h.by.Name)
	}
	return zh.Text("take another time, or write exempt: [%s]", h.by.Name)
}

// heldAt tries occurrences of a moment, and customers at several places of the spread. An
// occurrence that reaches no one counts only if all are so: a day of the week, or a silent
// day, is left out on purpose.
func (l *loader) heldAt(r *Rule, m *Moment) held {
	const places = 97
	step := max(time.Minute, r.Flow.Spread/places)
	var some, none held
	for _, at := range m.samples(l.around.AsOf) {
		var h held
		for place := time.Duration(0); place == 0 || place < r.Flow.Spread; place += step {
			l.tryAt(r, at.Add(place+r.After+r.Steps[0].After), &h)
		}
		if h.never == h.tries {
			none.add(&h)
		} else {
			some.add(&h)
		}
	}
	switch {
	case some.tries == 0:
		return none
	case some.never == 0 && r.Flow.Spread >= 24*time.Hour: // it is spread over days on purpose
		return held{}
	}
	return some
}

// add counts more tries. What holds for ever is told rather than what holds until another
// day, and of both the longest.
func (h *held) add(more *held) {
	if worse := more.never > 0 && h.never == 0; more.by != nil && (h.by == nil || worse || more.wait > h.wait && (more.never > 0) == (h.never > 0)) {
		h.by, h.until, h.wait = more.by, more.until, more.wait
	}
	h.never, h.later, h.tries = h.never+more.never, h.later+more.later, h.tries+more.tries
}

// tryAt sends a rule's first step to a customer who is due at a time.
func (l *loader) tryAt(r *Rule, due time.Time, h *held) {
	via := r.Steps[0].Via
	if len(via) == 0 {
		via = []channel.Kind{channel.None}
	}
	var first *Quiet
	var until time.Time
	for i, k := range via {
		by, goes, dropped := l.released(r, k, due)
		if !dropped && goes.Sub(due) <= r.MomentFresh() {
			one := held{tries: 1}
			if by != nil && !sameDay(due, goes) {
				one.later, one.by, one.until, one.wait = 1, by, goes, goes.Sub(due)
			}
			h.add(&one)
			return
		}
		if i == 0 {
			first, until = by, goes
		}
	}
	h.add(&held{never: 1, tries: 1, by: first, until: until, wait: until.Sub(due)})
}

func sameDay(a, b time.Time) bool {
	return a.Format(time.DateOnly) == b.Format(time.DateOnly)
}

// released is when quiet hours let a rule's message go by a channel that is due at a time,
// and the first of them that holds it.
func (l *loader) released(r *Rule, k channel.Kind, due time.Time) (by *Quiet, goes time.Time, dropped bool) {
	for goes = due; ; {
		end := goes
		for _, q := range l.set.Quiets {
			if !q.Covers(r.Flow, k) || r.Exempts(r.Steps[0], q.Name) {
				continue
			}
			until, holds := q.Holds(goes)
			if !holds {
				continue
			}
			if by == nil {
				by = q
			}
			if q.Drop {
				return q, goes, true
			}
			if until.After(end) {
				end = until
			}
		}
		if end.Equal(goes) || goes.Sub(due) > longestHold {
			return by, goes, false
		}
		goes = end
	}
}

// longestHold bounds the search where quiet hours cover everything.
const longestHold = 14 * 24 * time.Hour

// samples are some occurrences: the next ones of a special day or single date, and of any
// other moment those of a week.
func (m *Moment) samples(asOf time.Time) (all []time.Time) {
	const most = 8
	if m.times != nil {
		from := asOf
		if from.IsZero() {
			from = time.Date(exampleYear-1, 1, 1, 0, 0, 0, 0, m.zone)
		}
		i, _ := slices.BinarySearch(m.times, from.UnixMilli())
		if i == len(m.times) && asOf.IsZero() {
			i = max(0, i-1)
		}
		for _, at := range m.times[i:min(i+most, len(m.times))] {
			all = append(all, time.UnixMilli(at).In(m.zone))
		}
		return all
	}
	for day := 6; day <= 12; day++ { // July 2026: it has no silent days
		at := time.Date(2026, 7, day, m.minute/60, m.minute%60, 0, 0, m.zone)
		if m.form != everyWeek || at.Weekday() == m.weekday {
			all = append(all, at)
		}
	}
	return all
}
