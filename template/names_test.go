package template

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/source"
)

func TestTheVocabularyIsComplete(t *testing.T) {
	require.LessOrEqual(t, int(names), 64, "a set of names is one word of 64 bits")
	owner := map[string]Name{}
	for _, n := range Names() {
		info := n.Info()
		assert.NotEmpty(t, info.Word, "%d", n)
		assert.NotEmpty(t, info.Meaning, info.Word)
		assert.NotEmpty(t, info.Needs, info.Word)
		assert.Positive(t, info.Max, info.Word)
		assert.Regexp(t, `^[a-z_]+$`, info.Key, info.Word)
		assert.Equal(t, info.Word, n.String())
		for i, word := range append([]string{info.Word}, info.Synonyms...) {
			assert.False(t, strings.ContainsAny(word, "#＃|｜{} "), word)
			found, ok := Lookup(word)
			assert.True(t, ok, word)
			assert.Equal(t, n, found, word)
			folded := source.Fold(word)
			if owner[folded] != none && i < len(info.Synonyms) {
				assert.Equal(t, n, owner[folded], "%s means two things", word)
			}
			owner[folded] = n
		}
	}
	assert.Equal(t, "Name(0)", none.String())
	assert.Empty(t, Name(255).Info())
}

func TestWordsOfOtherToolsAreUnderstood(t *testing.T) {
	for word, want := range map[string]Name{
		"买家昵称": BuyerNick, "昵称": BuyerNick, "买家旺旺": BuyerNick, "BUYER_NICK": BuyerNick, "buyer_nick": BuyerNick, "用户名": BuyerNick,
		"ＢＵＹＥＲ": BuyerNick, " 买家昵称　": BuyerNick, "CustomerNo": BuyerNick,
		"姓名": BuyerName, "RECEIVER_NAME": Receiver, "TID": OrderID, "orderid": OrderID, "交易号": OrderID,
		"宝贝": ItemTitle, "订单金额": Amount, "应付金额": Amount, "实付金额": PaidAmount, "已付金额": PaidAmount, "PAYMENT": Amount, "TRADE_MONEY": Amount,
		"剩余时间": TimeLeft, "剩余付款时间": TimeLeft, "关闭时间": ClosesAt, "订单短链": PayLink, "快递公司": Carrier,
		"OUT_SID": TrackingNumber, "城市": City, "RECEIVER_CITY": City, "所在城市": HomeCity, "签收日期": SignedAt, "退款详情": RefundLink,
		"评论类型": Rating, "SHOP": ShopName, "SHOP_NAME": ShopName, "SELLER_NICK": SellerNick, "shortUrl": ItemLink,
		"VIP_GRADE": Grade, "消费金额": Spent, "累计消费": Spent, "购买次数": PaidOrders, "优惠": Offer, "优惠截止": OfferUntil, "省份": Province,
		"会员名": BuyerNick, "买家会员名": BuyerNick, "付款截止时间": ClosesAt, "自动关闭时间": ClosesAt, "累计消费金额": Spent,
	} {
		got, ok := Lookup(word)
		assert.True(t, ok, word)
		assert.Equal(t, want, got, word)
	}
	for _, word := range []string{"", " ", "买家", "#买家昵称#", "100元", strings.Repeat("长", 100_000)} {
		_, ok := Lookup(word)
		assert.False(t, ok, word)
	}
}

// Whoever loads a text learns from the vocabulary who fills a placeholder.
func TestEachPlaceholderSaysWhoFillsIt(t *testing.T) {
	for n, want := range map[Name]Need{
		Agent: NeedAgent, AgentPhone: NeedShop, Signature: NeedSignature, Birthday: NeedCustomer, Rating: NeedReview, ReviewText: NeedReview,
		Offer: NeedOffer, OfferUntil: NeedOffer, ShopName: NeedShop, Grade: NeedCustomer, ChildNick: NeedChild, Festival: NeedCalendar, DueAt: NeedParcel,
	} {
		assert.Equal(t, []Need{want}, n.Info().Needs, n)
	}
	assert.Equal(t, []Need{NeedOrder, NeedLink}, PayLink.Info().Needs)
	known := []Need{NeedCustomer, NeedOrder, NeedParcel, NeedRefund, NeedReview, NeedChild, NeedAgent, NeedShop, NeedOffer, NeedSignature, NeedLink, NeedCalendar, NeedRelated, NeedRestock}
	for _, n := range Names() {
		assert.Subset(t, known, n.Info().Needs, n)
	}
}

// The longest values that an engine writes are as long as the vocabulary says; those of
// people, shops and platforms may be longer.
func TestTheLongestTimesFit(t *testing.T) {
	for n, longest := range map[Name]string{ClosesAt: "11月12日23:59", TimeLeft: "23小时59分钟", CreatedAt: "2026年11月11日10:32", Rating: "好评"} {
		assert.Len(t, []rune(longest), n.Info().Max, n)
		assert.True(t, n.Info().Bounded, n)
	}
	for _, n := range []Name{BuyerNick, ItemTitle, ItemList, PayLink, Amount} {
		assert.False(t, n.Info().Bounded, n)
	}
}
