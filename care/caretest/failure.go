package caretest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
)

// run lets a test happen and says how it failed; empty: it passed.
func (t *test) run() string {
	var faults []string
	var outcomes []care.Outcome
	options := care.SimOptions{Until: t.until, Unreachable: t.reach, Fault: func(err error) { faults = append(faults, err.Error()) }}
	for o := range care.Simulate(t.rules, t.events, options) {
		outcomes = append(outcomes, o)
	}
	f := failure{test: t}
	for _, text := range faults {
		fmt.Fprintf(&f.text, "%s:%d: the events could not be taken in: %s\n", t.file, t.line, text)
	}
	f.compare(outcomes)
	if f.text.Len() == 0 {
		return ""
	}
	f.text.WriteString("\ntimeline:\n")
	if len(outcomes) == 0 {
		f.text.WriteString("no rule was asked\n")
	}
	_ = care.WriteTimeline(&f.text, slices.Values(outcomes), care.TimelineOptions{Seen: true}) // a Builder takes everything
	return strings.TrimSuffix(f.text.String(), "\n")
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
	text strings.Builder
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
		e := &f.expect[i]
		if k, ok := e.nearest(came, surplus, f.start); ok {
			f.different(e, came[surplus[k]])
			surplus = slices.Delete(surplus, k, k+1)
		} else {
			f.missing(e)
		}
	}
	for _, j := range surplus {
		fmt.Fprintf(&f.text, "%s:%d: nobody expected this:\n    %s\n", f.file, f.line, f.came(came[j]))
	}
	for i := range f.withheld {
		w := &f.withheld[i]
		if !slices.ContainsFunc(outcomes, func(o care.Outcome) bool { return w.met(&o) }) {
			f.notWithheld(w, outcomes)
		}
	}
}

func (f *failure) missing(e *expected) {
	fmt.Fprintf(&f.text, "%s: this did not come:\n    %s", e.place, offset(e.at, f.start))
	for _, word := range []string{e.Customer.Value, e.Order.Value, e.Rule.Value} {
		if word != "" {
			f.text.WriteString("  " + word)
		}
	}
	if e.Step.Value > 0 {
		fmt.Fprintf(&f.text, "  step %d", e.Step.Value)
	}
	if e.Task != nil && *e.Task || e.Form.Value != "" {
		f.text.WriteString("  task " + e.Form.Value)
	}
	if e.Via.Value != "" {
		f.text.WriteString("  via " + e.Via.Value)
	}
	if e.Text.Value != "" {
		fmt.Fprintf(&f.text, "  %q", strings.TrimRight(e.Text.Value, "\r\n"))
	}
	f.text.WriteString("\n")
}

// came is an outcome in the words in which it would be expected.
func (f *failure) came(o *care.Outcome) string {
	parts := []string{offset(o.At, f.start), o.Customer}
	if o.Subject != "" {
		parts = append(parts, o.Subject)
	}
	parts = append(parts, o.Path())
	if o.Step > 0 {
		parts = append(parts, "step "+strconv.Itoa(int(o.Step)))
	}
	if o.Verdict == care.Task {
		parts = append(parts, "task "+string(o.Said.Task.Form))
	}
	parts = append(parts, "via "+o.Said.Via.String(), fmt.Sprintf("%q", o.Said.Text))
	return strings.Join(parts, "  ")
}

func (f *failure) different(e *expected, o *care.Outcome) {
	fmt.Fprintf(&f.text, "%s: this came differently:\n    %s  %s\n", e.place, offset(e.at, f.start), o.Path())
	for _, d := range e.differences(o, f.start) {
		want, got := oneLine(d.want), oneLine(d.got)
		fmt.Fprintf(&f.text, "      %-8s expected  %s\n      %-8s came      %s\n", d.name, want, "", got)
		if d.name == "text" {
			fmt.Fprintf(&f.text, "                         %s\n", caret(want, got))
		}
	}
}

func (f *failure) notWithheld(w *silence, outcomes []care.Outcome) {
	fmt.Fprintf(&f.text, "%s: this was not withheld so:\n    %s  %s", w.place, w.Rule.Value, w.Reason.Value)
	if w.By.Value != "" {
		f.text.WriteString("  by " + w.By.Value)
	}
	if !w.at.IsZero() {
		f.text.WriteString("  at " + offset(w.at, f.start))
	}
	for _, word := range []string{w.Customer.Value, w.Order.Value} {
		if word != "" {
			f.text.WriteString("  " + word)
		}
	}
	f.text.WriteString("\n")
	shown := 0
	for i := range outcomes {
		o := &outcomes[i]
		if o.Path() != w.Rule.Value || w.Customer.Value != "" && w.Customer.Value != o.Customer || w.Order.Value != "" && w.Order.Value != o.Subject {
			continue
		}
		if shown++; shown > 5 {
			f.text.WriteString("      … see the timeline\n")
			return
		}
		by := ""
		if o.By != "" {
			by = "  by " + o.By
		}
		fmt.Fprintf(&f.text, "      was  %s  %s %s%s\n", offset(o.At, f.start), o.Verdict, o.Reason, by)
	}
	if shown == 0 {
		f.text.WriteString("      the rule was never asked\n")
	}
}

func oneLine(text string) string {
	return source.Printable(strings.NewReplacer("\r\n", "⏎", "\n", "⏎").Replace(text))
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

func digits(n int) string { return strconv.Itoa(n) }

func yesNo(b bool) string { return strconv.FormatBool(b) }
