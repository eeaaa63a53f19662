package template

// Examples are values of the placeholder for reviewers of a text. The first is the
// plainest; the others cover all other forms. Empty for an unknown placeholder.
func (n Name) Examples() []string {
	if n >= names {
		n = none
	}
	return examples[n]
}

const (
	aMinute = "11月11日18:30"
	aLink   = "m.tb.cn/h.5xKq2A"
)

var examples = [names][]string{
	BuyerNick: {"小雨", "lily_88"}, BuyerName: {"林小雨"}, Receiver: {"林小雨"},

	OrderID: {"3012345678901234567"}, ItemTitle: {"羊绒围巾", "羊绒围巾等3件"}, ItemList: {"羊绒围巾、手套"}, ItemCount: {"3"},
	Related: {"手套、帽子"}, RunsOut: {"奶粉"}, Amount: {"199", "199.5"}, PaidAmount: {"199", "199.5"},
	CreatedAt: {aMinute}, PaidAt: {aMinute}, ShipsBy: {aMinute}, ShippedAt: {aMinute},
	ClosesAt: {"18:30", "今晚24:00", "明天18:30", "11月12日23:59"}, TimeLeft: {"15分钟", "2小时40分钟"}, ConfirmsAt: {aMinute},

	PayLink: {aLink}, OrderLink: {aLink}, ItemLink: {aLink}, ConfirmLink: {aLink},

	Carrier: {"中通快递"}, TrackingNumber: {"73512345678901"}, TrackLink: {aLink},
	Province: {"浙江"}, City: {"杭州"}, HomeCity: {"杭州"}, District: {"西湖区"}, DueAt: {aMinute}, ArrivedAt: {aMinute}, OutAt: {aMinute}, SignedAt: {aMinute},

	RefundAmount: {"199", "199.5"}, RefundReason: {"尺码不合适"}, RefundAt: {aMinute}, RefundLink: {aLink},

	ReviewLink: {aLink}, Rating: {"好评"}, ReviewText: {"颜色和图片一样，很暖和"},

	ShopName: {"青禾家"}, SellerNick: {"青禾家"}, Signature: {"青禾家"}, Agent: {"小禾"}, AgentPhone: {"4001234567", "0571-82123456"},
	Offer: {"满300减30"}, OfferUntil: {"18:30", "今晚24:00", "明天18:30", "11月12日23:59"},

	Grade: {"金卡"}, Discount: {"9折"}, Points: {"3200"}, Spent: {"1268", "1268.5"}, PaidOrders: {"4"},

	MonthStatement: {"2026年10月您在青禾家下单3次，消费597元，比原价省60元"}, QuarterStatement: {"2026年第三季度您在青禾家下单5次，消费968元"},
	YearStatement: {"2026年您在青禾家下单9次，消费1890元"}, MonthOrders: {"3"}, MonthSpent: {"597", "597.5"}, MonthSaved: {"60", "60.5"},

	Festival: {"中秋节"}, Greeting: {"中秋快乐"}, Birthday: {"11月8日", "农历八月十五"}, ChildNick: {"豆豆"}, ChildMonths: {"8"},
}
