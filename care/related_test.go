package care

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

const relatedRules = `
lifecycle: {related: {帐篷: [防潮垫, 灯, 天幕], P9: [雨布], 双人帐: [防潮垫, 地钉]}}
flows:
  thanks: {title: 感谢, about: order, when: order.paid, purpose: service, via: wangwang, rules: [{name: r, send: t}]}
texts: {t: "还缺#关联商品#吗"}
`

func holds(items ...tiexin.Item) detail {
	return thing(func(o *tiexin.Order) { o.Items = items })
}

func TestL4_买了帐篷_说一说配什么(t *testing.T) {
	tent := tiexin.Item{ProductID: "P1", Title: "双人帐", Category: "帐篷"}
	tell(t, relatedRules, at("+0m", paid("T1", holds(tent)))).says("10:00 thanks/r T1 wangwang 还缺防潮垫、地钉、灯吗")
	tent.ProductID, tent.Title = "P9", "三人帐"
	tell(t, relatedRules, at("+0m", paid("T1", holds(tent)))).says("10:00 thanks/r T1 wangwang 还缺雨布、防潮垫、灯吗")
	titled := thing(func(o *tiexin.Order) { o.Title = "双人帐" })
	tell(t, relatedRules, at("+0m", paid("T1", titled))).says("10:00 thanks/r T1 wangwang 还缺防潮垫、地钉吗")
}

func TestL4_买过的不再提_退了的又可以提(t *testing.T) {
	tent, mat := tiexin.Item{Category: "帐篷"}, tiexin.Item{ID: "1", Title: "防潮垫"}
	lamp := tiexin.Item{ID: "2", Category: "灯"}
	tell(t, relatedRules, at("+0m", paid("T1", holds(tent, mat, lamp)))).says("10:00 thanks/r T1 wangwang 还缺天幕吗")
	before := []tiexin.Event{at("+0m", paid("T0", holds(lamp))), at("+60m", paid("T1", holds(tent)))}
	tell(t, relatedRules, before...).says("11:00 thanks/r T1 wangwang 还缺防潮垫、天幕吗")
	given := []tiexin.Event{at("+0m", paid("T0", holds(mat))), at("+30m", refunded("T0")), at("+60m", paid("T1", holds(tent)))}
	tell(t, relatedRules, given...).says("11:00 thanks/r T1 wangwang 还缺防潮垫、灯、天幕吗")
}

// Nothing goes with it, or all of it is there: no value, so nothing to say.
func TestL4_没有可说的就不说(t *testing.T) {
	for _, items := range [][]tiexin.Item{{{Category: "睡袋"}}, {{Category: "帐篷"}, {Category: "灯"}, {Title: "防潮垫"}, {Title: "天幕"}}} {
		story := tell(t, relatedRules, at("+0m", paid("T1", holds(items...))))
		story.says()
		asked := slices.DeleteFunc(story.outcomes, func(o Outcome) bool { return o.Verdict == Moved })
		assert.Equal(t, NothingToSay, asked[len(asked)-1].Reason)
	}
}
