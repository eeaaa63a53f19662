package care_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

func TestZZ(t *testing.T) {
	const head = "version: 1\n"
	n := 12000
	rep := func(n int, f string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(f, "%d", fmt.Sprint(i)))
		}
		return b.String()
	}
	long := strings.Repeat("abcdefgh", 7)
	flow := "flows:\n  f: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, send: a}]}\ntexts: {a: x}\n"
	for name, text := range map[string]string{
		"texts":     head + "flows:\n" + rep(n, "  f%d: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, send: nope%d}]}\n") + "texts:\n" + rep(n, "  t%d: hi\n"),
		"long texts": head + "flows:\n" + rep(n, "  f%d: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, send: "+long+"%d}]}\n") + "texts:\n" + rep(n, "  t"+long+"%d: hi\n"),
		"segments":  head + "segments:\n" + rep(n, "  s%d: {if: segment.nope%d}\n") + rep(n, "  ok%d: {if: customer.points > 1}\n") + flow,
		"exempt":    head + "limits:\n  caps:\n" + rep(n, "    c%d: {at_most: 1, per: day}\n") + "flows:\n" + rep(n, "  f%d: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, exempt: [nope%d], send: a}]}\n") + "texts: {a: x}\n",
		"limit flows": head + "limits:\n  caps:\n" + rep(n, "    c%d: {at_most: 1, per: day, flow: nope%d}\n") + "flows:\n" + rep(n, "  f%d: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, send: a}]}\n") + "texts: {a: x}\n",
		"flow names": head + "segments:\n" + rep(n, "  s%d: {if: task.rule == 'nope%d' }\n") + "flows:\n" + rep(n, "  f%d: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, send: a}]}\n") + "texts: {a: x}\n",
		"words":     head + "segments:\n" + rep(n, "  s%d: {if: nope%d}\n") + flow,
		"rules in one flow": head + "flows:\n  f:\n    title: x\n    about: order\n    purpose: notice\n    via: sms\n    rules:\n" + rep(n, "      - {name: r%d, if: order.amount > %d, send: a}\n") + "texts: {a: x}\n",
		"good texts": head + "flows:\n" + rep(n, "  f%d: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, send: t%d}]}\n") + "texts:\n" + rep(n, "  t%d: hi\n"),
		"good limits": head + "limits:\n  caps:\n" + rep(n, "    c%d: {at_most: 1, per: day}\n") + "flows:\n" + rep(n, "  f%d: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, exempt: [c%d], send: a}]}\n") + "texts: {a: x}\n",
		"sources": head + "shop: {closes: {" + rep(n, "s%d: 3h, ") + "default: 3h}}\nsegments:\n" + rep(n, "  s%d: {if: order.source == 'nope%d' }\n") + flow,
		"closes near": head + "shop: {closes: {" + rep(n, "juhuasua%d: 3h, ") + "default: 3h}}\n" + flow,
		"one text 60k lint": head + "flows:\n" + rep(60, "  f%d: {title: x, about: order, purpose: notice, via: [sms, wangwang, mms, email], rules: [{name: a, send: t%d}]}\n") + "texts:\n" + rep(60, "  t%d: "+strings.Repeat("加", 20000)+"\n"),
		"mb": head + "0" + strings.Repeat("0", 1<<20) + "\n",
		"mb value": "version: 1" + strings.Repeat("0", 1<<20) + "\n",
		"mb key": head + strings.Repeat("k", 1<<20) + ": 1\n",
		"mb flow": head + "flows: {" + strings.Repeat("k", 1<<20) + ": {title: x}}\n",
		"mb send": head + "flows:\n" + rep(4,"  f%d: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, send: " + strings.Repeat("k", 1<<19) + "%d}]}\n")+ "texts: {a: x}\n",
		"mb cond": head + "segments: {a: {if: order.source == '" + strings.Repeat("k", 60000) + "'}}\n"+flow,
		"mb title": head + strings.Replace(flow, "title: x", "title: "+strings.Repeat("k", 1<<20), 1),
		"steps": head + "flows:\n  f: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, send: [" + rep(n, "{text: a, after: 1h}, ") + "a]}]}\ntexts: {a: x}\n",
		"long lines": head + "segments: {" + rep(n, "s%d: {if: nope%d }, ") + "}\n" + flow,
		"long lines good": head + "segments: {" + rep(n, "s%d: {if: order.amount > 1 }, ") + "}\n" + flow,
		"one line": "{" + rep(n, "k%d: 1, ") + "}",
		"multi line value": head + "segments:\n  s:\n    if: >\n" + rep(3000, "      order.amount > 1 &&\n") + "      nope\n" + flow,
	} {
		start := time.Now()
		_, err := care.Load(fstest.MapFS{"r.yaml": {Data: []byte(text)}}, "*.yaml")
		took := time.Since(start)
		size := 0
		if err != nil {
			size = len(err.Error())
		}
		t.Logf("%-20s %5d KiB %8v  error %d KiB, %.100q", name, len(text)>>10, took.Round(time.Millisecond), size>>10, fmt.Sprint(err))
	}
	good := head + "flows:\n  f: {title: x, about: order, when: order.paid, purpose: notice, via: sms, rules: [{name: a, send: a}]}\ntexts: {a: x}\n"
	for name, text := range map[string]string{
		"tests":     "rules: r.yaml\nstart: 2026-11-11 10:00\ntests:\n" + rep(n, "  - {name: a%d, given: [], expect: []}\n"),
		"customers": "rules: r.yaml\nstart: 2026-11-11 10:00\ncustomers:\n" + rep(n, "  c%d: {nick: x}\n") + "tests:\n  - {name: a, expect: [], given: [\n" + rep(n, "{at: +1m, event: order.created, customer: d%d, order: {id: T%d}},\n") + "]}\n",
		"customers merged": "rules: r.yaml\nstart: 2026-11-11 10:00\ncustomers:\n" + rep(n, "  c%d: {nick: x}\n") + "tests:\n  - name: a\n    expect: []\n    given: []\n    customers:\n" + rep(n, "      d%d: {nick: x}\n"),
		"mb name": "rules: r.yaml\nstart: 2026-11-11 10:00\ntests:\n  - {name: " + strings.Repeat("a", 1<<20) + ", given: [], expct: []}\n",
		"mb rules": "rules: " + strings.Repeat("a", 1<<20) + "\nstart: 2026-11-11 10:00\ntests:\n  - {name: a, given: [], expect: []}\n",
		"tests rules": "start: 2026-11-11 10:00\ntests:\n" + rep(3000, "  - {name: a%d, rules: r%d.yaml, given: [], expect: []}\n"),
	} {
		start := time.Now()
		_, err := caretest.Test(fstest.MapFS{"r.yaml": {Data: []byte(good)}, "a_test.yaml": {Data: []byte(text)}}, "*_test.yaml")
		took := time.Since(start)
		size := 0
		if err != nil {
			size = len(err.Error())
		}
		t.Logf("test %-20s %5d KiB %8v  error %d KiB, %.100q", name, len(text)>>10, took.Round(time.Millisecond), size>>10, fmt.Sprint(err))
	}
	for name, text := range map[string]string{
		"days": "days:\n" + rep(n, "  d%d: {name: 日子%d, rule: \"solar:10-18\"}\n"),
		"days2": "days:\n" + rep(n, "  d%d: {name: 日子, rule: \"solar:10-18\"}\n"),
		"dates": "days:\n  d:\n    name: x\n    dates: [" + rep(n, "2026-10-18, ") + "]\n",
	} {
		start := time.Now()
		_, err := calendar.Load(fstest.MapFS{"c.yaml": {Data: []byte(text)}}, "*.yaml")
		took := time.Since(start)
		size := 0
		if err != nil {
			size = len(err.Error())
		}
		t.Logf("calendar %-20s %5d KiB %8v  error %d KiB, %.100q", name, len(text)>>10, took.Round(time.Millisecond), size>>10, fmt.Sprint(err))
	}
}
