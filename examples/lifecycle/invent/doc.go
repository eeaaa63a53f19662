// Package invent makes up a year of an online shop for mothers and babies (虚拟店铺的
// 一年订单), which nobody has lived and any shop might have: goods that are used up at
// their own pace, customers who try and leave, who stay, who stock up on 双11 and 618,
// who pay at once or never, parcels that take as long as the road, complaints and
// refunds, and a rise in price that some do not forgive.
//
//	err := invent.Write(file, invent.Options{Customers: 20000, Seed: 1})
//
// The same options give the same bytes. The rates are chosen so that the year looks
// like one; they are nobody's measurement.
package invent
