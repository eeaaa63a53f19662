package care

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/tiexin-go/tiexin"
)

// An imagined shop has rules as nobody would write them, and customers as nobody
// has them, for tests that compare two ways of doing the same. Its days are short:
// everything happens within a few minutes and at whole seconds.
type imagined struct {
	*rand.Rand
	seed   uint64
	file   string
	events []tiexin.Event
	until  time.Time
}

func (m *imagined) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d\n%s\n", m.seed, m.file)
	for i := range m.events {
		e := &m.events[i]
		fmt.Fprintf(&b, "%s (%s) %s %s", e.At.Format("15:04:05"), arrival(e).Format("15:04:05"), e.Type, e.Customer.ID)
		if o := e.Order; o != nil {
			fmt.Fprintf(&b, " %s %q %v %s", o.ID, o.Source, o.Amount, o.Status)
		}
		if c := e.Consent; c != nil {
			fmt.Fprintf(&b, " %q %q", c.Channel, c.Purpose)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// imagine makes the same shop of the same seed.
func imagine(seed uint64) *imagined {
	m := &imagined{Rand: rand.New(rand.NewPCG(seed, 20261111)), seed: seed}
	m.file = m.rulesFile()
	start := timeAt(m.one("10:00", "10:00", "23:58", "11-15 23:58", "11-30 23:58")) // days, weeks and months end
	m.until = start.Add(5 * time.Minute)
	m.happenings(start)
	return m
}

// rules compiles the file. One in a few cannot be meant, and says so.
func (m *imagined) rules(t testing.TB) (*Rules, bool) {
	t.Helper()
	rules, err := Load(fstest.MapFS{"rules.yaml": {Data: []byte(m.file)}}, "rules.yaml")
	if err != nil && strings.Contains(err.Error(), "inside {") {
		t.Fatalf("the imagination does not write YAML: %v\n%s", err, m.file)
	}
	return rules, err == nil
}

func (m *imagined) one(words ...string) string { return words[m.IntN(len(words))] }

func (m *imagined) chance(percent int) bool { return m.IntN(100) < percent }

// maybe is the line in one of so many hundred cases.
func (m *imagined) maybe(percent int, line string, args ...any) string {
	if !m.chance(percent) {
		return ""
	}
	return fmt.Sprintf(line, args...)
}

func (m *imagined) rulesFile() string {
	var b strings.Builder
	b.WriteString("version: 1\nshop: {name: 小鹿家, closes: {live: 90s, default: " + m.one("150s", "200s", "never") + "}}\n")
	b.WriteString("segments:\n  quick: {if: \"" + m.condition(m.one("unpaid", "any")) + "\"}\n  rich: {if: customer.spent >= 100 || has_tag('vip')}\n")
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
func (m *imagined) limits() string {
	var b strings.Builder
	then := m.maybe(50, ", then: drop")
	if then == "" {
		then = ", then: wait"
	}
	b.WriteString("limits:\n  quiet:\n    open: {hours: \"04:00-04:01\"}\n") // no default hours
	b.WriteString(m.maybe(35, "    night: {hours: \"%s\"%s%s}\n", m.one("10:01-10:02", "10:02-10:04", "23:59-00:00", "23:59-00:02"),
		then, m.maybe(30, ", channels: [sms]")))
	b.WriteString("  caps:\n    bearable: {at_most: 50, per: day}\n")
	b.WriteString(m.maybe(45, "    often: {at_most: %d, %s%s%s}\n", m.IntN(3), m.one("within: 40s", "within: 90s", "per: day", "per: week", "per: month"),
		then, m.maybe(30, ", channel: sms")))
	if m.chance(25) {
		fmt.Fprintf(&b, "  budgets:\n    money: {at_most: %s, %s%s}\n", m.one("0.04", "0.05", "0.10"), m.one("within: 60s", "per: day"), then)
	}
	if m.chance(20) {
		fmt.Fprintf(&b, "  never:\n    promise: {if: \"%s\"}\n", m.one("has_tag('vip')", "channel == 'sms' && customer.spent > 50", "order.amount > 60"))
	}
	return b.String()
}

func (m *imagined) flow(i int) string {
	about := "order"
	if m.chance(20) {
		about = "customer"
	}
	clocks := "any"
	if about == "order" {
		clocks = m.one("unpaid", "unpaid", "unpaid", "unshipped", "any")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "  f%d:\n    title: 流程\n    about: %s\n    purpose: %s\n    via: %s\n", i, about,
		m.one("notice", "notice", "service", "marketing"), m.one("[wangwang, sms]", "[sms, wangwang]", "[wangwang]", "[sms]"))
	if clocks != "any" && m.chance(50) {
		b.WriteString("    while: " + clocks + "\n")
	}
	b.WriteString(m.maybe(30, "    choose: all\n"))
	if about == "order" {
		b.WriteString(m.maybe(40, "    merge: %s\n", m.one("20s", "60s")))
	}
	b.WriteString(m.maybe(20, "    until: [%s]\n", m.one("order.shipped", "customer.signed_in", "order.refund_opened")))
	b.WriteString(m.maybe(10, "    holdout: 40\n"))
	b.WriteString("    rules:\n")
	for j := range 1 + m.IntN(3) {
		b.WriteString(m.rule(j, about, clocks))
	}
	return b.String()
}

func (m *imagined) rule(j int, about, clocks string) string {
	when := ""
	if m.chance(30) {
		events := []string{"order.created", "order.paid", "order.updated", "order.closed"}
		if about == "customer" {
			events = []string{"customer.tagged", "customer.updated", "chat.closed"}
		}
		when = fmt.Sprintf(", when: [%s]%s", m.one(events...), m.maybe(50, ", after: %s", m.one("15s", "45s")))
	}
	text := "hello"
	if about == "order" {
		text = m.one("hello", "order", "pay")
	}
	return fmt.Sprintf("      - {name: r%d, if: \"%s\"%s%s%s%s, send: %s}\n", j, m.condition(clocks), when,
		m.maybe(25, ", again: %s", m.one("20s", "50s")), m.maybe(15, ", fresh: 30s"), m.maybe(20, ", priority: %d", m.IntN(3)),
		m.steps(text, clocks))
}

func (m *imagined) steps(text, clocks string) string {
	if m.chance(60) {
		return text
	}
	var steps []string
	for i := range 1 + m.IntN(3) {
		if m.chance(20) {
			steps = append(steps, fmt.Sprintf("{task: hello, via: [phone], within: %s%s}", m.one("20s", "50s"), m.maybe(40, ", if: \"%s\"", m.condition(clocks))))
			continue
		}
		steps = append(steps, fmt.Sprintf("{text: %s%s%s}", text, m.maybe(40, ", if: \"%s\"", m.condition(clocks)),
			m.maybe(40*min(i, 1), ", after: %s", m.one("10s", "35s"))))
	}
	return "[" + strings.Join(steps, ", ") + "]"
}

// condition is a small tree of comparisons.
func (m *imagined) condition(clocks string) string {
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

func (m *imagined) atom(clocks string) string {
	number := m.one("0.25", "0.5", "1", "1.5", "2")
	compare := m.one(">", ">", ">=", "<", "<=")
	common := []string{"customer.spent >= 50", "has_tag('vip')", "bought('coat', 1.0/960)", "customer.paid_orders > 0", "minutes_since_order " + compare + " " + number, "true"}
	ofOrders := []string{"order.amount >= 50", "order.source == 'live'", "order.titles == []", "segment.rich", "order.status != 'paying'"}
	switch clocks {
	case "unpaid":
		return m.one(append(append(common, ofOrders...), "minutes_unpaid "+compare+" "+number, "minutes_unpaid > "+number, "minutes_unpaid > order.amount / 50", "segment.quick",
			"minutes_to_close < "+number, "hours_unpaid * 60 >= "+number, "minutes_unpaid > (order.gift ? 0.5 : 1)", "minutes_unpaid > "+number)...)
	case "unshipped":
		return m.one(append(append(common, ofOrders...), "minutes_unshipped "+compare+" "+number, "minutes_unshipped > "+number)...)
	default:
		return m.one(common...)
	}
}

var imaginedTypes = []tiexin.EventType{
	tiexin.EventOrderPaid, tiexin.EventOrderPaid, tiexin.EventOrderClosed, tiexin.EventOrderRefunded, tiexin.EventOrderRefundOpened, tiexin.EventOrderRefundClosed,
	tiexin.EventOrderShipped, tiexin.EventOrderSucceeded, tiexin.EventOrderUpdated, tiexin.EventOrderUpdated, tiexin.EventCustomerTagged, tiexin.EventCustomerUpdated,
	tiexin.EventChatPaymentTrouble, tiexin.EventChatClosed, tiexin.EventChatComplained, tiexin.EventConsentGranted, tiexin.EventConsentRevoked, tiexin.EventCustomerSignedIn,
}

func (m *imagined) happenings(start time.Time) {
	customers := 1 + m.IntN(2)
	if strings.Contains(m.file, "budgets:") {
		customers = 1 // the one thing that customers share: what one spends, another may have waited for
	}
	for c := range customers {
		customer := fmt.Sprintf("c%d", c)
		orders := 1 + m.IntN(3)
		for o := range orders {
			m.add(tiexin.EventOrderCreated, customer, fmt.Sprintf("T%d", o), start.Add(time.Duration(m.IntN(60))*time.Second))
		}
		for range m.IntN(8) {
			m.add(imaginedTypes[m.IntN(len(imaginedTypes))], customer, fmt.Sprintf("T%d", m.IntN(orders)), start.Add(time.Duration(m.IntN(240))*time.Second))
		}
	}
}

func (m *imagined) add(kind tiexin.EventType, customer, id string, when time.Time) {
	e := happening(kind, []detail{by(customer)})
	e.ID, e.At = fmt.Sprintf("e%d", len(m.events)), when
	if m.chance(10) {
		e.Received = when.Add(time.Duration(m.IntN(60)) * time.Second)
	}
	switch kind.Thing() {
	case "order":
		e.Order = &tiexin.Order{ID: id}
		if kind == tiexin.EventOrderCreated || kind == tiexin.EventOrderUpdated {
			e.Order.Amount = tiexin.Money(m.IntN(5)) * 25_00
			e.Order.Source, e.Order.PayURL = m.one("", "live"), "tb.cn/p1"
			e.Order.Items = []tiexin.Item{{Title: "羽绒服", Category: "coat"}}[:m.IntN(2)]
		}
		if kind == tiexin.EventOrderUpdated {
			e.Order.Status = tiexin.OrderStatus(m.one("", "", "unpaid", "paying", "unknown"))
		}
	case "chat":
		e.Chat = &tiexin.Chat{ID: "C1"}
	case "consent":
		e.Consent = &tiexin.Consent{Channel: m.one("", "sms"), Purpose: tiexin.Purpose(m.one("", "marketing"))}
	case "customer":
		if kind == tiexin.EventCustomerTagged {
			e.Customer.Tags = []string{"vip"}
		}
		if kind == tiexin.EventCustomerUpdated {
			e.Customer.PaidOrders, e.Customer.Spent = m.IntN(3), tiexin.Money(m.IntN(3))*60_00
			e.Customer.Blocked = m.chance(10)
		}
	}
	m.events = append(m.events, e)
}

// sayings are what went, each with its second.
func sayings(outcomes []Outcome) []string {
	var all []string
	for i := range outcomes {
		if o := &outcomes[i]; o.Goes() {
			all = append(all, fmt.Sprintf("%s %s %s +%s %s", clock(o.At), o.Said.ID, o.Said.Via, strings.Join(o.Said.Merged, "+"), o.Said.Text))
		}
	}
	return all
}

func (m *imagined) customers() int {
	ids := map[string]bool{}
	for i := range m.events {
		ids[m.events[i].Customer.ID] = true
	}
	return len(ids)
}
