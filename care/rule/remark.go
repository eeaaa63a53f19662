package rule

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// knownValues are the values the library knows of words whose values hosts may
// add to: another value is a remark, not an error.
func (l *loader) knownValues(word string) []string {
	switch word {
	case "order.kind":
		return texts(orderKinds...)
	case "order.status":
		return texts(tiexin.Unpaid, tiexin.Paying, tiexin.DepositPaid, tiexin.Held, tiexin.Paid, tiexin.PartlyShipped, tiexin.Shipped,
			tiexin.Signed, tiexin.Succeeded, tiexin.Cancelled, tiexin.Closed)
	case "order.source":
		return slices.Concat(usualSources, slices.Sorted(maps.Keys(l.set.Shop.Closes)))
	case "customer.gender":
		return texts(tiexin.Female, tiexin.Male, tiexin.Gender(""))
	case "channel":
		return channelWords()
	case "purpose":
		return texts(tiexin.Service, tiexin.Notice, tiexin.Care, tiexin.Marketing, tiexin.SurveyAsk)
	case "flow":
		var known []string
		for _, f := range l.spec.Flows.all {
			known = append(known, f.Name.Value)
		}
		return known
	}
	return nil
}

var (
	usualSources = []string{string(tiexin.Juhuasuan), "wap", "app", "pc", "live", "taobao", "tmall"}
	orderKinds   = []tiexin.OrderKind{tiexin.Normal, tiexin.Juhuasuan, tiexin.Presale, tiexin.Group, tiexin.COD, tiexin.Virtual, tiexin.PayLater}
)

// remarkCloses remarks on sources and kinds that look like a slip of the pen.
func (l *loader) remarkCloses(closes []form.Entry[span]) {
	known := append(slices.Concat(usualSources, texts(orderKinds...)), "default")
	for _, e := range closes {
		if near, isNear := source.Nearest(e.Name.Value, known); isNear && !slices.Contains(known, e.Name.Value) {
			l.reader.Remark(e.Name.Spot, fmt.Sprintf("%q is not a source or kind that is known", e.Name.Value), fmt.Sprintf("did you mean %q?", near))
		}
	}
}

func texts[T ~string](values ...T) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

// remarkValues remarks on values that look like a slip of the pen.
func (l *loader) remarkValues(w form.Word, c *ask.Condition) {
	for _, text := range c.Compared() {
		if message, hint := l.valueRemark(text.Word, text.Value); message != "" {
			l.reader.RemarkInside(w.Spot, text.From, text.Width, message, hint)
		}
	}
}

func (l *loader) valueRemark(word, value string) (message, hint string) {
	if strings.HasSuffix(word, ".province") || word == "shop.remote" {
		if short := tiexin.NormalRegion(value, "", "").Province; short != value {
			return fmt.Sprintf("%s is never %q: provinces are written short", word, value), fmt.Sprintf("write '%s'", short)
		}
		return "", ""
	}
	known := l.knownValues(word)
	near, isNear := source.Nearest(value, known)
	switch {
	case known == nil || slices.Contains(known, value):
		return "", ""
	case isNear:
		hint = fmt.Sprintf("did you mean '%s'?", near)
	case word == "order.source":
		return "", "" // every shop has its own
	}
	if hint == "" {
		hint = "known: '" + strings.Join(slices.DeleteFunc(known, func(k string) bool { return k == "" }), "', '") + "'"
	}
	return fmt.Sprintf("%q is not a value of %s that is known", value, word), hint
}

// remarkFlow remarks on flows that load but are seldom meant so.
func (l *loader) remarkFlow(f *Flow, spec *flowSpec) {
	if f.All || len(f.Rules) < 2 {
		return
	}
	for i, r := range f.Rules[1:] {
		name, before := spec.Rules.all[i+1].Name.Spot, f.Rules[i]
		switch {
		case before.If == nil && sameWhen(before, r) && before.Clocks == r.Clocks && slices.Equal(before.Until, r.Until):
			l.reader.Remark(name, fmt.Sprintf("rule %q is never reached: %q before it always applies", r.Name, before.Name),
				"put it before that rule, or write choose: all")
			return
		case !sameWhen(f.Rules[0], r):
			l.reader.Remark(name, fmt.Sprintf("rules %q and %q wait for different events, but only one of them speaks about a subject", f.Rules[0].Name, r.Name),
				"write choose: all in the flow if both should")
			return
		}
	}
}

func sameWhen(a, b *Rule) bool { return slices.Equal(a.When, b.When) }
