package care

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// stageRules has a task for each comparison with the stage, whatever the hour.
func stageRules(section string, conditions ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nflows:\n  s:\n    title: 阶段\n    about: customer\n    purpose: service\n    choose: all\n    rules:\n", section)
	for i, c := range conditions {
		fmt.Fprintf(&b, "      - {name: r%d, if: \"%s\", send: {task: t, form: other}}\n", i, c)
	}
	return b.String() + "texts: {t: 看看}\n"
}

// begun are the tasks of a simulated customer, "2026-11-11 10:00 r0".
func begun(t *testing.T, file string, until time.Time, events ...tiexin.Event) []string {
	t.Helper()
	var all []string
	for o := range Simulate(rulesFrom(t, file), events, SimOptions{Until: until, Fault: func(err error) { require.NoError(t, err) }}) {
		if o.Goes() {
			all = append(all, o.At.Format("2006-01-02 15:04 ")+o.Rule)
		}
	}
	return all
}

const aYear = 365 * 24 * time.Hour

func TestL1_买一次就不来了_到日子自己醒来说预流失和流失(t *testing.T) {
	got := begun(t, stageRules("", "customer.stage == 'new'", "customer.stage == 'lapsing'", "customer.stage in ['lost', 'dead']", "customer.stage == 'dead'", "customer.stage != 'new'", "not (customer.stage in ['new', 'lapsing'])"),
		morning.Add(2*aYear), at("+0m", paid("T1")))
	assert.Equal(t, []string{
		"2026-11-11 10:00 r0",
		"2027-02-10 00:00 r1", // more than 90 days
		"2027-02-10 00:00 r4",
		"2027-05-11 00:00 r2", // more than 180
		"2027-05-11 00:00 r5",
		"2027-11-12 00:00 r3", // more than 365
	}, got)
}

func TestL1_自己定的天数_也叫得醒(t *testing.T) {
	got := begun(t, stageRules("lifecycle: {stages: {new_lapsing: 20d}}", "customer.stage == 'lapsing'"), morning.Add(aYear), at("+0m", paid("T1")))
	assert.Equal(t, []string{"2026-12-02 00:00 r0"}, got)
}

func TestL1_快要流失时又来买_就没有预流失(t *testing.T) {
	events := []tiexin.Event{at("+0m", paid("T1")), at("+2000h", paid("T2"))}
	assert.Empty(t, begun(t, stageRules("", "customer.stage == 'lapsing'"), morning.Add(2000*time.Hour+90*24*time.Hour), events...))
}

func TestL1_整单退了的不算买过(t *testing.T) {
	events := []tiexin.Event{at("+0m", paid("T1")), at("+24h", refunded("T1"))}
	assert.Empty(t, begun(t, stageRules("", "customer.stage == 'lapsing'"), morning.Add(aYear), events...))
}

// Nobody knows when somebody bought of whom only a count is known: no comparison with the
// stage is true, and none with not before it.
func TestL1_什么日子都不知道的顾客_阶段也不知道(t *testing.T) {
	file := stageRules("", "customer.stage == 'lost'", "customer.stage != 'lost'", "not (customer.stage == 'lost')", "customer.stage == 'unknown'")
	assert.Empty(t, begun(t, file, morning.Add(aYear), at("+0m", customerIs(who(func(c *tiexin.Customer) { c.PaidOrders, c.Spent = 3, 600_00 })))))
	story := tell(t, file, at("+0m", customerIs()))
	require.NotEmpty(t, story.outcomes)
	assert.Equal(t, "customer.stage == 'lost'", story.outcomes[0].By, "it says what could not be worked out")
}

func TestL1_只看过没买过_先有兴趣_后来就说不上了(t *testing.T) {
	browsed := happening(tiexin.EventCustomerBrowsed, []detail{func(e *tiexin.Event) { e.Product = &tiexin.Item{ID: "P1"} }})
	got := begun(t, stageRules("", "customer.stage == 'interested'", "customer.stage == 'unknown'"), morning.Add(aYear), at("+0m", browsed))
	assert.Equal(t, []string{"2026-11-11 10:00 r0", "2026-11-26 00:00 r1"}, got)
}

// A promise and a segment may ask for the stage, and an order's rule, too.
func TestL1_阶段也能写在人群和禁发规则里(t *testing.T) {
	file := `
segments: {away: {if: "customer.stage in ['lapsing', 'lost']"}}
limits: {never: {new: {if: customer.stage == 'new'}}}
flows:
  pay: {title: 催付, about: order, purpose: notice, via: wangwang, rules: [{name: back, if: segment.away && minutes_unpaid > 5, send: t}, {name: any, if: minutes_unpaid > 5, send: t}]}
texts: {t: 请付款}
`
	long := who(func(c *tiexin.Customer) {
		c.PaidOrders, c.LastOrderAt, c.FirstOrderAt = 1, timeAt("+0m").Add(-120*24*time.Hour), timeAt("+0m").Add(-120*24*time.Hour)
	})
	tell(t, file, at("+0m", created("T1", long))).says("10:05 pay/back T1 wangwang 请付款")
	last := who(func(c *tiexin.Customer) { c.PaidOrders, c.LastOrderAt = 1, timeAt("+0m").Add(-20*24*time.Hour) })
	story := tell(t, file, at("+0m", created("T1", last)))
	assert.True(t, slices.ContainsFunc(story.outcomes, func(o Outcome) bool { return o.Reason == Forbidden && o.By == "new" }))
}

// Whatever happens to a customer within two years, each rule about the stage speaks at
// the instant at which asking every hour, and after every event, would have found it
// true first.
func TestL2_阶段叫醒的时刻跟每小时问一遍一样(t *testing.T) {
	sections := []string{
		"", "lifecycle: {stages: {often: 20d, lapsing: 25d, lost: 60d, new_lapsing: 40d, new_lost: 41d, dead: 100d}}",
		"lifecycle: {stages: {rung: gap-quantiles, gaps: {k: 2.5, a: 3.25, b: 80}}}",
		"lifecycle: {stages: {rung: buy-probability, model: {r: 0.9, alpha: 60, a: 0.5, b: 1.5}, horizon: 75d, active: 0.45}}",
	}
	var conditions []string
	for s := range stage.Stages {
		conditions = append(conditions, fmt.Sprintf("customer.stage == '%s'", stage.Stage(s)))
	}
	conditions = append(conditions, "customer.stage in ['lapsing', 'lost']", "customer.stage != 'new'")
	seen := map[string]int{}
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 7))
		section := sections[seed%uint64(len(sections))]
		rules := rulesFrom(t, stageRules(section, conditions...))
		until := morning.Add(2 * aYear)
		var events []tiexin.Event
		var happened []func(h *stage.History)
		moment := morning
		for i := range 1 + random.IntN(7) {
			moment = moment.Add(time.Duration(random.IntN(140*24*60)) * time.Minute)
			e, day := paid(fmt.Sprint("T", i)), loyalty.DayOf(moment, tiexin.Shanghai())
			change := func(h *stage.History) { require.NoError(t, h.Add(day, 0)) }
			if random.IntN(3) == 0 {
				e = happening(tiexin.EventCustomerCarted, []detail{func(e *tiexin.Event) { e.Product = &tiexin.Item{ID: "P1"} }})
				change = func(h *stage.History) { h.Show(stage.Carted, day) }
			}
			e.At, e.ID = moment, fmt.Sprint(i)
			events, happened = append(events, e), append(happened, change)
		}
		var want []string
		policy := rules.Shop.Lifecycle.Stages
		said := make([]bool, len(conditions))
		var h stage.History
		look := func(now time.Time) {
			at := policy.Stage(h, now)
			for i := range conditions {
				holds := int(at) == i || i == stage.Stages && (at == stage.Lapsing || at == stage.Lost) || i > stage.Stages && at != stage.New
				if holds && !said[i] {
					said[i] = true
					seen[conditions[i]]++
					want = append(want, fmt.Sprintf("%s r%d", now.Format("2006-01-02 15:04"), i))
				}
			}
		}
		next := 0
		for now := morning.Truncate(time.Hour); now.Before(until); now = now.Add(time.Hour) {
			if next > 0 {
				look(now)
			}
			for next < len(events) && events[next].At.Before(now.Add(time.Hour)) {
				happened[next](&h)
				look(events[next].At)
				next++
			}
		}
		var got []string
		for o := range Simulate(rules, events, SimOptions{Until: until, Fault: func(err error) { require.NoError(t, err) }}) {
			if o.Goes() {
				got = append(got, o.At.Format("2006-01-02 15:04 ")+o.Rule)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		require.Equal(t, want, got, "seed %d, %s, events %v", seed, section, events)
	}
	for _, c := range conditions {
		assert.Positive(t, seen[c], c)
	}
}

// To order without paying shows interest, and so does an answer to a message: the stage
// goes by both, though neither is news of the customer's own.
func TestS1_下了单没付款的人_当时就是兴趣客户(t *testing.T) {
	file := "limits: {quiet: {open: {hours: \"04:00-04:01\"}}}\nflows:\n  lead: {title: 跟进, about: customer, purpose: notice, via: [wangwang], rules: [{name: r, if: \"customer.stage == 'interested'\", send: hello}]}\ntexts: {hello: 您好}\n"
	tell(t, file, at("+0m", customerIs()), at("+5m", created("T1"))).says("10:05 lead/r wangwang 您好")
}
