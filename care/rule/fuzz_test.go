package rule

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever a file holds, there is no panic, and every problem says where it is
// and what is wrong.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/good/*.yaml", "testdata/faults/*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, name := range files {
			data, err := os.ReadFile(name)
			require.NoError(f, err)
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		set, problems := Load(File{"rules.yaml", data})
		assert.Equal(t, problems.Err() == nil, set != nil)
		for _, p := range problems {
			assert.Equal(t, "rules.yaml", p.Place.File, p.Message)
			assert.NotEmpty(t, p.Message)
			assert.True(t, utf8.ValidString(p.Error()))
		}
		if set == nil {
			return
		}
		v := View{}
		v.Facts.Hour = set.Shop.HourOf
		for _, flow := range set.Flows {
			for _, r := range flow.Rules {
				r.If.Ask(&v)
				r.If.Seen(&v, At(0))
			}
		}
	})
}

// Whatever a condition is, there is no panic, at load and when it is asked, and
// it says the same twice.
func FuzzCondition(f *testing.F) {
	for _, seed := range []string{
		"order.source == 'juhuasuan' && minutes_unpaid > 15", "segment.vip ? minutes_unpaid > 60 : hours_to_close < 2", "bought('奶粉', 30) || has_tag('黑名单')",
		"any(order.titles, {# contains '羽绒'}) and order.titles[7] == 'x'", "order.message matches '^[0-9]+$'", "order.message matches order.source",
		"minutes_unpaid * (order.quantity % order.items) / 0.0 > -1e308 * 10", "order.quantity * 9223372036854775807 > 0", "let x = order.amount; x > 2",
		"customer.attr['a']?.b ?? 'c' == 'd'", "order.created_at > order.paid_at", "hour(order.created_at) in 9..21", "(((((((((1)))))))))", "-(-(-minutes_unpaid)) >= 1/3",
		"order.titles[1:3] == order.titles[-1:]", "'a' + 'b' == \"ab\"", "if order.cod {true} else {false}", "not not not order.cod", "order.amount ** 400 > 2 ^ 0.5",
		"len(filter(order.titles, # != '')) > 0", "sum(map(order.titles, len(#))) > 3", "segment.late == segment.late", "{'a': 1}.a == 1", "[1, 2][order.items] == 1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		c := newConditions(map[string]*Segment{})
		vip, _ := c.compile("customer.spent > 100", scope{segment: true})
		late, _ := c.compile("hours_unpaid > 2", scope{segment: true})
		c.segments["vip"], c.segments["late"] = &Segment{Name: "vip", If: vip}, &Segment{Name: "late", If: late, number: 1}
		for _, where := range []scope{{about: AboutOrder}, {about: AboutCustomer}, {promise: true}, {segment: true}} {
			condition, faults := c.compile(source, where)
			assert.Equal(t, condition == nil, len(faults) > 0)
			for _, fault := range faults {
				assert.NotEmpty(t, fault.message)
				assert.LessOrEqual(t, fault.from, utf8.RuneCountInString(source))
				assert.Positive(t, max(fault.width, 1))
			}
			if condition != nil {
				possible(nil, condition)
				askTwice(t, condition)
			}
		}
	})
}

func askTwice(t *testing.T, c *Condition) {
	t.Helper()
	v := View{LastBought: func(string) (int64, bool) { return 5, true }}
	v.Facts.Hour = func(at time.Time) (int, error) { return at.Hour(), nil }
	v.Facts.Order.Titles = []string{"羽绒服"}
	for s := range Stems() {
		v.Clocks[s] = Reading{Phase: Runs, Origin: int64(s) * 100_000, End: At(1_000_000)}
	}
	first := c.Ask(&v)
	assert.True(t, slices.IsSorted(first.turns()))
	for _, turn := range first.turns() {
		assert.NotEqual(t, first.At(turn-1), first.At(turn))
	}
	assert.NotEmpty(t, c.Seen(&v, At(500_000)))
	v.Reset()
	assert.Equal(t, first, c.Ask(&v))
}

func FuzzDuration(f *testing.F) {
	for _, seed := range []string{"90s", "1h30m", "36500d", "0s", "-1h", "1h1", "9999999999999999999w", "半小时", "١m"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDuration(s)
		if err != nil {
			assert.Zero(t, d)
			return
		}
		assert.True(t, d >= 0 && d <= longest)
		again, err := ParseDuration(FormatDuration(d))
		assert.NoError(t, err)
		assert.Equal(t, d, again)
	})
}

func FuzzHours(f *testing.F) {
	for _, seed := range []string{"21:30-09:00", "24:00-24:00", "9:00 - 9:00", "21：30～09：00", "-", "::-::", "99:99-0:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, err := ParseHours(s)
		if err != nil {
			assert.Zero(t, h)
			assert.False(t, strings.Contains(err.Error(), "\n"))
			return
		}
		assert.True(t, h.From >= 0 && h.From < minutesADay && h.To >= 0 && h.To < minutesADay)
		again, err := ParseHours(h.String())
		assert.NoError(t, err)
		assert.Equal(t, h, again)
	})
}
