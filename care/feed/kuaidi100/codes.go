package kuaidi100

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// A code is a state of Kuaidi100's, by its number and by the word that stands for it.
type code struct {
	number, word string
	event        tiexin.EventType // empty: it says nothing of the parcel's way
	by           tiexin.SignedBy
}

// codes are the states. 10 to 14 are states of their own, and no parts of 1; 1001 to 1003
// are parts of 0. Overdue (201) is no event: the engine's clock tells it.
var codes = []code{
	{"0", "在途", tiexin.EventParcelMoved, ""},
	{"1001", "到达派件城市", tiexin.EventParcelArrivedCity, ""},
	{"1002", "干线", tiexin.EventParcelMoved, ""},
	{"1003", "转递", tiexin.EventParcelMoved, ""},
	{"1", "揽收", tiexin.EventParcelPickedUp, ""},
	{"101", "已下单", "", ""},
	{"102", "待揽收", "", ""},
	{"103", "已揽收", tiexin.EventParcelPickedUp, ""},
	{"2", "疑难", "", ""},
	{"201", "超时未签收", "", ""},
	{"202", "超时未更新", tiexin.EventParcelStalled, ""},
	{"203", "拒收", tiexin.EventParcelRejected, ""},
	{"204", "派件异常", tiexin.EventParcelFailed, ""},
	{"205", "柜或驿站超时未取", tiexin.EventParcelReadyForPickup, ""},
	{"206", "无法联系", tiexin.EventParcelFailed, ""},
	{"207", "超区", tiexin.EventParcelOutOfArea, ""},
	{"208", "滞留", tiexin.EventParcelStalled, ""},
	{"209", "破损", tiexin.EventParcelDamaged, ""},
	{"210", "销单", "", ""},
	{"3", "签收", tiexin.EventParcelSigned, ""},
	{"301", "本人签收", tiexin.EventParcelSigned, tiexin.SignedBySelf},
	{"302", "派件异常后签收", tiexin.EventParcelSigned, tiexin.SignedLate},
	{"303", "代签", tiexin.EventParcelSigned, tiexin.SignedByAgent},
	{"304", "投柜或站签收", tiexin.EventParcelSigned, tiexin.SignedByLocker},
	{"4", "退签", tiexin.EventParcelReturned, ""},
	{"401", "已销单", "", ""},
	{"5", "派件", tiexin.EventParcelOutForDelivery, ""},
	{"501", "投柜或驿站", tiexin.EventParcelReadyForPickup, ""},
	{"6", "退回", tiexin.EventParcelReturning, ""},
	{"7", "转投", tiexin.EventParcelMoved, ""},
	{"8", "清关", tiexin.EventParcelMoved, ""},
	{"10", "待清关", tiexin.EventParcelMoved, ""},
	{"11", "清关中", tiexin.EventParcelMoved, ""},
	{"12", "已清关", tiexin.EventParcelMoved, ""},
	{"13", "清关异常", tiexin.EventParcelStalled, ""},
	{"14", "拒签", tiexin.EventParcelRejected, ""},
}

var byNumber, byWord = func() (numbers, words map[string]track.Meaning) {
	numbers, words = map[string]track.Meaning{}, map[string]track.Meaning{}
	for _, c := range codes {
		m := track.Meaning{Event: c.event, SignedBy: c.by}
		numbers[c.number], words[c.word] = m, m
	}
	return numbers, words
}()

// meaning is what a number means. One that is in no table means what its main state does,
// and is not known; any other text means nothing.
func meaning(number string) (m track.Meaning, known bool) {
	if m, known = byNumber[number]; known {
		return m, true
	}
	for i := range len(number) {
		if number[i] < '0' || number[i] > '9' {
			return track.Meaning{}, false
		}
	}
	switch len(number) {
	case 3:
		return byNumber[number[:1]], false
	case 4:
		return byNumber["0"], false
	}
	return track.Meaning{}, false
}
