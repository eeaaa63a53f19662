package stage

import (
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Text describes the stage and the reasons in plain words.
func (w Why) Text() loyalty.Text {
	text := w.reason()
	var en, zh strings.Builder
	fmt.Fprintf(&en, "%s: %s.", capital(w.Stage.String()), text.English)
	fmt.Fprintf(&zh, "%s：%s。", w.Stage.Chinese(), text.Chinese)
	if by := w.rungText(); by.English != "" {
		fmt.Fprintf(&en, " %s.", by.English)
		fmt.Fprintf(&zh, "%s。", by.Chinese)
	}
	if held := w.heldText(); held.English != "" {
		fmt.Fprintf(&en, " %s.", held.English)
		fmt.Fprintf(&zh, "%s。", held.Chinese)
	}
	if !w.Next.At.IsZero() {
		day := w.Next.At.Format("2006-01-02")
		next := base.DayChinese(loyalty.DayOf(w.Next.At, w.Next.At.Location()), w.On)
		fmt.Fprintf(&en, " If nothing happens: %s from %s.", w.Next.To, day)
		fmt.Fprintf(&zh, "再没有动静的话，%s起转为%s。", next, w.Next.To.Chinese())
	}
	return loyalty.Text{English: en.String(), Chinese: zh.String()}
}

func capital(word string) string {
	word = strings.ReplaceAll(word, "-", " ")
	return strings.ToUpper(word[:1]) + word[1:]
}

// reason is the customer's own numbers.
func (w Why) reason() loyalty.Text {
	switch w.Reason {
	case NothingKnown:
		return loyalty.Text{English: "neither a purchase nor a contact is known", Chinese: "没有购买记录，也没有接触记录"}
	case ClockBehind:
		return loyalty.Text{
			English: fmt.Sprintf("the clock says %s, but something later is known already", w.On),
			Chinese: fmt.Sprintf("现在是%s，可记录里已经有更晚的事", base.WholeDayChinese(w.On)),
		}
	case FaultyPolicy:
		return loyalty.Text{English: "the policy has faults; see Policy.Validate", Chinese: "分层规则有误，请用Policy.Validate检查"}
	case InterestFaded:
		return loyalty.Text{
			English: fmt.Sprintf("never bought, and the last contact was on %s, too long ago", w.Contacted),
			Chinese: fmt.Sprintf("还没买过，最近一次接触是%s，已经过了太久", base.DayChinese(w.Contacted, w.On)),
		}
	case RecentContact:
		return loyalty.Text{
			English: fmt.Sprintf("never bought; %s on %s", contactText(w.Contact).English, w.Contacted),
			Chinese: fmt.Sprintf("还没买过，%s%s", base.DayChinese(w.Contacted, w.On), contactText(w.Contact).Chinese),
		}
	case AccountClosed:
		return loyalty.Text{English: "the account is closed", Chinese: "账号已注销"}
	case IsBlocked:
		return loyalty.Text{English: "the shop has blocked the customer", Chinese: "已被店铺拉黑"}
	}
	en := fmt.Sprintf("%s, last %s", bought(w.Days), ago(w.Silence))
	zh := fmt.Sprintf("只买过一次，是在%s（%s）", base.DayChinese(w.Last, w.On), agoChinese(w.Silence))
	if w.Days > 1 {
		zh = fmt.Sprintf("先后有%d天来买过，最近一次是%s（%s）", w.Days, base.DayChinese(w.Last, w.On), agoChinese(w.Silence))
	}
	if w.OwnGap.OK {
		en += fmt.Sprintf(", every %s on average", base.Days(w.OwnGap.Value))
		zh += fmt.Sprintf("，平均%s天买一次", base.Tidy(w.OwnGap.Value))
	}
	if w.Reason == NothingAnswered {
		en += fmt.Sprintf("; %d win-back messages went unanswered", patience)
		zh += fmt.Sprintf("，%d次召回都没有回应", patience)
	}
	if w.Reason == BuysMostlyHere && w.Share.OK {
		en += fmt.Sprintf("; %.0f %% of what is bought in the category is bought here", 100*w.Share.Value)
		zh += fmt.Sprintf("，这个类目有%.0f%%是在本店买的", 100*w.Share.Value)
	}
	return loyalty.Text{English: en, Chinese: zh}
}

var contactTexts = [...]loyalty.Text{
	NoInterest: {English: "in touch", Chinese: "有过接触"},
	Looked:     {English: "looked around", Chinese: "浏览过"},
	Asked:      {English: "asked the shop", Chinese: "咨询过"},
	Collected:  {English: "marked a favourite", Chinese: "收藏过"},
	Carted:     {English: "put something in the cart", Chinese: "加过购物车"},
}

func contactText(i Interest) loyalty.Text {
	if int(i) >= len(contactTexts) {
		i = NoInterest
	}
	return contactTexts[i]
}

// rungText is what the numbers are held against.
func (w Why) rungText() loyalty.Text {
	if !w.Lapsing.OK && !w.Buys.OK && !w.Dead.OK {
		return loyalty.Text{}
	}
	limits := loyalty.Text{
		English: fmt.Sprintf("lapsing from %s of silence, lost from %s, dead from %s", limit(w.Lapsing), limit(w.Lost), limit(w.Dead)),
		Chinese: w.limitsChinese(),
	}
	switch w.Rung {
	case ShopQuantiles:
		return loyalty.Text{English: "By how long this shop's returning customers take: " + limits.English, Chinese: "按本店老顾客多久回来算，" + limits.Chinese}
	case GapQuantiles:
		if w.Days > 1 {
			return loyalty.Text{English: "By the customer's own rhythm: " + limits.English, Chinese: "按这位顾客自己的购买节奏算，" + limits.Chinese}
		}
		return loyalty.Text{English: "By how long this shop's second purchases take: " + limits.English, Chinese: "按本店新客多久再来算，" + limits.Chinese}
	case BuyProbability:
		return loyalty.Text{
			English: fmt.Sprintf("Buys again within %s with a probability of %.0f %%: %s", base.Days(w.Horizon), 100*w.Buys.Value, limits.English),
			Chinese: fmt.Sprintf("%s天内再来买的可能性是%.0f%%；%s", base.Tidy(w.Horizon), 100*w.Buys.Value, limits.Chinese),
		}
	}
	if w.Quiet.Has(loyalty.Textbook) {
		return loyalty.Text{English: "By the textbook's days: " + limits.English, Chinese: "按通用天数算，" + limits.Chinese}
	}
	return loyalty.Text{English: "By fixed days: " + limits.English, Chinese: "按固定天数算，" + limits.Chinese}
}

func (w Why) heldText() loyalty.Text {
	switch {
	case w.Held == nil:
		return loyalty.Text{}
	case w.Held.Dwell:
		return loyalty.Text{
			English: fmt.Sprintf("By today alone it would be %s, but the stage is only from %s", w.Held.Now, w.Held.Since),
			Chinese: fmt.Sprintf("只看今天应为%s，但现在的阶段从%s才开始，先不变动", w.Held.Now.Chinese(), base.DayChinese(w.Held.Since, w.On)),
		}
	}
	return loyalty.Text{
		English: fmt.Sprintf("By today alone it would be %s, but that is too close to the border to change back", w.Held.Now),
		Chinese: fmt.Sprintf("只看今天应为%s，但离界线太近，先不改回", w.Held.Now.Chinese()),
	}
}

func bought(days int) string {
	if days == 1 {
		return "bought once"
	}
	return fmt.Sprintf("bought on %d days", days)
}

func ago(days int) string {
	switch days {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	}
	return fmt.Sprintf("%d days ago", days)
}

func agoChinese(days int) string {
	switch days {
	case 0:
		return "今天"
	case 1:
		return "昨天"
	}
	return fmt.Sprintf("%d天前", days)
}

// limit is a threshold in words.
func limit(m loyalty.Measure) string {
	if !m.OK {
		return "never"
	}
	return base.Days(m.Value)
}

// limitsChinese are the thresholds that there are.
func (w Why) limitsChinese() string {
	var parts []string
	for _, one := range [...]struct {
		limit loyalty.Measure
		stage string
	}{{w.Lapsing, "预流失"}, {w.Lost, "已流失"}, {w.Dead, "长期沉睡"}} {
		if one.limit.OK {
			parts = append(parts, fmt.Sprintf("%s天没买算%s", base.Tidy(one.limit.Value), one.stage))
		}
	}
	return strings.Join(parts, "，")
}
