package crash

import (
	"context"
	"embed"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

const (
	customers = 4_000
	writers   = 64
	speed     = 500 // the shop's clock runs so many times as fast as ours
)

//go:embed rules.yaml
var rulesFile embed.FS

// An Open opens the store at a place. It is called in several processes, one after the
// other.
type Open func(place string) (care.Store, error)

// Engine is the shop's engine: it reminds the buyers of orders that are unpaid after two
// minutes, and calls send with the id of every message.
func Engine(store care.Store, now func() time.Time, send func(id string)) (*care.Engine, error) {
	rules, err := care.Load(rulesFile, "*.yaml")
	if err != nil {
		return nil, err
	}
	if c, ok := store.(care.Checker); ok {
		if err := c.Check(context.Background()); err != nil {
			return nil, err
		}
	}
	return care.New(rules, care.Options{Store: alone{store}, Now: now, Parallel: 256, Senders: map[channel.Kind]channel.Sender{
		channel.SMS: channel.SenderFunc(func(_ context.Context, m channel.Message) (channel.Receipt, error) {
			send(m.ID)
			return channel.Receipt{}, nil
		}),
	}})
}

// alone is a store as the engine sees one that nobody shares with it: the shop's clock is
// not that of the store.
type alone struct{ care.Store }

// Day is ten o'clock of the day on which a cycle happens. They lie far apart, so that the
// memory of old orders does not grow with the number of cycles.
func Day(cycle int) time.Time {
	return time.Date(2026, 11, 1+40*cycle, 10, 0, 0, 0, tiexin.Shanghai())
}

// Event is one of the two events of an order: it was placed, or paid.
func Event(cycle, order, customer int, paid bool, at time.Time) tiexin.Event {
	e := tiexin.Event{
		ID: fmt.Sprintf("e%d-%d", cycle, order), Type: tiexin.EventOrderCreated, At: at,
		Customer: tiexin.Customer{ID: fmt.Sprintf("c%d", customer), Nick: "小鱼", Mobile: tiexin.Phone{Number: "13800000000"}},
		Order:    &tiexin.Order{ID: fmt.Sprintf("o%d-%d", cycle, order), Amount: 8900, Title: "羊绒围巾"},
	}
	if paid {
		e.ID, e.Type, e.Customer = e.ID+"p", tiexin.EventOrderPaid, tiexin.Customer{ID: e.Customer.ID}
	} else {
		e.Order.CreatedAt = at
	}
	return e
}
