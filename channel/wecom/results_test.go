package wecom_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/wecom"
)

// pull asks once, takes in what there is, and tells it as "message.failed P1 refused".
func pull(t *testing.T, r *wecom.Results) (told []string, more bool) {
	t.Helper()
	reading, done, more, err := r.Pull(t.Context())
	require.NoError(t, err)
	for _, e := range reading.Events {
		require.NoError(t, e.Validate())
		told = append(told, fmt.Sprintf("%s %s %s %s", e.Type, e.Customer.ID, e.Message.ID[len("v1:deer/xiaowang/stock/back/"):], e.Message.Cause))
	}
	require.NoError(t, done(t.Context()))
	return told, more
}

func (f *firm) send(t *testing.T, product, to string) {
	t.Helper()
	m := restocked()
	m.ID, m.Address.To = "v1:deer/xiaowang/stock/back/"+product+"/0/1", to
	_, err := f.sender().Send(t.Context(), m)
	require.NoError(t, err)
	f.later(time.Second)
}

func TestResults_TellWhatBecameOfAMessageOnceAMemberHasConfirmedIt(t *testing.T) {
	f := newFirm(t)
	f.Strangers, f.Sated = map[string]bool{"wo2": true}, map[string]bool{"wo3": true}
	f.send(t, "P1", "wo1")
	f.send(t, "P2", "wo2")
	f.send(t, "P3", "wo3")
	r := &wecom.Results{Account: f.account}
	told, more := pull(t, r)
	assert.Empty(t, told, "nobody has confirmed them")
	assert.False(t, more)
	f.Confirm()
	told, _ = pull(t, r)
	assert.Equal(t, []string{
		"message.delivered xiaowang P1/0/1 ", "message.failed xiaowang P2/0/1 address", "message.failed xiaowang P3/0/1 ",
	}, told)
	told, _ = pull(t, r)
	assert.Empty(t, told, "they are settled")
}

// What was read and not taken in is told again.
func TestResults_WhatIsNotTakenInComesAgain(t *testing.T) {
	f := newFirm(t)
	f.send(t, "P1", "wo1")
	f.Confirm()
	r := &wecom.Results{Account: f.account}
	first, _, _, err := r.Pull(t.Context())
	require.NoError(t, err)
	second, _, _, err := r.Pull(t.Context())
	require.NoError(t, err)
	require.Len(t, first.Events, 1)
	assert.Equal(t, first.Events, second.Events)
}

func TestResults_AskOneAfterTheOtherAndBeginAnew(t *testing.T) {
	f := newFirm(t)
	for n := range 60 {
		f.send(t, fmt.Sprintf("P%d", n), fmt.Sprintf("wo%d", n))
	}
	r := &wecom.Results{Account: f.account}
	_, more := pull(t, r)
	assert.True(t, more)
	_, more = pull(t, r)
	assert.False(t, more)
	f.Confirm()
	told, _ := pull(t, r)
	assert.Len(t, told, 50)
	told, _ = pull(t, r)
	assert.Len(t, told, 10)
}

// A message that WeCom does not know any more holds up no other.
func TestResults_OneThatCannotBeAskedAboutHoldsUpNoOther(t *testing.T) {
	f := newFirm(t)
	require.NoError(t, f.account.Shelf.Put(t.Context(), channel.Memo{
		Key: "wecom " + corpID + " waiting", Name: "msg-lost", Value: restocked().ID, At: f.time().Add(-time.Hour), Until: f.time().Add(time.Hour),
	}))
	f.send(t, "P1", "wo1")
	f.Confirm()
	r := &wecom.Results{Account: f.account}
	_, _, _, err := r.Pull(t.Context())
	require.Error(t, err)
	told, _ := pull(t, r)
	assert.Equal(t, []string{"message.delivered xiaowang P1/0/1 "}, told)
	assert.Equal(t, "wecom", r.Name())
}

// A status of next year is told, and the message asked about again.
func TestResults_AStatusThatNoTableKnows(t *testing.T) {
	f := newFirm(t)
	f.send(t, "P1", "wo1")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := `{"errcode":0,"task_list":[{"userid":"lisi","status":0},{"userid":"zhangsan","status":2}]}`
		if strings.HasSuffix(r.URL.Path, "result") {
			answer = `{"errcode":0,"send_list":[{"external_userid":"wo1","status":7}]}`
		}
		_, _ = io.WriteString(w, answer)
	}))
	defer server.Close()
	account := f.account
	account.Endpoint = server.URL
	r := &wecom.Results{Account: account}
	for range 2 {
		reading, done, _, err := r.Pull(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []feed.Word{{Field: "status", Word: "7"}}, reading.Unknown)
		assert.Empty(t, reading.Events)
		require.NoError(t, done(t.Context()))
	}
	_, _, _, err := (&wecom.Results{}).Pull(t.Context())
	assert.ErrorIs(t, err, channel.ErrStopped)
}

// host serves the callback, and keeps events.
func (f *firm) host(t *testing.T, c wecom.Callback) (url string, events *[]tiexin.Event) {
	events = new([]tiexin.Event)
	server := httptest.NewServer(feed.Handler(c, feed.Options{
		Sink: func(_ context.Context, more []tiexin.Event) error { *events = append(*events, more...); return nil },
	}))
	t.Cleanup(server.Close)
	f.Receipts.URL = server.URL
	return server.URL, events
}

const left = "<Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[del_follow_user]]></ChangeType>" +
	"<UserID><![CDATA[zhangsan]]></UserID><ExternalUserID><![CDATA[" + customer + "]]></ExternalUserID>"

func TestCallback_ACustomerWhoDeletesAMemberTakesTheirConsentBack(t *testing.T) {
	f := newFirm(t)
	_, events := f.host(t, wecom.Callback{Account: f.account, Token: f.Token, AESKey: f.AESKey})
	f.Happens(left)
	require.NoError(t, f.Push(t.Context()))
	assert.Empty(t, *events, "nobody knows who it was")

	f.send(t, "P1", customer)
	f.Happens(left)
	require.NoError(t, f.Push(t.Context()))
	require.Len(t, *events, 3)
	var consents []tiexin.Consent
	for _, e := range *events {
		require.NoError(t, e.Validate())
		assert.Equal(t, "xiaowang", e.Customer.ID)
		assert.NotContains(t, e.ID, customer)
		consents = append(consents, *e.Consent)
	}
	assert.Equal(t, channel.Refused, channel.Permission(consents, channel.WeChat, tiexin.Marketing, f.time().Add(time.Hour)))
	assert.Equal(t, channel.Open, channel.Permission(consents, channel.WeChat, tiexin.Notice, f.time().Add(time.Hour)))
}

func TestCallback_TheHostMayKnowWhoItWas(t *testing.T) {
	f := newFirm(t)
	_, events := f.host(t, wecom.Callback{
		Account: f.account, Token: f.Token, AESKey: f.AESKey,
		Who: func(_ context.Context, id string) (string, string, error) {
			assert.Equal(t, customer, id)
			return "deer", "xiaoli", nil
		},
	})
	f.Happens(left)
	require.NoError(t, f.Push(t.Context()))
	require.Len(t, *events, 3)
	assert.Equal(t, "xiaoli", (*events)[0].Customer.ID)
}

func TestCallback_GreetsAndRefuses(t *testing.T) {
	f := newFirm(t)
	url, events := f.host(t, wecom.Callback{Account: f.account, Token: f.Token, AESKey: f.AESKey})
	get := func() (int, string) {
		response, err := http.Get(url + "?" + f.Greeting("1616140317555161061"))
		require.NoError(t, err)
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		return response.StatusCode, string(body)
	}
	status, body := get()
	assert.Equal(t, 200, status)
	assert.Equal(t, "1616140317555161061", body)
	f.Token = "another"
	status, body = get()
	assert.Equal(t, 401, status)
	assert.Empty(t, body)
	f.Happens(left)
	require.Error(t, f.Push(t.Context()))
	assert.Empty(t, *events)

	_, err := wecom.Callback{Account: f.account, Token: f.Token}.Open(httptest.NewRequest(http.MethodPost, "/", nil), []byte("<xml/>"))
	require.ErrorContains(t, err, "AESKey")
	assert.NotErrorIs(t, err, feed.ErrForged)
}

func TestCallback_BadPushes(t *testing.T) {
	const change = "<Event>change_external_contact</Event>"
	for _, c := range []struct {
		name, body      string
		parked, unknown int
	}{
		{"no XML", "hello", 1, 0},
		{"nobody", "<xml>" + change + "<ChangeType>del_follow_user</ChangeType><CreateTime>1794364200</CreateTime></xml>", 1, 0},
		{"never", "<xml>" + change + "<ChangeType>del_follow_user</ChangeType><ExternalUserID>wo</ExternalUserID></xml>", 1, 0},
		{"a new customer", "<xml>" + change + "<ChangeType>add_external_contact</ChangeType></xml>", 0, 0},
		{"a group", "<xml><Event>change_external_chat</Event></xml>", 0, 0},
		{"a change of next year", "<xml>" + change + "<ChangeType>dance</ChangeType></xml>", 0, 1},
		{"an event of next year", "<xml><Event>dance</Event></xml>", 0, 1},
	} {
		r, err := wecom.Callback{Account: newFirm(t).account}.Read(t.Context(), []byte(c.body))
		require.NoError(t, err, c.name)
		assert.Empty(t, r.Events, c.name)
		assert.Len(t, r.Parked, c.parked, c.name)
		assert.Len(t, r.Unknown, c.unknown, c.name)
	}
}

func FuzzCallback_Read(f *testing.F) {
	f.Add("<xml>" + left + "<CreateTime>1794364200</CreateTime></xml>")
	f.Add("<xml><Event>change_external_contact</Event></xml>")
	c := wecom.Callback{
		Account: wecom.Account{CorpID: corpID, Shelf: channel.NewShelf(nil)},
		Who:     func(context.Context, string) (string, string, error) { return "deer", "xiaowang", nil },
	}
	f.Fuzz(func(t *testing.T, body string) {
		r, err := c.Read(t.Context(), []byte(body))
		if err != nil || len(r.Events) > 3 || len(r.Parked) > 1 {
			t.Fatal(r, err)
		}
	})
}
