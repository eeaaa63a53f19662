package care

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/template"
)

// values fills the placeholders of a text: for one subject, or for all that a
// message speaks for. What it has no value for is missing: the text's fallback
// stands in, or the message does not go.
type values struct {
	shop     *rule.Shop
	customer *tiexin.Customer
	tally    *tally
	now      time.Time
	views    []*subjectView // the leading one first
}

func (s *step) values(g *going, others []*together) *values {
	v := &values{shop: &s.rules.Shop, customer: &s.mem.customer.thing, tally: &s.mem.tally, now: s.clock(), views: []*subjectView{g.view}}
	for _, t := range others {
		v.views = append(v.views, t.view)
	}
	return v
}

func (v *values) order() *tiexin.Order {
	if v.views[0].order == nil {
		return nil
	}
	return &v.views[0].order.thing
}

// allWaitForPayment says that each order spoken about waits for payment now.
func (v *values) allWaitForPayment() bool {
	for _, view := range v.views {
		if view.Clocks[rule.Unpaid].Phase != rule.Runs {
			return false
		}
	}
	return true
}

// of are the values of the placeholders of a wording, by name.
func (v *values) of(words *template.Template) map[string]string {
	all := map[string]string{}
	for _, n := range words.Names() {
		if value, ok := v.AppendValue(nil, n); ok {
			all[n.String()] = string(value)
		}
	}
	return all
}

func missingWord(err error) string {
	var missing *template.MissingError
	if errors.As(err, &missing) && len(missing.Names) > 0 {
		return "#" + missing.Names[0].String() + "#"
	}
	return err.Error()
}

// AppendValue implements template.Values.
func (v *values) AppendValue(dst []byte, n template.Name) ([]byte, bool) {
	c := v.customer
	switch n {
	case template.BuyerNick:
		if c.NickMasked || strings.ContainsAny(c.Nick, "*＊") {
			return dst, false
		}
		return text(dst, c.Nick)
	case template.BuyerName:
		return v.unmasked(dst, c.Name)
	case template.Grade:
		return text(dst, c.Grade)
	case template.Discount:
		return text(dst, c.Discount)
	case template.Points:
		return number(dst, c.Points)
	case template.PaidOrders:
		orders, _ := v.tally.total()
		return number(dst, int64(orders))
	case template.Spent:
		_, spent := v.tally.total()
		return money(dst, spent)
	case template.ShopName, template.SellerNick:
		return text(dst, v.shop.Name)
	case template.Offer, template.OfferUntil:
		return v.offer(dst, n)
	}
	if o := v.order(); o != nil {
		if dst, ok := v.appendOrder(dst, n, o); ok {
			return dst, true
		}
	}
	switch n {
	case template.Province:
		return text(dst, c.Province)
	case template.City:
		return text(dst, c.City)
	case template.District:
		return text(dst, c.District)
	}
	return text(dst, v.link(n))
}

func (v *values) appendOrder(dst []byte, n template.Name, o *tiexin.Order) ([]byte, bool) {
	switch n {
	case template.OrderID:
		return text(dst, o.ID)
	case template.Receiver:
		return v.unmasked(dst, o.Receiver)
	case template.ItemTitle:
		return text(dst, v.titles())
	case template.ItemList:
		return text(dst, v.list())
	case template.ItemCount:
		return number(dst, int64(v.pieces()))
	case template.Amount:
		return money(dst, v.amount())
	case template.CreatedAt:
		return v.time(dst, o.CreatedAt)
	case template.PaidAt:
		return v.time(dst, o.PaidAt)
	case template.ShippedAt:
		return v.time(dst, o.ShippedAt)
	case template.SignedAt:
		return v.time(dst, o.SignedAt)
	case template.ConfirmsAt:
		return v.time(dst, o.ConfirmsAt)
	case template.DueAt:
		return v.time(dst, o.ArrivesBy)
	case template.ShipsBy:
		if by := v.views[0].order.shipsBy(v.shop); by != 0 && !o.PaidAt.IsZero() {
			return v.time(dst, time.UnixMilli(by))
		}
	case template.ClosesAt:
		if end, ok := v.closes(); ok {
			return text(dst, v.clockOf(end))
		}
	case template.TimeLeft:
		if end, ok := v.closes(); ok {
			return text(dst, timeLeft(end.Sub(v.now)))
		}
	case template.PayLink:
		if v.allWaitForPayment() {
			return text(dst, o.PayURL)
		}
	case template.OrderLink:
		return text(dst, o.URL)
	case template.TrackLink:
		return text(dst, o.TrackURL)
	case template.ItemLink:
		if len(o.Items) > 0 {
			return text(dst, o.Items[0].URL)
		}
	case template.Province:
		return text(dst, o.Province)
	case template.City:
		return text(dst, o.City)
	case template.District:
		return text(dst, o.District)
	case template.RefundAmount, template.RefundReason, template.RefundAt, template.RefundLink:
		return v.refund(dst, n)
	}
	return dst, false
}

func (v *values) refund(dst []byte, n template.Name) ([]byte, bool) {
	refunds := v.views[0].order.refunds
	if len(refunds) == 0 {
		return dst, false
	}
	last := refunds[0]
	for _, r := range refunds {
		if r.at > last.at {
			last = r
		}
	}
	switch n {
	case template.RefundAmount:
		return money(dst, last.amount)
	case template.RefundReason:
		return text(dst, last.reason)
	case template.RefundAt:
		return v.time(dst, time.UnixMilli(last.at))
	default:
		return text(dst, last.url)
	}
}

// titles is the first title, with 等N件 when there is more than one piece of
// goods.
func (v *values) titles() string {
	if len(v.views) == 1 {
		return v.order().TitleLine()
	}
	all := titles(v.order())
	if len(all) == 0 {
		return ""
	}
	return fmt.Sprintf("%s等%d件", all[0], v.pieces())
}

func (v *values) list() string {
	var all []string
	for _, view := range v.views {
		all = append(all, titles(&view.order.thing)...)
	}
	return strings.Join(all, "、")
}

func (v *values) pieces() int {
	n := 0
	for _, view := range v.views {
		n += max(1, view.order.thing.Pieces())
	}
	return n
}

// amount is the sum of the orders spoken about; 0 when that of one of them is not
// known.
func (v *values) amount() tiexin.Money {
	var sum tiexin.Money
	for _, view := range v.views {
		if view.order.thing.Amount == 0 {
			return 0
		}
		sum += view.order.thing.Amount
	}
	return sum
}

// closes is the earliest closing time of the orders spoken about.
func (v *values) closes() (time.Time, bool) {
	end := rule.Forever
	for _, view := range v.views {
		if r := view.Clocks[rule.Unpaid]; r.Phase == rule.Runs {
			end = min(end, r.End)
		}
	}
	return end.Time(v.shop.Zone), end < rule.Forever
}

func (v *values) offer(dst []byte, n template.Name) ([]byte, bool) {
	for _, o := range v.shop.Offers {
		if !o.Until.IsZero() && !v.now.Before(o.Until) {
			continue
		}
		if n == template.Offer {
			return text(dst, o.Text)
		}
		if !o.Until.IsZero() {
			return text(dst, v.clockOf(o.Until))
		}
	}
	return dst, false
}

// link is what shop.links says for a placeholder, by its word.
func (v *values) link(n template.Name) string { return v.shop.Links[n.String()] }

func (v *values) unmasked(dst []byte, name string) ([]byte, bool) {
	if strings.ContainsAny(name, "*＊") {
		return dst, false
	}
	return text(dst, name)
}

func (v *values) time(dst []byte, t time.Time) ([]byte, bool) {
	if t.IsZero() {
		return dst, false
	}
	return t.In(v.shop.Zone).AppendFormat(dst, "2006-01-02 15:04"), true
}

// clockOf is a time near by as people say it: the hour today, else with its day.
func (v *values) clockOf(t time.Time) string {
	t = t.In(v.shop.Zone)
	switch t.Format(time.DateOnly) {
	case v.now.Format(time.DateOnly):
		return t.Format("15:04")
	case v.now.AddDate(0, 0, 1).Format(time.DateOnly):
		return t.Format("明天15:04")
	}
	return t.Format("1月2日15:04")
}

// timeLeft rounds down: nobody is promised a minute more than there is.
func timeLeft(d time.Duration) string {
	days, hours, minutes := d/(24*time.Hour), d/time.Hour%24, d/time.Minute%60
	var b strings.Builder
	if days > 0 {
		fmt.Fprintf(&b, "%d天", days)
	}
	if hours > 0 {
		fmt.Fprintf(&b, "%d小时", hours)
	}
	if minutes > 0 && days == 0 {
		fmt.Fprintf(&b, "%d分钟", minutes)
	}
	if b.Len() == 0 {
		return "不到1分钟"
	}
	return b.String()
}

// money writes an amount in yuan; one of nothing is not known.
func money(dst []byte, m tiexin.Money) ([]byte, bool) {
	return append(dst, m.Decimal()...), m != 0
}

func text(dst []byte, s string) ([]byte, bool) {
	return append(dst, s...), s != ""
}

func number(dst []byte, n int64) ([]byte, bool) {
	return strconv.AppendInt(dst, n, 10), n != 0
}
