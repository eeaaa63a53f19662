// Package delivery says which parcel is late before its customer asks (异常物流安抚).
//
// Five days are usual to Xinjiang and alarming within Zhejiang. [Learn] reads the shop's
// parcels and finds how long they take by carrier and province. [Days.Usual] is the usual
// time of one route, and [Days.Moment] the state of one parcel, with the instant at which
// time alone changes it:
//
//	days, err := delivery.Learn(parcels, asOf, delivery.Options{})
//	moment, err := days.Moment(parcel, now)
//	if moment.State == delivery.Overdue { … } // write first
//
// A route with too few parcels uses those of its carrier, its province or the shop;
// Usual.Base says which.
package delivery
