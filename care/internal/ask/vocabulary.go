package ask

import (
	"slices"
	"strings"
	"sync"
)

// A Word is one word of the vocabulary that conditions are written in.
type Word struct {
	Name    string // as it is written: "order.amount", "minutes_unpaid", "has_tag(tag)"
	Type    string // "text", "number", "yes/no", "list of texts", "texts by name", "time", "date", "clock"
	Unit    string // "yuan", "minutes", … or empty
	Meaning string
	Kinds   Kinds // the flows that may use it; none: every flow
	// Later says that the word belongs to a part that is not built yet: a
	// condition that uses it is refused with this explanation.
	Later string
}

const (
	CalendarLater  = "the calendar is not built yet"
	LifecycleLater = "the customer's lifecycle is not built yet"
	ParcelLater    = "flows about parcels are not built yet"
	ChatLater      = "flows about chats are not built yet"
	ChildLater     = "flows about children are not built yet"
	IncidentLater  = "incidents are not built yet"
)

var (
	onOrder   = kindsOf(Order)
	onMessage = kindsOf(AnyKind) // a message about to go
)

// things are what stands before a dot.
var things = []string{"customer", "order", "shop", "segment", "parcel", "chat", "child", "incident"}

// words is the vocabulary except for the clocks, in the order in which a person
// reads it.
var words = []Word{
	{Name: "customer.id", Type: "text", Meaning: "the host's key for the customer"},
	{Name: "customer.nick", Type: "text", Meaning: "买家昵称, as the platform shows it"},
	{Name: "customer.name", Type: "text", Meaning: "the real name, if known"},
	{Name: "customer.gender", Type: "text", Meaning: "'female', 'male' or ''"},
	{Name: "customer.grade", Type: "text", Meaning: "会员等级, the shop's own word"},
	{Name: "customer.points", Type: "number", Meaning: "会员积分"},
	{Name: "customer.tags", Type: "list of texts", Meaning: "labels of the shop and its agents"},
	{Name: "customer.province", Type: "text", Meaning: "home province without 省: '浙江'"},
	{Name: "customer.city", Type: "text", Meaning: "home city without 市: '杭州'"},
	{Name: "customer.paid_orders", Type: "number", Meaning: "orders paid so far; 0 when nothing is known"},
	{Name: "customer.spent", Type: "number", Unit: "yuan", Meaning: "paid so far; 0 when nothing is known"},
	{Name: "customer.average_order", Type: "number", Unit: "yuan", Meaning: "spent ÷ paid orders; 0 before the first"},
	{Name: "customer.talking", Type: "yes/no", Meaning: "a chat with the customer is open"},
	{Name: "customer.complaining", Type: "yes/no", Meaning: "the customer complained in a chat that is still open"},
	{Name: "customer.attr", Type: "texts by name", Meaning: "what the host adds: customer.attr['…']; '' when absent"},
	{Name: "customer.stage", Type: "text", Meaning: "stage of the lifecycle", Later: LifecycleLater},
	{Name: "customer.value", Type: "text", Meaning: "value tier", Later: LifecycleLater},
	{Name: "customer.loyalty", Type: "text", Meaning: "type of loyalty", Later: LifecycleLater},
	{Name: "customer.cause", Type: "text", Meaning: "cause of repeat buying", Later: LifecycleLater},
	{Name: "customer.birthday", Type: "date", Meaning: "date of birth", Later: CalendarLater},

	{Name: "order.id", Type: "text", Meaning: "订单号", Kinds: onOrder},
	{Name: "order.source", Type: "text", Meaning: "where it came from: 'juhuasuan', 'live', …", Kinds: onOrder},
	{Name: "order.kind", Type: "text", Meaning: "'normal', 'juhuasuan', 'presale', 'group', 'cod', 'virtual', 'pay_later'", Kinds: onOrder},
	{Name: "order.status", Type: "text", Meaning: "'unpaid', 'paying', 'deposit', 'held', 'paid', 'part_ship', 'shipped', 'signed', 'succeeded', 'cancelled', 'closed'", Kinds: onOrder},
	{Name: "order.amount", Type: "number", Unit: "yuan", Meaning: "付款金额, what the buyer pays", Kinds: onOrder},
	{Name: "order.quantity", Type: "number", Unit: "pieces", Meaning: "pieces over all lines", Kinds: onOrder},
	{Name: "order.items", Type: "number", Unit: "lines", Meaning: "number of lines", Kinds: onOrder},
	{Name: "order.titles", Type: "list of texts", Meaning: "titles of the goods", Kinds: onOrder},
	{Name: "order.categories", Type: "list of texts", Meaning: "categories of the goods, each once", Kinds: onOrder},
	{Name: "order.province", Type: "text", Meaning: "where it goes: '新疆'", Kinds: onOrder},
	{Name: "order.city", Type: "text", Meaning: "where it goes: '杭州'", Kinds: onOrder},
	{Name: "order.remote", Type: "yes/no", Meaning: "goes to a province listed under shop.remote", Kinds: onOrder},
	{Name: "order.cod", Type: "yes/no", Meaning: "货到付款", Kinds: onOrder},
	{Name: "order.gift", Type: "yes/no", Meaning: "the receiver is not the buyer", Kinds: onOrder},
	{Name: "order.paid", Type: "yes/no", Meaning: "payment is known", Kinds: onOrder},
	{Name: "order.shipped", Type: "yes/no", Meaning: "the first parcel left", Kinds: onOrder},
	{Name: "order.closed", Type: "yes/no", Meaning: "cancelled, closed by itself, or fully refunded", Kinds: onOrder},
	{Name: "order.refunding", Type: "yes/no", Meaning: "a refund is open", Kinds: onOrder},
	{Name: "order.message", Type: "text", Meaning: "买家留言", Kinds: onOrder},
	{Name: "order.created_at", Type: "time", Meaning: "下单时间", Kinds: onOrder},
	{Name: "order.paid_at", Type: "time", Meaning: "付款时间", Kinds: onOrder},
	{Name: "order.shipped_at", Type: "time", Meaning: "发货时间", Kinds: onOrder},
	{Name: "order.attr", Type: "texts by name", Meaning: "what the host adds: order.attr['…']; '' when absent", Kinds: onOrder},

	{Name: "shop.name", Type: "text", Meaning: "店铺名称"},
	{Name: "shop.timezone", Type: "text", Meaning: "the shop's time zone"},
	{Name: "shop.usual_minutes_to_pay", Type: "number", Unit: "minutes", Meaning: "as long as most payers of this shop take"},
	{Name: "shop.remote", Type: "list of texts", Meaning: "provinces far away"},
	{Name: "shop.offers", Type: "texts by name", Meaning: "wording of an offer: shop.offers['…']"},
	{Name: "shop.links", Type: "texts by name", Meaning: "a link: shop.links['…']"},

	{Name: "flow", Type: "text", Meaning: "name of the flow; under limits.never only", Kinds: onMessage},
	{Name: "rule", Type: "text", Meaning: "name of the rule; under limits.never only", Kinds: onMessage},
	{Name: "channel", Type: "text", Meaning: "the channel about to be used; under limits.never only", Kinds: onMessage},
	{Name: "purpose", Type: "text", Meaning: "purpose of the flow; under limits.never only", Kinds: onMessage},

	{Name: "bought(category, days)", Type: "yes/no", Meaning: "has paid for goods of the category in the last so many days"},
	{Name: "has_tag(tag)", Type: "yes/no", Meaning: "the customer has the tag"},
	{Name: "hour(time)", Type: "number", Unit: "hour of day", Meaning: "0–23 in the shop's zone"},
	{Name: "in_festival(name)", Type: "yes/no", Meaning: "today belongs to the festival", Later: CalendarLater},
	{Name: "is_workday()", Type: "yes/no", Meaning: "today is a working day", Later: CalendarLater},

	{Name: "parcel", Type: "", Meaning: "the parcel: id carrier number status province city remote index count abnormal signed_by", Later: ParcelLater},
	{Name: "chat", Type: "", Meaning: "the chat: topic agent product answered ordered", Later: ChatLater},
	{Name: "child", Type: "", Meaning: "the child: nick gender months", Later: ChildLater},
	{Name: "incident", Type: "", Meaning: "the incident: region kind", Later: IncidentLater},
}

// Words returns the whole vocabulary of conditions, clocks included, in the
// order in which a person reads it.
func Words() []Word {
	all := slices.Clone(words)
	for s := range Stems() {
		for u := range units {
			all = append(all, Word{
				Name: units[u].prefix + s.String(), Type: "clock", Unit: units[u].name,
				Meaning: s.Meaning(), Kinds: s.info().kinds, Later: s.info().later,
			})
		}
	}
	return all
}

// head is the word without the brackets of a function.
func (w Word) head() string {
	head, _, _ := strings.Cut(w.Name, "(")
	return head
}

func (w Word) isFunction() bool { return strings.HasSuffix(w.Name, ")") }

// ofMessage says that the word is about the message about to go.
func (w Word) ofMessage() bool { return w.Kinds == onMessage }

// MayUse says whether a condition about a may use the word.
func (w Word) MayUse(a Kind) bool {
	return w.Kinds == 0 || w.Kinds.Has(a)
}

var wordsByHead = sync.OnceValue(func() map[string]Word {
	all := make(map[string]Word, len(words))
	for _, w := range words {
		all[w.head()] = w
	}
	return all
})

// findWord looks a word up by the name before its brackets.
func findWord(name string) (Word, bool) {
	w, ok := wordsByHead()[name]
	return w, ok
}

// wordsFor lists the names that a condition may use, for suggestions.
func wordsFor(where Scope) []string {
	var names []string
	for _, w := range words {
		if w.Later == "" && (w.ofMessage() && where.Promise || !w.ofMessage() && (where.Kind == AnyKind || w.MayUse(where.Kind))) {
			names = append(names, w.head())
		}
	}
	for s := range Stems() {
		if s.info().later == "" && !where.Promise && (where.Kind == AnyKind || s.MayUse(where.Kind)) {
			for _, u := range units {
				names = append(names, u.prefix+s.String())
			}
		}
	}
	return names
}
