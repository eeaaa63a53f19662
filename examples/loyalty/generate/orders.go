package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// orders is the log as a shop's system exports it, in the order of payment.
func orders(people []*person) []byte {
	type line struct {
		at    time.Time
		cells []string
	}
	var all []line
	for _, p := range people {
		for _, b := range p.bought {
			at := opening.AddDate(0, 0, b.day).Add(clock(p))
			list := math.Round(b.yuan) + .9
			off := 0.
			if p.random.Float64() < p.hunter*math.Sqrt(season(b.day)) {
				off = math.Round(list * (.1 + .2*p.random.Float64()))
			}
			amount := list - off
			refund, refundedAt := "", ""
			switch u := p.random.Float64(); {
			case u < .022:
				refund = yuan(amount)
			case u < .04:
				refund = yuan(math.Round(amount * (.1 + .4*p.random.Float64())))
			}
			back := at.AddDate(0, 0, 2+p.random.IntN(9))
			if refund != "" && back.Before(closing) {
				refundedAt = back.Format(time.DateTime)
			} else {
				refund = ""
			}
			units := 1 + p.random.IntN(3)
			all = append(all, line{at, []string{
				p.id, at.Format(time.DateTime), b.goods, strconv.Itoa(units), yuan(amount), yuan(off), refund, refundedAt,
			}})
		}
	}
	slices.SortStableFunc(all, func(a, b line) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.cells[0], b.cells[0]))
	})
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{{"order_id", "customer_id", "paid_at", "category", "quantity", "amount", "discount", "refund", "refunded_at"}}
	for i, l := range all {
		rows = append(rows, append([]string{fmt.Sprintf("%s%04d", l.at.Format("0601"), i+1)}, l.cells...))
	}
	if err := w.WriteAll(rows); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// clock is a time of day: people order at noon and in the evening.
func clock(p *person) time.Duration {
	hour := 20.5 + 1.8*p.random.NormFloat64()
	if p.random.Float64() < .35 {
		hour = 12.5 + 1.5*p.random.NormFloat64()
	}
	hour = min(max(hour, 7), 23.9)
	return time.Duration(hour * float64(time.Hour)).Truncate(time.Second)
}

func yuan(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
