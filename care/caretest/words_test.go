package caretest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/care/rule"
)

// lineOf is a given line that says one word of conditions about a thing.
func lineOf(thing, key, value string) string {
	said := fmt.Sprintf("%s: %s", key, value)
	switch thing {
	case "customer":
		return fmt.Sprintf("{at: +0m, event: customer.updated, customer: a, facts: {%s}}", said)
	case "child":
		return fmt.Sprintf("{at: +0m, event: customer.updated, customer: a, facts: {children: [{consent: true, %s}]}}", said)
	case "refund":
		return fmt.Sprintf("{at: +0m, event: order.refund_opened, customer: a, order: T1, refund: {%s}}", said)
	case "product":
		return fmt.Sprintf("{at: +0m, event: customer.browsed, customer: a, product: {%s}}", said)
	}
	events := map[string]string{
		"order": "order.paid", "chat": "chat.rated", "review": "review.created", "survey": "survey.answered", "task": "task.done", "message": "message.replied",
		"incident": "incident.declared", "parcel": "parcel.moved",
	}
	more := map[string]string{"order": "id: T1, ", "task": "order: T1, ", "message": "order: T1, ", "incident": "id: I1, ", "parcel": "id: P1, "}
	if key == "id" {
		more = map[string]string{}
	}
	if key != "rule" && (thing == "task" || thing == "message") {
		more[thing] += "rule: paid/thanks, "
	}
	more[thing] += said
	if thing == "parcel" {
		more[thing] += "}, order: {id: T1"
	}
	return fmt.Sprintf("{at: +0m, event: %s, customer: a, %s: {%s}}", events[thing], thing, more[thing])
}

// Every word that a condition may look at can be said in a given line, or the line is
// told what it follows from.
func Test条件里的每一个词_测试里都写得出来(t *testing.T) {
	values := map[string]string{
		"text": "x", "number": "1", "yes/no": "true", "time": "+0m", "list of texts": "[x]", "texts by name": "{a: b}",
		"order.items": "2", "order.message": "x", "chat.score": "2", "survey.score": "2", "review.stars": "2", "message.channel": "sms", "task.rule": "paid/thanks",
		"message.rule": "paid/thanks", "customer.birthday": "1990-05-01", "child.born": "2026-05-01", "customer.gender": "female", "child.gender": "female", "parcel.abnormal": "stalled", "review.rating": "good", "customer.loyalty": "latent", "customer.cause": "outgrown", "order.status": "paid", "parcel.signed_by": "self", "parcel.status": "in_transit",
	}
	said := 0
	for _, w := range rule.Words() {
		thing, key, ok := strings.Cut(w.Name, ".")
		if !ok || thing == "shop" || w.Name == "customer.id" || // the line names the customer already
			w.Type == "clock" || strings.Contains(key, "(") {
			continue
		}
		value := values[w.Name]
		if value == "" {
			value = values[w.Type]
		}
		require.NotEmpty(t, value, "%s is a %s", w.Name, w.Type)
		file := "rules: r.yaml\nstart: 2026-11-11 10:00\ncustomers: {a: {nick: a}}\ntests:\n  - {name: n, expect: [], given: [" + lineOf(thing, key, value) + "]}\n"
		_, err := caretest.Test(fstest.MapFS{"r.yaml": {Data: []byte(smallRules)}, "a_test.yaml": {Data: []byte(file)}}, "a_test.yaml")
		if err != nil {
			assert.Contains(t, err.Error(), "is computed and cannot be set", "%s: %s", w.Name, lineOf(thing, key, value))
		}
		said++
	}
	assert.Greater(t, said, 60)
}
