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
)

const restockRules = `
shop: {name: 小鹿家, lasts: {奶粉: 20d, 尿裤: 3d}}
flows:
  again: {title: 复购提醒, about: customer, purpose: service, rules: [{name: r, if: days_to_restock <= 5, again: 5d, send: {task: t, form: other}}]}
texts: {t: 快用完了}
`

func goods(category string, pieces int) tiexin.Item {
	return tiexin.Item{ID: category, Category: category, Quantity: pieces}
}

func TestL5_三罐奶粉够喝六十天_第五十五天提醒(t *testing.T) {
	got := begun(t, restockRules, morning.Add(aYear), at("+0m", paid("T1", holds(goods("奶粉", 3)))))
	assert.Equal(t, []string{"2027-01-05 00:00 r"}, got) // the 60th day is 2027-01-10
}

func TestL5_没用完又买了_接着往后算(t *testing.T) {
	events := []tiexin.Event{at("+0m", paid("T1", holds(goods("奶粉", 1)))), at("+240h", paid("T2", holds(goods("奶粉", 1))))}
	assert.Equal(t, []string{"2026-12-16 00:00 r"}, begun(t, restockRules, morning.Add(aYear), events...)) // 10 days were left of the first
}

func TestL5_退了的不算(t *testing.T) {
	events := []tiexin.Event{at("+0m", paid("T1", holds(goods("奶粉", 1)))), at("+48h", refunded("T1"))}
	assert.Empty(t, begun(t, restockRules, morning.Add(aYear), events...))
	back := ofOrder(tiexin.EventOrderRefunded, "T1", []detail{func(e *tiexin.Event) {
		e.Refund = &tiexin.Refund{ID: "R1", ItemID: "奶粉", Amount: 1, Status: tiexin.RefundSucceeded}
	}})
	events = []tiexin.Event{at("+0m", paid("T1", yuan(300), holds(goods("奶粉", 1), goods("尿裤", 10)))), at("+48h", back)}
	assert.Equal(t, []string{"2026-12-06 00:00 r"}, begun(t, restockRules, morning.Add(aYear), events...), "what is kept runs out on 12-11")
}

// The message names what runs out first.
func TestL5_说得出快用完的是哪一样(t *testing.T) {
	file := strings.NewReplacer("send: {task: t, form: other}", "send: t, via: wangwang", "t: 快用完了", "t: \"#快用完的商品#快用完了\"").Replace(restockRules)
	tell(t, file, at("+0m", paid("T1", holds(goods("奶粉", 2), goods("尿裤", 4))))).says("11-18 00:00 again/r wangwang 尿裤快用完了", "12-16 00:00 again/r wangwang 奶粉快用完了")
}

// The clock counts for what runs out first; after that, for the next.
func TestL5_先用完的先提醒_然后是下一样(t *testing.T) {
	events := []tiexin.Event{at("+0m", paid("T1", holds(goods("奶粉", 2), goods("尿裤", 4))))}
	assert.Equal(t, []string{"2026-11-18 00:00 r", "2026-12-16 00:00 r"}, begun(t, restockRules, morning.Add(aYear), events...))
	once := strings.NewReplacer("<= 5, again: 5d", "<= 5 && days_to_restock > 4, again: 2d", "send: {task: t, form: other}", "send: t, via: wangwang").Replace(restockRules)
	assert.Equal(t, []string{"2026-11-18 00:00 r", "2026-12-16 00:00 r"}, begun(t, once, morning.Add(aYear), events...))
}

// Goods of which nobody says how long they last are wanted by the customer's own rhythm,
// once there are three gaps of it.
func TestL5_没写能用多久的_看顾客自己的节奏(t *testing.T) {
	var events []tiexin.Event
	for i := range 4 {
		events = append(events, at(fmt.Sprintf("+%dh", i*30*24), paid(fmt.Sprint("T", i), holds(goods("猫粮", 1)))))
	}
	assert.Equal(t, []string{"2027-03-06 00:00 r"}, begun(t, restockRules, morning.Add(aYear), events...)) // bought on 02-09, wanted on 03-11
	assert.Empty(t, begun(t, restockRules, morning.Add(80*24*time.Hour), events[:3]...), "two gaps are no rhythm")
}

// Whatever is bought, in whatever order, the rule begins at the instant at which asking
// every hour would have found it.
func TestL5_叫醒的时刻跟每小时问一遍一样(t *testing.T) {
	lasts := map[string]int{"奶粉": 20, "尿裤": 3}
	file := `
shop: {name: 小鹿家, lasts: {奶粉: 20d, 尿裤: 3d}}
flows:
  again: {title: 复购提醒, about: customer, purpose: service, rules: [{name: r, if: days_to_restock <= 5, send: {task: t, form: other}}]}
texts: {t: 快用完了}
`
	spoke := 0
	for seed := range uint64(80) {
		random := rand.New(rand.NewPCG(seed, 3))
		var events []tiexin.Event
		moment := morning
		until := map[string]time.Time{} // used up
		want := ""
		look := func(from, to time.Time) {
			for now := from; now.Before(to) && want == ""; now = now.Add(time.Minute * 30) {
				var first time.Time
				for _, end := range until {
					if end.After(now) && (first.IsZero() || end.Before(first)) {
						first = end
					}
				}
				if !first.IsZero() && first.Sub(now) <= 5*24*time.Hour {
					want = now.Format("2006-01-02 15:04 r")
				}
			}
		}
		bought := map[string]bool{}
		for i := range 1 + random.IntN(4) {
			category := []string{"奶粉", "尿裤"}[random.IntN(2)]
			if bought[category] { // what was left of two is another story
				continue
			}
			bought[category] = true
			pieces := 1 + random.IntN(8)
			e := paid(fmt.Sprint("T", i), holds(goods(category, pieces)))
			e.At, e.ID = moment, fmt.Sprint(i)
			events = append(events, e)
			until[category] = time.Date(moment.Year(), moment.Month(), moment.Day()+pieces*lasts[category], 0, 0, 0, 0, tiexin.Shanghai())
			next := moment.Add(time.Duration(random.IntN(30*48)) * 30 * time.Minute)
			look(moment, next)
			moment = next
		}
		look(moment, morning.Add(aYear))
		var wanted []string
		if want != "" {
			wanted = append(wanted, want)
			spoke++
		}
		require.Equal(t, wanted, slices.Clip(begun(t, file, morning.Add(aYear), events...)), "seed %d %v", seed, until)
	}
	assert.Greater(t, spoke, 60)
}
