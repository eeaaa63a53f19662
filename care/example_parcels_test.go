package care_test

// A parcel that is later than usual for its carrier and province calms the customer,
// and gives the shop's own people a task.
func ExampleSimulate_parcel() {
	printSent(`version: 1
shop:
  name: 青禾家
  transit: {zhongtong: {浙江: 3d}}
flows:
  late:
    title: 走得慢
    about: parcel
    while: overdue
    purpose: service
    choose: all
    rules:
      - {name: calm,  title: 先安抚,   if: hours_overdue > 2, via: [wangwang, sms], send: late.calm}
      - {name: chase, title: 催物流公司, if: hours_overdue > 24, send: {task: late.chase, form: other, owner: 物流专员}}
texts:
  late.calm: "#买家昵称|亲#，#物流公司#的包裹#运单号#比平时慢了，我们正在跟进"
  late.chase: 催一催#物流公司|物流公司#，运单号#运单号|见订单#
`, `{"id": "m1", "event": "parcel.shipped", "at": "2026-11-11 10:00", "customer": {"id": "c1", "nick": "小鱼", "wangwang": "小鱼"}, "parcel": {"id": "P1", "order_id": "T1", "carrier": "zhongtong", "number": "7510", "province": "浙江"}}
{"id": "m2", "event": "parcel.signed", "at": "2026-11-16 09:00", "customer": "c1", "parcel": {"id": "P1", "order_id": "T1"}}`)
	// Output:
	// 11-14 12:00 P1 late/calm wangwang 小鱼，中通快递的包裹7510比平时慢了，我们正在跟进
	// 11-15 10:00 P1 late/chase none 催一催中通快递，运单号7510
}
