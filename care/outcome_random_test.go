package care

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/internal/imagine"
	"github.com/tiexin-go/tiexin/channel"
)

// Whatever a shop may decide, another program reads as it was written, and draws the
// same timeline of what can be told without the rules.
func Test随便什么店_写下的结果都读得回来(t *testing.T) {
	verdicts, tasks, ways, merged := map[Verdict]int{}, 0, 0, 0
	for seed := range uint64(stories(400)) {
		made := imagine.Make(seed)
		rules, ok := made.Rules()
		if !ok {
			continue
		}
		outcomes := slices.Collect(Simulate(rules, made.Events, SimOptions{Until: made.Until}))
		data, err := json.Marshal(outcomes)
		require.NoError(t, err)
		var read []Outcome
		require.NoError(t, json.Unmarshal(data, &read), "%s", made)
		require.Len(t, read, len(outcomes))
		for i := range outcomes {
			was, is := &outcomes[i], &read[i]
			verdicts[was.Verdict]++
			ways += len(was.Ways)
			if was.Said != nil && was.Said.Task != nil {
				tasks++
			}
			if was.Said != nil {
				merged += len(was.Said.Merged)
			}
			if !assert.Equal(t, withoutAddresses(was), withoutAddresses(is)) {
				t.Fatalf("%s", made)
			}
		}
	}
	if slow {
		return // too few stories for all of them
	}
	for _, v := range []Verdict{Send, Task, Wait, Skip} {
		assert.Greater(t, verdicts[v], stories(60), "%s must be among them", v)
	}
	assert.Greater(t, min(tasks, ways, merged), stories(20), "tasks, closed channels and merged messages must be among them")
}

// withoutAddresses is all of an outcome that its JSON holds, with times that compare.
func withoutAddresses(o *Outcome) Outcome {
	w := *o
	w.Occasion = &Occasion{At: o.At.UTC(), Shop: o.Shop, Customer: o.Customer, Subject: o.Subject}
	w.Ref = nil
	detail := *o.Detail
	detail.Until = o.Until.UTC()
	detail.Ways = slices.Clone(o.Ways)
	for i := range detail.Ways {
		detail.Ways[i].Address = channel.Address{}
	}
	if o.Said != nil {
		said := *o.Said
		said.Message = nil
		if t := said.Task; t != nil {
			said.Task = &channel.Task{
				ID: t.ID, Kind: t.Kind, Script: t.Script, Form: t.Form, Owner: t.Owner, Budget: t.Budget, Deadline: t.Deadline.UTC(),
				FlowTitle: t.FlowTitle, Title: t.Title,
			}
		}
		detail.Said = &said
	}
	w.Detail = &detail
	w.By = o.Path() + " " + detail.By
	return w
}

func Test每个判断和理由_写成字还读得回来(t *testing.T) {
	for i := range verdicts {
		var read Verdict
		data, err := json.Marshal(Verdict(i))
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(data, &read))
		assert.Equal(t, Verdict(i), read)
	}
	for i := range Reasons() {
		var read Reason
		data, err := json.Marshal(Reason(i))
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(data, &read))
		assert.Equal(t, Reason(i), read)
	}
}

func Test一次交付_写成JSON还读得回来(t *testing.T) {
	s := opens(t, everything)
	s.fails = func(_ string, k channel.Kind) error {
		switch k {
		case channel.Wangwang:
			return &channel.Final{Reason: "no such buyer"}
		case channel.SMS, channel.WeChat:
			return &channel.RetryAfter{After: time.Minute}
		}
		return nil
	}
	s.hears(paid("T1"))
	d, err := s.engine.Deliver(context.Background())
	require.NoError(t, err)
	assert.Equal(t, "+08:00", d.Next.Format("Z07:00"), "in the shop's zone")
	data, err := json.Marshal(d)
	require.NoError(t, err)
	assert.Contains(t, string(data), `"retrying":1`)
	var read Delivery
	require.NoError(t, json.Unmarshal(data, &read))
	assert.True(t, d.Next.Equal(read.Next))
	again, err := json.Marshal(read)
	require.NoError(t, err)
	assert.JSONEq(t, string(data), string(again))
	assert.Equal(t, []int{d.Sent, d.Tasks, d.Retrying, d.Failed}, []int{read.Sent, read.Tasks, read.Retrying, read.Failed})
}
