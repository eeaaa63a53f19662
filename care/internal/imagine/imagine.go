package imagine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A Shop has rules as nobody would write them, and customers as nobody
// has them, for tests that compare two ways of doing the same. Its days are short:
// everything happens within a few minutes and at whole seconds.
type Shop struct {
	*rand.Rand
	Seed   uint64
	File   string // the rules
	Events []tiexin.Event
	Until  time.Time
	// Festive says that there are flows m0, m1, … about moments of the calendar and
	// what changes by the day.
	Festive bool
}

func (m *Shop) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d\n%s\n", m.Seed, m.File)
	for i := range m.Events {
		e := &m.Events[i]
		fmt.Fprintf(&b, "%s (%s) %s %s", e.At.Format("15:04:05"), Arrival(e).Format("15:04:05"), e.Type, e.Customer.ID)
		if o := e.Order; o != nil {
			fmt.Fprintf(&b, " %s %q %v %s", o.ID, o.Source, o.Amount, o.Status)
		}
		if c := e.Consent; c != nil {
			fmt.Fprintf(&b, " %q %q %q", c.Channel, c.Purpose, c.ID)
		}
		if c := &e.Customer; c.Children != nil {
			fmt.Fprintf(&b, " born %v, dates %#v, children %#v", c.Birthday, c.Dates, c.Children)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// Make makes the same shop of the same seed.
func Make(seed uint64) *Shop {
	m := &Shop{Rand: rand.New(rand.NewPCG(seed, 20261111)), Seed: seed}
	m.File = m.rulesFile()
	start := timeAt(m.One("11-11 10:00", "11-11 10:00", "11-11 23:58", "11-15 23:58", "11-30 23:58")) // days, weeks and months end
	m.Until = start.Add(5 * time.Minute)
	m.happenings(start)
	m.celebrate()
	return m
}

// Rules compiles the file. One in a few cannot be meant, and is refused.
func (m *Shop) Rules() (*rule.Set, bool) {
	rules, problems := rule.Load(rule.File{Name: "rules.yaml", Data: []byte(m.File)})
	err := problems.Err()
	if err != nil && strings.Contains(err.Error(), "inside {") {
		panic(fmt.Sprintf("the imagination does not write YAML: %v\n%s", err, m.File))
	}
	return rules, err == nil
}

// One is one of the words.
func (m *Shop) One(words ...string) string { return words[m.IntN(len(words))] }

func (m *Shop) chance(percent int) bool { return m.IntN(100) < percent }

// maybe is the line in one of so many hundred cases.
func (m *Shop) maybe(percent int, line string, args ...any) string {
	if !m.chance(percent) {
		return ""
	}
	return fmt.Sprintf(line, args...)
}

func (m *Shop) rulesFile() string {
	var b strings.Builder
	b.WriteString("version: 1\nshop: {name: 小鹿家, closes: {live: 90s, default: " + m.One("150s", "200s", "never") + "}}\n")
	b.WriteString("segments:\n  quick: {if: \"" + m.condition(m.One("unpaid", "any")) + "\"}\n  rich: {if: customer.spent >= 100 || has_tag('vip')}\n")
	b.WriteString(m.limits())
	b.WriteString("flows:\n")
	for i := range 1 + m.IntN(3) {
		b.WriteString(m.flow(i))
	}
	b.WriteString("texts:\n  hello: 你好\n  order: \"#订单号#号，#商品名称|宝贝#\"\n  pay: \"#付款链接#\"\n")
	return b.String()
}

// limits all wait or all drop: a limit that drops and begins while another lets
// the message wait has its say only when the message is asked again.
func (m *Shop) limits() string {
	var b strings.Builder
	then := m.maybe(50, ", then: drop")
	if then == "" {
		then = ", then: wait"
	}
	b.WriteString("limits:\n  quiet:\n    open: {hours: \"04:00-04:01\"}\n") // no default hours
	b.WriteString(m.maybe(35, "    night: {hours: \"%s\"%s%s}\n", m.One("10:01-10:02", "10:02-10:04", "23:59-00:00", "23:59-00:02"),
		then, m.maybe(30, ", channels: [sms]")))
	b.WriteString("  caps:\n    bearable: {at_most: 50, per: day}\n")
	b.WriteString(m.maybe(45, "    often: {at_most: %d, %s%s%s}\n", m.IntN(3), m.One("within: 40s", "within: 90s", "per: day", "per: week", "per: month"),
		then, m.maybe(30, ", channel: sms")))
	if m.chance(25) {
		fmt.Fprintf(&b, "  budgets:\n    money: {at_most: %s, %s%s}\n", m.One("0.04", "0.05", "0.10"), m.One("within: 60s", "per: day"), then)
	}
	if m.chance(20) {
		fmt.Fprintf(&b, "  never:\n    promise: {if: \"%s\"}\n", m.One("has_tag('vip')", "channel == 'sms' && customer.spent > 50", "order.amount > 60"))
	}
	return b.String()
}

func (m *Shop) flow(i int) string {
	about := "order"
	if m.chance(20) {
		about = "customer"
	}
	clocks := "any"
	if about == "order" {
		clocks = m.One("unpaid", "unpaid", "unpaid", "unshipped", "any")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "  f%d:\n    title: 流程\n    about: %s\n    purpose: %s\n    via: %s\n", i, about,
		m.One("notice", "notice", "service", "marketing"), m.One("[wangwang, sms]", "[sms, wangwang]", "[wangwang]", "[sms]"))
	if clocks != "any" && m.chance(50) {
		b.WriteString("    while: " + clocks + "\n")
	}
	b.WriteString(m.maybe(30, "    choose: all\n"))
	if about == "order" {
		b.WriteString(m.maybe(40, "    merge: %s\n", m.One("20s", "60s")))
	}
	b.WriteString(m.maybe(20, "    until: [%s]\n", m.One("order.shipped", "customer.signed_in", "order.refund_opened")))
	b.WriteString(m.maybe(10, "    holdout: 40\n"))
	b.WriteString("    rules:\n")
	for j := range 1 + m.IntN(3) {
		b.WriteString(m.rule(j, about, clocks))
	}
	return b.String()
}

func (m *Shop) rule(j int, about, clocks string) string {
	when, waits := "", clocks != "unshipped" // waits: an order may still be paid for
	if m.chance(30) {
		events := []string{"order.created", "order.paid", "order.updated", "order.closed"}
		if about == "customer" {
			events = []string{"customer.tagged", "customer.updated", "chat.closed"}
		}
		event := m.One(events...)
		if event == "order.closed" && clocks != "any" || event == "order.paid" && clocks == "unpaid" {
			event = "order.updated" // what stops the clock begins no rule that waits for it
		}
		waits = waits && event != "order.paid" && event != "order.closed"
		when = fmt.Sprintf(", when: [%s]%s", event, m.maybe(50, ", after: %s", m.One("15s", "45s")))
	}
	text := "hello"
	if about == "order" {
		if text = m.One("hello", "order", "pay"); text == "pay" && !waits {
			text = "order"
		}
	}
	return fmt.Sprintf("      - {name: r%d, if: \"%s\"%s%s%s%s, send: %s}\n", j, m.condition(clocks), when,
		m.maybe(25, ", again: %s", m.One("20s", "50s")), m.maybe(15, ", fresh: 30s"), m.maybe(20, ", priority: %d", m.IntN(3)),
		m.steps(text, clocks))
}

func (m *Shop) steps(text, clocks string) string {
	if m.chance(60) {
		return text
	}
	var steps []string
	for i := range 1 + m.IntN(3) {
		if m.chance(20) {
			steps = append(steps, fmt.Sprintf("{task: hello, via: [phone], within: %s%s}", m.One("20s", "50s"), m.maybe(40, ", if: \"%s\"", m.condition(clocks))))
			continue
		}
		steps = append(steps, fmt.Sprintf("{text: %s%s%s}", text, m.maybe(40, ", if: \"%s\"", m.condition(clocks)),
			m.maybe(40*min(i, 1), ", after: %s", m.One("10s", "35s"))))
	}
	return "[" + strings.Join(steps, ", ") + "]"
}

// condition is a small tree of comparisons.
func (m *Shop) condition(clocks string) string {
	switch n := m.IntN(10); {
	case n < 5:
		return m.atom(clocks)
	case n < 7:
		return m.atom(clocks) + " && " + m.atom(clocks)
	case n < 9:
		return "(" + m.atom(clocks) + " || " + m.atom(clocks) + ")"
	default:
		return "not (" + m.atom(clocks) + ")"
	}
}

func (m *Shop) atom(clocks string) string {
	number := m.One("0.25", "0.5", "1", "1.5", "2")
	compare := m.One(">", ">", ">=", "<", "<=")
	common := []string{"customer.spent >= 50", "has_tag('vip')", "bought('coat', 1.0/960)", "customer.paid_orders > 0", "minutes_since_order " + compare + " " + number, "true"}
	ofOrders := []string{"order.amount >= 50", "order.source == 'live'", "order.titles == []", "segment.rich", "order.status != 'paying'"}
	switch clocks {
	case "unpaid":
		return m.One(append(append(common, ofOrders...), "minutes_unpaid "+compare+" "+number, "minutes_unpaid > "+number, "minutes_unpaid > order.amount / 50", "segment.quick",
			"minutes_to_close < "+number, "hours_unpaid * 60 >= "+number, "minutes_unpaid > (order.gift ? 0.5 : 1)", "minutes_unpaid > "+number)...)
	case "unshipped":
		return m.One(append(append(common, ofOrders...), "minutes_unshipped "+compare+" "+number, "minutes_unshipped > "+number)...)
	default:
		return m.One(common...)
	}
}

// Types are what befalls the customers.
var Types = []tiexin.EventType{
	tiexin.EventOrderPaid, tiexin.EventOrderPaid, tiexin.EventOrderClosed, tiexin.EventOrderRefunded, tiexin.EventOrderRefundOpened, tiexin.EventOrderRefundClosed,
	tiexin.EventOrderShipped, tiexin.EventOrderSucceeded, tiexin.EventOrderUpdated, tiexin.EventOrderUpdated, tiexin.EventCustomerTagged, tiexin.EventCustomerUpdated,
	tiexin.EventChatPaymentTrouble, tiexin.EventChatClosed, tiexin.EventChatComplained, tiexin.EventConsentGranted, tiexin.EventConsentRevoked, tiexin.EventCustomerSignedIn,
}

func (m *Shop) happenings(start time.Time) {
	customers := 1 + m.IntN(2)
	if strings.Contains(m.File, "budgets:") {
		customers = 1 // the one thing that customers share: what one spends, another may have waited for
	}
	for c := range customers {
		customer := fmt.Sprintf("c%d", c)
		orders := 1 + m.IntN(3)
		for o := range orders {
			m.Add(tiexin.EventOrderCreated, customer, fmt.Sprintf("T%d", o), start.Add(time.Duration(m.IntN(60))*time.Second))
		}
		for range m.IntN(8) {
			m.Add(Types[m.IntN(len(Types))], customer, fmt.Sprintf("T%d", m.IntN(orders)), start.Add(time.Duration(m.IntN(240))*time.Second))
		}
	}
}

// Add lets something befall a customer.
func (m *Shop) Add(kind tiexin.EventType, customer, id string, when time.Time) {
	e := tiexin.Event{Type: kind, Customer: tiexin.Customer{ID: customer, Nick: "小王", Wangwang: "小王2008", Mobile: tiexin.Phone{Number: "13800000000"}}}
	e.ID, e.At = fmt.Sprintf("e%d", len(m.Events)), when
	if m.chance(10) {
		e.Received = when.Add(time.Duration(m.IntN(60)) * time.Second)
	}
	switch kind.Thing() {
	case "order":
		e.Order = &tiexin.Order{ID: id}
		if kind == tiexin.EventOrderCreated || kind == tiexin.EventOrderUpdated {
			e.Order.Amount = tiexin.Money(m.IntN(5)) * 25_00
			e.Order.Source, e.Order.PayURL = m.One("", "live"), "tb.cn/p1"
			e.Order.Items = []tiexin.Item{{Title: "羽绒服", Category: "coat"}}[:m.IntN(2)]
		}
		if kind == tiexin.EventOrderUpdated {
			e.Order.Status = tiexin.OrderStatus(m.One("", "", "unpaid", "paying", "unknown"))
		}
	case "chat":
		e.Chat = &tiexin.Chat{ID: "C1"}
	case "consent":
		e.Consent = &tiexin.Consent{Channel: m.One("", "sms"), Purpose: tiexin.Purpose(m.One("", "marketing"))}
	case "customer":
		if kind == tiexin.EventCustomerTagged {
			e.Customer.Tags = []string{"vip"}
		}
		if kind == tiexin.EventCustomerUpdated {
			e.Customer.PaidOrders, e.Customer.Spent = m.IntN(3), tiexin.Money(m.IntN(3))*60_00
			e.Customer.Blocked = m.chance(10)
		}
	}
	m.Events = append(m.Events, e)
}

// Customers is how many there are.
func (m *Shop) Customers() int {
	ids := map[string]bool{}
	for i := range m.Events {
		ids[m.Events[i].Customer.ID] = true
	}
	return len(ids)
}

func timeAt(when string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+when, tiexin.Shanghai())
	if err != nil {
		panic(err)
	}
	return t
}

// Arrival is when an event comes.
func Arrival(e *tiexin.Event) time.Time {
	if e.Received.IsZero() {
		return e.At
	}
	return e.Received
}
