package mail

import (
	"context"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// keep is how long a mail is known by its Message-ID: relays give up, and bounce, within
// five days.
const keep = 7 * 24 * time.Hour

// What a memo says of a mail. Behind the word stands the message's ID.
const (
	trying = "trying" // its last byte may have gone
	sent   = "sent"   // the relay has it
)

func memoKey(messageID string) string { return "mail/" + messageID }

// note puts down what is known of a mail. It is put down also when the context has ended.
func (s *Sender) note(ctx context.Context, messageID, state, id string) error {
	now := s.Now()
	return s.Shelf.Put(context.WithoutCancel(ctx), channel.Memo{
		Key: memoKey(messageID), Value: state + " " + id, At: now, Until: now.Add(keep),
	})
}

// forget takes back that a mail was tried: the relay has refused it.
func (s *Sender) forget(ctx context.Context, messageID string) error {
	now := s.Now()
	return s.Shelf.Put(context.WithoutCancel(ctx), channel.Memo{Key: memoKey(messageID), At: now, Until: now})
}

// recall is what is known of a mail; empty: nothing.
func (s *Sender) recall(ctx context.Context, messageID string) (state string, err error) {
	memos, err := s.Shelf.Get(ctx, memoKey(messageID))
	if err != nil || len(memos) == 0 {
		return "", err
	}
	state, _, _ = strings.Cut(memos[0].Value, " ")
	return state, nil
}

// owner is the ID of the message that became a mail; false if none is known.
func (s *Sender) owner(ctx context.Context, messageID string) (id string, known bool, err error) {
	memos, err := s.Shelf.Get(ctx, memoKey(messageID))
	if err != nil || len(memos) == 0 {
		return "", false, err
	}
	_, id, known = strings.Cut(memos[0].Value, " ")
	return id, known, nil
}
