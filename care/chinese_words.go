package care

import (
	"cmp"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
)

// The words of the closed lists as a shop says them.

var verdictsChinese = map[Verdict]string{
	Send: "发送", Task: "任务", Wait: "等待", Skip: "不发", Regret: "误发", Moved: "阶段", Billed: "计费", Unknown: "不明",
}

// Chinese is the verdict in Chinese: "发送".
func (v Verdict) Chinese() string { return cmp.Or(verdictsChinese[v], v.String()) }

var reasonsChinese = map[Reason]string{
	Due: "该发了", NotYet: "时间还没到", InConversation: "付款问题或投诉没处理完", Capped: "已到频次或费用上限", QuietHours: "正是免打扰时段",
	NeedsReview: "等人审核", ConditionOff: "条件不符", EarlierRule: "归前面的规则管", AlreadySaid: "已经说过", Ended: "事情已了结",
	TooLate: "已过时限", Blocked: "在店铺黑名单里", Refused: "顾客已退订", NoConsent: "顾客没同意过", NoGuardianConsent: "监护人没同意过",
	Forbidden: "禁发规则不许发", HeldOut: "这位顾客在对照组", MergedInto: "并入另一条消息一起说", NoWay: "没有可用的渠道", NothingToSay: "文案缺内容",
	EnoughAlready: "已到频次上限", OverBudget: "已到费用上限", RuleGone: "规则已删", Declined: "审核不通过",
}

// Chinese is the reason in Chinese: "正是免打扰时段". It reads alone in a cell of a table,
// and after a comma: "不发，顾客已谢绝".
func (r Reason) Chinese() string { return cmp.Or(reasonsChinese[r], r.String()) }

func reasonText(r Reason) say.Text { return say.Text{English: r.String(), Chinese: r.Chinese()} }

var fatesChinese = map[Fate]string{
	WasHandedOver: "已交出", WasUnknown: "不知道发没发出去", WasDelivered: "已送达", WasFailed: "没送到", WasTooLate: "过了时限还没交出，不再发",
	WasTakenBack: "没发就撤回了", WasAnswered: "顾客回复了", WasApproved: "审核通过", WasDeclined: "审核不通过",
	WasClaimed: "有人接了任务", WasGivenBack: "接的人放下了任务",
	WasDone: "任务做完了", WasNotDone: "任务没做成", WasRefused: "顾客谢绝了",
}

// Chinese is the fate in Chinese: "已送达".
func (f Fate) Chinese() string { return cmp.Or(fatesChinese[f], string(f)) }

var changesChinese = map[ChangeKind]string{
	Comes: "新增", Goes: "不再发", Moves: "换时间", Rewords: "换文字", Reroutes: "换渠道", Hands: "换任务", Merges: "换合并", Reprices: "换价钱",
}

// Chinese is the kind in Chinese: "换时间".
func (k ChangeKind) Chinese() string { return cmp.Or(changesChinese[k], string(k)) }

var waitingChinese = map[WaitingFate]string{GoesOn: "照旧等着", AskedAnew: "按新规则重新判断", EndsRuleGone: "规则已删，不再等", Begins: "新规则开始等"}

// Chinese is the fate in Chinese: "照旧等着".
func (f WaitingFate) Chinese() string { return cmp.Or(waitingChinese[f], string(f)) }

// cameChinese are how far messages have come: see [ExplainSaid].
var cameChinese = map[string]string{"decided": "已决定", "handed-over": "已交出", "delivered": "已送达"}

// kindsChinese are the kinds of subjects by their words in rule files.
var kindsChinese = map[string]string{
	ask.Order.String(): "订单", ask.Parcel.String(): "包裹", ask.Chat.String(): "聊天", ask.Customer.String(): "顾客本人", ask.Child.String(): "孩子",
}

var statusesChinese = map[string]string{
	string(tiexin.Unpaid): "待付款", string(tiexin.Paying): "付款中", string(tiexin.DepositPaid): "已付定金", string(tiexin.Held): "已付款，暂不能发货",
	string(tiexin.Paid): "待发货", string(tiexin.PartlyShipped): "部分发货", string(tiexin.Shipped): "已发货", string(tiexin.Signed): "已签收",
	string(tiexin.Succeeded): "交易成功", string(tiexin.Cancelled): "已取消", string(tiexin.Closed): "交易关闭", string(tiexin.UnknownStatus): "状态不明",

	string(tiexin.ParcelCreated): "还没揽收", string(tiexin.ParcelPickedUp): "已揽收", string(tiexin.ParcelInTransit): "运输中",
	string(tiexin.ParcelArrivedCity): "已到收货城市", string(tiexin.ParcelOutForDelivery): "派送中", string(tiexin.ParcelReadyForPickup): "待取件",
	string(tiexin.ParcelFailed): "派送失败", string(tiexin.ParcelRejected): "已拒收", string(tiexin.ParcelReturning): "退回途中",
	string(tiexin.ParcelReturned): "已退回", string(tiexin.ParcelOutOfArea): "超出派送范围", string(tiexin.ParcelLost): "丢失", string(tiexin.ParcelDamaged): "破损",
}

var purposesChinese = map[string]string{
	string(tiexin.Service): "服务", string(tiexin.Notice): "通知", string(tiexin.Care): "关怀", string(tiexin.Marketing): "营销", string(tiexin.SurveyAsk): "调研",
}

// viaChinese is a channel as a shop calls it.
func viaChinese(k channel.Kind) string {
	if k == channel.None {
		return "店里的人"
	}
	return k.Info().Chinese
}

func viaText(k channel.Kind) say.Text {
	return say.Text{English: k.String(), Chinese: viaChinese(k)}
}

// namedChinese is a channel by its word; one that is unknown stays.
func namedChinese(word string) string {
	if k, ok := channel.ParseKind(word); ok {
		return viaChinese(k)
	}
	return word
}

// listed are names behind each other.
func listed(names []string) say.Text {
	return say.Text{English: strings.Join(names, ", "), Chinese: strings.Join(names, "、")}
}
