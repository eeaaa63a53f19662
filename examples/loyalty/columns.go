package main

import (
	"fmt"
	"slices"
	"strings"
)

// A column is something that an order log can say, and what it may be called: in the
// order in which names are taken where a file has several of them.
type column struct {
	is    field
	names []string
}

type field int

const (
	customer field = iota
	paidAt
	amount
	order
	list
	discount
	quantity
	category
	refund
	refundedAt
	fields
)

var columns = [fields]column{
	{customer, []string{
		"customer_id", "customer", "buyer_id", "buyer", "user_id", "user", "member_id", "client_id", "client", "household_id", "master_id",
		"客户编号", "客户id", "客户", "买家会员名", "买家昵称", "买家", "会员编号", "会员id", "会员名", "会员", "用户id", "用户",
	}},
	{paidAt, []string{
		"paid_at", "paid", "payment_time", "pay_time", "order_date", "ordered_at", "order_time", "invoice_date", "invoicedate", "date", "datetime",
		"time", "timestamp", "created_at", "付款时间", "订单付款时间", "支付时间", "下单时间", "成交时间", "订单创建时间", "日期", "时间",
	}},
	{amount, []string{
		"amount", "paid_amount", "payment", "revenue", "dollars", "sales_value", "sales", "total", "spend", "value", "price",
		"实付金额", "买家实际支付金额", "付款金额", "实收金额", "订单金额", "成交额", "成交金额", "金额",
	}},
	{order, []string{"order_id", "orderid", "order_no", "order", "basket_id", "invoice_no", "invoice", "transaction_id", "订单编号", "订单号", "交易号", "交易编号"}},
	{list, []string{"list_price", "list", "list_amount", "original_amount", "原价", "应付金额", "买家应付货款"}},
	{discount, []string{"discount", "discount_amount", "coupon", "优惠金额", "优惠", "折扣金额"}},
	{quantity, []string{"quantity", "qty", "units", "pieces", "数量", "件数", "宝贝总数量"}},
	{category, []string{"category", "product_category", "类目", "品类", "分类"}},
	{refund, []string{"refund", "refunded", "refund_amount", "退款金额", "退款"}},
	{refundedAt, []string{"refunded_at", "refund_date", "refund_time", "退款时间", "退款日期"}},
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
	for f, c := range columns {
		h.at[f] = -1
		for _, name := range c.names {
			if i := slices.Index(plain, name); i >= 0 {
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
	for f, what := range map[field]string{customer: "who bought", paidAt: "when", amount: "for how much"} {
		if h.at[f] < 0 {
			names := columns[f].names
			chinese := names[slices.IndexFunc(names, func(name string) bool { return name[0] > 127 }):]
			missing = append(missing, fmt.Sprintf("no column says %s; call one %s (or %s, or %s)", what, names[0], strings.Join(names[1:4], ", "), strings.Join(chinese[:4], ", ")))
		}
	}
	if missing != nil {
		slices.Sort(missing)
		return h, fmt.Errorf("%s; the columns are %s", strings.Join(missing, "; "), strings.Join(names, ", "))
	}
	return h, nil
}

// cell is what a line says of a field, trimmed; empty where it says nothing.
func (h header) cell(f field, cells []string) string {
	if h.at[f] < 0 || h.at[f] >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[h.at[f]])
}

// currency is the sign of the money, as far as the name of the column tells.
func (h header) currency() string {
	if strings.Contains(strings.ToLower(h.names[h.at[amount]]), "dollar") {
		return "$"
	}
	return "¥"
}
