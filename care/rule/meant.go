package rule

import (
	"maps"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
)

// chineseValues are what people write for a value of a word, beside the value.
var chineseValues = map[string]map[string]string{
	"order.source": {"聚划算": "juhuasuan", "无线": "wap", "手机": "wap", "电脑": "pc", "直播": "live", "直播间": "live", "淘宝": "taobao", "天猫": "tmall"},
	"order.kind": {
		"普通": "normal", "聚划算": "juhuasuan", "预售": "presale", "团购": "group", "拼团": "group", "货到付款": "cod", "虚拟": "virtual", "虚拟商品": "virtual", "先用后付": "pay_later",
	},
	"order.status": {
		"未付款": "unpaid", "待付款": "unpaid", "未支付": "unpaid", "付款中": "paying", "已付定金": "deposit", "已付款": "paid", "已支付": "paid", "待发货": "paid",
		"部分发货": "part_ship", "已发货": "shipped", "已签收": "signed", "交易成功": "succeeded", "已完成": "succeeded", "已取消": "cancelled", "已关闭": "closed", "交易关闭": "closed",
	},
	"parcel.status": {
		"已揽收": "picked_up", "运输中": "in_transit", "到达": "arrived_city", "派送中": "out_for_delivery", "待取件": "ready_for_pickup", "已签收": "signed", "签收": "signed",
		"拒收": "rejected", "已退回": "returned", "丢件": "lost",
	},
	"parcel.abnormal": {"滞留": "stalled", "停滞": "stalled", "拒收": "rejected", "丢件": "lost", "破损": "damaged", "超区": "out_of_area"},
	"parcel.carrier": {
		"顺丰": "shunfeng", "中通": "zhongtong", "圆通": "yuantong", "申通": "shentong", "韵达": "yunda", "京东": "jd", "德邦": "debangkuaidi", "极兔": "jtexpress",
		"百世": "huitongkuaidi", "邮政": "youzhengguonei",
	},
	"customer.gender": {"女": "female", "女性": "female", "男": "male", "男性": "male"},
	"child.gender":    {"女": "female", "女孩": "female", "男": "male", "男孩": "male"},
	"review.rating":   {"好评": "good", "中评": "neutral", "差评": "bad"},
	"purpose":         {"服务": "service", "通知": "notice", "关怀": "care", "营销": "marketing", "调研": "survey"},
	stageWord: {
		"潜客": stage.Interested.String(), "将流失": stage.Lapsing.String(), "流失": stage.Lost.String(), "死亡": stage.Dead.String(), "二次购买": stage.SecondPurchase.String(), "预流失": stage.Lapsing.String(), "已流失": stage.Lost.String(),
		"沉睡": stage.Dead.String(), "长期沉睡": stage.Dead.String(),
	},
}

const stageWord = "customer.stage"

// carrierCodes are the codes of the usual carriers.
func carrierCodes() []string {
	return append(slices.Sorted(maps.Values(chineseValues["parcel.carrier"])), "ems")
}

// meantValue is the value that people mean by what they write of a word, in Chinese or as a
// platform has it; any other text stays as it is.
func meantValue(word, value string) string {
	switch word {
	case stageWord:
		for _, name := range []string{value, value + "客户"} {
			if stage, err := stage.Parse(name); err == nil {
				return stage.String()
			}
		}
	case "order.status":
		if status, ok := tiexin.StatusOf(tiexin.Taobao, value); ok {
			return string(status)
		}
	case "channel", "message.channel":
		if k, ok := channel.ParseKind(value); ok {
			return k.String()
		}
		for _, k := range channel.Kinds() {
			if k.Info().Chinese == value {
				return k.String()
			}
		}
	case "parcel.carrier":
		value = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(value, "速运"), "速递"), "快递")
	}
	if known, ok := chineseValues[word][value]; ok {
		return known
	}
	return value
}

// spelt notes how a name of the shop's own is written, and says so when it was written
// another way before: in other letters, wide signs or blanks around it.
func (l *loader) spelt(word, value string) (first string, again bool) {
	if word != "customer.tags" && word != "customer.grade" {
		return "", false
	}
	key := word + " " + strings.ToLower(strings.TrimSpace(source.Fold(value)))
	first, known := l.spellings[key]
	if !known {
		l.spellings[key] = value
	}
	return first, known && first != value
}
