// Command generate invents the events of one evening of a shop (一晚的订单), the night
// before 双11. It adds the days on which the parcels travel. Half of the orders belong to
// customers with the rhythm of real payers. The other half are stories that happen in every
// shop. The same seed gives the same events, byte for byte:
//
//	go run ./generate -o events.jsonl
package main
