package ask

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A condition hides a later one when nothing could make the later one true and itself
// neither true nor true by time alone.
func TestWhatAnEarlierConditionHides(t *testing.T) {
	for _, tt := range []struct {
		before, rule string
		hides        bool
		span         time.Duration
	}{
		{"true", "order.amount > 5", true, 0},
		{"order.amount >= 20", "order.amount >= 300", true, 0},
		{"order.amount >= 300", "order.amount >= 20", false, 0},
		{"order.amount > 20", "order.amount >= 20", false, 0},
		{"minutes_unpaid > 30", "order.amount > 500 && minutes_unpaid > 10", true, 30 * time.Minute},
		{"minutes_unpaid > 10", "order.amount > 500 && minutes_unpaid > 30", true, 10 * time.Minute},
		{"minutes_unpaid < 10", "minutes_unpaid > 20", false, 0},
		{"minutes_unpaid < 10", "minutes_unpaid < 5", true, 0},
		{"minutes_unpaid > 30 && minutes_unpaid < 40", "minutes_unpaid > 10", false, 0},
		{"minutes_to_close < 60", "minutes_unpaid > 10 && minutes_to_close < 90", true, 0},
		{"minutes_to_close < 60", "minutes_unpaid > 10", false, 0},
		{"minutes_to_close > 60", "minutes_to_close > 90", true, 0},
		{"not (minutes_unpaid > 30)", "minutes_unpaid > 10", false, 0},
		{"order.source in ['live', 'app']", "order.source == 'live' && order.amount > 5", true, 0},
		{"order.source == 'live'", "order.source in ['live', 'app']", false, 0},
		{"order.source != 'live'", "order.source == 'app'", true, 0},
		{"order.source == 'live' || order.amount > 100", "order.amount > 200", true, 0},
		{"order.source == 'live' && order.amount > 100", "order.amount > 200", false, 0},
		{"has_tag('a')", "has_tag('a') && has_tag('b')", true, 0},
		{"has_tag('a')", "has_tag('b')", false, 0},
		{"has_tag('a') || not has_tag('a')", "order.gift", false, 0}, // nothing is taken for known
		{"len(order.titles) > 1", "order.gift && len(order.titles) > 1", true, 0},
		{"len(order.titles) > 1", "order.gift || len(order.titles) > 1", false, 0},
		{"len(order.titles) > 1", "len(order.titles) > 2", false, 0}, // not understood
		{"bought('奶粉', 30)", "bought('奶粉', 30) && order.gift", true, 0},
		{"customer.stage in ['lost', 'dead']", "customer.stage == 'lost'", true, 0},
		{"not order.gift", "order.amount > 5 && !order.gift", true, 0},
		{"order.gift ? order.amount > 5 : order.amount > 10", "order.gift && order.amount > 20", true, 0},
		{"order.gift ? order.amount > 5 : order.amount > 10", "order.amount > 20", false, 0}, // whether it is a gift may be unknown
		{"segment.big && minutes_unpaid > 30", "order.amount > 500 && minutes_unpaid > 10", true, 30 * time.Minute},
		{"segment.long", "order.amount > 500 && minutes_unpaid > 10", false, 0},
		{"order.amount > 100", "segment.big && minutes_unpaid > 10", true, 0},
		{"minutes_unpaid > shop.usual_minutes_to_pay", "minutes_unpaid > 100", false, 0},
	} {
		c := NewCompiler()
		for name, text := range map[string]string{"big": "order.amount > 300", "long": "minutes_unpaid > 30"} {
			c.Declare(name)
			s, faults := c.Compile(text, Scope{Segment: true})
			require.Empty(t, faults)
			c.Define(name, s)
		}
		compiled := func(text string) *Condition {
			one, faults := c.Compile(text, Scope{Kind: Order})
			require.Empty(t, faults, text)
			return one
		}
		before, rule := compiled(tt.before), compiled(tt.rule)
		span, hides := c.Hides(before, rule, rule.Stems, true)
		assert.Equal(t, tt.hides, hides, "%s | %s", tt.before, tt.rule)
		if hides {
			assert.Equal(t, tt.span, span, "%s | %s", tt.before, tt.rule)
		}
	}
}

// What a moment begins is asked once: time makes nothing of it true.
func TestWhatTimeMakesTrueDoesNotHideByItself(t *testing.T) {
	c := NewCompiler()
	before, _ := c.Compile("minutes_unpaid > 30", Scope{Kind: Order})
	rule, _ := c.Compile("minutes_unpaid > 10", Scope{Kind: Order})
	_, hides := c.Hides(before, rule, rule.Stems, true)
	assert.True(t, hides)
	_, hides = c.Hides(before, rule, rule.Stems, false)
	assert.False(t, hides)
	_, hides = c.Hides(rule, before, rule.Stems, false)
	assert.True(t, hides)
	_, hides = c.Hides(nil, before, rule.Stems, false)
	assert.True(t, hides)
	_, hides = c.Hides(rule, nil, rule.Stems, true)
	assert.False(t, hides)
}

// Two long lists are compared text by text. What that takes is counted, so that a file
// full of long lists does not keep the search busy for ever.
func TestLongListsAreComparedForSoLong(t *testing.T) {
	list := func(from, to int) string {
		var texts []string
		for i := from; i < to; i++ {
			texts = append(texts, fmt.Sprintf("'%d'", i))
		}
		return "order.source in [" + strings.Join(texts, ", ") + "]"
	}
	c := NewCompiler()
	compiled := func(text string) *Condition {
		one, faults := c.Compile(text, Scope{Kind: Order})
		require.Empty(t, faults)
		return one
	}
	wide, narrow, aside := compiled(list(0, 4_000)+" && order.amount > 5"), compiled(list(5, 3_000)+" && order.amount > 9"), compiled(list(5, 4_001)+" && order.amount > 9")
	_, hides := c.Hides(wide, narrow, 0, true)
	assert.True(t, hides)
	_, hides = c.Hides(wide, aside, 0, true)
	assert.False(t, hides, "the last text is another")
	for range 1_000 {
		c.Hides(wide, aside, 0, true)
	}
	assert.GreaterOrEqual(t, c.hidingLooks, mostHidingLooks)
	assert.Less(t, c.hidingLooks, mostHidingLooks+20_000)
}

func TestAListTooLongToGoThroughHasEachTextOnce(t *testing.T) {
	tried := newTrial(nil, nil, 0)
	for range 2 {
		for i := range 3 * fewTexts {
			tried.addTexts("order.source", []string{fmt.Sprint(i), fmt.Sprint(i / 2)})
		}
	}
	assert.Len(t, tried.choices[0].texts, 3*fewTexts+1, "and any other")
}
