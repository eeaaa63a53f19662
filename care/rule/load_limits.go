package rule

import (
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// compileLimits takes the file's limits and adds the defaults that they do not
// replace.
func (l *loader) compileLimits() {
	for _, e := range l.spec.Limits.Quiet.all {
		q := e.Value
		l.set.Quiets = append(l.set.Quiets, &Quiet{
			Name: e.Name.Value, Title: title(q.Title, e.Name), Hours: q.Hours.Value, Drop: q.Then.Value == "drop",
			Scope: Scope{Purposes: purposesOf(q.Purposes.all), Channels: kindsOf(q.Channels.all)}, Days: weekdays(q.Days.all),
		})
	}
	for _, e := range l.spec.Limits.Caps.all {
		c := e.Value
		l.set.Caps = append(l.set.Caps, &Cap{
			Name: e.Name.Value, Title: title(c.Title, e.Name), AtMost: c.AtMost.Value, Window: c.window(), Wait: c.Then.Value == "wait",
			Scope: Scope{Purposes: purposesOf(c.Purposes.all), Channels: kindsOf([]form.Word{c.Channel}), Flow: c.Flow.Value},
		})
	}
	for _, e := range l.spec.Limits.Budgets.all {
		b := e.Value
		l.set.Budgets = append(l.set.Budgets, &Budget{
			Name: e.Name.Value, Title: title(b.Title, e.Name), AtMost: b.AtMost.Value, Window: b.window(), Wait: b.Then.Value == "wait",
			Scope: Scope{Channels: kindsOf([]form.Word{b.Channel}), Flow: b.Flow.Value},
		})
	}
	for _, e := range l.spec.Limits.Never.all {
		if l.reader.Full() {
			return
		}
		c, ok := l.condition(e.Value.If, ask.Scope{Promise: true})
		if ok && c != nil && !l.reportImpossible(e.Value.If, c) {
			l.set.Nevers = append(l.set.Nevers, &Never{Name: e.Name.Value, Title: title(e.Value.Title, e.Name), If: c})
		}
	}
	l.checkLimitNames()
	l.set.addDefaultLimits()
	for _, q := range l.set.Quiets {
		l.limits.add(q.Name)
	}
	for _, c := range l.set.Caps {
		l.limits.add(c.Name)
	}
	for _, b := range l.set.Budgets {
		l.limits.add(b.Name)
	}
}

func (w *windowSpec) window() Window {
	per := map[string]Period{"day": Day, "week": Week, "month": Month}
	return Window{Within: w.Within.Value, Per: per[w.Per.Value]}
}

// checkLimitNames keeps the names of all limits apart, because exempt names them
// all alike.
func (l *loader) checkLimitNames() {
	first := map[string]form.Spot{}
	check := func(w form.Word) {
		if at, taken := first[w.Value]; taken {
			l.reportAlso(w.Spot, at, zh.Text("a limit named %q exists already", w.Value), zh.Text("give it another name"))
			return
		}
		if isDefaultLimit(w.Value) {
			l.report(w.Spot, zh.Text("%q is the name of a default limit", w.Value), zh.Text("give it another name"))
		}
		first[w.Value] = w.Spot
	}
	for _, e := range l.spec.Limits.Quiet.all {
		check(e.Name)
	}
	for _, e := range l.spec.Limits.Caps.all {
		check(e.Name)
	}
	for _, e := range l.spec.Limits.Budgets.all {
		check(e.Name)
	}
}

// checkLimitFlows reports limits about flows that do not exist.
func (l *loader) checkLimitFlows() {
	known := newNames(len(l.spec.Flows.all))
	for _, f := range l.spec.Flows.all {
		known.add(f.Name.Value)
	}
	check := func(w form.Word) {
		if !w.Spot.IsZero() && !known.has(w.Value) && !l.spec.lost && !l.spec.Flows.lost && !l.reader.Full() {
			l.report(w.Spot, zh.Text("unknown flow %q", w.Value), source.Suggest(w.Value, known.all))
		}
	}
	for _, e := range l.spec.Limits.Caps.all {
		check(e.Value.Flow)
	}
	for _, e := range l.spec.Limits.Budgets.all {
		check(e.Value.Flow)
	}
}

// exempt reads the names of limits that do not apply.
func (l *loader) exempt(names list[form.Word]) []string {
	var all []string
	lost := l.spec.lost || l.spec.Limits.lost || l.spec.Limits.Quiet.lost || l.spec.Limits.Caps.lost || l.spec.Limits.Budgets.lost
	for _, w := range names.all {
		if l.reader.Full() {
			break
		}
		switch known := l.limits.has(w.Value); {
		case w.Value == MarketingNight:
			l.report(w.Spot, zh.Text("no rule can be exempt from %s", MarketingNight), zh.Text("marketing is never sent between 22:00 and 08:00"))
		case known:
			all = append(all, w.Value)
		case slices.Contains(defaultLimits(), w.Value):
			l.reader.Remark(w.Spot, zh.Text("the default limit %q is not in force: the file has its own", w.Value), zh.Text("leave it out"))
		case !lost:
			l.report(w.Spot, zh.Text("unknown limit %q", w.Value), l.limitHint(w.Value))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (l *loader) limitHint(name string) say.Text {
	if slices.ContainsFunc(l.set.Nevers, func(n *Never) bool { return n.Name == name }) {
		return zh.Text("no rule can be exempt from a promise")
	}
	if hint := source.Suggest(name, l.limits.all); !hint.Empty() {
		return hint
	}
	possible := slices.DeleteFunc(slices.Clone(l.limits.all), func(n string) bool { return n == MarketingNight })
	if len(possible) > mostListed {
		possible = append(possible[:mostListed], "…")
	}
	return zh.Text("possible: %s", listed(possible))
}

func purposesOf(words []form.Word) []tiexin.Purpose {
	var all []tiexin.Purpose
	for _, w := range words {
		all = append(all, tiexin.Purpose(w.Value))
	}
	return all
}

func kindsOf(words []form.Word) []channel.Kind {
	var all []channel.Kind
	for _, w := range words {
		if k, ok := channel.ParseKind(w.Value); ok && !slices.Contains(all, k) {
			all = append(all, k)
		}
	}
	return all
}

func weekdays(words []form.Word) []time.Weekday {
	var all []time.Weekday
	for _, w := range words {
		i := slices.Index([]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}, w.Value)
		all = append(all, time.Weekday(i))
	}
	return all
}
