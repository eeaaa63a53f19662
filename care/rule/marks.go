package rule

import (
	"slices"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A MarkKind is the kind of a Mark.
type MarkKind string

// The kinds of marks.
const (
	MarkRule    MarkKind = "rule"
	MarkStep    MarkKind = "step"    // of a rule with several; the first only if it has a condition
	MarkPart    MarkKind = "part"    // of the condition of a rule or step, a never-rule or a segment
	MarkSegment MarkKind = "segment" // its condition as a whole
	MarkQuiet   MarkKind = "quiet time"
	MarkCap     MarkKind = "cap"
	MarkBudget  MarkKind = "budget"
	MarkNever   MarkKind = "promise"
	MarkMerge   MarkKind = "merge"
	MarkHoldout MarkKind = "holdout"
)

// A Mark is a piece of the rules that tests can cover, and its place.
type Mark struct {
	Kind  MarkKind
	Place source.Place
	Width int    // in characters
	Of    string // the rule (flow/name), flow, limit or segment; for a part, its owner
	Step  int    // of a step and of a part of its condition, from 1; else 0
	Text  string // of a part, as it would be written

	part ask.Part
}

// Seen is the values of a part or segment that the coverage recorded. Other marks are
// never seen.
func (m *Mark) Seen(c *Coverage) Sighting {
	if m.Kind != MarkPart && m.Kind != MarkSegment {
		return Sighting{}
	}
	return c.Of(m.part)
}

// LoadMarked is [Load] with the places of everything that tests can cover. Default
// limits are in no file, so they have no mark. Marks are in the order of their places.
func LoadMarked(files ...File) (*Set, []Mark, source.Problems) {
	l, problems := understand(files, true)
	if l == nil || problems.Err() != nil {
		return nil, nil, problems
	}
	m := &marker{}
	m.limits(l)
	for i, e := range l.spec.Segments.all {
		s := l.set.Segments[i]
		m.add(Mark{Kind: MarkSegment, Of: s.Name, part: s.If.Whole()}, e.Name.Spot)
		m.parts(s.Name, 0, s.If, e.Value.If)
	}
	for i, e := range l.spec.Flows.all {
		m.flow(l.set.Flows[i], &e.Value)
	}
	slices.SortStableFunc(m.all, func(a, b Mark) int { return a.Place.Compare(b.Place) })
	return l.set, m.all, problems
}

// A marker finds what is marked.
type marker struct{ all []Mark }

func (m *marker) add(mark Mark, at form.Spot) {
	mark.Place, mark.Width = at.Place(), at.Stretch()
	m.all = append(m.all, mark)
}

func (m *marker) parts(of string, step int, c *ask.Condition, w form.Word) {
	for _, p := range c.Parts() {
		mark := Mark{Kind: MarkPart, Of: of, Step: step, Text: p.Text, part: p}
		mark.Place, mark.Width = w.Spot.Inside(p.From, p.Width)
		m.all = append(m.all, mark)
	}
}

func (m *marker) limits(l *loader) {
	limits := &l.spec.Limits
	for _, e := range limits.Quiet.all {
		m.add(Mark{Kind: MarkQuiet, Of: e.Name.Value}, e.Name.Spot)
	}
	for _, e := range limits.Caps.all {
		m.add(Mark{Kind: MarkCap, Of: e.Name.Value}, e.Name.Spot)
	}
	for _, e := range limits.Budgets.all {
		m.add(Mark{Kind: MarkBudget, Of: e.Name.Value}, e.Name.Spot)
	}
	for i, e := range limits.Never.all {
		n := l.set.Nevers[i]
		m.add(Mark{Kind: MarkNever, Of: n.Name}, e.Name.Spot)
		m.parts(n.Name, 0, n.If, e.Value.If)
	}
}

func (m *marker) flow(f *Flow, spec *flowSpec) {
	if f.Merge > 0 && !spec.Merge.Spot.IsZero() {
		m.add(Mark{Kind: MarkMerge, Of: f.Name}, spec.Merge.Spot)
	}
	if f.Holdout > 0 {
		m.add(Mark{Kind: MarkHoldout, Of: f.Name}, spec.Holdout.Spot)
	}
	for i, r := range f.Rules {
		written := &spec.Rules.all[i]
		m.add(Mark{Kind: MarkRule, Of: r.path}, written.Name.Spot)
		m.parts(r.path, 0, r.If, written.If)
		for n, s := range r.Steps {
			step := &written.Send.all[n]
			if n > 0 || len(r.Steps) > 1 && s.If != nil {
				m.add(Mark{Kind: MarkStep, Of: r.path, Step: n + 1}, step.name().Spot)
			}
			m.parts(r.path, n+1, s.If, step.If)
		}
	}
}

// name is the text or task of the step.
func (s *stepSpec) name() form.Word {
	if s.Task.Spot.IsZero() {
		return s.Text
	}
	return s.Task
}
