// Package invent makes up a year of an online shop for mothers and babies
// (虚拟店铺的一年订单). Goods are used up at their own pace. Customers try and leave, stay,
// or stock up on 双11 and 618. They pay at once or never. Parcels take as long as the road.
// There are complaints and refunds, and a price rise that loses some customers.
//
//	err := invent.Write(file, invent.Options{Customers: 20000, Seed: 1})
//
// The same options give the same bytes. The rates are chosen to look real; they are not
// measured.
package invent
