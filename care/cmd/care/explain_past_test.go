package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// lived is what happened to xiaowang from a Sunday to a Tuesday: "wakes" lets time pass.
const lived = `
2026-11-15 20:00 {"id":"1","event":"order.created","customer":{"id":"xiaowang","wangwang":"小王2008","mobile":"13800000000","paid_orders":3},"order":{"id":"T1","amount":199,"title":"羽绒服"}}
2026-11-15 21:00 wakes
2026-11-15 21:01 {"id":"2","event":"message.delivered","customer":"xiaowang","message":{"id":"v1:/xiaowang/payment/everyone/T1/0/1","channel":"sms"}}
2026-11-16 10:00 {"id":"3","event":"order.created","customer":{"id":"guest","mobile":"13800000000","paid_orders":3},"order":{"id":"T2","amount":88,"title":"围巾"}}
2026-11-16 10:10 {"id":"4","event":"customer.merged","customer":{"id":"xiaowang","ids":[{"kind":"host","value":"guest"}]}}
2026-11-16 10:20 {"id":"5","event":"order.paid","customer":"xiaowang","order":{"id":"T2"}}
2026-11-16 20:00 wakes
2026-11-16 21:20 {"id":"6","event":"order.created","customer":"xiaowang","order":{"id":"T3","amount":50,"title":"袜子"}}
2026-11-16 22:30 wakes
2026-11-17 09:00 wakes
2026-11-17 09:10 {"id":"7","event":"message.replied","customer":"xiaowang","message":{"id":"v1:/xiaowang/payment/everyone/T3/0/1","channel":"sms","text":"好的"}}
`

// journalOfLived is the journal of an engine that lived through it, with a line that a
// later version may write.
func journalOfLived(t *testing.T) string {
	t.Helper()
	rules, err := care.Load(os.DirFS("testdata/shop"), "*.yaml")
	require.NoError(t, err)
	var now time.Time
	send := channel.SenderFunc(func(_ context.Context, m channel.Message) (channel.Receipt, error) {
		if m.Kind == channel.Wangwang {
			return channel.Receipt{}, &channel.Final{Reason: "buyer not found"}
		}
		return channel.Receipt{}, nil
	})
	ctx := context.Background()
	engine, err := care.New(rules, care.Options{
		Senders: map[channel.Kind]channel.Sender{channel.Wangwang: send, channel.SMS: send}, Now: func() time.Time { return now }, Journal: &care.JournalOptions{},
	})
	require.NoError(t, err)
	for line := range strings.Lines(strings.TrimSpace(lived)) {
		at, what := line[:16], strings.TrimSpace(line[17:])
		now, err = time.ParseInLocation("2006-01-02 15:04", at, rules.Shop.Zone)
		require.NoError(t, err)
		if what == "wakes" {
			_, err = engine.Advance(ctx, now)
			require.NoError(t, err)
			_, err = engine.Deliver(ctx)
			require.NoError(t, err)
			continue
		}
		e, err := tiexin.DecodeEvent([]byte(strings.Replace(what, "{", `{"at":"`+at+`",`, 1)), rules.Shop.Zone)
		require.NoError(t, err)
		_, err = engine.Handle(ctx, e)
		require.NoError(t, err)
	}
	lines, err := engine.Journal(ctx, care.Key{Customer: "xiaowang"}, time.Time{}, time.Time{})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, care.WriteJournal(&b, lines))
	return b.String() + `{"at":"2026-11-16T23:00:00+08:00","customer":"xiaowang","verdict":"ponder","reason":"full-moon"}` + "\n"
}

// The file in testdata is what an engine writes. Older ones have to be read for ever, so
// look twice before it is written anew.
func Test日志文件_就是引擎写的那样(t *testing.T) {
	file := journalOfLived(t)
	if *update {
		require.NoError(t, os.WriteFile("testdata/journal.jsonl", []byte(file), 0o644))
	}
	kept, err := os.ReadFile("testdata/journal.jsonl")
	require.NoError(t, err)
	assert.Equal(t, string(kept), file)
}

func Test问昨天_旗子写错了_说怎么改(t *testing.T) {
	shop, journal := "testdata/shop", "--journal=testdata/journal.jsonl"
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{shop, journal, "--events", "testdata/events.jsonl", "--customer", "xiaowang"}, misuse, "--events and --journal exclude each other; name one"},
		{[]string{shop, "--customer", "xiaowang"}, misuse, "name a file of events with --events, or of an engine's journal with --journal"},
		{[]string{shop, journal, "--customer", "xiaowang", "--at", "2026-11-16 10:00"}, misuse, `a journal covers a day ("2026-11-09"), or of a time with --from and --to`},
		{[]string{shop, journal, "--customer", "xiaowang", "--at", "2026-11-16", "--to", "2026-11-17"}, misuse, "--at excludes --from and --to"},
		{[]string{shop, journal, "--customer", "xiaowang", "--from", "2026-11-17", "--to", "2026-11-16"}, misuse, "--to: must be later than --from"},
		{[]string{shop, journal, "--customer", "xiaowang", "--from", "monday"}, misuse, `--from: "monday" is not a time`},
		{[]string{shop, journal, "--customer", "xiaowagn"}, problems, `no line is about customer "xiaowagn"; did you mean "xiaowang"?`},
		{[]string{shop, journal, "--customer", "xiaowang", "--shop", "二店"}, problems, `one without a shop exists: leave out --shop`},
		{[]string{shop, "--journal", "testdata/none.jsonl", "--customer", "xiaowang"}, problems, "none.jsonl"},
		{[]string{shop, "--events", "testdata/events.jsonl", "--customer", "nobody", "--at", "2026-11-11"}, problems, `unknown customer "nobody"`},
	} {
		code, out, errs := calling("", append([]string{"explain"}, c.args...)...)
		assert.Equal(t, c.code, code, "%q", c.args)
		assert.Empty(t, out, "%q", c.args)
		assert.Contains(t, errs, c.says)
	}
}

func Test日志里有坏行_答案照给_说哪一行(t *testing.T) {
	file := "gibberish\n" + journalOfLived(t)
	code, out, errs := calling(file, "explain", "testdata/shop", "--journal", "-", "--customer", "guest", "--at", "2026-11-16")
	assert.Equal(t, problems, code)
	assert.Contains(t, errs, "line 1: ")
	assert.Contains(t, out, "guest is the same person")
}
