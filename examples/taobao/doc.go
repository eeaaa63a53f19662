// Command taobao lets one day of a shop on Taobao happen, from end to end: recorded messages
// of TMC and the trades behind them (day.json) become events, the rules of the shop
// (rules.yaml) decide, SMS go by Aliyun, and what became of them comes back as receipts and
// replies. It prints the day for the people of the shop.
//
//	go run ./examples/taobao
//
// Nothing leaves the machine: Aliyun is a fake, which behaves as Aliyun does, and badly where
// the day wants it to. What stands here besides that is what a host writes. A live host has
// [taobao.Poller] or a handler where this one reads a file, Aliyun's endpoint, a Store and
// engine.Run where this one lets the minutes pass itself.
package main
