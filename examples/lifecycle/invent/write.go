package invent

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"
)

// Options say how large the shop is. The zero Options is the shop of the example.
type Options struct {
	Customers int    // default: 20000
	Seed      uint64 // default: 1
}

// Head is the first line: what a shop's export would call its columns.
const Head = "订单编号,顾客,下单时间,付款时间,关闭时间,来源,商品,类目,件数,每件可用天数,实付金额,原价,退款金额,退款时间,退款原因,物流公司,省份,发货时间,签收时间,退回时间,服务评分,投诉时间,投诉解决时间,退订营销,积分"

// Write writes the year as CSV, a row for each good of each order, by time. Nothing in
// it is later than the end of the year.
func Write(w io.Writer, o Options) error {
	if o.Customers == 0 {
		o.Customers = 20000
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Customers < 0 || o.Customers > 1_000_000 {
		return fmt.Errorf("invent: a shop of %d customers; it takes 1 to 1000000", o.Customers)
	}
	s, err := seasons()
	if err != nil {
		return errors.Join(errors.New("invent: the seasons of the year"), err)
	}
	var all []order
	for number := range o.Customers {
		all = append(all, live(&s, o.Seed, number)...)
	}
	slices.SortFunc(all, func(a, b order) int {
		return cmp.Or(a.placed.Compare(b.placed), cmp.Compare(a.customer, b.customer))
	})
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(Head)
	out.WriteByte('\n')
	row := make([]byte, 0, 512)
	for i := range all {
		if !all[i].placed.Before(Closing) {
			continue
		}
		id := all[i].placed.In(Zone).Format("060102") + fmt.Sprintf("%07d", i+1)
		for j := range all[i].lines {
			row = all[i].row(row[:0], id, j)
			out.Write(row)
		}
	}
	return out.Flush()
}

func (o *order) row(b []byte, id string, j int) []byte {
	text := func(s string) { b = append(append(b, s...), ',') }
	at := func(t time.Time) {
		if !t.IsZero() && t.Before(Closing) {
			b = t.In(Zone).AppendFormat(b, time.DateTime)
		}
		b = append(b, ',')
	}
	money := func(fen int64) {
		b = strconv.AppendInt(b, fen/100, 10)
		b = append(b, '.', byte('0'+fen/10%10), byte('0'+fen%10), ',')
	}
	number := func(n int64) { b = append(strconv.AppendInt(b, n, 10), ',') }
	known := func(t time.Time) bool { return !t.IsZero() && t.Before(Closing) }

	l := &o.lines[j]
	text(id)
	text(o.customer)
	at(o.placed)
	at(o.paid)
	at(o.closed)
	text(o.source)
	text(l.good.name)
	text(l.good.category)
	number(int64(l.pieces))
	if l.good.lasts > 0 {
		b = strconv.AppendFloat(b, l.good.lasts, 'g', -1, 64)
	}
	b = append(b, ',')
	money(l.paid)
	money(l.list)
	if known(l.backAt) {
		money(l.back)
		at(l.backAt)
		text(l.reason)
	} else {
		b = append(b, ",,,"...)
	}
	if known(o.shipped) {
		text(o.carrier)
	} else {
		text("")
	}
	text(o.province)
	at(o.shipped)
	at(o.signed)
	at(o.ended)
	if o.rating > 0 && known(o.signed.Add(24*time.Hour)) {
		number(int64(o.rating))
	} else {
		text("")
	}
	at(o.complained)
	at(o.settled)
	if o.refuses {
		b = append(b, "是"...)
	}
	b = append(b, ',')
	if known(o.paid) {
		b = strconv.AppendInt(b, l.paid/100, 10)
	}
	return append(b, '\n')
}
