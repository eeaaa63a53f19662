// Package caretest tests a shop's rules (规则测试), and holds stores and senders
// to their contracts.
//
// # Rule tests
//
// A rule test is a story in YAML, beside the rules: what happens to a customer,
// and what the customer then gets to hear. It runs with the engine itself, on an
// imagined clock.
//
//	rules: payment.yaml
//	start: 2026-11-11 10:00                     # in the shop's time zone
//	customers:
//	  xiaowang: {nick: 小王, wangwang: 小王2008, mobile: "13800000000", paid_orders: 3}
//	tests:
//	  - name: 聚划算订单十五分钟没付款就提醒
//	    given:
//	      - {at: +0m, event: order.created, customer: xiaowang, order: {id: T1, source: juhuasuan, amount: 199, title: 羽绒服}}
//	    until: +2h
//	    expect:
//	      - {at: +15m, rule: payment/juhuasuan, via: wangwang}
//	    withheld:
//	      - {rule: payment/everyone, reason: earlier-rule}
//
// From Go they run as subtests, by [Run]; without Go by the tool `care test`,
// which uses [Test]. [Schema] lets an editor complete and check the file.
//
// Times. A moment is an offset from the start (+15m, +1h30m, +7d), a time of the
// start's day (10:15), or a day with a time (2026-11-12 09:00), in the shop's zone.
// Times inside an order or a customer (closes_at: +30m) may be written so too.
// happened: is for an event that arrives at at: and happened earlier.
//
// Customers are described as [tiexin.Customer] has them; all that the file and the
// test say is known a moment before the first event, so paid_orders counts up to
// then. Whoever is not described has done nothing and can be reached nowhere. facts:
// in a line are the customer's own changes.
//
// Things. order:, parcel:, chat:, consent:, refund:, review: and survey: have the
// fields of package tiexin; an order may also be told in the words of conditions:
// cod, paid, shipped, closed, refunding, titles, categories, and items as a number.
// What a later line leaves out stays as it was. An order or chat may be written as
// its id alone, a consent as sms/marketing. A chat.… line without chat: means the
// customer's only one, a consent.… line without consent: everything.
//
// Reports about the engine's own messages and tasks name them by their rule:
//
//   - {at: +2h, event: message.approved, customer: wang, message: {rule: paid/big, order: T1}}
//   - {at: +5m, event: message.failed, customer: wang, message: {rule: paid/big, order: T1, step: 2, final: true}}
//   - {at: +1d, event: task.done, customer: wang, task: {rule: visit/gold, outcome: reached}}
//
// order: is left out for a rule about the customer; step: is 1 when absent; nth: 2
// is the second time that a rule with again speaks. The id itself may be given as
// id: instead.
//
// expect: is complete. A message or task that is not listed is a failure, [] is
// silence, and of each entry only what is written is compared; times are whole
// seconds, the text is all that the customer sees. withheld: asks for silence with
// a reason: each entry must be among the outcomes that wait or skip. unreachable:
// [wangwang xiaowang] makes a channel fail for good.
//
// A failure prints the difference, then the timeline: every rule asked, with the
// values its condition saw. A file with a mistake in it prints all its problems at
// once, each with its place.
//
// # Conformance
//
// [TestStore] holds a [care.Store] to its contract and [TestSender] a
// [channel.Sender]; a [Recorder] is a sender and task desk that remembers, and
// fails when told to.
package caretest
