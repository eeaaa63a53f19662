package tiexin_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func Test事件写成JSON再读回来一个字段也不少(t *testing.T) {
	full := fullEvent()
	data, err := tiexin.EncodeEvent(&full)
	require.NoError(t, err)
	assert.NotContains(t, string(data), "\n")
	assert.Contains(t, string(data), "<&>")
	for l := range leaves(reflect.ValueOf(&full).Elem(), false) {
		require.False(t, l.IsZero(), "the test does not fill %s", l.path)
	}

	again, err := tiexin.DecodeEvent(data, nil)
	require.NoError(t, err)
	assert.Equal(t, full, again)

	plain, err := json.Marshal(full)
	require.NoError(t, err)
	var read tiexin.Event
	require.NoError(t, json.Unmarshal(plain, &read))
	assert.Equal(t, full, read)
}

// What encoding/json reads by itself, DecodeEvent reads in the same way.
func Test顾客订单包裹单独用标准库也读得回来(t *testing.T) {
	full := fullEvent()
	for _, thing := range []any{full.Customer, *full.Order, *full.Parcel, *full.Chat, *full.Survey} {
		data, err := json.Marshal(thing)
		require.NoError(t, err)
		again := reflect.New(reflect.TypeOf(thing))
		require.NoError(t, json.Unmarshal(data, again.Interface()))
		out, err := json.Marshal(again.Interface())
		require.NoError(t, err)
		assert.JSONEq(t, string(data), string(out))
	}
}

func TestDecodeEvent时间没有时区就是店家的时区(t *testing.T) {
	tokyo := time.FixedZone("Tokyo", 9*60*60)
	for text, want := range map[string]string{
		"2026-11-10T20:01:05+08:00":       "2026-11-10T20:01:05+08:00",
		"2026-11-10T12:01:05Z":            "2026-11-10T20:01:05+08:00",
		"2026-11-10T12:01:05.123456789Z":  "2026-11-10T20:01:05.123456789+08:00",
		"2026-11-10 20:01:05":             "2026-11-10T20:01:05+08:00",
		"2026-11-10 20:01:05.5":           "2026-11-10T20:01:05.5+08:00",
		"2026-11-10 20:01":                "2026-11-10T20:01:00+08:00",
		"0001-01-01T00:00:00Z":            "0001-01-01T00:00:00Z",
		"1890-01-01T00:00:00Z":            "1890-01-01T00:00:00Z",
		`2026-11-10\u002020:01`:           "2026-11-10T20:01:00+08:00",
		"2026-11-10T20:01:05.999999999+0": "",
		"2026-11-10T20:01:05":             "",
		"2026-11-10":                      "",
		"2026-11-10 25:01":                "",
		"2026/11/10 20:01:05":             "",
		"1762776065":                      "",
		"0000-01-01T00:00:00+08:00":       "",
		"":                                "",
	} {
		e, err := tiexin.DecodeEvent([]byte(`{"id": "m1", "order": {"paid_at": "`+text+`"}}`), nil)
		if want == "" {
			require.Error(t, err, text)
			shown := `"` + text
			if text == "1762776065" {
				shown = "(number, 10 digits)" // it may be a phone's
			}
			assert.Contains(t, err.Error(), "order.paid_at: not a time: "+shown)
			continue
		}
		require.NoError(t, err, text)
		assert.Equal(t, want, e.Order.PaidAt.Format(time.RFC3339Nano), text)
	}
	e, err := tiexin.DecodeEvent([]byte(`{"at": "2026-11-10 20:01"}`), tokyo)
	require.NoError(t, err)
	assert.Equal(t, "2026-11-10T20:01:00+09:00", e.At.Format(time.RFC3339))
	assert.Equal(t, tokyo, e.At.Location())
}

func TestDecodeEvent写得随便一点也读得懂(t *testing.T) {
	e, err := tiexin.DecodeEvent([]byte(` {
		"id": 6142200092063758446, "event": "order.paid", "shop": null,
		"customer": "c1",
		"order": {"id": 3900000000000000017, "amount": 199, "freight": 0.5, "discount": "-0.00",
			"items": [{"id": 3900000000000000018, "product_id": 600000000001, "sku": 4500000000001, "quantity": 2}],
			"mobile": "+86 188 7777 1111", "attr": {"size": "L", "none": null}},
		"parcel": {"number": 78900000000001, "items": [3900000000000000018, "x"], "track": [], "origin": {}},
		"survey": {"score": 0, "answers": {}},
		"consent": "sms/care"
	} `), nil)
	require.NoError(t, err)
	zero := 0
	assert.Equal(t, tiexin.Event{
		ID: "6142200092063758446", Type: tiexin.EventOrderPaid, Customer: tiexin.Customer{ID: "c1"},
		Order: &tiexin.Order{
			ID: "3900000000000000017", Amount: 19900, Freight: 50,
			Items:  []tiexin.Item{{ID: "3900000000000000018", ProductID: "600000000001", SKU: "4500000000001", Quantity: 2}},
			Mobile: tiexin.Phone{Number: "18877771111"}, Attr: map[string]string{"size": "L"},
		},
		Parcel:  &tiexin.Parcel{Number: "78900000000001", Items: []string{"3900000000000000018", "x"}},
		Survey:  &tiexin.Survey{Score: &zero},
		Consent: &tiexin.Consent{Channel: "sms", Purpose: tiexin.Care},
	}, e)

	e, err = tiexin.DecodeEvent([]byte(`{"customer": {"id": 10086, "nick": "a\"\u0062\n😊", "consents": ["marketing", "sms", "wechat/survey", {"channel": "xiaohongshu", "refused": true}]}}`), nil)
	require.NoError(t, err)
	assert.Equal(t, tiexin.Customer{ID: "10086", Nick: "a\"b\n😊", Consents: []tiexin.Consent{
		{Purpose: tiexin.Marketing}, {Channel: "sms"}, {Channel: "wechat", Purpose: tiexin.SurveyAsk}, {Channel: "xiaohongshu", Refused: true},
	}}, e.Customer)
}

func TestDecodeEvent错在哪里该怎么写(t *testing.T) {
	for _, c := range []struct{ json, want string }{
		{``, "column 1: not valid JSON: unexpected end of JSON input"},
		{`{"id": "m1",}`, "column 13: not valid JSON: invalid character '}' looking for beginning of object key string"},
		{"{\n  \"customer\": {\"nick\": \"小王\" \"x\"}}", "line 2, column 29: not valid JSON: invalid character '\"' after object key:value pair"},
		{"{\"id\": \"店\xb5\xea\"}", "column 10: not valid UTF-8; text in GBK must be converted first"},
		{`[]`, "must be an object, is a list"},
		{`null`, "must be an object, is null"},
		{`{"type": "order.paid"}`, "type: no such key"},
		{`{"order": {"payurl": "x"}}`, `order.payurl: no such key; did you mean "pay_url"?`},
		{`{"order": {"ID": "x"}}`, `order.ID: no such key; did you mean "id"?`},
		{`{"parcel": {"track": [{}, {"provence": {"a": [1, {}]}}]}}`, `parcel.track[1].provence: no such key`},
		{`{"customer": {"地区 ": 1}}`, `customer[(key, 3 characters)]: no such key`},
		{`{"id": "m1", "id": "m2"}`, "id: stands twice"},
		{`{"order": {"attr": {"a": "1", "a": "2"}}}`, "order.attr.a: stands twice"},
		{`{"id": 1.5}`, "id: must be text, is a number; write ids in quotes"},
		{`{"id": 39e17}`, "id: must be text, is a number; write ids in quotes"},
		{`{"id": -1}`, "id: must be text, is a number; write ids in quotes"},
		{`{"id": true}`, "id: must be text, is true or false; write ids in quotes"},
		{`{"customer": ["c1"]}`, "customer: must be text, is a list; write ids in quotes"},
		{`{"order": "T1"}`, "order: must be an object, is text"},
		{`{"order": {"amount": "19.999"}}`, `order.amount: not an amount in yuan: "19.999" has more than two decimals`},
		{`{"order": {"amount": 1e3}}`, `order.amount: not an amount in yuan: "1e3"; write it like 199 or 199.00`},
		{`{"order": {"amount": {}}}`, "order.amount: must be an amount in yuan, is an object"},
		{`{"order": {"items": {}}}`, "order.items: must be a list, is an object"},
		{`{"order": {"items": [null]}}`, "order.items[0]: is null; leave it out"},
		{`{"at": 1762776065}`, "at: must be text, is a number"},
		{`{"customer": {"mobile": {"numbr": "1"}}}`, `customer.mobile.numbr: no such key; did you mean "number"?`},
		{`{"customer": {"consents": ["smss"]}}`, `customer.consents[0]: "smss" is not a channel or purpose, such as marketing, sms or sms/marketing; did you mean "sms"?`},
		{`{"customer": {"consents": ["sms/sale"]}}`, `customer.consents[0]: "sale" is not a purpose (service, notice, care, marketing, survey)`},
		{`{"customer": {"consents": [""]}}`, `customer.consents[0]: "" is not a purpose (service, notice, care, marketing, survey)`},
		{`{"customer": {"consents": ["/care"]}}`, `customer.consents[0]: "" is not a channel or purpose, such as marketing, sms or sms/marketing`},
	} {
		_, err := tiexin.DecodeEvent([]byte(c.json), nil)
		require.Error(t, err, c.json)
		assert.Equal(t, []string{c.want}, problemsOf(t, err), c.json)
	}
	_, err := tiexin.DecodeEvent([]byte(`{"id": "m1", "at": "gestern", "order": {"amuont": 3, "items": [{"price": "x"}]}}`), nil)
	assert.EqualError(t, err, `tiexin: event "m1" has 3 problems:
  at: not a time: "gestern"; write it like 2026-11-10T20:01:05+08:00, or 2026-11-10 20:01:05 in the shop's zone
  order.amuont: no such key; did you mean "amount"?
  order.items[0].price: not an amount in yuan: "x"; write it like 199 or 199.00`)
}

// What only decorates costs nobody a payment or a refusal: it is left out and told.
func TestDecodeEvent旁枝末节读不懂就不读_说一声(t *testing.T) {
	for _, c := range []struct{ json, want string }{
		{`{"order": {"attr": {"a": 1}}}`, "order.attr.a: must be text, is a number"},
		{`{"order": {"attr": []}}`, "order.attr: must be an object, is a list"},
		{`{"order": {"quantity": 1.0}}`, "order.quantity: must be a whole number, is 1.0"},
		{`{"order": {"quantity": "1"}}`, "order.quantity: must be a number, is text"},
		{`{"order": {"quantity": 9223372036854775808}}`, "order.quantity: must be a whole number, is (number, 19 digits)"},
		{`{"order": {"gift": "yes"}}`, "order.gift: must be true or false, is text"},
		{`{"order": {"title": 7}}`, "order.title: must be text, is a number"},
		{`{"customer": {"birthday": "1990-02-30"}}`, "customer.birthday: 1990-02-30 is not a date: February 1990 has 28 days"},
		{`{"customer": {"mobile": [1]}}`, "customer.mobile: must be text, is a list"},
		{`{"order": {"items": [{"title": 7, "price": 1}]}}`, "order.items[0].title: must be text, is a number"},
		{`{"customer": {"tags": ["老客", 1]}}`, "customer.tags[1]: must be text, is a number"},
		{`{"customer": {"children": [{"born": "02-30"}]}}`, "customer.children[0].born: 02-30 is not a date: February has at most 29 days"},
		{`{"customer": {"children": {}}}`, "customer.children: must be a list, is an object"},
		{`{"customer": {"joined_at": "2026-02-30 10:00"}}`, "customer.joined_at: February 2026 has no day 30; its last day is 2026-02-28"},
		{`{"customer": {"joined_at": "0000-00-00 00:00:00"}}`, `customer.joined_at: not a time: "0000-00-00 00:00:00"; write it like 2026-11-10T20:01:05+08:00, or 2026-11-10 20:01:05 in the shop's zone`},
		{`{"customer": {"points": 1.5}}`, "customer.points: must be a whole number, is 1.5"},
		{`{"customer": {"email": false}}`, "customer.email: must be text, is true or false"},
		{`{"customer": {"code": 3.3}}`, "customer.code: must be text, is a number"},
		{`{"order": {"pay_url": {}}}`, "order.pay_url: must be text, is an object"},
		{`{"parcel": {"track": [null]}}`, "parcel.track[0]: is null; leave it out"},
		{`{"parcel": {"track": [{"at": "gestern"}]}}`, `parcel.track[0].at: not a time: "gestern"; write it like 2026-11-10T20:01:05+08:00, or 2026-11-10 20:01:05 in the shop's zone`},
		{`{"parcel": {"origin": "杭州"}}`, "parcel.origin: must be an object, is text"},
	} {
		e, err := tiexin.DecodeEvent([]byte(c.json), nil)
		require.NoError(t, err, c.json)
		assert.Equal(t, []string{c.want}, warningsOf(e), c.json)
		out, err := tiexin.EncodeEvent(&e)
		require.NoError(t, err)
		again, err := tiexin.DecodeEvent(out, nil)
		require.NoError(t, err)
		assert.Empty(t, again.Warnings, "what was left out is gone: %s", out)
	}
	e, err := tiexin.DecodeEvent([]byte(`{"id": "m1", "event": "order.paid", "at": "2026-11-11 10:05", "customer": {"id": "c1", "nick": 5, "tags": ["老客", 1]},
		"order": {"id": "T1", "mobile": "0571-88888888", "title": ["大衣"], "amount": 100}}`), nil)
	require.NoError(t, err)
	assert.Len(t, e.Warnings, 4)
	assert.Nil(t, e.Customer.Tags, "读了一半的标签不是全部的标签")
	assert.Equal(t, tiexin.Order{ID: "T1", Amount: 10000}, *e.Order)
	require.NoError(t, e.Validate())
}

func TestDecodeEvent错误里没有手机号(t *testing.T) {
	e, err := tiexin.DecodeEvent([]byte(`{"customer": {"mobile": "18877771111x"}, "order": {"mobile": {"number": "188777711112"}}}`), nil)
	require.NoError(t, err)
	require.Len(t, e.Warnings, 2)
	assert.NotContains(t, fmt.Sprint(e.Warnings), "7777")

	_, err = tiexin.DecodeEvent([]byte(`{"customer": {"mobile": {"18877771111": 1}}}`), nil)
	require.Len(t, problemsOf(t, err), 1)
	assert.NotContains(t, err.Error(), "7777")
}

func TestDecodeEvent满屏都是错也不会撑爆(t *testing.T) {
	_, err := tiexin.DecodeEvent([]byte(`{`+strings.Repeat(`"x":1,`, 100_000)+`"y":`+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+`}`), nil)
	require.Len(t, problemsOf(t, err), 30)
}

func TestUnmarshalJSON读新事件不留旧事件的东西(t *testing.T) {
	e := fullEvent()
	require.NoError(t, json.Unmarshal([]byte(`null`), &e))
	require.NoError(t, json.Unmarshal([]byte(`{"id": "m2", "at": "2026-11-10 20:01"}`), &e))
	assert.Equal(t, tiexin.Event{ID: "m2", At: time.Date(2026, 11, 10, 20, 1, 0, 0, tiexin.Shanghai())}, e)
	require.Error(t, json.Unmarshal([]byte(`{"id": "m3", "what": 1}`), &e))
	assert.Equal(t, "m2", e.ID)
	require.Error(t, new(tiexin.Event).UnmarshalJSON([]byte(`{"id": "m3"`)))
	require.Error(t, new(tiexin.Event).UnmarshalJSON(nil))
}

func TestEncodeEvent写不出的日子是错误(t *testing.T) {
	e := fullEvent()
	e.Customer.Birthday = tiexin.Date{Month: 13, Day: 1}
	_, err := tiexin.EncodeEvent(&e)
	require.ErrorIs(t, err, tiexin.ErrDate)
}

func FuzzDecodeEvent(f *testing.F) {
	taobao, err := os.ReadFile("internal/testdata/taobao-juhuasuan.jsonl")
	require.NoError(f, err)
	for line := range bytes.Lines(taobao) {
		f.Add(line)
	}
	for _, seed := range []string{
		`{"id": 1, "event": "order.paid", "at": "2026-11-10 20:01", "customer": "c", "order": {"id": "T", "amount": 1.5}}`,
		`{"customer": {"consents": ["sms/care"], "mobile": "188****1111", "birthday": "农历闰2-30"}}`,
		`{"parcel": {"track": [{"at": "0001-01-01T00:00:00Z"}], "items": []}}`,
		`{"survey": {"score": null, "answers": {"\ud800": "\\"}}}`,
		`{"a":[{"}":"]"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := tiexin.DecodeEvent(data, nil)
		if err != nil {
			var problem *tiexin.EventError
			require.ErrorAs(t, err, &problem)
			require.NotEmpty(t, problem.Error())
			return
		}
		_ = e.Validate()
		out, err := tiexin.EncodeEvent(&e)
		require.NoError(t, err)
		again, err := tiexin.DecodeEvent(out, nil)
		require.NoError(t, err, string(out))
		require.Empty(t, again.Warnings, "what was left out is gone: %s", out)
		e.Warnings = nil
		require.Equal(t, e, again)
		e.Normalise()
		once, err := tiexin.EncodeEvent(&e)
		require.NoError(t, err)
		e.Normalise()
		twice, err := tiexin.EncodeEvent(&e)
		require.NoError(t, err)
		require.Equal(t, string(once), string(twice))
	})
}

// An amount that is written as 0 is told; one that is not written is not known.
func TestDecodeEvent写了零元和没写金额是两回事(t *testing.T) {
	for written, told := range map[string]bool{`, "amount": 0`: true, `, "amount": "0.00"`: true, `, "zero_amount": true`: true, ``: false, `, "amount": null`: false} {
		e, err := tiexin.DecodeEvent([]byte(`{"id": "1", "event": "order.refunded", "at": "2026-11-11 10:00", "customer": "c", "order": {"id": "T1"`+written+`},
			"refund": {"id": "R1"`+written+`}, "product": {"id": "P1"`+strings.ReplaceAll(written, "amount", "price")+`}}`), nil)
		require.NoError(t, err, written)
		assert.Equal(t, []bool{told, told, told}, []bool{e.Order.ZeroAmount, e.Refund.ZeroAmount, e.Product.ZeroPrice}, written)
		again, err := tiexin.EncodeEvent(&e)
		require.NoError(t, err)
		read, err := tiexin.DecodeEvent(again, nil)
		require.NoError(t, err)
		assert.Equal(t, e, read, "and stays so")
	}
	e, err := tiexin.DecodeEvent([]byte(`{"id": "1", "event": "order.created", "at": "2026-11-11 10:00", "customer": "c", "order": {"id": "T1", "amount": "0.01", "items": [{"price": 0}, {"price": 5}]}}`), nil)
	require.NoError(t, err)
	assert.Equal(t, []bool{false, true, false}, []bool{e.Order.ZeroAmount, e.Order.Items[0].ZeroPrice, e.Order.Items[1].ZeroPrice})
}
