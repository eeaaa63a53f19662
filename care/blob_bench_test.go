package care

import (
	"testing"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// BenchmarkBlob writes and reads what is remembered of a customer with one order
// that waits for payment, and of one whose order is shipped.
func BenchmarkBlob(b *testing.B) {
	waits := opens(b, unpaid)
	waits.hears(at("+0m", created("T1", yuan(199), thing(func(o *tiexin.Order) { o.Source, o.Title, o.PayURL = "juhuasuan", "羽绒服", "tb.cn/p1" }))))
	shipped := opens(b, unpaid)
	shipped.hears(at("+0m", created("T1", yuan(199))))
	shipped.hears(at("+16m", paid("T1")))
	shipped.hears(at("+26m", ofOrder(tiexin.EventOrderShipped, "T1", nil)))
	for name, m := range map[string]*remember.Customer{"waits": waits.remembers("xiaowang"), "shipped": shipped.remembers("xiaowang")} {
		blob := m.Encode()
		b.Run(name+"/encode", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Encode()
			}
			b.ReportMetric(float64(len(blob)), "B/blob")
		})
		b.Run(name+"/decode", func(b *testing.B) {
			b.ReportAllocs()
			into := new(remember.Customer)
			for b.Loop() {
				if err := into.Decode(blob); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
