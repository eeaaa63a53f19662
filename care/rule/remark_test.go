package rule

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A merge silences what no message spoke for only where an event begins the rule, and
// what the customer misses only where the text would have named it.
func TestMergesThatSwallowNothing(t *testing.T) {
	const swallows = `
version: 1
flows: {f: {title: 发货, about: parcel, when: parcel.shipped, purpose: notice, merge: 1h, via: sms, rules: [{name: r, after: 10m, send: a}]}}
texts: {a: "亲，#运单号#已经发出"}
`
	remarks := func(file string) []string {
		_, problems := Load(File{"f.yaml", []byte(file)})
		require.NoError(t, problems.Err(), file)
		var all []string
		for _, p := range problems {
			all = append(all, p.Message.English)
		}
		return all
	}
	require.Len(t, remarks(swallows), 1)
	for why, change := range map[string][2]string{
		"it waits as long":             {"after: 10m", "after: 1h"},
		"its steps wait as long":       {"send: a", "send: {text: a, after: 50m}"},
		"its text names nothing":       {"亲，#运单号#已经发出", "亲，包裹已经发出"},
		"nothing is merged":            {"merge: 1h, ", ""},
		"a clock begins it":            {"when: parcel.shipped, purpose: notice, merge: 1h, via: sms, rules: [{name: r, after: 10m", "while: in_transit, purpose: notice, merge: 1h, via: sms, rules: [{name: r, if: hours_in_transit > 1"},
		"a clock says when":            {"after: 10m", "after: 10m, if: hours_in_transit > 1"},
		"it is about the customer":     {`about: parcel, when: parcel.shipped`, `about: customer, when: parcel.shipped`},
		"reminders are meant to be so": {`about: parcel, when: parcel.shipped`, `about: order, when: order.created`},
	} {
		file := strings.Replace(swallows, change[0], change[1], 1)
		require.NotEqual(t, swallows, file, why)
		switch why {
		case "it is about the customer":
			file = strings.Replace(file, "#运单号#", "#运单号|包裹#", 1)
		case "reminders are meant to be so":
			file = strings.Replace(file, "#运单号#已经发出", "#商品名称#还没付款：#付款链接#", 1)
		}
		assert.Empty(t, remarks(file), why)
	}
}

// A flow chooses one rule for a subject, and chooses anew on each moment, incident and
// arrival: rules of different ones do not silence each other.
func TestRulesOfDifferentOccurrencesAllSend(t *testing.T) {
	flow := func(about, purpose string, rules ...string) string {
		return "version: 1\nflows: {f: {title: 关怀, about: " + about + ", purpose: " + purpose + ", via: wangwang, rules: [" + strings.Join(rules, ", ") + "]}}\ntexts: {a: 您好}\n"
	}
	for what, file := range map[string]string{
		"two moments":             flow("customer", "service", "{name: before, when: birthday - 3d, send: a}", "{name: day, when: birthday, send: a}"),
		"a moment and an event":   flow("customer", "service", "{name: day, when: birthday, send: a}", "{name: joined, when: customer.joined, send: a}"),
		"an incident and payment": flow("order", "service", "{name: storm, when: incident.declared, send: a}", "{name: paid, when: order.paid, send: a}"),
		"one event with moments":  flow("customer", "service", "{name: day, when: [customer.joined, birthday], if: customer.points > 9, send: a}", "{name: new, when: [customer.joined, qixi], send: a}"),
	} {
		_, problems := Load(File{"f.yaml", []byte(file)})
		assert.Empty(t, problems, what)
	}
	for what, file := range map[string]string{
		"two events":                flow("order", "service", "{name: paid, when: order.paid, send: a}", "{name: sent, when: order.shipped, send: a}"),
		"two events after a moment": flow("customer", "service", "{name: day, when: birthday, send: a}", "{name: joined, when: customer.joined, send: a}", "{name: tag, when: customer.tagged, send: a}"),
	} {
		_, problems := Load(File{"f.yaml", []byte(file)})
		require.Len(t, problems, 1, what)
		assert.Contains(t, problems[0].Message.English, "wait for different events", what)
	}
}
