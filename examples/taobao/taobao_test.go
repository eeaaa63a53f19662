package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/rule"
)

func TestRules(t *testing.T) { caretest.Run(t, os.DirFS("."), "*_test.yaml") }

var update = flag.Bool("update", false, "write the golden file anew; read the difference before committing it")

func TestTheDay(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out))
	const golden = "testdata/day.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, out.Bytes(), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	wanted, got := strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")
	for i := range min(len(wanted), len(got)) {
		require.Equal(t, wanted[i], got[i], "line %d", i+1)
	}
	assert.Equal(t, len(wanted), len(got), "lines")
}

// Messages come late, doubled and in any order. Whatever the order, the engine knows the same
// in the end.
func TestTheDay_InAnyOrderGivesTheSameFacts(t *testing.T) {
	events := eventsOfTheDay(t)
	want := factsAfter(t, events)
	require.Contains(t, want, "parcel.status = 'signed'", "the parcel of 小**林 arrived")
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 1))
		shuffled := append(slices.Clone(events), events...)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		require.Equal(t, strings.Split(want, "\n"), strings.Split(factsAfter(t, shuffled), "\n"), "seed %d", seed)
	}
}

// eventsOfTheDay are what Taobao said, each with the trade as it was then.
func eventsOfTheDay(t *testing.T) (events []tiexin.Event) {
	rules, err := care.Load(files, "rules.yaml")
	require.NoError(t, err)
	day, err := recorded()
	require.NoError(t, err)
	h, err := open(rules, day[0].at, &teller{rules: rules, w: new(bytes.Buffer)})
	require.NoError(t, err)
	defer h.close()
	intake := feed.NewIntake("taobao", feed.Options{
		Sink: func(_ context.Context, taken []tiexin.Event) error { events = append(events, taken...); return nil },
		Park: func(context.Context, feed.Parked) error { return nil },
	})
	for _, p := range day {
		h.clock.set(p.at)
		reading, err := h.taobao.Read(t.Context(), p.body)
		require.NoError(t, err)
		require.NoError(t, intake.Take(t.Context(), reading))
	}
	require.Greater(t, len(events), 30)
	return events
}

// asking are rules that never speak, and whose conditions look at every fact.
const asking = `
version: 1
shop: {name: 小鹿家, closes: {juhuasuan: 30m, default: 24h}}
flows:
  orders:
    title: 订单
    about: order
    purpose: notice
    via: sms
    rules:
      - name: facts
        if: order.amount > 99999 || order.kind == '?' || order.source == '?' || order.status == '?' || order.province == '?' || order.city == '?' || '?' in order.titles || order.quantity > 99
        send: nothing
  parcels:
    title: 包裹
    about: parcel
    purpose: notice
    via: sms
    rules:
      - name: facts
        if: parcel.status == '?' || parcel.carrier == '?' || parcel.number == '?' || parcel.signed_by == '?' || parcel.city == '?' || parcel.abnormal == '?'
        send: nothing
  customers:
    title: 顾客
    about: customer
    purpose: notice
    via: sms
    rules:
      - {name: facts, if: customer.paid_orders > 99 || customer.spent > 99999, send: nothing}
texts: {nothing: 没有话说}
`

// factsAfter is all that an engine knows of the customers once the events are in, in one
// text.
func factsAfter(t *testing.T, events []tiexin.Event) string {
	rules, problems := rule.Load(rule.File{Name: "asking.yaml", Data: []byte(asking)})
	require.NoError(t, problems.Err())
	end := time.Date(2026, 11, 19, 12, 0, 0, 0, tiexin.Shanghai())
	engine, err := care.New(rules, care.Options{Now: func() time.Time { return end }})
	require.NoError(t, err)
	customers := map[string]bool{}
	for _, e := range events {
		customers[e.Customer.ID] = true
		_, err := engine.Handle(t.Context(), e)
		require.NoError(t, err)
	}
	var all []string
	for id := range customers {
		known, err := engine.ExplainPersonal(t.Context(), care.Key{Customer: id})
		require.NoError(t, err)
		text, err := json.Marshal(known)
		require.NoError(t, err)
		all = append(all, string(text))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}
