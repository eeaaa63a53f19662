package care_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// BenchmarkRelay hands 640 messages over to a sender that answers in 200 ms: messages a
// second, and the ratio to the bare sender with as many hands.
func BenchmarkRelay(b *testing.B) {
	const messages, hands, answers = 640, 64, 200 * time.Millisecond
	rules := mustLoad(b, `
version: 1
shop: {name: 小鹿家}
flows: {f: {title: 谢谢, about: order, when: order.paid, purpose: service, via: [sms], rules: [{name: r, send: hi}]}}
texts: {hi: 谢谢}
`)
	var relayed, bare time.Duration
	for b.Loop() {
		began := time.Now()
		work := make(chan struct{}, messages)
		for range messages {
			work <- struct{}{}
		}
		close(work)
		var wg sync.WaitGroup
		for range hands {
			wg.Go(func() {
				for range work {
					time.Sleep(answers)
				}
			})
		}
		wg.Wait()
		bare += time.Since(began)
		relayed += relays(b, rules, messages, answers)
	}
	b.ReportMetric(float64(messages*b.N)/relayed.Seconds(), "messages/s")
	b.ReportMetric(bare.Seconds()/relayed.Seconds(), "of-bare")
}

// relays is how long Run takes for so many messages that are decided already.
func relays(b *testing.B, rules *care.Rules, messages int, answers time.Duration) time.Duration {
	var wg sync.WaitGroup
	wg.Add(messages)
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	engine, err := care.New(rules, care.Options{Now: func() time.Time { return now }, Senders: map[channel.Kind]channel.Sender{
		channel.SMS: channel.SenderFunc(func(context.Context, channel.Message) (channel.Receipt, error) {
			time.Sleep(answers)
			wg.Done()
			return channel.Receipt{}, nil
		}),
	}})
	if err != nil {
		b.Fatal(err)
	}
	for i := range messages {
		who := tiexin.Customer{ID: fmt.Sprint("c", i), Mobile: tiexin.Phone{Number: "13800000000"}}
		if _, err := engine.Handle(b.Context(), tiexin.Event{ID: fmt.Sprint(i), Type: tiexin.EventOrderPaid, At: now, Customer: who, Order: &tiexin.Order{ID: "T"}}); err != nil {
			b.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan error)
	began := time.Now()
	go func() { ended <- engine.Run(ctx) }()
	wg.Wait()
	took := time.Since(began)
	stop()
	<-ended
	return took
}
