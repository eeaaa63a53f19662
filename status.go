package tiexin

import (
	"slices"
	"strings"
)

// orderStatuses is the life of an order, in order.
var orderStatuses = []OrderStatus{Unpaid, Paying, DepositPaid, Held, Paid, PartlyShipped, Shipped, Signed, Succeeded, Cancelled, Closed}

// Known reports whether the status is one of the library's stages of an order. UnknownStatus
// and the empty word are not.
func (s OrderStatus) Known() bool { return slices.Contains(orderStatuses, s) }

var parcelStatuses = []ParcelStatus{
	ParcelCreated, ParcelPickedUp, ParcelInTransit, ParcelArrivedCity, ParcelOutForDelivery, ParcelReadyForPickup, ParcelSigned,
	ParcelFailed, ParcelRejected, ParcelReturning, ParcelReturned, ParcelOutOfArea, ParcelLost, ParcelDamaged,
}

// Known reports whether the status is one of the library's stages of a parcel. The empty
// word is not.
func (s ParcelStatus) Known() bool { return slices.Contains(parcelStatuses, s) }

// platformStatuses are the words of platforms for the status of an order, as far
// as one word says which it is.
var platformStatuses = map[Platform]map[string]OrderStatus{
	Taobao: taobaoStatuses,
	Tmall:  taobaoStatuses,
	Youzan: {
		"WAIT_BUYER_PAY": Unpaid, "TRADE_PAID": Held, "WAIT_CONFIRM": Held, // a group that fills up, a shop that has to accept
		"WAIT_SELLER_SEND_GOODS": Paid, "WAIT_BUYER_CONFIRM_GOODS": Shipped,
		"TRADE_BUYER_SIGNED": Signed, "TRADE_SUCCESS": Succeeded,
	},
	JD: {
		"LOCKED": Held, "PAUSE": Held, "POP_ORDER_PAUSE": Held, "WAIT_SELLER_STOCK_OUT": Paid, "WAIT_SELLER_DELIVERY": Paid,
		"WAIT_GOODS_RECEIVE_CONFIRM": Shipped, "FINISHED_L": Succeeded,
	},
	Pinduoduo: {"1": Paid, "2": Shipped, "3": Signed},
	Douyin:    {"1": Unpaid, "103": DepositPaid, "105": Held, "2": Paid, "101": PartlyShipped, "3": Shipped, "5": Succeeded},
	Shopify: {
		"pending": Unpaid, "authorized": Paying, "partially_paid": Paying, "on_hold": Held, "paid": Paid, "partially_refunded": Paid,
		"partial": PartlyShipped, "fulfilled": Shipped, "refunded": Closed,
	},
}

var taobaoStatuses = map[string]OrderStatus{
	"TRADE_NO_CREATE_PAY": Unpaid, "WAIT_BUYER_PAY": Unpaid,
	"PAY_PENDING": Paying, "WAIT_PRE_AUTH_CONFIRM": Paying,
	"FRONT_PAID_FINAL_NOPAID": DepositPaid, // of step_trade_status: the deposit of a presale is paid
	"PAID_FORBID_CONSIGN":     Held,
	"WAIT_SELLER_SEND_GOODS":  Paid,
	"SELLER_CONSIGNED_PART":   PartlyShipped, "WAIT_BUYER_CONFIRM_GOODS": Shipped, "TRADE_BUYER_SIGNED": Signed,
	"TRADE_FINISHED": Succeeded, "TRADE_CLOSED_BY_TAOBAO": Cancelled, "TRADE_CLOSED": Closed,
}

// StatusOf translates a platform's own word into a status: Unpaid for "WAIT_BUYER_PAY" of
// Taobao. There are tables for Taobao, Tmall, Youzan, JD, Pinduoduo, Douyin and Shopify.
// Shopify has two words: pass that of the shipping, or that of the payment as long as
// nothing has left. The result is false for a word in no table, and for an ambiguous one.
// "4" of Douyin, for example, does not say whether the order was paid. Write UnknownStatus
// then, and no rule fires until another event says more.
func StatusOf(platform Platform, word string) (OrderStatus, bool) {
	status, ok := platformStatuses[platform][word]
	return status, ok
}

// RefundStatusOf translates a platform's own word into a refund's status: RefundClosed for
// "CLOSED" of Taobao. There is a table for Taobao and Tmall. It is false for any other word.
func RefundStatusOf(platform Platform, word string) (RefundStatus, bool) {
	if platform != Taobao && platform != Tmall {
		return "", false
	}
	status, ok := taobaoRefunds[word]
	return status, ok
}

// taobaoRefunds are Taobao's words for the status of a refund.
var taobaoRefunds = map[string]RefundStatus{
	"WAIT_SELLER_AGREE": RefundWaitSeller, "WAIT_BUYER_RETURN_GOODS": RefundWaitReturn, "WAIT_SELLER_CONFIRM_GOODS": RefundWaitGoods,
	"SELLER_REFUSE_BUYER": RefundRefused, "CLOSED": RefundClosed, "SUCCESS": RefundSucceeded,
}

// notAStatus says what to do about a word that is no status of an order.
func notAStatus(platform Platform, word string) string {
	if platform == "" {
		platform = Taobao // others use its words
	}
	if status, ok := StatusOf(platform, word); ok {
		return platformsWord(word, string(status))
	}
	return inNoTable(word, orderStatuses)
}

func platformsWord(word, ours string) string {
	return quoted(word) + " is a platform's word; write " + quoted(ours)
}

func inNoTable[S ~string](word string, known []S) string {
	words := make([]string, len(known))
	for i, w := range known {
		words[i] = string(w)
	}
	if hint := didYouMean(word, words); hint != "" {
		return quoted(word) + " is in no table" + hint
	}
	return shown(word) + " is in no table; the words are " + strings.Join(words, ", ")
}
