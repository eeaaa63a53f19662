package house_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/channel"
)

func TestE15_WhateverPrintsAThingItNamesIDs(t *testing.T) {
	telling := 0
	for _, thing := range append(slices.Clone(personal), addresses()...) {
		v := reflect.New(reflect.TypeOf(thing)).Elem()
		v.Set(reflect.ValueOf(thing))
		fill(v, "")
		if len(leaksIn(fmt.Sprint(bare(v)))) > 0 {
			telling++
		}
		for what, text := range printings(v) {
			assert.Empty(t, leaksIn(text), "%T %s: %s", thing, what, text)
			assert.NotContains(t, text, "PANIC", "%T %s", thing, what)
		}
	}
	assert.Greater(t, telling, 35, "without a word of their own, most would tell something")
}

// addresses are one of each channel, and phones as they come.
func addresses() []any {
	all := []any{
		tiexin.Phone{Number: "13912345678", Masked: "13912345678"},
		tiexin.Phone{Masked: "王小明 *"},
		channel.Message{Address: channel.Address{Kind: channel.SMS, To: "13912345678"}},
	}
	for _, k := range channel.Kinds() {
		if k != channel.Visit { // it goes to the customer's id
			all = append(all, channel.Address{Kind: k, To: "王小明13912345678"}, channel.Address{Kind: k, To: "王小明13912345678@example.com"})
		}
	}
	return all
}

// idFields hold ids and words of the shop's rules; every other text is personal.
var idFields = []string{
	"ID", "CustomerID", "OrderID", "ItemID", "ProductID", "SKU", "OAIDOrder", "ConsentID", "ProviderID", "AccessKeyID", "Shop", "Customer", "Subject", "Merged",
	"Flow", "Rule", "Cancel", "Name@care.Note", "By@care.Detail", "By@channel.Way",
}

// words are fields of which the library writes nothing but words of its own.
var words = map[reflect.Type]string{
	reflect.TypeFor[tiexin.OrderStatus](): string(tiexin.Paid), reflect.TypeFor[tiexin.ParcelStatus](): string(tiexin.ParcelSigned),
}

const mark = "王小明13912345678"

// fill puts something into every exported field that is empty.
func fill(v reflect.Value, field string) {
	if !v.IsZero() && v.Kind() != reflect.Struct {
		return
	}
	switch v.Kind() {
	case reflect.String:
		text := mark
		if slices.ContainsFunc(idFields, func(id string) bool { return id == field || strings.HasPrefix(field, id+"@") }) {
			text = "id-7"
		}
		if word, ok := words[v.Type()]; ok {
			text = word
		}
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(2)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(2)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), field)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(mark))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), field)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, field)
		fill(value, field)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Interface:
		if err := errors.New(mark); reflect.TypeOf(err).Implements(v.Type()) {
			v.Set(reflect.ValueOf(err))
		}
	case reflect.Struct:
		if at, ok := v.Addr().Interface().(*time.Time); ok {
			*at = time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				fill(v.Field(i), f.Name+"@"+v.Type().String())
			}
		}
	}
}

// bare is a thing in an unexported field, where nobody asks it.
func bare(v reflect.Value) any { return struct{ thing any }{v.Interface()} }

// printings are all ways to print a thing, by what was done.
func printings(v reflect.Value) map[string]string {
	pointer := reflect.New(v.Type())
	pointer.Elem().Set(v)
	list := reflect.MakeSlice(reflect.SliceOf(v.Type()), 0, 1)
	pointers := reflect.MakeSlice(reflect.SliceOf(pointer.Type()), 0, 1)
	named := reflect.MakeMap(reflect.MapOf(reflect.TypeFor[string](), v.Type()))
	named.SetMapIndex(reflect.ValueOf("k"), v)
	within := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "Thing", Type: v.Type()}, {Name: "Pointer", Type: pointer.Type()}})).Elem()
	within.Field(0).Set(v)
	within.Field(1).Set(pointer)
	things := map[string]any{
		"by value": v.Interface(), "by pointer": pointer.Interface(), "in a list": reflect.Append(list, v).Interface(),
		"in a list of pointers": reflect.Append(pointers, pointer).Interface(), "in a map": named.Interface(), "in a struct": within.Interface(),
		"in a pointer to a struct": within.Addr().Interface(), "as any": []any{v.Interface(), pointer.Interface()},
	}
	all := map[string]string{}
	for how, thing := range things {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%o", "%t", "%c", "%e", "%U", "%20.3v", "%z"} {
			all[verb+" "+how] = fmt.Sprintf(verb, thing)
		}
		all["wrapped "+how] = fmt.Errorf("it was %v", thing).Error()
		all["slog text "+how] = logged(func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) }, thing)
	}
	for _, how := range []string{"by value", "by pointer"} { // in JSON a list or a struct of the host's is whole
		all["slog JSON "+how] = logged(func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) }, things[how])
	}
	return all
}

func logged(handler func(*bytes.Buffer) slog.Handler, thing any) string {
	var b bytes.Buffer
	slog.New(handler(&b)).With("with", thing).WithGroup("g").Info("it", "thing", thing, slog.Group("in", "thing", thing))
	return b.String()
}

// leaksIn names what a text shows of the mark, in whatever form.
func leaksIn(text string) (found []string) {
	for _, secret := range []string{"王小明", "13912345678", "39123456"} {
		bytes := []byte(secret)
		decimals := make([]string, len(bytes))
		for i, b := range bytes {
			decimals[i] = strconv.Itoa(int(b))
		}
		forms := map[string]string{
			"in clear": secret, "escaped": strings.Trim(strconv.QuoteToASCII(secret), `"`), "in hex": fmt.Sprintf("%x", bytes), "in HEX": fmt.Sprintf("%X", bytes),
			"in spaced hex": fmt.Sprintf("% x", bytes), "as Go bytes": strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%#v", bytes), "[]byte{"), "}"),
			"as decimals": strings.Join(decimals, " "), "as a JSON list": strings.Join(decimals, ","),
		}
		for offset := range 3 { // where it begins decides how it is cut
			encoded := base64.StdEncoding.EncodeToString(append(make([]byte, offset), bytes...))
			forms[fmt.Sprint("in base64 at ", offset)] = encoded[(offset*8+5)/6 : (offset+len(bytes))*8/6]
		}
		for form, shown := range forms {
			if strings.Contains(text, shown) {
				found = append(found, secret+" "+form)
			}
		}
	}
	slices.Sort(found)
	return found
}

// An engine, its memory, a recorder and a shop in a test have handled something personal.
func TestE15_WhatRemembersPrintsNothingOfIt(t *testing.T) {
	rules, err := care.Load(fstest.MapFS{"r.yaml": {Data: []byte(`
version: 1
shop: {name: 青禾家}
flows: {f: {title: 谢谢, about: order, when: order.paid, purpose: service, via: [sms], choose: all, rules: [{name: r, send: t}, {name: s, send: {task: t, via: [phone]}}]}}
texts: {t: "#买家姓名#，谢谢"}
`)}}, "*.yaml")
	require.NoError(t, err)
	recorder, memory := new(caretest.Recorder), care.NewMemoryOf(1)
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	engine, err := care.New(rules, care.Options{
		Store: memory, Senders: map[channel.Kind]channel.Sender{channel.SMS: recorder}, Tasks: recorder, Now: func() time.Time { return now }, Seen: true,
	})
	require.NoError(t, err)
	paid := tiexin.Event{
		ID: "e1", Type: tiexin.EventOrderPaid, At: now, Order: &tiexin.Order{ID: "T1", Receiver: "王小明"},
		Customer: tiexin.Customer{ID: "C1", Name: "王小明", Mobile: tiexin.Phone{Number: "13912345678"}},
	}
	outcomes, err := engine.Handle(context.Background(), paid)
	require.NoError(t, err)
	shop := caretest.NewShop(t, rules, "2026-11-11 10:00", care.Options{})
	shop.Post(paid)
	require.NotEmpty(t, shop.Went())
	_, err = engine.Deliver(context.Background())
	require.NoError(t, err)
	require.NotEmpty(t, recorder.Messages())
	for _, o := range outcomes {
		for what, text := range printings(reflect.ValueOf(o)) {
			assert.Empty(t, leaksIn(text), "%s: %s", what, text)
		}
		assert.Equal(t, o.String(), fmt.Sprintf("%+v", &o), "an outcome is its line")
	}
	for _, thing := range []any{engine, memory, recorder, shop, &struct{ E *care.Engine }{engine}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			assert.Empty(t, leaksIn(fmt.Sprintf(verb, thing)), "%s of %T", verb, thing)
		}
	}
}

// A provider's words are an error's text. What can be told from other words is struck
// out of it.
func TestE15_ErrorsOfSendersStrikeOutNumbers(t *testing.T) {
	for _, words := range []string{
		"bad number 13912345678", "to 139 1234 5678", "to=139-1234-5678 now", "139.1234.5678", "139\u00a01234\u00a05678", "１３９１２３４５６７８", "+86 13912345678",
		"no mailbox xm.wang@example.com", "王小明@例子.中国", "?to=xm.wang%40example.com",
	} {
		for _, err := range []error{&channel.Final{Reason: words}, &channel.Final{Reason: "bad", Err: errors.New(words)}, &channel.RetryAfter{Err: errors.New(words)}} {
			for _, verb := range []string{"%v", "%s", "%q", "%x"} {
				text := fmt.Sprintf(verb, fmt.Errorf("provider: %w", err))
				for _, secret := range []string{"5678", "５６７８", "xm.wang", "王小明", fmt.Sprintf("%x", "5678")} {
					assert.NotContains(t, text, secret, words)
					assert.NotContains(t, fmt.Sprintf(verb, channel.Way{Closed: channel.Undeliverable, Why: words}), secret)
				}
			}
		}
	}
	assert.EqualError(t, &channel.Final{Reason: "isv.BUSINESS_LIMIT 15", Err: errors.New("code 40003")}, "undeliverable: isv.BUSINESS_LIMIT 15: code 40003")
}

// The package's documentation says what shows everything. Where that changes, it
// should say so.
func TestE15_WhatNoTypeCanPreventIsDocumented(t *testing.T) {
	phone := tiexin.Phone{Number: "13912345678"}
	type host struct{ phone tiexin.Phone }
	assert.Contains(t, fmt.Sprint(host{phone}), phone.Number)
	verb := "%w" // kept from vet
	assert.Contains(t, fmt.Sprintf(verb, phone), phone.Number)
	assert.Contains(t, logged(func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) }, []tiexin.Phone{phone}), phone.Number)
}
