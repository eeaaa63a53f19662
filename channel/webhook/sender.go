package webhook

import (
	"context"
	"fmt"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// A Sender hands messages to a receiver, which sends them on by whatever channel they are
// of. It may be called from several goroutines at once.
type Sender struct {
	Receiver
	// Repeats says that the receiver lets what comes again under one Idempotency-Key count
	// once, and answers as it did the first time. Then a lost answer, and a status of 5xx, is
	// an error in passing. Default: they are unknown outcomes.
	Repeats bool
	// WithoutValues leaves Message.Values out: what the placeholders of the text were filled
	// with. Default: they are sent.
	WithoutValues bool
}

// Send posts {"message": …}. The receiver has the message when it answers 2xx.
func (s *Sender) Send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	sent := m
	if s.WithoutValues {
		sent.Values = nil
	}
	a, err := s.post(ctx, letter{Message: &sent}, m.ID, s.Repeats)
	var r channel.Receipt
	if err == nil {
		r, err = understand(a, s.Repeats, s.now(), striker(m))
	}
	if err != nil {
		return channel.Receipt{}, fmt.Errorf("webhook: message %s: %w", m.ID, err)
	}
	return r, nil
}

// striker strikes out of the receiver's words what the message was told about its customer.
func striker(m channel.Message) func(string) string {
	var words discreet.Striker
	words.Addresses(m.Address.To, m.Address.Phone.Number)
	words.Words(m.Text)
	for _, p := range m.Params {
		words.Words(p.Value)
	}
	for _, value := range m.Values {
		words.Words(value)
	}
	return words.Strike
}
