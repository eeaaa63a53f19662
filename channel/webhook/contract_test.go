package webhook_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/webhook"
)

// against serves a fake receiver, and gives a sender to it.
func against(t *testing.T, repeats bool) (*channeltest.Webhook, *webhook.Sender) {
	t.Helper()
	fake := &channeltest.Webhook{Secret: "whsec-test", Repeats: repeats}
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	return fake, &webhook.Sender{
		Receiver: webhook.Receiver{URL: server.URL, Secret: "whsec-test"}, Repeats: repeats, Shelf: channel.NewShelf(nil),
	}
}

// With a receiver that goes by the key, and with one that does not.
func TestSender_KeepsTheContract(t *testing.T) {
	to := func(number string) channel.Message {
		return channel.Message{
			CustomerID: "xiaowang", Kind: channel.SMS, Purpose: tiexin.Notice, Text: "您的订单已发货",
			Address: channel.Address{Kind: channel.SMS, To: number, Phone: tiexin.Phone{Number: number}},
		}
	}
	for name, repeats := range map[string]bool{"a receiver that goes by the key": true, "one that does not": false} {
		t.Run(name, func(t *testing.T) {
			var fake *channeltest.Webhook
			caretest.TestSender(t, func() channel.Sender {
				f, s := against(t, repeats)
				fake = f
				f.To("13800000001", channeltest.Refuses("undeliverable"))
				f.To("13800000002", channeltest.Throttles)
				f.To("13800000003", channeltest.Fails(503))
				return s
			}, caretest.SenderOptions{
				Delivered:     func(_ channel.Sender, id string) int { return fake.Reached(id) },
				Undeliverable: []channel.Message{to("13800000001")},
				Passing:       []channel.Message{to("13800000002"), to("13800000003")},
			})
		})
	}
}

// The receiver has taken the message and hangs up, or breaks down. Whatever the sender
// hears, the customer gets it once.
func TestSender_ALostAnswerReachesNobodyTwice(t *testing.T) {
	for _, behaviour := range []channeltest.Behaviour{channeltest.TakesAndHangsUp, channeltest.TakesAndFails(502)} {
		for _, repeats := range []bool{true, false} {
			fake, s := against(t, repeats)
			fake.Then(behaviour)
			_, err := s.Send(t.Context(), message)
			require.Error(t, err)
			assert.Equal(t, !repeats, errors.Is(err, channel.ErrUnknownOutcome), "%v", err)
			_, err = s.Send(t.Context(), message)
			if repeats {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, channel.ErrUnknownOutcome)
			}
			assert.Equal(t, 1, fake.Reached(message.ID))
		}
	}
}

// A message that failed by one channel may come by another to the same receiver.
func TestSender_TheNextChannelIsAnotherMessage(t *testing.T) {
	for _, repeats := range []bool{true, false} {
		fake, s := against(t, repeats)
		_, err := s.Send(t.Context(), message)
		require.NoError(t, err)
		next := message
		next.Kind = channel.WeChat
		_, err = s.Send(t.Context(), next)
		require.NoError(t, err)
		assert.Equal(t, 2, fake.Reached(message.ID))
	}
}

// What was refused for the time being goes the next time, also where the shelf is asked.
func TestSender_APassingFailureIsTriedAgain(t *testing.T) {
	for _, behaviour := range []channeltest.Behaviour{channeltest.Throttles, channeltest.Fails(503), channeltest.Refuses("stopped"), channeltest.Refuses("wording")} {
		fake, s := against(t, false)
		fake.Then(behaviour)
		_, err := s.Send(t.Context(), message)
		require.Error(t, err)
		_, err = s.Send(t.Context(), message)
		require.NoError(t, err)
		assert.Equal(t, 1, fake.Reached(message.ID))
	}
}

// A clock that is an hour off is a channel that is stopped: a person mends it.
func TestSender_AWrongClockStopsTheChannel(t *testing.T) {
	fake, s := against(t, true)
	s.Now = func() time.Time { return time.Now().Add(time.Hour) }
	_, err := s.Send(t.Context(), message)
	require.ErrorIs(t, err, channel.ErrStopped)
	assert.Zero(t, fake.Reached(message.ID))
}

// From a message to its report and the customer's answer, twice over.
func TestSender_AndWhatComesBack(t *testing.T) {
	var heard []tiexin.Event
	reports := httptest.NewServer(feed.Handler(webhook.Reports{Secrets: []string{"whsec-test"}}, feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error { heard = append(heard, events...); return nil },
	}))
	defer reports.Close()
	fake, s := against(t, true)
	fake.Receipts = channeltest.Receipts{URL: reports.URL, When: channeltest.Twice}
	_, err := s.Send(t.Context(), message)
	require.NoError(t, err)
	fake.Reply(message.ID, "什么时候发货")
	require.NoError(t, fake.Push(t.Context()))
	require.Len(t, heard, 3)
	assert.Equal(t, heard[0].ID, heard[1].ID)
	assert.Equal(t, tiexin.EventMessageDelivered, heard[0].Type)
	assert.Equal(t, "xiaowang 什么时候发货", heard[2].Customer.ID+" "+heard[2].Message.Text)
}
