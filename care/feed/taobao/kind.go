package taobao

import "github.com/tiexin-go/tiexin"

// kinds are the types of trades. The empty kind is one that the lines decide.
var kinds = map[string]tiexin.OrderKind{
	"": "", "fixed": tiexin.Normal, "auction": tiexin.Normal, "guarantee_trade": tiexin.Normal, "independent_simple_trade": tiexin.Normal,
	"independent_shop_trade": tiexin.Normal, "fenxiao": tiexin.Normal, "shopex_trade": tiexin.Normal, "netcn_trade": tiexin.Normal,
	"external_trade": tiexin.Normal, "o2o_offlinetrade": tiexin.Normal, "tmall_i18n": tiexin.Normal,
	"step": tiexin.Presale,
	"cod":  tiexin.COD,
	"ec":   tiexin.Virtual, "auto_delivery": tiexin.Virtual, "eticket": tiexin.Virtual, "game_equipment": tiexin.Virtual,
	"pre_auth_type": tiexin.PayLater, "nopaid": tiexin.PayLater,
}

// kind is what sort of trade it is. What is paid later, or in parts, is so wherever it was
// placed.
func (t *trade) kind() tiexin.OrderKind {
	kind := kinds[string(t.Type)]
	switch {
	case t.Step != "":
		return tiexin.Presale
	case t.Status == "WAIT_PRE_AUTH_CONFIRM":
		return tiexin.PayLater
	case kind == tiexin.Normal && t.juhuasuan():
		return tiexin.Juhuasuan
	}
	return kind
}

// kindAlone is the kind by the type that a message names: an ordinary type does not say
// whether the trade comes from 聚划算.
func kindAlone(typ string) tiexin.OrderKind {
	if kind := kinds[typ]; kind != tiexin.Normal {
		return kind
	}
	return ""
}

// steps are how far a presale has come, as far as the trade's own status does not say it.
// An empty status leaves it to that.
var steps = map[string]tiexin.OrderStatus{
	"": "", "FRONT_NOPAID_FINAL_NOPAID": tiexin.Unpaid, "FRONT_PAID_FINAL_NOPAID": tiexin.DepositPaid, "FRONT_PAID_FINAL_PAID": "",
	"FRONT_PAID_FRONT_FORFEITED": tiexin.Cancelled, // the tail was not paid, and the deposit is lost
}

// status is the library's word for Taobao's. Words that no table knows are told; and of a
// type that none knows, nobody knows what there is to pay.
func (r *reading) status(word, step, typ string) tiexin.OrderStatus {
	_, typed := kinds[typ]
	if !typed {
		r.unknown("type", typ)
	}
	part, stepped := steps[step]
	if !stepped {
		r.unknown("step_trade_status", step)
		return tiexin.UnknownStatus
	}
	if word == "" {
		return part
	}
	status, known := tiexin.StatusOf(tiexin.Taobao, word)
	switch {
	case !known:
		r.unknown("status", word)
		return tiexin.UnknownStatus
	case status == tiexin.Unpaid && !typed:
		return tiexin.UnknownStatus
	case status == tiexin.Unpaid && part != "":
		return part
	}
	return status
}

func (s *Source) platform() tiexin.Platform {
	if s.Platform == "" {
		return tiexin.Taobao
	}
	return s.Platform
}
