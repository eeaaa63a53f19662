package taobao

import "github.com/tiexin-go/tiexin"

// trades are the topics about a trade, and what befell the order; what the trade itself
// says may make it less.
var trades = map[string]tiexin.EventType{
	"taobao_trade_TradeCreate":                    tiexin.EventOrderCreated,
	"taobao_trade_TradeModifyFee":                 tiexin.EventOrderPriceChanged,
	"taobao_trade_TradeBuyerStepPay":              tiexin.EventOrderDepositPaid, // or the tail
	"taobao_trade_TradeBuyerPay":                  tiexin.EventOrderPaid,
	"taobao_trade_TradePartlySellerShip":          tiexin.EventOrderPartlyShipped,
	"taobao_trade_TradeSellerShip":                tiexin.EventOrderShipped,
	"taobao_trade_TradeLogisticsAddressChanged":   tiexin.EventOrderAddressChanged,
	"taobao_trade_TradeSuccess":                   tiexin.EventOrderSucceeded,
	"taobao_trade_TradeClose":                     tiexin.EventOrderClosed,
	"taobao_trade_TradeCloseAndModifyDetailOrder": tiexin.EventOrderClosed, // or one line of it
	"taobao_trade_TradeAlipayCreate":              tiexin.EventOrderUpdated,
	"taobao_trade_TradeDelayConfirmPay":           tiexin.EventOrderUpdated,
	"taobao_trade_TradePartlyConfirmPay":          tiexin.EventOrderUpdated,
	"taobao_trade_TradePartlyRefund":              tiexin.EventOrderUpdated,
	"taobao_trade_TradePeriodSuccess":             tiexin.EventOrderUpdated,
	"taobao_trade_TradeTimeoutRemind":             tiexin.EventOrderUpdated,
	"taobao_trade_TradeChanged":                   tiexin.EventOrderUpdated,
	"taobao_trade_OrderSkuChanged":                tiexin.EventOrderUpdated,
}

// A claim is what a topic says of a refund: what befell the order, and how far the refund
// has come.
type claim struct {
	event  tiexin.EventType
	status tiexin.RefundStatus
}

var claims = map[string]claim{
	"taobao_refund_RefundCreated":               {tiexin.EventOrderRefundOpened, tiexin.RefundWaitSeller},
	"taobao_refund_RefundSellerAgreeAgreement":  {tiexin.EventOrderUpdated, tiexin.RefundWaitReturn},
	"taobao_refund_RefundSellerRefuseAgreement": {tiexin.EventOrderRefundClosed, tiexin.RefundRefused},
	"taobao_refund_RefundBuyerModifyAgreement":  {tiexin.EventOrderUpdated, tiexin.RefundWaitSeller},
	"taobao_refund_RefundBuyerReturnGoods":      {tiexin.EventOrderUpdated, tiexin.RefundWaitGoods},
	"taobao_refund_RefundClosed":                {tiexin.EventOrderRefundClosed, tiexin.RefundClosed},
	"taobao_refund_RefundSuccess":               {tiexin.EventOrderRefunded, tiexin.RefundSucceeded},
	"taobao_refund_TaobaoInterApplied":          {tiexin.EventOrderUpdated, ""},
	"taobao_refund_TaobaoIntervened":            {tiexin.EventOrderUpdated, ""},
}

// silent are the topics that have nothing for a rule.
var silent = map[string]bool{
	"taobao_trade_TradeMemoModified": true, "taobao_refund_RefundCreateMessage": true, "taobao_refund_RefundBlockMessage": true,
	"taobao_refund_RefundTimeoutRemind": true, "taobao_logistics_Accept": true, "taobao_logistics_PackageExceptionOff": true,
	"taobao_logistics_ExceptionConfigChange": true, "taobao_survey_AnswerNotify": true, "taobao_smartapp_PresellStart": true,
	"taobao_smartapp_PresellEnd": true, "taobao_opencrm_ShortMessageSent": true, "taobao_opencrm_ShortMessageBill": true,
	"taobao_opencrm_CardTplExamine": true, "taobao_opencrm_DigitalTplExamine": true, "taobao_smartcall_Receipt": true,
	"taobao_qianniu_CreateTask": true,
}
