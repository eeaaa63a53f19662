package rule

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/template"
)

// compileTexts parses every wording and reports what is wrong in it under the
// very characters.
func (l *loader) compileTexts() {
	for _, e := range l.spec.Texts.all {
		t := &Text{Name: e.Name.Value, broken: e.Broken}
		if !e.Value.Any.Spot.IsZero() {
			t.Any = l.template(t, e.Value.Any)
		}
		for _, by := range e.Value.By {
			k, ok := l.channelNamed(by.Name)
			if !ok || by.Broken {
				t.broken = true
				continue
			}
			if t.By == nil {
				t.By = map[channel.Kind]*template.Template{}
			}
			t.By[k] = l.template(t, by.Value)
		}
		if !e.Broken && len(e.Value.By) == 0 && e.Value.Any.Spot.IsZero() {
			l.report(e.Name.Spot, zh.Text("text %q is empty", t.Name), zh.Text("write the text"))
			t.broken = true
		}
		t.flags()
		l.texts[t.Name] = t
		l.set.Texts = append(l.set.Texts, t)
	}
	l.wordFields()
	l.shortenTitles()
}

// flags notes what the words of a text are about.
func (t *Text) flags() {
	t.AsksForPayment = slices.ContainsFunc(paymentWords, t.has)
	t.AboutChild = t.has(template.ChildNick) || t.has(template.ChildMonths)
}

func (t *Text) has(n template.Name) bool {
	if t.Any != nil && t.Any.Has(n) {
		return true
	}
	for _, w := range t.By {
		if w != nil && w.Has(n) {
			return true
		}
	}
	for _, b := range t.bound {
		if b.Link != nil && b.Link.Has(n) || b.Page != nil && b.Page.Has(n) {
			return true
		}
	}
	return false
}

// template parses a wording; nil when it has a fault.
func (l *loader) template(of *Text, w form.Word) *template.Template {
	t, err := template.Parse(strings.TrimRight(w.Value, "\r\n")) // the last line break of "|" is not meant for customers
	if err == nil {
		l.wordings[t] = w.Spot
		l.remarkWriting(t, w)
		return t
	}
	of.broken = true
	defer l.reader.Within(source.Wording)()
	var e *template.Error
	if !errors.As(err, &e) {
		l.report(w.Spot, say.Of(err), say.Text{})
		return nil
	}
	for _, p := range e.Problems {
		l.sound = false
		message, hint := say.Text{English: p.Message, Chinese: p.MessageChinese()}, say.Text{English: p.Hint, Chinese: p.HintChinese()}
		l.reader.ReportInside(w.Spot, utf8.RuneCountInString(w.Value[:min(p.Offset, len(w.Value))]), p.Width, message, hint)
	}
	return nil
}

// remarkWriting remarks on signs that belong to the file and not to the text.
func (l *loader) remarkWriting(t *template.Template, w form.Word) {
	runes := []rune(strings.TrimSpace(w.Value))
	if last := len(runes) - 1; last > 0 && strings.ContainsRune("“‘「『", runes[0]) && strings.ContainsRune("”’」』\"'", runes[last]) &&
		!strings.ContainsAny(string(runes[1:last]), "“‘「『") {
		said := l.refusalsOf(t)
		said.at[strings.IndexRune(w.Value, runes[0])], said.at[strings.LastIndex(w.Value, string(runes[last]))] = true, true
		l.reader.Remark(w.Spot, zh.Text("the customer would see the quotes %c and %c around the text", runes[0], runes[last]), zh.Text(`leave them out, or write " around the text`))
	}
	if at := strings.Index(w.Value, `\n`); at >= 0 {
		l.reader.RemarkInside(w.Spot, utf8.RuneCountInString(w.Value[:at]), 2, zh.Text(`the customer would see "\n" as it is`), zh.Text(`for a line break, put " around the whole text`))
	}
}

// text finds a text by its name.
func (l *loader) text(name form.Word) *Text {
	if t, ok := l.texts[name.Value]; ok {
		return t
	}
	if l.spec.lost || l.spec.Texts.lost {
		return nil
	}
	known := make([]string, 0, len(l.set.Texts))
	for _, t := range l.set.Texts {
		known = append(known, t.Name)
	}
	message, hint := zh.Text("unknown text %q", name.Value), zh.Text("write it under texts: {%s: …}", name.Value)
	near, isNear := source.Nearest(strings.Trim(name.Value, "“”‘’「」"), known)
	switch {
	case isNear:
		hint, l.meant[near] = zh.Text("did you mean %q?", near), true
	case isWords(name.Value):
		message, hint = zh.Text("this is a text, not the name of one"), zh.Text("put the text under texts: with a name, and write the name here")
	}
	l.textLost = l.textLost || !isNear
	l.report(name.Spot, message, hint)
	return nil
}

// isWords says that something is what customers read, and no name.
func isWords(s string) bool {
	return strings.ContainsAny(s, "#＃，。！？；、,!?") && utf8.RuneCountInString(s) > 3
}

// checkWordings makes sure that the text has words for every channel it may go
// by, and that its placeholders can have a value.
func (l *loader) checkWordings(r *Rule, where ask.Scope, s *Step, name form.Word) {
	defer l.reader.Within(source.Wording)()
	var without []say.Text
	seen := map[*template.Template]bool{}
	for _, k := range s.Via {
		w := s.Text.written(k)
		if w == nil {
			without = append(without, say.Plain(k.String()))
			continue
		}
		if !seen[w] {
			seen[w] = true
			l.checkNeeds(r, where, w, name)
		}
		if !s.Task {
			l.sends(r, s.Text, k, name)
			l.use(r, s, k, w)
			if b := s.Text.bound[k]; b != nil && b.Link != nil {
				l.checkNeeds(r, where, b.Link, name)
			}
			if b := s.Text.bound[k]; b != nil && b.Page != nil {
				l.checkNeeds(r, where, b.Page, name)
			}
		}
	}
	if s.Task && len(s.Via) == 0 { // it is for the shop's own people
		if s.Text.Any != nil {
			l.checkNeeds(r, where, s.Text.Any, name)
		} else if !s.Text.broken {
			l.report(name.Spot, zh.Text("text %q has no wording for a task without a channel", s.Text.Name), zh.Text("write one wording for all, or add via:"))
		}
	}
	if len(without) > 0 && !s.Text.broken {
		l.report(name.Spot, zh.Text("text %q may be sent by %s but has no wording for it", s.Text.Name, say.Join(without, " and ", " 和 ")),
			zh.Text("add them under texts.%s, or take the channel out of via", s.Text.Name))
	}
}

// usualParts is how many parts an SMS has at most that somebody meant.
const usualParts = 3

// remarkParts remarks on a wording that takes more parts than people mean to pay for when
// its values are as long as is usual.
func (l *loader) remarkParts(r *Rule, s *Step, w *template.Template) {
	around, err := channel.Compose(l.set.CountedSignature, "字", r.Flow.Purpose, l.set.OptOut)
	if err != nil {
		return // reported with the channel
	}
	if units, parts := channel.Estimate(around, s.Text.For(channel.SMS).MaxUnits()-1); parts > usualParts {
		l.reader.Remark(l.wordings[w], zh.Text("text %q by sms may take %d parts: %d characters with signature, opt-out and the longest usual values", s.Text.Name, parts, units),
			zh.Text("shorten it; 201 characters are three parts"))
	}
}

// remarkUnusedTexts remarks on texts that no rule sends.
func (l *loader) remarkUnusedTexts() {
	sent, whole := l.sentTexts(), l.flowsWhole() && !l.textLost
	for _, e := range l.spec.Texts.all {
		if whole && !sent[e.Name.Value] && !l.meant[e.Name.Value] {
			l.reader.Remark(e.Name.Spot, zh.Text("no rule sends the text %q", e.Name.Value), zh.Text("use it, or delete it"))
		}
	}
}

// sentTexts are the names of the texts that rules send.
func (l *loader) sentTexts() map[string]bool {
	sent := map[string]bool{}
	for _, f := range l.spec.Flows.all {
		for _, r := range f.Value.Rules.all {
			for _, s := range r.Send.all {
				sent[s.Text.Value], sent[s.Task.Value] = true, true
			}
		}
	}
	return sent
}

// flowsWhole says that all of the rules could be read: else it is not known what they
// send.
func (l *loader) flowsWhole() bool {
	if l.spec.lost || l.spec.Flows.lost {
		return false
	}
	for _, f := range l.spec.Flows.all {
		if f.Broken || !f.Value.sound || f.Value.Rules.lost {
			return false
		}
		for _, r := range f.Value.Rules.all {
			if !r.readWhole() {
				return false
			}
		}
	}
	return true
}
