package rule

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/template"
)

// A boundUse is a text with a bound channel by which a rule sends it.
type boundUse struct {
	text *Text
	by   channel.Kind
}

// A sending is where a rule sends a text.
type sending struct {
	at      form.Spot
	purpose tiexin.Purpose
}

// sends notes that a message of a rule may go by a bound channel.
func (l *loader) sends(r *Rule, t *Text, k channel.Kind, name form.Word) {
	if _, ok := l.set.Providers[k]; ok {
		use := boundUse{t, k}
		l.sendings[use] = append(l.sendings[use], sending{name.Spot, r.Flow.Purpose})
	}
}

// bindTexts binds the texts of each channel that has a provider to the templates that the
// file names, and reports what the provider would refuse.
func (l *loader) bindTexts() {
	for i := range l.spec.Channels.all {
		e := &l.spec.Channels.all[i]
		k, _ := channel.ParseKind(e.Name.Value)
		p, ok := l.set.Providers[k]
		if !ok || l.reader.Full() {
			continue
		}
		templates := map[*Text]*form.Entry[templateSpec]{}
		for j := range e.Value.Templates.all {
			one := &e.Value.Templates.all[j]
			if t := l.text(one.Name); t != nil {
				templates[t] = one
				l.remarkUnsent(t, k, one.Name)
			}
		}
		lost := e.Broken || e.Value.Templates.lost || l.spec.Channels.lost
		first := map[string]*form.Entry[templateSpec]{}
		bodies := map[string]string{}
		for _, t := range l.set.Texts {
			uses, spec := l.sendings[boundUse{t, k}], templates[t]
			switch {
			case len(uses) == 0 || t.For(k) == nil || t.broken:
			case spec == nil && !l.draft && !lost:
				l.report(uses[0].at, zh.Text("text %q may be sent by %s, and %s has no template for it", t.Name, viaOf(k), providerOf(p)),
					zh.Text("register it, see `care bind`, and add it under channels.%s.templates: {%s: {code: …}}", k, t.Name))
			case spec == nil:
				l.bind(t, k, p, uses, &templateSpec{})
			case !spec.Broken:
				l.bind(t, k, p, uses, &spec.Value)
				b, code := t.bound[k], spec.Value.Code
				if b == nil {
					continue
				}
				if same := first[code.Value]; same == nil {
					first[code.Value], bodies[code.Value] = spec, registeredAs(b)
				} else if bodies[code.Value] != registeredAs(b) {
					l.reportAlso(code.Spot, same.Value.Code.Spot, zh.Text("the code %q stands for the texts %q and %q, which differ", code.Value, same.Name.Value, t.Name),
						zh.Text("a template is one text: give each the code of its own"))
				}
			}
		}
	}
}

// registeredAs is what the provider has under a code: the body, or the keys of the fields.
func registeredAs(b *Bound) string {
	if b.Binding.Body != "" {
		return b.Binding.Body
	}
	var keys []string
	for _, v := range b.Binding.Variables {
		keys = append(keys, v.Key)
	}
	slices.Sort(keys)
	return strings.Join(keys, " ")
}

// remarkUnsent remarks on a template for a text that no rule sends by the channel.
func (l *loader) remarkUnsent(t *Text, k channel.Kind, name form.Word) {
	if len(l.sendings[boundUse{t, k}]) == 0 && l.flowsWhole() && !t.broken {
		l.reader.Remark(name.Spot, zh.Text("no rule sends the text %q by %s", t.Name, k), zh.Text("add %s to its via, or delete the template", k))
	}
}

// bind binds one text, or reports what stands against it.
func (l *loader) bind(t *Text, k channel.Kind, p template.Provider, uses []sending, spec *templateSpec) {
	purpose := uses[0].purpose
	for _, other := range uses[1:] {
		if p.OptOut[other.purpose] != p.OptOut[purpose] {
			l.reportAlso(other.at, uses[0].at, zh.Text("text %q is sent by %s for %s and for %s, and a template of %s has a fixed opt-out", t.Name, viaOf(k), purpose, other.purpose, providerOf(p)),
				zh.Text("write a text of its own for one of them"))
			return
		}
	}
	for _, use := range uses {
		if p.Fields && slices.Contains(p.Refuses, use.purpose) {
			l.report(use.at, zh.Text("%s takes no templates of purpose %s", p.Name, use.purpose), zh.Text("take %s out of via", k.String()))
			return
		}
	}
	b := t.bound[k]
	if !p.Fields {
		compiled, ok := l.compileBody(t, k, p, purpose)
		if !ok {
			return
		}
		b = &Bound{Binding: compiled}
		if !l.registered(b, spec) {
			return
		}
	} else if b == nil && !l.draft {
		l.report(spec.Code.Spot, zh.Text("the template of %s has fields, but their values are missing", p.Name), zh.Text("add fields: {thing1: '#商品名称#'}"))
		return
	} else if b == nil {
		b = &Bound{Binding: template.Binding{Provider: p.Name}}
	}
	b.Code, b.Purpose = spec.Code.Value, purpose
	l.holds(b, p, spec)
	t.setBound(k, b)
}

func (t *Text) setBound(k channel.Kind, b *Bound) {
	if t.bound == nil {
		t.bound = map[channel.Kind]*Bound{}
	}
	t.bound[k] = b
}

// compileBody makes the text that the provider registers, and reports, under the very
// characters, what it would refuse. Forbidden words are reported by checkWords.
func (l *loader) compileBody(t *Text, k channel.Kind, p template.Provider, purpose tiexin.Purpose) (template.Binding, bool) {
	words := t.written(k)
	b, err := template.Compile(t.For(k), p, purpose)
	var refused *template.Error
	defer l.reader.Within(source.Wording)()
	if errors.As(err, &refused) {
		for _, problem := range refused.Problems {
			l.reportRefusal(words, refused.Text, problem)
		}
	}
	return b, err == nil
}

// refusals are what is wrong with the characters of a wording, as it was reported.
type refusals struct {
	said   map[string]bool // place and message
	at     map[int]bool    // places, in bytes
	optOut bool            // the text has an opt-out of its own
}

func (l *loader) refusalsOf(words *template.Template) *refusals {
	if l.refused[words] == nil {
		l.refused[words] = &refusals{said: map[string]bool{}, at: map[int]bool{}}
	}
	return l.refused[words]
}

// reportRefusal reports what a provider would refuse in a wording, once.
func (l *loader) reportRefusal(words *template.Template, text string, p template.Problem) {
	all := l.refusalsOf(words)
	what := fmt.Sprintf("%d %s", p.Offset, p.Message)
	if all.said[what] {
		return
	}
	all.said[what], all.at[p.Offset] = true, true
	all.optOut = all.optOut || aboutOptOut(p.Message)
	l.sound = false
	l.reader.ReportInside(l.wordings[words], utf8.RuneCountInString(text[:p.Offset]), p.Width,
		say.Text{English: p.Message, Chinese: p.MessageChinese()}, say.Text{English: p.Hint, Chinese: p.HintChinese()})
}

// aboutOptOut says that a fault is the text's own opt-out.
func aboutOptOut(fault string) bool { return strings.Contains(fault, "opt-out") }

// registered takes the names of variables from the body that is registered.
func (l *loader) registered(b *Bound, spec *templateSpec) bool {
	for _, w := range []form.Word{spec.Link, spec.Page} {
		if !w.Spot.IsZero() {
			l.report(w.Spot, zh.Text("only WeChat's messages have a link or a page"), zh.Text("leave it out"))
			return false
		}
	}
	if len(spec.Fields) > 0 {
		l.report(spec.Fields[0].Name.Spot, zh.Text("only WeChat's templates have fields"), zh.Text("leave fields out; variables are named in the body"))
		return false
	}
	if spec.Body.Spot.IsZero() {
		return true
	}
	known, err := b.Binding.Registered(spec.Body.Value)
	if err != nil {
		l.report(spec.Body.Spot, say.Of(err).Each(func(s string) string { return strings.TrimPrefix(s, "template: ") }), say.Text{})
		return false
	}
	b.Binding = known
	return true
}

// holds tells the variables what they hold.
func (l *loader) holds(b *Bound, p template.Provider, spec *templateSpec) {
	for _, e := range spec.Vars {
		var f template.Form
		if as := e.Value.As; !as.Spot.IsZero() {
			known, ok := p.Form(as.Value)
			if !ok || p.Fields {
				l.report(as.Spot, zh.Text("%s has no attributes of variables", p.Name), zh.Text("leave as: out"))
				continue
			}
			f = known
		}
		held, err := b.Binding.Hold(e.Name.Value, f, e.Value.Max.Value)
		if err != nil {
			l.reportBinding(e.Name, err)
			continue
		}
		b.Binding = held
	}
}

// reportBinding reports why a variable or field cannot hold what it is told to.
func (l *loader) reportBinding(w form.Word, err error) {
	var because *template.BindError
	if errors.As(err, &because) {
		l.report(w.Spot, say.Text{English: because.Message, Chinese: because.MessageChinese()}, say.Text{English: because.Hint, Chinese: because.HintChinese()})
		return
	}
	l.report(w.Spot, say.Of(err), say.Text{})
}
