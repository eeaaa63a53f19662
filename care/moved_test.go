package care

import (
	"bytes"
	"encoding/json"
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

// How customers move from stage to stage is in the log, with the care that may have brought
// it about.

// winBack writes to those who are leaving, and thanks whoever buys.
const winBack = `
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows:
  back: {title: 召回, about: customer, purpose: marketing, via: [wangwang], rules: [{name: coupon, title: 发券, if: "customer.stage == 'lapsing'", again: 60d, send: come}]}
  thanks: {title: 谢谢, about: order, purpose: notice, via: [wangwang], rules: [{name: paid, when: order.paid, send: thanks}]}
texts: {come: 好久不见, thanks: 谢谢}
`

// lived are the outcomes of a simulation.
func lived(t *testing.T, file string, until time.Time, events ...tiexin.Event) []Outcome {
	t.Helper()
	return slices.Collect(Simulate(rulesFrom(t, file), events, SimOptions{Until: until, Fault: func(err error) { require.NoError(t, err) }}))
}

// moves are those that are changes of a stage: "2027-02-10 00:00 new → lapsing silence".
func moves(outcomes []Outcome) (all []string) {
	for _, o := range outcomes {
		if o.Verdict == Moved {
			all = append(all, strings.TrimSpace(o.At.Format("2006-01-02 15:04 ")+o.Move.String()+" "+o.By+" "+o.Path()))
		}
	}
	return all
}

func TestL4_买一次就不来了_阶段一步步往下走(t *testing.T) {
	for name, file := range map[string]string{
		"rules ask":    stageRules("", "customer.stage == 'loyal'"),
		"segments ask": "segments: {away: {if: \"customer.stage == 'lost'\"}}\n" + stageRules("", "segment.away"),
		"a section":    stageRules("lifecycle: {stages: {dead: 365d}}", "customer.paid_orders > 99"),
	} {
		assert.Equal(t, []string{
			"2027-02-10 00:00 new → lapsing silence",
			"2027-05-11 00:00 lapsing → lost silence",
			"2027-11-12 00:00 lost → dead silence",
		}, moves(lived(t, file, morning.Add(2*aYear), at("+0m", paid("T1")))), name)
	}
}

func TestL4_没有规则问阶段_什么也不记(t *testing.T) {
	file := stageRules("", "customer.paid_orders > 99")
	assert.Empty(t, moves(lived(t, file, morning.Add(2*aYear), at("+0m", paid("T1")))))
	s := opens(t, file)
	s.hears(paid("T1"))
	without := len(s.stored().state)
	assert.Zero(t, s.stored().wakeAt)
	s = opens(t, stageRules("lifecycle: {stages: {dead: 365d}}", "customer.paid_orders > 99"))
	s.hears(paid("T1"))
	assert.Equal(t, without+2, len(s.stored().state), "bytes")
	assert.Equal(t, time.Date(2027, 2, 10, 0, 0, 0, 0, tiexin.Shanghai()).UnixMilli(), s.stored().wakeAt, "woken when the stage changes, not before")
}

// The first stage seen is none that anybody moved to: an old customer may just be new to
// the engine.
func TestL4_第一次见到的阶段不算变化(t *testing.T) {
	long := who(func(c *tiexin.Customer) {
		c.PaidOrders, c.FirstOrderAt, c.LastOrderAt = 1, timeAt("+0m").Add(-120*24*time.Hour), timeAt("+0m").Add(-120*24*time.Hour)
	})
	got := moves(lived(t, winBack, morning.Add(100*24*time.Hour), at("+0m", customerIs()), at("+1h", customerIs(long))))
	assert.Equal(t, []string{"2027-01-11 00:00 lapsing → lost silence"}, got)
	browsed := happening(tiexin.EventCustomerBrowsed, []detail{func(e *tiexin.Event) { e.Product = &tiexin.Item{ID: "P1"} }})
	got = moves(lived(t, winBack, morning.Add(30*24*time.Hour), at("+0m", browsed), at("+1h", paid("T1")), at("+2h", refunded("T1"))))
	assert.Equal(t, []string{"2026-11-11 11:00 interested → new order.paid", "2026-11-11 12:00 new → interested order.refunded", "2026-11-26 00:00 interested → unknown silence"}, got)
}

// mayWrite says that the customer agreed to marketing.
func mayWrite(e *tiexin.Event) {
	e.Customer.Consents = []tiexin.Consent{{Purpose: tiexin.Marketing, Source: "checkout"}}
}

// lapsed is a customer who was written to on 10 February and buys after so many days.
func lapsed(days int) []tiexin.Event {
	back := at("+0m", paid("T2"))
	back.At = time.Date(2027, 2, 10+days, 10, 0, 0, 0, tiexin.Shanghai())
	return []tiexin.Event{at("+0m", paid("T1", mayWrite)), back}
}

func TestL4_收到券以后回来买_记在召回名下(t *testing.T) {
	until := morning.Add(aYear)
	assert.Equal(t, []string{
		"2027-02-10 00:00 new → lapsing silence",
		"2027-02-12 10:00 lapsing → second-purchase order.paid back/coupon",
		"2027-05-17 00:00 second-purchase → lapsing silence",
		"2027-08-12 00:00 lapsing → lost silence",
	}, moves(lived(t, winBack, until, lapsed(2)...)))
	assert.Contains(t, moves(lived(t, winBack, until, lapsed(14)...)), "2027-02-24 10:00 lapsing → second-purchase order.paid back/coupon", "the fourteenth day after")
	assert.Contains(t, moves(lived(t, winBack, until, lapsed(15)...)), "2027-02-25 10:00 lapsing → second-purchase order.paid", "too long ago")
	notice := strings.Replace(winBack, "purpose: marketing", "purpose: notice", 1)
	assert.Contains(t, moves(lived(t, notice, until, lapsed(2)...)), "2027-02-12 10:00 lapsing → second-purchase order.paid", "a notice follows what happens anyway")
}

// What the customer did before the message cannot be its doing, though it is heard later.
func TestL4_买在发券之前_后来才听说的_不记在它名下(t *testing.T) {
	events := lapsed(2)
	events[1].At, events[1].Received = time.Date(2027, 2, 9, 23, 0, 0, 0, tiexin.Shanghai()), events[1].At
	assert.Contains(t, moves(lived(t, winBack, morning.Add(aYear), events...)), "2027-02-12 10:00 lapsing → second-purchase order.paid")
}

// A message is credited with one change: the next one is the customer's own.
func TestL4_一次关怀只记一次(t *testing.T) {
	events := lapsed(2)
	for i, id := range []string{"T3", "T4"} {
		more := at("+0m", paid(id))
		more.At = events[1].At.AddDate(0, 0, i+1)
		events = append(events, more)
	}
	got := moves(lived(t, "lifecycle: {stages: {often: 60d}}\n"+winBack, morning.Add(100*24*time.Hour), events...))
	require.Len(t, got, 3, "%v", got)
	assert.Equal(t, "2027-02-12 10:00 lapsing → second-purchase order.paid back/coupon", got[1])
	assert.Regexp(t, `^2027-02-1[34] 10:00 second-purchase → (active|loyal) order.paid$`, got[2])
}

// A message that nobody took has reached nobody.
func TestL4_没发出去的不算关怀(t *testing.T) {
	for delivered, want := range map[bool]string{true: "2027-02-12 10:00 lapsing → second-purchase order.paid back/coupon", false: "2027-02-12 10:00 lapsing → second-purchase order.paid"} {
		s := opens(t, winBack)
		events := lapsed(2)
		s.hears(events[0])
		s.now.Store(time.Date(2027, 2, 10, 9, 0, 0, 0, tiexin.Shanghai()).UnixMilli())
		_, err := s.engine.Advance(t.Context(), s.clock())
		require.NoError(t, err)
		if delivered {
			s.delivers()
		}
		s.now.Store(events[1].At.UnixMilli())
		assert.Equal(t, []string{want}, moves(s.hears(events[1])))
	}
}

// An engine that was away tells before an event what time alone has changed meanwhile.
func TestL4_引擎停了很久_先说沉默变了什么_再说买了(t *testing.T) {
	s := opens(t, winBack)
	s.hears(paid("T1"))
	s.now.Store(time.Date(2027, 3, 1, 9, 0, 0, 0, tiexin.Shanghai()).UnixMilli())
	s.restart(winBack)
	assert.Equal(t, []string{"2027-03-01 09:00 new → lapsing silence", "2027-03-01 09:00 lapsing → second-purchase order.paid"}, moves(s.hears(paid("T2"))))
}

// The clock of a platform may be ahead of ours: what it reports counts at once.
func TestL4_平台的钟快一分钟_不会先变成未知(t *testing.T) {
	s := opens(t, winBack)
	s.hears(paid("T1"))
	s.at("+1000h")
	assert.Equal(t, []string{"2026-12-23 02:00 new → active order.paid"}, moves(s.hears(at("+1000h1m", paid("T2")))))
	assert.Empty(t, moves(s.wakes("+1001h")))
}

// Nobody is woken more often than stages change.
func TestL4_沉默的人_阶段变几次_醒几次(t *testing.T) {
	s := opens(t, stageRules("lifecycle: {stages: {dead: 365d}}", "customer.paid_orders > 99"))
	s.hears(paid("T1"))
	woken := 0
	for {
		_, next, err := s.nextDue()
		require.NoError(t, err)
		if next == 0 {
			break
		}
		woken++
		s.now.Store(next)
		_, err = s.engine.Advance(t.Context(), s.clock())
		require.NoError(t, err)
	}
	assert.Equal(t, 3, woken)
	assert.Len(t, moves(s.observed), 3)
}

func TestL4_同样的事再来一遍_变化也一样_也不重复(t *testing.T) {
	events := lapsed(2)
	again := events[1]
	again.At = again.At.Add(time.Hour)
	once, twice := lived(t, winBack, morning.Add(aYear), events...), lived(t, winBack, morning.Add(aYear), append(slices.Clone(events), events[1])...)
	assert.Equal(t, moves(once), moves(lived(t, winBack, morning.Add(aYear), events...)))
	assert.Equal(t, moves(once), moves(twice))
}

func TestL4_两个号是一个人_从留下的号的阶段接着走(t *testing.T) {
	s := opens(t, winBack)
	s.hears(at("+0m", as("guest", paid("T1"))), at("+0m", as("member", paid("T2"))))
	s.at("+48h").hears(at("+48h", as("member", paid("T3"))))
	s.at("+49h")
	got := moves(s.hears(at("+49h", mergedInto("guest", "member"))))
	got = append(got, moves(s.wakes("+50h"))...)
	require.Len(t, got, 1, "%v", got)
	assert.Equal(t, "2026-11-13 11:00 new → active customer.merged", got[0], "of the guest, who goes on")
	assert.Empty(t, moves(s.hears(at("+51h", as("guest", customerIs())))))
}

func TestL4_换了一个号的人_还是从原来的阶段接着走(t *testing.T) {
	s := opens(t, winBack)
	s.hears(at("+0m", as("guest", paid("T1"))))
	s.now.Store(time.Date(2027, 3, 1, 9, 0, 0, 0, tiexin.Shanghai()).UnixMilli())
	assert.Equal(t, []string{"2027-03-01 09:00 new → lapsing customer.merged"}, moves(s.hears(mergedInto("member", "guest"))))
}

func TestL4_忘掉的人_没有阶段可变(t *testing.T) {
	s := opens(t, winBack)
	s.hears(paid("T1"))
	s.forgets()
	assert.Zero(t, s.stored().wakeAt)
	assert.Empty(t, moves(s.wakes("+3000h")))
	assert.Empty(t, moves(s.hears(paid("T2"))), "it is the first stage seen")
}

func TestL4_规则换了判法_阶段也会变(t *testing.T) {
	s := opens(t, winBack)
	s.hears(paid("T1"))
	s.at("+800h").restart("lifecycle: {stages: {new_lapsing: 20d}}\n" + winBack)
	s.everybody("+800h")
	assert.Equal(t, []string{"2026-12-14 18:00 new → lapsing"}, moves(s.observed))
}

func TestL4_变化写成JSON读得回来_也数得出来(t *testing.T) {
	outcomes := lived(t, winBack, morning.Add(aYear), lapsed(2)...)
	var sum, read Summary
	for _, o := range outcomes {
		data, err := json.Marshal(o)
		require.NoError(t, err)
		var back Outcome
		require.NoError(t, json.Unmarshal(data, &back))
		sum.Add(&o)
		read.Add(&back)
		if o.Verdict == Moved {
			assert.Equal(t, o.String(), back.String())
			assert.Equal(t, *o.Move, *back.Move)
		}
	}
	assert.Equal(t, []MoveCount{
		{Move{stage.New, stage.Lapsing}, "", 1},
		{Move{stage.SecondPurchase, stage.Lapsing}, "", 1},
		{Move{stage.Lapsing, stage.SecondPurchase}, "back/coupon", 1},
		{Move{stage.Lapsing, stage.Lost}, "", 1},
	}, sum.Moves())
	assert.Equal(t, sum.Moves(), read.Moves())
	data, err := json.Marshal(sum)
	require.NoError(t, err)
	assert.Contains(t, string(data), `{"from":"lapsing","to":"second-purchase","rule":"back/coupon","times":1}`)
	var text bytes.Buffer
	require.NoError(t, sum.Write(&text))
	assert.Regexp(t, `(?m)^moved +lapsing→second-purchase +back/coupon +1 +- +-$`, text.String())
	assert.Regexp(t, `(?m)^moved +new→lapsing +- +1 +- +-$`, text.String())
	text.Reset()
	require.NoError(t, WriteTimeline(&text, slices.Values(outcomes), TimelineOptions{Verdicts: []Verdict{Moved}}))
	assert.Regexp(t, `(?m)^2027-02-10 00:00:00 +xiaowang +moved +new → lapsing; by silence$`, text.String())
	assert.Regexp(t, `(?m)^2027-02-12 10:00:00 +xiaowang +back/coupon +发券 +moved +lapsing → second-purchase; by order.paid$`, text.String())
}

// Whatever happens to a customer within two years, the changes are those between what the
// stage is after each event and at the start of each day.
func TestL4_变化跟每天问一遍阶段一样(t *testing.T) {
	sections := []string{
		"lifecycle: {stages: {dead: 365d}}", "lifecycle: {stages: {often: 20d, lapsing: 25d, lost: 60d, new_lapsing: 40d, new_lost: 41d, dead: 100d}}",
		"lifecycle: {stages: {rung: gap-quantiles, gaps: {k: 2.5, a: 3.25, b: 80}}}",
	}
	seen := map[stage.Stage]int{}
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 11))
		rules := rulesFrom(t, stageRules(sections[seed%uint64(len(sections))], "customer.paid_orders > 99"))
		policy := rules.Shop.Lifecycle.Stages
		until := morning.Add(2 * aYear)
		var events []tiexin.Event
		var h stage.History
		var want []string
		last, known := stage.Unknown, false
		look := func(now time.Time, by string) {
			is := policy.Stage(h, now)
			if known && is != last {
				want = append(want, fmt.Sprintf("%s %s → %s %s", now.Format("2006-01-02 15:04"), last, is, by))
				seen[is]++
			}
			last, known = is, true
		}
		moment := morning
		day := time.Date(2026, 11, 12, 0, 0, 0, 0, tiexin.Shanghai())
		days := func(to time.Time) {
			for ; !day.After(to); day = day.AddDate(0, 0, 1) {
				look(day, "silence")
			}
		}
		for i := range 1 + random.IntN(7) {
			if i > 0 {
				moment = moment.Add(time.Duration(random.IntN(140*24*60)) * time.Minute)
			}
			days(moment.Add(-time.Minute))
			e := paid(fmt.Sprint("T", i))
			on := loyalty.DayOf(moment, tiexin.Shanghai())
			if random.IntN(3) == 0 {
				e = happening(tiexin.EventCustomerCarted, []detail{func(e *tiexin.Event) { e.Product = &tiexin.Item{ID: "P1"} }})
				h.Show(stage.Carted, on)
			} else {
				require.NoError(t, h.Add(on, 0))
			}
			e.At, e.ID = moment, fmt.Sprint(i)
			events = append(events, e)
			look(moment, string(e.Type))
		}
		days(until)
		var got []string
		for o := range Simulate(rules, events, SimOptions{Until: until, Fault: func(err error) { require.NoError(t, err) }}) {
			if o.Verdict == Moved {
				got = append(got, strings.TrimSpace(o.At.Format("2006-01-02 15:04 ")+o.Move.String()+" "+o.By))
			}
		}
		require.Equal(t, want, got, "seed %d", seed)
	}
	for _, s := range []stage.Stage{stage.Unknown, stage.Interested, stage.New, stage.SecondPurchase, stage.Active, stage.Loyal, stage.Lapsing, stage.Lost, stage.Dead} {
		if s != stage.Interested { // only by an order that is paid back
			assert.Positive(t, seen[s], s)
		}
	}
}
