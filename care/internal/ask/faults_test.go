package ask

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
)

var update = flag.Bool("update", false, "write the golden files anew")

// wrong are conditions that cannot be meant, by what stands around them.
var wrong = []struct {
	name       string
	where      Scope
	conditions []string
}{
	{"about: order", Scope{Kind: Order}, []string{
		// Words.
		"order.amuont > 100", "order.total_price > 100", "order > 100", "order['amount'] > 1 && order[0] > 1", "minutes_unpayed > 5", "juhuasuan", "order.source == juhuasuan",
		"newcomer", "vip", "segment.vipp", "segment.gone", "segment[0]", "minutes_unpaid > ３０", "未付款分钟数 > 30", "订单金额大于100并且未付款超过30分钟", "now() > order.created_at",
		"order.message.length > 3", "order.titles.x == 'a'", "order.titles?.[0] == 'a'", "unpaid > 5", "review.rating == 'bad'", "parcel.carrier == 'shunfeng'", "child.months > 3",
		"minutes_in_transit > 5", "channel == 'sms'", "order.amount[0] > 1",
		// Functions.
		"bought('奶粉')", "bought(3, 30)", "bought('奶粉', 0)", "has_tag", "order.amount()", "weekday() == 6", "find(order.titles, # == 'x') == 'x'", "hour('x') > 9", "len(order.amount) > 1",
		"any(order.titles, any(order.categories, # == 'x'))", "any(order.message, # == 'x')", "any(order.titles, len(#))", "order.quantity in 1..5000", "order.amount in 100..200", "max('a') > 1",
		"in_festival('七西')", "in_festival(order.source)", "in_festival('七夕') == true", "is_workday",
		"order.message matches customer.nick", "order.message matches '(x'", "any(order.titles, order.message matches '发票')", "order.message matches '(非常很){1000}'",
		// Clocks.
		"minutes_unpaid", "minutes_unpaid + 5", "minutes_unpaid == 15", "minutes_unpaid != 15", "minutes_unpaid in 15..30", "minutes_unpaid in [15, 30]", "minutes_unpaid % 10 == 5", "round(minutes_unpaid) > 5",
		"minutes_unpaid > days_since_order", "minutes_unpaid * minutes_unpaid > 4", "1 / minutes_unpaid > 4", "minutes_unpaid - minutes_unpaid > 4", "minutes_unpaid + days_since_order > 4",
		"let x = minutes_unpaid > 5; x", "(minutes_unpaid > 15 ? 1 : 2) > 1", "bought('奶粉', minutes_unpaid)", "minutes_unpaid > order.source", "bought('奶粉', 30) > 1", "any(order.categories, bought(#, 30))",
		"customer.stage > 'new'", "minutes_unpaid / 0 > 1", "minutes_unpaid * 1e300 * 1e300 > 1",
		// Kinds of values.
		"order.amount > '100'", "order.amount && order.cod", "not order.amount", "-order.source > 3", "order.titles == '羽绒服'", "order.attr == 'yes'", "order.created_at > 5", "order.cod == 'yes'",
		"order.amount", "order.titles['a'] == 'x'", "order.titles[1.5] == 'x'", "order.source in [1, 2]", "order.source in ['a', 1]", "(order.cod ? 'a' : 1) == 'a'", "order.source[1:2] == 'a'", "order.quantity > 1 / 0 * minutes_unpaid",
		"order.amount % 2 == 0", "any(order.titles, #acc == 1)", "(order.amount ? 1 : 2) > 1",
		// What is not there.
		"order.paid_at == nil", "customer.grade == nil", "order.amount == nil", "order.titles != nil", "nil", "customer.grade ?? '普通' == '金卡'",
		// What cannot be read.
		"order.amount > (100", "order.amount >", "order.amount > 100)", "order.amount = 100", "order.amount > 100 AND order.cod", "order.cod not", "order.amount => 100", "order.amount ≥ 100", "order.amount > 100；order.cod",
		"（order.cod） && order.gift", "order.amount > 30分钟", "minutes_unpaid > 2小时", "order.amount > 1万", "order.amount > 0xzz", "order.amount > 1,000", "order.source in ('a', 'b')", "order.amount > 10%",
		"order.created_at > 10:30", "order.source == 'abc", "order.source == “abc”", "order.amount > ￥100", "order.cod /* x", "order.amount > 99999999999999999999999", `order.source == 'a\q'`, "order. > 1", "order.cod order.gift",
		"any(order.titles)", "{order.cod}", "order.cod && &&",
	}},
	{"about: order, when: order.paid", Scope{Kind: Order, When: []tiexin.EventType{tiexin.EventOrderPaid}}, []string{"review.rating == 'bad'", "task.outcome == 'x'", "segment.unhappy"}},
	{"about: customer, when: birthday", Scope{Kind: Customer, Moments: []string{"birthday at 09:00"}}, []string{"review.rating == 'bad'", "order.amount > 1", "minutes_unpaid > 5", "segment.big", "segment.late", "customer.spend > 1", "order.total > 1"}},
	{"about: child", Scope{Kind: Child}, []string{"child.months", "child.months > days_since_order"}},
	{"never", Scope{Promise: true}, []string{"minutes_unpaid > 5", "segment.late", "review.rating == 'bad'"}},
}

// What the author of a condition reads stands in the goldens, in both languages.
func TestWhatIsWrongWithAConditionIsSaid(t *testing.T) {
	for language, golden := range map[say.Language]string{say.English: "testdata/faults.golden", say.Chinese: "testdata/faults.zh.golden"} {
		var said strings.Builder
		for _, w := range wrong {
			said.WriteString(w.name + "\n")
			for _, condition := range w.conditions {
				compiler := NewCompiler()
				for name, source := range map[string]string{"unhappy": "review.rating == 'bad'", "big": "order.amount > 1", "late": "minutes_unpaid > 5", "vip": "has_tag('vip')"} {
					compiler.segment(name, compiled(t, compiler, source, Scope{Segment: true}))
				}
				_, faults := compiler.Compile(condition, w.where)
				require.NotEmpty(t, faults, condition)
				for _, f := range faults {
					said.WriteString("  " + condition + "\n    " + strings.TrimSuffix(f.Message.In(language)+" / "+f.Hint.In(language), " / ") + "\n")
				}
			}
		}
		if *update {
			require.NoError(t, os.WriteFile(golden, []byte(said.String()), 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err)
		assert.Equal(t, string(want), said.String())
	}
}
