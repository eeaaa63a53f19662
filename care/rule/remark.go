package rule

import (
	"maps"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/template"
)

// knownValues are the values the library and the file know of a word whose values
// hosts may add to: another value is a remark, not an error.
func (l *loader) knownValues(word string) names {
	known, ok := l.known[word]
	if ok {
		return known
	}
	switch word {
	case "order.source":
		known = namesOf(slices.Concat(knownTo(word), slices.Sorted(maps.Keys(l.set.Shop.Closes)), slices.Sorted(maps.Keys(l.set.Shop.Usual))))
	case "parcel.carrier":
		known = namesOf(slices.Concat(carrierCodes(), slices.Sorted(maps.Keys(l.set.Shop.Transit))))
	case "customer.value":
		known = namesOf(append(l.tiers(), LowestTier))
	case "channel", "message.channel":
		known = namesOf(channelWords())
	case "flow", "rule", "task.rule", "message.rule":
		for w, all := range l.ruleNames() {
			l.known[w] = namesOf(all)
		}
		known = l.known[word]
	default:
		known = namesOf(knownTo(word))
	}
	l.known[word] = known
	return known
}

// ruleNames are what the file's flows and rules are called, by the word that is
// compared with it; none when not all of them could be read.
func (l *loader) ruleNames() map[string][]string {
	names, seen := map[string][]string{}, map[string]bool{}
	lost := l.spec.lost || l.spec.Flows.lost
	add := func(name string, words ...string) {
		for _, w := range words {
			if key := w + " " + name; !seen[key] {
				seen[key] = true
				names[w] = append(names[w], name)
			}
		}
	}
	for _, f := range l.spec.Flows.all {
		add(f.Name.Value, "flow")
		lost = lost || f.Broken || f.Value.Rules.lost
		for _, r := range f.Value.Rules.all {
			add(r.Name.Value, "rule")
			add(f.Name.Value+"/"+r.Name.Value, "task.rule", "message.rule")
		}
	}
	if lost {
		return map[string][]string{"flow": names["flow"]}
	}
	return names
}

// knownTo are the values of a word that the vocabulary itself knows.
func knownTo(word string) []string {
	w, ok := ask.WordNamed(word)
	if !ok {
		return nil
	}
	return w.Values
}

// remarkCloses remarks on sources and kinds that look like a slip of the pen.
func (l *loader) remarkCloses(closes []form.Entry[span]) {
	known := slices.Concat(knownTo("order.source"), knownTo("order.kind"), []string{byDefault})
	for _, e := range closes {
		l.remarkName(e.Name, zh.Text("source or kind"), known)
	}
}

// remarkSources does the same for sources alone.
func (l *loader) remarkSources(usual []form.Entry[decimal]) {
	known := slices.Concat(knownTo("order.source"), []string{byDefault})
	for _, e := range usual {
		l.remarkName(e.Name, zh.Text("source"), known)
	}
}

func (l *loader) remarkName(name form.Word, what say.Text, known []string) {
	if l.reader.Full() || slices.Contains(known, name.Value) {
		return
	}
	near, isNear := source.Nearest(meantValue("order.kind", meantValue("order.source", name.Value)), known)
	for _, m := range valuesSaid[name.Value] {
		if slices.Contains(known, m) {
			near, isNear = m, true
		}
	}
	if isNear {
		l.reader.Remark(name.Spot, zh.Text("unknown %[2]s %[1]q", name.Value, what), zh.Text("did you mean %q?", near))
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
	defer l.reader.Within(source.Condition)()
	for _, text := range c.Compared() {
		if l.reader.Full() {
			return
		}
		message, hint := l.valueRemark(text.Word, text.Value)
		word, _ := ask.WordNamed(text.Word)
		switch {
		case message.Empty():
		case word.Closed:
			l.reader.ReportInside(w.Spot, text.From, text.Width, message, hint)
		default:
			l.reader.RemarkInside(w.Spot, text.From, text.Width, message, hint)
		}
	}
}

// mostListed is how many values a remark lists.
const mostListed = 20

func (l *loader) valueRemark(word, value string) (message, hint say.Text) {
	w, _ := ask.WordNamed(word)
	if short, what := shortRegion(w.Region, value); short != value {
		return zh.Text("%s is never %q: %s are written short", word, value, what), zh.Text("write '%s'", short)
	}
	if first, again := l.spelt(word, value); again {
		return zh.Text("%q is written %q elsewhere, and %s treats them as different", value, first, word), zh.Text("write it the same everywhere")
	}
	known := l.knownValues(word)
	if len(known.all) == 0 || known.has(value) {
		return say.Text{}, say.Text{}
	}
	near, isNear := source.Nearest(meantValue(word, value), known.all)
	for _, m := range valuesSaid[value] {
		if known.has(m) {
			near, isNear = m, true
		}
	}
	switch {
	case isNear:
		hint = zh.Text("did you mean '%s'?", near)
	case w.Own || word == "parcel.carrier": // carriers have codes that nobody lists
		return say.Text{}, say.Text{}
	}
	if hint.Empty() && len(known.all) <= mostListed {
		var quoted []string
		for _, k := range known.all {
			if k != "" {
				quoted = append(quoted, "'"+k+"'")
			}
		}
		hint = zh.Text("known: %s", listed(quoted))
	}
	return zh.Text("unknown value %q of %s", value, word), hint
}

// shortRegion is a province or city as orders and customers have it.
func shortRegion(region, value string) (short string, what say.Text) {
	switch region {
	case "province":
		return tiexin.NormalRegion(value, "", "").Province, zh.Text("provinces")
	case "city":
		return tiexin.NormalRegion("", value, "").City, zh.Text("cities")
	default:
		return value, say.Text{}
	}
}

// remarkFlow remarks on flows that load but are seldom meant so.
func (l *loader) remarkFlow(f *Flow, spec *flowSpec) {
	if f.All || len(f.Rules) < 2 {
		return
	}
	var first *Rule
	for i, r := range f.Rules {
		switch {
		case !r.once():
			continue
		case first == nil:
			first = r
			continue
		case slices.Equal(first.whenOnce(), r.whenOnce()):
			continue
		}
		l.reader.Remark(spec.Rules.all[i].Name.Spot, zh.Text("rules %q and %q wait for different events, but only one of them sends for a subject", first.Name, r.Name),
			zh.Text("write choose: all in the flow if both should"))
		break
	}
	l.remarkHidden(f, spec)
}

// once says that the rule is among those of which a flow chooses one for a subject. Each
// moment, incident and arrival is an occurrence of its own, on which the flow chooses anew.
func (r *Rule) once() bool { return !r.Waits() || len(r.whenOnce()) > 0 }

// whenOnce are the events that are no occurrence of their own.
func (r *Rule) whenOnce() []tiexin.EventType {
	return slices.DeleteFunc(slices.Clone(r.When), concernsMany)
}

func sameWhen(a, b *Rule) bool {
	return slices.Equal(a.When, b.When) && slices.Equal(textsOf(a.Moments), textsOf(b.Moments))
}

// remarkMerge remarks on a flow in which a message silences one that it has not spoken
// for. A message names all subjects whose event came before it went. One whose event
// comes later is silent within the span, unless its rule waits as long as the span.
func (l *loader) remarkMerge(f *Flow, spec *flowSpec) {
	if f.About == ask.Customer || spec.Merge.Spot.IsZero() {
		return
	}
	for _, r := range f.Rules {
		waits := r.After
		for _, s := range r.Steps {
			waits += s.After
			named, names := s.Text.namesSubject()
			if !r.Waits() || r.Clocks != 0 || waits >= f.Merge || !names || r.asksForPayment() {
				continue
			}
			l.reader.Remark(spec.Merge.Spot, zh.Text("after a message, rule %q sends nothing for another %s within %s, so its #%s# is never sent",
				r.Name, subjects[f.About], FormatDuration(f.Merge), named), waitHint(f.Merge, waits))
			return
		}
	}
}

// subjects are what flows are about, as a sentence calls them.
var subjects = map[ask.Kind]say.Text{
	ask.Order: zh.Text("order"), ask.Parcel: zh.Text("parcel"), ask.Chat: zh.Text("chat"), ask.Child: zh.Text("child"),
}

func waitHint(merge, waits time.Duration) say.Text {
	if waits == 0 {
		return zh.Text("write after: %s in the rule, so that one message covers all of them, or leave merge out", FormatDuration(merge))
	}
	return zh.Text("write merge: %s, as long as the rule waits, or a longer after", FormatDuration(waits))
}

// namesSubject is a placeholder of the text that tells its subject from others.
func (t *Text) namesSubject() (template.Name, bool) {
	wordings := slices.Collect(maps.Values(t.By))
	if t.Any != nil {
		wordings = append(wordings, t.Any)
	}
	for _, n := range template.Names() {
		for _, w := range wordings {
			if ofSubject[n] && w != nil && slices.Contains(w.Names(), n) { // nil: it has a fault
				return n, true
			}
		}
	}
	return 0, false
}

// ofSubject are the placeholders by which a customer tells one order, parcel or chat from
// another. Times and places are not among them: several subjects share them.
var ofSubject = map[template.Name]bool{
	template.OrderID: true, template.ItemTitle: true, template.ItemList: true, template.Amount: true, template.PaidAmount: true, template.TrackingNumber: true,
	template.RefundAmount: true, template.ReviewText: true,
}
