package template

import (
	"cmp"
	"slices"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// Limit is the longest value in characters that the provider accepts; zero: any.
func (v Variable) Limit() int {
	if v.Form.Max == 0 || v.Max == 0 {
		return max(v.Form.Max, v.Max)
	}
	return min(v.Form.Max, v.Max)
}

// Longest is the customary longest value in UTF-16 code units; for a field, its limit.
func (v Variable) Longest() int {
	longest, usual := v.Limit(), v.Name.entry().Max
	if v.short > 0 {
		usual = v.short
	}
	if v.Words == nil && (longest == 0 || usual < longest) {
		longest = usual
	}
	return max(longest, Units(v.Fallback))
}

// ExampleOf is a value for reviewers of the text, with the host's own values if it has any, such
// as the shop's name.
func (v Variable) ExampleOf(own Map) string {
	values := exampleValues{own: own, form: v.Form}
	filled := ""
	if v.Words != nil {
		filled, _ = v.Words.Render(values) // every placeholder has an example
	} else {
		filled, _ = Value(values, v.Name)
	}
	return v.Form.take(v.cut(filled))
}

// take is the value for one message, or the names for which there is none.
func (v Variable) take(values Values, p Policy) (value string, missing []Name) {
	if known, ok := values.(Instants); ok && v.Form.instant {
		values = wholeTimes{values, known}
	}
	if v.Words != nil {
		return v.field(values, p)
	}
	if p.Max = v.Max; v.short > 0 && (p.Max == 0 || v.short < p.Max) {
		p.Max = v.short
	}
	if value = v.Form.take(string(Clean(nil, v.of(values), p))); value == "" {
		value = v.Fallback
	}
	if value == "" {
		return "", []Name{v.Name}
	}
	return value, nil
}

// of is the value, short where it has to be and the values know how.
func (v Variable) of(values Values) string {
	if v.short > 0 {
		most := v.short
		if limit := v.Limit(); limit > 0 {
			most = min(most, limit)
		}
		if short, ok := appendShort(nil, values, v.Name, most); ok {
			return string(tidy(short))
		}
	}
	value, _ := Value(values, v.Name)
	return value
}

// field is the same for a field: where what it says cannot be sent with the values, its
// fallbacks stand in for all of them.
func (v Variable) field(values Values, p Policy) (string, []Name) {
	for _, with := range []Values{cleaned{values, p}, nil} {
		filled, err := v.Words.Render(with)
		if err != nil {
			continue
		}
		if value := v.Form.take(v.cut(string(Clean(nil, filled, p)))); value != "" {
			return value, nil
		}
	}
	if required := v.Words.Required(); len(required) > 0 {
		return "", required
	}
	return "", v.Words.Names()
}

// cut is a value that is not longer than the variable's own limit.
func (v Variable) cut(value string) string {
	if v.Max > 0 {
		return Cut(value, v.Max)
	}
	return value
}

// wholeTimes are values with the whole of every time.
type wholeTimes struct {
	Values
	whole Instants
}

func (w wholeTimes) AppendValue(dst []byte, n Name) ([]byte, bool) {
	if value, ok := w.whole.AppendInstant(dst, n); ok {
		return value, true
	}
	return w.Values.AppendValue(dst, n)
}

// cleaned are values as a provider allows them, before any cut.
type cleaned struct {
	values Values
	policy Policy
}

func (c cleaned) AppendValue(dst []byte, n Name) ([]byte, bool) {
	value, ok := Value(c.values, n)
	p := c.policy
	p.Max = 0
	return Clean(dst, value, p), ok
}

// exampleValues are the first example of each placeholder as a form holds it, but of those
// that are given their own.
type exampleValues struct {
	own  Map
	form Form
}

func (e exampleValues) AppendValue(dst []byte, n Name) ([]byte, bool) {
	if value, ok := e.own[n]; ok {
		return append(dst, value...), true
	}
	if all := e.form.examples(n); len(all) > 0 {
		return append(dst, all[0]...), true
	}
	return dst, false
}

// examples are those of a placeholder as the form holds it.
func (f Form) examples(n Name) []string {
	if f.instant && n.IsTime() {
		return wholeTime
	}
	return n.Examples()
}

var wholeTime = []string{"2026-11-11 18:30"}

// Hold is the binding with a form and a longest value for one of its variables, as
// registered at the provider. A zero form or length changes nothing. The error says that
// the variable is unknown, or that its placeholder does not fit the form.
func (b Binding) Hold(key string, f Form, longest int) (Binding, error) {
	i := slices.IndexFunc(b.Variables, func(v Variable) bool { return v.Key == key })
	if i < 0 {
		keys := make([]string, len(b.Variables))
		for i, v := range b.Variables {
			keys[i] = v.Key
		}
		return Binding{}, bindError(zh.Text("the text has no variable %q", key), source.Suggest(key, keys))
	}
	b.Variables = slices.Clone(b.Variables)
	v := &b.Variables[i]
	before := v.Longest()
	if f.Word != "" {
		v.Form = f
	}
	if longest > 0 && (v.Max == 0 || longest < v.Max) {
		v.Max = longest
	}
	b.MaxUnits += v.Longest() - before
	if v.Words != nil {
		return b, nil
	}
	if v.Fallback != "" && v.Form.take(v.cut(v.Fallback)) != v.Fallback {
		return Binding{}, bindError(zh.Text("the fallback %q of #%s# is not what the variable %q holds: %s", v.Fallback, v.Name, key, v.limits()), zh.Text("choose another fallback, or let the variable hold something else"))
	}
	for i, example := range v.Form.examples(v.Name) {
		if v.Form.take(v.cut(example)) == "" && (i == 0 || v.Fallback == "") {
			return Binding{}, bindError(zh.Text("#%s# may read %q, which is not what the variable %q holds: %s", v.Name, example, key, v.limits()), zh.Text("let the variable hold something else, or take another placeholder"))
		}
	}
	return b, nil
}

// limits are what the provider takes for the variable, in words.
func (v Variable) limits() say.Text {
	var all []say.Text
	if v.Form.Word != "" {
		all = append(all, say.Plain(v.Form.String()))
	}
	if v.Max > 0 {
		all = append(all, zh.Text("at most %d characters", v.Max))
	}
	return say.Join(all, ", ", "，")
}

// A BindError is the reason why a variable or field cannot have a form.
type BindError struct {
	Message string // the fact
	Hint    string // the fix; may be empty

	chinese reason
}

func bindError(message, hint say.Text) *BindError {
	return &BindError{Message: message.English, Hint: hint.English, chinese: reason{message.Chinese, hint.Chinese}}
}

// Error is the message with the hint.
func (e *BindError) Error() string {
	if e.Hint == "" {
		return "template: " + e.Message
	}
	return "template: " + e.Message + "; " + e.Hint
}

// Chinese is the message with the hint, in Chinese.
func (e *BindError) Chinese() string {
	if e.HintChinese() == "" {
		return e.MessageChinese()
	}
	return e.MessageChinese() + "；" + e.HintChinese()
}

// MessageChinese is Message in Chinese.
func (e *BindError) MessageChinese() string { return cmp.Or(e.chinese.message, e.Message) }

// HintChinese is Hint in Chinese; may be empty.
func (e *BindError) HintChinese() string { return cmp.Or(e.chinese.hint, e.Hint) }
