package rule

import (
	"maps"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
)

// said are keys and words of the rule file by what people write in Chinese for them. Where
// one word may mean several, the place decides. Events and the words of conditions are in
// package ask.
var said = func() map[string][]string {
	all := map[string][]string{
		"版本": {"version"}, "店铺": {"shop"}, "渠道": {"via", "channels", "channel"}, "人群": {"segments"}, "限制": {"limits"}, "流程": {"flows", "flow"}, "日历": {"calendar"},
		"生命周期": {"lifecycle"}, "文案": {"texts", "text", "send"}, "文本": {"texts", "text"}, "内容": {"texts", "text"},
		"名称": {"name", "title"}, "名字": {"name", "title"}, "标题": {"title"}, "客服": {"agent", "service"}, "电话": {"phone", "call"}, "时区": {"timezone"}, "关闭时间": {"closes"}, "优惠": {"offers"}, "链接": {"links"},
		"免打扰": {"quiet"}, "频次上限": {"caps"}, "上限": {"at_most", "caps"}, "预算": {"budgets"}, "禁发规则": {"never"}, "禁发": {"never"}, "时段": {"hours"}, "时间": {"hours"}, "最多": {"at_most"}, "每": {"per"}, "周期": {"per"},
		"对象": {"about"}, "期间": {"while"}, "目的": {"purpose", "purposes"}, "用途": {"purpose", "purposes"}, "规则": {"rules"}, "对照组": {"holdout"}, "合并": {"merge"},
		"条件": {"if"}, "如果": {"if"}, "当": {"when"}, "触发": {"when"}, "直到": {"until"}, "截止": {"until"}, "之后": {"after"}, "延迟": {"after"}, "发送": {"send"}, "审核": {"review"}, "优先级": {"priority"},

		"订单": {"order"}, "包裹": {"parcel"}, "物流": {"parcel"}, "快递": {"parcel"}, "聊天": {"chat"}, "会话": {"chat"}, "咨询": {"chat"}, "在线聊天": {"chat"}, "顾客": {"customer"}, "客户": {"customer"}, "买家": {"customer"}, "会员": {"customer"}, "孩子": {"child"}, "宝宝": {"child"},
		"服务": {"service"}, "通知": {"notice"}, "提醒": {"notice"}, "告知": {"notice"}, "关怀": {"care"}, "营销": {"marketing"}, "促销": {"marketing"}, "推广": {"marketing"}, "问卷": {"survey"}, "调研": {"survey"}, "调查": {"survey"}, "回访": {"survey"}, "祝福": {"care"}, "广告": {"marketing"},
		"天": {"day"}, "日": {"day"}, "每天": {"day"}, "每日": {"day"}, "1天": {"day"}, "一天": {"day"}, "周": {"week"}, "每周": {"week"}, "星期": {"week"}, "1周": {"week"}, "一周": {"week"}, "月": {"month"}, "每月": {"month"}, "1个月": {"month"}, "个月": {"month"}, "一个月": {"month"},
		"等": {"wait"}, "等待": {"wait"}, "等一等": {"wait"}, "推迟": {"wait"}, "延后": {"wait"}, "延迟发送": {"wait"}, "丢弃": {"drop"}, "丢掉": {"drop"}, "不发": {"drop"}, "取消": {"drop"},
		"第一条": {"first"}, "第一个": {"first"}, "首条": {"first"}, "一条": {"first"}, "全部": {"all"}, "所有": {"all"}, "都发": {"all"},
		"打电话": {"phone", "call"}, "贺卡": {"card"}, "卡片": {"card"}, "礼物": {"gift"}, "赠品": {"gift"}, "送礼": {"gift"}, "见面": {"meeting"}, "会面": {"meeting"}, "上门": {"visit"}, "拜访": {"visit"}, "其他": {"other"},
		"未付款": {"unpaid"}, "没付款": {"unpaid"}, "待付款": {"unpaid"}, "未支付": {"unpaid"}, "未发货": {"unshipped"}, "待发货": {"unshipped"}, "运输中": {"in_transit"}, "在途": {"in_transit"}, "已签收": {"since_signed"}, "签收后": {"since_signed"}, "确认收货后": {"since_confirmed"},
		"淘宝旺旺": {"wangwang"}, "千牛": {"wangwang"}, "手机短信": {"sms"}, "公众号": {"wechat"}, "邮件": {"email"}, "邮箱": {"email"},
	}
	for _, k := range channel.Kinds() {
		all[k.Info().Chinese] = append(all[k.Info().Chinese], k.String())
	}
	all["旺旺"] = append(all["旺旺"], "chat")
	for i, day := range []string{"日", "一", "二", "三", "四", "五", "六"} {
		for _, week := range []string{"", "周", "星期", "礼拜"} {
			all[week+day] = append(all[week+day], dayWords[i])
		}
	}
	for name, words := range maps.Clone(all) { // 未付款分钟, as it is said in conditions
		if _, ok := ask.StemNamed(words[0]); ok {
			for _, unit := range []string{"分钟", "分钟数", "小时", "小时数", "天", "天数"} {
				all[name+unit] = words
			}
		}
	}
	all["周天"], all["星期天"], all["礼拜天"] = all["周日"], all["周日"], all["周日"]
	return all
}()

// valuesSaid are values of words by what people say for them.
var valuesSaid = map[string][]string{
	"未付款": {"unpaid"}, "没付款": {"unpaid"}, "待付款": {"unpaid"}, "付款中": {"paying"}, "已付定金": {"deposit"}, "已付款": {"paid"}, "待发货": {"paid"}, "部分发货": {"part_ship"}, "已发货": {"shipped"}, "已签收": {"signed"}, "交易成功": {"succeeded"}, "已取消": {"cancelled"}, "交易关闭": {"closed"}, "已关闭": {"closed"},
	"聚划算": {"juhuasuan"}, "淘宝": {"taobao"}, "天猫": {"tmall"}, "直播": {"live"}, "手机": {"app"}, "电脑": {"pc"}, "普通": {"normal"}, "预售": {"presale"}, "拼团": {"group"}, "货到付款": {"cod"}, "虚拟": {"virtual"},
	"女": {"female"}, "男": {"male"}, "好评": {"good"}, "中评": {"neutral"}, "差评": {"bad"}, "旺旺": {"wangwang"}, "短信": {"sms"}, "微信": {"wechat"}, "通知": {"notice"}, "营销": {"marketing"},
}
