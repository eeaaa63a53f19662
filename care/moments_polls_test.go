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

	"github.com/tiexin-go/tiexin/care/internal/imagine"
)

// momentous adds flows that begin by moments to an imagined shop: within its few
// minutes, by steps, limits and choices of all kinds.
func momentous(made *imagine.Shop) {
	r := rand.New(rand.NewPCG(made.Seed, 31))
	one := func(words ...string) string { return words[r.IntN(len(words))] }
	maybe := func(percent int, words string) string {
		if r.IntN(100) < percent {
			return words
		}
		return ""
	}
	moment := func() string {
		at := made.Until.Add(-time.Duration(1+r.IntN(5)) * time.Minute)
		day := one("every day", at.Format(time.DateOnly), "every week on "+strings.ToLower(at.Weekday().String()[:3]), fmt.Sprintf("every month on %d", at.Day()))
		return day + at.Format(" at 15:04")
	}
	var flows strings.Builder
	for i := range 1 + r.IntN(2) {
		fmt.Fprintf(&flows, "  m%d:\n    title: 时刻\n    about: customer\n    purpose: %s\n    via: %s\n", i, one("notice", "service", "marketing"), one("[wangwang, sms]", "[sms]"))
		flows.WriteString(maybe(40, "    choose: all\n") + maybe(40, "    spread: "+one("20s", "90s")+"\n") + maybe(20, "    until: [customer.signed_in]\n"))
		flows.WriteString("    rules:\n")
		for j := range 1 + r.IntN(3) {
			when := one(moment(), "["+moment()+", "+moment()+"]", "["+moment()+", customer.tagged]")
			condition := one("true", "has_tag('vip')", "not has_tag('vip')", "customer.spent >= 50", "minutes_since_order > 1")
			send := one("hello", "hello", "[hello, {text: hello, after: 35s}]", "[{text: hello, if: \"has_tag('vip')\"}, hello]", "{task: hello, via: [phone], within: 20s}", "{text: hello, after: 10s}")
			fmt.Fprintf(&flows, "      - {name: r%d, when: %s, if: \"%s\"%s%s%s, send: %s}\n", j, when, condition, maybe(25, ", after: 15s"), maybe(40, ", fresh: "+one("30s", "90s")), maybe(20, ", again: 40s"), send)
		}
	}
	made.File = strings.Replace(made.File, "texts:\n", flows.String()+"texts:\n", 1)
}

func TestE3_任何店加上时刻_推算的醒来跟每秒问一遍一样(t *testing.T) {
	t.Parallel()
	loaded, spoke := 0, 0
	for seed := range uint64(400) {
		made := imagine.Make(seed)
		momentous(made)
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		loaded++
		inferred := sayings(slices.Collect(Simulate(rules, made.Events, SimOptions{Until: made.Until, Fault: func(err error) { require.NoError(t, err) }})))
		every := newWalker(t, rules, SimOptions{})
		every.everySecond = true
		every.run(made.Events, made.Until)
		brute := sayings(every.out)
		slices.Sort(brute)
		slices.Sort(inferred)
		if !assert.Equal(t, brute, inferred, "every second, and by wake-ups") {
			for _, line := range lines(slices.Collect(Simulate(rules, made.Events, SimOptions{Until: made.Until}))) {
				t.Log(line)
			}
			t.Fatalf("%s", made)
		}
		for _, line := range inferred {
			if strings.Contains(line, "/m0/") || strings.Contains(line, "/m1/") {
				spoke++
			}
		}
	}
	require.Greater(t, loaded, 200, "most shops must be possible")
	require.Greater(t, spoke, 200, "moments must say something")
}
