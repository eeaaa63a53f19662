package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// tell writes down what came of the year.
func (y *year) tell(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s的 %d 年：%s 位顾客，%s 张订单，平台说了 %s 件事，规则看了 %s 次。\n", y.rules.Shop.Name, theYear,
		commas(len(y.buyers)), commas(len(y.purchases)), commas(len(y.happens)), commas(y.outcomes))
	fmt.Fprintf(out, "\n说了什么\n  %s%10s%10s%10s%10s%12s\n", pad("", 56), "旺旺", "短信", "微信", "任务", "费用")
	type row struct {
		said  map[channel.Kind]int
		tasks int
		cost  channel.Cost
	}
	rows, total := map[string]*row{}, &row{said: map[channel.Kind]int{}}
	of := func(path string) *row {
		if rows[path] == nil {
			rows[path] = &row{said: map[channel.Kind]int{}}
		}
		return rows[path]
	}
	for _, v := range y.sum.Sent() {
		for _, r := range []*row{of(v.Rule), total} {
			r.said[v.Via] += v.Times
			r.cost += v.Cost
		}
	}
	for _, v := range y.sum.Tasks() {
		of(v.Rule).tasks += v.Times
		total.tasks += v.Times
	}
	line := func(name string, r *row) {
		fmt.Fprintf(out, "  %s%12s%12s%12s%12s%14s\n", pad(name, 56), commas(r.said[channel.Wangwang]), commas(r.said[channel.SMS]), commas(r.said[channel.WeChat]), commas(r.tasks), r.cost)
	}
	for _, f := range y.rules.Flows {
		for _, r := range f.Rules {
			if found := rows[r.Path()]; found != nil {
				line(f.Title+"："+r.Title, found)
			} else {
				line(f.Title+"："+r.Title, &row{})
			}
		}
	}
	line("合计", total)
	fmt.Fprintf(out, "\n该说而没说的，为什么\n")
	for _, why := range slices.SortedFunc(maps.Keys(y.withheld), func(a, b care.Reason) int {
		return cmp.Or(cmp.Compare(y.withheld[b], y.withheld[a]), cmp.Compare(a, b))
	}) {
		fmt.Fprintf(out, "  %s%12s\n", pad(why.Chinese(), 20), commas(y.withheld[why]))
	}
	return out.Flush()
}

// tellMachine says what the year took of this machine.
func tellMachine(w io.Writer, y *year, invented, decided time.Duration) error {
	_, err := fmt.Fprintf(w, "\n用了多少：想出这一年 %.1f 秒；引擎 %.1f 秒，每秒 %s 件事；内存 %d MB\n", invented.Seconds(), decided.Seconds(),
		commas(int(float64(len(y.happens))/decided.Seconds())), y.peak>>20)
	return err
}

// commas is a number as people read it.
func commas(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// pad fills up to a width in cells of a terminal, where a Chinese character takes two.
func pad(text string, width int) string {
	for _, r := range text {
		width--
		if r >= 0x2e80 {
			width--
		}
	}
	return text + strings.Repeat(" ", max(width, 0))
}
