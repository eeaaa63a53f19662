package gift_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/lifecycle/gift"
)

func ExampleTable_For() {
	table := gift.DefaultTable()
	for _, g := range table.For(false, gift.TopMember, gift.OpinionLeader) {
		fmt.Println(g.Form.Text().Chinese, g.Ranks, "by a person:", g.Form.ByPerson())
	}
	// Output:
	// 祝福 [top-member] by a person: false
	// 贺卡 [top-member] by a person: true
	// 实物礼品 [top-member] by a person: true
	// 线下见面会 [opinion-leader] by a person: true
}
