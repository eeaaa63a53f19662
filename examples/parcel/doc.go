// Package parcel has a shop's rules for shipping (发货和物流关怀), from the payment to the
// signature.
//
//   - shipping.yaml alarms the shop before a customer has waited 24 hours, and again before
//     the promised time. It tells the customer that the parcel left. The words depend on a
//     new or returning customer, a near or remote province, a high amount, and several
//     parcels.
//   - delivery.yaml follows the parcel: arrival in the city, delivery, pickup, signature.
//     If a parcel is in trouble, the customer hears of it before they ask, and the shop
//     gets a task. Trouble means late for its carrier and province, standing still,
//     undeliverable, going back, lost or damaged.
//
// SMS use templates that the provider has registered. If the platform hides a customer's
// number, SMS go by the waybill number of the parcel.
//
// The tests beside the rules are stories of what a customer receives.
//
//	go test ./examples/parcel
//	care check examples/parcel
//	care test examples/parcel
//	care bind examples/parcel
package parcel
