package eventwords

import (
	"strings"

	"github.com/tiexin-go/tiexin/internal/source"
)

// Names are what customers and parcels did, as it stands before 后: 下单后.
var Names = map[string]string{
	"order.created": "下单", "order.price_changed": "改价", "order.deposit_paid": "付定金", "order.paid": "付款",
	"order.partly_shipped": "部分发货", "order.shipped": "发货", "order.address_changed": "改地址", "order.succeeded": "交易成功",
	"order.closed": "交易关闭", "order.refund_opened": "申请退款", "order.refund_closed": "退款关闭", "order.refunded": "退款成功",
	"order.updated": "订单有变动",

	"parcel.shipped": "包裹发出", "parcel.picked_up": "揽收", "parcel.moved": "物流更新", "parcel.arrived_city": "到达收货城市",
	"parcel.out_for_delivery": "派送", "parcel.ready_for_pickup": "到自提点", "parcel.signed": "签收", "parcel.failed": "派送失败",
	"parcel.rejected": "拒收", "parcel.returning": "开始退回", "parcel.returned": "退回到店", "parcel.out_of_area": "超区",
	"parcel.stalled": "滞留", "parcel.lost": "丢件", "parcel.damaged": "破损",

	"chat.opened": "开始聊天", "chat.asked": "顾客发言", "chat.replied": "客服回话", "chat.told_offer": "客服说了优惠",
	"chat.too_dear": "顾客嫌贵", "chat.payment_trouble": "付款遇到问题", "chat.out_of_stock": "缺货", "chat.doubted": "顾客有疑虑",
	"chat.hesitated": "顾客说再想想", "chat.complained": "投诉", "chat.closed": "聊天结束", "chat.rated": "聊天评分",

	"review.created": "评价", "survey.answered": "填了问卷",

	"customer.updated": "顾客资料更新", "customer.joined": "入会", "customer.tagged": "打标签", "customer.grade_changed": "会员等级变动",
	"customer.browsed": "浏览", "customer.collected": "收藏", "customer.carted": "加购", "customer.signed_in": "签到", "customer.merged": "两个号归一个人",
	"consent.granted": "顾客同意接收", "consent.revoked": "顾客不愿接收",

	"message.delivered": "消息送达", "message.failed": "消息没送到", "message.replied": "顾客回复消息",
	"message.approved": "消息审核通过", "message.declined": "消息审核不通过",
	"task.done": "任务做完", "task.failed": "任务没做成", "task.refused": "顾客谢绝联系", "task.claimed": "任务有人接了",

	"incident.declared": "突发事件", "catalog.arrived": "上新",
}

// Meant is the event that people mean by what they write for it; empty: none.
func Meant(text string) string {
	bare := strings.TrimSuffix(source.Fold(text), "后")
	if event, ok := said[bare]; ok {
		return event
	}
	for event, name := range Names {
		if name == bare {
			return event
		}
	}
	return ""
}

// said are what people write for events, beside their names.
var said = map[string]string{
	"拍下": "order.created", "创建订单": "order.created", "订单创建": "order.created", "提交订单": "order.created", "买家下单": "order.created", "顾客下单": "order.created", "新订单": "order.created",
	"支付": "order.paid", "已付款": "order.paid", "付款成功": "order.paid", "支付成功": "order.paid", "已支付": "order.paid", "买家付款": "order.paid", "顾客付款": "order.paid",
	"已发货": "order.shipped", "卖家发货": "order.shipped", "发出": "order.shipped",
	"收货": "parcel.signed", "收到货": "parcel.signed", "已签收": "parcel.signed", "确认收货": "order.succeeded",
	"关闭": "order.closed", "关闭订单": "order.closed", "订单关闭": "order.closed", "取消订单": "order.closed", "订单取消": "order.closed",
	"退款": "order.refund_opened", "发起退款": "order.refund_opened", "退款成功": "order.refunded", "已退款": "order.refunded",
	"收到评价": "review.created", "新评价": "review.created", "买家评价": "review.created", "顾客评价": "review.created",
}
