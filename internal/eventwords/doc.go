// Package eventwords has the Chinese words for events.
//
// [Names] has one for each type of event. [Meant] finds the type by its name, or by another
// word that people use for it:
//
//	eventwords.Meant("订单创建") // "order.created"
package eventwords
