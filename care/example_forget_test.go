package care_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// A customer who wants to be forgotten is (个人信息删除), but for what they refused: a
// later order begins a new relationship, without SMS.
func ExampleEngine_Forget() {
	shop := shopAt("2026-11-11 10:00", `version: 1
flows:
  thanks:
    title: 付款致谢
    about: order
    when: order.paid
    purpose: notice
    via: [sms, wangwang]
    rules: [{name: all, send: thanks}]
texts: {thanks: "#商品名称#正在打包"}
`)
	shop.Post(of(tiexin.EventOrderPaid, "T1", "大衣"))
	shop.Post(tiexin.Event{Type: tiexin.EventConsentRevoked, Customer: xiaoyu, Consent: &tiexin.Consent{Channel: "sms"}})

	ctx, key := context.Background(), care.Key{Customer: "xiaoyu"}
	fmt.Println(shop.Engine.Forget(ctx, key))
	fmt.Println(errors.Is(shop.Engine.Forget(ctx, care.Key{Customer: "nobody"}), care.ErrNobody))

	shop.Advance(1e9)
	shop.Post(of(tiexin.EventOrderPaid, "T2", "围巾"))
	printAll(shop.Went())
	// Output:
	// <nil>
	// true
	// 11-11 10:00 sms T1 thanks/all 大衣正在打包
	// 11-11 10:00 wangwang T2 thanks/all 围巾正在打包
}
