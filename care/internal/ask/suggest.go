package ask

import (
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// What a misspelt name probably meant.

// usable lists the names that a condition may use where it stands.
func usable(where Scope) []string {
	var names []string
	for _, w := range vocabulary().words {
		if w.usable(where) {
			names = append(names, w.head())
		}
	}
	for s := range Stems() {
		if !where.Promise && s.MayUse(where.Kind) {
			for _, u := range units {
				names = append(names, u.prefix+s.String())
			}
		}
	}
	return names
}

func (w *Word) usable(where Scope) bool {
	if w.promise {
		return where.Promise
	}
	for t := range w.things.All() {
		switch {
		case len(w.When) == 0:
			if where.Kind != AnyKind && !t.seenBy(where.Kind) {
				return false
			}
		case where.Promise:
			return false
		case !where.Segment && !where.Brings(t):
			return false
		}
	}
	return true
}

// memberHint suggests a word, or lists those that the thing has.
func (w *builder) memberHint(thing, full string) say.Text {
	known := usable(w.Scope)
	for _, m := range saidWords[strings.TrimPrefix(full, thing+".")] {
		if slices.Contains(known, m) && strings.HasPrefix(m, thing+".") {
			return zh.Text("write %s", m)
		}
	}
	if hint := source.Suggest(full, known); !hint.Empty() {
		return hint
	}
	var words []string
	for _, k := range known {
		if word, ok := strings.CutPrefix(k, thing+"."); ok {
			words = append(words, word)
		}
	}
	if len(words) > 0 {
		return zh.Text("possible: %s", listed(words))
	}
	if t, ok := thingNamed(thing); ok && len(things[t].by) > 0 {
		return zh.Text("it is known in a rule with when: %s", things[t].by[0])
	}
	return zh.Text("it is known in a flow about %s", thing)
}
