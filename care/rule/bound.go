package rule

import (
	"net/url"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

// A Bound (模板绑定) is a text as the provider of a channel has registered it.
type Bound struct {
	Code    string         // by which the provider knows it; empty: not registered yet, see LoadDraft
	Purpose tiexin.Purpose // of a flow that sends it
	Binding template.Binding
	// Link is where a tap leads, Page the page of a mini program after its app id; nil: none.
	Link, Page *template.Template
}

// Bound is how the text is registered with the provider of a channel; nil when messages go
// by the channel as the text is written, or not at all.
func (t *Text) Bound(k channel.Kind) *Bound { return t.bound[k] }

// Filled is what a text says in one message.
type Filled struct {
	Text     string // as the customer reads it, without signature
	Template string // the code; empty: the channel takes texts as they are written
	Params   []channel.Param
	Link     string
	Page     string
}

// Fill writes the text for one message by a channel. The error is a
// *[template.MissingError] where a placeholder has neither value nor fallback that can go.
func (t *Text) Fill(k channel.Kind, v template.Values) (f Filled, err error) {
	b := t.bound[k]
	if b == nil {
		f.Text, err = t.For(k).Render(v)
		return f, err
	}
	vars, err := b.Binding.Vars(v)
	if err != nil {
		return Filled{}, err
	}
	f.Template, f.Text = b.Code, b.Binding.With(vars)
	for i, variable := range b.Binding.Variables {
		f.Params = append(f.Params, channel.Param{Key: variable.Key, Value: vars[i]})
	}
	if b.Link != nil {
		if f.Link, err = b.Link.Render(v); err != nil {
			return Filled{}, err
		}
	}
	if b.Page != nil {
		if f.Page, err = b.Page.Render(inQuery{v}); err != nil {
			return Filled{}, err
		}
	}
	return f, nil
}

// Fill writes what a step says by a channel: a message as the provider has it, and for a task
// the words as they are written.
func (s *Step) Fill(k channel.Kind, v template.Values) (Filled, error) {
	if !s.Task {
		return s.Text.Fill(k, v)
	}
	text, err := s.Text.For(k).Render(v)
	return Filled{Text: text}, err
}

// inQuery are values as they stand in the address of a page.
type inQuery struct{ template.Values }

func (q inQuery) AppendValue(dst []byte, n template.Name) ([]byte, bool) {
	value, ok := template.Value(q.Values, n)
	if !ok || slices.Contains(n.Info().Needs, template.NeedLink) {
		return append(dst, value...), ok
	}
	return append(dst, url.QueryEscape(value)...), true
}
