package orderlog

import (
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A Field is something that an order log can say.
type Field int

// The fields of an order, then those of a line of it.
const (
	Customer     Field = iota
	Ordered            // when the order was placed
	Paid               // when it was paid
	Date               // when, where the log does not say of what
	OrderID            // rows with the same order number are lines of one order
	Closed             // when it was closed without payment
	Reminded           // when the customer was reminded to pay
	Status             // a word; one for closed or unpaid says that nothing was bought
	Source             // where the order came from
	Carrier            // who brought the parcel
	Province           // where to
	Shipped            // when the parcel left
	Signed             // when it arrived
	Returned           // when it was turned back
	Rating             // of the service, 1 to 5
	Complained         // when the customer complained
	Settled            // when the complaint was settled
	OptOut             // whether the customer refuses marketing
	Points             // earned with the order
	Amount             // what was paid for the line
	UnitPrice          // what a piece cost; with Quantity it gives the amount
	List               // the line without discount
	Discount           // what was taken off
	Quantity           // pieces
	Item               // what was bought
	Code               // its number
	Category           // its category
	Lasts              // for how many days a piece is enough
	Refunded           // what was paid back
	RefundedAt         // when
	RefundReason       // why
	fields
)

// A naming is how a field is called: in -columns, to a person, and in files.
type naming struct {
	key     string
	title   loyalty.Text
	usual   string   // the name to give a new column, in Chinese
	columns []string // what files call it, in the order in which names are taken
}

var names = [fields]naming{
	Customer: {"customer", text("顾客", "customer"), "客户编号", list(`customer_id customer cust cust_id customer_no buyer_id buyer buyer_nick user_id user
		member_id member client_id client household_id master_id id 客户编号 客户id 客户 顾客 买家会员名 买家昵称 买家 会员编号 会员id 会员名 会员 用户id 用户`)},
	Ordered: {"ordered", text("下单时间", "time of order"), "下单时间", list(`created_at created ordered_at order_time order_created 下单时间 订单创建时间 创建时间 拍下时间`)},
	Paid:    {"paid", text("付款时间", "time of payment"), "付款时间", list(`paid_at paid payment_time pay_time 付款时间 订单付款时间 支付时间 成交时间`)},
	Date: {"date", text("日期", "date"), "日期", list(`date order_date invoice_date datetime time timestamp transaction_date purchase_date event_time
		order_purchase_timestamp 日期 订单日期 时间 交易时间`)},
	OrderID:    {"order", text("订单号", "order number"), "订单编号", list(`order_id order_no order_number order basket_id invoice_no invoice transaction_id 订单编号 订单号 交易号 交易编号`)},
	Closed:     {"closed", text("关闭时间", "time of closing"), "关闭时间", list(`closed_at closed cancelled_at 关闭时间 订单关闭时间 取消时间`)},
	Reminded:   {"reminded", text("催付时间", "time of reminder"), "催付时间", list(`reminded_at reminded 催付时间`)},
	Status:     {"status", text("订单状态", "status"), "订单状态", list(`status order_status 订单状态 状态`)},
	Source:     {"source", text("来源", "source"), "来源", list(`source channel order_source 来源 订单来源 渠道`)},
	Carrier:    {"carrier", text("物流公司", "carrier"), "物流公司", list(`carrier logistics 物流公司 承运商 快递公司 快递`)},
	Province:   {"province", text("省份", "province"), "省份", list(`province state region 省份 省 收货省份`)},
	Shipped:    {"shipped", text("发货时间", "time of shipping"), "发货时间", list(`shipped_at shipped consign_time 发货时间`)},
	Signed:     {"signed", text("签收时间", "time of arrival"), "签收时间", list(`signed_at signed delivered_at 签收时间 妥投时间`)},
	Returned:   {"returned", text("退回时间", "time of return"), "退回时间", list(`returned_at returned ended_at 退回时间`)},
	Rating:     {"rating", text("服务评分", "service rating"), "服务评分", list(`service_rating rating 服务评分 评分`)},
	Complained: {"complained", text("投诉时间", "time of complaint"), "投诉时间", list(`complained_at complaint 投诉时间`)},
	Settled:    {"settled", text("投诉解决时间", "time of settlement"), "投诉解决时间", list(`settled_at complaint_settled 投诉解决时间`)},
	OptOut:     {"opt_out", text("退订营销", "marketing opt-out"), "退订营销", list(`no_marketing unsubscribed opt_out 退订营销 拒收营销 退订`)},
	Points:     {"points", text("积分", "points"), "积分", list(`points 积分`)},
	Amount: {"amount", text("金额", "amount"), "实付金额", list(`amount paid_amount payment revenue dollars sales_value sales total total_price total_amount order_total spend value
		实付金额 买家实际支付金额 付款金额 实收金额 订单金额 实付 成交额 成交金额 金额`)},
	UnitPrice:    {"unit_price", text("单价", "price of a piece"), "单价", list(`unit_price price_per_unit 单价`)},
	List:         {"list_price", text("原价", "list price"), "原价", list(`list_price list list_amount original_amount 原价 应付金额 买家应付货款`)},
	Discount:     {"discount", text("优惠金额", "discount"), "优惠金额", list(`discount discount_amount coupon 优惠金额 优惠 折扣金额`)},
	Quantity:     {"quantity", text("件数", "pieces"), "件数", list(`pieces quantity qty units cds 件数 数量 宝贝总数量`)},
	Item:         {"item", text("商品", "item"), "商品", list(`item product product_name item_name title description 商品 商品名称 宝贝标题 宝贝名称`)},
	Code:         {"code", text("商品编码", "item code"), "商品编码", list(`sku stock_code product_id item_id 商品编码 商品编号 商品id`)},
	Category:     {"category", text("类目", "category"), "类目", list(`category product_category 类目 品类 分类`)},
	Lasts:        {"lasts", text("每件可用天数", "days per piece"), "每件可用天数", list(`lasts usage_days days_per_piece 每件可用天数 使用周期 可用天数`)},
	Refunded:     {"refund", text("退款金额", "refund"), "退款金额", list(`refund refunded refund_amount 退款金额 退款`)},
	RefundedAt:   {"refunded", text("退款时间", "time of refund"), "退款时间", list(`refunded_at refund_date refund_time 退款时间 退款日期`)},
	RefundReason: {"refund_reason", text("退款原因", "reason of refund"), "退款原因", list(`refund_reason 退款原因`)},
}

func text(chinese, english string) loyalty.Text {
	return loyalty.Text{Chinese: chinese, English: english}
}

func list(words string) []string { return strings.Fields(words) }

// Title is what a person calls the field.
func (f Field) Title() loyalty.Text { return names[f].title }

// Usual is the name to give a column that says the field: in Chinese and in English.
func (f Field) Usual() loyalty.Text { return text(names[f].usual, names[f].columns[0]) }

// String is the field's word in [Options.Columns].
func (f Field) String() string { return names[f].key }

// fieldCalled finds a field by its word.
func fieldCalled(key string) (Field, bool) {
	i := slices.IndexFunc(names[:], func(n naming) bool { return n.key == key })
	return Field(i), i >= 0
}

func keys() string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = n.key
	}
	return strings.Join(all, ", ")
}
