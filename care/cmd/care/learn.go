package main

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/learn"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/loyalty"
)

var learnCommand = command{
	name: "learn", args: "--orders FILE", does: "print a part of the rules: the shop's own numbers, from its orders",
	help: `
Prints a part of a rule file with numbers from the shop's own history, each with its
evidence as a comment, for a person to read and keep beside the rules:

  care learn --orders orders.csv --parcels parcels.csv > rules/learned.yaml

  shop.usual_minutes_to_pay  within so many minutes 80% of those who pay by
                             themselves have paid; by source where the sources differ
  shop.transit               within so long 90% of parcels arrive, by carrier and
                             province, of those shipped in the last 120 days
  shop.lasts                 the median of how long a piece of a category lasts
  lifecycle.stages           when a customer is lapsing, lost or dead (customer.stage)
  lifecycle.values           who brings 80% and 95% of the turnover (customer.value)
  lifecycle.related          what is bought together (#关联商品#)

What rests on fewer than 30 payments, parcels or customers has no number;
the part says so. Nothing is learned while rules run.

Each file is a table (CSV) whose first line names its columns, in English or Chinese.
Orders need customer_id 客户编号, amount 实付金额 and a time; and for the numbers
order_id 订单编号, source 来源, created_at 下单时间, paid_at 付款时间, closed_at
关闭时间, reminded_at 催付时间, item 商品, category 类目, quantity 件数. Parcels need
carrier 物流公司, province 省份, shipped_at 发货时间, signed_at 签收时间, and may
have returned_at 退回时间; without --parcels the orders may have these columns. Times
are China's.

A key of the shop stands in one file only: where the rules have
shop.usual_minutes_to_pay already, care check names both places; keep one.`,
	run: (*tool).learn,
}

func (t *tool) learn(c *call) int {
	var orders, parcels orderlog.Options
	ordersFile := c.flags.String("orders", "", "`FILE` of orders, CSV")
	parcelsFile := c.flags.String("parcels", "", "`FILE` of parcels, CSV. Default: what the orders say")
	asOf := c.flags.String("as-of", "", "`DAY` such as 2026-06-30; what is later is not seen. Default: the last day in the files")
	columns := func(o *orderlog.Options) func(string) error {
		return func(text string) (err error) {
			o.Columns, err = orderlog.ParseColumns(text)
			return err
		}
	}
	c.flags.Func("columns", "`MAP` of the orders' columns: customer=Buyer,amount=Sum", columns(&orders))
	c.flags.Func("parcel-columns", "`MAP` of the parcels' columns: carrier=By", columns(&parcels))
	c.flags.Func("date", "`WAY` in which days are written: mdy, dmy, unix, unix-ms, or \"DD.MM.YYYY hh:mm\"", func(text string) (err error) {
		orders.Dates, err = orderlog.ParseDates(text)
		parcels.Dates = orders.Dates
		return err
	})
	c.flags.Func("skip", "`ROWS` of orders to leave out: no-customer, no-order (cancellations without their order)", func(text string) (err error) {
		orders.Skip, err = orderlog.ParseSkip(text)
		return err
	})
	if code, ok := t.parse(c); !ok {
		return code
	}
	day, err := time.Parse(time.DateOnly, *asOf)
	switch {
	case len(c.args) > 0:
		return t.misused(c, "%q stands alone; name the orders with --orders", c.args[0])
	case *ordersFile == "":
		return t.misused(c, "name a file of orders with --orders")
	case *ordersFile == "-" && *parcelsFile == "-":
		return t.misused(c, "orders and parcels cannot both be the standard input")
	case *asOf != "" && err != nil:
		return t.misused(c, "--as-of: %q is no day; write it as 2026-06-30", *asOf)
	}
	h := learn.History{File: *ordersFile, ParcelFile: *parcelsFile}
	if *asOf != "" {
		h.AsOf = loyalty.DayOf(day, nil)
	}
	if err := t.readHistory(&h, orders, parcels); err != nil {
		return t.failed(err)
	}
	part, err := learn.Learn(h)
	if err != nil {
		return t.failed(err)
	}
	if *c.json {
		err = encode(t.stdout, part)
	} else {
		_, err = part.WriteTo(t.stdout)
	}
	if err != nil {
		return t.failed(err)
	}
	return well
}

// readHistory reads the files of a history.
func (t *tool) readHistory(h *learn.History, orders, parcels orderlog.Options) error {
	in, err := t.open(h.File)
	if err != nil {
		return err
	}
	defer in.Close()
	if h.Orders, err = orderlog.Read(h.File, in, orders); err != nil {
		return err
	}
	if h.ParcelFile == "" {
		return nil
	}
	in, err = t.open(h.ParcelFile)
	if err != nil {
		return err
	}
	defer in.Close()
	if h.Parcels, err = orderlog.ReadParcels(h.ParcelFile, in, parcels); err != nil {
		return err
	}
	if len(h.Parcels) == 0 {
		return fmt.Errorf("%s: no parcel in it has left: shipped_at 发货时间 is empty in every row", shown(h.ParcelFile))
	}
	return nil
}
