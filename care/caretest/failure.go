package caretest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// run lets a test happen and says how it failed; empty: it passed.
func (t *test) run() say.Text {
	f := failure{test: t}
	var outcomes []care.Outcome
	for o := range care.Simulate(t.rules, t.events, care.SimOptions{Until: t.until, Senders: t.senders, Unreachable: t.reach, Fault: f.fault, SeenPersonal: true, Coverage: t.coverage.parts()}) {
		outcomes = append(outcomes, o)
	}
	t.coverage.took(t.rules, outcomes)
	f.compare(outcomes)
	if len(f.said) == 0 {
		return say.Text{}
	}
	f.say(zh.Text("\ntimeline:"))
	if len(outcomes) == 0 {
		f.say(zh.Text("no rule was evaluated"))
	} else {
		f.say(timeline(outcomes))
	}
	return say.Join(f.said, "\n", "\n")
}

// timeline are all outcomes, with what their conditions saw.
func timeline(outcomes []care.Outcome) say.Text {
	var english, chinese strings.Builder
	o := care.TimelineOptions{Seen: true}
	_ = care.WriteTimeline(&english, slices.Values(outcomes), o) // a Builder takes everything
	_ = care.WriteChineseTimeline(&chinese, slices.Values(outcomes), o)
	return say.Text{English: english.String(), Chinese: chinese.String()}.Each(func(s string) string { return strings.TrimSuffix(s, "\n") })
}

// reach says which channels fail for good.
func (t *test) reach(customer string, k channel.Kind) bool {
	return slices.ContainsFunc(t.unreachable, func(u unreachable) bool {
		return u.channel == k && (u.customer == "" || u.customer == customer)
	})
}

// A failure says what came differently.
type failure struct {
	*test
	said []say.Text // a line each, or several
}

func (f *failure) say(t say.Text) { f.said = append(f.said, t) }

// fault says that the engine would not take an event in.
func (f *failure) fault(err error) {
	place := source.Place{File: f.file, Line: f.line}
	var event *tiexin.EventError
	if errors.As(err, &event) && f.lines[event.ID].Line > 0 {
		place = f.lines[event.ID]
	}
	f.say(zh.Text("%s: the engine refuses this event:\n    %s", place, err))
}

func (f *failure) compare(outcomes []care.Outcome) {
	var came []*care.Outcome
	for i := range outcomes {
		if outcomes[i].Goes() {
			came = append(came, &outcomes[i])
		}
	}
	pairs, surplus := match(f.expect, came, f.start)
	for i, j := range pairs {
		if j >= 0 {
			continue
		}
		c := &f.expect[i]
		if k, ok := c.nearest(came, surplus, f.start); ok {
			f.different(c, came[surplus[k]])
			surplus = slices.Delete(surplus, k, k+1)
		} else {
			f.say(zh.Text("%s: expected, not sent:\n    %s", c.spot.Place(), f.written(c)))
		}
	}
	for _, j := range surplus {
		o := came[j]
		f.say(zh.Text("%s:%d: sent, not expected:\n    {at: %s%s}  # %s", f.file, f.line, since(o.At, f.start), claimed(o), clock(o.At, f.start)))
	}
	for i := range f.withheld {
		c := &f.withheld[i]
		if !slices.ContainsFunc(outcomes, func(o care.Outcome) bool { return c.met(&o) }) {
			f.notWithheld(c, outcomes)
		}
	}
}

// written is a claim as it is written, with the time of day.
func (f *failure) written(c *claim) string {
	if c.from.IsZero() {
		return "{" + strings.TrimPrefix(c.String(), ", ") + "}"
	}
	at, day, _ := strings.Cut(offsets(c.from, c.to, f.start), " ")
	return fmt.Sprintf("{at: %s%s}  # %s", at, c, strings.Trim(day, "()"))
}

func (f *failure) notWithheld(c *claim, outcomes []care.Outcome) {
	f.say(zh.Text("%s: not withheld as expected:\n    %s", c.spot.Place(), f.written(c)))
	shown := 0
	for i := range outcomes {
		o := &outcomes[i]
		if !c.names(o) {
			continue
		}
		if shown++; shown > 5 {
			f.say(zh.Text("      … see the timeline"))
			return
		}
		verdict := say.Text{English: o.Verdict.String(), Chinese: o.Verdict.Chinese()}
		reason := say.Text{English: o.Reason.String(), Chinese: o.Reason.String() + "（" + o.Reason.Chinese() + "）"}
		was := zh.Text("      was  %s  %s %s", offset(o.At, f.start), verdict, reason)
		if o.By != "" {
			was = zh.Text("%s  by %s", was, o.By)
		}
		f.say(was)
	}
	if shown == 0 {
		f.say(zh.Text("      the rule was never evaluated"))
	}
}

func (f *failure) different(c *claim, o *care.Outcome) {
	f.say(zh.Text("%s: sent, but different:\n    %s", c.spot.Place(), f.written(c)))
	for _, d := range c.differences(o, f.start) {
		want, got := source.OneLine(d.want), d.got.Each(source.OneLine)
		f.say(zh.Text("      %-8s expected  %s\n      %-8s sent      %s", d.name, want, "", got))
		if d.name == "text" {
			f.say(zh.Text("                         %s", caret(want, got.English)))
		}
	}
}

// caret stands under the characters in which what came differs from what was
// expected.
func caret(want, got string) string {
	start := 0
	for start < len(want) && start < len(got) {
		r, n := utf8.DecodeRuneInString(got[start:])
		if w, _ := utf8.DecodeRuneInString(want[start:]); w != r {
			break
		}
		start += n
	}
	wantEnd, gotEnd := len(want), len(got)
	for wantEnd > start && gotEnd > start {
		r, n := utf8.DecodeLastRuneInString(got[:gotEnd])
		if w, _ := utf8.DecodeLastRuneInString(want[:wantEnd]); w != r {
			break
		}
		wantEnd, gotEnd = wantEnd-n, gotEnd-n
	}
	width := max(1, source.DisplayWidth(got[start:max(gotEnd, start)]))
	return strings.Repeat(" ", source.DisplayWidth(got[:start])) + "^" + strings.Repeat("~", width-1)
}
