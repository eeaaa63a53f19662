package sms

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// How long memos are good for.
const (
	keepMessage = 30 * 24 * time.Hour  // longer than any message waits, and any receipt takes
	keepNumber  = 400 * 24 * time.Hour // a refusal may answer last year's message of the season
	keepOpen    = 72 * time.Hour       // carriers end their attempts after that
)

// A Book is a sender's memory on a shelf.
type Book struct {
	Provider string // "aliyun": the beginning of every key
	Shelf    channel.Shelf
	Secret   string // numbers are hashed and encrypted by it
	Now      func() time.Time
}

// A State is what is known of a message.
type State string

// The states.
const (
	New   State = ""      // nothing: it may go
	Open  State = "open"  // it was about to go; whether the provider has it is not known
	Taken State = "taken" // the provider has it
)

// An Entry is what stands in the book of a message.
type Entry struct {
	State      State     `json:"state"`
	ProviderID string    `json:"provider_id,omitempty"`
	At         time.Time `json:"-"` // since when
}

func (b Book) key(parts ...string) string {
	key := b.Provider
	for _, part := range parts {
		key += "/" + part
	}
	return key
}

// Entry looks a message up.
func (b Book) Entry(ctx context.Context, id string) (e Entry, err error) {
	memos, err := b.Shelf.Get(ctx, b.key("message", channel.ShortID(id)))
	if err != nil || len(memos) == 0 {
		return Entry{}, err
	}
	err = json.Unmarshal([]byte(memos[0].Value), &e)
	e.At = memos[0].At
	return e, err
}

// Begin notes that a message is about to go. What follows without Take or Leave may have
// gone.
func (b Book) Begin(ctx context.Context, id string) error {
	return b.write(ctx, id, Entry{State: Open})
}

// Take notes that the provider has a message, and what it calls it.
func (b Book) Take(ctx context.Context, id, providerID string) error {
	return b.write(ctx, id, Entry{State: Taken, ProviderID: providerID})
}

// Leave notes that the provider has not taken a message, so that it may be tried again.
func (b Book) Leave(ctx context.Context, id string) error { return b.write(ctx, id, Entry{}) }

func (b Book) write(ctx context.Context, id string, e Entry) error {
	value, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return b.put(ctx, b.key("message", channel.ShortID(id)), "", string(value), keepMessage)
}

func (b Book) put(ctx context.Context, key, name, value string, keep time.Duration) error {
	now := b.Now()
	return b.Shelf.Put(ctx, channel.Memo{Key: key, Name: name, Value: value, At: now, Until: now.Add(keep)})
}

// Alias notes that a provider's word stands for a message.
func (b Book) Alias(ctx context.Context, word, id string) error {
	return b.put(ctx, b.key("alias", word), "", id, keepMessage)
}

// IDOf is the message that a provider's word stands for; empty: it stands for none.
func (b Book) IDOf(ctx context.Context, word string) (id string, err error) {
	memos, err := b.Shelf.Get(ctx, b.key("alias", word))
	if err != nil || len(memos) == 0 {
		return "", err
	}
	return memos[0].Value, nil
}

// Wrote notes that a message went to a number, in place of an earlier one to the same
// customer.
func (b Book) Wrote(ctx context.Context, number string, m channel.Message) error {
	value, err := json.Marshal(written{m.ID, m.Signature})
	if err != nil {
		return err
	}
	return b.put(ctx, b.key("number", b.hash(number)), m.Shop+"/"+m.CustomerID, string(value), keepNumber)
}

// A written memo is the last message to a customer at a number.
type written struct {
	ID        string `json:"id"`
	Signature string `json:"signature,omitempty"`
}

// lastTo are the last messages to the customers at a number, the latest first; with a
// signature those that went by it, where there are any.
func (b Book) lastTo(ctx context.Context, number, signature string) ([]string, error) {
	memos, err := b.Shelf.Get(ctx, b.key("number", b.hash(number)))
	if err != nil {
		return nil, err
	}
	var all, same []string
	for _, m := range memos {
		var w written
		if err := json.Unmarshal([]byte(m.Value), &w); err != nil {
			return nil, fmt.Errorf("a memo cannot be read: %w", err)
		}
		all = append(all, w.ID)
		if w.Signature == signature {
			same = append(same, w.ID)
		}
	}
	if signature != "" && len(same) > 0 {
		return same, nil
	}
	return all, nil
}

// An Unsettled message may have gone. It waits until the provider is asked.
type Unsettled struct {
	ID     string
	Number string
	At     time.Time // when it may have gone
	Next   time.Time // when it is to be asked for
}

// sealed is an Unsettled message as it stands on the shelf.
type sealed struct {
	ID     string    `json:"id"`
	Number string    `json:"number"` // encrypted
	At     time.Time `json:"at"`
	Next   time.Time `json:"next"`
}

// Wonder notes that a message may have gone to a number.
func (b Book) Wonder(ctx context.Context, u Unsettled) error {
	number, err := b.seal(u.Number, u.ID)
	if err != nil {
		return err
	}
	value, err := json.Marshal(sealed{u.ID, number, u.At, u.Next})
	if err != nil {
		return err
	}
	left := u.At.Add(keepOpen).Sub(b.Now())
	return b.put(ctx, b.key("open"), channel.ShortID(u.ID), string(value), max(left, 0))
}

// Settle notes that it is known what became of a message, and lets go of its number.
func (b Book) Settle(ctx context.Context, id string) error {
	return b.put(ctx, b.key("open"), channel.ShortID(id), "", 0)
}

// Unsettled are the messages that are to be asked for by now, those of the longest ago first.
func (b Book) Unsettled(ctx context.Context) ([]Unsettled, error) {
	all, err := b.unsettled(ctx)
	return slices.DeleteFunc(all, func(u Unsettled) bool { return u.Next.After(b.Now()) }), err
}

// unsettled are all of them. What cannot be decrypted, as after a change of the secret, is
// left out.
func (b Book) unsettled(ctx context.Context) ([]Unsettled, error) {
	memos, err := b.Shelf.Get(ctx, b.key("open"))
	if err != nil {
		return nil, err
	}
	var all []Unsettled
	for _, m := range memos {
		var s sealed
		if json.Unmarshal([]byte(m.Value), &s) != nil {
			continue
		}
		if number, err := b.open(s.Number, s.ID); err == nil {
			all = append(all, Unsettled{s.ID, number, s.At, s.Next})
		}
	}
	slices.SortStableFunc(all, func(x, y Unsettled) int { return x.At.Compare(y.At) })
	return all, nil
}

// Once says whether something is to be told: the first time a year, over all replicas.
func (b Book) Once(ctx context.Context, word string) bool {
	key := b.key("told", word)
	memos, err := b.Shelf.Get(ctx, key)
	return err == nil && len(memos) == 0 && b.put(ctx, key, "", "", 365*24*time.Hour) == nil
}
