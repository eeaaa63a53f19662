package imagine

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

const tried = 300

// The same seed is the same shop, to the letter: a failure can be told again.
func TestMake_同一个种子_同一家店(t *testing.T) {
	said := map[string]bool{}
	for seed := range uint64(tried) {
		m := Make(seed)
		assert.Equal(t, m.String(), Make(seed).String())
		assert.Equal(t, m.Events, Make(seed).Events)
		assert.Contains(t, m.String(), m.File)
		said[m.File] = true
	}
	assert.Len(t, said, tried, "every seed is another shop")
}

// Everything happens at whole seconds, before the end, to a few customers, and every
// event may be taken in by the engine.
func TestMake_几分钟里的几位顾客(t *testing.T) {
	late, customers := 0, map[int]bool{}
	for seed := range uint64(tried) {
		m := Make(seed)
		ids, created := map[string]bool{}, map[string]bool{}
		for i := range m.Events {
			e := &m.Events[i]
			assert.NoError(t, e.Validate(), "%s", m)
			assert.False(t, ids[e.ID], "an id twice: %s", m)
			ids[e.ID] = true
			assert.Zero(t, e.At.Nanosecond())
			assert.True(t, e.At.Before(m.Until) && Arrival(e).Sub(e.At) >= 0 && Arrival(e).Sub(e.At) < time.Minute, "%s", m)
			if e.Type == tiexin.EventOrderCreated {
				created[e.Customer.ID+e.Order.ID] = true
			} else if e.Order != nil {
				assert.True(t, created[e.Customer.ID+e.Order.ID], "an order that was never created: %s", m)
			}
			if !e.Received.IsZero() {
				late++
			}
		}
		assert.NotEmpty(t, created)
		customers[m.Customers()] = true
		if strings.Contains(m.File, "budgets:") {
			assert.Equal(t, 1, m.Customers(), "customers who share a budget wait for each other: %s", m)
		}
	}
	assert.Equal(t, map[int]bool{1: true, 2: true}, customers)
	assert.Positive(t, late, "nothing comes late: the tests would prove less")
}

// Almost every shop has rules that load, and together they use what the tests are about.
func TestRules_几乎都能用_该有的都有(t *testing.T) {
	loads, all := 0, strings.Builder{}
	for seed := range uint64(tried) {
		m := Make(seed)
		rules, ok := m.Rules()
		assert.Equal(t, ok, rules != nil)
		if ok {
			loads++
			assert.Positive(t, rules.Size())
			all.WriteString(m.File)
		}
	}
	assert.Greater(t, loads, tried*3/4)
	for _, word := range []string{
		"about: order", "about: customer", "while: unpaid", "while: unshipped", "choose: all", "merge: ", "until: ", "holdout: ", "when: ", "after: ", "again: ", "fresh: ", "priority: ",
		"quiet:", "caps:", "budgets:", "never:", "then: drop", "then: wait", "task: ", "if: ", "minutes_unpaid", "minutes_to_close", "minutes_unshipped", "minutes_since_order", "bought(", "segment.", "not (", "||", "&&", "?",
		"about: child", "spread: ", "when: every day at ", "when: birthday at ", "birthday month at ", "date wedding at ", "child month at ", "child birthday at ", "double11 at ", "店庆 - 1d at ",
		"customer.stage", "customer.value", "minutes_to_restock", "minutes_to_birthday", "in_festival(", "is_workday()", "child.months",
	} {
		assert.Contains(t, all.String(), word)
	}
}

// What may befall a customer does, and carries what it is about.
func TestAdd_每件事都带着它说的东西(t *testing.T) {
	seen := map[tiexin.EventType]bool{}
	for seed := range uint64(tried) {
		for _, e := range Make(seed).Events {
			seen[e.Type] = true
			assert.Equal(t, e.Type.Thing() == "order", e.Order != nil)
			assert.Equal(t, e.Type.Thing() == "chat", e.Chat != nil)
			assert.Equal(t, e.Type.Thing() == "consent", e.Consent != nil)
			assert.Equal(t, e.Type == tiexin.EventCustomerTagged, len(e.Customer.Tags) > 0)
		}
	}
	for _, kind := range Types {
		assert.True(t, seen[kind], kind)
	}
}
