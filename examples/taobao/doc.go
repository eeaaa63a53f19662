// Command taobao runs one day of a shop on Taobao, from end to end. Recorded messages of
// TMC and their trades (day.json) become events, and the shop's rules (rules.yaml) decide.
// SMS go by Aliyun, and receipts and replies come back. It prints the day for the people of
// the shop.
//
//	go run ./examples/taobao
//
// Nothing leaves the machine: Aliyun is a fake with the good and bad days of the real one.
// A host writes the rest. A live host has [taobao.Poller] or a handler instead of the file,
// Aliyun's endpoint, and a Store. It calls engine.Run, where this program moves the clock
// itself.
package main
