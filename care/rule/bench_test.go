package rule

import (
	"fmt"
	"strings"
	"testing"
)

// manyRules is a file of so many rules with three comparisons each, every one
// with constants of its own, and a hundred texts.
func manyRules(n int) File {
	var b strings.Builder
	b.WriteString("version: 1\nshop: {name: 小鹿家}\nflows:\n  payment:\n    title: 催付\n    about: order\n    while: unpaid\n    purpose: notice\n    via: [wangwang, sms]\n    rules:\n")
	for i := range n {
		fmt.Fprintf(&b, "      - name: r%d\n        title: 规则%d\n        if: order.source == 'live%d' && minutes_unpaid > %d && order.amount >= %d\n        send: t%d\n", i, i, i, i%1000, i*3+1, i%100)
	}
	b.WriteString("texts:\n")
	for i := range 100 {
		fmt.Fprintf(&b, "  t%d: 亲爱的#买家昵称|亲#,您的#商品名称#还有#剩余付款时间#就要关闭了,第%d号。\n", i, i)
	}
	return File{"rules.yaml", []byte(b.String())}
}

// alikeRules is a file of so many rules that tell apart by amounts alone, so that each could
// hide the next.
func alikeRules(n int) File {
	var b strings.Builder
	b.WriteString("version: 1\nshop: {name: 小鹿家}\nflows:\n  payment:\n    title: 催付\n    about: order\n    while: unpaid\n    purpose: notice\n    via: [wangwang]\n    rules:\n")
	for i := range n {
		fmt.Fprintf(&b, "      - {name: r%d, if: \"minutes_unpaid > %d && order.amount >= %d && order.quantity < %d\", send: pay}\n", i, i%1000, (n-i)*3, i+2)
	}
	b.WriteString("texts: {pay: 请付款}\n")
	return File{"rules.yaml", []byte(b.String())}
}

// BenchmarkLoadAlike is to take 500 ms at most for a thousand rules.
func BenchmarkLoadAlike(b *testing.B) {
	file := alikeRules(1_000)
	for b.Loop() {
		if set, problems := Load(file); set == nil {
			b.Fatal(problems)
		}
	}
	b.ReportMetric(0.5*float64(b.N)/b.Elapsed().Seconds(), "x-of-goal")
}

func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{10, 100, 1_000} {
		b.Run(fmt.Sprintf("rules=%d", n), func(b *testing.B) {
			file := manyRules(n)
			b.SetBytes(int64(len(file.Data)))
			b.ReportAllocs()
			for b.Loop() {
				if set, problems := Load(file); set == nil {
					b.Fatal(problems)
				}
			}
			if n == 1_000 { // it is to take 150 ms at most: 1 and more is enough
				b.ReportMetric(0.15*float64(b.N)/b.Elapsed().Seconds(), "x-of-goal")
			}
		})
	}
}
