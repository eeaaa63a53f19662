package invent

import "time"

// Zone is the shop's.
var Zone = time.FixedZone("CST", 8*60*60)

// The year: from the first day's morning to the midnight after the last day.
var (
	Opening = time.Date(2025, 7, 1, 0, 0, 0, 0, Zone)
	Closing = time.Date(2026, 7, 1, 0, 0, 0, 0, Zone)
)

// A good is one product of the shop.
type good struct {
	name, category string
	yuan           float64 // list price of a piece
	lasts          float64 // days that a piece is enough for; 0: it is not used up
	pieces         []int   // usual numbers in an order
	share          float64 // how many customers come for it first
	with           []pull  // bought along
	next           []pull  // bought on a later day instead, once
}

// A pull is what one good does for another.
type pull struct {
	good   string
	chance float64
}

var goods = []good{
	{"婴儿奶粉1段", "奶粉", 258, 11, []int{2, 3, 3, 4, 6}, .17, []pull{{"玻璃奶瓶", .10}, {"湿巾80抽", .07}}, []pull{{"高铁米粉", .30}}},
	{"婴儿奶粉3段", "奶粉", 228, 13, []int{2, 3, 4, 4, 6}, .12, []pull{{"婴儿面条", .08}}, []pull{{"认知绘本", .14}}},
	{"纸尿裤M码", "纸尿裤", 119, 13, []int{2, 2, 3, 4}, .14, []pull{{"湿巾80抽", .26}}, []pull{{"拉拉裤L码", .25}}},
	{"拉拉裤L码", "纸尿裤", 129, 14, []int{2, 2, 3, 4}, .13, []pull{{"湿巾80抽", .20}}, nil},
	{"湿巾80抽", "湿巾", 39.9, 9, []int{3, 5, 5, 6}, .08, nil, nil},
	{"高铁米粉", "辅食", 45, 12, []int{1, 2, 3}, .07, []pull{{"硅胶辅食勺", .22}}, []pull{{"果泥12袋", .28}}},
	{"果泥12袋", "辅食", 69, 10, []int{1, 2, 3}, .05, nil, nil},
	{"婴儿面条", "辅食", 32, 9, []int{2, 3, 4}, .03, nil, nil},
	{"沐浴露二合一", "洗护", 79, 48, []int{1, 1, 2}, .06, []pull{{"润肤霜", .25}}, nil},
	{"润肤霜", "洗护", 99, 55, []int{1, 1, 2}, .02, nil, nil},
	{"玻璃奶瓶", "奶瓶", 89, 0, []int{1, 2}, .03, []pull{{"奶嘴2只装", .45}}, []pull{{"婴儿奶粉1段", .20}}},
	{"奶嘴2只装", "奶瓶", 36, 0, []int{1, 2}, .01, nil, nil},
	{"硅胶辅食勺", "奶瓶", 25, 0, []int{1}, 0, nil, nil},
	{"认知绘本", "绘本", 58, 0, []int{1, 2, 3}, .03, []pull{{"软积木", .12}}, nil},
	{"软积木", "玩具", 109, 0, []int{1}, .03, nil, nil},
	{"连体衣", "童装", 139, 0, []int{1, 2}, .03, nil, nil},
}

var goodNamed = func() map[string]*good {
	byName := make(map[string]*good)
	for i := range goods {
		byName[goods[i].name] = &goods[i]
	}
	return byName
}()

// Milk powder is more expensive from this day on.
var (
	priceRise     = time.Date(2026, 3, 1, 0, 0, 0, 0, Zone)
	priceRiseOf   = "奶粉"
	priceRiseBy   = 1.24
	priceTooMuch  = .28 // of those who bought it leave over it
	saleDiscount  = .78
	usualDiscount = .93 // with a coupon
)

// A source is where orders come from.
type source struct {
	name    string
	share   float64
	unpaid  float64 // of orders
	atOnce  float64 // of payments; the others think it over
	minutes float64 // median of those at once
	closes  time.Duration
	hours   [24]float64
}

// Hours of the day: mornings, a nap at noon, and the evening when the baby sleeps.
var (
	allDay  = [24]float64{3, 1.5, .7, .4, .3, .5, 1, 2, 3.5, 5, 6, 5.5, 5, 5.5, 5.5, 5, 4.5, 4, 4, 5, 7, 8.5, 8, 5.5}
	evening = [24]float64{1, .2, 0, 0, 0, 0, 0, 0, .5, 1, 1, 1, 1.5, 1.5, 1, 1, 1, 1, 2, 8, 16, 18, 12, 4}
	morning = [24]float64{2, .3, .1, 0, 0, 0, .3, 1, 3, 9, 16, 10, 5, 4, 5, 4, 3, 3, 3, 4, 6, 6, 4, 2}
)

var sources = []source{
	{"search", .40, .15, .74, 1.7, 24 * time.Hour, allDay},
	{"wap", .22, .19, .66, 2.2, 24 * time.Hour, allDay},
	{"live", .18, .29, .94, .8, 24 * time.Hour, evening},
	{"juhuasuan", .12, .24, .90, 1.4, 30 * time.Minute, morning},
	{"wechat", .08, .10, .82, 1.5, 24 * time.Hour, allDay},
}

// A carrier is who brings it.
type carrier struct {
	name  string
	share float64
	pace  float64 // its days, over those of the road
	stuck float64 // of parcels
}

var carriers = []carrier{
	{"顺丰", .14, .72, .003},
	{"中通", .33, 1, .010},
	{"圆通", .25, 1.08, .013},
	{"韵达", .18, 1.15, .016},
	{"邮政", .10, 1.35, .012},
}

// A place is where it goes, with the days of the road from the shop in 杭州.
type place struct {
	province string
	people   float64
	days     float64
}

var places = []place{
	{"广东", 12.6, 2.3},
	{"山东", 10.1, 2.2},
	{"河南", 9.9, 2.1},
	{"江苏", 8.5, 1.3},
	{"四川", 8.4, 2.9},
	{"河北", 7.4, 2.4},
	{"湖南", 6.6, 2.1},
	{"浙江", 6.6, 1.1},
	{"安徽", 6.1, 1.5},
	{"湖北", 5.8, 2.0},
	{"广西", 5.0, 2.9},
	{"云南", 4.7, 3.4},
	{"江西", 4.5, 1.7},
	{"辽宁", 4.2, 3.0},
	{"福建", 4.2, 1.9},
	{"陕西", 4.0, 2.6},
	{"贵州", 3.9, 3.1},
	{"山西", 3.5, 2.6},
	{"重庆", 3.2, 2.7},
	{"黑龙江", 3.1, 3.7},
	{"新疆", 2.6, 6.2},
	{"甘肃", 2.5, 3.7},
	{"上海", 2.5, 1.2},
	{"吉林", 2.4, 3.4},
	{"内蒙古", 2.4, 3.6},
	{"北京", 2.2, 2.2},
	{"天津", 1.4, 2.3},
	{"海南", 1.0, 3.5},
	{"宁夏", .7, 3.9},
	{"青海", .6, 4.8},
	{"西藏", .4, 7.5},
}
