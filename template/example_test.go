package template_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/template"
)

func Example() {
	text, err := template.Parse("#买家昵称|亲#，您抢的「#商品名称#」还没付款，#剩余付款时间#后订单自动关闭")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(text.Render(template.Map{
		template.ItemTitle: "羽绒服",
		template.TimeLeft:  "15分钟",
	}))
	fmt.Println(text.Render(template.Map{
		template.BuyerNick: "小王",
		template.ItemTitle: "羽绒服",
	}))
	// Output:
	// 亲，您抢的「羽绒服」还没付款，15分钟后订单自动关闭 <nil>
	//  template: no value for #剩余付款时间#; give it a fallback, such as #剩余付款时间|…#, or send nothing
}

// Every slip is reported, in one pass.
func ExampleParse() {
	_, err := template.Parse("满#100元减20,亲爱的#买家妮称#")
	fmt.Println(err)
	// Output:
	// template: 1:2: a lone "#" begins a placeholder that does not end; write ## for the sign itself
	// 满#100元减20,亲爱的#买家妮称#
	//   ^
	// 1:15: unknown placeholder "买家妮称"; did you mean "买家昵称"?
	// 满#100元减20,亲爱的#买家妮称#
	//                     ^~~~~~~~
}

// A provider reviews the text once; afterwards only the variables travel.
func ExampleCompile() {
	text, _ := template.Parse("亲爱的#买家昵称|亲#,#节日#快到了,满300减30")
	aliyun, _ := template.ProviderNamed("aliyun")
	binding, err := template.Compile(text, aliyun, tiexin.Marketing)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(binding.Body)
	fmt.Println(binding.Params(template.Map{template.BuyerNick: "【小王】😊", template.Festival: "七夕"}))
	// Output:
	// 亲爱的${buyer_nick},${festival}快到了,满300减30，拒收请回复R
	// map[buyer_nick:小王 festival:七夕] <nil>
}

func ExampleCut() {
	fmt.Println(template.Cut("爱逛街的👨‍👩‍👧", 6))
	fmt.Println(template.Cut("爱逛街的👨‍👩‍👧", 9))
	// Output:
	// 爱逛街的
	// 爱逛街的👨‍👩‍👧
}

// A provider that takes values of 8 characters gets 8, without what it refuses.
func ExampleClean() {
	policy := template.Policy{Max: 8, Drop: "【】"}
	fmt.Printf("%s\n", template.Clean(nil, "【小王】\n爱吃糖🍬 和一切甜的东西", policy))
	// Output:
	// 小王 爱吃糖 和
}

// What a page that edits texts shows about a placeholder.
func ExampleName_Info() {
	info := template.BuyerNick.Info()
	fmt.Println(info.Word, info.Key, info.Max, info.Synonyms)
	// Output:
	// 买家昵称 buyer_nick 8 [昵称 买家旺旺 用户名 会员名 买家会员名 CUSTOMERNO BUYER NICKNAME buyer_nick]
}
