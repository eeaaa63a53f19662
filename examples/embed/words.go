package main

import (
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// What the pages call things.

var verdicts = map[care.Verdict]string{
	care.Send: "发送", care.Task: "派任务", care.Wait: "等", care.Skip: "不发", care.Regret: "误发，事后得知", care.Moved: "阶段变化", care.Billed: "实际计费", care.Unknown: "不知道发没发出去",
}

var reasons = map[care.Reason]string{
	care.Due: "该发了", care.NotYet: "时间没到", care.InConversation: "正在处理付款问题或投诉", care.Capped: "到了频次上限，等", care.QuietHours: "免打扰时段",
	care.NeedsReview: "等人审核", care.ConditionOff: "条件不符", care.EarlierRule: "归前面的规则管", care.AlreadySaid: "已经说过", care.Ended: "事情已了结",
	care.TooLate: "已过时限", care.Blocked: "店铺黑名单", care.Refused: "顾客退订过", care.NoConsent: "顾客没有同意", care.NoGuardianConsent: "监护人没有同意",
	care.Forbidden: "禁发规则", care.HeldOut: "对照组，不发", care.MergedInto: "并入另一条", care.NoWay: "没有可用的渠道", care.NothingToSay: "文案缺内容",
	care.EnoughAlready: "到了频次上限", care.OverBudget: "费用到了上限", care.RuleGone: "规则已删", care.Declined: "审核没有通过",
}

var closures = map[channel.Closed]string{
	channel.Blocked: "店铺黑名单", channel.Refused: "顾客退订过", channel.NoConsent: "顾客没有同意", channel.NoSender: "店里没有开通", channel.NoWording: "文案没写这个渠道",
	channel.NoAddress: "没有地址或号码", channel.Undeliverable: "没有送到", channel.BadAddress: "地址或号码已失效", channel.Forbidden: "禁发规则", channel.NothingToSay: "文案缺内容",
	channel.Capped: "到了频次上限，等", channel.EnoughAlready: "到了频次上限", channel.OverBudget: "费用到了上限", channel.QuietHours: "免打扰时段", channel.TooLate: "已过时限",
}

var subjects = map[string]string{"order": "订单", "parcel": "包裹", "chat": "会话", "child": "孩子", "customer": "顾客"}

var forms = map[channel.Form]string{
	channel.FormChat: "聊天", channel.FormCall: "打电话", channel.FormCard: "写贺卡", channel.FormGift: "送礼物", channel.FormMeeting: "请来聚会",
	channel.FormVisit: "上门", channel.FormOther: "照说明办",
}

var statuses = map[string]string{"decided": "等着发", "handed-over": "交给服务商了", "delivered": "送到了"}

// words are the functions of the pages' templates.
var words = map[string]any{
	"verdict": func(v care.Verdict) string { return verdicts[v] },
	"reason":  func(r care.Reason) string { return reasons[r] },
	"about":   func(kind string) string { return subjects[kind] },
	"form":    func(f channel.Form) string { return forms[f] },
	"status":  func(s string) string { return statuses[s] },
	"channel": func(k channel.Kind) string { return k.Info().Chinese },
	"via": func(word string) string {
		kind, _ := channel.ParseKind(word)
		return kind.Info().Chinese
	},
	"when": func(t time.Time) string { return t.In(tiexin.Shanghai()).Format("1月2日15:04") },
	"closed": func(w channel.Way) string {
		if w.Why != "" {
			return closures[w.Closed] + "，服务商说：" + w.Why
		}
		return closures[w.Closed]
	},
}
