package tiexin_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// A phone that cannot be read costs nobody a payment or a refusal.
func Test座机号写错的号都不耽误付款和退订(t *testing.T) {
	for number, want := range map[string]struct {
		phone    tiexin.Phone
		warnings int
	}{
		"0571-88888888":    {tiexin.Phone{}, 1},
		"13800000000_1234": {tiexin.Phone{Number: "13800000000", Extension: "1234", Private: true}, 0},
		"13800000000,123":  {tiexin.Phone{Number: "13800000000", Extension: "123", Private: true}, 0},
		"13800000000-1234": {tiexin.Phone{Number: "13800000000", Extension: "1234", Private: true}, 0},
		"13800000000转1234": {tiexin.Phone{Number: "13800000000", Extension: "1234", Private: true}, 0},
		"转1234":            {tiexin.Phone{}, 1},
		"请打13800000000":    {tiexin.Phone{}, 1},
		"138****0000":      {tiexin.Phone{Masked: "138****0000"}, 0},
	} {
		for _, data := range []string{
			fmt.Sprintf(`{"id": "2", "event": "order.paid", "at": "2026-11-11 10:05", "customer": "a", "order": {"id": "A", "mobile": %q}}`, number),
			fmt.Sprintf(`{"id": "2", "event": "order.paid", "at": "2026-11-11 10:05", "customer": "a", "order": {"id": "A", "mobile": {"number": %q}}}`, number),
		} {
			e, err := tiexin.DecodeEvent([]byte(data), nil)
			require.NoError(t, err, number)
			e.Normalise()
			require.NoError(t, e.Validate(), number)
			assert.Equal(t, want.phone, e.Order.Mobile, number)
			require.Len(t, e.Warnings, want.warnings, number)
			for _, w := range e.Warnings {
				assert.Equal(t, "order.mobile", w.Field)
				assert.NotRegexp(t, `\d{5}`, w.Message)
			}
		}
		built := paid(func(e *tiexin.Event) { e.Order.Mobile.Number = number })
		built.Normalise()
		require.NoError(t, built.Validate(), number)
		assert.Equal(t, want.phone, built.Order.Mobile, number)
		require.Len(t, built.Warnings, want.warnings, number)
		for _, w := range built.Warnings {
			assert.Equal(t, "order.mobile.number", w.Field)
		}
	}
	e, err := tiexin.DecodeEvent([]byte(`{"id": "6", "event": "consent.revoked", "at": "2026-11-11 10:05", "customer": {"id": "c", "mobile": 13800000000}, "consent": {}}`), nil)
	require.NoError(t, err)
	assert.Equal(t, "13800000000", e.Customer.Mobile.Number, "没写引号的号码也是号码")
}

// A permission that names and proves nothing permits nothing, and the event says so.
func Test空的同意不是证据(t *testing.T) {
	for data, want := range map[string]int{`[{}]`: 0, `[{"refused": false}]`: 0, `[{"expires": "2030-01-01 00:00"}]`: 0, `[{}, "marketing", {}]`: 1, `[{"refused": true}]`: 1, `[{"source": "checkout_box"}]`: 1} {
		e, err := tiexin.DecodeEvent([]byte(`{"id": "2", "event": "order.paid", "at": "2026-11-11 10:05", "customer": {"id": "a", "consents": `+data+`}, "order": {"id": "A"}}`), nil)
		require.NoError(t, err, data)
		before := len(e.Customer.Consents)
		host := e.Customer.Consents
		e.Normalise()
		assert.Len(t, e.Customer.Consents, want, data)
		require.Len(t, e.Warnings, before-want, data)
		for _, w := range e.Warnings {
			assert.Regexp(t, `^customer\.consents\[\d\]$`, w.Field)
		}
		assert.Len(t, host, before, "the host's list stays as it is")
		require.NoError(t, e.Validate())
		e.Normalise()
		assert.Len(t, e.Warnings, before-want, "twice is as good as once")
	}
}

// An error names the place in the list that the host wrote, and not in a shorter one.
func Test说错的地方数的是原来的名单(t *testing.T) {
	for data, want := range map[string]string{
		`"consents": [{}, {"channel": "smsx"}]`:                  "customer.consents[1].channel",
		`"consents": [{}, "marketing", {}, {"purpose": "sale"}]`: "customer.consents[3].purpose",
	} {
		e, err := tiexin.DecodeEvent([]byte(`{"id": "2", "event": "order.paid", "at": "2026-11-11 10:05", "customer": {"id": "a", `+data+`}, "order": {"id": "A"}}`), nil)
		require.NoError(t, err, data)
		e.Normalise()
		for range 2 {
			var wrong *tiexin.EventError
			require.ErrorAs(t, e.Validate(), &wrong, data)
			require.Len(t, wrong.Problems, 1, data)
			assert.Equal(t, want, wrong.Problems[0].Field)
			e.Normalise()
		}
	}
	e := tiexin.Event{Customer: tiexin.Customer{Children: []tiexin.Child{{ID: "a", Nick: "大宝"}, {ID: "a"}, {ID: "b", Nick: "\xff"}}}}
	e.Normalise()
	assert.ErrorContains(t, e.Validate(), "customer.children[2].nick: is not valid UTF-8")
}

// A number that may have become somebody else's is not written to.
func Test说不清到期的隐私号不留(t *testing.T) {
	e, err := tiexin.DecodeEvent([]byte(`{"customer": {"mobile": {"number": "13800000000-12", "expires": "13800000000"}}, "order": {"mobile": {"number": "13800000001", "private": "是"}}}`), nil)
	require.NoError(t, err)
	assert.Equal(t, tiexin.Phone{Private: true}, e.Customer.Mobile)
	assert.Equal(t, tiexin.Phone{}, e.Order.Mobile)
	assert.Equal(t, []string{
		"customer.mobile.expires: not a time; write it like 2026-11-10T20:01:05+08:00, or 2026-11-10 20:01:05 in the shop's zone",
		"order.mobile.private: must be true or false, is text",
	}, warningsOf(e))

	built := paid(func(e *tiexin.Event) {
		e.Customer.Mobile = tiexin.Phone{Number: "13800000000", Extension: "12", Private: true, Expires: time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)}
		e.Order.Mobile = tiexin.Phone{Number: "13800000000", Extension: "一二"}
	})
	built.Normalise()
	assert.Equal(t, tiexin.Phone{Private: true}, built.Customer.Mobile)
	assert.Equal(t, tiexin.Phone{}, built.Order.Mobile)
	assert.Equal(t, []string{"customer.mobile.expires: lies in the year 1970; times lie in 2000 to 2200", "order.mobile.extension: must be digits"}, warningsOf(*built))
}

func TestNormalise平台的状态词搬到PlatformStatus(t *testing.T) {
	for _, c := range []struct {
		platform tiexin.Platform
		word     string
		want     string
	}{
		{tiexin.Taobao, "WAIT_BUYER_PAY", `order.status: "WAIT_BUYER_PAY" is a platform's word; write "unpaid"`},
		{"", "TRADE_CLOSED_BY_TAOBAO", `order.status: "TRADE_CLOSED_BY_TAOBAO" is a platform's word; write "cancelled"`},
		{tiexin.Pinduoduo, "1", `order.status: "1" is a platform's word; write "paid"`},
		{tiexin.JD, "WAIT_BUYER_PAY", `order.status: "WAIT_BUYER_PAY" is in no table; the words are unpaid, paying, deposit, held, paid, part_ship, shipped, signed, succeeded, cancelled, closed`},
		{"", "Paid", `order.status: "Paid" is in no table; did you mean "paid"?`},
		{"", "打包中", `order.status: (text, 3 characters) is in no table; the words are unpaid, paying, deposit, held, paid, part_ship, shipped, signed, succeeded, cancelled, closed`},
	} {
		e := paid(func(e *tiexin.Event) {
			e.Order.Platform, e.Order.Status, e.Order.Amount = c.platform, tiexin.OrderStatus(c.word), 100
		})
		e.Normalise()
		e.Normalise()
		require.NoError(t, e.Validate())
		assert.Equal(t, []string{c.want}, warningsOf(*e))
		assert.Equal(t, tiexin.Order{ID: "T1", CustomerID: "c1", Platform: c.platform, PlatformStatus: c.word, Amount: 100}, *e.Order)
	}
	for _, word := range []tiexin.OrderStatus{"", tiexin.UnknownStatus, tiexin.Paying} {
		e := paid(func(e *tiexin.Event) { e.Order.Status, e.Order.PlatformStatus = word, "X" })
		e.Normalise()
		assert.Empty(t, e.Warnings)
		assert.Equal(t, []string{string(word), "X"}, []string{string(e.Order.Status), e.Order.PlatformStatus})
	}
	e := paid(func(e *tiexin.Event) { e.Order.Status, e.Order.PlatformStatus = "X", "WAIT_BUYER_PAY" })
	e.Normalise()
	assert.Equal(t, "WAIT_BUYER_PAY", e.Order.PlatformStatus, "已经写着的留着")
}

// Pinduoduo and Douyin count their statuses.
func Test状态是数字也不耽误付款(t *testing.T) {
	e, err := tiexin.DecodeEvent([]byte(`{"id": "1", "event": "order.paid", "at": "2026-11-11 10:05", "customer": "a",
		"order": {"id": "A", "platform": "pdd", "status": 1, "refunds": [{"id": "R1", "status": {}}]}, "parcel": {"number": "1", "status": 3}}`), nil)
	require.NoError(t, err)
	e.Normalise()
	require.NoError(t, e.Validate())
	assert.Equal(t, "1", e.Order.PlatformStatus)
	assert.Empty(t, string(e.Order.Status))
	assert.Equal(t, []string{
		"order.refunds[0].status: must be text, is an object",
		`order.status: "1" is a platform's word; write "paid"`,
		`parcel.status: "3" is in no table; the words are created, picked_up, in_transit, arrived_city, out_for_delivery, ready_for_pickup, signed, failed, rejected, returning, returned, out_of_area, lost, damaged`,
	}, warningsOf(e))
}

func TestNormalise包裹和退款的状态词(t *testing.T) {
	track := []tiexin.Node{{Status: "GOT"}, {Status: tiexin.ParcelSigned}}
	refunds := []tiexin.Refund{{ID: "R1", Status: "SUCCESS"}, {ID: "R2", Status: "arbitration"}}
	e := paid(func(e *tiexin.Event) {
		e.Parcel = &tiexin.Parcel{Number: "1", Status: "Signed", Track: track}
		e.Order.Refunds, e.Refund = refunds, &tiexin.Refund{Status: "WAIT_SELLER_AGREE"}
	})
	e.Normalise()
	require.NoError(t, e.Validate())
	assert.Equal(t, []string{
		`order.refunds[0].status: "SUCCESS" is a platform's word; write "succeeded"`,
		`parcel.status: "Signed" is in no table; did you mean "signed"?`,
		`parcel.track[0].status: "GOT" is in no table; the words are created, picked_up, in_transit, arrived_city, out_for_delivery, ready_for_pickup, signed, failed, rejected, returning, returned, out_of_area, lost, damaged`,
		`refund.status: "WAIT_SELLER_AGREE" is a platform's word; write "wait_seller"`,
	}, warningsOf(*e))
	assert.Equal(t, []tiexin.Refund{{ID: "R1"}, {ID: "R2", Status: "arbitration"}}, e.Order.Refunds)
	assert.Equal(t, []tiexin.Node{{}, {Status: tiexin.ParcelSigned}}, e.Parcel.Track)
	assert.Equal(t, tiexin.ParcelStatus("GOT"), track[0].Status, "店家手里的列表不动")
	assert.Equal(t, tiexin.RefundStatus("SUCCESS"), refunds[0].Status)
}

func TestStatusOf各平台的词(t *testing.T) {
	for _, c := range []struct {
		platform tiexin.Platform
		word     string
		want     tiexin.OrderStatus
	}{
		{tiexin.Taobao, "WAIT_BUYER_PAY", tiexin.Unpaid},
		{tiexin.Taobao, "TRADE_NO_CREATE_PAY", tiexin.Unpaid},
		{tiexin.Tmall, "PAY_PENDING", tiexin.Paying},
		{tiexin.Taobao, "WAIT_PRE_AUTH_CONFIRM", tiexin.Paying},
		{tiexin.Tmall, "FRONT_PAID_FINAL_NOPAID", tiexin.DepositPaid},
		{tiexin.Taobao, "PAID_FORBID_CONSIGN", tiexin.Held},
		{tiexin.Taobao, "WAIT_SELLER_SEND_GOODS", tiexin.Paid},
		{tiexin.Taobao, "SELLER_CONSIGNED_PART", tiexin.PartlyShipped},
		{tiexin.Taobao, "WAIT_BUYER_CONFIRM_GOODS", tiexin.Shipped},
		{tiexin.Taobao, "TRADE_BUYER_SIGNED", tiexin.Signed},
		{tiexin.Taobao, "TRADE_FINISHED", tiexin.Succeeded},
		{tiexin.Taobao, "TRADE_CLOSED_BY_TAOBAO", tiexin.Cancelled},
		{tiexin.Taobao, "TRADE_CLOSED", tiexin.Closed},
		{tiexin.Youzan, "TRADE_SUCCESS", tiexin.Succeeded},
		{tiexin.JD, "FINISHED_L", tiexin.Succeeded},
		{tiexin.Pinduoduo, "2", tiexin.Shipped},
		{tiexin.Douyin, "2", tiexin.Paid},
		{tiexin.Douyin, "4", ""}, // cancelled, paid or not
		{tiexin.Youzan, "TRADE_CLOSED", ""},
		{tiexin.JD, "TRADE_CANCELED", ""},
		{tiexin.Shopify, "authorized", tiexin.Paying},
		{tiexin.Shopify, "fulfilled", tiexin.Shipped},
		{tiexin.Shopify, "refunded", tiexin.Closed},
		{tiexin.Shopify, "cancelled", ""}, // paid or not
		{tiexin.Taobao, "unpaid", ""},
		{tiexin.Taobao, "", ""},
		{"", "WAIT_BUYER_PAY", ""},
	} {
		got, ok := tiexin.StatusOf(c.platform, c.word)
		assert.Equal(t, c.want, got, "%s %s", c.platform, c.word)
		assert.Equal(t, c.want != "", ok, "%s %s", c.platform, c.word)
	}
}

func TestNormalise说不通的旁枝末节不留(t *testing.T) {
	long := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	attr := map[string]string{}
	for i := range tiexin.MaxAttrs + 1 {
		attr[fmt.Sprint(i)] = ""
	}
	e := paid(func(e *tiexin.Event) {
		c := &e.Customer
		c.Birthday, c.JoinedAt, c.FirstOrderAt, c.Attr = tiexin.Date{Month: 2, Day: 30}, long, long, attr
		c.Children = []tiexin.Child{{Nick: "小宝", Born: tiexin.Date{Month: 13, Day: 1}, ConsentID: "a\nb"}}
		c.Mobile = tiexin.Phone{OAID: strings.Repeat("x", 201), OAIDOrder: "T1", Masked: "138****0000"}
		e.Order.Quantity, e.Order.Items = -1, []tiexin.Item{{Title: "大衣", Quantity: -2}}
		e.Parcel = &tiexin.Parcel{Number: "1", Track: []tiexin.Node{{At: long, Text: "已揽收"}}}
	})
	e.Normalise()
	require.NoError(t, e.Validate())
	assert.Equal(t, []string{
		"customer.mobile.oaid: has 201 bytes; an id has at most 200",
		"customer.joined_at: lies in the year 1899; times lie in 2000 to 2200",
		"customer.birthday: 02-30 is not a date: February has at most 29 days",
		"customer.children[0].born: 13-01 is not a date: a year has months 1 to 12",
		"customer.children[0].consent_id: holds a control character, such as a line break",
		"customer.first_order_at: lies in the year 1899; times lie in 2000 to 2200",
		"customer.attr: has 101 words; there may be 100",
		"order.quantity: is -1; it may be 0 to 1000000000",
		"order.items[0].quantity: is -2; it may be 0 to 1000000000",
		"parcel.track[0].at: lies in the year 1899; times lie in 2000 to 2200",
	}, warningsOf(*e))
	assert.Equal(t, tiexin.Customer{ID: "c1", Mobile: tiexin.Phone{Masked: "138****0000"}, Children: []tiexin.Child{{Nick: "小宝"}}}, e.Customer)
	assert.Equal(t, []tiexin.Item{{Title: "大衣"}}, e.Order.Items)
	assert.Equal(t, []tiexin.Node{{Text: "已揽收"}}, e.Parcel.Track)
}

// Two children with one id, or without any, are nobody's.
func TestNormalise分不清的孩子不留(t *testing.T) {
	one, two, third := tiexin.Child{ID: "k1", Nick: "豆豆"}, tiexin.Child{ID: "k1", Nick: "果果"}, tiexin.Child{ID: "k2"}
	for _, tt := range []struct{ given, kept []tiexin.Child }{
		{[]tiexin.Child{one, third}, []tiexin.Child{one, third}},
		{[]tiexin.Child{one, one}, []tiexin.Child{one, one}},
		{[]tiexin.Child{one, third, two}, []tiexin.Child{third}},
		{[]tiexin.Child{{Nick: "豆豆"}, {Nick: "果果"}}, []tiexin.Child{}},
	} {
		e := paid(func(e *tiexin.Event) { e.Customer.Children = tt.given })
		e.Normalise()
		e.Normalise()
		assert.Equal(t, tt.kept, e.Customer.Children)
		assert.Len(t, e.Warnings, len(tt.given)-len(tt.kept))
		for _, w := range warningsOf(*e) {
			assert.Regexp(t, `^customer\.children\[[0-2]\]: cannot be told from another child`, w)
			assert.NotContains(t, w, "豆豆")
		}
	}
}

// What identifies and what decides is refused as ever.
func TestNormalise要紧的不碰_留给Validate拒绝(t *testing.T) {
	for want, change := range map[string]func(*tiexin.Event){
		`event: unknown event "order.paid\n"; did you mean "order.paid"?`:                  func(e *tiexin.Event) { e.Type = "order.paid\n" },
		"order.id: holds a control character, such as a line break":                        func(e *tiexin.Event) { e.Order.ID = "T1\n" },
		"order.amount: is negative: -0.01":                                                 func(e *tiexin.Event) { e.Order.Amount = -1 },
		"order.paid_at: lies in the year 1970; times lie in 2000 to 2200":                  func(e *tiexin.Event) { e.Order.PaidAt = time.Unix(0, 0).UTC() },
		"order.items[0].price: is negative: -0.01":                                         func(e *tiexin.Event) { e.Order.Items = []tiexin.Item{{Price: -1}} },
		"customer.paid_orders: is -1; it may be 0 to 1000000000":                           func(e *tiexin.Event) { e.Customer.PaidOrders = -1 },
		"customer.nick: is not valid UTF-8; text in GBK must be converted first":           func(e *tiexin.Event) { e.Customer.Nick = "\xff\u202e" },
		`consent.purpose: "x" is not a purpose (service, notice, care, marketing, survey)`: func(e *tiexin.Event) { e.Consent = &tiexin.Consent{Purpose: "x"} },
		"survey.score: is 11; it may be 0 to 10":                                           func(e *tiexin.Event) { n := 11; e.Survey = &tiexin.Survey{Score: &n} },
	} {
		e := paid(change)
		e.Normalise()
		assert.Equal(t, []string{want}, problemsOf(t, e.Validate()))
		assert.Empty(t, e.Warnings)
	}
}

func TestNormalise看不见的字符不留(t *testing.T) {
	for dirty, clean := range map[string]string{
		"小\u202e王":         "小王", // an override turns what follows around
		"\u2066小王\u2069":   "小王",
		"小王\ufffd":         "小王", // half an emoji
		"小\x00王\x7f\u0085": "小王",
		"小\r\n王\t\u2028":   "小王",
		"👨‍👩‍👧 café ，“”—é": "👨‍👩‍👧 café ，“”—é",
		"\u202d": "",
	} {
		tags, attr := []string{dirty, "老客"}, map[string]string{dirty + "x": dirty}
		items := []tiexin.Item{{Title: dirty}}
		e := paid(func(e *tiexin.Event) {
			e.Customer.Nick, e.Customer.Tags, e.Customer.Attr = dirty, tags, attr
			e.Order.Items, e.Order.Title = items, dirty
		})
		e.Normalise()
		assert.Equal(t, []any{clean, clean, clean}, []any{e.Customer.Nick, e.Order.Title, e.Order.Items[0].Title}, "%q", dirty)
		assert.Equal(t, []string{clean, "老客"}, e.Customer.Tags)
		assert.Equal(t, map[string]string{clean + "x": clean}, e.Customer.Attr)
		assert.Equal(t, []any{dirty, dirty, dirty}, []any{tags[0], attr[dirty+"x"], items[0].Title}, "店家手里的不动")
		assert.Empty(t, e.Warnings)
	}
	e := paid(func(e *tiexin.Event) {
		e.Order.Message, e.Order.Memo, e.Review = "请\r\n尽快\u202e发货", "第一行\n第二行", &tiexin.Review{Text: "好\n看\x07"}
	})
	e.Normalise()
	assert.Equal(t, []string{"请\n尽快发货", "第一行\n第二行", "好\n看"}, []string{e.Order.Message, e.Order.Memo, e.Review.Text})

	half, err := tiexin.DecodeEvent([]byte(`{"customer": {"nick": "小王\ud83d", "tags": ["\ud83d\ude00"]}}`), nil)
	require.NoError(t, err)
	half.Normalise()
	assert.Equal(t, []string{"小王", "😀"}, []string{half.Customer.Nick, half.Customer.Tags[0]})

	same := paid(func(e *tiexin.Event) { e.Order.Attr = map[string]string{"a\n": "1", "a": "0", "a\t": "2"} })
	same.Normalise()
	assert.Equal(t, map[string]string{"a": "0"}, same.Order.Attr)
}

func TestNormalise时间只到毫秒(t *testing.T) {
	at, cut := doubleEleven.Add(1234567), doubleEleven.Add(1e6)
	refunds := []tiexin.Refund{{At: at}}
	e := paid(func(e *tiexin.Event) {
		e.At, e.Received, e.Customer.JoinedAt, e.Order.PaidAt, e.Order.Refunds = at, at, at, at, refunds
		e.Parcel = &tiexin.Parcel{Number: "1", SignedAt: at, Track: []tiexin.Node{{At: at}}}
		e.Customer.Mobile.Expires = at
	})
	e.Normalise()
	for i, got := range []time.Time{
		e.At, e.Received, e.Customer.JoinedAt, e.Order.PaidAt, e.Order.Refunds[0].At, e.Parcel.SignedAt, e.Parcel.Track[0].At, e.Customer.Mobile.Expires,
	} {
		assert.Equal(t, cut, got, i)
	}
	assert.Equal(t, at, refunds[0].At)
}

func TestNormalise上一次的提醒留着(t *testing.T) {
	shared := make([]tiexin.Problem, 1, 4)
	shared[0] = tiexin.Problem{Field: "customer.nick", Message: "must be text, is a number"}
	one, two := paid(func(e *tiexin.Event) { e.Order.Status = "X" }), paid(func(e *tiexin.Event) { e.Order.Quantity = -1 })
	one.Warnings, two.Warnings = shared, shared
	one.Normalise()
	two.Normalise()
	assert.Len(t, one.Warnings, 2)
	assert.Equal(t, "order.status", one.Warnings[1].Field)
	assert.Equal(t, "order.quantity", two.Warnings[1].Field)
	out, err := tiexin.EncodeEvent(one)
	require.NoError(t, err)
	assert.NotContains(t, string(out), "must be text")
}

// Whatever stands in a phone, no message shows a number.
func FuzzWarnings(f *testing.F) {
	for _, seed := range []string{
		"0571-88888888", "13800000000_1234", "13800000000,123", "转1234", "张三13800000000", "+8613800000000x", "1380000000000",
		"13800000000，13900000000", "１３８００００００００＃", "138****0000\u202e", "\ufffd", "00000*", "800000000",
	} {
		f.Add(seed, seed, "2026-11-11 10:00")
	}
	f.Fuzz(func(t *testing.T, number, extension, expires string) {
		phone, err := json.Marshal(map[string]string{"number": number, "extension": extension, "expires": expires, "masked": number})
		require.NoError(t, err)
		text, err := json.Marshal(number)
		require.NoError(t, err)
		key, err := json.Marshal(map[string]string{number: ""})
		require.NoError(t, err)
		for _, mobile := range [][]byte{phone, text, key} {
			e, err := tiexin.DecodeEvent([]byte(`{"id": "m1", "event": "order.paid", "at": "2026-11-11 10:00", "customer": {"id": "c1", "mobile": `+
				string(mobile)+`}, "order": {"id": "T1", "mobile": `+string(mobile)+`}}`), nil)
			if err != nil {
				require.Contains(t, err.Error(), "no such key")
				noNumber(t, err.Error(), number)
				continue
			}
			e.Normalise()
			require.NoError(t, e.Validate())
			for _, w := range e.Warnings {
				noNumber(t, w.String(), number, extension, expires)
			}
		}
		built := paid(func(e *tiexin.Event) {
			e.Order.Mobile = tiexin.Phone{Number: number, Extension: extension, Masked: expires, OAID: extension}
		})
		built.Normalise()
		if err := built.Validate(); err != nil {
			require.Contains(t, err.Error(), "UTF-8")
		}
		for _, w := range built.Warnings {
			noNumber(t, w.String(), number, extension)
		}
	})
}

// examples are the numbers that messages give as examples.
var examples = strings.NewReplacer("18800000000", "", "10000", "")

// noNumber fails when a message shows five digits or more of one of the texts.
func noNumber(t *testing.T, message string, texts ...string) {
	message = examples.Replace(message)
	for _, text := range texts {
		digits := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
		for _, run := range digits {
			if len(run) >= 5 {
				require.NotContains(t, message, run)
			}
		}
	}
}

// Ten thousand children are nobody's, and would be asked about one by one.
func TestNormaliseTooManyToBeAnybodys(t *testing.T) {
	for n, warns := range map[int]bool{tiexin.MaxPersonal: false, tiexin.MaxPersonal + 1: true, 10_000: true} {
		e := tiexin.Event{ID: "1", Type: tiexin.EventCustomerUpdated, At: time.Now(), Customer: tiexin.Customer{ID: "c"}}
		for i := range n {
			e.Customer.Children = append(e.Customer.Children, tiexin.Child{ID: fmt.Sprint(i)})
			e.Customer.Dates = append(e.Customer.Dates, tiexin.Dated{Name: "wedding", Date: tiexin.Date{Month: 5, Day: 20}})
		}
		e.Normalise()
		require.NoError(t, e.Validate())
		if !warns {
			assert.Empty(t, e.Warnings)
			assert.Len(t, e.Customer.Children, n)
			continue
		}
		few := fmt.Sprintf("has %d of them; there may be 100", n)
		assert.Equal(t, []tiexin.Problem{{Field: "customer.children", Message: few}, {Field: "customer.dates", Message: few}}, e.Warnings)
		assert.Nil(t, e.Customer.Children, "what was known before stays")
		assert.Nil(t, e.Customer.Dates)
	}
}
