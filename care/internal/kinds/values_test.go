package kinds

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/template"
)

// filled are the values of placeholders, each as name=value; "-" for none.
func filled(t *testing.T, v *Values, names string) string {
	t.Helper()
	var all []string
	for _, word := range strings.Fields(names) {
		n, known := template.Lookup(word)
		require.True(t, known, word)
		value, ok := template.Value(v, n)
		if !ok {
			value = "-"
		}
		all = append(all, word+"="+value)
	}
	return strings.Join(all, " ")
}

func TestValues_每种主题填什么(t *testing.T) {
	who := tiexin.Customer{ID: "xiaowang", Nick: "小王", Name: "王小明", Grade: "金卡", Points: 88, PaidOrders: 3, Spent: 600_00, Region: tiexin.Region{Province: "上海", City: "上海"}}
	o := coat
	o.Receiver, o.PayURL, o.Region = "王*", "tb.cn/p1", tiexin.Region{Province: "浙江", City: "杭州"}
	talk := tiexin.Chat{ID: "C1", Agent: "小林", Product: "推车"}
	s := scene(t, 23.25, happens(tiexin.EventCustomerUpdated, 0, who), happens(tiexin.EventOrderCreated, 0, o), happens(tiexin.EventChatAsked, 1, talk))
	of := func(kind ask.Kind, id string) *Values { return valuesOf(s, "", s.seen(t, kind, id)) }
	const customers = "买家昵称 买家姓名 会员等级 积分 购买次数 消费金额 省份"
	assert.Equal(t, "买家昵称=小王 买家姓名=王小明 会员等级=金卡 积分=88 购买次数=3 消费金额=600 省份=上海", filled(t, of(ask.Customer, ""), customers))
	assert.Equal(t, "店铺名称=小鹿家 签名=【小鹿家】 评价链接=s.cn/r 客服=- 优惠=-", filled(t, of(ask.Customer, ""), "店铺名称 签名 评价链接 客服 优惠"))
	assert.Equal(t, "商品名称=- 订单号=- 运单号=-", filled(t, of(ask.Customer, ""), "商品名称 订单号 运单号"))

	order := of(ask.Order, "T1")
	assert.Equal(t, "订单号=T1 商品名称=羽绒服等3件 商品列表=羽绒服、围巾 件数=3 付款金额=199 收货人=- 下单时间=11月11日10:00 付款时间=-",
		filled(t, order, "订单号 商品名称 商品列表 件数 付款金额 收货人 下单时间 付款时间"))
	assert.Equal(t, "剩余付款时间=45分钟 关闭时间=10:00 付款链接=tb.cn/p1 省份=浙江 买家昵称=小王", filled(t, order, "剩余付款时间 关闭时间 付款链接 省份 买家昵称"))
	assert.True(t, order.AllWaitForPayment())
	early := scene(t, 3, happens(tiexin.EventOrderCreated, 0, o))
	assert.Equal(t, "剩余付款时间=21小时 关闭时间=明天10:00", filled(t, valuesOf(early, "", early.seen(t, ask.Order, "T1")), "剩余付款时间 关闭时间"))
	assert.Equal(t, "客服=小林 商品名称=推车 买家昵称=小王", filled(t, of(ask.Chat, "C1"), "客服 商品名称 买家昵称"))
	words, err := template.Parse("#订单号#,#付款时间|刚才#")
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"订单号": "T1"}, order.Of(words))

	s = scene(t, 9, happens(tiexin.EventOrderCreated, 0, o), happens(tiexin.EventOrderPaid, 1, bare), happens(tiexin.EventParcelShipped, 2, box))
	assert.Equal(t, "剩余付款时间=- 付款链接=- 付款时间=11月11日11:00 最晚发货时间=11月13日11:00", filled(t, of(ask.Order, "T1"), "剩余付款时间 付款链接 付款时间 最晚发货时间"))
	assert.Equal(t, "物流公司=中通快递 运单号=751 发货时间=11月11日12:00 订单号=T1 签收时间=-", filled(t, of(ask.Parcel, "P1"), "物流公司 运单号 发货时间 订单号 签收时间"))
}

func TestValues_优惠到哪一天结束(t *testing.T) {
	end := time.Date(2026, 11, 12, 0, 0, 0, 0, time.FixedZone("", 8*60*60)) // until: 2026-11-11
	for now, want := range map[float64]string{
		-10:  "优惠=满300减40 优惠截止=23:59",
		13.9: "优惠=满300减40 优惠截止=23:59",
		-11:  "优惠=满300减40 优惠截止=明天23:59",
		14:   "优惠=- 优惠截止=-",
	} {
		s := scene(t, now, happens(tiexin.EventOrderCreated, -20, coat))
		s.Shop.Offers = []rule.Offer{{Name: "autumn", Text: "满300减40", Until: end}}
		assert.Equal(t, want, filled(t, valuesOf(s, "", s.seen(t, ask.Order, "T1")), "优惠 优惠截止"), now)
	}
}

// A message about several subjects speaks for all of them.
func TestValues_说好几个的时候(t *testing.T) {
	other := tiexin.Order{ID: "T2", Amount: 50_00, Title: "袜子", ClosesAt: hour(5)}
	second := box
	second.ID, second.OrderID, second.Number, second.Carrier = "P2", "T2", "149", "shunfeng"
	s := scene(t, 3, happens(tiexin.EventOrderCreated, 0, coat), happens(tiexin.EventOrderCreated, 1, other))
	v := valuesOf(s, "", s.seen(t, ask.Order, "T1"), s.seen(t, ask.Order, "T2"))
	assert.Equal(t, "商品名称=羽绒服等4件 商品列表=羽绒服、围巾、袜子 件数=4 付款金额=249 剩余付款时间=2小时 订单号=T1", filled(t, v, "商品名称 商品列表 件数 付款金额 剩余付款时间 订单号"))
	assert.Equal(t, "剩余付款时间=2小时", filled(t, valuesOf(s, "", v.Views[1], v.Views[0]), "剩余付款时间"), "the earliest, whichever comes first")
	assert.True(t, v.AllWaitForPayment())

	s = scene(t, 3, happens(tiexin.EventOrderCreated, 0, coat), happens(tiexin.EventParcelShipped, 2, box), happens(tiexin.EventParcelShipped, 2.5, second))
	v = valuesOf(s, "", s.seen(t, ask.Parcel, "P1"), s.seen(t, ask.Parcel, "P2"))
	assert.Equal(t, "运单号=149、751 物流公司=顺丰速运、中通快递", filled(t, v, "运单号 物流公司"))
	assert.False(t, v.AllWaitForPayment(), "the orders of parcels that left wait for nothing")
}

// What the event brought comes first.
func TestValues_事件带来的先说(t *testing.T) {
	s := scene(t, 3, happens(tiexin.EventOrderCreated, 0, coat))
	kept := func(e tiexin.Event) string { return Keep(&e, ask.Brought, "") }
	about := s.seen(t, ask.Order, "T1")
	assert.Equal(t, "评价结果=差评 评价详情=小了", filled(t, valuesOf(s, kept(tiexin.Event{Review: &tiexin.Review{Rating: "bad", Text: "小了"}}), about), "评价结果 评价详情"))
	assert.Equal(t, "商品名称=推车 商品链接=tb.cn/i", filled(t, valuesOf(s, kept(tiexin.Event{Product: &tiexin.Item{Title: "推车", URL: "tb.cn/i"}}), about), "商品名称 商品链接"))
	assert.Equal(t, "退款金额=20 退款原因=破了 评价详情=-", filled(t, valuesOf(s, kept(tiexin.Event{Refund: &tiexin.Refund{Amount: 20_00, Reason: "破了"}}), about), "退款金额 退款原因 评价详情"))
}

// The links, times and refunds of an order.
func TestValues_订单的链接时间和退款(t *testing.T) {
	o := coat
	o.URL, o.TrackURL, o.Items = "tb.cn/o", "tb.cn/t", []tiexin.Item{{Title: "羽绒服", URL: "tb.cn/i"}}
	o.ShippedAt, o.SignedAt, o.ConfirmsAt, o.ArrivesBy, o.Receiver = hour(2), hour(4), hour(10), hour(6), "王小明"
	o.Region = tiexin.Region{Province: "浙江", City: "杭州", District: "西湖"}
	s := scene(t, 9, happens(tiexin.EventOrderPaid, 1, o),
		happens(tiexin.EventOrderRefundOpened, 5, bare, tiexin.Refund{ID: "R1", Amount: 10_00, Reason: "小了", URL: "tb.cn/1"}),
		happens(tiexin.EventOrderRefundOpened, 6, bare, tiexin.Refund{ID: "R2", Amount: 20_00, Reason: "破了", URL: "tb.cn/2"}))
	v := valuesOf(s, "", s.seen(t, ask.Order, "T1"))
	assert.Equal(t, "收货人=王小明 商品链接=tb.cn/i 订单链接=tb.cn/o 物流链接=tb.cn/t 区县=西湖 城市=杭州", filled(t, v, "收货人 商品链接 订单链接 物流链接 区县 城市"))
	assert.Equal(t, "发货时间=11月11日12:00 签收时间=11月11日14:00 预计送达=11月11日 自动确认时间=11月11日20:00", filled(t, v, "发货时间 签收时间 预计送达 自动确认时间"))
	assert.Equal(t, "退款金额=20 退款原因=破了 退款时间=11月11日16:00 退款链接=tb.cn/2", filled(t, v, "退款金额 退款原因 退款时间 退款链接"), "the last of them")
}

// A text about an order or a parcel tells the latest of its parcels' times.
func TestValues_包裹的时间(t *testing.T) {
	due := box
	due.DueAt = hour(30)
	second := box
	second.ID, second.Number, second.Region = "P2", "752", tiexin.Region{Province: "新疆", City: "伊犁", District: "新源"}
	s := scene(t, 9, happens(tiexin.EventOrderPaid, 0, coat), happens(tiexin.EventParcelShipped, 1, due), happens(tiexin.EventParcelShipped, 2, second),
		happens(tiexin.EventParcelArrivedCity, 3, box), happens(tiexin.EventParcelArrivedCity, 4, second), happens(tiexin.EventParcelOutForDelivery, 5, second), happens(tiexin.EventParcelSigned, 6, second))
	const times = "到达时间 派送时间 预计到达时间"
	assert.Equal(t, "到达时间=11月11日14:00 派送时间=11月11日15:00 预计到达时间=11月12日", filled(t, valuesOf(s, "", s.seen(t, ask.Order, "T1")), times))
	assert.Equal(t, "到达时间=11月11日13:00 派送时间=- 预计到达时间=11月12日", filled(t, valuesOf(s, "", s.seen(t, ask.Parcel, "P1")), times))
	v := valuesOf(s, "", s.seen(t, ask.Parcel, "P2"))
	assert.Equal(t, "签收时间=11月11日16:00 省份=新疆 城市=伊犁 区县=新源", filled(t, v, "签收时间 省份 城市 区县"))
}

// Times are said as people say them; a variable that holds a time gets the whole of it.
func TestValues_时间怎么说(t *testing.T) {
	midnight := coat
	midnight.ClosesAt = hour(14)
	tests := map[string]struct {
		now         float64
		closes      float64
		said        string
		whole       string
		placeholder template.Name
	}{
		"今天的说钟点":       {1, 8.5, "18:30", "2026-11-11 18:30", template.ClosesAt},
		"今天半夜是今晚24:00": {1, 14, "今晚24:00", "2026-11-12 00:00", template.ClosesAt},
		"零点一过，是今天的钟点":  {14.5, 16, "02:00", "2026-11-12 02:00", template.ClosesAt},
		"明天半夜":         {1, 38, "明天24:00", "2026-11-13 00:00", template.ClosesAt},
		"明天的说明天":       {1, 23, "明天09:00", "2026-11-12 09:00", template.ClosesAt},
		"再往后说日子":       {1, 62, "11月13日24:00", "2026-11-14 00:00", template.ClosesAt},
		"过去的说日子和钟点":    {1, 23, "11月11日10:00", "2026-11-11 10:00", template.CreatedAt},
		"去年的带上年份":      {24 * 60, 24 * 61, "2026年11月11日10:00", "2026-11-11 10:00", template.CreatedAt},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := coat
			o.ClosesAt = hour(tt.closes)
			s := scene(t, tt.now, happens(tiexin.EventOrderCreated, 0, o))
			v := valuesOf(s, "", s.seen(t, ask.Order, "T1"))
			said, ok := template.Value(v, tt.placeholder)
			require.True(t, ok)
			assert.Equal(t, tt.said, said)
			whole, ok := v.AppendInstant(nil, tt.placeholder)
			require.True(t, ok)
			assert.Equal(t, tt.whole, string(whole))
		})
	}
	s := scene(t, 1, happens(tiexin.EventOrderCreated, 0, midnight))
	_, ok := valuesOf(s, "", s.seen(t, ask.Order, "T1")).AppendInstant(nil, template.Amount)
	assert.False(t, ok, "an amount is no time")
}

// Nobody promises the minute of an arrival: people read the day, and a variable that holds
// a time gets the whole of it.
func TestValues_到达只说日子(t *testing.T) {
	for name, tt := range map[string]struct {
		at          float64
		said, whole string
	}{
		"明天凌晨": {16.5, "11月12日", "2026-11-12 02:30"},
		"明年":   {24 * 61, "2027年1月11日", "2027-01-11 10:00"},
	} {
		t.Run(name, func(t *testing.T) {
			o := coat
			o.ArrivesBy = hour(tt.at)
			s := scene(t, 2, happens(tiexin.EventOrderPaid, 1, o))
			v := valuesOf(s, "", s.seen(t, ask.Order, "T1"))
			assert.Equal(t, "预计到达时间="+tt.said, filled(t, v, "预计到达时间"))
			whole, ok := v.AppendInstant(nil, template.DueAt)
			require.True(t, ok)
			assert.Equal(t, tt.whole, string(whole))
		})
	}
}

// What is due and what was paid are two numbers: before payment nobody has paid anything.
func TestValues_付款之前没有实付(t *testing.T) {
	const sums = "应付金额 实付金额"
	waiting := scene(t, 1, happens(tiexin.EventOrderCreated, 0, coat))
	assert.Equal(t, "应付金额=199 实付金额=-", filled(t, valuesOf(waiting, "", waiting.seen(t, ask.Order, "T1")), sums))

	cheaper := coat
	cheaper.Amount = 189_50 // with a coupon that was taken at the till
	s := scene(t, 3, happens(tiexin.EventOrderCreated, 0, coat), happens(tiexin.EventOrderPaid, 1, cheaper), happens(tiexin.EventOrderCreated, 2, tiexin.Order{ID: "T2", Amount: 50_00}))
	assert.Equal(t, "应付金额=189.5 实付金额=189.5", filled(t, valuesOf(s, "", s.seen(t, ask.Order, "T1")), sums))
	assert.Equal(t, "应付金额=239.5 实付金额=-", filled(t, valuesOf(s, "", s.seen(t, ask.Order, "T1"), s.seen(t, ask.Order, "T2")), sums), "one of the two is not paid")

	atTheDoor := coat
	atTheDoor.Kind, atTheDoor.ShippedAt = tiexin.COD, hour(1)
	s = scene(t, 3, happens(tiexin.EventOrderShipped, 1, atTheDoor))
	assert.Equal(t, "应付金额=199 实付金额=-", filled(t, valuesOf(s, "", s.seen(t, ask.Order, "T1")), sums))
}

func TestValues_付过定金_只剩尾款(t *testing.T) {
	const sums = "付款金额 实付金额"
	for _, tt := range []struct {
		name, said string
		order      tiexin.Order
		events     []tiexin.EventType
	}{
		{"还没付定金", "付款金额=899 实付金额=-", tiexin.Order{Amount: 899_00, Deposit: 100_00}, nil},
		{"付了定金", "付款金额=799 实付金额=-", tiexin.Order{Amount: 899_00, Deposit: 100_00}, []tiexin.EventType{tiexin.EventOrderDepositPaid}},
		{"状态说付了定金", "付款金额=799 实付金额=-", tiexin.Order{Amount: 899_00, Deposit: 100_00, Status: tiexin.DepositPaid}, nil},
		{"没说定金多少", "付款金额=899 实付金额=-", tiexin.Order{Amount: 899_00}, []tiexin.EventType{tiexin.EventOrderDepositPaid}},
		{"没说总价", "付款金额=- 实付金额=-", tiexin.Order{Deposit: 100_00}, []tiexin.EventType{tiexin.EventOrderDepositPaid}},
		{"尾款也付了", "付款金额=899 实付金额=899", tiexin.Order{Amount: 899_00, Deposit: 100_00}, []tiexin.EventType{tiexin.EventOrderDepositPaid, tiexin.EventOrderPaid}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := tt.order
			o.ID, o.Kind = "T1", tiexin.Presale
			events := []tiexin.Event{happens(tiexin.EventOrderCreated, 0, o)}
			for i, event := range tt.events {
				events = append(events, happens(event, float64(1+i), tiexin.Order{ID: "T1"}))
			}
			s := scene(t, 3, append(events, happens(tiexin.EventOrderCreated, 2, tiexin.Order{ID: "T2", Amount: 1_00}))...)
			v := s.seen(t, ask.Order, "T1")
			assert.Equal(t, tt.said, filled(t, valuesOf(s, "", v), sums))
			if tt.order.Amount != 0 {
				assert.Equal(t, tt.order.Amount.Yuan(), v.Facts.Order.Amount, "conditions see the whole")
			}
		})
	}
}

func TestValues_过去的期限不说(t *testing.T) {
	promised := coat
	promised.Kind, promised.ShipsBy, promised.ConfirmsAt, promised.ArrivesBy = tiexin.Normal, hour(5), hour(6), hour(7)
	for _, tt := range []struct {
		now  float64
		said string
	}{
		{4, "最晚发货时间=11月11日15:00 自动确认时间=11月11日16:00 预计到达时间=11月11日"},
		{5, "最晚发货时间=- 自动确认时间=11月11日16:00 预计到达时间=11月11日"},
		{8, "最晚发货时间=- 自动确认时间=- 预计到达时间=11月11日"}, // the day is not over
		{15, "最晚发货时间=- 自动确认时间=- 预计到达时间=-"},
	} {
		s := scene(t, tt.now, happens(tiexin.EventOrderPaid, 0, promised), happens(tiexin.EventParcelShipped, 1, tiexin.Parcel{ID: "P1", OrderID: "T1", Carrier: "zhongtong", Number: "75"}))
		const deadlines = "最晚发货时间 自动确认时间 预计到达时间"
		assert.Equal(t, tt.said, filled(t, valuesOf(s, "", s.seen(t, ask.Order, "T1")), deadlines))
		assert.Equal(t, tt.said, filled(t, valuesOf(s, "", s.seen(t, ask.Parcel, "P1")), deadlines))
		v := valuesOf(s, "", s.seen(t, ask.Order, "T1"))
		_, known := v.AppendInstant(nil, template.DueAt)
		assert.Equal(t, tt.now < 14, known, "as a program writes it")
	}
}

// The city where the customer lives is not the one that something arrives in.
func TestValues_到达城市不是所在城市(t *testing.T) {
	home := tiexin.Customer{ID: "xiaowang", Region: tiexin.Region{Province: "上海", City: "上海"}}
	bound := coat
	bound.Region = tiexin.Region{Province: "浙江", City: "杭州"}
	nowhere := coat
	nowhere.ID = "T2"
	s := scene(t, 3, happens(tiexin.EventCustomerUpdated, 0, home), happens(tiexin.EventOrderCreated, 1, bound), happens(tiexin.EventOrderCreated, 2, nowhere))
	const cities = "到达城市 城市 所在城市"
	assert.Equal(t, "到达城市=杭州 城市=杭州 所在城市=上海", filled(t, valuesOf(s, "", s.seen(t, ask.Order, "T1")), cities))
	assert.Equal(t, "到达城市=- 城市=- 所在城市=上海", filled(t, valuesOf(s, "", s.seen(t, ask.Order, "T2")), cities))
	assert.Equal(t, "到达城市=- 城市=- 所在城市=上海", filled(t, valuesOf(s, "", s.seen(t, ask.Customer, "")), cities))
}
