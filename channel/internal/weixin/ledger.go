package weixin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// A Ledger keeps on a shelf what was sent to whom: so that no message goes twice, and so that
// receipts and replies find their message. A receiver is kept as a hash.
type Ledger struct {
	Name  string // of the account, the same for all replicas: "wechat wx0123"
	Shelf channel.Shelf
	Now   func() time.Time
	// Window is how long the provider keeps the same message from going twice. Default: it
	// does not
	Window time.Duration

	mu    sync.Mutex
	under map[string]chan struct{} // the messages under way in this process
}

// Keep is how long a message is found again by its receiver, and Keep of its receipt.
const Keep = 48 * time.Hour

// An Entry is one message to a receiver.
type Entry struct {
	ID       string // ours
	Template string
	Number   string // the provider's; empty: it was not told, or the message may not have gone
	Taken    bool   // the provider has said so
	At       time.Time
}

// Send sends a message once. What is known to have been taken is not sent again; what may
// have been is an error in passing within the window, and sent again, and after it a
// channel.ErrUnknownOutcome. Send is to return one for what may have been taken, and any other
// error for what was not.
func (l *Ledger) Send(ctx context.Context, m channel.Message, send func(context.Context) (number string, err error)) (channel.Receipt, error) {
	leave, err := l.enter(ctx, m.ID)
	if err != nil {
		return channel.Receipt{}, err
	}
	defer leave()
	e := Entry{ID: m.ID, Template: m.Template, At: l.Now()}
	earlier, err := l.entry(ctx, m)
	switch {
	case err != nil:
		return channel.Receipt{}, fmt.Errorf("what was sent before cannot be looked up: %w", err)
	case earlier.Taken:
		return channel.Receipt{ProviderID: earlier.Number}, nil
	case earlier.ID != "" && l.Now().Sub(earlier.At) >= l.Window:
		return channel.Receipt{}, fmt.Errorf("%w: an earlier attempt had no answer", channel.ErrUnknownOutcome)
	case earlier.ID == "": // else the window began with the first attempt
		if err := l.put(ctx, m, e); err != nil {
			return channel.Receipt{}, fmt.Errorf("that it is sent cannot be noted: %w", err)
		}
	}
	// From here on the shelf may fail and nothing is lost but receipts: the message has its
	// outcome.
	number, err := send(ctx)
	written := context.WithoutCancel(ctx)
	if err == nil {
		e.Number, e.Taken = number, true
		_ = l.put(written, m, e)
		if number != "" {
			_ = l.Shelf.Put(written, channel.Memo{Key: l.numbered(number), Value: m.ID, At: e.At, Until: e.At.Add(Keep)})
		}
		return channel.Receipt{ProviderID: number}, nil
	}
	switch unknown := errors.Is(err, channel.ErrUnknownOutcome); {
	case unknown && l.Window > 0:
		return channel.Receipt{}, fmt.Errorf("the answer was lost, and it is sent once more: %s", err)
	case !unknown && earlier.ID == "":
		_ = l.strike(written, m)
	}
	return channel.Receipt{}, err
}

// enter lets one attempt of a message begin at a time.
func (l *Ledger) enter(ctx context.Context, id string) (leave func(), err error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		l.mu.Lock()
		other, busy := l.under[id]
		if !busy {
			done := make(chan struct{})
			if l.under == nil {
				l.under = map[string]chan struct{}{}
			}
			l.under[id] = done
			l.mu.Unlock()
			return func() {
				l.mu.Lock()
				delete(l.under, id)
				l.mu.Unlock()
				close(done)
			}, nil
		}
		l.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// entry is the message's own; zero: it was not begun.
func (l *Ledger) entry(ctx context.Context, m channel.Message) (Entry, error) {
	all, err := l.To(ctx, m.Address.To)
	for _, e := range all {
		if e.ID == m.ID {
			return e, err
		}
	}
	return Entry{}, err
}

// To are the messages to a receiver, the latest first.
func (l *Ledger) To(ctx context.Context, receiver string) (all []Entry, err error) {
	memos, err := l.Shelf.Get(ctx, l.receiver(receiver))
	for _, memo := range memos {
		parts := strings.Split(memo.Value, "\n")
		if len(parts) != 4 {
			continue
		}
		all = append(all, Entry{ID: parts[0], Template: parts[1], Number: parts[2], Taken: parts[3] == taken, At: memo.At})
	}
	return all, err
}

// Owner is the customer to whom the last message to a receiver went; empty: none is known.
func (l *Ledger) Owner(ctx context.Context, receiver string) (shop, customer string, err error) {
	sent, err := l.To(ctx, receiver)
	for _, e := range sent {
		if shop, customer, ok := channel.OwnerOf(e.ID); ok {
			return shop, customer, err
		}
	}
	return "", "", err
}

// taken is what stands with a message that the provider has.
const taken = "taken"

func (l *Ledger) put(ctx context.Context, m channel.Message, e Entry) error {
	state := "begun"
	if e.Taken {
		state = taken
	}
	return l.Shelf.Put(ctx, channel.Memo{
		Key: l.receiver(m.Address.To), Name: channel.ShortID(m.ID),
		Value: strings.Join([]string{e.ID, e.Template, e.Number, state}, "\n"), At: e.At, Until: e.At.Add(Keep),
	})
}

// strike takes a message out that was not sent.
func (l *Ledger) strike(ctx context.Context, m channel.Message) error {
	now := l.Now()
	return l.Shelf.Put(ctx, channel.Memo{Key: l.receiver(m.Address.To), Name: channel.ShortID(m.ID), At: now, Until: now})
}

// Numbered is the ID of the message with a provider's number; empty: it is none of ours.
func (l *Ledger) Numbered(ctx context.Context, number string) (id string, err error) {
	memos, err := l.Shelf.Get(ctx, l.numbered(number))
	if err != nil || len(memos) == 0 {
		return "", err
	}
	return memos[0].Value, nil
}

func (l *Ledger) numbered(number string) string   { return l.Name + " number " + number }
func (l *Ledger) receiver(receiver string) string { return l.Name + " to " + l.Hash(receiver) }

// Hash stands for a receiver where it may be read. Receivers are long random words, so that
// none is found by trying.
func (l *Ledger) Hash(receiver string) string {
	sum := sha256.Sum256([]byte(l.Name + "\x00" + receiver))
	return hex.EncodeToString(sum[:12])
}
