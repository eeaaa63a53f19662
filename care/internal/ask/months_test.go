package ask

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// growing is a child that is a month old at 10, two months at 20, and born at 0.
func growing() *View {
	v := &View{Has: ThingsOf(ThingChild)}
	v.Facts.Child = ChildFacts{ID: "k1", Nick: "豆豆", Gender: "female", Born: "2026-05-20"}
	v.Facts.Customer.Points = 3
	v.MonthBegins = func(months int) Instant { return At(int64(10 * months)) }
	return v
}

// Whatever is computed from the months, its answer is known for all time.
func TestMonths_知道自己什么时候变(t *testing.T) {
	for source, holds := range map[string]func(m int) bool{
		"child.months >= 6":                    func(m int) bool { return m >= 6 },
		"6 <= child.months":                    func(m int) bool { return m >= 6 },
		"child.months < 2.5":                   func(m int) bool { return m < 3 },
		"child.months > 1000":                  func(m int) bool { return m > 1000 },
		"child.months == 7":                    func(m int) bool { return m == 7 },
		"child.months != 7":                    func(m int) bool { return m != 7 },
		"child.months == 7.5":                  func(m int) bool { return false },
		"child.months in [6, 12]":              func(m int) bool { return m == 6 || m == 12 },
		"child.months in 3..5":                 func(m int) bool { return m >= 3 && m <= 5 },
		"child.months % 12 == 0":               func(m int) bool { return m%12 == 0 },
		"child.months / 12 >= customer.points": func(m int) bool { return m >= 36 },
		"not (child.months < 6)":               func(m int) bool { return m >= 6 },
		"child.months > 3 && child.months < 6": func(m int) bool { return m == 4 || m == 5 },
		"(child.gender == 'male' ? child.months > 3 : child.months > 5)": func(m int) bool { return m > 5 },
		"child.months >= (child.gender == 'male' ? 3 : 4)":               func(m int) bool { return m >= 4 },
	} {
		t.Run(source, func(t *testing.T) {
			c, faults := NewCompiler().Compile(source, Scope{Kind: Child})
			require.Empty(t, faults)
			assert.True(t, c.Moves)
			answer := c.Ask(growing())
			before := false
			for m := range 1100 {
				yes := holds(m)
				assert.Equal(t, yes, answer.At(At(int64(10*m))), "%d months", m)
				assert.Equal(t, yes, answer.At(At(int64(10*m+10))-1), "%d months, just before the next", m)
				if turns, ok := answer.Turns(At(int64(10*m)) - 1); yes != before {
					assert.True(t, ok && turns == At(int64(10*m)), "it wakes at %d months", m)
				}
				before = yes
			}
			assert.False(t, answer.At(At(-1)), "before birth nothing is true")
		})
	}
}

func TestMonths_不知道的时候_反过来也不成立(t *testing.T) {
	for name, change := range map[string]func(*View){
		"没有孩子":  func(v *View) { v.Has = 0 },
		"不知道生日": func(v *View) { v.MonthBegins = nil },
	} {
		v := growing()
		change(v)
		for _, source := range []string{"child.months >= 0", "not (child.months > 3)", "child.months in [0, 1]", "segment.baby", "not segment.baby"} {
			c := NewCompiler()
			baby, faults := c.Compile("child.months < 12", Scope{Segment: true})
			require.Empty(t, faults)
			c.segment("baby", baby)
			condition, faults := c.Compile(source, Scope{Kind: Child})
			require.Empty(t, faults)
			v.Reset()
			assert.False(t, condition.Ask(v).At(0), "%s: %s", name, source)
			assert.NotEmpty(t, condition.Unknown(v, 0), "%s: %s", name, source)
		}
	}
	c, _ := NewCompiler().Compile("len(child.months > 3 ? child.born : 'xxx') > 2", Scope{Kind: Child})
	v := growing()
	v.Facts.Child.Born = ""
	assert.False(t, c.Ask(v).At(At(75)), "unknown where it is looked at")
	c, _ = NewCompiler().Compile("not (child.months > 3)", Scope{Kind: Child})
	v = growing()
	assert.False(t, c.Ask(v).At(At(-5)))
	assert.Equal(t, "child.months > 3", c.Unknown(v, At(-5)), "not born yet")
	next, ok := func() (Instant, bool) { a := c.Ask(v); return a.Next(At(-5)) }()
	assert.True(t, ok && next == At(0), "asked again at birth")
}

func TestMonths_跟别的钟混在一起_说得出怎么写(t *testing.T) {
	for source, want := range map[string]string{
		"child.months > days_since_order":      "child.months and days_since_order both change by themselves, so it cannot be foreseen when the answer changes; compare each with what does not move, and join the two with &&",
		"bought('奶粉', child.months)":           "child.months changes with time and cannot be passed to a function; write it outside of the brackets",
		"child.months":                         "child.months is a number, not yes or no; compare it: child.months >= 6",
		"child.months > 6 && child.months < 3": "",
	} {
		c := NewCompiler()
		condition, faults := c.Compile(source, Scope{Kind: Child})
		if want == "" {
			assert.False(t, c.Possible(nil, condition), source)
			continue
		}
		require.NotEmpty(t, faults, source)
		assert.Equal(t, want, fmt.Sprintf("%s; %s", faults[0].Message.English, faults[0].Hint.English), source)
	}
}

// E15: of a minor nothing is shown, not even by its length.
func TestMonths_给人看的时候藏起来(t *testing.T) {
	c, faults := NewCompiler().Compile("child.months >= 6 && child.gender == 'male' && child.nick == 'x' && child.born > '2026-01-01'", Scope{Kind: Child})
	require.Empty(t, faults)
	v := growing()
	var shown []string
	for _, s := range c.Seen(v, At(75)) {
		shown = append(shown, s.Values...)
	}
	assert.Equal(t, []string{"child.months = (age)", "child.gender = (gender)", "child.nick = (nick, 2 characters)", "child.born = (date, 10 characters)"}, shown)
	assert.Equal(t, []string{"child.months = 7"}, c.SeenPersonal(v, At(75))[0].Values)
	assert.Equal(t, []string{"child.months = unknown"}, c.SeenPersonal(v, At(-1))[0].Values)
}
