package webhook

import (
	"context"
	"errors"
	"fmt"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// A Sender passes messages of any channel to a receiver, which sends them. It may be copied,
// and several goroutines may call it at once.
type Sender struct {
	Receiver
	// Repeats is true if the receiver counts requests with the same Idempotency-Key once, and
	// repeats its first answer. A lost answer or a status of 5xx is then a temporary error.
	// Default: both are unknown outcomes, and a message that may have been sent is not posted
	// again.
	Repeats bool
	// Shelf stores which messages were sent or may have been. Required without Repeats.
	Shelf channel.Shelf
	// WithoutValues leaves out Message.Values, the values of the text's placeholders.
	// Default: they are sent.
	WithoutValues bool
}

// Send posts {"message": …}. The receiver has the message when it answers 2xx.
func (s Sender) Send(ctx context.Context, m channel.Message) (r channel.Receipt, err error) {
	switch {
	case s.Repeats:
		r, err = s.send(ctx, m)
	case s.Shelf == nil:
		err = fmt.Errorf("%w: set Shelf, or Repeats where the receiver goes by the Idempotency-Key", channel.ErrStopped)
	default:
		r, err = s.once(ctx, m)
	}
	if err != nil {
		return channel.Receipt{}, fmt.Errorf("webhook: message %s: %w", m.ID, err)
	}
	return r, nil
}

func (s Sender) send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	sent := m
	if s.WithoutValues {
		sent.Values = nil
	}
	a, err := s.post(ctx, letter{Message: &sent}, keyOf(m), s.Repeats)
	if err != nil {
		return channel.Receipt{}, err
	}
	return understand(a, s.Repeats, s.now(), striker(m))
}

// once sends what has not gone by this channel and cannot have gone.
func (s Sender) once(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	key := keyOf(m)
	book := sms.Book{Provider: "webhook", Shelf: s.Shelf, Secret: s.Secret, Now: s.now}
	done, err := sms.Alone(ctx, "webhook "+key)
	if err != nil {
		return channel.Receipt{}, err
	}
	defer done()
	switch entry, err := book.Entry(ctx, key); {
	case err != nil:
		return channel.Receipt{}, err
	case entry.State == sms.Taken:
		return channel.Receipt{ProviderID: entry.ProviderID}, nil
	case entry.State == sms.Open:
		return channel.Receipt{}, fmt.Errorf("%w: an earlier attempt got no answer", channel.ErrUnknownOutcome)
	}
	if err := book.Begin(ctx, key); err != nil {
		return channel.Receipt{}, err
	}
	r, err := s.send(ctx, m)
	after := context.WithoutCancel(ctx)
	switch {
	case err == nil:
		_ = book.Take(after, key, r.ProviderID) // else it stays open, and does not go again either
	case !errors.Is(err, channel.ErrUnknownOutcome):
		err = errors.Join(err, book.Leave(after, key))
	}
	return r, err
}

// keyOf is the same for what must count once: a message by one channel. Where that one
// failed for good, the message may come by another.
func keyOf(m channel.Message) string { return m.ID + "#" + m.Kind.String() }

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
