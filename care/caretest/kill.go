package caretest

import (
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
	mostStories    = 4
	mostVariations = 60 // of each story
)

// find returns the test as it is written, and the file that it belongs to; empty: none
// was found.
func (k *killer) find(stories []*profile) (text, file string) {
	usable := slices.DeleteFunc(slices.Clone(stories), func(p *profile) bool { return p.draft == nil || len(p.draft.spec.Given) == 0 })
	slices.SortStableFunc(usable, func(a, b *profile) int { return len(a.draft.spec.Given) - len(b.draft.spec.Given) })
	for _, p := range usable {
		if text := k.try(p, func(*writing) {}); text != "" {
			return text, p.file
		}
	}
	for _, p := range usable[:min(len(usable), mostStories)] {
		tried := 0
		for vary := range k.variations(p) {
			if tried++; tried > mostVariations {
				break
			}
			if text := k.try(p, vary); text != "" {
				return text, p.file
			}
		}
	}
	return "", ""
}

// try writes a variation and looks whether it tells the rules from the mutant.
func (k *killer) try(p *profile, vary func(*writing)) string {
	w := &writing{draft: p.draft, edits: map[int][]edit{}, customers: map[string][]string{}, zero: p.start, zone: p.start.Location()}
	if vary(w); w.wrong {
		return ""
	}
	name := strconv.Quote(p.name + " · " + k.mutant.What)
	t := k.understand(p, w.text(name, nil))
	if t == nil {
		return ""
	}
	before, _ := t.outcomes(k.old)
	after, _ := t.outcomes(k.changed)
	if slices.Equal(going(before, t.start, true), going(after, t.start, true)) {
		return ""
	}
	for _, worded := range []bool{false, true} {
		text := w.text(name, going(before, t.start, worded))
		if t := k.understand(p, text); t != nil && t.passes(k.old) && !t.passes(k.changed) {
			return text
		}
	}
	return ""
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
func (k *killer) variations(p *profile) iter.Seq[func(*writing)] {
	return func(yield func(func(*writing)) bool) {
		var words []rule.Value
		for _, v := range k.mutant.Values {
			switch {
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
			case v.Word == rule.WordRepeat:
				every, _ := rule.ParseDuration(v.Text)
				if !yield(func(w *writing) {
					for n := range int(v.Clock) {
						w.again(n+2, every*time.Duration(n+1))
					}
				}) {
					return
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
func (k *killer) times(p *profile, v rule.Value, yield func(func(*writing)) bool) bool {
	clock, err := time.Parse("15:04", v.Text)
	if err != nil {
		return true
	}
	for _, went := range p.went[:min(len(p.went), 2)] {
		at := time.Date(went.Year(), went.Month(), went.Day(), clock.Hour(), clock.Minute(), 0, 0, went.Location())
		if !yield(func(w *writing) { w.begin(p.start.Add(at.Sub(went))) }) {
			return false
		}
	}
	return true
}

// clocks lets later lines happen when a clock passes its threshold, seen from the first.
func (k *killer) clocks(v rule.Value, p *profile, yield func(func(*writing)) bool) bool {
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
func pairs(words []rule.Value, yield func(func(*writing)) bool) {
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
