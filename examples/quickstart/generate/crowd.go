package main

import (
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// homes are where parcels go.
var homes = []tiexin.Region{
	{Province: "浙江", City: "杭州", District: "余杭区"},
	{Province: "江苏", City: "苏州", District: "吴中区"},
	{Province: "广东", City: "广州", District: "天河区"},
	{Province: "四川", City: "成都", District: "武侯区"},
	{Province: "北京", City: "北京", District: "朝阳区"},
	{Province: "湖北", City: "武汉", District: "洪山区"},
	{Province: "山东", City: "青岛", District: "市南区"},
	{Province: "新疆", City: "乌鲁木齐", District: "天山区"},
}

// nicks are enough for a crowd in which no two look alike, as Taobao masks them.
var nicks = strings.Fields(`
	t**8 雨**天 z**y 小**鱼 a**1 木**头 s**n 晴**子 豆**妈 1**6 海**风 糖**糖
	麦**田 h**0 柚**子 阿**宽 北**岛 l**x 青**团 九**九 m**7 橙**汁 慢**走 安**安
	q**3 月**光 桃**夭 石**榴 k**k 南**风 果**冻 老**猫 w**5 白**鹿 星**河 年**糕
	c**h 米**粒 巧**手 半**夏 y**2 蓝**莓 江**南 团**子 d**9 松**鼠 千**纸 花**开
	j**o 可**乐 苏**苏 铁**牛 f**4 芒**果 云**舒 丁**香 b**t 冬**瓜 叮**当 大**海
	p**u 枫**叶 布**丁 静**好 r**6 葡**萄 朝**阳 土**豆 e**v 茉**莉 奔**跑 念**念
	x**0 栗**子 拾**光 圆**圆 g**w 西**瓜 知**了 棉**花`)

// stranger is somebody of the crowd, by a nick that nobody else has this evening.
func (e *evening) stranger() tiexin.Customer {
	i := e.dice.IntN(len(e.nicks))
	nick := e.nicks[i]
	e.nicks = slices.Delete(e.nicks, i, i+1)
	return e.somebody(nick)
}

var wardrobe = []thing{down, hoodie, knit, trouser, skirt, shirt, scarf, socks}

// letTheCrowdIn lets so many more people buy, most of them around 聚划算's hour.
func (e *evening) letTheCrowdIn(many int) {
	for range many {
		e.shopper()
	}
}

func (e *evening) shopper() {
	c := e.stranger()
	if e.chance(50) { // has bought before
		c.PaidOrders = 1 + e.dice.IntN(6)
		c.Spent = tiexin.Money(c.PaidOrders) * tiexin.Money(9000+e.dice.IntN(15000))
	}
	at := e.moment()
	if e.chance(45) {
		e.agrees(c, at.Add(-time.Minute))
	}
	goods := wardrobe[e.dice.IntN(len(wardrobe))]
	from := "app"
	if minutes := at.Sub(clock("20:00")).Minutes(); minutes >= 0 && minutes < 60 && e.chance(60) {
		from, goods = "juhuasuan", hoodie
	}
	o := e.places(c, at, from, goods)
	after, ok := e.hesitation()
	closes := at.Add(24 * time.Hour)
	if from == "juhuasuan" {
		closes = at.Add(30 * time.Minute)
	}
	switch {
	case ok && at.Add(after).Before(closes):
		e.pays(c, o, at.Add(after))
		if e.chance(50) {
			e.ships(c, o, clock("33:00").Add(e.seconds(3*3600)))
		}
	case from == "juhuasuan":
		e.closes(c, o, closes.Add(e.seconds(5)), "未及时付款")
	}
}

// moment is when somebody orders: between six and half past eleven, half of
// them around eight.
func (e *evening) moment() time.Time {
	if e.chance(50) {
		return clock("20:00").Add(e.seconds(50 * 60))
	}
	return clock("18:00").Add(e.seconds(330 * 60))
}

// thoughts are how many seconds most payers think.
var thoughts = []int{25, 40, 55, 70, 90, 110, 130, 160, 200, 260, 340, 500}

// hesitation is how long somebody takes to pay. Two of three pay within minutes,
// a few later that evening or in the morning, one of six not at all.
func (e *evening) hesitation() (time.Duration, bool) {
	switch x := e.dice.IntN(100); {
	case x < 66:
		return time.Duration(thoughts[e.dice.IntN(len(thoughts))])*time.Second + e.seconds(20), true
	case x < 78:
		return 10*time.Minute + e.seconds(30*60), true
	case x < 84:
		return time.Hour + e.seconds(11*3600), true
	}
	return 0, false
}

func (e *evening) seconds(most int) time.Duration {
	return time.Duration(e.dice.IntN(most)) * time.Second
}

func (e *evening) chance(percent int) bool { return e.dice.IntN(100) < percent }
