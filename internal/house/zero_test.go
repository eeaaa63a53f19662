package house_test

import (
	"encoding"
	"fmt"
	"go/ast"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/taobao"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/note"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
	"github.com/tiexin-go/tiexin/loyalty/survey"
	"github.com/tiexin-go/tiexin/template"
)

// printing are the zero values of the exported types that print themselves, by package. A
// pointer stands for a type whose methods want one.
var printing = map[string][]any{
	".": {tiexin.Date{}, tiexin.Problem{}, &tiexin.EventError{}, &tiexin.LineError{}, tiexin.Money(0), tiexin.Phone{}},
	"care": {
		care.Verdict(0), care.Reason(0), care.Fate(""), care.ChangeKind(""), care.WaitingFate(""),
		care.Key{},
		care.Bill{},
		care.Move{},
		care.Outcome{},
		care.Problem{},
		care.Problems{{}},
	},
	"care/caretest":    {&caretest.Covered{}},
	"care/feed":        {feed.Reading{}},
	"care/feed/taobao": {&taobao.Error{}},
	"care/rule":        {rule.Hours{}, &rule.Moment{}},
	"channel": {
		channel.Address{},
		channel.Kind(0), channel.Set(0),
		channel.Finding{},
		channel.Level(0),
		channel.Way{},
		channel.Closed(0),
		channel.Message{},
		&channel.Final{}, &channel.RetryAfter{}, channel.Cost(0),
		channel.Task{},
		channel.Form(""),
	},
	"lifecycle/note":  {note.Problem{}, note.Problems{{}}, note.Note{}},
	"lifecycle/stage": {stage.Interest(0), stage.Rung(0), stage.Moves{}, stage.Stage(0)},
	"lifecycle/calendar": {
		calendar.Date{},
		calendar.Lunar{},
		calendar.LunarYear(0), &calendar.MissingYearError{},
		calendar.Rule{},
		calendar.Span{},
		calendar.SpecialDay{},
		calendar.Term(0), &calendar.UnknownError{},
	},
	"loyalty":        {loyalty.Measure{}, loyalty.Problem{}, loyalty.Problems{{}}, loyalty.Day(0), loyalty.RFMScore{}, loyalty.Type(0)},
	"loyalty/btyd":   {btyd.Unit(0)},
	"loyalty/survey": {survey.Words{}, survey.Scale{}},
	"template": {
		&template.Error{}, template.Problem{}, template.Form{}, template.Name(0), template.Provider{}, &template.MissingError{}, &template.Template{}, &template.BindError{},
	},
}

// wordless are types whose zero value has nothing to say: a text or list, a problem without words,
// a word that is written into files and is left out there.
var wordless = []any{
	tiexin.Date{},
	tiexin.Phone{},
	tiexin.Problem{},
	care.Problem{},
	care.Problems{},
	care.Verdict(0), care.Reason(0), care.Fate(""), care.ChangeKind(""),
	care.WaitingFate(""), &caretest.Covered{}, channel.Form(""),
	calendar.Rule{},
	survey.Words{},
	&template.Template{},
	template.Problem{},
	&template.Error{}, &template.BindError{},
	template.Provider{},
}

func isWordless(v any) bool {
	return slices.ContainsFunc(wordless, func(w any) bool { return reflect.TypeOf(w) == reflect.TypeOf(v) })
}

func TestAPI_ZeroValuesPrint(t *testing.T) {
	for folder, values := range printing {
		for _, v := range values {
			assertPrints(t, folder, v, !isWordless(v))
		}
	}
}

// A word or number that the library does not know comes from a file, or from another
// release.
func TestAPI_UnknownValuesPrint(t *testing.T) {
	for folder, values := range printing {
		for _, v := range values {
			unknown := reflect.New(reflect.TypeOf(v)).Elem()
			switch kind := unknown.Kind(); {
			case unknown.CanInt():
				unknown.SetInt(int64(-1))
			case unknown.CanUint():
				unknown.SetUint(251)
			case kind == reflect.String:
				unknown.SetString("no-such-word")
			default:
				continue
			}
			assertPrints(t, folder, unknown.Interface(), true)
		}
	}
}

// assertPrints holds that nothing panics, and that a text is not empty.
func assertPrints(t *testing.T, folder string, v any, words bool) {
	t.Helper()
	name := fmt.Sprintf("%s %T(%#v)", folder, v, v)
	said := func(how, text string) {
		if words {
			assert.NotEmpty(t, strings.TrimSpace(text), "%s: %s is empty", name, how)
		}
		assert.NotContains(t, text, "%!", "%s: %s", name, how)
	}
	assert.NotPanics(t, func() {
		said("Sprint", fmt.Sprint(v))
		if s, ok := v.(fmt.Stringer); ok {
			said("String", s.String())
		}
		if e, ok := v.(error); ok {
			said("Error", e.Error())
		}
		if c, ok := v.(interface{ Chinese() string }); ok {
			said("Chinese", c.Chinese())
		}
		if m, ok := v.(encoding.TextMarshaler); ok {
			_, _ = m.MarshalText()
		}
	}, name)
}

// Whatever prints itself is tried.
func TestAPI_WhateverPrintsIsTried(t *testing.T) {
	methods := []string{"String", "Error", "Chinese", "MarshalText"}
	all := map[string][]string{}
	eachExported(nil, func(f publicFile, name string, decl *ast.FuncDecl) {
		of, method, _ := strings.Cut(name, ".")
		if slices.Contains(methods, method) && decl.Type.Params.NumFields() == 0 && !slices.Contains(ownModules, f.folder) && !slices.Contains(all[f.folder], of) {
			all[f.folder] = append(all[f.folder], of)
		}
	})
	for folder, names := range all {
		var tried []string
		for _, v := range printing[folder] {
			typ := reflect.TypeOf(v)
			if typ.Kind() == reflect.Pointer {
				typ = typ.Elem()
			}
			tried = append(tried, typ.Name())
		}
		slices.Sort(tried)
		slices.Sort(names)
		assert.Equal(t, names, tried, folder)
	}
}
