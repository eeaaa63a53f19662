package lifecycle_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/lifecycle"
)

func ExampleGiftTable_For() {
	table := lifecycle.DefaultGiftTable()
	for _, gift := range table.For(false, lifecycle.TopMember, lifecycle.OpinionLeader) {
		fmt.Println(gift.Form.Text().Chinese, gift.Ranks, "by a person:", gift.Form.ByPerson())
	}
	// Output:
	// 祝福 [top-member] by a person: false
	// 贺卡 [top-member] by a person: true
	// 实物礼品 [top-member] by a person: true
	// 线下见面会 [opinion-leader] by a person: true
}
