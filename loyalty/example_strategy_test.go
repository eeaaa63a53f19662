package loyalty_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// What to do about somebody who likes the shop and buys elsewhere out of habit,
// and what not to do.
func ExamplePlaybook_For() {
	obstacles, err := loyalty.ObstaclesOf([]loyalty.ObstacleSignals{{
		Customer: "吴", RivalShare: loyalty.Seen(.8), RivalRegularity: loyalty.Seen(2.8), PriceRatio: loyalty.Seen(1.02),
	}}, loyalty.CauseOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range loyalty.DefaultPlaybook().For(loyalty.LatentLoyal, obstacles[0].Above(.5)...) {
		fmt.Println(s.Aim.Chinese)
		fmt.Println("  做：" + s.Do[0].What.Chinese + s.Do[0].Why.Chinese)
		fmt.Println("  不做：" + s.Avoid[0].What.Chinese + s.Avoid[0].Why.Chinese)
	}
	// Output:
	// 找出阻碍，并把它移开。
	//   做：直接问：要怎样您才会更常来买？他们对店铺有好感，愿意回答；障碍由他们说最准。
	//   不做：不要再用更多广告来说服。他们已经认同，缺的不是意愿。
	// 用生动的首次体验打破对其他品牌的习惯。
	//   做：在其下次购买到期前送上免费试用。存货将尽时，习惯才有松动的一刻。
	//   不做：不要只是更频繁地群发。习惯会自动忽略千篇一律的信息。
}
