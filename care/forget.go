package care

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/decide"
)

var (
	// ErrNobody means that the key is unknown, so nothing was forgotten. The usual cause
	// is a key without its shop.
	ErrNobody = zh.Error("no customer has this key; give the shop and the customer's id as in the events")
	// ErrForgottenUnread means that a customer was forgotten whose record could not be
	// read. The record is removed. If the refusals could not be read, all purposes count
	// as refused until the customer allows something. The shop then has to renew its own
	// block. Tasks that people already have cannot be withdrawn.
	ErrForgottenUnread = zh.Error("forgotten, but part of it could not be read: tell the people with a task of this customer, and block the customer again if needed")
)

// Forget removes all data of a customer, and every message and task of the customer in the
// outbox. Tasks that people have are withdrawn. It keeps refusals, without their proof,
// the shop's own block, and the time and number of times of forgetting. Earlier events
// start nothing if they come again. See "Forgetting a customer" in the package
// documentation.
//
// It works for a record that cannot be read; then its error is an ErrForgottenUnread. It
// is an ErrNobody if the key is unknown. With any other error the customer may be
// forgotten or not. Forgetting again is safe.
//
// Forget reads the outbox of the customer's partition. A message that a sender is sending
// at that moment may still be sent.
func (e *Engine) Forget(ctx context.Context, key Key) error {
	err := e.settle(ctx, &input{key: key, forget: true})
	if err != nil && !errors.Is(err, ErrForgottenUnread) {
		return err
	}
	return errors.Join(err, e.clearOutbox(ctx, key))
}

func nobody(key Key) error { return zh.Error("care: customer %s: %w", key, ErrNobody) }

// forgets says that a turn is to forget its customer.
func (t *turn) forgets() bool {
	for _, in := range t.inputs {
		if in.forget {
			return true
		}
	}
	return false
}

// clears says that a turn is of an id of somebody who was forgotten under another.
func (t *turn) clears() bool {
	return slices.ContainsFunc(t.inputs, func(in *input) bool { return in.clears })
}

// forget has a step forget the customer of a turn. Unread is why the memory could not be
// read; nil: it could.
func (t *turn) forget(step *decide.Step, now ask.Instant, unread error) error {
	if t.record.Version == 0 && len(t.held) == 0 && t.same {
		return nobody(t.key)
	}
	t.same = false
	if unread = step.Forget(now, unread); unread != nil {
		return zh.Error("care: customer %s: %w (%w)", t.key, ErrForgottenUnread, unread)
	}
	return nil
}

// loadHeld finds what the outbox holds of the customers who are to be forgotten.
func (s *shard) loadHeld(ctx context.Context, turns []*turn) error {
	for _, t := range turns {
		if !slices.ContainsFunc(t.inputs, func(in *input) bool { return in.forget || in.clears }) {
			continue
		}
		n, _, err := s.lease.Len(ctx)
		if err != nil {
			return err
		}
		pending, _, err := s.lease.Pending(ctx, math.MaxInt64, n)
		if err != nil {
			return err
		}
		for i := range pending {
			if p := &pending[i]; p.Key == t.key && !p.takesBack() {
				t.held = append(t.held, p.ID)
			}
		}
	}
	return nil
}

// takesBack says that a posting takes a task back from the desk. It holds no text and no
// address.
func (p *Posting) takesBack() bool { return strings.HasSuffix(p.ID, "@"+decide.Withdrawn) }
