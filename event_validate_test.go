package tiexin_test

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

var doubleEleven = time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)

// paid is a small valid event, changed as the test wants.
func paid(change func(*tiexin.Event)) *tiexin.Event {
	e := &tiexin.Event{
		ID: "m1", Type: tiexin.EventOrderPaid, At: doubleEleven,
		Customer: tiexin.Customer{ID: "c1"}, Order: &tiexin.Order{ID: "T1"},
	}
	change(e)
	return e
}

func TestValidate每一样说不通的都点名(t *testing.T) {
	long := strings.Repeat("长", 67)
	ten := 11
	for name, c := range map[string]struct {
		change func(*tiexin.Event)
		want   []string
	}{
		"好好的":   {func(*tiexin.Event) {}, nil},
		"没有编号":  {func(e *tiexin.Event) { e.ID = "" }, []string{"id: is missing"}},
		"没有类型":  {func(e *tiexin.Event) { e.Type = "" }, []string{"event: is missing: what happened, such as order.paid"}},
		"类型写错":  {func(e *tiexin.Event) { e.Type = "order.payed" }, []string{`event: unknown event "order.payed"; did you mean "order.paid"?`}},
		"类型不存在": {func(e *tiexin.Event) { e.Type = "moon.landing" }, []string{"event: unknown event \"moon.landing\"; see `care words events` for all of them"}},
		"类型是中文": {func(e *tiexin.Event) { e.Type = "订单创建" }, []string{`event: unknown event "订单创建"; write order.created`}},
		"类型像姓名": {func(e *tiexin.Event) { e.Type = "林小雨" }, []string{"event: unknown event (text, 3 characters); see `care words events` for all of them"}},
		"没有时间":  {func(e *tiexin.Event) { e.At = time.Time{} }, []string{"at: is missing: when it happened"}},
		"没有顾客":  {func(e *tiexin.Event) { e.Customer.ID = "" }, []string{"customer.id: is missing"}},
		"没有订单":  {func(e *tiexin.Event) { e.Order = nil }, []string{"order: is missing: order.paid is about one"}},
		"订单没有号": {func(e *tiexin.Event) { e.Order.ID = "" }, []string{"order.id: is missing"}},
		"编号太长":  {func(e *tiexin.Event) { e.ID = long }, []string{"id: has 201 bytes; an id has at most 200"}},
		"消息编号可以更长": {func(e *tiexin.Event) {
			e.Type, e.Message = tiexin.EventMessageDelivered, &tiexin.MessageReport{ID: long}
		}, nil},
		"消息编号太长": {func(e *tiexin.Event) {
			e.Type, e.Message = tiexin.EventMessageDelivered, &tiexin.MessageReport{ID: strings.Repeat(long, 10)}
		}, []string{"message.id: has 2010 bytes; an id has at most 2000"}},
		"编号里有换行":    {func(e *tiexin.Event) { e.Order.ID = "T1\n" }, []string{"order.id: holds a control character, such as a line break"}},
		"编号里有行分隔符":  {func(e *tiexin.Event) { e.Customer.ID = "c1\u2028c2" }, []string{"customer.id: holds a sign that breaks a line or turns the writing, such as U+202E"}},
		"编号里有反向书写":  {func(e *tiexin.Event) { e.Order.ID = "T1\u202e2T" }, []string{"order.id: holds a sign that breaks a line or turns the writing, such as U+202E"}},
		"编号不是UTF-8": {func(e *tiexin.Event) { e.Shop = "\xb5\xea" }, []string{"shop: is not valid UTF-8; text in GBK must be converted first"}},
		"时间太早":      {func(e *tiexin.Event) { e.At = time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC) }, []string{"at: lies in the year 1999; times lie in 2000 to 2200"}},
		"时间太晚": {
			func(e *tiexin.Event) { e.Order.ClosesAt = time.Date(2201, 1, 1, 0, 0, 0, 0, time.UTC) },
			[]string{"order.closes_at: lies in the year 2201; times lie in 2000 to 2200"},
		},
		"收到以后才发生": {
			func(e *tiexin.Event) { e.Received = e.At.Add(-25 * time.Hour) },
			[]string{"received: lies more than a day before at (2026-11-10T09:00:00Z, 2026-11-11T10:00:00Z)"},
		},
		"差几个时区不算错": {func(e *tiexin.Event) { e.Received = e.At.Add(-14 * time.Hour) }, nil},
		"下单前就付了款": {
			func(e *tiexin.Event) {
				e.Order.CreatedAt, e.Order.PaidAt = doubleEleven, doubleEleven.Add(-48*time.Hour)
			},
			[]string{"order.paid_at: lies more than a day before created_at (2026-11-09T10:00:00Z, 2026-11-11T10:00:00Z)"},
		},
		"平台的钟慢一点不算错": {func(e *tiexin.Event) { e.Order.CreatedAt, e.Order.PaidAt = doubleEleven, doubleEleven.Add(-time.Hour) }, nil},
		"金额是负的":      {func(e *tiexin.Event) { e.Order.Amount = -1 }, []string{"order.amount: is negative: -0.01"}},
		"改价可以是负的":    {func(e *tiexin.Event) { e.Order.Adjust = -500 }, nil},
		"金额大得离谱":     {func(e *tiexin.Event) { e.Order.Adjust = math.MinInt64 }, []string{"order.adjust: is beyond any amount: (number, 19 digits)"}},
		"件数是负的":      {func(e *tiexin.Event) { e.Order.Items = []tiexin.Item{{}, {Quantity: -1}} }, []string{"order.items[1].quantity: is -1; it may be 0 to 1000000000"}},
		"生日不存在":      {func(e *tiexin.Event) { e.Customer.Birthday = tiexin.Date{Month: 2, Day: 30} }, []string{"customer.birthday: 02-30 is not a date: February has at most 29 days"}},
		"目的写错": {
			func(e *tiexin.Event) { e.Customer.Consents = []tiexin.Consent{{Purpose: "marketting"}} },
			[]string{`customer.consents[0].purpose: "marketting" is not a purpose (service, notice, care, marketing, survey); did you mean "marketing"?`},
		},
		"号码没整理过": {
			func(e *tiexin.Event) { e.Customer.Mobile.Number = "+86 18877771111" },
			[]string{"customer.mobile.number: is neither 11 digits from 13 to 19 nor + and the digits of another country; ParsePhone makes it so"},
		},
		"评分超出范围": {func(e *tiexin.Event) { e.Chat = &tiexin.Chat{Score: 6} }, []string{"chat.score: is 6; it may be 0 to 5"}},
		"问卷分超出":  {func(e *tiexin.Event) { e.Survey = &tiexin.Survey{Score: &ten} }, []string{"survey.score: is 11; it may be 0 to 10"}},
		"订单是别人的": {func(e *tiexin.Event) { e.Order.CustomerID = "c2" }, []string{`order.customer_id: is "c2", but the event's customer is "c1"`}},
		"包裹没有单号": {
			func(e *tiexin.Event) { e.Type, e.Parcel = tiexin.EventParcelSigned, &tiexin.Parcel{OrderID: "T1"} },
			[]string{"parcel.number: is missing, and so is id: one of them must be there"},
		},
		"包裹不知是哪单的": {func(e *tiexin.Event) { e.Type, e.Parcel = tiexin.EventParcelSigned, &tiexin.Parcel{Number: "78"} }, []string{"parcel.order_id: is missing"}},
		"包裹是别单的": {
			func(e *tiexin.Event) { e.Parcel = &tiexin.Parcel{Number: "78", OrderID: "T2"} },
			[]string{`parcel.order_id: is "T2", but the event's order is "T1"`},
		},
		"聊天没开始就结束": {
			func(e *tiexin.Event) {
				e.Chat = &tiexin.Chat{OpenedAt: doubleEleven, ClosedAt: doubleEleven.AddDate(0, 0, -2)}
			},
			[]string{"chat.closed_at: lies more than a day before opened_at (2026-11-09T10:00:00Z, 2026-11-11T10:00:00Z)"},
		},
		"同意还没说就过期": {func(e *tiexin.Event) {
			e.Consent = &tiexin.Consent{At: doubleEleven, Expires: doubleEleven.AddDate(0, 0, -2)}
		}, []string{"consent.expires: lies more than a day before at (2026-11-09T10:00:00Z, 2026-11-11T10:00:00Z)"}},
		"店家自己的词不管": {func(e *tiexin.Event) {
			e.Order.Source, e.Order.Kind, e.Order.Status, e.Customer.Gender, e.Customer.Tags = "直播间", "盲盒", "打包中", "保密", []string{"爱还价"}
		}, nil},
		"没有的渠道": {func(e *tiexin.Event) {
			e.Customer.Consents = []tiexin.Consent{{Channel: "SMS"}, {Channel: "旺旺"}, {Channel: "小红书"}, {Channel: "sms"}}
			e.Message = &tiexin.MessageReport{ID: "m1", Channel: " 短信 "}
		}, []string{
			`customer.consents[0].channel: "SMS" is not a channel (wangwang, sms, wechat, mms, email, phone, visit); did you mean "sms"?`,
			`customer.consents[1].channel: "旺旺" is not a channel (wangwang, sms, wechat, mms, email, phone, visit); did you mean "wangwang"?`,
			`customer.consents[2].channel: (text, 3 characters) is not a channel (wangwang, sms, wechat, mms, email, phone, visit)`,
			`message.channel: " 短信 " is not a channel (wangwang, sms, wechat, mms, email, phone, visit); did you mean "sms"?`,
		}},
		"自己的词太多": {func(e *tiexin.Event) {
			e.Order.Attr = map[string]string{}
			for i := range tiexin.MaxAttrs + 1 {
				e.Order.Attr[fmt.Sprint(i)] = ""
			}
		}, []string{"order.attr: has 101 words; there may be 100"}},
		"错得多就一次说完": {
			func(e *tiexin.Event) { e.ID, e.At, e.Customer.ID, e.Order.Amount = "", time.Time{}, "", -100 },
			[]string{"id: is missing", "at: is missing: when it happened", "customer.id: is missing", "order.amount: is negative: -1.00"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, problemsOf(t, paid(c.change).Validate()))
		})
	}
}

func TestValidate每种事件都要带上它说的东西(t *testing.T) {
	for _, typ := range tiexin.EventTypes() {
		full := fullEvent()
		full.Type = typ
		if typ == tiexin.EventCustomerMerged {
			full.Customer.IDs = []tiexin.Identifier{{Kind: tiexin.HostIdentifier, Value: "another id"}}
		}
		require.NoError(t, full.Validate(), typ)

		bare := &tiexin.Event{ID: "m1", Type: typ, At: doubleEleven}
		var want []string
		if need := typ.Needs(); need != "" {
			want = append(want, need+": is missing: "+string(typ)+" is about one")
		}
		if thing := typ.Thing(); thing != "incident" && thing != "catalog" && typ != tiexin.EventMessageApproved && typ != tiexin.EventMessageDeclined {
			want = append(want, "customer.id: is missing")
		}
		if typ == tiexin.EventCustomerMerged {
			want = append(want, `customer.ids: is missing: customer.merged names the other id of the person, {"kind": "host", "value": "its customer id"}`)
		}
		assert.Equal(t, want, problemsOf(t, bare.Validate()), typ)
	}
}

// Each field in turn gets a value that nobody can mean.
func TestValidate一个字段也不漏(t *testing.T) {
	full := fullEvent()
	require.NoError(t, full.Validate())
	for l := range leaves(reflect.ValueOf(&full).Elem(), false) {
		before := reflect.ValueOf(l.Interface())
		field := l.path
		switch p := l.Addr().Interface().(type) {
		case *bool, *int64: // both bool values are fine; points may be negative
			continue
		case *int:
			*p = -1
		case *tiexin.Money:
			*p = math.MinInt64
		case *time.Time:
			*p = p.AddDate(200, 0, 0)
		case *tiexin.Date:
			p.Day = 31
		case *map[string]string:
			*p = map[string]string{"好": "\xff"}
		default:
			l.SetString("\xff")
		}
		err := full.Validate()
		var problem *tiexin.EventError
		if assert.ErrorAs(t, err, &problem, field) {
			assert.Equal(t, field, problem.Problems[0].Field)
		}
		l.Set(before)
		require.NoError(t, full.Validate(), "not put back: %s", field)
	}
}

func TestValidate订单还没下就什么都不会发生(t *testing.T) {
	for l := range leaves(reflect.ValueOf(&tiexin.Order{}).Elem(), true) {
		if _, ok := l.Interface().(time.Time); !ok || strings.Contains(l.path, ".") || l.path == "version" || l.path == "created_at" {
			continue
		}
		early := paid(func(*tiexin.Event) {})
		for o := range leaves(reflect.ValueOf(early.Order).Elem(), false) {
			switch o.path {
			case "created_at":
				o.Set(reflect.ValueOf(doubleEleven))
			case l.path:
				o.Set(reflect.ValueOf(doubleEleven.AddDate(0, 0, -2)))
			}
		}
		assert.Equal(t, []string{"order." + l.path + ": lies more than a day before created_at (2026-11-09T10:00:00Z, 2026-11-11T10:00:00Z)"},
			problemsOf(t, early.Validate()))
	}
}

func TestEventError一处一行很多处也不刷屏(t *testing.T) {
	err := paid(func(e *tiexin.Event) { e.Order.Amount = -1 }).Validate()
	assert.EqualError(t, err, `tiexin: event "m1": order.amount: is negative: -0.01`)

	err = paid(func(e *tiexin.Event) { e.Order.Amount, e.At = -1, time.Time{} }).Validate()
	assert.EqualError(t, err, "tiexin: event \"m1\" has 2 problems:\n  at: is missing: when it happened\n  order.amount: is negative: -0.01")

	err = paid(func(e *tiexin.Event) {
		e.ID = strings.Repeat("x", 1000)
		for range 1000 {
			e.Order.Items = append(e.Order.Items, tiexin.Item{Price: -1, Amount: -1})
		}
	}).Validate()
	var problem *tiexin.EventError
	require.ErrorAs(t, err, &problem)
	assert.Len(t, problem.Problems, 30)
	assert.Less(t, len(err.Error()), 3000)
}

func problemsOf(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var problem *tiexin.EventError
	require.ErrorAs(t, err, &problem)
	var all []string
	for _, p := range problem.Problems {
		all = append(all, p.String())
	}
	return all
}

func TestValidate问卷的题数不限自己的词有限(t *testing.T) {
	for n, want := range map[int][]string{
		tiexin.MaxAttrs:     nil,
		tiexin.MaxAttrs + 1: {"customer.attr: has 101 words; there may be 100", "order.attr: has 101 words; there may be 100"},
	} {
		words := map[string]string{}
		for i := range n {
			words[fmt.Sprint(i)] = ""
		}
		assert.Equal(t, want, problemsOf(t, paid(func(e *tiexin.Event) {
			e.Customer.Attr, e.Order.Attr, e.Survey = words, words, &tiexin.Survey{Answers: words}
		}).Validate()))
	}
}

func warningsOf(e tiexin.Event) []string {
	var all []string
	for _, w := range e.Warnings {
		all = append(all, w.String())
	}
	return all
}
