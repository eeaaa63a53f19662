package care

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// Rule files and customers that somebody made to be slow. They are refused with a place, or
// cost in proportion to their length: see the section Bounds of package rule.

// reminders is a file of one flow with so many reminders.
func reminders(n int, condition func(i int) string) string {
	var b strings.Builder
	b.WriteString("version: 1\nshop: {name: 青禾家}\nflows:\n  f:\n    title: 催付\n    about: order\n    while: unpaid\n    purpose: notice\n    via: [wangwang]\n    choose: all\n    rules:\n")
	for i := range n {
		fmt.Fprintf(&b, "      - {name: r%d, if: \"%s\", send: a}\n", i, condition(i))
	}
	b.WriteString("texts: {a: 您好}\n")
	return b.String()
}

func joined(n int, by string, part func(i int) string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = part(i)
	}
	return strings.Join(parts, by)
}

func loadOne(file string) (*Rules, error) {
	return Load(fstest.MapFS{"r.yaml": {Data: []byte(file)}}, "r.yaml")
}

func Test规则_五千个各不相同的门槛_只问成立的_内存按规则数算(t *testing.T) {
	const n = 5_000
	rules, err := loadOne(reminders(n, func(i int) string { return fmt.Sprintf("order.amount > %d", 10*i+1000) }))
	require.NoError(t, err)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	engine, err := New(rules, Options{Now: func() time.Time { return morning }})
	require.NoError(t, err)
	runtime.GC()
	runtime.ReadMemStats(&after)
	assert.Less(t, int(after.HeapAlloc)-int(before.HeapAlloc), n*4_000, "bytes of the index and the rest of an engine")

	out, err := engine.Handle(t.Context(), at("+0m", created("T1", yuan(1035))))
	require.NoError(t, err)
	assert.LessOrEqual(t, len(out), 6, "four thresholds are below the amount, and two may share a class with the next")
	assert.NotEmpty(t, out)
}

func Test规则_八十段的或者_三百条_只问沾边的(t *testing.T) {
	rules, err := loadOne(reminders(300, func(i int) string {
		return joined(80, " || ", func(k int) string { return fmt.Sprintf("order.source == '%d-%d'", i, k) })
	}))
	require.NoError(t, err)
	engine, err := New(rules, Options{Now: func() time.Time { return morning }})
	require.NoError(t, err)
	e := at("+0m", created("T1"))
	e.Order.Source = "7-79"
	out, err := engine.Handle(t.Context(), e)
	require.NoError(t, err)
	assert.Len(t, out, 1)
	assert.Equal(t, "r7", out[0].Rule)
}

func Test规则_套了五百层_说出在哪里(t *testing.T) {
	deep := func(open, middle, end string) string {
		return strings.Repeat(open, 500) + middle + strings.Repeat(end, 500)
	}
	for name, tt := range map[string]struct{ file, says string }{
		"括号":    {reminders(1, func(int) string { return deep("(", "order.gift", ")") }), ""},
		"不":     {reminders(1, func(int) string { return deep("not (", "order.gift", ")") }), ""},
		"如果":    {reminders(1, func(int) string { return deep("(order.gift ? order.cod : ", "order.gift", ")") }), ""},
		"算式":    {reminders(1, func(int) string { return deep("(1 + ", "minutes_unpaid", ")") + " > 1000" }), "r.yaml:12:281: the arithmetic around the clock goes too deep"},
		"三万个括号": {reminders(1, func(int) string { return strings.Repeat("(", 30_000) + "order.gift" + strings.Repeat(")", 30_000) }), ""},
		"两万个不":  {reminders(1, func(int) string { return strings.Repeat("!", 20_000) + "order.gift" }), "r.yaml:12:"},
		"列表":    {"version: 1\nflows: " + deep("[", "a", "]") + "\n", "r.yaml:2:71: more than 64 mappings and lists are inside each other here"},
		"映射":    {"version: 1\nflows: " + deep("{a: ", "b", "}") + "\n", "r.yaml:2:260: more than 64 mappings and lists are inside each other here"},
		"缩进":    {"version: 1\nflows:\n" + joined(500, "", func(i int) string { return strings.Repeat(" ", i+1) + "a:\n" }), "r.yaml:66:65: more than 64 mappings and lists"},
		"人群套人群": {"version: 1\nsegments:\n" + joined(500, "", func(i int) string { return fmt.Sprintf("  s%d: {if: segment.s%d && segment.s%d}\n", i, i+1, i+1) }) + "  s500: {if: order.gift}\n" + reminders(1, func(int) string { return "segment.s0" })[len("version: 1\n"):], "r.yaml:493:14: with its segments the condition has more than 10000 parts; use fewer segments"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadOne(tt.file)
			if tt.says == "" {
				require.NoError(t, err)
				return
			}
			require.Error(t, err)
			assert.Contains(t, err.Error(), tt.says)
		})
	}
}

func Test规则_一兆的文案_十万个值的列表_说出在哪里(t *testing.T) {
	_, err := loadOne(strings.Replace(reminders(1, func(int) string { return "order.gift" }), "您好", strings.Repeat("您好", 175_000), 1))
	require.ErrorContains(t, err, "r.yaml:13:12: the text has 1050000 bytes, and no channel carries more than 65536; shorten it")
	_, err = loadOne(reminders(1, func(int) string {
		return "order.source in [" + joined(100_000, ", ", func(i int) string { return fmt.Sprintf("'s%d'", i) }) + "]"
	}))
	require.ErrorContains(t, err, "r.yaml:12:25: the condition has 988906 bytes, more than 65536; split it into segments")
	_, err = loadOne("#" + strings.Repeat("x", 5<<20) + "\n" + reminders(1, func(int) string { return "order.gift" }))
	require.ErrorContains(t, err, "r.yaml: the file is larger than 4 MiB; divide it into several files")
}

// A customer has more and more orders that wait. What an event costs grows with their
// number, and no faster.
func Test客户_两千张订单_一件事的花费和订单数成正比(t *testing.T) {
	s := opens(t, "flows:\n  pay: {title: 催, about: order, while: unpaid, purpose: notice, via: [sms], rules: [{name: r, if: minutes_unpaid > 30, send: t}]}\ntexts: {t: 您有订单没付款}\n")
	orders := 0
	another := func() tiexin.Event {
		orders++
		return at("+0m", created(fmt.Sprintf("T%05d", orders)))
	}
	costs := func(upTo int) (allocs float64, state int) {
		var batch []tiexin.Event
		for orders < upTo {
			batch = append(batch, another())
		}
		_, err := s.engine.HandleAll(t.Context(), batch)
		require.NoError(t, err)
		allocs = testing.AllocsPerRun(3, func() {
			_, err := s.engine.Handle(t.Context(), another())
			require.NoError(t, err)
		})
		return allocs, len(s.stored().state)
	}
	few, small := costs(500)
	many, large := costs(2_000)
	assert.Less(t, many, 8*few, "four times as many orders")
	assert.Less(t, large, 5*small)
	assert.Less(t, large/orders, 200, "bytes for each order")
}
