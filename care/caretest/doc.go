// Package caretest tests a shop's rules (规则测试), and checks stores and senders against
// their contracts.
//
// # Rule tests
//
// A rule test is a story in YAML, beside the rules: what happens to a customer, and what
// the customer then receives. It runs on the engine itself, with a simulated clock.
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
// In Go, [Run] runs them as subtests. The tool runs them with `care test`, which uses
// [Test]. [Schema] lets an editor complete and check the file.
//
// # Times
//
// A moment is an offset from the start (+15m, +1h30m, +7d) or a time of the start's day
// (10:15). It may also be a day with a time (2026-11-12 09:00), in the shop's zone. Under
// expect and withheld, at: may also be a span, both ends included: +1h..+3h or
// 10:00..12:00. Or it has a tolerance: +15m ±1m. Times inside an order or a customer
// (closes_at: +30m) may be written the same way. With happened: an event arrives at at: and
// happened earlier.
//
// # Customers
//
// Customers have the fields of [tiexin.Customer]. The engine knows all of them a moment
// before the first event, so paid_orders counts up to then. A customer without a
// description has done nothing and has no address.
//
//   - children: consent is the id of the guardian's consent, or true. A child without it is
//     ignored. expected: true means that born is the day when the child is due.
//   - facts: in a line are the customer's own changes. children and dates in it are the
//     whole list.
//   - A line of incident.declared or catalog.arrived has no customer. It concerns all
//     customers with true conditions in the rules.
//
// # Orders, parcels and other things
//
// order:, parcel:, chat:, consent:, refund:, review:, survey:, product: and incident: have
// the fields of package tiexin, and the words of conditions. So an order has cod, paid,
// shipped, signed, closed, refunding, titles, categories, and items as a number. A parcel,
// chat, review or survey names its order as order, and an incident has province and city. A
// field that a later line leaves out does not change.
//
// An order, parcel or chat may be written as its id alone, and a consent as sms/marketing.
// A chat.… line without chat: means the customer's only one, a consent.… line without
// consent: everything.
//
// Put what several tests begin with under given: of the file, by name. A test names it
// among its own lines: given: [ordered, {at: +14m, event: order.paid, …}].
//
// # Reports
//
// Reports about the engine's own messages and tasks name them by their rule:
//
//   - {at: +2h, event: message.approved, customer: wang, message: {rule: paid/big, order:
//     T1}}
//   - {at: +5m, event: message.failed, customer: wang, message: {rule: paid/big, order: T1,
//     step: 2, final: true}}
//   - {at: +1d, event: task.done, customer: wang, task: {rule: visit/gold, outcome:
//     reached}}
//   - {at: +1d, event: task.failed, customer: wang, task: {rule: lost/search, parcel: P1}}
//   - {at: +1h, event: message.approved, message: {rule: storm/care, incident: I1}}
//
// The report names the rule's subject as order:, parcel:, chat: or child:, and leaves it
// out for a rule about the customer. The default of step: is 1; nth: 2 is the second
// message of a rule with again. A message about an incident is approved or declined for all
// customers at once. id: may give the id itself instead.
//
// # Expectations
//
// expect: must list every message and task; [] means silence. Only the fields that an entry
// has are compared. Times are whole seconds, and the text is all that the customer sees. A
// task may have form:, owner:, budget: (in yuan) and within: (how long it stays open).
// Under withheld: each entry names a rule and a reason, and must be among the outcomes that
// wait or skip. Both name the subject as order:, parcel:, chat: or child:, or as subject:.
//
// senders: [sms, wangwang], in a file or a test, means that only these channels have a
// sender. People need none. unreachable: [wangwang xiaowang] makes a channel fail for good.
//
// A failure prints the difference, then the timeline: every rule evaluated, with the values
// of its condition. A file with mistakes prints all its problems at once, each with its
// place.
//
// The rules of a test are in the file system that [Run] and [Test] get. A file that is
// neither rules (no line says version: 1) nor a rule test (none says tests:) is named and
// not shown. [os.DirFS] follows links; [os.Root] does not.
//
// # Coverage and mutation
//
// A [Coverage] lists what the tests have not seen both ways. A rule should send and be
// silent; a part of a condition should be true and false. A limit, never-rule, step, merge
// or control group should be seen with and without effect. A part counts only if no part
// before it has decided.
//
//	var c caretest.Coverage
//	results, err := caretest.Options{Coverage: &c}.Test(os.DirFS("rules"), "*_test.yaml")
//	fmt.Println(c.Problems())
//
// [Mutate] makes one small change to the rules at a time, and reports the changes that no
// test notices. For most of them it finds a test that would. That is one of the tests with
// amounts, facts and times moved to where the change shows. For a change without a visible
// difference, and for some others, it finds none.
//
// # In Chinese
//
// [Result] and [Survivor] have InChinese: the same with messages in Chinese, and the name
// of the test to paste. A [Covered] has a method Chinese. So do the errors of [Test] and
// [Mutate]. Text from a rule test stays as it is.
//
//	for _, r := range results {
//		fmt.Println(r.InChinese().Failure)
//	}
//
// # A host's own tests
//
// A [Shop] is an engine with a clock that moves only on demand. It has a sender for every
// channel and a desk. They remember what they were given, and fail on demand:
//
//	shop := caretest.NewShop(t, rules, "2026-11-11 10:00", care.Options{})
//	shop.Post(created)                     // an event, and everything due after it
//	shop.Advance(31 * time.Minute)         // with wake-ups and new attempts on the way
//	shop.Went()                            // messages and tasks handed over, a line each
//	shop.Waiting()                         // customers who wait, until when and for what
//	shop.Fail(caretest.Failure{Channel: channel.SMS})
//
// # Conformance
//
// [TestStore] checks a [care.Store] against its contract, and [TestShared] one for several
// processes. [TestLasting] checks one that is opened again, and [TestSender] a
// [channel.Sender]. A [Recorder] is a sender and task desk that remembers, and fails on
// demand.
package caretest
