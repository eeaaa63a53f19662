// # Journals
//
//	engine, err := care.New(rules, care.Options{Store: store, Journal: &care.JournalOptions{}})
//	monday := time.Date(2026, 11, 9, 0, 0, 0, 0, tiexin.Shanghai())
//	past, err := engine.ExplainAt(ctx, key, monday, monday.AddDate(0, 0, 1))
//	err = past.Write(os.Stdout) // or WriteChinese
//
// [Engine.Explain] answers for now. With [Options.Journal] the engine also writes down what
// it decides, in the commit that decides it: each outcome, but for conditions that are not
// true ([JournalOptions].Leave), and what became of each message and task ([Fate]): handed
// over, outcome unknown, delivered, failed, answered, approved, done, taken back. [Engine.ExplainAt]
// reads that aloud, and [Engine.Journal] gives the lines. A retry, a conflict or a crash writes
// no line twice and loses none. That a sender asked for patience is no decision and has no
// line: the Logger says it.
//
// What waits in the outbox is not counted as sent. ExplainAt says that it waits, and why where
// this process has stopped its channel or its wording.
//
// The store has to be a [Journal]; [New] says so otherwise. Everybody's journal is read by
// every process, whoever has the partition. Lines are kept for half a year
// ([JournalOptions].Keep). [Engine.Run] and [Engine.Advance] remove older ones, a page at a
// time.
//
// A line names ids, and holds no text to the customer. What conditions saw is in it where
// [Options.Seen] asks for that, and texts where [Options.SeenPersonal] does. The words of
// providers and hosts stand without numbers, addresses and the customer's name; replies and
// notes are not kept.
//
// [Engine.Forget] empties the journals of all ids of the person, also when no journal is
// kept any more, and leaves no line of its own: that there was a customer is told by the
// record, which keeps the refusals and when it was. Journals of ids that were put together
// are read together, and each line says under which id it was written.
//
// [WriteJournal] writes lines as JSON lines, for care explain --journal and for a host's
// own tables, and [ReadJournal] reads them. A line that a later version has written is kept
// and shown as it is.
package care
