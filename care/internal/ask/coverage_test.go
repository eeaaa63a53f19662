package ask

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// covered asks a condition of several orders, by amount and gift, and tells of each
// part what it was: yes, no, both, or never asked.
func covered(t *testing.T, source string, orders ...OrderFacts) []string {
	t.Helper()
	c := NewCompiler()
	c.Places = true
	condition := compiled(t, c, source, Scope{Kind: Order})
	var seen Coverage
	for _, o := range orders {
		seen.See(condition, &View{Has: ThingsOf(ThingOrder), Facts: Facts{Order: o}}, 0)
	}
	var all []string
	for _, p := range condition.Parts() {
		s := seen.Of(p)
		text := string([]rune(source)[p.From:p.From+p.Width]) + ": "
		switch {
		case s.Both():
			text += "both"
		case s.Yes:
			text += "yes"
		case s.No:
			text += "no"
		case s.None():
			text += "never asked"
		default:
			text += "unknown"
		}
		all = append(all, text)
	}
	return all
}

func TestCoverage_一部分只在前面没定下来时才算看过(t *testing.T) {
	small, gift, big := OrderFacts{Amount: 5}, OrderFacts{Amount: 50, Gift: true}, OrderFacts{Amount: 50}
	assert.Equal(t, []string{"order.amount >= 20: no", "order.gift: never asked"}, covered(t, "order.amount >= 20 && order.gift", small))
	assert.Equal(t, []string{"order.amount >= 20: yes", "order.gift: both"}, covered(t, "order.amount >= 20 && order.gift", gift, big))
	assert.Equal(t, []string{"order.gift: both", "order.amount < 10: both"}, covered(t, "not (order.gift) && (order.amount < 10)", gift, small, big))
	assert.Equal(t, []string{"order.gift: yes", "order.amount < 10: never asked"}, covered(t, "order.gift || order.amount < 10", gift))
	assert.Equal(t, []string{"order.gift: both", "order.amount > 10: yes", "order.amount > 40: no"}, covered(t, "order.gift ? order.amount > 10 : order.amount > 40", gift, small))
	assert.Equal(t, []string{"order.paid_at > order.created_at: unknown", "order.gift: no"}, covered(t, "order.paid_at > order.created_at && order.gift", big))
}

func TestCoverage_每一部分连同它的括号(t *testing.T) {
	const source = "customer.grade in ['gold', 'x])'] && (any(order.titles, {# contains '大衣'}) || (order.amount + 1) * 2 > 10)"
	var all []string
	c := NewCompiler()
	c.Places = true
	for _, p := range compiled(t, c, source, Scope{Kind: Order}).Parts() {
		all = append(all, string([]rune(source)[p.From:p.From+p.Width]))
	}
	assert.Equal(t, []string{"customer.grade in ['gold', 'x])']", "any(order.titles, {# contains '大衣'})", "(order.amount + 1) * 2 > 10"}, all)
}

func TestCoverage_人群的每一部分也算(t *testing.T) {
	c := NewCompiler()
	c.Declare("big")
	big := compiled(t, c, "order.amount > 100 || order.gift", Scope{Kind: Order, Segment: true})
	c.Define("big", big)
	condition := compiled(t, c, "segment.big && order.cod", Scope{Kind: Order})
	var seen Coverage
	seen.See(condition, &View{Has: ThingsOf(ThingOrder), Facts: Facts{Order: OrderFacts{Amount: 200}}}, 0)
	assert.Equal(t, Sighting{Yes: true}, seen.Of(big.Whole()))
	parts := big.Parts()
	require.Len(t, parts, 2)
	assert.Equal(t, []Sighting{{Yes: true}, {}}, []Sighting{seen.Of(parts[0]), seen.Of(parts[1])})
	assert.Equal(t, "segment.big", condition.Parts()[0].Text)
}

func TestChanges_每个改动都落在原文上(t *testing.T) {
	const source = "order.source in ['live', 'app'] && any(order.titles, {# contains '大衣'}) || order.amount >= 20 && not order.gift && minutes_unpaid > 15 || '大衣' in order.categories"
	var all []string
	runes := []rune(source)
	for _, c := range NewCompiler().Changes(source) {
		changed := string(runes[:c.From]) + c.New + string(runes[c.From+c.Width:])
		_, faults := NewCompiler().Compile(changed, Scope{Kind: Order})
		assert.Empty(t, faults, changed)
		all = append(all, string(runes[c.From:c.From+c.Width])+" → "+c.New)
	}
	assert.Equal(t, []string{
		"order.source in ['live', 'app'] → not (order.source in ['live', 'app'])", "&& → ||", "any(order.titles, {# contains '大衣'}) → not (any(order.titles, {# contains '大衣'}))", "|| → &&",
		">= → <", ">= → >", "20 → 19", "20 → 21", "&& → ||", "not → ", "&& → ||",
		"> → <=", "15 → 14", "15 → 16", "|| → &&", "'大衣' in order.categories → not ('大衣' in order.categories)",
	}, all)
}
