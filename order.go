package tiexin

import (
	"fmt"
	"time"
)

// An Order (订单) is a snapshot of one trade. Zero fields mean "not yet known" or "not yet
// happened". Amounts are what the buyer pays.
type Order struct {
	ID         string    `json:"id,omitempty" is:"id,required"` // #订单号#; always text: Taobao's tid has 19 digits
	CustomerID string    `json:"customer_id,omitempty" is:"id"` // may be left out in an event that names its customer
	Platform   Platform  `json:"platform,omitempty" keep:"1"`   // the platform where it was placed
	Source     string    `json:"source,omitempty" keep:"2"`     // "juhuasuan", "wap", "live", … the shop's or platform's word
	Kind       OrderKind `json:"kind,omitempty" keep:"3"`       // decides closing time and whether there is something to pay

	// Status is the library's own word; PlatformStatus is the platform's.
	Status         OrderStatus `json:"status,omitempty" is:"status,digits,side" keep:"4"`
	PlatformStatus string      `json:"platform_status,omitempty" is:"digits,side"`
	// Version orders snapshots of the same order: TOP modified, Youzan version. Zero: the time of
	// the event with the snapshot.
	Version time.Time `json:"version,omitzero"`

	CreatedAt   time.Time `json:"created_at,omitzero" keep:"5"`                          // #下单时间#; TOP created
	DepositAt   time.Time `json:"deposit_at,omitzero" is:"after=created_at" keep:"6"`    // deposit of a presale paid
	PaidAt      time.Time `json:"paid_at,omitzero" is:"after=created_at" keep:"7"`       // #付款时间#; TOP pay_time; of a presale: the balance payment
	ShippedAt   time.Time `json:"shipped_at,omitzero" is:"after=created_at" keep:"8"`    // #发货时间#; TOP consign_time: the first parcel left
	SignedAt    time.Time `json:"signed_at,omitzero" is:"after=created_at" keep:"9"`     // #签收时间#; the last parcel was signed for
	SucceededAt time.Time `json:"succeeded_at,omitzero" is:"after=created_at" keep:"10"` // receipt confirmed; TOP end_time of TRADE_FINISHED
	ClosedAt    time.Time `json:"closed_at,omitzero" is:"after=created_at" keep:"11"`    // cancelled or fully refunded; TOP end_time of a close
	ClosesAt    time.Time `json:"closes_at,omitzero" is:"after=created_at" keep:"12"`    // #关闭时间#; an unpaid order closes automatically then. Zero: the shop's policy
	ConfirmsAt  time.Time `json:"confirms_at,omitzero" is:"after=created_at" keep:"13"`  // receipt is confirmed automatically then; TOP timeout_action_time
	ShipsBy     time.Time `json:"ships_by,omitzero" is:"after=created_at" keep:"14"`     // latest promised shipping; TOP delivery_time, send_time
	ArrivesBy   time.Time `json:"arrives_by,omitzero" is:"after=created_at" keep:"15"`   // latest promised delivery; TOP promise_sign_time

	Amount   Money `json:"amount,omitempty" is:"money,zero=zero_amount" keep:"16,with=zero_amount,alone"` // #付款金额#; TOP payment
	Goods    Money `json:"goods,omitempty" is:"money" keep:"17"`                                          // before discounts; TOP total_fee
	Discount Money `json:"discount,omitempty" is:"money" keep:"18"`                                       // TOP discount_fee
	Adjust   Money `json:"adjust,omitempty" is:"signed"`                                                  // the seller's manual change, may be negative; TOP adjust_fee
	Freight  Money `json:"freight,omitempty" is:"money"`                                                  // TOP post_fee
	Deposit  Money `json:"deposit,omitempty" is:"money" keep:"19"`                                        // TOP step_paid_fee
	// ZeroAmount is true if Amount is known to be 0 (0元单, 赠品). Without it an Amount of 0 is
	// unknown, and no condition on it is true. DecodeEvent sets it where an amount is written as 0.
	ZeroAmount bool `json:"zero_amount,omitempty"`

	Title    string `json:"title,omitempty" is:"side" keep:"20"`          // #商品名称# if there are no Items; never TOP's trade title, which is the shop's name
	Quantity int    `json:"quantity,omitempty" is:"count,side" keep:"21"` // pieces; zero: the sum over Items
	Items    []Item `json:"items,omitempty" keep:"22"`                    // TOP orders

	Receiver string      `json:"receiver,omitempty" is:"side" keep:"23"`    // #收货人#; masked on most platforms
	Mobile   Phone       `json:"mobile,omitzero" is:"phone,side" keep:"24"` // the receiver's; on Taobao an OAID bound to this order
	Region   `keep:"25"` // the receiver's region

	Gift     bool   `json:"gift,omitempty" is:"side" keep:"28"`          // the receiver is not the buyer; TOP is_gift
	Message  string `json:"message,omitempty" is:"side,lines" keep:"29"` // the buyer's; may hold personal data
	Memo     string `json:"memo,omitempty" is:"side,lines"`              // the seller's; internal, never in a text
	Reason   string `json:"reason,omitempty" is:"side" keep:"30"`        // why it was closed
	PayURL   string `json:"pay_url,omitempty" is:"side" keep:"31"`       // #付款链接#
	URL      string `json:"url,omitempty" is:"side" keep:"32"`           // #订单链接#
	TrackURL string `json:"track_url,omitempty" is:"side" keep:"33"`     // #物流链接#

	Refunds []Refund `json:"refunds,omitempty"`
	// Attr holds the host's own values for rules, as order.attr['…']. A snapshot changes only the
	// keys it contains. At most MaxAttrs keys.
	Attr map[string]string `json:"attr,omitempty" is:"most=100,side"`
}

// Pieces is the number of pieces ordered: Quantity, else the sum over Items, gifts included. Zero:
// unknown.
func (o *Order) Pieces() int {
	if o.Quantity > 0 || len(o.Items) == 0 {
		return o.Quantity
	}
	sum := 0
	for i := range o.Items {
		sum += o.Items[i].Pieces()
	}
	return sum
}

// TitleLine names what was ordered (#商品名称#). It is the title of the first item, "A等3件" for
// several items with 3 pieces in all, and Title if no item has a title. Free gifts are neither
// named nor counted, unless the order has nothing else.
func (o *Order) TitleLine() string {
	title, lines, count := firstTitle(o.Items, false)
	if lines == 0 {
		title, lines, count = firstTitle(o.Items, true)
	}
	switch {
	case title == "":
		return o.Title
	case lines == 1:
		return title
	}
	return fmt.Sprintf("%s等%d件", title, count)
}

// firstTitle is the first title among the free gifts or among the other items,
// how many of them there are, and how many pieces.
func firstTitle(items []Item, gifts bool) (title string, lines, count int) {
	for i := range items {
		if items[i].FreeGift != gifts {
			continue
		}
		if title == "" {
			title = items[i].Title
		}
		lines++
		count += items[i].Pieces()
	}
	return title, lines, count
}

// An Item is one line of an order (TOP: sub-order).
type Item struct {
	ID        string `json:"id,omitempty" is:"id" keep:"1"`                       // TOP oid
	ProductID string `json:"product_id,omitempty" is:"id" keep:"2"`               // TOP num_iid
	SKU       string `json:"sku,omitempty" is:"id" keep:"3"`                      // the merchant's own code, else TOP sku_id
	Title     string `json:"title,omitempty" is:"side" keep:"4"`                  // #商品名称#
	Category  string `json:"category,omitempty" is:"side" keep:"5"`               // the shop's word: decides how long it lasts and what goes with it
	Quantity  int    `json:"quantity,omitempty" is:"count,side" keep:"6"`         // pieces; zero counts as one
	Price     Money  `json:"price,omitempty" is:"money,zero=zero_price" keep:"7"` // of one piece
	ZeroPrice bool   `json:"zero_price,omitempty" keep:"11"`                      // Price is known to be 0; see Order.ZeroAmount
	Amount    Money  `json:"amount,omitempty" is:"money" keep:"8"`                // share of what was paid; TOP divide_order_fee
	FreeGift  bool   `json:"free_gift,omitempty" is:"side" keep:"9"`              // TOP is_free_gift
	URL       string `json:"url,omitempty" is:"side" keep:"10"`                   // #商品链接#
}

// Pieces is Quantity, or 1 if that is unknown.
func (i *Item) Pieces() int { return max(i.Quantity, 1) }

// A Refund (退款) is a claim on an order or one of its items.
type Refund struct {
	ID     string       `json:"id,omitempty" is:"id" keep:"1"`
	ItemID string       `json:"item_id,omitempty" is:"id" keep:"2"` // empty: the whole order
	Status RefundStatus `json:"status,omitempty" is:"status,digits,side" keep:"3"`
	Amount Money        `json:"amount,omitempty" is:"money,zero=zero_amount" keep:"4"` // #退款金额#
	Reason string       `json:"reason,omitempty" is:"side" keep:"5"`                   // #退款原因#
	URL    string       `json:"url,omitempty" is:"side" keep:"6"`                      // #退款链接#
	At     time.Time    `json:"at,omitzero" keep:"7"`                                  // #退款时间#; last change
	// Full is true if the whole order is refunded; the order is then over.
	Full bool `json:"full,omitempty" keep:"8"`
	// ZeroAmount is true if Amount is known to be 0, as in an exchange (换货). See
	// Order.ZeroAmount.
	ZeroAmount bool `json:"zero_amount,omitempty" keep:"9"`
}

// Open reports whether the claim is still to be settled: not refused, not withdrawn and not paid
// out. A claim of unknown status is open.
func (r Refund) Open() bool {
	switch r.Status {
	case RefundRefused, RefundClosed, RefundSucceeded:
		return false
	}
	return true
}

// Platform is the platform where a customer buys; empty: not named. Then a customer's nick counts
// as a Wangwang nick, unless an order of theirs named a platform besides Taobao and Tmall. So name
// every other platform, and the host's own shop by a word of its own, such as "miniprogram".
type Platform string

// The platforms that the library supports.
const (
	Taobao    Platform = "taobao"
	Tmall     Platform = "tmall"
	JD        Platform = "jd"
	Pinduoduo Platform = "pdd"
	Douyin    Platform = "douyin"
	Youzan    Platform = "youzan"
	Shopify   Platform = "shopify"
)

// OrderStatus is the stage of an order. Normalise moves any other word to Order.PlatformStatus;
// StatusOf translates the words of some platforms.
type OrderStatus string

// The stages of an order, in order.
const (
	Unpaid        OrderStatus = "unpaid"    // waits for payment; TOP WAIT_BUYER_PAY, TRADE_NO_CREATE_PAY
	Paying        OrderStatus = "paying"    // payment under way or pre-authorised: never reminded; TOP PAY_PENDING, WAIT_PRE_AUTH_CONFIRM
	DepositPaid   OrderStatus = "deposit"   // presale: the balance is due; TOP FRONT_PAID_FINAL_NOPAID
	Held          OrderStatus = "held"      // paid, must not ship yet; TOP PAID_FORBID_CONSIGN
	Paid          OrderStatus = "paid"      // waits for shipping; TOP WAIT_SELLER_SEND_GOODS
	PartlyShipped OrderStatus = "part_ship" // TOP SELLER_CONSIGNED_PART
	Shipped       OrderStatus = "shipped"   // TOP WAIT_BUYER_CONFIRM_GOODS
	Signed        OrderStatus = "signed"    // TOP TRADE_BUYER_SIGNED, or from the parcels
	Succeeded     OrderStatus = "succeeded" // TOP TRADE_FINISHED
	Cancelled     OrderStatus = "cancelled" // closed before payment; TOP TRADE_CLOSED_BY_TAOBAO
	Closed        OrderStatus = "closed"    // closed after payment: refunded; TOP TRADE_CLOSED
	UnknownStatus OrderStatus = "unknown"   // unknown: no rule fires
)

// OrderKind is the kind of trade.
type OrderKind string

// The kinds that differ in closing time and in what there is to pay.
const (
	Normal    OrderKind = "normal"
	Juhuasuan OrderKind = "juhuasuan" // 聚划算: closes unpaid after 30 minutes
	Presale   OrderKind = "presale"   // 预售: deposit first, then the balance
	Group     OrderKind = "group"     // 拼团
	COD       OrderKind = "cod"       // 货到付款: nothing to pay before it ships; paid by PaidAt, order.paid or its success, not by a status
	Virtual   OrderKind = "virtual"   // 虚拟商品: nothing to ship
	PayLater  OrderKind = "pay_later" // 先用后付: never reminded
)

// RefundStatus is the stage of a refund. A host's own word is kept, and counts as open. Normalise
// leaves out Taobao's words and those of a settled claim (退款成功), with a warning that names the
// library's word.
type RefundStatus string

// The stages of a refund. All are open except refused, closed and succeeded.
const (
	RefundWaitSeller RefundStatus = "wait_seller"  // TOP WAIT_SELLER_AGREE
	RefundWaitReturn RefundStatus = "wait_return"  // TOP WAIT_BUYER_RETURN_GOODS
	RefundWaitGoods  RefundStatus = "wait_receive" // TOP WAIT_SELLER_CONFIRM_GOODS
	RefundRefused    RefundStatus = "refused"      // TOP SELLER_REFUSE_BUYER
	RefundClosed     RefundStatus = "closed"       // withdrawn; TOP CLOSED
	RefundSucceeded  RefundStatus = "succeeded"    // TOP SUCCESS
)
