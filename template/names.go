package template

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/tiexin-go/tiexin/internal/source"
)

// A Name is one placeholder of the vocabulary. The zero Name is none.
type Name uint8

// The placeholders. [Name.Info] gives their meanings.
const (
	none Name = iota

	BuyerNick // 买家昵称
	BuyerName // 买家姓名
	Receiver  // 收货人

	OrderID    // 订单号
	ItemTitle  // 商品名称
	ItemList   // 商品列表
	ItemCount  // 件数
	Related    // 关联商品
	RunsOut    // 快用完的商品
	Amount     // 付款金额
	PaidAmount // 实付金额
	CreatedAt  // 下单时间
	PaidAt     // 付款时间
	ShipsBy    // 最晚发货时间
	ShippedAt  // 发货时间
	ClosesAt   // 关闭时间
	TimeLeft   // 剩余付款时间
	ConfirmsAt // 自动确认时间

	PayLink     // 付款链接
	OrderLink   // 订单链接
	ItemLink    // 商品链接
	ConfirmLink // 确认收货链接

	Carrier        // 物流公司
	TrackingNumber // 运单号
	TrackLink      // 物流链接
	Province       // 省份
	City           // 到达城市
	HomeCity       // 所在城市
	District       // 收货区县
	DueAt          // 预计到达时间
	ArrivedAt      // 到达时间
	OutAt          // 派送时间
	SignedAt       // 签收时间

	RefundAmount // 退款金额
	RefundReason // 退款原因
	RefundAt     // 退款时间
	RefundLink   // 退款链接

	ReviewLink // 评价链接
	Rating     // 评价结果
	ReviewText // 评价详情

	ShopName   // 店铺名称
	SellerNick // 卖家昵称
	Signature  // 签名
	Agent      // 客服
	AgentPhone // 客服电话
	Offer      // 优惠
	OfferUntil // 优惠截止

	Grade      // 会员等级
	Discount   // 会员折扣
	Points     // 会员积分
	Spent      // 累计消费
	PaidOrders // 购买次数

	MonthStatement   // 账单
	QuarterStatement // 季账单
	YearStatement    // 年账单
	MonthOrders      // 上月单数
	MonthSpent       // 上月消费
	MonthSaved       // 上月节省

	Festival    // 节日
	Greeting    // 祝福语
	Birthday    // 生日
	ChildNick   // 宝宝昵称
	ChildMonths // 宝宝月龄

	names // how many, the zero Name included; at most 64, so that a set is one word
)

// A Need is the source of a placeholder's value. A loader of texts uses it to
// check whether the rule that sends a text can fill the placeholder.
type Need string

// The needs.
const (
	NeedCustomer  Need = "customer"  // the facts of the customer
	NeedOrder     Need = "order"     // an order
	NeedParcel    Need = "parcel"    // a parcel, so not before shipping
	NeedRefund    Need = "refund"    // a refund
	NeedReview    Need = "review"    // a customer's review
	NeedChild     Need = "child"     // a child, with the guardian's consent
	NeedAgent     Need = "agent"     // a chat with an agent, else the shop's name for its agents
	NeedShop      Need = "shop"      // the shop's own settings
	NeedRelated   Need = "related"   // the shop's lists of related products
	NeedRestock   Need = "restock"   // the clock to_restock
	NeedOffer     Need = "offer"     // an offer of the shop that has not ended
	NeedSignature Need = "signature" // the signature of the shop's SMS
	NeedLink      Need = "link"      // a link from the host or the shop's settings
	NeedCalendar  Need = "calendar"  // the special day that is the occasion
)

// Info describes a placeholder.
type Info struct {
	Word     string   // the canonical name, without signs: "买家昵称"
	Key      string   // the name of a provider's variable: "buyer_nick"
	Meaning  string   // the meaning
	Max      int      // customary longest value in characters, for estimates of length
	Bounded  bool     // no value is longer than Max; else people, shops and platforms may write longer ones
	Needs    []Need   // all of them; never empty
	Synonyms []string // names in other tools, the key included
}

// String is the canonical name without signs: "买家昵称". It is "Name(250)" for an unknown
// placeholder.
func (n Name) String() string { return cmp.Or(n.entry().Word, fmt.Sprintf("Name(%d)", uint8(n))) }

// Info describes the placeholder. It is empty for an unknown placeholder.
func (n Name) Info() Info {
	info := *n.entry()
	info.Needs = slices.Clone(info.Needs)
	info.Synonyms = slices.Clone(info.Synonyms)
	if info.Key != "" {
		info.Synonyms = append(info.Synonyms, info.Key)
	}
	return info
}

func (n Name) entry() *Info {
	if n >= names {
		n = none
	}
	return &vocabulary[n]
}

// Names are all placeholders, grouped by subject.
func Names() []Name {
	all := make([]Name, 0, names-1)
	for n := none + 1; n < names; n++ {
		all = append(all, n)
	}
	return all
}

// Lookup finds a placeholder by its canonical name or a synonym. Spaces around
// the word, full-width forms and the case of letters make no difference.
func Lookup(word string) (Name, bool) {
	n, ok := words().names[source.Fold(word)]
	return n, ok
}

// wordList is everything by which a placeholder may be called.
type wordList struct {
	names map[string]Name // by folded word
	all   []string        // as written, canonical ones first
}

var words = sync.OnceValue(func() wordList {
	list := wordList{names: make(map[string]Name)}
	var synonyms []string
	for n := none + 1; n < names; n++ {
		info := n.Info()
		list.all = append(list.all, info.Word)
		synonyms = append(synonyms, info.Synonyms...)
		for _, word := range append(info.Synonyms, info.Word) {
			list.names[source.Fold(word)] = n
		}
	}
	list.all = append(list.all, synonyms...)
	return list
})
