package main

import (
	"time"

	"github.com/tiexin-go/tiexin/care/internal/learn"
	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/loyalty"
)

var learnCommand = command{
	name: "learn",
	args: say.Text{English: "--orders FILE", Chinese: "--orders 文件"},
	does: say.Text{English: "compute the shop's own numbers from its orders, as rules", Chinese: "从订单算出店铺自己的数，打印成规则的一部分"},
	help: say.Text{
		English: `
Prints a part of a rule file with numbers from the shop's own history, each with its
evidence as a comment. Read it, and keep it beside the rules:

  care learn --orders orders.csv --parcels parcels.csv > rules/learned.yaml

  shop.usual_minutes_to_pay  minutes in which 80% of those who pay without a reminder
                             have paid; by source where the sources differ
  shop.transit               time in which 90% of the parcels of the last 120 days
                             arrived, by carrier and province
  shop.lasts                 the median time that a piece of a category lasts
  lifecycle.stages           when a customer is lapsing, lost or dead (customer.stage)
  lifecycle.values           spend of the customers who bring 80% and 95% of the
                             turnover (customer.value)
  lifecycle.related          what is bought together (#关联商品#)

A number needs at least 30 payments, parcels or customers; otherwise the part says
why it is missing. Nothing is learned while rules run.

Each file is a table (CSV). Its first line names the columns, in English or Chinese.
Orders need customer_id 客户编号, amount 实付金额 and a time. The numbers also use
order_id 订单编号, source 来源, created_at 下单时间, paid_at 付款时间, closed_at
关闭时间, reminded_at 催付时间, item 商品, category 类目, quantity 件数. Parcels need
carrier 物流公司, province 省份, shipped_at 发货时间, signed_at 签收时间, and may
have returned_at 退回时间; without --parcels the orders may have these columns. Times
are in China's time zone.

A key of the shop may be in one file only. If the rules have
shop.usual_minutes_to_pay already, care check names both places; keep one.`,
		Chinese: `
从店铺自己的历史算出规则文件的一部分，每个数旁边用注释写着依据；人读过以后，和规则放在
一起：

  care learn --orders orders.csv --parcels parcels.csv > rules/learned.yaml

  shop.usual_minutes_to_pay  自己付款的人里，80% 在这么多分钟内付了款；来源之间不同，
                             就各写各的
  shop.transit               90% 的包裹在这段时间内送到，按物流公司和省份分，只看最近
                             120 天发出的
  shop.lasts                 一个类目的一件用多久，取中位数
  lifecycle.stages           顾客多久没买算预流失、已流失、长期沉睡（customer.stage）
  lifecycle.values           营业额的 80% 和 95% 是哪些顾客带来的（customer.value）
  lifecycle.related          什么和什么一起买（#关联商品#）

不到 30 笔付款、30 个包裹或 30 位顾客的，不给数，这一份里会写明。规则运行时什么也不学。

文件都是表格（CSV），第一行是列名，中文英文都可以。订单要有 customer_id 客户编号、
amount 实付金额和一个时间；算这些数还要用 order_id 订单编号、source 来源、created_at
下单时间、paid_at 付款时间、closed_at 关闭时间、reminded_at 催付时间、item 商品、
category 类目、quantity 件数。包裹要有 carrier 物流公司、province 省份、shipped_at
发货时间、signed_at 签收时间，可以有 returned_at 退回时间；不写 --parcels，订单里也可以
有这几列。时间是中国时间。

shop 的一个键只能写在一份文件里：规则里已经有 shop.usual_minutes_to_pay，care check
会说出两处在哪里，留一个。`,
	},
	run: (*tool).learn,
}

func (t *tool) learn(c *call) int {
	var orders, parcels orderlog.Options
	ordersFile := c.text("orders", "", zh.Text("read orders from `FILE`, CSV"))
	parcelsFile := c.text("parcels", "", zh.Text("read parcels from `FILE`, CSV. Default: the orders"))
	asOf := c.text("as-of", "", zh.Text("ignore everything after `DAY`, such as 2026-06-30. Default: the last day in the files"))
	columns := func(o *orderlog.Options) func(string) error {
		return func(text string) (err error) {
			o.Columns, err = orderlog.ParseColumns(text)
			return err
		}
	}
	c.read("columns", zh.Text("map the orders' columns by `MAP`: customer=Buyer,amount=Sum"), columns(&orders))
	c.read("parcel-columns", zh.Text("map the parcels' columns by `MAP`: carrier=By"), columns(&parcels))
	c.read("date", zh.Text("read days written in `WAY`: mdy, dmy, unix, unix-ms, or \"DD.MM.YYYY hh:mm\""), func(text string) (err error) {
		orders.Dates, err = orderlog.ParseDates(text)
		parcels.Dates = orders.Dates
		return err
	})
	c.read("skip", zh.Text("leave out `ROWS` of orders: no-customer, no-order (cancellations without their order)"), func(text string) (err error) {
		orders.Skip, err = orderlog.ParseSkip(text)
		return err
	})
	if code, ok := t.parse(c); !ok {
		return code
	}
	day, err := time.Parse(time.DateOnly, *asOf)
	switch {
	case len(c.args) > 0:
		return t.misused(c, zh.Text("%q has no flag; name the orders with --orders", c.args[0]))
	case *ordersFile == "":
		return t.misused(c, zh.Text("name a file of orders with --orders"))
	case *ordersFile == "-" && *parcelsFile == "-":
		return t.misused(c, zh.Text("orders and parcels cannot both be the standard input"))
	case *asOf != "" && err != nil:
		return t.misused(c, zh.Text("--as-of: %q is not a day; write it as 2026-06-30", *asOf))
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
		return zh.Error("%s: no parcel in it has left: shipped_at 发货时间 is empty in every row", shown(h.ParcelFile))
	}
	return nil
}
