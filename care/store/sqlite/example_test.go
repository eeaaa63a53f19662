package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing/fstest"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/sqlite"
)

const reminding = `version: 1
shop: {name: 青禾家}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: sms
    rules:
      - {name: gentle, title: 半小时后说一句, if: minutes_unpaid > 30, send: gentle}
texts:
  gentle: "#买家昵称|亲#，#商品名称#在待付款里等您"
`

// The shop takes an order in and is restarted before the reminder is due. The folder
// remembers the order; a backup of it does as well.
func ExampleOpen() {
	folder, err := os.MkdirTemp("", "care")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	shop, backup := filepath.Join(folder, "shop"), filepath.Join(folder, "backup")
	tenOClock := time.Date(2026, 11, 5, 10, 0, 0, 0, tiexin.Shanghai())

	fmt.Println(work(shop, tenOClock, func(ctx context.Context, engine *care.Engine, store *sqlite.Store) error {
		_, err := engine.Handle(ctx, tiexin.Event{
			ID: "m1", Type: tiexin.EventOrderCreated, At: tenOClock,
			Customer: tiexin.Customer{ID: "xiaoyu", Nick: "小鱼", Mobile: tiexin.Phone{Number: "13800000000"}},
			Order:    &tiexin.Order{ID: "T1", Amount: 8900, Title: "羊绒围巾", CreatedAt: tenOClock},
		})
		if err != nil {
			return err
		}
		return store.Backup(ctx, backup)
	}))
	for _, from := range []string{shop, backup} {
		fmt.Println(work(from, tenOClock.Add(time.Hour), func(ctx context.Context, engine *care.Engine, _ *sqlite.Store) error {
			outcomes, err := engine.Advance(ctx, tenOClock.Add(time.Hour))
			for _, o := range outcomes {
				fmt.Println(o.Path(), o.Verdict, o.Said.Via, o.Said.Text)
			}
			return err
		}))
	}
	// Output:
	// <nil>
	// payment/gentle send sms 小鱼，羊绒围巾在待付款里等您
	// <nil>
	// payment/gentle send sms 小鱼，羊绒围巾在待付款里等您
	// <nil>
}

// work opens the shop's store, has an engine do something on it, and closes both.
func work(folder string, now time.Time, do func(context.Context, *care.Engine, *sqlite.Store) error) error {
	store, err := sqlite.Open(folder, sqlite.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(reminding)}}, "*.yaml")
	if err != nil {
		return err
	}
	engine, err := care.New(rules, care.Options{Store: store, Now: func() time.Time { return now }})
	if err != nil {
		return err
	}
	ctx := context.Background()
	if err := do(ctx, engine, store); err != nil {
		return err
	}
	return engine.Close(ctx)
}
