package track

import (
	"strings"

	"github.com/tiexin-go/tiexin"
)

// A phrase is what carriers write: one of some words, and none of others.
type phrase struct {
	event    tiexin.EventType
	one, and []string // and: one of these too; nil: no matter
	none     []string
}

// phrases are asked in this order: a parcel that is refused is not signed for, and one that
// goes back is out for delivery to nobody.
var phrases = []phrase{
	{event: tiexin.EventParcelRejected, one: []string{"拒收", "拒签", "拒绝签收"}},
	{event: tiexin.EventParcelOutOfArea, one: []string{"超区", "超范围", "超出派送范围", "超出服务范围", "不派送"}},
	{event: tiexin.EventParcelLost, one: []string{"丢失", "遗失"}},
	{event: tiexin.EventParcelDamaged, one: []string{"破损"}},
	{event: tiexin.EventParcelReturned, one: []string{"退回", "退件", "退货", "返回发件人"}, and: []string{"签收", "妥投"}, none: unsigned},
	{event: tiexin.EventParcelReturning, one: []string{"退回", "退件", "退货", "返回发件人"}},
	{event: tiexin.EventParcelFailed, one: []string{"签收失败", "失败签收", "签收异常", "异常签收", "未妥投", "派件异常", "派件失败", "派送失败", "派送不成功", "投递失败", "无法联系", "联系不上"}},
	{event: tiexin.EventParcelReadyForPickup, one: places, and: []string{"已放", "已存", "存放", "投放", "暂存", "暂放", "待取", "取件码", "请及时取", "凭码"}, none: []string{"已签收", "已取", "已被取", "取出"}},
	{event: tiexin.EventParcelSigned, one: []string{"签收", "妥投", "派送成功"}, none: unsigned},
	{event: tiexin.EventParcelOutForDelivery, one: []string{"派件", "派送中", "正在派", "开始派送", "安排派送"}, none: []string{"派件网点", "派件点", "派件部", "到达派件", "派送成功", "待派", "预约"}},
}

// pickedUp is asked after the receiver's city: 到件 and 收件 stand together at many a station.
var pickedUp = phrase{event: tiexin.EventParcelPickedUp, one: []string{"揽收", "揽件", "已收件", "已收取"}, none: []string{"待揽", "未揽", "揽收失败", "等待揽"}}

var (
	places   = []string{"丰巢", "快递柜", "自提", "驿站", "代收点", "快递超市"}
	unsigned = []string{"未签收", "待签收", "等待签收", "准备签收", "请签收", "尚未"}
)

// Guess returns the meaning of a node's text, for a node without a code. It is false if the text
// says only that the parcel is under way. Guessed nodes are marked Guessed.
//
// to is the parcel's destination, from its origin. A parcel within one city has no arrival there,
// and without a destination city no text means an arrival.
func Guess(text string, to, from tiexin.Region) (Meaning, bool) {
	for i := range phrases {
		if p := &phrases[i]; p.in(text) {
			m := Meaning{Event: p.event}
			if m.Event == tiexin.EventParcelSigned {
				m.SignedBy = signedBy(text)
			}
			return m, true
		}
	}
	if arrived(text, to, from) {
		return Meaning{Event: tiexin.EventParcelArrivedCity}, true
	}
	if pickedUp.in(text) {
		return Meaning{Event: pickedUp.event}, true
	}
	return Meaning{Event: tiexin.EventParcelMoved}, false
}

func (p *phrase) in(text string) bool {
	return holds(text, p.one) && (p.and == nil || holds(text, p.and)) && !holds(text, p.none)
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

func signedBy(text string) tiexin.SignedBy {
	switch {
	case holds(text, places):
		return tiexin.SignedByLocker
	case holds(text, []string{"代签", "代收", "门卫", "家人", "前台", "物业"}):
		return tiexin.SignedByAgent
	case strings.Contains(text, "本人"):
		return tiexin.SignedBySelf
	}
	return ""
}

// arrived tells whether the words say that the parcel is in the city that it goes to: the
// city's name and a word of arrival in one clause, and not after a word for where it goes on
// to or came from.
func arrived(text string, to, from tiexin.Region) bool {
	to = tiexin.NormalRegion(to.Province, to.City, to.District)
	from = tiexin.NormalRegion(from.Province, from.City, from.District)
	if to.City == "" || to.City == from.City && (from.Province == "" || to.Province == from.Province) {
		return false
	}
	for clause := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("，,。;；!！、", r) }) {
		for _, elsewhere := range []string{"发往", "下一站", "发至", "前往", "送往", "运往", "上一站"} {
			clause, _, _ = strings.Cut(clause, elsewhere)
		}
		if holds(clause, []string{"到达", "已到", "抵达", "到件"}) && !holds(clause, []string{"预计", "即将", "未到", "尚未"}) && names(clause, to.City) {
			return true
		}
	}
	return false
}

// names tells whether a clause names a city, and not a street or a province of its name.
func names(clause, city string) bool {
	for {
		_, after, found := strings.Cut(clause, city)
		if !found {
			return false
		}
		if !strings.HasPrefix(after, "路") && !strings.HasPrefix(after, "街") && !strings.HasPrefix(after, "大道") && !strings.HasPrefix(after, "省") {
			return true
		}
		clause = after
	}
}
