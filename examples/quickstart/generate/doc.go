// Command generate invents one evening of a shop (一晚的订单), the night before 双11
// from six in the evening on, and the days after, on which its parcels travel: as
// its platform would have told it. Half of the orders belong to a crowd with the
// rhythm of real payers; the other half are stories, each about something that
// happens in every shop. The same seed gives the same events, byte for byte:
//
//	go run ./generate -o events.jsonl
package main
