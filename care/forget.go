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
	// ErrNobody says that nothing is known under a key, so nothing was forgotten. The
	// usual cause is a key without its shop.
	ErrNobody = zh.Error("no customer has this key; give the shop and the customer's id as in the events")
	// ErrForgottenUnread says that a customer was forgotten whose memory could not be
	// read. Nothing of it is left. If the refusals were among what could not be read,
	// everything counts as refused until the customer allows something, and the shop has
	// to block again whom it had blocked. Tasks that people have already cannot be
	// withdrawn.
	ErrForgottenUnread = zh.Error("forgotten, but part of it could not be read: tell the people with a task of this customer, and block the customer again if needed")
)

// Forget removes everything that is known about a customer, and every message and task
// of the customer that waits in the outbox. Tasks that people have are withdrawn. Refusals
// stay, without their proof, and the shop's own block. So does when the customer was
// forgotten, and how often: what happened before begins nothing when it comes back. The
// package documentation says more, under Forgetting a customer.
//
// It works for memory that cannot be read; then its error is an ErrForgottenUnread. It
// is an ErrNobody when nothing is known under the key. With any other error the customer
// may be forgotten or not. Forgetting again is safe.
//
// Forget reads the outbox of the customer's partition. A message that a sender has in
// its hands at that moment may still go.
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
