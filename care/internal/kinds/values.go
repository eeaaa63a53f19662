package kinds

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/template"
)

// Values fill the placeholders of a text: for one subject, or for all that a
// message speaks for. What they have no value for is missing: the text's fallback
// stands in, or the message does not go.
type Values struct {
	Scene *Scene
	Views []*View // the leading one first
	now   time.Time

	// Day is the special day that is the occasion; the zero one: there is none.
	Day calendar.SpecialDay

	brought *Brought // to the rule of the leading one
	items   []string // the item that each is about, as the event that began its rule says; empty: none
	whole   bool     // times as programs write them
	most    int      // longest text about goods in UTF-16 code units; 0: any
}

// Take makes them the values for some subjects, the leading one first, to whose rule an
// event brought what was kept.
func (v *Values) Take(s *Scene, kept string, views ...*View) {
	*v = Values{Scene: s, Views: views, now: s.Clock(), brought: s.brought(kept)}
	v.speaksOf(0, v.brought.item())
}

// Named says what was kept of the event that began the rule about the i-th subject. The
// item that it names is the one spoken about.
func (v *Values) Named(i int, kept string) { v.speaksOf(i, v.Scene.brought(kept).item()) }

func (v *Values) speaksOf(i int, item string) {
	if item == "" {
		return
	}
	if v.items == nil {
		v.items = make([]string, len(v.Views))
	}
	v.items[i] = item
}

// AllWaitForPayment says that each order spoken about waits for payment now.
func (v *Values) AllWaitForPayment() bool {
	for _, view := range v.Views {
		if view.Clocks[ask.Unpaid].Phase != ask.Runs {
			return false
		}
	}
	return true
}

// Of are the values of the placeholders of a wording, by name.
func (v *Values) Of(words *template.Template) map[string]string {
	all := map[string]string{}
	for _, n := range words.Names() {
		if value, ok := template.Value(v, n); ok {
			all[n.String()] = value
		}
	}
	return all
}

// AppendValue implements template.Values.
func (v *Values) AppendValue(dst []byte, n template.Name) ([]byte, bool) {
	value, ok := v.value(n)
	return append(dst, value...), ok
}

// AppendShort implements template.Shortener: it knows how to shorten titles of goods.
func (v *Values) AppendShort(dst []byte, n template.Name, most int) ([]byte, bool) {
	short := *v
	short.most = most
	switch n {
	case template.ItemTitle, template.ItemList, template.Related, template.RunsOut:
		return short.AppendValue(dst, n)
	}
	return dst, false
}

// AppendInstant implements template.Instants.
func (v *Values) AppendInstant(dst []byte, n template.Name) ([]byte, bool) {
	if !n.IsTime() {
		return dst, false
	}
	whole := *v
	whole.whole = true
	value, ok := whole.value(n)
	return append(dst, value...), ok
}

// value asks what the event brought, the subject, what it belongs to, the customer
// and the shop, in this order.
func (v *Values) value(n template.Name) (string, bool) {
	if value, ok := v.broughtValue(n); ok {
		return value, true
	}
	for _, k := range belongs[v.Views[0].Kind] {
		if value, ok := table[k].value(v, n); ok {
			return value, true
		}
		if isDestination(n) && (k == ask.Order || k == ask.Parcel || k == ask.Chat) || aboutChild(n) && k == ask.Child {
			return "", false // the customer's home, or another child, is another matter
		}
	}
	return v.shop(n)
}

func isDestination(n template.Name) bool {
	return n == template.Province || n == template.City || n == template.District
}

// belongs lists for each kind itself and what its subjects belong to.
var belongs = [ask.KindCount][]ask.Kind{
	ask.Customer: {ask.Customer},
	ask.Order:    {ask.Order, ask.Customer},
	ask.Parcel:   {ask.Parcel, ask.Order, ask.Customer},
	ask.Chat:     {ask.Chat, ask.Order, ask.Customer},
	ask.Child:    {ask.Child, ask.Customer},
}

// shop fills the placeholders about the shop and its calendar.
func (v *Values) shop(n template.Name) (string, bool) {
	shop := v.Scene.Shop
	switch n {
	case template.ShopName, template.SellerNick:
		return text(shop.Name)
	case template.Festival:
		return text(v.Day.Name)
	case template.Greeting:
		return text(v.Day.Greeting)
	case template.Offer:
		return text(v.offer())
	case template.OfferUntil:
		if until, ok := v.offerUntil(); ok {
			return text(v.clockOf(until))
		}
	case template.Agent:
		return text(shop.Agent)
	case template.AgentPhone:
		return text(shop.Phone)
	case template.Signature:
		return text(v.Scene.Signature)
	}
	return text(shop.Links[n.String()])
}

// offer is the wording of the first offer that is not over.
func (v *Values) offer() string {
	for _, o := range v.Scene.Shop.Offers {
		if o.Until.IsZero() || v.now.Before(o.Until) {
			return o.Text
		}
	}
	return ""
}

// offerUntil is the end of the first offer that has one and is not over.
func (v *Values) offerUntil() (time.Time, bool) {
	for _, o := range v.Scene.Shop.Offers {
		if !o.Until.IsZero() && v.now.Before(o.Until) {
			return lastMinute(o.Until.In(v.Scene.Shop.Zone)), true
		}
	}
	return time.Time{}, false
}

// orders are the views of the orders spoken about, each order once.
func (v *Values) orders() []*View {
	if len(v.Views) == 1 {
		return v.Views
	}
	var all []*View
	seen := map[string]bool{}
	for _, view := range v.Views {
		if view.Order != nil && !seen[view.Order.ID] {
			seen[view.Order.ID] = true
			all = append(all, view)
		}
	}
	return all
}

// amount is the sum of the orders spoken about; 0 when that of one of them is not
// known. Of a presale whose deposit is paid it is what is left to pay.
func (v *Values) amount() tiexin.Money {
	var sum tiexin.Money
	for _, view := range v.orders() {
		if view.Order.Thing.Amount == 0 {
			return 0
		}
		sum += view.Order.Thing.Amount - view.Order.DepositOff()
	}
	return sum
}

// allPaid says that each order spoken about is paid in full.
func (v *Values) allPaid() bool {
	return !slices.ContainsFunc(v.orders(), func(view *View) bool { return !view.Order.Paid() })
}

// closes is the earliest closing time of the orders spoken about.
func (v *Values) closes() (time.Time, bool) {
	end := ask.Forever
	for _, view := range v.Views {
		if r := view.Clocks[ask.Unpaid]; r.Phase == ask.Runs {
			end = min(end, r.End)
		}
	}
	return end.Time(v.Scene.Shop.Zone), end < ask.Forever
}

func (v *Values) time(t time.Time) (string, bool) {
	if t.IsZero() {
		return "", false
	}
	switch t = t.In(v.Scene.Shop.Zone); {
	case v.whole:
		return t.Format("2006-01-02 15:04"), true
	case t.Year() != v.now.Year():
		return t.Format("2006年1月2日15:04"), true
	}
	return t.Format("1月2日15:04"), true
}

// deadline is a time that lies ahead: nothing is said of one that has passed.
func (v *Values) deadline(t time.Time) (string, bool) {
	if !t.After(v.now) {
		return "", false
	}
	return v.time(t)
}

// arrival is a day on which something should arrive, as long as it is not over.
func (v *Values) arrival(t time.Time) (string, bool) {
	if t.In(v.Scene.Shop.Zone).Format(time.DateOnly) < v.now.Format(time.DateOnly) {
		return "", false
	}
	return v.day(t)
}

// day is the day of a time whose minute nobody promises: 11月12日.
func (v *Values) day(t time.Time) (string, bool) {
	if t.IsZero() || v.whole {
		return v.time(t)
	}
	if t = t.In(v.Scene.Shop.Zone); t.Year() != v.now.Year() {
		return t.Format("2006年1月2日"), true
	}
	return t.Format("1月2日"), true
}

// clockOf is a time near by as people say it: the hour today, else with its day. The
// midnight at which a day ends belongs to that day: 今晚24:00.
func (v *Values) clockOf(t time.Time) string {
	t = t.In(v.Scene.Shop.Zone)
	said, hour := t, t.Format("15:04")
	if hour == "00:00" && t.After(v.now) {
		said, hour = t.AddDate(0, 0, -1), "24:00"
	}
	switch day := said.Format(time.DateOnly); {
	case v.whole:
		return t.Format("2006-01-02 15:04")
	case day == v.now.Format(time.DateOnly) && hour == "24:00":
		return "今晚24:00"
	case day == v.now.Format(time.DateOnly):
		return hour
	case day == v.now.AddDate(0, 0, 1).Format(time.DateOnly):
		return "明天" + hour
	}
	return said.Format("1月2日") + hour
}

// lastMinute is how people name an end: the end of a day is its last minute, not the first
// of the next day.
func lastMinute(end time.Time) time.Time {
	if h, m, s := end.Clock(); h == 0 && m == 0 && s == 0 {
		return end.Add(-time.Minute)
	}
	return end
}

// timeLeft rounds down: nobody is promised a minute more than there is. Of many days
// nobody counts the hours.
func timeLeft(d time.Duration) string {
	days, hours, minutes := d/(24*time.Hour), d/time.Hour%24, d/time.Minute%60
	var b strings.Builder
	if days > 0 {
		fmt.Fprintf(&b, "%d天", days)
	}
	if hours > 0 && days < 100 {
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

// money writes an amount in yuan as people do: 89, 89.9; one of nothing is not known.
func money(m tiexin.Money) (string, bool) {
	return strings.TrimSuffix(strings.TrimRight(m.Decimal(), "0"), "."), m != 0
}

func text(s string) (string, bool) { return s, s != "" }

func number(n int64) (string, bool) { return strconv.FormatInt(n, 10), n != 0 }
