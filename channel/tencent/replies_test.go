package tencent_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

// A customer answers: with a question, and with a refusal. A stranger's answer is parked.
func TestReplies_FindWhoWasWrittenTo(t *testing.T) {
	h := newHost(t)
	for n, customer := range []string{"xiaowang", "lili"} { // mother and daughter, one number
		m := message(n)
		m.ID, m.CustomerID = strings.Replace(m.ID, "xiaowang", customer, 1), customer
		_, err := h.Send(t.Context(), m)
		require.NoError(t, err)
		h.pass(time.Minute)
	}
	h.provider.Receipts.When = channeltest.Never
	h.provider.Reply("+8613900000000", "什么时候到")
	h.provider.Reply("+8613900000000", "R")
	h.provider.Reply("+8613911111111", "你是谁")
	require.NoError(t, h.provider.Push(t.Context()))
	var replies []string
	for _, said := range h.told() {
		if strings.HasPrefix(said, "message.replied") {
			replies = append(replies, said)
		}
	}
	assert.Equal(t, []string{
		"message.replied deer/lili v1:deer/lili/parcel/shipped/T1/0/1 什么时候到",
		"message.replied deer/lili v1:deer/lili/parcel/shipped/T1/0/1 R",
		"message.replied deer/xiaowang v1:deer/xiaowang/parcel/shipped/T0/0/1 R",
	}, replies)
	require.Len(t, h.parked, 1)
	discreet(t, h.parked[0].Reason+h.parked[0].ID)
}

// Somebody answers a message whose outcome is unknown: that is heard all the same.
func TestReplies_ToAMessageThatMayHaveGone(t *testing.T) {
	h := newHost(t)
	h.provider.Receipts.When = channeltest.Never
	h.provider.Then(channeltest.TakesAndHangsUp)
	_, err := h.Send(t.Context(), message(1))
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	h.provider.Reply("+8613900000000", "退订")
	require.NoError(t, h.provider.Push(t.Context()))
	assert.Equal(t, []string{"message.replied deer/xiaowang " + message(1).ID + " 退订"}, h.told())
}

func TestReplies_WhatCanBeNoEventIsParked(t *testing.T) {
	h := newHost(t)
	source, err := h.Replies(pushSecret)
	require.NoError(t, err)
	for body, reason := range map[string]string{
		`[]`: "", `7`: "not a reply", `{"mobile":{}}`: "not a reply",
		`{"nationcode":"86","mobile":"138****0000","text":"R","time":1457336869}`: "mobile is not a number",
		`{"nationcode":"86","mobile":"","text":"R","time":1457336869}`:            "mobile is not a number",
		`{"nationcode":"86","mobile":"13900000000","text":"R","time":"now"}`:      "time is not a time",
		`{"nationcode":"86","mobile":"13900000000","text":"R"}`:                   "time is not a time",
	} {
		r, err := source.Read(t.Context(), []byte(body))
		require.NoError(t, err)
		assert.Empty(t, r.Events)
		if reason == "" {
			assert.Empty(t, r.Parked)
			continue
		}
		require.Len(t, r.Parked, 1, body)
		assert.Contains(t, r.Parked[0].Reason, reason)
	}
}
