// # Journals
//
//	engine, err := care.New(rules, care.Options{Store: store, Journal: &care.JournalOptions{}})
//	monday := time.Date(2026, 11, 9, 0, 0, 0, 0, tiexin.Shanghai())
//	past, err := engine.ExplainAt(ctx, key, monday, monday.AddDate(0, 0, 1))
//	err = past.Write(os.Stdout) // or WriteChinese
//
// [Engine.Explain] answers for the present. With [Options.Journal] the engine also records
// what it decides, in the commit of the decision. A line is an outcome, or what became of a
// message or task ([Fate]): handed over, unknown, delivered, failed, answered, approved,
// done, withdrawn. Outcomes with a false condition have no line ([JournalOptions].Leave).
// [Engine.ExplainAt] explains a past time from these lines, and [Engine.Journal] returns
// them.
//
// A retry, a conflict or a crash writes no line twice and loses none. When a sender asks
// for a later attempt, the Logger says so and the journal has no line. A message that waits
// in the outbox does not count as sent: ExplainAt shows it as waiting, with the reason if
// this process has stopped the channel or the text.
//
// The store must be a [Journal], else [New] returns an error. Every process reads the
// journals of all customers. Lines are kept for half a year ([JournalOptions].Keep).
// [Engine.Run] and [Engine.Advance] remove older ones, a page at a time.
//
// A line has ids and no text to the customer. It has what conditions saw if [Options.Seen]
// is set, and texts if [Options.SeenPersonal] is set. The words of providers and hosts lack
// numbers, addresses and the customer's name. Replies and notes are not kept.
//
// [Engine.Forget] empties the journals of all ids of the person, even if no journal is
// configured any more. It writes no line of its own: the record keeps the opt-outs and the
// time. Journals of ids that are one person are read together, and each line has its own
// id.
//
// [WriteJournal] writes JSON lines, for care explain --journal and for a host's own tables.
// [ReadJournal] reads them. A line from a later version is kept and shown as it is.
package care
