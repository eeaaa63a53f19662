package care_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

func TestTry(t *testing.T) {
	rules, err := care.Load(os.DirFS("/tmp/t"), "payment.yaml")
	if err != nil { t.Fatal(err) }
	at := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	c := tiexin.Customer{ID: "xiaowang", Nick: "小王", Wangwang: "小王2008", PaidOrders: 3, Spent: 60000, Mobile: tiexin.Phone{Number: "13800000000"}}
	ev := []tiexin.Event{
		{ID: "1", Type: tiexin.EventOrderCreated, At: at, Customer: c, Order: &tiexin.Order{ID: "T1", Source: "juhuasuan", Amount: 19900, Title: "羽绒服", PayURL: "tb.cn/p1"}},
		{ID: "2", Type: tiexin.EventOrderCreated, At: at.Add(2*time.Hour), Customer: c, Order: &tiexin.Order{ID: "T2", Amount: 29900, Title: "大衣", PayURL: "tb.cn/p2"}},
		{ID: "3", Type: tiexin.EventOrderPaid, At: at.Add(3*time.Hour), Customer: tiexin.Customer{ID: "xiaowang"}, Order: &tiexin.Order{ID: "T2"}},
	}
	for o := range care.Simulate(rules, ev, care.SimOptions{Fault: func(e error) { t.Error(e) }}) {
		fmt.Println(o.String(), o.Text, o.Cost, o.Ways)
		for _, s := range o.Seen() { fmt.Println("      ", s.Text, s.Yes, s.Values, s.Turns.Time(tiexin.Shanghai())) }
	}
}
