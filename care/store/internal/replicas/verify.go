//go:build unix

package replicas

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// stopAll ends all processes that are alive.
func (f *fleet) stopAll() {
	f.Helper()
	for _, c := range f.children {
		select {
		case <-c.ended:
		default:
			f.stop(c)
		}
	}
}

// slack is how much earlier than it was due a message may seem to go: clocks are read and
// rounded in two processes.
const slack = 100 * time.Millisecond

// heard is how long after a payment was confirmed a reminder may still be under way: the
// payment waits in an inbox, or the message was in the hands of its sender.
const heard = 1500 * time.Millisecond

// verify lets one process go on alone until nothing waits, and compares what is remembered
// with what the processes said. It says how many messages were handed over again.
func (f *fleet) verify() (again int) {
	f.Helper()
	last, err := engine(f.store, f.TempDir(), "last", f.quiet, time.Now, func(id string) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.sent[id] = append(f.sent[id], time.Now())
	})
	if err != nil {
		f.Fatal(err)
	}
	running, end := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- last.Run(running) }()
	f.divided(patience, "last")
	time.Sleep(unpaidFor + 5*time.Second + time.Second) // also for a clock that was ahead
	end()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		f.Errorf("Run ended with %v", err)
	}
	said := f.remembered(last)
	for id, o := range f.orders {
		f.look(id, o, said[id])
	}
	for id, times := range f.sent {
		again += len(times) - 1
		if !slices.ContainsFunc(said[orderOf(id)], func(m string) bool { return m == id }) {
			f.Errorf("the provider got %s, and it is not remembered", id)
		}
	}
	f.Logf("%d orders, %d messages, %d of them handed over again, %d events refused at first", len(f.orders), len(f.sent), again, len(f.faults))
	if len(f.orders) < 100 || len(f.sent) < 50 {
		f.Errorf("that is too little to say anything")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := last.Close(ctx); err != nil {
		f.Error(err)
	}
	return again
}

// look compares one order.
func (f *fleet) look(id string, o *order, said []string) {
	f.Helper()
	switch {
	case o.placed.IsZero(): // the payment came first, and the process died before it said the other
	case said == nil:
		f.Errorf("the order %s was confirmed, and is unknown", id)
	case len(said) > 1:
		f.Errorf("the order %s is reminded with %v", id, said)
	case len(said) == 0 && !o.paid:
		f.Errorf("the order %s is not paid, and no reminder was sent", id)
	case len(said) == 1 && len(f.sent[said[0]]) == 0:
		f.Errorf("%s was decided, and the provider never got it", said[0])
	case len(said) == 1:
		for _, at := range f.sent[said[0]] {
			if early := o.placed.Add(unpaidFor).Sub(at); early > slack {
				f.Errorf("%s went %s too early", said[0], early)
			}
		}
		if at := f.sent[said[0]][0]; o.paid && at.Sub(o.knownPaid) > heard {
			f.Errorf("%s went %s after the payment was confirmed, and %s after the order was placed", said[0], at.Sub(o.knownPaid), at.Sub(o.placed))
		}
	}
}

// remembered are the ids of the messages about each order that is known.
func (f *fleet) remembered(e *care.Engine) map[string][]string {
	f.Helper()
	ctx := context.Background()
	orders := map[string][]string{}
	for n := range customers {
		x, err := e.Explain(ctx, care.Key{Customer: fmt.Sprintf("c%d", n)})
		if err != nil {
			f.Fatalf("Explain: %v", err)
		}
		for _, s := range x.Subjects {
			if s.Kind == "order" {
				orders[s.ID] = []string{}
			}
		}
		for _, m := range x.Said {
			if id := orderOf(m.ID); orders[id] != nil {
				orders[id] = append(orders[id], m.ID)
			}
		}
	}
	return orders
}

// orderOf is the order that a message is about.
func orderOf(message string) string {
	parts := strings.Split(message, "/")
	if len(parts) < 5 {
		return ""
	}
	return parts[len(parts)-3]
}
