package wechat_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/wechat"
)

// who finds customers by openid; nil: nobody does.
func (w *town) callback(who map[string]string) wechat.Callback {
	c := wechat.Callback{Account: w.account, Token: w.Token, AESKey: w.AESKey}
	if who != nil {
		c.Who = func(_ context.Context, openid string) (string, string, error) { return "deer", who[openid], nil }
	}
	return c
}

// A host takes pushes in.
type host struct {
	events []tiexin.Event
	parked []feed.Parked
	fails  error
	url    string
}

func (w *town) host(t *testing.T, c wechat.Callback) *host {
	h := &host{}
	server := httptest.NewServer(feed.Handler(c, feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error {
			if h.fails == nil {
				h.events = append(h.events, events...)
			}
			return h.fails
		},
		Park: func(_ context.Context, p feed.Parked) error { h.parked = append(h.parked, p); return nil },
	}))
	t.Cleanup(server.Close)
	h.url = server.URL
	w.Receipts.URL = server.URL
	return h
}

// told is "message.failed xiaowang v1:…/1 reason refused" for each event.
func (h *host) told() (all []string) {
	for _, e := range h.events {
		words := []string{string(e.Type), e.Customer.ID}
		if m := e.Message; m != nil {
			words = append(words, m.ID, m.Text, m.Reason, m.Cause)
		}
		if c := e.Consent; c != nil {
			words = append(words, c.Channel, string(c.Purpose))
		}
		all = append(all, strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), " "))
	}
	h.events = nil
	return all
}

func (w *town) send(t *testing.T, kind wechat.Kind, m channel.Message) {
	t.Helper()
	_, err := (&wechat.Sender{Account: w.account, Kind: kind}).Send(t.Context(), m)
	require.NoError(t, err)
}

func TestCallback_ReceiptsFindTheirMessage(t *testing.T) {
	for _, mode := range []string{"safe", "plain"} {
		for _, kind := range []wechat.Kind{wechat.TemplateMessage, wechat.SubscriptionMessage, wechat.MiniProgramMessage} {
			w := newTown(t)
			if mode == "plain" {
				w.AESKey = ""
			}
			h := w.host(t, w.callback(nil))
			w.Receipts.When = channeltest.Twice
			w.send(t, kind, shipped())
			require.NoError(t, w.Push(t.Context()))
			require.Len(t, h.events, 2)
			assert.Equal(t, h.events[0], h.events[1], "a doubled receipt is the same event")
			assert.Equal(t, "deer", h.events[0].Shop)
			assert.NoError(t, h.events[0].Validate())
			assert.Equal(t, []string{"message.delivered xiaowang " + shipped().ID, "message.delivered xiaowang " + shipped().ID}, h.told())
		}
	}
}

func TestCallback_AFollowerWhoBlocksTheAccountHasRefused(t *testing.T) {
	w := newTown(t)
	h := w.host(t, w.callback(nil))
	w.Blocking = map[string]bool{openid: true}
	w.send(t, wechat.TemplateMessage, shipped())
	require.NoError(t, w.Push(t.Context()))
	require.Len(t, h.events, 1)
	assert.True(t, h.events[0].Message.Final)
	assert.Equal(t, []string{"message.failed xiaowang " + shipped().ID + " failed:user block refused"}, h.told())
}

// A receipt may be quicker than the answer: WeChat is asked to bring it again.
func TestCallback_AnEarlyReceiptComesAgain(t *testing.T) {
	w := newTown(t)
	h := w.host(t, w.callback(nil))
	w.Receipts.When = channeltest.Early
	answers := make(chan int, 9)
	w.Receipts.Client = &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		response, err := http.DefaultTransport.RoundTrip(r)
		if err == nil {
			answers <- response.StatusCode
		}
		return response, err
	})}
	w.send(t, wechat.TemplateMessage, shipped())
	assert.Equal(t, http.StatusServiceUnavailable, <-answers)
	assert.Empty(t, h.told())
	push(t, h, w, "TEMPLATESENDJOBFINISH", "<MsgID>3248682510344192001</MsgID><Status>success</Status>")
	assert.Equal(t, []string{"message.delivered xiaowang " + shipped().ID}, h.told())
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// push lets an event about the follower happen.
func push(t *testing.T, _ *host, w *town, event, more string) {
	t.Helper()
	w.Happens(openid, event, more)
	require.NoError(t, w.Push(t.Context()))
}

// The answer was lost, and the receipt says after all what became of the message.
func TestCallback_AReceiptSettlesALostAnswer(t *testing.T) {
	w := newTown(t)
	h := w.host(t, w.callback(nil))
	w.Then(channeltest.TakesAndHangsUp)
	s := wechat.Sender{Account: w.account, Kind: wechat.SubscriptionMessage}
	_, err := s.Send(t.Context(), shipped())
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	require.Error(t, w.Push(t.Context()), "its answer may be under way")
	w.later(20 * time.Second)
	require.NoError(t, w.Push(t.Context()))
	assert.Equal(t, []string{"message.delivered xiaowang " + shipped().ID}, h.told())
}

// WeChat is said to tell no number at times.
func TestCallback_AReceiptWithoutANumberIsAboutTheOnlyMessageThatItCanBe(t *testing.T) {
	w := newTown(t)
	h := w.host(t, w.callback(nil))
	w.Numberless = true
	w.send(t, wechat.TemplateMessage, shipped())
	require.NoError(t, w.Push(t.Context()))
	assert.Equal(t, []string{"message.delivered xiaowang " + shipped().ID}, h.told())

	second := shipped()
	second.ID = "v1:deer/xiaowang/parcel/shipped/T2/0/1"
	w.send(t, wechat.TemplateMessage, second)
	require.NoError(t, w.Push(t.Context()))
	assert.Empty(t, h.told())
	require.Len(t, h.parked, 1)
	assert.Contains(t, h.parked[0].Reason, "several")
}

// It cannot be about an old message, nor about one with another template.
func TestCallback_AReceiptWithoutANumberIsAboutALateMessageWithItsTemplate(t *testing.T) {
	w := newTown(t)
	h := w.host(t, w.callback(nil))
	w.Numberless = true
	w.Receipts.When = channeltest.Never
	w.send(t, wechat.SubscriptionMessage, shipped())
	w.later(2 * time.Hour)
	w.Receipts.When = channeltest.Once
	var ids []string
	for _, template := range []string{"TM00178", "TM00179"} {
		m := shipped()
		m.ID, m.Template = "v1:deer/xiaowang/parcel/"+template+"/T1/0/1", template
		m.Params[0].Value = template
		w.send(t, wechat.SubscriptionMessage, m)
		ids = append(ids, "message.delivered xiaowang "+m.ID)
	}
	require.NoError(t, w.Push(t.Context()))
	assert.Equal(t, ids, h.told())
	assert.Empty(t, h.parked)
}

func TestCallback_ReceiptsOfOthersAreNobodysBusiness(t *testing.T) {
	w := newTown(t)
	h := w.host(t, w.callback(nil))
	push(t, h, w, "TEMPLATESENDJOBFINISH", "<MsgID>77</MsgID><Status>success</Status>")
	w.send(t, wechat.TemplateMessage, shipped())
	require.NoError(t, w.Push(t.Context()))
	h.told()
	push(t, h, w, "TEMPLATESENDJOBFINISH", "<MsgID>78</MsgID><Status>success</Status>")
	assert.Empty(t, h.told())
	assert.Empty(t, h.parked)
}

func TestCallback_WhatACustomerWritesAnswersTheLastMessage(t *testing.T) {
	w := newTown(t)
	h := w.host(t, w.callback(nil))
	w.send(t, wechat.TemplateMessage, shipped())
	require.NoError(t, w.Push(t.Context()))
	w.later(time.Hour)
	second := shipped()
	second.ID = "v1:deer/xiaowang/parcel/shipped/T2/0/1"
	w.send(t, wechat.TemplateMessage, second)
	require.NoError(t, w.Push(t.Context()))
	h.told()
	w.Write(openid, "还没收到呢<谢谢>")
	w.Write(openid, "TD")
	require.NoError(t, w.Push(t.Context()))
	assert.Equal(t, []string{"message.replied xiaowang " + second.ID + " 还没收到呢<谢谢>", "message.replied xiaowang " + second.ID + " TD"}, h.told())
}

func TestCallback_ARefusalOfSomebodyUnknownIsNotLost(t *testing.T) {
	w := newTown(t)
	h := w.host(t, w.callback(nil))
	w.Write(openid, "在吗")
	w.Write(openid, "退订")
	require.NoError(t, w.Push(t.Context()))
	assert.Empty(t, h.told())
	require.Len(t, h.parked, 1)

	h = w.host(t, w.callback(map[string]string{openid: "xiaowang"}))
	w.Write(openid, "在吗")
	w.Write(openid, "退订")
	require.NoError(t, w.Push(t.Context()))
	assert.Equal(t, []string{"consent.revoked xiaowang wechat"}, h.told())
	assert.Empty(t, h.parked)
}

// Who leaves takes back what they allowed. Notices need no permission, and go again to one
// who comes back.
func TestCallback_WhoLeavesTakesTheirConsentBack(t *testing.T) {
	w := newTown(t)
	h := w.host(t, w.callback(map[string]string{openid: "xiaowang"}))
	push(t, h, w, "unsubscribe", "")
	require.Len(t, h.events, 3)
	consents := []tiexin.Consent{{Channel: "wechat", Purpose: tiexin.Marketing, At: w.time().Add(-time.Hour), Source: "checkout_box"}}
	for _, e := range h.events {
		assert.NoError(t, e.Validate())
		consents = append(consents, *e.Consent)
	}
	assert.Equal(t, channel.Refused, channel.Permission(consents, channel.WeChat, tiexin.Marketing, w.time().Add(time.Hour)))
	assert.Equal(t, channel.Open, channel.Permission(consents, channel.WeChat, tiexin.Notice, w.time().Add(time.Hour)))
	assert.Equal(t, []string{"consent.revoked xiaowang wechat care", "consent.revoked xiaowang wechat marketing", "consent.revoked xiaowang wechat survey"}, h.told())

	h = w.host(t, w.callback(nil)) // nobody knows who it was, and nobody can be written to
	push(t, h, w, "unsubscribe", "")
	push(t, h, w, "subscribe", "<EventKey><![CDATA[qrscene_1]]></EventKey>")
	assert.Empty(t, h.told())
	assert.Empty(t, h.parked)
}

func TestCallback_SubscriptionsReachWhoCountsThem(t *testing.T) {
	w := newTown(t)
	c := w.callback(nil)
	var heard []wechat.Subscription
	var fails error
	c.Subscribed = func(_ context.Context, s wechat.Subscription) error { heard = append(heard, s); return fails }
	h := w.host(t, c)
	push(t, h, w, "subscribe_msg_popup_event", `<SubscribeMsgPopupEvent>
		<List><TemplateId>A</TemplateId><SubscribeStatusString>accept</SubscribeStatusString><PopupScene>2</PopupScene></List>
		<List><TemplateId>B</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgPopupEvent>`)
	push(t, h, w, "subscribe_msg_change_event", `<SubscribeMsgChangeEvent><List><TemplateId>A</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgChangeEvent>`)
	require.Len(t, heard, 3)
	ids := map[string]bool{}
	for i, want := range []wechat.Subscription{{Template: "A", Accepted: true}, {Template: "B"}, {Template: "A", Settings: true}} {
		ids[heard[i].ID] = true
		assert.NotContains(t, heard[i].ID, openid)
		want.ID, want.OpenID, want.At = heard[i].ID, openid, heard[i].At
		assert.Equal(t, want, heard[i])
	}
	assert.Len(t, ids, 3)
	fails = errors.New("disk full")
	w.Happens(openid, "subscribe_msg_popup_event", `<SubscribeMsgPopupEvent><List><TemplateId>A</TemplateId></List></SubscribeMsgPopupEvent>`)
	assert.Error(t, w.Push(t.Context()), "it is to come again")
}

func TestCallback_Greets(t *testing.T) {
	w := newTown(t)
	h := w.host(t, w.callback(nil))
	get := func(query string) (int, string) {
		response, err := http.Get(h.url + "?" + query)
		require.NoError(t, err)
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		return response.StatusCode, string(body)
	}
	status, body := get(w.Greeting("5838479218127813673"))
	assert.Equal(t, 200, status)
	assert.Equal(t, "5838479218127813673", body)
	w.Token = "other"
	status, body = get(w.Greeting("5838479218127813673"))
	assert.Equal(t, 401, status)
	assert.Empty(t, body)
}

func TestCallback_BadPushes(t *testing.T) {
	for _, c := range []struct {
		name, body      string
		parked, unknown int
	}{
		{"no XML", "hello", 1, 0},
		{"a bomb", `<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>`, 1, 0},
		{"without a sender", "<xml><CreateTime>1</CreateTime></xml>", 1, 0},
		{"without a time", "<xml><FromUserName>o</FromUserName><MsgType>text</MsgType></xml>", 1, 0},
		{"a text without a number", "<xml><FromUserName>o</FromUserName><CreateTime>1794364200</CreateTime><MsgType>text</MsgType></xml>", 1, 0},
		{"an event of next year", "<xml><FromUserName>o</FromUserName><CreateTime>1794364200</CreateTime><MsgType>event</MsgType><Event>dance</Event></xml>", 0, 1},
		{"a type of next year", "<xml><FromUserName>o</FromUserName><CreateTime>1794364200</CreateTime><MsgType>smell</MsgType></xml>", 0, 1},
		{"a status of next year", "<xml><FromUserName>o</FromUserName><CreateTime>1794364200</CreateTime><MsgType>event</MsgType><Event>TEMPLATESENDJOBFINISH</Event><MsgID>1</MsgID><Status>lost</Status></xml>", 0, 1},
		{"a menu that was tapped", "<xml><FromUserName>o</FromUserName><CreateTime>1794364200</CreateTime><MsgType>event</MsgType><Event>CLICK</Event></xml>", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := newTown(t).callback(nil).Read(t.Context(), []byte(c.body))
			require.NoError(t, err)
			assert.Empty(t, r.Events)
			assert.Len(t, r.Parked, c.parked)
			assert.Len(t, r.Unknown, c.unknown)
		})
	}
	c := newTown(t).callback(nil)
	c.Account.Shelf = nil
	_, err := c.Read(t.Context(), []byte("<xml/>"))
	assert.ErrorContains(t, err, "Shelf")
}

// A host that cannot keep an event hears of it again.
func TestCallback_WhatIsNotKeptComesAgain(t *testing.T) {
	w := newTown(t)
	h := w.host(t, w.callback(nil))
	w.send(t, wechat.TemplateMessage, shipped())
	h.fails = errors.New("disk full")
	require.Error(t, w.Push(t.Context()))
	h.fails = nil
	require.NoError(t, w.Push(t.Context()))
	assert.Len(t, h.told(), 1)
}

func FuzzCallback_Read(f *testing.F) {
	f.Add("<xml><FromUserName>o</FromUserName><CreateTime>1794364200</CreateTime><MsgType>event</MsgType><Event>unsubscribe</Event></xml>")
	f.Add("<xml><FromUserName>o</FromUserName><CreateTime>1794364200</CreateTime><MsgType>text</MsgType><Content>TD</Content><MsgId>1</MsgId></xml>")
	f.Add("<xml><FromUserName>o</FromUserName><CreateTime>-1</CreateTime><MsgType>event</MsgType><Event>subscribe_msg_sent_event</Event><SubscribeMsgSentEvent><List><ErrorCode>1</ErrorCode></List></SubscribeMsgSentEvent></xml>")
	account := wechat.Account{AppID: appID, Shelf: channel.NewShelf(nil)}
	c := wechat.Callback{Account: account, Who: func(context.Context, string) (string, string, error) { return "deer", "xiaowang", nil }}
	f.Fuzz(func(t *testing.T, body string) {
		r, err := c.Read(t.Context(), []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Events) > 3 || len(r.Parked) > 1 {
			t.Fatal(r)
		}
	})
}
