package rule

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// remarkQuiets remarks on quiet hours that let nothing go, or only what should not: those
// of the whole day, alone or together with others, and those of the day instead of the
// night. Hours from which a rule is exempt are meant as they stand.
func (l *loader) remarkQuiets() {
	var together form.Spot // of those that cover a day with others: by day rather than by night
	var why say.Text
	for i, e := range l.spec.Limits.Quiet.all {
		q, spot := l.set.Quiets[i], e.Value.Hours.Spot
		if spot.IsZero() || len(q.Days) > 0 || len(q.Channels) > 0 || l.exempted(q.Name) {
			continue
		}
		messages := zh.Text("message")
		if len(q.Purposes) > 0 {
			messages = zh.Text("message of purpose %s", q.Purposes[0])
		}
		covered := l.coveredBy(q)
		switch {
		case q.Hours.From == q.Hours.To:
			l.reader.Remark(spot, zh.Text("these hours cover the whole day, so no %s is ever sent", messages), zh.Text("for no quiet hours, write a minute at night: 04:00-04:01"))
		case covered != "":
			if together.IsZero() || q.Hours.ofTheDay() {
				together, why = spot, zh.Text("together with other quiet hours these cover the whole day, so no message of purpose %s is ever sent", covered)
			}
		case q.Hours.ofTheDay():
			l.reader.Remark(spot, zh.Text("these quiet hours cover the day, so a %s is sent only between %s", messages, Hours{q.Hours.To, q.Hours.From}), turned(q.Hours))
		}
	}
	if !why.Empty() {
		l.reader.Remark(together, why, zh.Text("hours: are the quiet hours; leave some of the day out"))
	}
}

// exempted says that a rule or a step is exempt from a limit.
func (l *loader) exempted(limit string) bool {
	return slices.ContainsFunc(l.set.Flows, func(f *Flow) bool {
		return slices.ContainsFunc(f.Rules, func(r *Rule) bool {
			return slices.Contains(r.Exempt, limit) || slices.ContainsFunc(r.Steps, func(s *Step) bool { return slices.Contains(s.Exempt, limit) })
		})
	})
}

func turned(h Hours) say.Text {
	return zh.Text("hours: are the quiet hours; for messages between %s write %s", h, Hours{h.To, h.From})
}

// ofTheDay says that the hours hold the whole working day and leave out the night.
func (h Hours) ofTheDay() bool {
	const morning, evening, earliest = 10 * 60, 17 * 60, 5 * 60
	return earliest <= h.From && h.From <= morning && h.To >= evening && h.From < h.To
}

// coveredBy is a purpose of the flows to which a quiet time and others of every day leave no
// minute; empty: there is none.
func (l *loader) coveredBy(q *Quiet) tiexin.Purpose {
	for _, f := range l.set.Flows {
		if q.coversFlow(f) && l.alwaysQuiet(f.Purpose) {
			return f.Purpose
		}
	}
	return ""
}

func (l *loader) alwaysQuiet(p tiexin.Purpose) bool {
	var quiet [minutesADay]bool
	for _, q := range l.set.Quiets {
		if q.silent != nil || len(q.Days) > 0 || len(q.Channels) > 0 || len(q.Purposes) > 0 && !slices.Contains(q.Purposes, p) || l.exempted(q.Name) {
			continue
		}
		minutes := q.Hours.To - q.Hours.From
		if minutes <= 0 {
			minutes += minutesADay
		}
		for m := range minutes {
			quiet[(q.Hours.From+m)%minutesADay] = true
		}
	}
	return !slices.Contains(quiet[:], false)
}
