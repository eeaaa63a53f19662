package ask

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// What people write in Chinese, and the words of conditions that they mean.

// saidWords are words of conditions by what people say for them. Where one may mean
// several, the subject of the flow decides.
var saidWords = map[string][]string{
	"订单金额": {"order.amount"}, "付款金额": {"order.amount"}, "实付金额": {"order.amount"}, "应付金额": {"order.amount"}, "支付金额": {"order.amount"}, "实付": {"order.amount"}, "实付款": {"order.amount"}, "应付": {"order.amount"}, "应付款": {"order.amount"}, "订单总额": {"order.amount"}, "总金额": {"order.amount"}, "金额": {"order.amount", "refund.amount"},
	"订单号": {"order.id"}, "订单来源": {"order.source"}, "来源": {"order.source"}, "下单渠道": {"order.source"}, "订单状态": {"order.status"}, "订单类型": {"order.kind"}, "状态": {"order.status", "parcel.status"}, "类型": {"order.kind"},
	"件数": {"order.quantity"}, "数量": {"order.quantity"}, "商品数量": {"order.quantity"}, "商品名称": {"order.titles", "product.title"}, "标题": {"order.titles", "product.title"}, "类目": {"order.categories", "product.category"}, "品类": {"order.categories", "product.category"},
	"收货省份": {"order.province"}, "收货城市": {"order.city"}, "省份": {"order.province", "customer.province"}, "省": {"order.province", "customer.province"}, "城市": {"order.city", "customer.city"}, "市": {"order.city", "customer.city"},
	"偏远": {"order.remote"}, "偏远地区": {"order.remote"}, "货到付款": {"order.cod"}, "礼物": {"order.gift"}, "送礼": {"order.gift"}, "已付款": {"order.paid"}, "已发货": {"order.shipped"}, "已签收": {"order.signed"}, "已评价": {"order.reviewed"}, "退款中": {"order.refunding"},
	"买家留言": {"order.message"}, "留言": {"order.message"}, "下单时间": {"order.created_at"}, "付款时间": {"order.paid_at"}, "发货时间": {"order.shipped_at"}, "签收时间": {"order.signed_at"},
	"买家昵称": {"customer.nick"}, "昵称": {"customer.nick"}, "姓名": {"customer.name"}, "性别": {"customer.gender"}, "会员等级": {"customer.grade"}, "会员级别": {"customer.grade"}, "顾客等级": {"customer.grade"}, "客户等级": {"customer.grade"}, "等级": {"customer.grade"}, "会员积分": {"customer.points"}, "积分": {"customer.points"}, "标签": {"customer.tags"},
	"购买次数": {"customer.paid_orders"}, "订单数": {"customer.paid_orders"}, "付款次数": {"customer.paid_orders"}, "累计消费": {"customer.spent"}, "累计消费金额": {"customer.spent"}, "消费金额": {"customer.spent"}, "客单价": {"customer.average_order"}, "生日": {"customer.birthday"}, "生命周期阶段": {"customer.stage"}, "阶段": {"customer.stage"},
	"物流公司": {"parcel.carrier"}, "快递公司": {"parcel.carrier"}, "运单号": {"parcel.number"}, "物流单号": {"parcel.number"}, "快递单号": {"parcel.number"},
	"评价结果": {"review.rating"}, "评分": {"review.stars", "survey.score", "chat.score"}, "星级": {"review.stars"}, "评价内容": {"review.text"}, "退款金额": {"refund.amount"}, "退款原因": {"refund.reason"}, "得分": {"survey.score"}, "客服": {"chat.agent"}, "话题": {"chat.topic"},
	"是": {"true"}, "真": {"true"}, "否": {"false"}, "假": {"false"}, "True": {"true"}, "TRUE": {"true"}, "False": {"false"}, "FALSE": {"false"},
}

// saidClocks are clocks by what people say for them.
var saidClocks = map[string]Stem{
	"未付款": Unpaid, "未支付": Unpaid, "待付款": Unpaid, "没付款": Unpaid, "下单": Unpaid, "下单后": Unpaid, "距关闭": ToClose, "关闭前": ToClose, "未发货": Unshipped, "待发货": Unshipped, "付款后": Unshipped,
	"运输中": InTransit, "在途": InTransit, "发货后": InTransit, "签收后": SinceSigned, "已签收": SinceSigned, "签收": SinceSigned, "确认收货后": SinceConfirmed, "沉默": Silent, "没购买": SinceOrder, "未购买": SinceOrder, "上次购买": SinceOrder, "距上次购买": SinceOrder, "距生日": ToBirthday,
}

var clockUnitSaid = regexp.MustCompile(`^(.+?)(?:了|的)?(分钟|分|小时|天)数?$`)

var prefixSaid = map[string]string{"分钟": "minutes_", "分": "minutes_", "小时": "hours_", "天": "days_"}

// wordsSaid are the words that may stand where the condition does and are meant by what
// somebody wrote.
func (w *builder) wordsSaid(name string) []string {
	bare := strings.Trim(source.Fold(name), "#{} ")
	if found := clockUnitSaid.FindStringSubmatch(bare); found != nil {
		if s, ok := saidClocks[strings.TrimSuffix(found[1], "时间")]; ok && s.MayUse(w.Kind) && !w.Promise {
			return []string{prefixSaid[found[2]] + s.String()}
		}
	}
	if s, ok := saidClocks[strings.TrimSuffix(bare, "时间")]; ok && saidWords[bare] == nil && s.MayUse(w.Kind) && !w.Promise {
		return []string{"minutes_" + s.String()}
	}
	known := usable(w.Scope)
	var meant []string
	for _, m := range saidWords[bare] {
		if m == "true" || m == "false" || slices.Contains(known, m) {
			meant = append(meant, m)
		}
	}
	return meant
}

// sentenceSaid are the words that a whole sentence speaks of, in the order of the sentence.
func (w *builder) sentenceSaid(name string) []string {
	var meant []string
	for rest := []rune(name); len(rest) > 1; {
		step := 1
		for n := min(len(rest), 8); n > 1; n-- {
			if found := w.wordsSaid(string(rest[:n])); len(found) > 0 {
				if !slices.Contains(meant, found[0]) {
					meant = append(meant, found[0])
				}
				step = n
				break
			}
		}
		rest = rest[step:]
	}
	return meant
}

// A place is what an unknown name stands for in a condition.
type place uint8

const (
	anywhere   place = iota
	yesOrNo          // alone, or beside && and ||
	besideText       // compared with a word that is a text
)

// nameHint says what was probably meant by a word that is not known: a slip of
// the pen, a word without what it belongs to, a Chinese word, or a text without its quotes.
func (w *builder) nameHint(name string, at place) say.Text {
	known := usable(w.Scope)
	folded := source.Fold(name)
	if folded != name && (isNumber(folded) || slices.Contains(known, folded)) {
		return zh.Text("write %s with the English keyboard", folded)
	}
	if _, ok := w.segments[name]; ok && at != besideText {
		return zh.Text("write segment.%s", name)
	}
	if meant := w.wordsSaid(name); len(meant) > 0 && at != besideText {
		return zh.Text("write %s", meant[0])
	}
	text := zh.Text("put a text in quotes: '%s'", name)
	if at == besideText {
		return text
	}
	for _, k := range known {
		if _, word, _ := strings.Cut(k, "."); word == name {
			return zh.Text("did you mean %q?", k)
		}
	}
	if hint := source.Suggest(name, append(known, vocabulary().bases...)); !hint.Empty() {
		return hint
	}
	if meant := w.sentenceSaid(name); len(meant) > 0 {
		return zh.Text("write the condition with the words of the language: %s", listed(meant))
	}
	if at == yesOrNo {
		return zh.Text("a segment is written as segment.NAME; see `care words` for the other words")
	}
	return text
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.") == ""
}
