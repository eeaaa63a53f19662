package care_test

import (
	"context"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// The provider has not approved the template of a text. What says the same waits, the rest
// of the channel goes on, and the shop sees which text it has to mend. The provider takes a
// hundred messages a second.
func ExampleEngine_Stopped() {
	ctx, now := context.Background(), tenOClock
	sms := channel.SenderFunc(func(context.Context, channel.Message) (channel.Receipt, error) {
		return channel.Receipt{}, fmt.Errorf("isv.SMS_TEMPLATE_ILLEGAL: %w", channel.ErrWording)
	})
	engine, err := care.New(loaded(reminding), care.Options{
		Now:     func() time.Time { return now },
		Senders: map[channel.Kind]channel.Sender{channel.SMS: sms},
		Rates:   map[channel.Kind][]channel.Limit{channel.SMS: {{N: 100, Per: time.Second}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := engine.Handle(ctx, scarf); err != nil {
		fmt.Println(err)
	}
	now = tenOClock.Add(30 * time.Minute)
	if _, err := engine.Advance(ctx, now); err != nil {
		fmt.Println(err)
	}
	done, err := engine.Deliver(ctx)
	fmt.Println("kept:", done.Stopped, err)
	for _, s := range engine.Stopped() {
		fmt.Println(s.Channel, s.Wording, "until", s.Until.Format("15:04"), "because", s.Why)
	}
	engine.Resume(channel.SMS) // it was mended
	fmt.Println(len(engine.Stopped()))
	// Output:
	// kept: 1 <nil>
	// sms gentle until 10:40 because isv.SMS_TEMPLATE_ILLEGAL: the wording is stopped
	// 0
}
