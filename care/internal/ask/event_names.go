package ask

import "github.com/tiexin-go/tiexin"

// EventNames are what customers and parcels did, as they stand before 后: 下单后.
var EventNames = map[tiexin.EventType]string{
	tiexin.EventOrderCreated: "下单", tiexin.EventOrderPriceChanged: "改价", tiexin.EventOrderDepositPaid: "付定金", tiexin.EventOrderPaid: "付款",
	tiexin.EventOrderPartlyShipped: "部分发货", tiexin.EventOrderShipped: "发货", tiexin.EventOrderAddressChanged: "改地址", tiexin.EventOrderSucceeded: "交易成功",
	tiexin.EventOrderClosed: "交易关闭", tiexin.EventOrderRefundOpened: "申请退款", tiexin.EventOrderRefundClosed: "退款关闭", tiexin.EventOrderRefunded: "退款成功",
	tiexin.EventOrderUpdated: "订单有变动",

	tiexin.EventParcelShipped: "包裹发出", tiexin.EventParcelPickedUp: "揽收", tiexin.EventParcelMoved: "物流更新", tiexin.EventParcelArrivedCity: "到达收货城市",
	tiexin.EventParcelOutForDelivery: "派送", tiexin.EventParcelReadyForPickup: "到自提点", tiexin.EventParcelSigned: "签收", tiexin.EventParcelFailed: "派送失败",
	tiexin.EventParcelRejected: "拒收", tiexin.EventParcelReturning: "开始退回", tiexin.EventParcelReturned: "退回到店", tiexin.EventParcelOutOfArea: "超区",
	tiexin.EventParcelStalled: "滞留", tiexin.EventParcelLost: "丢件", tiexin.EventParcelDamaged: "破损",

	tiexin.EventChatOpened: "开始聊天", tiexin.EventChatAsked: "顾客发言", tiexin.EventChatReplied: "客服回话", tiexin.EventChatToldOffer: "客服说了优惠",
	tiexin.EventChatTooDear: "顾客嫌贵", tiexin.EventChatPaymentTrouble: "付款遇到问题", tiexin.EventChatOutOfStock: "缺货", tiexin.EventChatDoubted: "顾客有疑虑",
	tiexin.EventChatHesitated: "顾客说再想想", tiexin.EventChatComplained: "投诉", tiexin.EventChatClosed: "聊天结束", tiexin.EventChatRated: "聊天评分",

	tiexin.EventReviewCreated: "评价", tiexin.EventSurveyAnswered: "填了问卷",

	tiexin.EventCustomerUpdated: "顾客资料更新", tiexin.EventCustomerJoined: "入会", tiexin.EventCustomerTagged: "打标签", tiexin.EventCustomerGradeChanged: "会员等级变动",
	tiexin.EventCustomerBrowsed: "浏览", tiexin.EventCustomerCollected: "收藏", tiexin.EventCustomerCarted: "加购", tiexin.EventCustomerSignedIn: "签到", tiexin.EventCustomerMerged: "两个号归一个人",
	tiexin.EventConsentGranted: "顾客同意接收", tiexin.EventConsentRevoked: "顾客不愿接收",

	tiexin.EventMessageDelivered: "消息送达", tiexin.EventMessageFailed: "消息没送到", tiexin.EventMessageReplied: "顾客回复消息",
	tiexin.EventMessageApproved: "消息审核通过", tiexin.EventMessageDeclined: "消息审核不通过",
	tiexin.EventTaskDone: "任务做完", tiexin.EventTaskFailed: "任务没做成", tiexin.EventTaskRefused: "顾客谢绝联系", tiexin.EventTaskClaimed: "任务有人接了",

	tiexin.EventIncidentDeclared: "突发事件", tiexin.EventCatalogArrived: "上新",
}
