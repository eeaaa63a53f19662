// Package payment learns when an unpaid order should get a reminder (催付时机).
//
// Most customers pay without being asked. A reminder before that annoys them; one after
// they have forgotten the order comes too late. [Learn] reads the shop's own orders and
// finds how long customers take, by source and hour. [Times.Reminder] says after which
// delay to remind, how many orders are still open then, and how many of these would have
// been paid anyway. [Times.Moment] answers for one order:
//
//	times, err := payment.Learn(orders, asOf, payment.Options{})
//	reminder := times.Reminder("juhuasuan", payment.AnyHour)
//	moment, err := times.Moment(order, now)
//
// Its [Curve] has the share that is paid, cancelled and open at each delay. With
// too few orders the delay is the textbook's and flagged so.
package payment
