package tiexin_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
)

func ExampleParseMoney() {
	amount, err := tiexin.ParseMoney("199.5")
	fmt.Println(amount, amount.Decimal(), int64(amount), err)
	_, err = tiexin.ParseMoney("199.999")
	fmt.Println(err)
	// Output:
	// ¥199.50 199.50 19950 <nil>
	// not an amount in yuan: "199.999" has more than two decimals
}

// A privacy number forwards for some days, and no way of printing shows it.
func ExampleParsePhone() {
	phone, err := tiexin.ParsePhone("+86 188-7777-1111-123")
	phone.Expires = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	fmt.Println(phone, phone.Private, err)
	fmt.Println(phone.Reachable(phone.Expires.Add(-time.Second)), phone.Reachable(phone.Expires))
	// Output:
	// 188****1111 true <nil>
	// true false
}

func ExampleParseDate() {
	birthday, err := tiexin.ParseDate("农历1990-08-15")
	fmt.Println(birthday, birthday.Lunar, err)
	_, err = tiexin.ParseDate("02-30")
	fmt.Println(err)
	// Output:
	// lunar:1990-08-15 true <nil>
	// 02-30 is not a date: February has at most 29 days
}

func ExampleNormalRegion() {
	fmt.Println(tiexin.NormalRegion("海南省", "", "陵水黎族自治县").City)
	fmt.Println(tiexin.NormalRegion("上海市", "市辖区", "浦东新区").City)
	// Output:
	// 陵水
	// 上海
}
