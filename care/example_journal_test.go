package care_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing/fstest"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// Weeks later a customer complains about silence. The journal, here out of an archive, says
// what was decided and why.
func ExamplePastOf() {
	rules, err := care.Load(fstest.MapFS{"paid.yaml": {Data: []byte(`version: 1
shop: {name: 小鹿家}
flows:
  paid:
    title: 付款关怀
    about: order
    purpose: service
    when: order.paid
    via: [wangwang]
    rules: [{name: thanks, title: 谢谢, send: thanks}]
texts: {thanks: 谢谢#买家昵称|您#}
`)}}, "paid.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	engine, err := care.New(rules, care.Options{
		Store: care.NewMemory(), Journal: &care.JournalOptions{Leave: []care.Reason{}}, Now: func() time.Time { return at },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	paid := tiexin.Event{ID: "e1", Type: tiexin.EventOrderPaid, At: at, Order: &tiexin.Order{ID: "T1"}, Customer: tiexin.Customer{ID: "xiaowang"}}
	if _, err := engine.Handle(ctx, paid); err != nil {
		fmt.Println(err)
		return
	}

	var archive bytes.Buffer
	lines, err := engine.Journal(ctx, care.Key{Customer: "xiaowang"}, at, at.Add(time.Hour))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := care.WriteJournal(&archive, lines); err != nil {
		fmt.Println(err)
		return
	}
	lines = nil
	for line, err := range care.ReadJournal(&archive, rules) {
		if err != nil {
			fmt.Println(err)
			return
		}
		lines = append(lines, line)
	}
	past, err := care.PastOf(rules, care.Key{Customer: "xiaowang"}, lines, at, at.Add(time.Hour))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := past.Write(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// customer xiaowang from 2026-11-11 10:00:00 to 2026-11-11 11:00:00
	//   nothing was sent
	//     2026-11-11 10:00:00 order T1: paid/thanks (谢谢): skip no-way: no channel to the customer is open
	//
	// 2026-11-11 10:00:00 order T1
	//   paid/thanks (谢谢): skip no-way: no channel to the customer is open
	//     wangwang closed: no-address
}

// The words that a journal uses for what became of a message or a task.
func ExampleFates() {
	for _, fate := range care.Fates()[:4] {
		fmt.Println(fate, fate.Chinese())
	}
	// Output:
	// handed-over 已交出
	// outcome-unknown 不知道发没发出去
	// delivered 已送达
	// failed 没送到
}
