// Package parcel holds the rules by which a shop cares for what it has shipped
// (发货和物流关怀), from the payment to the signature.
//
// The rules stand in two files. shipping.yaml alarms the shop before a customer
// has waited 24 hours, and again before the promised time; it tells the customer
// that the parcel left, in words for a new or a returning customer, a near or a
// remote province, a high amount, and several parcels. delivery.yaml follows the
// parcel: arrival in the city, delivery, pickup, signature. Where a parcel is
// late for its carrier and province, stands still, cannot be delivered, goes
// back, or is lost or damaged, the customer gets a calming word before they ask,
// and the shop gets a task.
//
// SMS go by templates that the provider has registered, and to customers whose number the
// platform hides by the waybill number of their parcel.
//
// The tests beside the rules tell what a customer lives to see.
//
//	go test ./examples/parcel
//	care check examples/parcel
//	care test examples/parcel
//	care bind examples/parcel
package parcel
