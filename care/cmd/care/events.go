package main

import (
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// An event is one word for something that happens.
type event struct {
	Word    string   `json:"word"`
	Needs   string   `json:"needs,omitempty"` // the key that must be there, besides id, event, at and customer
	With    []string `json:"with,omitempty"`  // what must stand under that key
	Meaning string   `json:"meaning"`
}

// carries is what an event must carry, in one cell.
func (e *event) carries() say.Text {
	switch {
	case e.Needs == "":
		return say.Plain("-")
	case len(e.With) == 0:
		return say.Plain(e.Needs)
	}
	with := make([]say.Text, len(e.With))
	for i, key := range e.With {
		with[i] = say.Plain(key)
		if one, other, ok := strings.Cut(key, " or "); ok {
			with[i] = zh.Text("%s or %s", one, other)
		}
	}
	return zh.Text("%s with %s", e.Needs, say.Join(with, ", ", "、"))
}

// A happening says what an event means.
type happening struct {
	with    []string
	meaning string
}

var (
	byID     = []string{"id"}
	byParcel = []string{"order_id", "id or number"}
)

// happenings says what each event means, in the order of tiexin.EventTypes.
var happenings = []happening{
	{byID, "下单: the order was placed; it waits for payment unless its status says otherwise"},
	{byID, "改价: the seller changed the price before payment"},
	{byID, "付定金: the deposit of a presale was paid; the rest is open"},
	{byID, "付款: the order was paid in full"},
	{byID, "部分发货: the first parcel of several left"},
	{byID, "发货: all of it left"},
	{byID, "改地址: it goes to another address"},
	{byID, "交易成功: receipt was confirmed, by the customer or by itself"},
	{byID, "交易关闭: unpaid, cancelled or fully refunded: the order's status says which"},
	{byID, "申请退款: a refund was asked for; refund, if it is there, says which"},
	{byID, "退款关闭: the refund was withdrawn or turned down"},
	{byID, "退款成功: the money went back"},
	{byID, "anything else about the order: a newer snapshot of it"},

	{byParcel, "the parcel was handed to the carrier"},
	{byParcel, "揽收: the carrier took it in"},
	{byParcel, "it was seen at a new place, without other news"},
	{byParcel, "到达: it arrived in the receiver's city"},
	{byParcel, "派送: the courier is on the way with it"},
	{byParcel, "待取件: it waits at a station or in a locker"},
	{byParcel, "签收: it was signed for"},
	{byParcel, "an attempt at delivery failed"},
	{byParcel, "拒收: the receiver refused it"},
	{byParcel, "退回: it is on its way back"},
	{byParcel, "it is back at the shop"},
	{byParcel, "超区: the carrier does not deliver there"},
	{byParcel, "滞留: it has not moved for too long"},
	{byParcel, "丢件: it is lost"},
	{byParcel, "破损: it is damaged"},

	{nil, "a conversation with an agent began"},
	{nil, "the customer wrote: it is the shop's turn"},
	{nil, "the agent wrote: it is the customer's turn"},
	{nil, "the agent told the customer of an offer"},
	{nil, "太贵: the customer finds it too expensive"},
	{nil, "the customer has trouble paying: messages wait until chat.closed"},
	{nil, "缺货: what the customer wants is not in stock"},
	{nil, "the customer doubts something about the goods"},
	{nil, "the customer will think about it"},
	{nil, "投诉: the customer complained: messages wait until chat.closed"},
	{nil, "the conversation is over"},
	{nil, "the customer rated the conversation"},

	{nil, "评价: the customer reviewed an order"},
	{nil, "the customer answered a questionnaire"},

	{nil, "a newer snapshot of the customer"},
	{nil, "入会: became a member"},
	{nil, "was given the tags that the event names; others stay"},
	{nil, "会员等级: came to another grade"},
	{nil, "浏览: looked at goods; product says which"},
	{nil, "收藏: put goods among the favourites; product says which"},
	{nil, "加购: put goods into the cart; product says which"},
	{nil, "签到: signed in"},

	{nil, "the customer allowed a channel and a purpose; what is not named means all"},
	{nil, "the customer refused a channel and a purpose; what is not named means all"},

	{byID, "a message of the engine was delivered"},
	{byID, "it was not delivered; final: no retry will help"},
	{byID, "the customer answered it; an SMS such as TD opts out of the channel"},
	{byID, "a person approved it; about an incident for everybody, and without a customer"},
	{byID, "a person declined it: it never goes; about an incident likewise"},

	{byID, "a person did a task of the engine"},
	{byID, "a person tried, and it did not succeed"},
	{byID, "the customer refused; no more tasks on that channel"},

	{byID, "突发事件: something sudden happened in a region; names no customer"},
	{nil, "上新: goods arrived in the catalog; names no customer"},

	{nil, "合并: another id of the shop, in customer.ids as kind host, is the same customer"},

	{byID, "a person has taken on a task of the engine; without task.by, has given it back"},
}
