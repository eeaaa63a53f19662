package tiexin_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
)

// What a shop knows of a customer: a birthday, a wedding, a child. What is impossible is
// refused with its field.
func ExampleEventError() {
	e := tiexin.Event{
		ID: "u1", Type: tiexin.EventCustomerUpdated, At: time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai()),
		Customer: tiexin.Customer{
			ID: "xiaowang", Gender: tiexin.Female,
			Dates:    []tiexin.Dated{{Name: "结婚纪念日", Date: tiexin.Date{Year: 2018, Month: 10, Day: 6}}},
			Children: []tiexin.Child{{ID: "doudou", Born: tiexin.Date{Year: 2024, Month: 2, Day: 30}}},
		},
	}
	err := e.Validate()
	var refused *tiexin.EventError
	if errors.As(err, &refused) {
		for _, p := range refused.Problems {
			fmt.Println(p.Field+":", p.Message)
		}
	}
	// Output:
	// customer.children[0].born: 2024-02-30 is not a date: February has at most 29 days
}

// The words of a platform become the library's; an unknown word is no status.
func ExampleRefundStatusOf() {
	status, known := tiexin.RefundStatusOf(tiexin.Taobao, "CLOSED")
	fmt.Println(status, known)
	status, known = tiexin.RefundStatusOf(tiexin.Taobao, "no such word")
	fmt.Printf("%q %t\n", status, known)
	// Output:
	// closed true
	// "" false
}
