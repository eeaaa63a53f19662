package taobao_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/taobao"
	"github.com/tiexin-go/tiexin/channel"
)

func TestRead_RefundsOfALine(t *testing.T) {
	claim := func(topic string, more ...any) []byte {
		return about("taobao_refund_"+topic, append([]any{"refund_id", json.Number("170000000000000001"), "oid", "18", "refund_fee", "129.00", "modified", "2026-11-11 11:30:00"}, more...)...)
	}
	for topic, want := range map[string]struct {
		event  tiexin.EventType
		status tiexin.RefundStatus
	}{
		"RefundCreated":               {tiexin.EventOrderRefundOpened, tiexin.RefundWaitSeller},
		"RefundSellerAgreeAgreement":  {tiexin.EventOrderUpdated, tiexin.RefundWaitReturn},
		"RefundBuyerReturnGoods":      {tiexin.EventOrderUpdated, tiexin.RefundWaitGoods},
		"RefundSellerRefuseAgreement": {tiexin.EventOrderRefundClosed, tiexin.RefundRefused},
		"RefundClosed":                {tiexin.EventOrderRefundClosed, tiexin.RefundClosed},
		"RefundSuccess":               {tiexin.EventOrderRefunded, tiexin.RefundSucceeded},
		"TaobaoIntervened":            {tiexin.EventOrderUpdated, ""},
	} {
		s := &taobao.Source{Trades: &shop{trade: sold(), refund: said{"refund_id": "170000000000000001", "reason": "尺码不合适"}}}
		e := one(t, s, claim(topic))
		assert.Equal(t, want.event, e.Type, topic)
		assert.True(t, clock(11, 30).Equal(e.At))
		require.NotNil(t, e.Refund)
		assert.True(t, clock(11, 30).Equal(e.Refund.At))
		assert.Equal(t, tiexin.Refund{
			ID: "170000000000000001", ItemID: "18", Status: want.status, Amount: 12900, Reason: "尺码不合适", At: e.Refund.At,
		}, *e.Refund, topic)
		assert.Equal(t, want.event, one(t, &taobao.Source{}, claim(topic)).Type, "by the message alone")
	}

	s := &taobao.Source{Trades: &shop{trade: sold("status", "TRADE_CLOSED")}}
	assert.True(t, one(t, s, claim("RefundSuccess")).Refund.Full, "nothing of the trade is left")
	e := one(t, &taobao.Source{}, claim("RefundSuccess", "bill_type", "replace_bill"))
	assert.Equal(t, tiexin.EventOrderRefundClosed, e.Type, "goods were given for goods")
	assert.Equal(t, tiexin.RefundClosed, e.Refund.Status)
}

func TestRead_ATradeNamesTheRefundsOfItsLines(t *testing.T) {
	trade := sold("orders", said{"order": []said{
		line("18", "129.00", "refund_id", "7", "refund_status", "WAIT_SELLER_AGREE"), line("19", "70.00", "refund_id", "8", "refund_status", "SUCCESS"),
		line("20", "1.00", "refund_id", 0, "refund_status", "NO_REFUND"),
	}})
	e := one(t, &taobao.Source{Trades: &shop{trade: trade}}, about("taobao_trade_TradePartlyRefund"))
	assert.Equal(t, []tiexin.Refund{{ID: "7", ItemID: "18", Status: tiexin.RefundWaitSeller}, {ID: "8", ItemID: "19", Status: tiexin.RefundSucceeded}}, e.Order.Refunds)

	trade = sold("orders", said{"order": []said{line("18", "129.00", "refund_id", "7", "refund_status", "ON_THE_MOON")}})
	r := read(t, &taobao.Source{Trades: &shop{trade: trade}}, about("taobao_trade_TradeChanged"))
	assert.True(t, r.Events[0].Order.Refunds[0].Open(), "nobody knows, and so nobody asks for a review")
	assert.Len(t, r.Unknown, 1)
}

func TestRead_WhenItWasHasToBeRead(t *testing.T) {
	s := &taobao.Source{Trades: &shop{trade: sold()}}
	for _, body := range [][]byte{
		message("taobao_logistics_LogsticDetailTrace", said{"tid": json.Number(tid), "action": "GOT", "out_sid": "7", "time": "soon"}),
		about("taobao_refund_RefundCreated", "refund_id", 7, "refund_fee", "a lot", "modified", "2026-11-11 11:30:00"),
		about("taobao_refund_RefundCreated", "refund_id", 7, "refund_fee", "1.00", "modified", "soon"),
		message("taobao_opencrm_MemberJoinPrivate", said{"user": "O1", "join_time": "soon"}),
		message("taobao_opencrm_AuthTouchMessage", said{"ouid": "O1", "latest": "soon"}),
	} {
		r := read(t, s, body)
		assert.Empty(t, r.Events, string(body))
		assert.Len(t, r.Parked, 1, string(body))
	}
}

func TestRead_PartsOfAnOrderLeaveInSeveralParcels(t *testing.T) {
	trade := sold("status", "SELLER_CONSIGNED_PART", "orders", said{"order": []said{
		line("18", "129.00", "logistics_company", "中通快递", "invoice_no", "7890", "consign_time", "2026-11-11 11:00:00"),
		line("19", "70.00", "logistics_company", "顺丰速运", "invoice_no", "SF1", "consign_time", "2026-11-11 11:30:00"), line("20", "1.00"),
	}})
	s := &taobao.Source{Trades: &shop{trade: trade}}
	r := read(t, s, about("taobao_trade_TradePartlySellerShip"))
	require.Len(t, r.Events, 3)
	assert.Equal(t, tiexin.EventOrderPartlyShipped, r.Events[0].Type)
	var keys []string
	for _, e := range r.Events[1:] {
		assert.Equal(t, tiexin.EventParcelShipped, e.Type)
		keys = append(keys, e.Parcel.Key())
	}
	assert.Equal(t, []string{"zhongtong/7890", "shunfeng/SF1"}, keys)
	assert.Equal(t, []string{"18"}, r.Events[1].Parcel.Items)
	assert.Equal(t, "杭州", r.Events[1].Parcel.City)
	together := sold("status", "WAIT_BUYER_CONFIRM_GOODS", "consign_time", "2026-11-11 11:00:00", "orders", said{"order": []said{
		line("18", "129.00", "invoice_no", "7890"), line("19", "70.00", "invoice_no", "7890"),
	}})
	two := read(t, &taobao.Source{Trades: &shop{trade: together}}, about("taobao_trade_TradeSellerShip"))
	require.Len(t, two.Events, 2, "two lines in one parcel")
	assert.Empty(t, two.Events[1].Parcel.Items, "all of them")
	assert.Equal(t, r.Events[1].ID, read(t, s, about("taobao_trade_TradeSellerShip")).Events[1].ID, "the same parcel, whoever tells of it")
}

func TestRead_WhatATraceTells(t *testing.T) {
	for _, c := range []struct {
		action, desc string
		event        tiexin.EventType
		guessed      bool
		signed       tiexin.SignedBy
	}{
		{"CONSIGN", "卖家已发货", tiexin.EventParcelShipped, false, ""},
		{"GOT", "【义乌市】快件已被揽收", tiexin.EventParcelPickedUp, false, ""},
		{"DEPARTURE", "【金华中转】快件离开,已发往【杭州中转】", tiexin.EventParcelMoved, false, ""},
		{"ARRIVAL", "【杭州中转】快件已到达", tiexin.EventParcelMoved, false, ""}, // Taobao says SENT_CITY when it is there
		{"SENT_CITY", "快件已到达【杭州市】", tiexin.EventParcelArrivedCity, false, ""},
		{"SENT_SCAN", "派件员正在派件", tiexin.EventParcelOutForDelivery, false, ""},
		{"SIGNED", "已签收，签收人：本人", tiexin.EventParcelSigned, false, tiexin.SignedBySelf},
		{"FAILED", "电话无人接听", tiexin.EventParcelFailed, false, ""},
		{"FAILED", "收件人拒收", tiexin.EventParcelRejected, true, ""},
		{"LOST", "丢失", tiexin.EventParcelLost, false, ""},
		{"OTHER", "已放丰巢快递柜，请凭取件码取件", tiexin.EventParcelReadyForPickup, true, ""},
		{"OTHER", "嗯", tiexin.EventParcelMoved, false, ""},
		{"BEAMED", "已签收", tiexin.EventParcelSigned, true, ""},
	} {
		s := &taobao.Source{Trades: &shop{trade: sold()}}
		r := read(t, s, message("taobao_logistics_LogsticDetailTrace", said{
			"tid": json.Number(tid), "action": c.action, "desc": c.desc, "out_sid": "7890", "company_name": "中通快递", "time": "2026-11-11 11:20:00",
		}))
		require.Len(t, r.Events, 1, c.desc)
		e := r.Events[0]
		assert.Equal(t, c.event, e.Type, c.desc)
		assert.True(t, clock(11, 20).Equal(e.At))
		assert.Equal(t, "AAbuyer", e.Customer.ID, "the trade says whose parcel it is")
		assert.Equal(t, "zhongtong/7890", e.Parcel.Key())
		assert.Equal(t, c.guessed, e.Parcel.Track[0].Guessed, c.desc)
		assert.Equal(t, c.signed, e.Parcel.SignedBy, c.desc)
		assert.Equal(t, c.action == "BEAMED", len(r.Unknown) == 1)
	}
}

func TestRead_AParcelThatStandsStill(t *testing.T) {
	trade := sold("orders", said{"order": []said{line("18", "1.00", "invoice_no", "7890"), line("19", "1.00", "invoice_no", "7891")}})
	e := one(t, &taobao.Source{Trades: &shop{trade: trade}}, message("taobao_logistics_PackageExceptionCreate", said{
		"excep_id": "1", "create_time": json.Number("1794366000000"), "trade_details": `[{"tid":` + tid + `}]`, "mail_details": `[{"mailNo":"7891"}]`,
	}))
	assert.Equal(t, tiexin.EventParcelStalled, e.Type)
	assert.Equal(t, "7891", e.Parcel.Number)
	r := read(t, &taobao.Source{Trades: &shop{trade: trade}}, message("taobao_logistics_PackageExceptionCreate", said{"excep_id": "1", "trade_details": "?"}))
	require.Len(t, r.Parked, 1)
}

func TestRead_OnlyTheBuyersRatingCounts(t *testing.T) {
	s := &taobao.Source{Trades: &shop{ratings: said{"trade_rates": said{"trade_rate": []said{
		{"tid": tid, "oid": "19", "role": "buyer", "result": "good", "content": "好"}, {"tid": tid, "oid": "18", "role": "buyer", "result": "bad", "content": "起球"},
	}}}}}
	e := one(t, s, about("taobao_trade_TradeRated", "rater", "buyer", "oid", "18"))
	assert.Equal(t, tiexin.EventReviewCreated, e.Type)
	assert.Equal(t, tiexin.Review{ID: "rating:" + tid + ":18", OrderID: tid, ItemID: "18", Rating: tiexin.Bad, Text: "起球"}, *e.Review)
	assert.Empty(t, read(t, s, about("taobao_trade_TradeRated", "rater", "seller")).Events)
	assert.Empty(t, one(t, &taobao.Source{}, about("taobao_trade_TradeRated", "rater", "buyer")).Review.Rating, "nobody knows")

	e = one(t, &taobao.Source{Trades: &shop{trade: sold()}}, message("taobao_traderate_ImprBadTag", said{"tid": json.Number(tid), "oid": "18", "biz_type": 3, "feedback": "偏小"}))
	assert.Equal(t, "AAbuyer", e.Customer.ID)
	assert.True(t, e.Review.Append)
	assert.Equal(t, tiexin.Bad, e.Review.Rating)
}

func TestRead_MembersAndPermissions(t *testing.T) {
	s := &taobao.Source{AppKey: "1"}
	e := one(t, s, message("taobao_opencrm_AuthTouchMessage", said{"app_key": "1", "ouid": "O1", "msg_id": "m-1", "first": "2026-06-01 10:00:00", "latest": "2026-11-11 10:00:00"}))
	assert.Equal(t, tiexin.EventConsentGranted, e.Type)
	assert.Equal(t, "O1", e.Customer.ID)
	assert.Equal(t, tiexin.Marketing, e.Consent.Purpose)
	assert.Equal(t, "sms", e.Consent.Channel)
	assert.True(t, e.Consent.Evidence())
	r := read(t, s, message("taobao_opencrm_AuthTouchMessage", said{"app_key": "2", "ouid": "O1", "latest": "2026-11-11 10:00:00"}))
	require.Len(t, r.Parked, 1, "a permission for another app is none")

	e = one(t, s, message("taobao_opencrm_MemberGradeChange", said{"ouid": "O1", "omid": "M1", "grade": 3}))
	assert.Equal(t, tiexin.EventCustomerGradeChanged, e.Type)
	assert.Equal(t, "3", e.Customer.Grade)
	e = one(t, s, message("taobao_opencrm_MemberJoinPrivate", said{"user": "O1", "join_time": "2026-11-11 11:00:00"}))
	assert.Equal(t, tiexin.EventCustomerJoined, e.Type)
	assert.True(t, clock(11, 0).Equal(e.Customer.JoinedAt))
}

func TestRead_ReceiptsAndRepliesOfSMS(t *testing.T) {
	const id = "v1:/AAbuyer/pay/gentle/order:T1/1/1"
	receipt := func(more ...any) []byte {
		content := said{"biz_id": "9^0", "extend": id, "receiver": "13900000000", "rept_time": "2026-11-11 11:50:00", "state": "1"}
		for i := 0; i < len(more); i += 2 {
			content[more[i].(string)] = more[i+1]
		}
		return message("alibaba_aliqin_FcSmsDR", content)
	}
	s := &taobao.Source{}
	e := one(t, s, receipt())
	assert.Equal(t, tiexin.EventMessageDelivered, e.Type)
	assert.Equal(t, id, e.Message.ID)
	assert.Equal(t, "AAbuyer", e.Customer.ID)
	e = one(t, s, receipt("state", "2", "err_code", "MOBILE_NOT_ON_SERVICE"))
	assert.Equal(t, tiexin.EventMessageFailed, e.Type)
	assert.Equal(t, string(channel.CauseAddress), e.Message.Cause)
	assert.Empty(t, read(t, s, receipt("extend", "somebody else's")).Events)

	reply := message("alibaba_aliqin_FcSmsUp", said{"content": "TD", "sender": "13900000000", "dest_code": "01", "sender_time": "2026-11-11 11:55:00", "sms_seq": "5"})
	r := read(t, s, reply)
	require.Len(t, r.Parked, 1, "it may refuse all further ones: a person looks at it")
	s.Written = func(_ context.Context, number, code string) (string, error) {
		if number == "13900000000" && code == "01" {
			return id, nil
		}
		return "", nil
	}
	e = one(t, s, reply)
	assert.Equal(t, tiexin.EventMessageReplied, e.Type)
	assert.Equal(t, "TD", e.Message.Text)
	r = read(t, s, message("alibaba_aliqin_FcSmsUp", said{"content": "TD", "sender": "13911111111", "sender_time": "2026-11-11 11:55:00"}))
	require.Len(t, r.Parked, 1)
	assert.NotContains(t, r.Parked[0].Reason, "139")
}
