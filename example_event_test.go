package tiexin_test

import (
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin"
)

// An event as a host writes it: the time is the shop's, the customer only an id.
func ExampleDecodeEvent() {
	event, err := tiexin.DecodeEvent([]byte(`{
		"id": "m1", "event": "order.created", "at": "2026-11-11 10:00", "customer": "xiaowang",
		"order": {"id": "3900000000000000017", "amount": "199.00", "province": "新疆维吾尔自治区",
			"items": [{"title": "羽绒服"}, {"title": "袜子", "quantity": 2}]}}`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	event.Normalise()
	if err := event.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(event.At, event.Customer.ID)
	fmt.Println(event.Order.TitleLine(), event.Order.Amount, event.Order.Province)
	// Output:
	// 2026-11-11 10:00:00 +0800 CST xiaowang
	// 羽绒服等3件 ¥199.00 新疆
}

// What cannot be read is said all at once, with the place.
func ExampleDecodeEvent_errors() {
	_, err := tiexin.DecodeEvent([]byte(`{"id": "m1", "at": "11.11.",
		"order": {"id": 3900000000000000017, "amonut": 199, "items": [{"price": "9.999"}]}}`), nil)
	fmt.Println(err)
	// Output:
	// tiexin: event "m1" has 3 problems:
	//   at: not a time: "11.11."; write it like 2026-11-10T20:01:05+08:00, or 2026-11-10 20:01:05 in the shop's zone
	//   order.amonut: no such key; did you mean "amount"?
	//   order.items[0].price: not an amount in yuan: "9.999" has more than two decimals
}

// A landline and a platform's word for the status do not cost the payment.
func ExampleEvent_Normalise() {
	event, err := tiexin.DecodeEvent([]byte(`{
		"id": "m2", "event": "order.paid", "at": "2026-11-11 10:05", "customer": {"id": "c1", "birthday": "02-30"},
		"order": {"id": "T1", "amount": 199, "status": "WAIT_SELLER_SEND_GOODS", "mobile": "0571-88888888"}}`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	event.Normalise()
	fmt.Println("refused:", event.Validate())
	for _, warning := range event.Warnings {
		fmt.Println(warning)
	}
	// Output:
	// refused: <nil>
	// customer.birthday: 02-30 is not a date: February has at most 29 days
	// order.mobile: not a phone number: it begins with an area code, and a landline takes no messages
	// order.status: "WAIT_SELLER_SEND_GOODS" is a platform's word; write "paid"
}

func ExampleStatusOf() {
	status, ok := tiexin.StatusOf(tiexin.Taobao, "TRADE_CLOSED_BY_TAOBAO")
	fmt.Println(status, ok)
	// Output:
	// cancelled true
}

func ExampleEvent_Validate() {
	event := tiexin.Event{
		ID: "m1", Type: "order.payed",
		Order: &tiexin.Order{Amount: -19900},
	}
	fmt.Println(event.Validate())
	// Output:
	// tiexin: event "m1" has 5 problems:
	//   event: unknown event "order.payed"; did you mean "order.paid"?
	//   at: is missing: when it happened
	//   customer.id: is missing
	//   order.id: is missing
	//   order.amount: is negative: -199.00
}

func ExampleReadEvents() {
	file := strings.NewReader(`{"id": "m1", "event": "order.paid", "at": "2026-11-11 10:00", "customer": "c1", "order": {"id": "T1"}}
{"id": "m2", "evnt": "order.shipped"}
{"id": "m3", "event": "order.shipped", "at": "2026-11-11 16:00", "customer": "c1", "order": {"id": "T1"}}`)
	for event, err := range tiexin.ReadEvents(file, nil) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(event.ID, event.Type)
	}
	// Output:
	// m1 order.paid
	// line 2: tiexin: event "m2": evnt: no such key; did you mean "event"?
	// m3 order.shipped
}
