// Package caretest tests a shop's rules (规则测试), and holds stores and senders
// to their contracts.
//
// # Rule tests
//
// A rule test is a story in YAML, beside the rules: what happens to a customer,
// and what the customer then receives. It runs with the engine itself, on an
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
// Under expect and withheld at: may also be a span of two of them, both included:
// +1h..+3h or 10:00..12:00, or one with a tolerance: +15m ±1m. Times inside an order or a customer (closes_at: +30m) may
// be written so too. happened: is for an event that arrives at at: and happened
// earlier.
//
// Customers are described as [tiexin.Customer] has them; all that the file and the
// test say is known a moment before the first event, so paid_orders counts up to
// then. A customer who is not described has done nothing and has no address. In
// children: consent is the id of the guardian's consent, or true; a child without it is
// as one that is not there. expected: true says that born is the day when the child is
// due. facts: in a line are the customer's own changes; children and dates in it are the
// whole list. A line of incident.declared or catalog.arrived has no customer: it
// concerns everybody whom the rules let through.
//
// Things. order:, parcel:, chat:, consent:, refund:, review:, survey:, product: and
// incident: have the fields of package tiexin, and the words of conditions: an order
// has cod, paid, shipped, signed, closed, refunding, titles, categories, and items as
// a number; a parcel, a chat, a review and a survey name their order as order, and an
// incident has province and city. What a later line leaves out stays as it was. An
// order, parcel or chat may be written as its id alone, a consent as sms/marketing. A
// chat.… line without chat: means the customer's only one, a consent.… line without
// consent: everything.
//
// What several tests begin with stands once, by name, under given: of the file. A test
// names it among its own lines: given: [ordered, {at: +14m, event: order.paid, …}].
//
// Reports about the engine's own messages and tasks name them by their rule:
//
//   - {at: +2h, event: message.approved, customer: wang, message: {rule: paid/big, order: T1}}
//   - {at: +5m, event: message.failed, customer: wang, message: {rule: paid/big, order: T1, step: 2, final: true}}
//   - {at: +1d, event: task.done, customer: wang, task: {rule: visit/gold, outcome: reached}}
//   - {at: +1d, event: task.failed, customer: wang, task: {rule: lost/search, parcel: P1}}
//   - {at: +1h, event: message.approved, message: {rule: storm/care, incident: I1}}
//
// What the rule is about is named as order:, parcel:, chat: or child:, and left out
// for a rule about the customer; step: is 1 when absent; nth: 2 is the second time
// that a rule with again speaks. What is said about an incident is approved or declined
// for everybody. The id itself may be given as id: instead.
//
// Outcomes. expect: is complete. A message or task that is not listed is a failure, []
// is silence, and of each entry only what is written is compared; times are whole
// seconds, the text is all that the customer sees. Of a task, form:, owner:, budget:
// (in yuan) and within: (how long it stays open) may be compared. withheld: asks for
// silence with a reason: each entry must be among the outcomes that wait or skip. Both
// name what a rule is about as order:, parcel:, chat: or child:, or as subject:
// whatever it is.
//
// Channels. senders: [sms, wangwang], in a file or a test, says that only these
// channels have a sender; what people do needs none. unreachable: [wangwang xiaowang]
// makes a channel fail for good.
//
// A failure prints the difference, then the timeline: every rule evaluated, with
// the values its condition saw. A file with a mistake in it prints all its problems at
// once, each with its place.
//
// The rules that a test names lie in the file system that [Run] and [Test] are given. A
// file that is neither rules (no line says version: 1) nor a rule test (none says tests:)
// is named and not shown. [os.DirFS] follows links; [os.Root] does not.
//
// # Coverage and mutation
//
// A [Coverage] says what no test has seen both ways: a rule that speaks and is silent, a
// part of a condition that is true and false, a limit, promise, step, merge or holdout
// at work and not. A part counts until another before it has decided, as it is read.
//
//	var c caretest.Coverage
//	results, err := caretest.Options{Coverage: &c}.Test(os.DirFS("rules"), "*_test.yaml")
//	fmt.Println(c.Problems())
//
// [Mutate] changes the rules one small thing at a time and says which changes no test
// notices. For most of them it finds a test that would: one of the tests with amounts,
// facts and times moved to where the change shows. Some changes make no difference that
// anybody could see; for them, and for some others, it finds none.
//
// # In Chinese
//
// A [Result] and a [Survivor] have InChinese: the same with what is said in Chinese, the
// name of the test to paste too. A [Covered] says by Chinese what no test has seen of it.
// The errors of [Test] and [Mutate] have a method Chinese. What is typed in a rule test
// stays as it is typed.
//
//	for _, r := range results {
//		fmt.Println(r.InChinese().Failure)
//	}
//
// # A host's own tests
//
// A [Shop] is an engine whose clock moves only when told, with a sender for every channel
// and a desk that remember what they were given, or fail when told to:
//
//	shop := caretest.NewShop(t, rules, "2026-11-11 10:00", care.Options{})
//	shop.Post(created)                     // an event, and what is due because of it
//	shop.Advance(31 * time.Minute)         // wake-ups and new attempts on the way, too
//	shop.Went()                            // what was handed over, a line each
//	shop.Waiting()                         // who waits, until when and for what
//	shop.Fail(caretest.Failure{Channel: channel.SMS})
//
// # Conformance
//
// [TestStore] holds a [care.Store] to its contract, [TestShared] one that several processes
// use, [TestLasting] one that is opened again, and [TestSender] a [channel.Sender]; a
// [Recorder] is a sender and task desk that remembers, and fails when told to.
package caretest
