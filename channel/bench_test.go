package channel_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func BenchmarkSegments(b *testing.B) {
	b.ReportAllocs()
	text := "【小鹿家】" + strings.Repeat("亲,您的包裹到了😊", 12)
	for b.Loop() {
		channel.Segments(text)
	}
}

func BenchmarkPermission(b *testing.B) {
	b.ReportAllocs()
	said := []tiexin.Consent{refused(day(-4), "", ""), granted(day(-3), "sms", ""), refused(day(-2), "wechat", ""), granted(day(-1), "", tiexin.Care)}
	for b.Loop() {
		channel.Permission(said, channel.SMS, tiexin.Marketing, noon)
	}
}

func BenchmarkPlan(b *testing.B) {
	b.ReportAllocs()
	q := channel.Query{Customer: lingling(), Purpose: tiexin.Notice, Now: noon, Via: []channel.Kind{channel.Wangwang, channel.SMS}}
	for b.Loop() {
		channel.Plan(q)
	}
}

func BenchmarkLint(b *testing.B) {
	b.ReportAllocs()
	text := "#买家昵称|亲#,您抢到的#商品名称#还有#剩余付款时间#就要关闭:#付款链接#"
	for b.Loop() {
		channel.DefaultWords().Lint(channel.SMS, text, tiexin.Notice)
	}
}

func BenchmarkOptOut_Refuses(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		channel.OptOut{}.Refuses(" td退订 ")
	}
}

func BenchmarkRate(b *testing.B) {
	b.ReportAllocs()
	s := channel.Rate(channel.SenderFunc(nothing), channel.RateOptions{Limits: []channel.Limit{{N: 1 << 20, Per: time.Millisecond}, {N: 50, Per: time.Microsecond, By: channel.ByAddress}}, Longest: time.Second})
	m := hello()
	for b.Loop() {
		if _, err := s.Send(b.Context(), m); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewOptOut(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = channel.NewOptOut("退订回QX")
	}
}
