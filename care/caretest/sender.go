package caretest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// SenderOptions configure TestSender. The zero value runs the tests that need no
// further data.
type SenderOptions struct {
	// Message is a message that the sender accepts; its ID is replaced. Default: a
	// notice by SMS.
	Message channel.Message
	// Delivered is the number of times that the customer got the message with an
	// ID. Default: unknown, and not tested.
	Delivered func(s channel.Sender, id string) int
	// Undeliverable are messages with a permanent failure: a bad number, no
	// follower. Default: none.
	Undeliverable []channel.Message
	// Passing are messages with a temporary failure: throttled, a server that is
	// down. Default: none.
	Passing []channel.Message
}

// TestSender checks a sender against the contract of channel.Sender:
//
//   - a repeated ID does not reach the customer twice, also from several
//     goroutines at once;
//   - an ended context sends nothing;
//   - permanent and temporary failures are distinct;
//   - errors contain no number and no message text.
//
// open returns a sender that has sent nothing yet.
func TestSender(t *testing.T, open func() channel.Sender, o SenderOptions) {
	if o.Message.Kind == channel.None {
		o.Message = sampleMessage()
	}
	for _, part := range []struct {
		name string
		run  func(*senderTest)
	}{
		{"a message goes", (*senderTest).goes},
		{"the same message twice goes once", (*senderTest).twice},
		{"the same message from everywhere at once goes once", (*senderTest).atOnce},
		{"different messages at once all go", (*senderTest).many},
		{"with an ended context nothing goes", (*senderTest).ended},
		{"a failure for good says so", (*senderTest).undeliverable},
		{"a failure that passes says so", (*senderTest).passing},
	} {
		t.Run(part.name, func(t *testing.T) {
			part.run(&senderTest{T: t, SenderOptions: o, sender: open()})
		})
	}
}

func sampleMessage() channel.Message {
	return channel.Message{
		CustomerID: "xiaowang", Kind: channel.SMS, Purpose: tiexin.Notice, Text: "亲，您的订单已发货", Signature: "小鹿家",
		Address: channel.Address{Kind: channel.SMS, To: "13800000000", Phone: tiexin.Phone{Number: "13800000000"}},
		Flow:    "parcel", Rule: "shipped", Subject: "T1", Step: 1,
	}
}

type senderTest struct {
	*testing.T
	SenderOptions
	sender channel.Sender
}

func (t *senderTest) message(n int) channel.Message {
	m := t.Message
	m.ID = fmt.Sprintf("v1:/xiaowang/caretest/%s/T%d/0/1", strings.ReplaceAll(t.Name(), "/", "-"), n)
	return m
}

// delivered looks how often a message arrived, where that can be known.
func (t *senderTest) delivered(m channel.Message, least, most int) {
	t.Helper()
	if t.Delivered == nil {
		return
	}
	if n := t.Delivered(t.sender, m.ID); n < least || n > most {
		t.Errorf("the customer got the message %d times; want %d to %d", n, least, most)
	}
}

func (t *senderTest) goes() {
	m := t.message(1)
	if _, err := t.sender.Send(t.Context(), m); err != nil {
		t.Fatalf("Send: %v", err)
	}
	t.delivered(m, 1, 1)
}

func (t *senderTest) twice() {
	m := t.message(1)
	for attempt := 1; attempt <= 3; attempt++ {
		m.Attempt = attempt
		if _, err := t.sender.Send(t.Context(), m); err != nil && !(attempt > 1 && errors.Is(err, channel.ErrUnknownOutcome)) {
			t.Fatalf("attempt %d: %v; a repeated ID is taken, or its outcome is not known", attempt, err)
		}
	}
	t.delivered(m, 1, 1)
}

func (t *senderTest) atOnce() {
	m := t.message(1)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { _, _ = t.sender.Send(t.Context(), m) })
	}
	wg.Wait()
	t.delivered(m, 1, 1)
}

func (t *senderTest) many() {
	var wg sync.WaitGroup
	for n := range 16 {
		wg.Go(func() {
			if _, err := t.sender.Send(t.Context(), t.message(n)); err != nil {
				t.Errorf("message %d: %v", n, err)
			}
		})
	}
	wg.Wait()
	for n := range 16 {
		t.delivered(t.message(n), 1, 1)
	}
}

func (t *senderTest) ended() {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := t.message(1)
	done := make(chan error, 1)
	go func() {
		_, err := t.sender.Send(ctx, m)
		done <- err
	}()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Send says %v; want the context's error", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("Send does not return although its context has ended")
	}
	t.delivered(m, 0, 0)
}

func (t *senderTest) undeliverable() {
	for i, m := range t.Undeliverable {
		m.ID = t.message(i).ID
		_, err := t.sender.Send(t.Context(), m)
		if !errors.Is(err, channel.ErrUndeliverable) {
			t.Errorf("message %d: Send says %v; want an ErrUndeliverable", i, err)
		}
		t.discreet(m, err)
		t.delivered(m, 0, 0)
	}
}

func (t *senderTest) passing() {
	for i, m := range t.Passing {
		m.ID = t.message(i).ID
		_, err := t.sender.Send(t.Context(), m)
		for _, final := range []error{channel.ErrUndeliverable, channel.ErrStopped, channel.ErrWording, channel.ErrTooLate, channel.ErrUnknownOutcome} {
			if err == nil || errors.Is(err, final) {
				t.Errorf("message %d: Send says %v; want an error after which trying again may help", i, err)
				break
			}
		}
		t.discreet(m, err)
		t.delivered(m, 0, 0)
	}
}

// discreet makes sure that an error can be logged.
func (t *senderTest) discreet(m channel.Message, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for _, secret := range []string{m.Address.To, m.Address.Phone.Number, m.Text} {
		if secret != "" && strings.Contains(err.Error(), secret) {
			t.Errorf("the error gives the address or the words away: %s", strings.ReplaceAll(err.Error(), secret, "(…)"))
		}
	}
}
