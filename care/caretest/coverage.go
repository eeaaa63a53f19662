package caretest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A Coverage (测试覆盖) is the coverage of the rules by rule tests. It shows which rules,
// steps and limits took effect, and which parts of conditions were true or false. The zero
// Coverage is ready for Options.Coverage, also for several calls. It is for one goroutine at
// a time.
type Coverage struct {
	asked rule.Coverage
	sets  map[*care.Rules]*seenSet
	order []*seenSet
	files map[string][]byte
}

// A seenSet is what was seen of rules that were loaded together.
type seenSet struct {
	marks []rule.Mark
	work  map[work]rule.Sighting
}

// A work is what is at work or not.
type work struct {
	kind rule.MarkKind
	of   string
	step int
}

// A Covered is the coverage of one piece of the rules. Yes is true if the piece was ever true
// or took effect, No if it was ever false or did not.
type Covered struct {
	rule.Mark
	rule.Sighting
}

// Parts are all pieces in the order of their places, each once however many tests
// name its file.
func (c *Coverage) Parts() []Covered {
	var all []Covered
	for _, s := range c.order {
		for _, m := range s.marks {
			seen := s.work[work{m.Kind, m.Of, m.Step}]
			if m.Kind == rule.MarkPart || m.Kind == rule.MarkSegment {
				seen = m.Seen(&c.asked)
			}
			all = append(all, Covered{m, seen})
		}
	}
	slices.SortStableFunc(all, func(a, b Covered) int {
		return cmp.Or(a.Place.Compare(b.Place), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Of, b.Of))
	})
	merged := all[:0]
	for _, one := range all {
		if n := len(merged) - 1; n >= 0 && merged[n].Place == one.Place && merged[n].Kind == one.Kind && merged[n].Of == one.Of {
			last := &merged[n].Sighting
			*last = rule.Sighting{Yes: last.Yes || one.Yes, No: last.No || one.No, Unknown: last.Unknown || one.Unknown}
			continue
		}
		merged = append(merged, one)
	}
	return merged
}

// Files are the contents of the tested rule files, by name.
func (c *Coverage) Files() map[string][]byte { return c.files }

// Missing says what no test covers; empty: everything is covered.
func (c *Covered) Missing() string { return c.missing().English }

// Name describes the piece: "rule payment/big", "order.amount >= 200 in rule payment/big".
func (c *Covered) Name() string { return c.name().English }

// Chinese is a sentence in Chinese: the piece, and what no test covers of it; empty:
// everything is covered.
func (c *Covered) Chinese() string { return c.unseen().Chinese }

// unseen is the sentence in both languages.
func (c *Covered) unseen() say.Text {
	if c.Both() {
		return say.Text{}
	}
	return zh.Text("%s %s", c.name(), c.missing())
}

// Problems are the uncovered pieces, as remarks with their lines. For a rule that was never
// evaluated, its parts are not listed one by one.
func (c *Coverage) Problems() source.Problems {
	var sources source.Sources
	for name, data := range c.files {
		sources.Add(name, string(data))
	}
	var all source.Problems
	silent := map[string]bool{}
	for _, one := range c.Parts() {
		says := one.unseen()
		if one.Kind == rule.MarkRule && one.None() {
			silent[one.Of] = true
		}
		inside := one.Kind == rule.MarkPart || one.Kind == rule.MarkStep
		if says.Empty() || inside && silent[one.Of] {
			continue
		}
		all = append(all, source.Problem{Place: one.Place, Width: one.Width, Message: says, Severity: source.Remark})
	}
	sources.Fill(all)
	return all
}

// Seen counts the pieces that were covered both ways, and all.
func (c *Coverage) Seen() (both, all int) {
	parts := c.Parts()
	for i := range parts {
		if parts[i].Both() {
			both++
		}
	}
	return both, len(parts)
}

// load loads rules, with their marks where somebody wants to know.
func (c *Coverage) load(files []rule.File) (*care.Rules, source.Problems) {
	if c == nil {
		return rule.Load(files...)
	}
	rules, marks, problems := rule.LoadMarked(files...)
	if rules == nil {
		return nil, problems
	}
	if c.sets == nil {
		c.sets, c.files = map[*care.Rules]*seenSet{}, map[string][]byte{}
	}
	s := &seenSet{marks, map[work]rule.Sighting{}}
	c.sets[rules], c.order = s, append(c.order, s)
	for _, f := range files {
		c.files[f.Name] = f.Data
	}
	return rules, problems
}

// parts is where the simulation tells what conditions see; nil: nobody wants to know.
func (c *Coverage) parts() *rule.Coverage {
	if c == nil {
		return nil
	}
	return &c.asked
}

// took notes what was at work in a test.
func (c *Coverage) took(rules *care.Rules, outcomes []care.Outcome) {
	if c == nil {
		return
	}
	w := &working{seenSet: c.sets[rules], rules: rules, went: map[said][]int{}}
	for i := range outcomes {
		w.outcome(&outcomes[i])
	}
	w.steps()
}

// A working finds out what was at work in one test.
type working struct {
	*seenSet
	rules *care.Rules
	went  map[said][]int // the steps that went
}

type said struct{ customer, path, subject string }

func (w *working) note(kind rule.MarkKind, of string, step int, yes bool) {
	s := w.work[work{kind, of, step}]
	w.work[work{kind, of, step}] = rule.Sighting{Yes: s.Yes || yes, No: s.No || !yes}
}

func (w *working) outcome(o *care.Outcome) {
	r := o.Compiled()
	if r == nil || o.Verdict == care.Moved || o.Verdict == care.Regret || o.Verdict == care.Unknown {
		return
	}
	about := said{o.Customer, r.Path(), o.Subject}
	switch {
	case o.Goes():
		w.goes(o, r)
		w.went[about] = append(w.went[about], max(int(o.Step), 1))
	case o.Verdict == care.Skip && w.went[about] == nil:
		w.note(rule.MarkRule, r.Path(), 0, false)
	}
	w.held(o.Reason, o.By, r.Flow.Name)
	for _, way := range o.Ways {
		w.heldBy(way.By)
	}
}

func (w *working) held(reason care.Reason, by, flow string) {
	switch reason {
	case care.HeldOut:
		w.note(rule.MarkHoldout, flow, 0, true)
	case care.MergedInto:
		w.note(rule.MarkMerge, flow, 0, true)
	case care.Forbidden:
		w.note(rule.MarkNever, by, 0, true)
	case care.QuietHours, care.Capped, care.EnoughAlready, care.OverBudget:
		w.heldBy(by)
	}
}

// heldBy notes that a limit was at work. Limits have one name each.
func (w *working) heldBy(limit string) {
	for _, kind := range []rule.MarkKind{rule.MarkQuiet, rule.MarkCap, rule.MarkBudget} {
		w.note(kind, limit, 0, true)
	}
}

// goes notes what let a message or task pass.
func (w *working) goes(o *care.Outcome, r *rule.Rule) {
	w.note(rule.MarkRule, r.Path(), 0, true)
	step := r.Steps[max(int(o.Step), 1)-1]
	passes := func(kind rule.MarkKind, name string, scope *rule.Scope) {
		if scope.Covers(r.Flow, o.Said.Via) && !r.Exempts(step, name) {
			w.note(kind, name, 0, false)
		}
	}
	for _, q := range w.rules.Quiets {
		passes(rule.MarkQuiet, q.Name, &q.Scope)
	}
	for _, c := range w.rules.Caps {
		passes(rule.MarkCap, c.Name, &c.Scope)
	}
	for _, b := range w.rules.Budgets {
		passes(rule.MarkBudget, b.Name, &b.Scope)
	}
	for _, n := range w.rules.Nevers {
		w.note(rule.MarkNever, n.Name, 0, false)
	}
	w.note(rule.MarkHoldout, r.Flow.Name, 0, false)
	w.note(rule.MarkMerge, r.Flow.Name, 0, len(o.Said.Merged) > 0)
}

// steps notes which steps of what spoke went, and which did not.
func (w *working) steps() {
	for about, went := range w.went {
		r, ok := w.rules.Rule(about.path)
		if !ok {
			continue
		}
		for n := range r.Steps {
			w.note(rule.MarkStep, about.path, n+1, slices.Contains(went, n+1))
		}
	}
}
