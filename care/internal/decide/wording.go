package decide

import (
	"net/url"
	"slices"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

// A wording is what a step says in one message or task.
type wording struct {
	text     string // as the customer reads it, without signature
	template string // the provider's code; empty: the channel takes texts as they are written
	params   []channel.Param
	link     string
	page     string
}

// fill writes what a step says by a channel: a message as the provider has registered it,
// and anything else as the text is written. The error is a *[template.MissingError] where
// a placeholder has neither value nor fallback that can go.
func fill(st *rule.Step, k channel.Kind, v template.Values) (w wording, err error) {
	b := st.Text.Bound(k)
	if b == nil || st.Task {
		w.text, err = st.Text.For(k).Render(v)
		return w, err
	}
	vars, err := b.Binding.Vars(v)
	if err != nil {
		return wording{}, err
	}
	w.template, w.text = b.Code, b.Binding.With(vars)
	for i, variable := range b.Binding.Variables {
		w.params = append(w.params, channel.Param{Key: variable.Key, Value: vars[i]})
	}
	if b.Link != nil {
		if w.link, err = b.Link.Render(v); err != nil {
			return wording{}, err
		}
	}
	if b.Page != nil {
		if w.page, err = b.Page.Render(inQuery{v}); err != nil {
			return wording{}, err
		}
	}
	return w, nil
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
