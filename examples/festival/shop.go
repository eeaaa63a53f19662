package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// A good is something that the shop sells.
type good struct {
	title, category string
	fen             int64
	weight          int // how often it is bought
}

var goods = []good{
	{"幼儿配方奶粉3段900克", "奶粉", 23800, 16},
	{"儿童羽绒服", "童装", 35900, 7},
	{"连帽卫衣", "童装", 12900, 14},
	{"纯棉睡衣套装", "童装", 9900, 15},
	{"防晒衣", "童装", 8900, 8},
	{"棉袜五双装", "童装", 2990, 14},
	{"发箍", "配饰", 990, 6},
	{"拉拉裤L码四包", "纸尿裤", 18900, 12},
	{"积木桌", "玩具", 26900, 5},
	{"绘本十册", "图书", 6800, 9},
	{"婴儿推车", "出行", 129900, 2},
	{"保温水杯", "用品", 7900, 8},
}

// A place is where customers live: its weight is how many.
type place struct {
	province, city string
	days           int // parcels take
	weight         int
}

var places = []place{
	{"浙江", "杭州市", 1, 12},
	{"江苏", "苏州市", 1, 12},
	{"上海", "上海市", 1, 9},
	{"广东", "广州市", 2, 15},
	{"山东", "济南市", 2, 9},
	{"河南", "郑州市", 2, 8},
	{"四川", "成都市", 3, 8},
	{"湖北", "武汉市", 2, 7},
	{"北京", "北京市", 2, 6},
	{"辽宁", "沈阳市", 3, 4},
	{"云南", "昆明市", 4, 3},
	{"新疆", "乌鲁木齐市", 7, 1},
	{"西藏", "拉萨市", 8, 1},
}

// weighted draws from a list by weights.
func weighted[T any](d *rand.Rand, all []T, weight func(*T) int) int {
	sum := 0
	for i := range all {
		sum += weight(&all[i])
	}
	n := d.IntN(sum)
	for i := range all {
		if n -= weight(&all[i]); n < 0 {
			return i
		}
	}
	return len(all) - 1
}

// A buyer is a customer of the shop.
type buyer struct {
	female, masked, wechat bool
	consents               bool // to marketing
	children               uint8
	before                 uint8 // orders of the years before
	place                  uint8
	born                   [2]uint16 // days before the year in which the children were born
	birthday               uint16    // 0: nobody knows
}

// A purchase is an order.
type purchase struct {
	buyer   int32
	good    uint8
	pieces  uint8
	presale bool
	hurry   bool // 聚划算
	gift    bool
	split   uint8 // what went wrong on the way, see order.go
}

// A shop is a year of it, as it was invented.
type shop struct {
	buyers    []buyer
	purchases []purchase
	happens   []happening // in the order of time
}

// newShop invents the year of a shop.
func newShop(customers int, seed uint64) *shop {
	s := &shop{buyers: make([]buyer, customers), purchases: make([]purchase, 0, 3*customers), happens: make([]happening, 0, 26*customers)}
	r := newRhythm()
	for i := range s.buyers {
		l := life{shop: s, rhythm: r, Rand: rand.New(rand.NewPCG(seed, uint64(i))), buyer: int32(i)}
		l.live()
	}
	slices.SortFunc(s.happens, func(a, b happening) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.buyer, b.buyer), cmp.Compare(a.kind, b.kind))
	})
	return s
}

// many is how often a customer buys in the year: most once or twice, a few very often. On
// average three times.
func many(d *rand.Rand) int {
	return 1 + int(min(math.Floor(d.ExpFloat64()*d.ExpFloat64()*2.45), 60))
}
