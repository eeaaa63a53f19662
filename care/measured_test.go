package care

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/winback"
	"github.com/tiexin-go/tiexin/loyalty"
)

func TestL3_花得多的顾客按价值分层说话(t *testing.T) {
	file := `
lifecycle: {values: {middle: 500, high: 2000}}
flows:
  pay:
    title: 催付
    about: order
    purpose: notice
    via: wangwang
    rules:
      - {name: high, if: customer.value == 'high' && minutes_unpaid > 5, send: high}
      - {name: middle, if: customer.value == 'middle' && minutes_unpaid > 5, send: middle}
      - {name: low, if: "customer.value in ['low'] && minutes_unpaid > 5", send: low}
texts: {high: 贵客, middle: 老客, low: 您好}
`
	for spent, says := range map[tiexin.Money]string{2000_00: "high T1 wangwang 贵客", 1999_99: "middle T1 wangwang 老客", 499_99: "low T1 wangwang 您好"} {
		spends := who(func(c *tiexin.Customer) { c.PaidOrders, c.Spent = 3, spent })
		tell(t, file, at("+0m", created("T1", spends))).says("10:05 pay/" + says)
	}
}

func TestL3_主人量过的忠诚类型和成因_规则能用_没量过就是空(t *testing.T) {
	file := `
flows:
  hi:
    title: 问候
    about: customer
    purpose: service
    via: wangwang
    rules:
      - {name: habit, if: customer.loyalty == 'spurious' && customer.cause == 'habit', send: t}
      - {name: none, if: customer.loyalty == '' && customer.cause == '' && customer.grade == 'gold', send: t}
texts: {t: 您好}
`
	measured := who(func(c *tiexin.Customer) { c.Loyalty, c.Cause = "spurious", "habit" })
	tell(t, file, at("+0m", customerIs(measured))).says("10:00 hi/habit wangwang 您好")
	tell(t, file, at("+0m", customerIs(who(func(c *tiexin.Customer) { c.Grade = "gold" })))).says("10:00 hi/none wangwang 您好")
}

// What the library measures is a word that a customer may have; another is left out with
// a warning.
func TestTheWordsOfMeasurementsAreTheLibrarys(t *testing.T) {
	warnings := func(loyalty, cause string) []string {
		e := customerIs(who(func(c *tiexin.Customer) { c.Loyalty, c.Cause = loyalty, cause }))
		e.Normalise()
		var all []string
		for _, w := range e.Warnings {
			all = append(all, w.String())
		}
		return all
	}
	for _, kind := range []loyalty.Type{loyalty.TrueLoyal, loyalty.LatentLoyal, loyalty.SpuriousLoyal, loyalty.Disloyal} {
		assert.Empty(t, warnings(kind.String(), ""))
	}
	var causes []string
	for _, c := range []loyalty.Cause{
		loyalty.NoChoice, loyalty.SwitchingCost, loyalty.Incentive, loyalty.Habit, loyalty.Conviction,
		loyalty.RivalHabit, loyalty.RivalSwitchingCost, loyalty.Price, loyalty.OutOfReach, loyalty.RivalOffer,
	} {
		causes = append(causes, string(c))
	}
	for _, c := range winback.Causes() {
		if c != winback.UnknownCause {
			causes = append(causes, string(c))
		}
	}
	for _, c := range causes {
		assert.Empty(t, warnings("", c))
	}
	assert.Equal(t, []string{`customer.loyalty: "latant" is not a type of loyalty (true, latent, spurious, disloyal); did you mean "latent"?`}, warnings("latant", ""))
	assert.Len(t, warnings("", "habits"), 1)
	assert.Len(t, causes, 18)
}
