//go:build unix

package replicas

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// An Open opens the store at a place. It is called in several processes at a time.
type Open func(place string) (care.Shared, error)

// What a child is told.
const (
	childTest = "TestReplicaChild"
	placeName = "TIEXIN_REPLICAS_PLACE"
	ownerName = "TIEXIN_REPLICAS_OWNER"
	aheadName = "TIEXIN_REPLICAS_AHEAD" // how far its clock is ahead
	quietName = "TIEXIN_REPLICAS_QUIET" // a minute that is far away
)

const (
	customers = 300
	writers   = 4
	unpaidFor = 3 * time.Second // then an order is reminded
	lease     = 2 * time.Second
)

// rules remind of an order after three seconds, at any time of the day but for a minute
// that is far away.
const rules = `version: 1
shop: {name: 青禾家}
limits:
  caps:
    many: {at_most: 1000, within: 7d}
  quiet:
    far: {hours: QUIET, purposes: [notice]}
flows:
  payment:
    title: 催付
    about: order
    when: order.created
    while: unpaid
    purpose: notice
    via: sms
    rules:
      - {name: gentle, after: 3s, send: gentle}
texts:
  gentle: "#买家昵称|亲#，#商品名称#在待付款里等您"
`

// Child is one of the processes. What was confirmed, and what went to the provider, it says
// on its standard output: each line is one write, so none is torn. In a process that no test
// of this package has started it is skipped.
func Child(t *testing.T, open Open) {
	place, set := os.LookupEnv(placeName)
	if !set {
		t.Skip("it is run by the tests that stop it")
	}
	stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	store, err := open(place)
	if err != nil {
		t.Fatal(err)
	}
	ahead, err := time.ParseDuration(os.Getenv(aheadName))
	if err != nil {
		t.Fatal(err)
	}
	owner := os.Getenv(ownerName)
	s := &shop{name: fmt.Sprintf("%s.%d", owner, os.Getpid()), ahead: ahead}
	if s.engine, err = engine(store, t.TempDir(), owner, os.Getenv(quietName), s.now, s.send); err != nil {
		t.Fatal(err)
	}
	s.work(stopped)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := errors.Join(s.engine.Close(ctx), store.Close()); err != nil {
		t.Fatal(err)
	}
	say("closed")
}

func say(format string, a ...any) { fmt.Fprintf(os.Stdout, "#"+format+"\n", a...) }

// engine is a process's, with rules that it finds in a folder.
func engine(store care.Store, folder, owner, quiet string, now func() time.Time, send func(id string)) (*care.Engine, error) {
	text := strings.Replace(rules, "QUIET", quiet, 1)
	if err := os.WriteFile(filepath.Join(folder, "rules.yaml"), []byte(text), 0o600); err != nil {
		return nil, err
	}
	loaded, err := care.Load(os.DirFS(folder), "*.yaml")
	if err != nil {
		return nil, err
	}
	return care.New(loaded, care.Options{
		Store: store, Owner: owner, Lease: lease, Now: now, Logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
		Senders: map[channel.Kind]channel.Sender{
			channel.SMS: channel.SenderFunc(func(_ context.Context, m channel.Message) (channel.Receipt, error) {
				send(m.ID)
				return channel.Receipt{}, nil
			}),
		},
	})
}

// A shop is a process at work.
type shop struct {
	engine *care.Engine
	name   string // that no other process has, before or after it
	ahead  time.Duration
	orders atomic.Int64
}

func (s *shop) now() time.Time { return time.Now().Add(s.ahead) }

func (s *shop) send(id string) { say("sent %s", id) }

// work works until it is told to stop.
func (s *shop) work(ctx context.Context) {
	var all sync.WaitGroup
	all.Go(func() {
		if err := s.engine.Run(ctx); !errors.Is(err, context.Canceled) {
			say("fault Run ended: %v", err)
		}
	})
	for range writers {
		all.Go(func() { s.write(ctx) })
	}
	all.Wait()
}

// write is a webhook: of the orders that it brings, every second is paid before it is
// reminded, or a little after that.
func (s *shop) write(ctx context.Context) {
	type placed struct{ order, customer int }
	var mine []placed
	for ctx.Err() == nil {
		o := placed{int(s.orders.Add(1)), rand.IntN(customers)}
		s.take(event(s.name, o.order, o.customer, false, s.now()))
		mine = append(mine, o)
		if len(mine) == 1+rand.IntN(60) || len(mine) > 60 {
			if rand.IntN(2) == 0 {
				s.take(event(s.name, mine[0].order, mine[0].customer, true, s.now()))
			}
			mine = mine[1:]
		}
		time.Sleep(rand.N(60 * time.Millisecond))
	}
}

// take brings an event until it is confirmed, as a platform does.
func (s *shop) take(e tiexin.Event) {
	for range 100 {
		_, err := s.engine.Handle(context.Background(), e)
		if err == nil {
			say("took %s %s %v %d", e.Order.ID, e.Customer.ID, e.Type == tiexin.EventOrderPaid, e.At.UnixMilli())
			return
		}
		say("fault %s: %v", e.ID, err)
		time.Sleep(50 * time.Millisecond)
	}
}

// event is one of the two events of an order: it was placed, or paid.
func event(name string, order, customer int, paid bool, at time.Time) tiexin.Event {
	id := fmt.Sprintf("%s-%d", name, order)
	at = at.Truncate(time.Millisecond)
	e := tiexin.Event{
		ID: "e" + id, Type: tiexin.EventOrderCreated, At: at,
		Customer: tiexin.Customer{ID: fmt.Sprintf("c%d", customer), Nick: "小鱼", Mobile: tiexin.Phone{Number: "13800000000"}},
		Order:    &tiexin.Order{ID: "o" + id, Amount: 8900, Title: "羊绒围巾"},
	}
	if paid {
		e.ID, e.Type, e.Customer = e.ID+"p", tiexin.EventOrderPaid, tiexin.Customer{ID: e.Customer.ID}
	} else {
		e.Order.CreatedAt = at
	}
	return e
}
