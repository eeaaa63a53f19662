package caretest

import (
	"cmp"
	"fmt"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// A killer looks for a test that passes with the rules and fails with a mutant: one of
// the tests itself with all that it sends expected, or a small variation of it, with
// amounts and times moved to where the mutant differs.
type killer struct {
	mutant       *rule.Mutant
	old, changed *care.Rules
}

// How far a killer looks.
const (
	mostStories    = 5
	mostVariations = 60 // of each story
)

// varies says that a story can be written anew: it has lines, and all of them are its own.
func (p *profile) varies() bool {
	return p.draft != nil && len(p.draft.spec.Given) > 0 &&
		!slices.ContainsFunc(p.draft.spec.Given, func(g givenSpec) bool { return g.part.Value != "" })
}

// find returns the test as it is written, and the file that it belongs to; empty: none
// was found.
func (k *killer) find(stories []*profile) (text say.Text, file string) {
	usable := slices.DeleteFunc(slices.Clone(stories), func(p *profile) bool { return !p.varies() })
	slices.SortStableFunc(usable, func(a, b *profile) int {
		return cmp.Or(k.near(b)-k.near(a), len(a.draft.spec.Given)-len(b.draft.spec.Given))
	})
	for _, p := range usable {
		if text := k.try(p, nil); !text.Empty() {
			return text, p.file
		}
	}
	wishes := k.mutant.Wishes(k.old, k.changed)
	for _, p := range usable[:min(len(usable), mostStories)] {
		tried := 0
		for _, granted := range k.granted(p, wishes) {
			if text := k.try(p, granted); !text.Empty() {
				return text, p.file
			}
			for vary := range k.variations(k.as(p, granted)) {
				if tried++; tried > mostVariations {
					break
				}
				if text := k.try(p, append(slices.Clone(granted), vary)); !text.Empty() {
					return text, p.file
				}
			}
		}
	}
	return say.Text{}, ""
}

// granted are what can be written of each wish into a story; the last is nothing.
func (k *killer) granted(p *profile, wishes [][]rule.Value) [][]change {
	var all [][]change
	for _, wish := range wishes {
		var some []change
		for _, v := range wish {
			more := append(slices.Clone(some), func(w *writing) { w.set(v) })
			if text := k.write(p, more, p.name, nil); text != "" && k.understand(p, text) != nil {
				some = more
			}
		}
		if len(some) > 0 {
			all = append(all, some)
		}
	}
	return append(all, nil)
}

// as is a story with changes: when something goes in it.
func (k *killer) as(p *profile, changes []change) *profile {
	if len(changes) == 0 {
		return p
	}
	t := k.understand(p, k.write(p, changes, p.name, nil))
	if t == nil {
		return p
	}
	changed := &profile{test: p.test, draft: p.draft, rules: map[string]bool{}, flows: map[string]bool{}, limits: map[string][]time.Time{}, spoke: map[string]bool{}}
	outcomes, _ := t.outcomes(k.old)
	changed.touch(outcomes)
	return changed
}

// near says how likely a story is to come near the mutant.
func (k *killer) near(p *profile) int {
	switch {
	case p.limits[k.mutant.Limit] != nil && k.mutant.Limit != "":
		return 2
	case slices.ContainsFunc(k.mutant.Speaks, func(path string) bool { return p.spoke[path] }):
		return 1
	}
	return 0
}

// A change is one thing that is different in a variation.
type change = func(*writing)

// try writes a variation and looks whether it tells the rules from the mutant. What it
// does not need for that is not changed. Its name is in both languages.
func (k *killer) try(p *profile, changes []change) say.Text {
	expect, ok := k.tells(p, changes)
	if !ok {
		return say.Text{}
	}
	for i := len(changes) - 1; i >= 0; i-- {
		fewer := slices.Delete(slices.Clone(changes), i, i+1)
		if other, ok := k.tells(p, fewer); ok {
			expect, changes = other, fewer
		}
	}
	return k.mutant.What.Each(func(what string) string { return k.write(p, changes, p.name+" · "+what, expect) })
}

// tells says whether a variation tells the rules from the mutant, and what it has to
// expect for that.
func (k *killer) tells(p *profile, changes []change) (expect []string, ok bool) {
	t := k.understand(p, k.write(p, changes, p.name, nil))
	if t == nil {
		return nil, false
	}
	before, _ := t.outcomes(k.old)
	after, _ := t.outcomes(k.changed)
	if slices.Equal(going(before, t.start, true), going(after, t.start, true)) {
		return nil, false
	}
	for _, worded := range []bool{false, true} {
		expect := going(before, t.start, worded)
		if t := k.understand(p, k.write(p, changes, p.name, expect)); t != nil && t.passes(k.old) && !t.passes(k.changed) {
			return expect, true
		}
	}
	return nil, false
}

// write is a variation as it is written; empty where it cannot be.
func (k *killer) write(p *profile, changes []change, name string, expect []string) string {
	w := &writing{draft: p.draft, edits: map[int][]edit{}, customers: map[string][]string{}, zero: p.start, zone: p.start.Location()}
	for _, change := range changes {
		if change(w); w.wrong {
			return ""
		}
	}
	return w.text(strconv.Quote(name), expect)
}

func (t *test) passes(rules *care.Rules) bool {
	_, failed := t.outcomes(rules)
	return !failed
}

// going are the expectations of all that goes.
func going(outcomes []care.Outcome, start time.Time, worded bool) []string {
	var all []string
	for i := range outcomes {
		if o := &outcomes[i]; o.Goes() {
			claim := claimed(o)
			if !worded {
				claim, _, _ = strings.Cut(claim, ", "+table[textColumn].name+": ")
			}
			all = append(all, fmt.Sprintf("{at: %s%s}", since(o.At, start), claim))
		}
	}
	return all
}

// understand reads a variation in its file, without the other tests; nil when it is no
// test.
func (k *killer) understand(p *profile, text string) *test {
	if text == "" {
		return nil
	}
	data := strings.Join(p.draft.lines[:p.draft.head], "\n") + "\n" + text
	c := &compiler{dir: path.Dir(p.file), preset: k.old, reader: form.NewReader(), loaded: map[string]*care.Rules{}, first: map[string]form.Spot{}}
	root, ok := c.reader.Parse(p.file, []byte(data))
	if !ok {
		return nil
	}
	_, c.hasStart = root.Get("start")
	spec, ok := fileForm.Kind().Read(c.reader, root)
	if !ok || len(spec.Tests) != 1 || len(c.reader.Problems().Errors()) > 0 {
		return nil
	}
	t := c.test(p.file, &spec, 0)
	if len(c.reader.Problems().Errors()) > 0 {
		return nil
	}
	return t
}

// variations yields what may be changed in a story, the likeliest first.
func (k *killer) variations(p *profile) iter.Seq[change] {
	return func(yield func(change) bool) {
		if !yield(func(w *writing) { w.lasts() }) {
			return
		}
		var words []rule.Value
		for _, v := range k.mutant.Values {
			switch {
			case v.Word == rule.WordStart:
				clock, _ := time.Parse("15:04", v.Text)
				if !yield(func(w *writing) { w.begin(onDay(p.start, clock)) }) {
					return
				}
			case v.Word == rule.WordTime:
				if !k.times(p, v, yield) {
					return
				}
			case v.Word == rule.WordEvent:
				for _, went := range p.went {
					after := went.Sub(p.start)
					for _, by := range []time.Duration{-time.Minute, time.Minute} {
						if !yield(func(w *writing) { w.happens(v.Text, after+by) }) {
							return
						}
					}
				}
			case v.Word == rule.WordRepeat, v.Word == rule.WordSame:
				every, _ := rule.ParseDuration(v.Text)
				if !yield(func(w *writing) {
					for n := range int(v.Clock) {
						w.again(n+2, every*time.Duration(n+1), v.Word == rule.WordRepeat)
					}
				}) {
					return
				}
			case v.Word == rule.WordLate:
				by, _ := rule.ParseDuration(v.Text)
				for line := range p.draft.spec.Given {
					if !yield(func(w *writing) { w.late(line, by) }) {
						return
					}
				}
			case v.Clock != 0:
				if !k.clocks(v, p, yield) {
					return
				}
			default:
				words = append(words, v)
				if !yield(func(w *writing) { w.set(v) }) {
					return
				}
			}
		}
		pairs(words, yield)
	}
}

// times lets what goes come to a time of day.
func (k *killer) times(p *profile, v rule.Value, yield func(change) bool) bool {
	clock, err := time.Parse("15:04", v.Text)
	if err != nil {
		return true
	}
	held := p.limits[k.mutant.Limit]
	for _, due := range slices.Concat(held[:min(len(held), 1)], p.went[:min(len(p.went), 2)]) {
		if !yield(func(w *writing) { w.begin(p.start.Add(onDay(due, clock).Sub(due))) }) {
			return false
		}
	}
	return true
}

// onDay is a time of day on the day of another time.
func onDay(day, clock time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), 0, 0, day.Location())
}

// clocks lets later lines happen when a clock passes its threshold, seen from the first.
func (k *killer) clocks(v rule.Value, p *profile, yield func(change) bool) bool {
	threshold := time.Duration(v.Clock) * time.Millisecond
	for line := 1; line < len(p.draft.spec.Given); line++ {
		for _, by := range []time.Duration{0, -time.Minute, time.Minute, 30 * time.Second, -30 * time.Second} {
			if !yield(func(w *writing) { w.move(line, w.after(0)+threshold+by) }) {
				return false
			}
		}
	}
	return true
}

// pairs sets two words at once.
func pairs(words []rule.Value, yield func(change) bool) {
	for i, a := range words {
		for _, b := range words[i+1:] {
			if a.Word == b.Word {
				continue
			}
			if !yield(func(w *writing) { w.set(a); w.set(b) }) {
				return
			}
		}
	}
}
