package kdniao

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// codes are Kdniao's states, of StateEx and Action; those that are 0 to 4 stand in State too.
// Overdue (402) is no event: the engine's clock tells it.
var codes = map[string]track.Meaning{
	"0":  {},
	"10": {},
	"1":  {Event: tiexin.EventParcelPickedUp},

	"2":   {Event: tiexin.EventParcelMoved},
	"201": {Event: tiexin.EventParcelArrivedCity},
	"202": {Event: tiexin.EventParcelOutForDelivery},
	"204": {Event: tiexin.EventParcelMoved}, // at a transfer centre
	"205": {Event: tiexin.EventParcelMoved}, // at the station that delivers
	"206": {Event: tiexin.EventParcelMoved}, // left the station of the sender
	"211": {Event: tiexin.EventParcelReadyForPickup},

	"3":   {Event: tiexin.EventParcelSigned},
	"301": {Event: tiexin.EventParcelSigned},
	"302": {Event: tiexin.EventParcelSigned, SignedBy: tiexin.SignedLate},
	"304": {Event: tiexin.EventParcelSigned, SignedBy: tiexin.SignedByAgent},
	"311": {Event: tiexin.EventParcelSigned, SignedBy: tiexin.SignedByLocker},

	"4":   {},
	"401": {Event: tiexin.EventParcelStalled},
	"402": {},
	"403": {Event: tiexin.EventParcelStalled},
	"404": {Event: tiexin.EventParcelRejected},
	"405": {Event: tiexin.EventParcelFailed},
	"406": {Event: tiexin.EventParcelReturned},
	"407": {Event: tiexin.EventParcelReturning},
	"412": {Event: tiexin.EventParcelReadyForPickup}, // it lies there too long
	"413": {Event: tiexin.EventParcelReturning},      // the sender calls it back
	"414": {Event: tiexin.EventParcelDamaged},
	"415": {}, // the sender did not send it
	"416": {Event: tiexin.EventParcelFailed},
	"417": {Event: tiexin.EventParcelStalled},
	"418": {Event: tiexin.EventParcelMoved}, // the courier took it out of the locker again
	"419": {Event: tiexin.EventParcelOutForDelivery},
	"420": {Event: tiexin.EventParcelFailed}, // the address
	"421": {Event: tiexin.EventParcelFailed}, // the phone
	"422": {Event: tiexin.EventParcelMoved},  // sorted to the wrong place
	"423": {Event: tiexin.EventParcelOutOfArea},

	"5":   {Event: tiexin.EventParcelMoved}, // handed on to another carrier
	"6":   {Event: tiexin.EventParcelMoved}, // in customs
	"601": {Event: tiexin.EventParcelMoved},
	"602": {Event: tiexin.EventParcelMoved},
	"603": {Event: tiexin.EventParcelMoved},
	"604": {Event: tiexin.EventParcelStalled}, // customs keep it
}

// carriers are Kdniao's codes of carriers as Kuaidi100 spells them.
var carriers = map[string]string{
	"SF": "shunfeng", "ZTO": "zhongtong", "YTO": "yuantong", "STO": "shentong", "YD": "yunda", "EMS": "ems", "YZPY": "youzhengguonei",
	"JD": "jd", "DBL": "debangkuaidi", "JTSD": "jtexpress", "HTKY": "huitongkuaidi",
}

// carrierOf is a carrier as Kuaidi100 spells it.
func carrierOf(code string) string {
	if carrier, ok := carriers[code]; ok {
		return carrier
	}
	return code
}

// codeOf is a carrier as Kdniao spells it.
func codeOf(carrier string) string {
	for code, c := range carriers {
		if c == carrier {
			return code
		}
	}
	return carrier
}
