package template

// Needs that several placeholders share.
var (
	ofCustomer = []Need{NeedCustomer}
	ofOrder    = []Need{NeedOrder}
	ofParcel   = []Need{NeedParcel}
	ofRefund   = []Need{NeedRefund}
	ofReview   = []Need{NeedReview}
	ofShop     = []Need{NeedShop}
	ofOffer    = []Need{NeedOffer}
	ofChild    = []Need{NeedChild}
	ofCalendar = []Need{NeedCalendar}
	orderLink  = []Need{NeedOrder, NeedLink}
	parcelLink = []Need{NeedParcel, NeedLink}
	refundLink = []Need{NeedRefund, NeedLink}
)

// vocabulary describes every placeholder. The lengths of what an engine writes are its
// longest, of amounts those below 100000 yuan; the others are those that the editors of
// Chinese shop tools reckon with.
var vocabulary = [names]Info{
	BuyerNick: {
		Word: "买家昵称", Key: "buyer_nick", Max: 8, Needs: ofCustomer,
		Meaning:  "the nick the platform shows; one that it masked or handed out, such as tb123456, counts as none",
		Synonyms: []string{"昵称", "买家旺旺", "用户名", "会员名", "买家会员名", "CUSTOMERNO", "BUYER", "NICKNAME"},
	},
	BuyerName: {
		Word: "买家姓名", Key: "buyer_name", Max: 4, Needs: ofCustomer,
		Meaning:  "the buyer's real name; a masked one counts as none",
		Synonyms: []string{"买家名字", "姓名", "客户姓名"},
	},
	Receiver: {
		Word: "收货人", Key: "receiver", Max: 4, Needs: ofOrder,
		Meaning:  "who the goods go to; a masked name counts as none",
		Synonyms: []string{"收货人姓名", "RECEIVER_NAME"},
	},

	OrderID: {
		Word: "订单号", Key: "order_id", Max: 19, Needs: ofOrder,
		Meaning:  "the order's number",
		Synonyms: []string{"订单编号", "交易号", "TID", "TRADE_ID", "OrderID"},
	},
	ItemTitle: {
		Word: "商品名称", Key: "item_title", Max: 20, Needs: ofOrder,
		Meaning:  "the first item, and how many there are if there are more: 羽绒服等3件; only the items in the parcel, or that of the refund or review",
		Synonyms: []string{"宝贝名称", "商品标题", "宝贝", "商品"},
	},
	ItemList: {
		Word: "商品列表", Key: "item_list", Max: 60, Needs: ofOrder,
		Meaning:  "every item, one after the other: 羽绒服、围巾",
		Synonyms: []string{"商品清单", "宝贝列表"},
	},
	Related: {
		Word: "关联商品", Key: "related_items", Max: 30, Needs: []Need{NeedOrder, NeedRelated},
		Meaning:  "what goes with the goods by the shop's lists and is not bought yet, up to three: 防潮垫、灯",
		Synonyms: []string{"搭配商品", "推荐商品"},
	},
	RunsOut: {
		Word: "快用完的商品", Key: "runs_out", Max: 10, Needs: []Need{NeedCustomer, NeedRestock},
		Meaning:  "the category of goods that runs out first: 奶粉",
		Synonyms: []string{"复购商品", "快用完的"},
	},
	ItemCount: {
		Word: "件数", Key: "item_count", Max: 3, Needs: ofOrder,
		Meaning:  "how many pieces these items are, as a number",
		Synonyms: []string{"商品件数", "商品数量", "宝贝数量"},
	},
	Amount: {
		Word: "付款金额", Key: "amount", Max: 8, Needs: ofOrder,
		Meaning:  "what the buyer is to pay or has paid, in yuan; after a deposit what is left; of several orders together the sum",
		Synonyms: []string{"订单金额", "应付金额", "PAYMENT", "TRADE_MONEY"},
	},
	PaidAmount: {
		Word: "实付金额", Key: "paid_amount", Max: 8, Needs: ofOrder,
		Meaning:  "what the buyer has paid, in yuan; no value before payment; of several orders together the sum",
		Synonyms: []string{"已付金额", "实际付款"},
	},
	CreatedAt: {
		Word: "下单时间", Key: "created_at", Max: 16, Bounded: true, Needs: ofOrder,
		Meaning:  "when the order was placed",
		Synonyms: []string{"CREATED", "TRADE_CREATED", "TRADE_CREATE_TIME"},
	},
	PaidAt: {
		Word: "付款时间", Key: "paid_at", Max: 16, Bounded: true, Needs: ofOrder,
		Meaning:  "when it was paid",
		Synonyms: []string{"支付时间", "PAY_TIME"},
	},
	ShipsBy: {
		Word: "最晚发货时间", Key: "ships_by", Max: 16, Bounded: true, Needs: ofOrder,
		Meaning:  "by when the shop has promised to ship; no value when that has passed",
		Synonyms: []string{"承诺发货时间"},
	},
	ShippedAt: {
		Word: "发货时间", Key: "shipped_at", Max: 16, Bounded: true, Needs: ofOrder,
		Meaning:  "when the goods, or the first of several parcels, left",
		Synonyms: []string{"CONSIGN_TIME"},
	},
	ClosesAt: {
		Word: "关闭时间", Key: "closes_at", Max: 11, Bounded: true, Needs: ofOrder,
		Meaning:  "when the unpaid order closes by itself: 18:30, 明天19:02 or 11月12日23:59",
		Synonyms: []string{"自动关闭时间", "付款截止时间"},
	},
	TimeLeft: {
		Word: "剩余付款时间", Key: "time_left", Max: 8, Bounded: true, Needs: ofOrder,
		Meaning:  "how long the order can still be paid: 15分钟 or 23小时59分钟; of several orders together the shortest",
		Synonyms: []string{"剩余时间"},
	},
	ConfirmsAt: {
		Word: "自动确认时间", Key: "confirms_at", Max: 16, Bounded: true, Needs: ofOrder,
		Meaning:  "when receipt is confirmed by itself; no value when that has passed",
		Synonyms: []string{"自动确认收货时间"},
	},

	PayLink: {
		Word: "付款链接", Key: "pay_link", Max: 17, Needs: orderLink,
		Meaning:  "where the order is paid",
		Synonyms: []string{"支付链接", "订单短链", "PAYMENT_LINK"},
	},
	OrderLink: {
		Word: "订单链接", Key: "order_link", Max: 17, Needs: orderLink,
		Meaning: "the order's own page",
	},
	ItemLink: {
		Word: "商品链接", Key: "item_link", Max: 17, Needs: orderLink,
		Meaning:  "the page of the first item",
		Synonyms: []string{"宝贝链接", "商品短链", "shortUrl"},
	},
	ConfirmLink: {
		Word: "确认收货链接", Key: "confirm_link", Max: 17, Needs: orderLink,
		Meaning:  "where receipt is confirmed",
		Synonyms: []string{"收货链接", "CONFIRM_GOODS_LINK"},
	},

	Carrier: {
		Word: "物流公司", Key: "carrier", Max: 4, Needs: ofParcel,
		Meaning:  "the carrier's name: 中通快递",
		Synonyms: []string{"物流公司名称", "快递公司", "COMPANY_NAME", "LOGISTICS_COMPANY"},
	},
	TrackingNumber: {
		Word: "运单号", Key: "tracking_number", Max: 15, Needs: ofParcel,
		Meaning:  "the carrier's number of the parcel",
		Synonyms: []string{"物流单号", "快递单号", "物流编号", "OUT_SID"},
	},
	TrackLink: {
		Word: "物流链接", Key: "track_link", Max: 17, Needs: parcelLink,
		Meaning:  "where the parcel can be followed",
		Synonyms: []string{"LOGISTICS_LINK"},
	},
	Province: {
		Word: "省份", Key: "province", Max: 4, Needs: ofCustomer,
		Meaning:  "where the parcel or order goes, else where the customer lives",
		Synonyms: []string{"收货省份", "RECEIVER_STATE"},
	},
	City: {
		Word: "到达城市", Key: "city", Max: 5, Needs: ofOrder,
		Meaning:  "the city that the parcel or order goes to",
		Synonyms: []string{"收货城市", "城市", "ARRIVAL_CITY", "RECEIVER_CITY"},
	},
	HomeCity: {
		Word: "所在城市", Key: "home_city", Max: 5, Needs: ofCustomer,
		Meaning:  "the city where the customer lives",
		Synonyms: []string{"居住城市"},
	},
	District: {
		Word: "收货区县", Key: "district", Max: 5, Needs: ofCustomer,
		Meaning:  "where the parcel or order goes, else where the customer lives",
		Synonyms: []string{"区县", "RECEIVER_DISTRICT"},
	},
	DueAt: {
		Word: "预计到达时间", Key: "due_at", Max: 11, Bounded: true, Needs: ofParcel,
		Meaning:  "the day on which the parcel should arrive; no value when it is over",
		Synonyms: []string{"预计到达", "预计送达时间", "预计送达"},
	},
	ArrivedAt: {
		Word: "到达时间", Key: "arrived_at", Max: 16, Bounded: true, Needs: ofParcel,
		Meaning:  "when the parcel came to the receiver's city",
		Synonyms: []string{"ARRIVED_TIME"},
	},
	OutAt: {
		Word: "派送时间", Key: "out_at", Max: 16, Bounded: true, Needs: ofParcel,
		Meaning:  "when the courier set out with it",
		Synonyms: []string{"派件时间", "DELIVERY_TIME"},
	},
	SignedAt: {
		Word: "签收时间", Key: "signed_at", Max: 16, Bounded: true, Needs: ofParcel,
		Meaning:  "when it was signed for",
		Synonyms: []string{"签收日期", "SIGNED_TIME"},
	},

	RefundAmount: {
		Word: "退款金额", Key: "refund_amount", Max: 8, Needs: ofRefund,
		Meaning:  "what is paid back, in yuan",
		Synonyms: []string{"REFUND_FEE"},
	},
	RefundReason: {
		Word: "退款原因", Key: "refund_reason", Max: 20, Needs: ofRefund,
		Meaning:  "the reason the buyer chose",
		Synonyms: []string{"REASON"},
	},
	RefundAt: {
		Word: "退款时间", Key: "refund_at", Max: 16, Bounded: true, Needs: ofRefund,
		Meaning:  "when the refund last moved",
		Synonyms: []string{"REFUND_TIME", "REFUND_SUCCESS_TIME"},
	},
	RefundLink: {
		Word: "退款链接", Key: "refund_link", Max: 17, Needs: refundLink,
		Meaning:  "the refund's own page",
		Synonyms: []string{"退款详情", "REFUND_DETAIL"},
	},

	ReviewLink: {
		Word: "评价链接", Key: "review_link", Max: 17, Needs: orderLink,
		Meaning:  "where the order is reviewed",
		Synonyms: []string{"RATE_SHORT_LINK"},
	},
	Rating: {
		Word: "评价结果", Key: "rating", Max: 2, Bounded: true, Needs: ofReview,
		Meaning:  "the rating in words: 好评, 中评 or 差评",
		Synonyms: []string{"评论类型", "RATE_RESULT"},
	},
	ReviewText: {
		Word: "评价详情", Key: "review_text", Max: 100, Needs: ofReview,
		Meaning:  "what the buyer wrote",
		Synonyms: []string{"评价内容"},
	},

	ShopName: {
		Word: "店铺名称", Key: "shop_name", Max: 12, Needs: ofShop,
		Meaning:  "the shop's name",
		Synonyms: []string{"店铺", "店铺昵称", "SHOP"},
	},
	SellerNick: {
		Word: "卖家昵称", Key: "seller_nick", Max: 12, Needs: ofShop,
		Meaning:  "the seller's account on the platform",
		Synonyms: []string{"掌柜"},
	},
	Signature: {
		Word: "签名", Key: "signature", Max: 12, Bounded: true, Needs: []Need{NeedSignature},
		Meaning: "the signature of the shop's SMS, without 【】; a provider adds it by itself",
	},
	Agent: {
		Word: "客服", Key: "agent", Max: 8, Needs: []Need{NeedAgent},
		Meaning:  "the agent of the chat, else the name that the shop's agents go by",
		Synonyms: []string{"客服昵称"},
	},
	AgentPhone: {
		Word: "客服电话", Key: "agent_phone", Max: 13, Needs: ofShop,
		Meaning:  "the shop's number for customers",
		Synonyms: []string{"售后电话"},
	},
	Offer: {
		Word: "优惠", Key: "offer", Max: 20, Needs: ofOffer,
		Meaning:  "what the shop offers at present: 满300减30",
		Synonyms: []string{"优惠内容"},
	},
	OfferUntil: {
		Word: "优惠截止", Key: "offer_until", Max: 11, Bounded: true, Needs: ofOffer,
		Meaning:  "until when the offer stands",
		Synonyms: []string{"优惠截止时间"},
	},

	Grade: {
		Word: "会员等级", Key: "grade", Max: 5, Needs: ofCustomer,
		Meaning:  "the shop's word for the member's rank",
		Synonyms: []string{"VIP_GRADE"},
	},
	Discount: {
		Word: "会员折扣", Key: "discount", Max: 4, Needs: ofCustomer,
		Meaning: "the member's discount as it is printed: 9折",
	},
	Points: {
		Word: "会员积分", Key: "points", Max: 8, Needs: ofCustomer,
		Meaning:  "the member's points, as a number",
		Synonyms: []string{"积分"},
	},
	Spent: {
		Word: "累计消费", Key: "spent", Max: 9, Needs: ofCustomer,
		Meaning:  "what the customer has spent in the shop so far, in yuan, refunds taken off",
		Synonyms: []string{"消费金额", "累计消费金额"},
	},
	PaidOrders: {
		Word: "购买次数", Key: "paid_orders", Max: 4, Needs: ofCustomer,
		Meaning: "how many orders the customer has paid so far, as a number",
	},
	MonthStatement: {
		Word: "账单", Key: "statement", Max: 66, Needs: ofCustomer,
		Meaning:  "what the customer and the shop shared in the last whole month: 2026年10月您在小鹿家下单3次，消费597元，比原价省60元; no value when nothing was bought, or when not all of it is known",
		Synonyms: []string{"月账单"},
	},
	QuarterStatement: {
		Word: "季账单", Key: "quarter_statement", Max: 66, Needs: ofCustomer,
		Meaning: "the same of the last whole quarter",
	},
	YearStatement: {
		Word: "年账单", Key: "year_statement", Max: 66, Needs: ofCustomer,
		Meaning: "the same of the last whole year",
	},
	MonthOrders: {
		Word: "上月单数", Key: "month_orders", Max: 3, Needs: ofCustomer,
		Meaning: "how many orders the customer paid in the last whole month and kept, as a number",
	},
	MonthSpent: {
		Word: "上月消费", Key: "month_spent", Max: 8, Needs: ofCustomer,
		Meaning: "what the customer spent in the last whole month, in yuan, refunds taken off",
	},
	MonthSaved: {
		Word: "上月节省", Key: "month_saved", Max: 7, Needs: ofCustomer,
		Meaning: "what list prices were above that, in yuan; no value when one of them is not known",
	},

	Festival: {
		Word: "节日", Key: "festival", Max: 7, Needs: ofCalendar,
		Meaning: "the special day that began the rule: 七夕",
	},
	Greeting: {
		Word: "祝福语", Key: "greeting", Max: 7, Needs: ofCalendar,
		Meaning: "the greeting of the day: 七夕快乐; days of mourning and sales have none",
	},
	Birthday: {
		Word: "生日", Key: "birthday", Max: 7, Bounded: true, Needs: ofCustomer,
		Meaning: "the customer's birthday, without the year: 11月8日 or 农历八月十五",
	},
	ChildNick: {
		Word: "宝宝昵称", Key: "child_nick", Max: 6, Needs: ofChild,
		Meaning: "the child's pet name at home",
	},
	ChildMonths: {
		Word: "宝宝月龄", Key: "child_months", Max: 6, Needs: ofChild,
		Meaning: "the child's age in full months, as a number",
	},
}
