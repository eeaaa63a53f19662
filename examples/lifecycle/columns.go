package main

import (
	"fmt"
	"slices"
	"strings"
)

// A field is something that an order log can say.
type field int

const (
	customer field = iota
	createdAt
	paidAt
	anyTime
	amount
	orderID
	closedAt
	remindedAt
	status
	source
	item
	category
	pieces
	lasts
	list
	refund
	refundedAt
	refundWhy
	carrier
	province
	shippedAt
	signedAt
	endedAt
	rating
	complainedAt
	settledAt
	refuses
	points
	fields
)

// columns are what the fields may be called, in the order in which names are taken
// where a file has several of them.
var columns = [fields][]string{
	customer: {
		"customer_id", "customer", "buyer_id", "buyer", "user_id", "user", "member_id", "client_id", "client", "household_id", "master_id", "id",
		"客户编号", "客户id", "客户", "买家会员名", "买家昵称", "买家", "会员编号", "会员id", "会员名", "会员", "用户id", "用户",
	},
	createdAt:    {"created_at", "created", "ordered_at", "order_time", "order_created", "下单时间", "订单创建时间", "创建时间", "拍下时间"},
	paidAt:       {"paid_at", "paid", "payment_time", "pay_time", "付款时间", "订单付款时间", "支付时间", "成交时间"},
	anyTime:      {"date", "order_date", "invoice_date", "invoicedate", "datetime", "time", "timestamp", "日期", "订单日期", "时间"},
	amount:       {"amount", "paid_amount", "payment", "revenue", "dollars", "sales_value", "sales", "total", "spend", "value", "price", "实付金额", "买家实际支付金额", "付款金额", "实收金额", "订单金额", "实付", "成交额", "成交金额", "金额"},
	orderID:      {"order_id", "orderid", "order_no", "order", "basket_id", "invoice_no", "invoice", "transaction_id", "订单编号", "订单号", "交易号", "交易编号"},
	closedAt:     {"closed_at", "closed", "cancelled_at", "关闭时间", "订单关闭时间", "取消时间"},
	remindedAt:   {"reminded_at", "reminded", "催付时间"},
	status:       {"status", "order_status", "订单状态", "状态"},
	source:       {"source", "channel", "来源", "订单来源", "渠道"},
	item:         {"item", "product", "product_name", "sku", "product_id", "title", "商品", "商品名称", "宝贝标题", "宝贝名称"},
	category:     {"category", "product_category", "类目", "品类", "分类"},
	pieces:       {"pieces", "quantity", "qty", "units", "cds", "件数", "数量", "宝贝总数量"},
	lasts:        {"lasts", "usage_days", "days_per_piece", "每件可用天数", "使用周期", "可用天数"},
	list:         {"list_price", "list", "list_amount", "original_amount", "原价", "应付金额", "买家应付货款"},
	refund:       {"refund", "refunded", "refund_amount", "退款金额", "退款"},
	refundedAt:   {"refunded_at", "refund_date", "refund_time", "退款时间", "退款日期"},
	refundWhy:    {"refund_reason", "退款原因"},
	carrier:      {"carrier", "logistics", "物流公司", "承运商", "快递公司", "快递"},
	province:     {"province", "state", "region", "省份", "省", "收货省份"},
	shippedAt:    {"shipped_at", "shipped", "consign_time", "发货时间"},
	signedAt:     {"signed_at", "signed", "delivered_at", "签收时间", "妥投时间"},
	endedAt:      {"returned_at", "returned", "ended_at", "退回时间"},
	rating:       {"service_rating", "rating", "服务评分", "评分"},
	complainedAt: {"complained_at", "complaint", "投诉时间"},
	settledAt:    {"settled_at", "complaint_settled", "投诉解决时间"},
	refuses:      {"no_marketing", "unsubscribed", "opt_out", "拒收营销", "退订"},
	points:       {"points", "积分"},
}

// A header is which column of a file says what; −1: none does.
type header struct {
	names  []string
	at     [fields]int
	unused []string
}

// headerOf recognises the names of columns, whatever their case and their dashes.
func headerOf(names []string) (header, error) {
	h := header{names: names}
	plain := make([]string, len(names))
	for i, name := range names {
		plain[i] = strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(name)))
	}
	used := make([]bool, len(names))
	for f := range fields {
		h.at[f] = -1
		for _, name := range columns[f] {
			if i := slices.Index(plain, name); i >= 0 && !used[i] {
				h.at[f], used[i] = i, true
				break
			}
		}
	}
	for i, name := range names {
		if !used[i] {
			h.unused = append(h.unused, name)
		}
	}
	var missing []string
	lacks := func(what string, f field) {
		chinese := columns[f][slices.IndexFunc(columns[f], func(name string) bool { return name[0] > 127 })]
		missing = append(missing, fmt.Sprintf("no column says %s; call it %s or %s", what, columns[f][0], chinese))
	}
	if !h.has(customer) {
		lacks("who bought", customer)
	}
	if !h.has(createdAt) && !h.has(paidAt) && !h.has(anyTime) {
		lacks("when", anyTime)
	}
	if !h.has(amount) {
		lacks("for how much", amount)
	}
	if missing != nil {
		return h, fmt.Errorf("%s; the columns are: %s", strings.Join(missing, "; "), strings.Join(names, ", "))
	}
	return h, nil
}

// has says whether the file has columns for all of the fields.
func (h *header) has(all ...field) bool {
	return !slices.ContainsFunc(all, func(f field) bool { return h.at[f] < 0 })
}

// lacking names the columns that a question would need, as a shop would call them;
// empty when all are there.
func (h *header) lacking(all ...field) string {
	var names []string
	for _, f := range all {
		if !h.has(f) {
			chinese := columns[f][slices.IndexFunc(columns[f], func(name string) bool { return name[0] > 127 })]
			names = append(names, chinese+" "+columns[f][0])
		}
	}
	return strings.Join(names, "、")
}

// cell is what a line says of a field, trimmed; empty where it says nothing.
func (h *header) cell(f field, cells []string) string {
	if h.at[f] < 0 || h.at[f] >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[h.at[f]])
}

// currency is the sign of the money, as far as the name of the column tells.
func (h *header) currency() string {
	if strings.Contains(strings.ToLower(h.names[h.at[amount]]), "dollar") {
		return "$"
	}
	return "¥"
}
