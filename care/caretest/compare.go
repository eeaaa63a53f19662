package caretest

import (
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// An expected is a message or task that has to come.
type expected struct {
	*expectSpec
	at    time.Time
	place source.Place
}

// A silence is something that has to have waited or been withheld.
type silence struct {
	*withheldSpec
	at    time.Time // zero: whenever
	place source.Place
}

func (s *story) expected(e *expectSpec, spec *fileSpec, ts *testSpec, t *test) expected {
	x := expected{expectSpec: e, place: e.spot.Place()}
	if !e.At.Spot.IsZero() {
		x.at = s.instant(e.At, t, ts)
	}
	s.known(e.Customer, spec, ts)
	if e.Rule.Value == "" {
		return x
	}
	r := s.findRule(e.Rule.Spot, e.Rule.Value, t.rules)
	s.checkStep(e.Step, r)
	if e.Form.Value != "" && e.Task != nil && !*e.Task {
		s.reader.Report(e.Form.Spot, "a message has no form", "write task: true, or leave it out")
	}
	return x
}

func (s *story) silence(w *withheldSpec, spec *fileSpec, ts *testSpec, t *test) silence {
	x := silence{withheldSpec: w, place: w.spot.Place()}
	if !w.At.Spot.IsZero() {
		x.at = s.instant(w.At, t, ts)
	}
	s.known(w.Customer, spec, ts)
	if w.Rule.Value != "" && w.Reason.Value != care.RuleGone.String() {
		s.checkStep(w.Step, s.findRule(w.Rule.Spot, w.Rule.Value, t.rules))
	}
	return x
}

func (s *story) checkStep(n form.Located[int], r *rule.Rule) {
	if r != nil && n.Value > len(r.Steps) {
		s.reader.Report(n.Spot, "the rule has no such step", "")
	}
}

// instant is a moment that has to lie within the test.
func (s *story) instant(m form.Located[moment], t *test, ts *testSpec) time.Time {
	at := m.Value.in(s.start, s.zone)
	if m.Value.isClock {
		s.notBeforeStart(m)
	}
	if !t.until.IsZero() && at.After(t.until) {
		s.reader.ReportAlso(m.Spot, ts.Until.Spot, "it lies after the end of the test", "make until: later")
	}
	return at
}

// A difference is one thing about which expectation and outcome disagree.
type difference struct{ name, want, got string }

// differences lists what is written in the expectation and is not so.
func (e *expected) differences(o *care.Outcome, start time.Time) []difference {
	var all []difference
	compare := func(name, want, got string, given bool) {
		if given && want != got {
			all = append(all, difference{name, want, got})
		}
	}
	got := o.At.Truncate(time.Second)
	if !got.Equal(e.at) {
		all = append(all, difference{"at", offset(e.at, start), offset(got, start)})
	}
	compare("rule", e.Rule.Value, o.Path(), e.Rule.Value != "")
	compare("customer", e.Customer.Value, o.Customer, e.Customer.Value != "")
	compare("order", e.Order.Value, o.Subject, e.Order.Value != "")
	compare("via", e.Via.Value, o.Said.Via.String(), e.Via.Value != "")
	compare("step", digits(e.Step.Value), digits(stepOf(o)), e.Step.Value != 0)
	if e.Task != nil {
		compare("task", yesNo(*e.Task), yesNo(o.Verdict == care.Task), true)
	}
	if e.Form.Value != "" {
		what := "no task"
		if o.Said.Task != nil {
			what = string(o.Said.Task.Form)
		}
		compare("form", e.Form.Value, what, true)
	}
	compare("text", strings.TrimRight(e.Text.Value, "\r\n"), strings.TrimRight(o.Said.Text, "\r\n"), e.Text.Value != "")
	return all
}

// stepOf is the number of the step, also for a rule with one.
func stepOf(o *care.Outcome) int { return max(int(o.Step), 1) }

// met says whether an outcome is the silence that is asked for.
func (w *silence) met(o *care.Outcome) bool {
	if o.Verdict != care.Wait && o.Verdict != care.Skip || o.Reason.String() != w.Reason.Value || o.Path() != w.Rule.Value {
		return false
	}
	return (w.at.IsZero() || o.At.Truncate(time.Second).Equal(w.at)) && (w.By.Value == "" || w.By.Value == o.By) &&
		(w.Customer.Value == "" || w.Customer.Value == o.Customer) && (w.Order.Value == "" || w.Order.Value == o.Subject) &&
		(w.Step.Value == 0 || w.Step.Value == stepOf(o))
}

// match pairs expectations with what came, as many as can be. The result has for
// each expectation the index of its outcome, or -1, and which outcomes nobody
// expected.
func match(expect []expected, came []*care.Outcome, start time.Time) (pairs []int, surplus []int) {
	fits := make([][]int, len(expect))
	for i := range expect {
		for j, o := range came {
			if len(expect[i].differences(o, start)) == 0 {
				fits[i] = append(fits[i], j)
			}
		}
	}
	taken := make([]int, len(came))
	for j := range taken {
		taken[j] = -1
	}
	for i := range expect {
		assign(i, fits, taken, make([]bool, len(came)))
	}
	pairs = slices.Repeat([]int{-1}, len(expect))
	for j, i := range taken {
		if i < 0 {
			surplus = append(surplus, j)
		} else {
			pairs[i] = j
		}
	}
	return pairs, surplus
}

// assign gives an expectation an outcome that fits, and moves others that have
// more than one to choose from.
func assign(i int, fits [][]int, taken []int, tried []bool) bool {
	for _, j := range fits[i] {
		if tried[j] {
			continue
		}
		tried[j] = true
		if taken[j] < 0 || assign(taken[j], fits, taken, tried) {
			taken[j] = i
			return true
		}
	}
	return false
}

// nearest finds among the outcomes that nobody expected the one that was probably
// meant: of the same rule, or at the same instant for the same customer.
func (e *expected) nearest(came []*care.Outcome, surplus []int, start time.Time) (at int, ok bool) {
	best := 0
	for k, j := range surplus {
		o := came[j]
		sameRule := e.Rule.Value == o.Path()
		sameTime := o.At.Truncate(time.Second).Equal(e.at)
		sameCustomer := e.Customer.Value == "" || e.Customer.Value == o.Customer
		if !sameCustomer || !sameRule && (!sameTime || e.Rule.Value != "" && o.Flow != flowOf(e.Rule.Value)) {
			continue
		}
		score := 20 - len(e.differences(o, start))
		if sameRule {
			score += 10
		}
		if sameTime {
			score += 5
		}
		if score > best {
			best, at, ok = score, k, true
		}
	}
	return at, ok
}

func flowOf(path string) string {
	flow, _, _ := strings.Cut(path, "/")
	return flow
}
