package orderlog

import (
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin"
)

// counts are what there is to say of a file once it is read.
type counts struct {
	toldBy              string // the day that told the order of day and month
	toldIn              int    // its line
	apart               map[string]bool
	cancelled           int
	paidBack            tiexin.Money
	noCustomer, noOrder int
	dropped             tiexin.Money // of noOrder
}

func (l *Log) note(o Options) {
	say := func(chinese, english string) { l.Notes = append(l.Notes, text(chinese, english)) }
	c := &l.Columns
	var chinese, english []string
	for f := range fields {
		if name := c.Name(f); name != "" {
			chinese, english = append(chinese, called(f.Title().Chinese, "=", name)), append(english, called(f.Title().English, " = ", name))
		}
	}
	say("读懂的列："+strings.Join(chinese, "，")+"。", "Columns understood: "+strings.Join(english, ", ")+".")
	if !c.Has(Amount) {
		say("金额=单价×件数。", "The amount is the price of a piece times the pieces.")
	}
	if len(c.Unused) > 0 {
		say("没有用到的列："+strings.Join(c.Unused, "、")+"。", "Columns not used: "+strings.Join(c.Unused, ", ")+".")
	}
	l.noteDates(o.Dates, say)
	if n := len(l.counts.apart); n > 0 {
		say(fmt.Sprintf("%d个订单的各行时间不同（相差不到一小时），都按最早的一行算。", n), fmt.Sprintf("The lines of %s have different times, within an hour: the earliest counts.", many(n, "order")))
	}
	if n := l.counts.cancelled; n > 0 {
		say(fmt.Sprintf("%d行取消（订单号以C开头，共%s）记为退款，冲减这位顾客之前的订单。", n, l.sum(l.counts.paidBack)),
			fmt.Sprintf("Refunds of earlier orders: %s (order numbers that begin with C), %s in all.", many(n, "cancellation row"), l.sum(l.counts.paidBack)))
	}
	unpaid := 0
	for _, o := range l.Orders {
		if o.Paid.IsZero() {
			unpaid++
		}
	}
	if unpaid > 0 {
		say(fmt.Sprintf("%d个订单没有付款，不算购买。", unpaid), fmt.Sprintf("Not paid, so not a purchase: %s.", many(unpaid, "order")))
	}
	if n := l.counts.noCustomer; n > 0 {
		say(fmt.Sprintf("%d行没有顾客，按-skip的要求没有读。", n), fmt.Sprintf("Left out, as -skip says: %s without a customer.", many(n, "row")))
	}
	if n := l.counts.noOrder; n > 0 {
		say(fmt.Sprintf("%d行取消（共%s）找不到原订单，按-skip的要求没有读。", n, l.sum(l.counts.dropped)), fmt.Sprintf("Left out, as -skip says: %s without an order, %s in all.", many(n, "cancellation row"), l.sum(l.counts.dropped)))
	}
}

func (l *Log) noteDates(said Dates, say func(chinese, english string)) {
	ways := map[Dates][2]string{
		MonthFirst: {"月/日/年", "month/day/year"}, DayFirst: {"日/月/年", "day/month/year"},
		UnixSecond: {"1970年起的秒数", "seconds since 1970"}, UnixMilli: {"1970年起的毫秒数", "milliseconds since 1970"},
	}
	way, known := ways[l.dates]
	switch {
	case l.dates == "", said == "" && l.counts.toldBy == "":
	case said == "":
		say(fmt.Sprintf("日期按「%s」读：第%d行的%s只能这样读。", way[0], l.counts.toldIn, l.counts.toldBy), fmt.Sprintf("Days are read as %s: %s in line %d can be nothing else.", way[1], l.counts.toldBy, l.counts.toldIn))
	case known:
		say(fmt.Sprintf("日期按「%s」读（-date指定）。", way[0]), fmt.Sprintf("Days are read as %s, as -date says.", way[1]))
	default:
		say(fmt.Sprintf("日期按「%s」读（-date指定）。", string(said)), fmt.Sprintf("Days are read as %s, as -date says.", string(said)))
	}
}

// sum is money with the sign of the log.
func (l *Log) sum(m tiexin.Money) string {
	return strings.Replace(m.String(), "¥", l.Currency, 1)
}

// called is a field with the name of its column, unless that says it already.
func called(title, is, name string) string {
	if title == name {
		return name
	}
	return title + is + name
}

// many is a number of things in English.
func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
