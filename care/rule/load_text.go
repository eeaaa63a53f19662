package rule

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/template"
)

// compileTexts parses every wording and reports what is wrong in it under the
// very characters.
func (l *loader) compileTexts() {
	for _, e := range l.spec.Texts {
		t := &Text{Name: e.Name.Value}
		if !e.Value.Any.Spot.IsZero() {
			t.Any = l.template(e.Value.Any)
		}
		for _, by := range e.Value.By {
			k, ok := channel.ParseKind(by.Name.Value)
			if !ok {
				var known []string
				for _, k := range channel.Kinds() {
					known = append(known, k.String())
				}
				l.reader.Report(by.Name.Spot, fmt.Sprintf("no channel is called %q", by.Name.Value), suggest(by.Name.Value, known))
				continue
			}
			if t.By == nil {
				t.By = map[channel.Kind]*template.Template{}
			}
			t.By[k] = l.template(by.Value)
		}
		if len(e.Value.By) == 0 && e.Value.Any.Spot.IsZero() {
			l.reader.Report(e.Name.Spot, fmt.Sprintf("text %q says nothing", t.Name), "write its words")
		}
		t.AsksForPayment = t.has(template.PayLink) || t.has(template.TimeLeft) || t.has(template.ClosesAt)
		l.texts[t.Name] = t
		l.set.Texts = append(l.set.Texts, t)
	}
}

func (t *Text) wordings() []*template.Template {
	all := []*template.Template{t.Any}
	for _, k := range channel.Kinds() {
		all = append(all, t.By[k])
	}
	return slices.DeleteFunc(all, func(w *template.Template) bool { return w == nil })
}

func (t *Text) has(n template.Name) bool {
	return slices.ContainsFunc(t.wordings(), func(w *template.Template) bool { return w.Has(n) })
}

func (l *loader) template(w form.Word) *template.Template {
	t, err := template.Parse(w.Value)
	if err == nil {
		return t
	}
	var e *template.Error
	if !errors.As(err, &e) {
		l.reader.Report(w.Spot, err.Error(), "")
		return nil
	}
	for _, p := range e.Problems {
		from := utf8.RuneCountInString(w.Value[:min(p.Offset, len(w.Value))])
		l.reader.ReportInside(w.Spot, from, p.Width, p.Message, p.Hint)
	}
	return nil
}

// text finds a text by its name.
func (l *loader) text(name form.Word) *Text {
	if name.Spot.IsZero() || name.Value == "" {
		return nil
	}
	if t, ok := l.texts[name.Value]; ok {
		l.used[name.Value] = true
		return t
	}
	var known []string
	for _, t := range l.set.Texts {
		known = append(known, t.Name)
	}
	l.reader.Report(name.Spot, fmt.Sprintf("no text is called %q", name.Value), suggest(name.Value, known))
	return nil
}

// checkWordings makes sure that the text has words for every channel it may go
// by, and that its placeholders can have a value.
func (l *loader) checkWordings(r *Rule, s *Step, name form.Word) {
	var without []string
	seen := map[*template.Template]bool{}
	for _, k := range s.Via {
		w := s.Text.For(k)
		if w == nil {
			if !l.brokenText(s.Text) {
				without = append(without, k.String())
			}
			continue
		}
		if !seen[w] {
			seen[w] = true
			l.checkNeeds(r, w, name)
			l.lint(r, s, k, w, name)
		}
	}
	if len(without) > 0 {
		l.reader.Report(name.Spot, fmt.Sprintf("text %q may go by %s but has no words for it", s.Text.Name, strings.Join(without, " and ")),
			fmt.Sprintf("add them under texts.%s, or take the channel out of via", s.Text.Name))
	}
}

// brokenText says that a wording of the text has a fault of its own, so that it
// is only missing because of that.
func (l *loader) brokenText(t *Text) bool {
	for _, e := range l.spec.Texts {
		if e.Name.Value == t.Name {
			return len(e.Value.By) != len(t.By) || t.Any == nil && !e.Value.Any.Spot.IsZero() || slices.Contains(templatesOf(t), nil)
		}
	}
	return false
}

func templatesOf(t *Text) []*template.Template {
	var all []*template.Template
	for _, w := range t.By {
		all = append(all, w)
	}
	return all
}

// checkNeeds reports placeholders that could never be filled where the text is
// used.
func (l *loader) checkNeeds(r *Rule, w *template.Template, name form.Word) {
	for _, n := range w.Required() {
		for _, need := range n.Info().Needs {
			why := ""
			switch need {
			case template.NeedOrder, template.NeedRefund:
				if r.Flow.About != AboutOrder {
					why = fmt.Sprintf("flow %q is not about an order", r.Flow.Name)
				}
			case template.NeedParcel:
				why = parcelLater
				if r.Flow.About == AboutOrder && fromOrder[n] {
					why = ""
				}
			case template.NeedReview:
				why = "reviews are not kept yet"
			case template.NeedChild:
				why = childLater
			case template.NeedCalendar:
				why = calendarLater
			case template.NeedLink:
				if _, ok := l.set.Shop.Links[n.String()]; !ok && !fromOrder[n] {
					why = fmt.Sprintf("there is no link for it: add %s: … under shop.links", n)
				}
			}
			if why != "" {
				l.reader.Report(name.Spot, fmt.Sprintf("#%s# in text %q can have no value here: %s", n, name.Value, why), fmt.Sprintf("give it a fallback: #%s|…#", n))
				break
			}
		}
	}
}

// fromOrder are the placeholders about links and the receiver's place that an
// order itself can fill.
var fromOrder = map[template.Name]bool{
	template.PayLink: true, template.OrderLink: true, template.ItemLink: true, template.TrackLink: true, template.RefundLink: true,
	template.City: true, template.Province: true, template.District: true, template.SignedAt: true, template.DueAt: true,
}

// lint remarks on words that providers refuse.
func (l *loader) lint(r *Rule, s *Step, k channel.Kind, w *template.Template, name form.Word) {
	if s.Task {
		return
	}
	for _, f := range channel.Lint(k, w.String(), r.Flow.Purpose) {
		l.reader.Remark(name.Spot, fmt.Sprintf("text %q by %s: %s", s.Text.Name, k, f), "")
	}
}

func (l *loader) remarkUnusedTexts() {
	for _, e := range l.spec.Texts {
		if !l.used[e.Name.Value] {
			l.reader.Remark(e.Name.Spot, fmt.Sprintf("no rule sends the text %q", e.Name.Value), "use it, or delete it")
		}
	}
}
