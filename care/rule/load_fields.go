package rule

import (
	"strings"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/template"
)

// wordFields makes of the fields of templates what the customer reads by the channel.
// A text may say nothing else: it needs no place under texts then.
func (l *loader) wordFields() {
	sent := l.sentTexts()
	for _, e := range l.spec.Channels.all {
		k, _ := channel.ParseKind(e.Name.Value)
		p, ok := l.set.Providers[k]
		if !ok || !p.Fields {
			continue
		}
		for i := range e.Value.Templates.all {
			one := &e.Value.Templates.all[i]
			if len(one.Value.Fields) == 0 || one.Broken {
				continue
			}
			t := l.texts[one.Name.Value]
			if t == nil && sent[one.Name.Value] {
				t = &Text{Name: one.Name.Value}
				l.texts[t.Name] = t
				l.set.Texts = append(l.set.Texts, t)
			}
			if t != nil {
				l.wordBy(t, k, p, one)
			}
		}
	}
}

// wordBy words a text by the fields of its template.
func (l *loader) wordBy(t *Text, k channel.Kind, p template.Provider, e *form.Entry[templateSpec]) {
	spec := &e.Value
	if _, both := t.By[k]; both {
		l.report(e.Name.Spot, zh.Text("text %q has a wording for %s, and its template has fields: the customer sees the fields", t.Name, k), zh.Text("delete texts.%s.%s", t.Name, k))
		t.broken = true
		return
	}
	b := &Bound{}
	var fields []template.Variable
	sound := true
	for _, one := range spec.Fields {
		words := l.template(t, one.Value)
		if words == nil {
			sound = false
			continue
		}
		field, err := p.Field(one.Name.Value, words)
		if err != nil {
			l.reportBinding(one.Name, err)
			sound = false
			continue
		}
		fields = append(fields, field)
	}
	if !spec.Link.Spot.IsZero() {
		b.Link = l.template(t, spec.Link)
	}
	if !spec.Page.Spot.IsZero() {
		if id, _, ok := strings.Cut(spec.Page.Value, "/"); !ok || !strings.HasPrefix(id, "wx") {
			l.report(spec.Page.Spot, zh.Text("the page %q does not begin with the app id of a mini program", spec.Page.Value), zh.Text("write it as wx0123456789abcdef/pages/order"))
		}
		b.Page = l.template(t, spec.Page)
	}
	if !sound {
		t.broken = true
		return
	}
	bound, err := p.Bind(fields, spec.Body.Value)
	if err != nil {
		at := spec.Body
		if at.Spot.IsZero() {
			at = e.Name
		}
		l.reportBinding(at, err)
		t.broken = true
		return
	}
	b.Binding = bound
	words := bound.Words()
	l.wordings[words] = spec.Code.Spot
	if t.By == nil {
		t.By = map[channel.Kind]*template.Template{}
	}
	t.By[k] = words
	t.setBound(k, b)
	t.flags()
}
