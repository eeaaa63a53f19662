package rule

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// knownValues are the values the library knows of words whose values hosts may
// add to: another value is a remark, not an error.
func (l *loader) knownValues(word string) []string {
	switch word {
	case "order.kind":
		return texts(tiexin.Normal, tiexin.Juhuasuan, tiexin.Presale, tiexin.Group, tiexin.COD, tiexin.Virtual, tiexin.PayLater)
	case "order.status":
		return texts(tiexin.Unpaid, tiexin.Paying, tiexin.DepositPaid, tiexin.Held, tiexin.Paid, tiexin.PartlyShipped, tiexin.Shipped,
			tiexin.Signed, tiexin.Succeeded, tiexin.Cancelled, tiexin.Closed)
	case "order.source":
		known := []string{string(tiexin.Juhuasuan), "wap", "app", "pc", "live", "taobao", "tmall"}
		for source := range l.set.Shop.Closes {
			known = append(known, source)
		}
		slices.Sort(known)
		return slices.Compact(known)
	case "customer.gender":
		return texts(tiexin.Female, tiexin.Male)
	}
	return nil
}

func texts[T ~string](values ...T) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

// remarkValues remarks on values that look like a slip of the pen.
func (l *loader) remarkValues(w form.Word, c *Condition) {
	c.root.each(func(n *node) {
		known := l.knownValues(n.atom.word)
		if n.op != opLeaf || known == nil {
			return
		}
		for _, value := range n.atom.texts {
			near, isNear := source.Nearest(value, known)
			strict := n.atom.word != "order.source"
			if slices.Contains(known, value) || !isNear && !strict {
				continue
			}
			hint := ""
			if isNear {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			at := strings.Index(w.Value, value)
			if at < 0 {
				continue
			}
			l.reader.RemarkInside(w.Spot, utf8.RuneCountInString(w.Value[:at]), utf8.RuneCountInString(value),
				fmt.Sprintf("%q is not a value of %s that is known", value, n.atom.word), hint)
		}
	})
}

// each visits every part of a condition, segments not followed.
func (n *node) each(f func(*node)) {
	f(n)
	for _, k := range n.kids {
		k.each(f)
	}
}

// remarkFlow remarks on flows that load but are seldom meant so.
func (l *loader) remarkFlow(f *Flow, spec *flowSpec) {
	if f.All || len(f.Rules) != len(spec.Rules) {
		return
	}
	for i, r := range f.Rules {
		if i > 0 && spec.Rules[i-1].If.Spot.IsZero() && sameWhen(f.Rules[i-1], r) && f.Rules[i-1].Clocks == r.Clocks {
			l.reader.Remark(spec.Rules[i].Name.Spot, fmt.Sprintf("rule %q is never reached: %q before it always applies", r.Name, f.Rules[i-1].Name),
				"put it before that rule, or write choose: all")
			return
		}
		if i > 0 && !sameWhen(f.Rules[0], r) {
			l.reader.Remark(spec.Rules[i].Name.Spot, fmt.Sprintf("rules %q and %q wait for different events, but only one of them speaks about a subject", f.Rules[0].Name, r.Name),
				"write choose: all in the flow if both should")
			return
		}
	}
}

func sameWhen(a, b *Rule) bool { return slices.Equal(a.When, b.When) }
