package taobao_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/taobao"
)

const tid = "3900000000000000017"

var cst = time.FixedZone("CST", 8*60*60)

// clock is a time of 11 November 2026 in Shanghai.
func clock(hour, minute int) time.Time { return time.Date(2026, 11, 11, hour, minute, 0, 0, cst) }

// A said is what a message says, field by field.
type said map[string]any

// message is one of TMC's, published on 11 November at 12:00.
func message(topic string, content said) []byte {
	inner, _ := json.Marshal(content)
	outer, _ := json.Marshal(said{
		"id": "700", "topic": topic, "user_id": 123456789, "pub_app_key": "12497914", "pub_time": "2026-11-11 12:00:00", "content": string(inner),
	})
	return outer
}

// about is a message about the trade, as TOP says it: its number as a number.
func about(topic string, more ...any) []byte {
	content := said{"tid": json.Number(tid), "buyer_open_uid": "AAbuyer", "buyer_nick": "t**8", "payment": "199.00", "type": "guarantee_trade"}
	for i := 0; i < len(more); i += 2 {
		content[more[i].(string)] = more[i+1]
	}
	return message(topic, content)
}

// shop has trades, refunds and ratings. It is a Reader as a host writes one.
type shop struct {
	trade, refund, ratings said
	down                   error
	asked                  int
	seller                 string // of the last trade that was asked for
}

func (s *shop) answer(v said) ([]byte, error) {
	if s.asked++; s.down != nil || v == nil {
		return nil, s.down
	}
	return json.Marshal(v)
}

func (s *shop) Trade(_ context.Context, seller, _ string) ([]byte, error) {
	s.seller = seller
	return s.answer(s.trade)
}

func (s *shop) Refund(context.Context, string, string) ([]byte, error) { return s.answer(s.refund) }

func (s *shop) Ratings(context.Context, string, string) ([]byte, error) { return s.answer(s.ratings) }

// sold is a trade of two lines, paid, with what is different.
func sold(more ...any) said {
	t := said{
		"tid_str": tid, "type": "fixed", "status": "WAIT_SELLER_SEND_GOODS", "buyer_open_uid": "AAbuyer", "buyer_nick": "t**8",
		"created": "2026-11-11 10:00:00", "pay_time": "2026-11-11 10:09:00", "modified": "2026-11-11 11:00:00", "payment": "199.00",
		"receiver_state": "浙江省", "receiver_city": "杭州市", "receiver_district": "西湖区", "receiver_mobile": "*******0000", "oaid": "1oaid",
		"orders": said{"order": []said{line("18", "129.00"), line("19", "70.00")}},
	}
	for i := 0; i < len(more); i += 2 {
		t[more[i].(string)] = more[i+1]
	}
	return t
}

func line(oid, fee string, more ...any) said {
	l := said{"oid_str": oid, "num_iid": 600000000001, "title": "卫衣", "num": 1, "divide_order_fee": fee, "status": "WAIT_SELLER_SEND_GOODS"}
	for i := 0; i < len(more); i += 2 {
		l[more[i].(string)] = more[i+1]
	}
	return l
}

// read is what a source reads, which every engine takes.
func read(t testing.TB, s *taobao.Source, bodies ...[]byte) (r feed.Reading) {
	for _, body := range bodies {
		one, err := s.Read(t.Context(), body)
		require.NoError(t, err)
		r.Add(one)
	}
	for i := range r.Events {
		require.NoError(t, r.Events[i].Validate())
	}
	return r
}

// one is the only event that is read.
func one(t testing.TB, s *taobao.Source, body []byte) tiexin.Event {
	r := read(t, s, body)
	require.Len(t, r.Events, 1, "%v %v", r.Parked, r.Unknown)
	require.Empty(t, r.Parked)
	return r.Events[0]
}

func TestRead_TheTradeIsThePicture(t *testing.T) {
	s := &taobao.Source{Trades: &shop{trade: sold("timeout_action_time", "2026-11-21 10:00:00", "promise_sign_time", "2026-11-14 23:59:59",
		"delivery_time", "2026-11-13 10:09:00", "seller_memo", "难缠", "buyer_message", "快点", "num", 0, "total_fee", "219.00", "adjust_fee", "-20.00")}}
	e := one(t, s, about("taobao_trade_TradeBuyerPay"))
	assert.Equal(t, tiexin.EventOrderPaid, e.Type)
	assert.True(t, clock(10, 9).Equal(e.At), "when it was paid, not when that was told: %s", e.At)
	assert.True(t, clock(12, 0).Equal(e.Received))
	o := e.Order
	assert.Equal(t, tid, o.ID)
	assert.Equal(t, tiexin.Paid, o.Status)
	assert.Equal(t, tiexin.Normal, o.Kind)
	assert.Equal(t, tiexin.Money(19900), o.Amount)
	assert.Equal(t, tiexin.Money(-2000), o.Adjust)
	assert.True(t, clock(11, 0).Equal(o.Version))
	assert.True(t, clock(10, 0).AddDate(0, 0, 10).Equal(o.ConfirmsAt))
	assert.True(t, clock(10, 9).AddDate(0, 0, 2).Equal(o.ShipsBy))
	assert.Equal(t, 14, o.ArrivesBy.Day())
	assert.Equal(t, tiexin.Region{Province: "浙江", City: "杭州", District: "西湖区"}, o.Region)
	assert.Equal(t, "1oaid", o.Mobile.OAID)
	assert.Equal(t, tid, o.Mobile.OAIDOrder)
	assert.Empty(t, o.Mobile.Number)
	s.WithoutOAID = true
	assert.Empty(t, one(t, s, about("taobao_trade_TradeBuyerPay")).Order.Mobile.OAID, "no sender of the host's takes one")
	assert.Equal(t, 2, o.Pieces())
	assert.Empty(t, o.Memo, "the seller's memo is never read")
	assert.Equal(t, "快点", o.Message)
	assert.True(t, e.Customer.NickMasked)
}

func TestRead_ATradeThatHasGoneOnSinceIsNotOfThatTime(t *testing.T) {
	s := &taobao.Source{Trades: &shop{trade: sold("status", "TRADE_FINISHED", "end_time", "2026-11-11 13:00:00")}}
	e := one(t, s, about("taobao_trade_TradeSuccess"))
	assert.True(t, clock(12, 0).Equal(e.At), "the message knew nothing of what came after it: %s", e.At)
	assert.True(t, clock(13, 0).Equal(e.Order.SucceededAt))
}

func TestRead_WordsWithEscapesAreReadAsTheyAreMeant(t *testing.T) {
	for _, nick := range []string{`a"b\c/d`, "a\nb", "小王😀", "\u0041<&>", "\\", ""} {
		assert.Equal(t, nick, one(t, &taobao.Source{}, about("taobao_trade_TradeCreate", "buyer_nick", nick)).Customer.Nick)
	}
}

func TestRead_ACountyWithoutACityAboveItIsACity(t *testing.T) {
	s := &taobao.Source{Trades: &shop{trade: sold("receiver_state", "湖北省", "receiver_city", "", "receiver_district", "仙桃市")}}
	assert.Equal(t, "仙桃", one(t, s, about("taobao_trade_TradeChanged")).Order.City)
}

func TestRead_AnIdOfNineteenDigitsIsNeverRounded(t *testing.T) {
	e := one(t, &taobao.Source{}, about("taobao_trade_TradeCreate", "status", "WAIT_BUYER_PAY"))
	assert.Equal(t, tid, e.Order.ID)
	r := read(t, &taobao.Source{}, about("taobao_trade_TradeCreate", "tid", json.Number("3.9e18")))
	require.Len(t, r.Parked, 1, "what is rounded already is nobody's order")
	assert.Equal(t, "cannot be read: tid", r.Parked[0].Reason)
}

func TestRead_KindsOfTrades(t *testing.T) {
	for _, c := range []struct {
		name   string
		trade  said
		kind   tiexin.OrderKind
		status tiexin.OrderStatus
	}{
		{"by its type", sold("type", "guarantee_trade", "status", "WAIT_BUYER_PAY"), tiexin.Normal, tiexin.Unpaid},
		{"聚划算 by where it comes from", sold("trade_from", "WAP,JHS", "status", "WAIT_BUYER_PAY"), tiexin.Juhuasuan, tiexin.Unpaid},
		{"聚划算 by one line of two", sold("orders", said{"order": []said{line("18", "1.00"), line("19", "1.00", "order_from", "wap,jhs")}}), tiexin.Juhuasuan, tiexin.Paid},
		{"a presale of which nothing is paid", sold("type", "step", "step_trade_status", "FRONT_NOPAID_FINAL_NOPAID", "status", "WAIT_BUYER_PAY"), tiexin.Presale, tiexin.Unpaid},
		{"a presale whose deposit is paid", sold("type", "step", "step_trade_status", "FRONT_PAID_FINAL_NOPAID", "status", "WAIT_BUYER_PAY"), tiexin.Presale, tiexin.DepositPaid},
		{"a presale that is paid", sold("type", "step", "step_trade_status", "FRONT_PAID_FINAL_PAID"), tiexin.Presale, tiexin.Paid},
		{"a presale whose tail was not paid", sold("type", "step", "step_trade_status", "FRONT_PAID_FRONT_FORFEITED", "status", "WAIT_BUYER_PAY"), tiexin.Presale, tiexin.Cancelled},
		{"a presale by its step alone", sold("step_trade_status", "FRONT_PAID_FINAL_PAID"), tiexin.Presale, tiexin.Paid},
		{"a presale of 聚划算", sold("type", "step", "trade_from", "JHS"), tiexin.Presale, tiexin.Paid},
		{"paid on delivery", sold("type", "cod"), tiexin.COD, tiexin.Paid},
		{"paid later", sold("status", "WAIT_PRE_AUTH_CONFIRM"), tiexin.PayLater, tiexin.Paying},
		{"paid by a card abroad", sold("status", "PAY_PENDING"), tiexin.Normal, tiexin.Paying},
		{"a ticket", sold("type", "eticket"), tiexin.Virtual, tiexin.Paid},
		{"must not be shipped yet", sold("status", "PAID_FORBID_CONSIGN"), tiexin.Normal, tiexin.Held},
		{"must not be shipped yet, by its flag", sold("forbid_consign", 1), tiexin.Normal, tiexin.Held},
		{"of a type that nobody knows, unpaid", sold("type", "swap", "status", "WAIT_BUYER_PAY"), "", tiexin.UnknownStatus},
		{"with a word that nobody knows", sold("status", "ON_THE_MOON"), tiexin.Normal, tiexin.UnknownStatus},
		{"with a step that nobody knows", sold("type", "step", "step_trade_status", "THIRD"), tiexin.Presale, tiexin.UnknownStatus},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := read(t, &taobao.Source{Trades: &shop{trade: c.trade}}, about("taobao_trade_TradeChanged"))
			require.NotEmpty(t, r.Events)
			assert.Equal(t, c.kind, r.Events[0].Order.Kind)
			assert.Equal(t, c.status, r.Events[0].Order.Status)
			assert.Equal(t, c.status == tiexin.UnknownStatus, len(r.Unknown) == 1, "%v", r.Unknown)
		})
	}
}

func TestRead_StepsOfAPresale(t *testing.T) {
	deposit := sold("type", "step", "step_trade_status", "FRONT_PAID_FINAL_NOPAID", "status", "WAIT_BUYER_PAY", "step_paid_fee", "50.00")
	s := &taobao.Source{Trades: &shop{trade: deposit}}
	e := one(t, s, about("taobao_trade_TradeBuyerStepPay", "type", "step"))
	assert.Equal(t, tiexin.EventOrderDepositPaid, e.Type)
	assert.True(t, clock(10, 9).Equal(e.Order.DepositAt))
	assert.True(t, e.Order.PaidAt.IsZero(), "only the deposit is paid")
	assert.Equal(t, tiexin.Money(5000), e.Order.Deposit)
	assert.Equal(t, tiexin.EventOrderDepositPaid, one(t, s, about("taobao_trade_TradeBuyerPay")).Type)

	s = &taobao.Source{Trades: &shop{trade: sold("type", "step", "step_trade_status", "FRONT_PAID_FINAL_PAID")}}
	assert.Equal(t, tiexin.EventOrderUpdated, one(t, s, about("taobao_trade_TradeBuyerStepPay", "type", "step")).Type)
	assert.Equal(t, tiexin.EventOrderPaid, one(t, s, about("taobao_trade_TradeBuyerPay", "type", "step")).Type)
	assert.Equal(t, tiexin.EventOrderUpdated, one(t, &taobao.Source{}, about("taobao_trade_TradeBuyerStepPay", "type", "step")).Type,
		"the message alone does not say whether it was the deposit")
}

func TestRead_TheStatusSaysHowATradeWasClosed(t *testing.T) {
	for _, c := range []struct {
		name   string
		trade  said
		body   []byte
		event  tiexin.EventType
		status tiexin.OrderStatus
	}{
		{"before payment", sold("status", "TRADE_CLOSED_BY_TAOBAO", "end_time", "2026-11-11 11:00:00"), about("taobao_trade_TradeClose"), tiexin.EventOrderClosed, tiexin.Cancelled},
		{"after payment", sold("status", "TRADE_CLOSED", "end_time", "2026-11-11 11:00:00"), about("taobao_trade_TradeClose"), tiexin.EventOrderClosed, tiexin.Closed},
		{"one line of it", sold(), about("taobao_trade_TradeCloseAndModifyDetailOrder", "oid", "18", "status", "WAIT_BUYER_PAY"), tiexin.EventOrderUpdated, tiexin.Paid},
		{"by the message, which the copy of the trade lags behind", sold(), about("taobao_trade_TradeClose", "status", "TRADE_CLOSED_BY_TAOBAO"), tiexin.EventOrderClosed, tiexin.Paid},
		{"by the message alone", nil, about("taobao_trade_TradeClose", "status", "TRADE_CLOSED"), tiexin.EventOrderClosed, tiexin.Closed},
		{"one line, by the message alone", nil, about("taobao_trade_TradeCloseAndModifyDetailOrder", "oid", "18"), tiexin.EventOrderUpdated, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := one(t, &taobao.Source{Trades: &shop{trade: c.trade}}, c.body)
			assert.Equal(t, c.event, e.Type)
			assert.Equal(t, c.status, e.Order.Status)
		})
	}
}

func TestRead_ALineThatWasClosedBeforePaymentIsBoughtByNobody(t *testing.T) {
	trade := sold("orders", said{"order": []said{line("18", "129.00", "status", "TRADE_CLOSED_BY_TAOBAO"), line("19", "70.00")}}, "payment", "70.00")
	e := one(t, &taobao.Source{Trades: &shop{trade: trade}}, about("taobao_trade_TradeCloseAndModifyDetailOrder", "oid", "18"))
	require.Len(t, e.Order.Items, 1)
	assert.Equal(t, "19", e.Order.Items[0].ID)
}

func TestRead_WhatDecidesAndCannotBeReadIsParked(t *testing.T) {
	for field, reason := range map[string]string{"payment": "1,99", "created": "yesterday", "pay_time": "2026-02-30 10:00:00", "modified": "2026-11-11T10:00:00"} {
		r := read(t, &taobao.Source{Trades: &shop{trade: sold(field, reason)}}, about("taobao_trade_TradeBuyerPay"))
		assert.Empty(t, r.Events)
		require.Len(t, r.Parked, 1)
		assert.Equal(t, "the trade: cannot be read: "+field, r.Parked[0].Reason)
		assert.NotContains(t, fmt.Sprintf("%+v", r.Parked[0]), "AAbuyer")
	}
	r := read(t, &taobao.Source{Trades: &shop{trade: sold("tid_str", "42")}}, about("taobao_trade_TradeBuyerPay"))
	require.Len(t, r.Parked, 1)
	assert.Equal(t, "the trade that was read is a different one", r.Parked[0].Reason)
}

func TestRead_WhatCannotBeReadNowComesAgain(t *testing.T) {
	trades := &shop{down: errors.New("TOP is down")}
	_, err := (&taobao.Source{Trades: trades}).Read(t.Context(), about("taobao_trade_TradeBuyerPay"))
	require.ErrorIs(t, err, trades.down)
	assert.EqualError(t, err, "message 700: TOP is down")
}

func TestRead_EachTradeIsReadOnceForAPush(t *testing.T) {
	trades := &shop{trade: sold()}
	list := append(append([]byte{'['}, about("taobao_trade_TradeBuyerPay")...), ',')
	list = append(append(list, about("taobao_trade_TradeChanged")...), ']')
	assert.Len(t, read(t, &taobao.Source{Trades: trades}, list).Events, 2)
	assert.Equal(t, 1, trades.asked)
	assert.Equal(t, "123456789", trades.seller)
}

func TestRead_WhoseTheMessageIs(t *testing.T) {
	body := about("taobao_trade_TradeCreate", "status", "WAIT_BUYER_PAY")
	s := &taobao.Source{Shops: map[string]string{"123456789": "flagship"}, Publishers: []string{"12497914"}}
	assert.Equal(t, "flagship", one(t, s, body).Shop)
	for _, other := range []*taobao.Source{{Shops: map[string]string{"1": "other"}}, {Publishers: []string{"1"}}} {
		r := read(t, other, body)
		assert.Empty(t, r.Events)
		require.Len(t, r.Parked, 1)
		assert.Equal(t, body, r.Parked[0].Body)
	}
}

func TestRead_TheHostSaysWhoTheCustomerIs(t *testing.T) {
	s := &taobao.Source{AppKey: "1", Customer: func(_ context.Context, id tiexin.Identifier) (string, bool, error) {
		return "member-7", id.Value == "AAbuyer" || id.Kind == tiexin.NickID, nil
	}}
	e := one(t, s, about("taobao_trade_TradeCreate"))
	assert.Equal(t, "member-7", e.Customer.ID)
	assert.Equal(t, []tiexin.Identifier{{Kind: tiexin.BuyerOpenUID, Value: "AAbuyer", App: "1"}}, e.Customer.IDs)
	assert.Equal(t, "AAother", one(t, s, about("taobao_trade_TradeCreate", "buyer_open_uid", "AAother")).Customer.ID)

	joined := message("taobao_opencrm_MemberJoin", said{"user": "小**王", "join_time": "2026-11-11 11:00:00"})
	assert.Equal(t, "member-7", one(t, s, joined).Customer.ID)
	assert.Len(t, read(t, &taobao.Source{}, joined).Parked, 1, "a nick is no id")
}

func TestRead_WhatNobodyKnowsIsToldAndChangesNothing(t *testing.T) {
	r := read(t, &taobao.Source{}, about("taobao_trade_TradeTeleported"))
	assert.Empty(t, r.Events)
	assert.Empty(t, r.Parked)
	assert.Equal(t, []feed.Word{{Field: "topic", Word: "taobao_trade_TradeTeleported"}}, r.Unknown)
	assert.Equal(t, feed.Reading{}, read(t, &taobao.Source{}, about("taobao_trade_TradeMemoModified")))
}

func TestRead_WhatIsNoMessageIsParked(t *testing.T) {
	for body, reason := range map[string]string{
		``: "", `{`: "", `[{]`: "", `{"topic":1}`: "", `{"tmc_messages_consume_response":7}`: "", `null`: "", `"hello"`: "",
		`{"topic":"taobao_trade_TradeCreate","content":"{}"}`:                                          "it has no id",
		`{"topic":"taobao_trade_TradeCreate","id":1,"content":"["}`:                                    "content is not a JSON object",
		`{"topic":"taobao_trade_TradeCreate","id":1,"content":"{}"}`:                                   "cannot be read: tid",
		`{"topic":"taobao_trade_TradeCreate","id":1,"content":"{\"tid\":5}"}`:                          "it does not name the buyer: buyer_open_uid",
		`{"topic":"taobao_trade_TradeCreate","id":1,"content":"{\"tid\":5,\"buyer_open_uid\":\"a\"}"}`: "it does not say when it was",
	} {
		r := read(t, &taobao.Source{}, []byte(body))
		assert.Empty(t, r.Events, body)
		require.Len(t, r.Parked, 1, body)
		if reason != "" {
			assert.Equal(t, reason, r.Parked[0].Reason, body)
		}
	}
	r := read(t, &taobao.Source{}, []byte(`{"tmc_messages_consume_response":{"request_id":"x"}}`))
	assert.Equal(t, feed.Reading{}, r, "nothing to take in")
}
