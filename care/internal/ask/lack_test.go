package ask

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a condition lacks is what would make it true: of what is denied the opposite, and
// of parts of which one would do, all of them with ||.
func TestWhatAConditionLacks(t *testing.T) {
	v := &View{Has: ThingsOf(ThingOrder)}
	v.Facts.Hour = HourIn(time.UTC)
	v.Facts.Customer = CustomerFacts{Tags: []string{"不催"}, Spent: 3000}
	v.Facts.Order = OrderFacts{Source: "live", Amount: 199, Remote: true}
	v.Clocks[Unpaid] = Reading{Phase: Runs, Start: After(0), End: Forever}
	at := After((20 * time.Minute).Milliseconds())
	c := NewCompiler()
	c.segment("vip", compiled(t, c, "customer.grade == 'gold' || customer.spent >= 2000", Scope{Kind: Order}))
	c.segment("new", compiled(t, c, "customer.spent < 100 && !has_tag('不催')", Scope{Kind: Order}))
	c.segment("late", compiled(t, c, "minutes_unpaid > 90", Scope{Kind: Order, Segment: true}))
	for source, want := range map[string][]string{
		"order.amount > 100":                                nil,
		"!(order.amount > 300)":                             nil,
		"order.amount > 300":                                {"order.amount > 300"},
		"!order.remote":                                     {"!order.remote"},
		"not has_tag('不催')":                                 {"!has_tag('不催')"},
		"!!order.remote":                                    nil,
		"not not (order.amount > 300)":                      {"order.amount > 300"},
		"!(order.source == 'live')":                         {"!(order.source == 'live')"},
		"!order.remote && minutes_unpaid > 30":              {"!order.remote", "minutes_unpaid > 30"},
		"!order.remote && minutes_unpaid > 15":              {"!order.remote"},
		"!(minutes_unpaid > 15)":                            {"!(minutes_unpaid > 15)"},
		"!(order.amount > 50 && order.remote)":              {"!(order.amount > 50) || !order.remote"},
		"!(order.amount > 300 || order.remote)":             {"!order.remote"},
		"!(order.amount > 100 || order.remote)":             {"!(order.amount > 100)", "!order.remote"},
		"order.amount > 300 || minutes_to_close < 60":       {"order.amount > 300 || minutes_to_close < 60"},
		"order.amount > 300 || order.remote":                nil,
		"(order.amount > 300 || order.cod) && order.gift":   {"order.amount > 300 || order.cod", "order.gift"},
		"order.gift && order.cod || order.amount > 300":     {"(order.gift && order.cod) || order.amount > 300"},
		"order.gift || (order.cod || order.amount > 300)":   {"order.gift || order.cod || order.amount > 300"},
		"order.remote ? order.cod : order.gift":             {"order.cod || (!order.remote && order.gift)"},
		"order.gift ? order.cod : order.remote":             nil,
		"order.gift ? order.cod : order.shipped":            {"(order.gift && order.cod) || order.shipped"},
		"segment.vip":                                       nil,
		"!segment.vip":                                      {"!segment.vip (!(customer.spent >= 2000))"},
		"segment.new":                                       {"segment.new (customer.spent < 100 && !has_tag('不催'))"},
		"segment.new || order.cod":                          {"segment.new (customer.spent < 100 && !has_tag('不催')) || order.cod"},
		"segment.late && order.cod":                         {"segment.late (minutes_unpaid > 90)", "order.cod"},
		"order.titles[7] == 'x'":                            {"order.titles[7] == 'x'"},
		"!(order.titles[7] == 'x')":                         {"!(order.titles[7] == 'x')"},
		"!(order.titles[7] == 'x') && order.cod":            {"!(order.titles[7] == 'x')", "order.cod"},
		"order.titles[7] == 'x' || order.remote":            nil,
		"(order.titles[7] == 'x' ? order.cod : order.gift)": {"(order.titles[7] == 'x' && order.cod) || (!(order.titles[7] == 'x') && order.gift)"},
		"false": {"false"},
		"minutes_unpaid > (order.remote ? 60 : 30)":             {"minutes_unpaid > (order.remote ? 60 : 30)"},
		"order.source in ['app', 'wap'] && minutes_unpaid > 15": {"order.source in ['app', 'wap']"},
	} {
		condition := compiled(t, c, source, Scope{Kind: Order})
		v.Reset()
		lacks, ok := condition.Lacks(condition.Seen(v, at))
		require.True(t, ok, source)
		var got []string
		for _, l := range lacks {
			got = append(got, l.Text)
			assert.NotEmpty(t, l.Parts, source)
		}
		assert.Equal(t, want, got, source)
		assert.Equal(t, condition.Ask(v).At(at), len(lacks) == 0, source)
	}

	condition := compiled(t, c, "order.cod && order.gift", Scope{Kind: Order})
	other := compiled(t, c, "order.cod && order.remote", Scope{Kind: Order})
	for _, seen := range [][]Seen{nil, other.Seen(v, at), condition.Seen(v, at)[:1], append(condition.Seen(v, at), Seen{Text: "x"})} {
		_, ok := condition.Lacks(seen)
		assert.False(t, ok, "the answers of another condition: %v", seen)
	}
}
