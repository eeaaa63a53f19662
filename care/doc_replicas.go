// # Several processes
//
// Over a [Shared] store several processes each run an engine, with the same rules:
//
//	engine, err := care.New(rules, care.Options{Store: store, Owner: os.Getenv("POD_NAME"), Senders: senders})
//	go engine.Run(ctx)
//	outcomes, err := engine.Handle(ctx, event) // in any of them
//
// They divide the partitions of the store evenly: every third of [Options.Lease] each meets
// the others, hands over what is above its share, and takes what is free below it. A
// partition is handed over when its senders have returned, so nothing goes twice. What a
// process had that died is the others' when its lease is over; with [Engine.Close] it is
// free at once. So for a deploy end the context of Run, call Close, and start the next one:
// events go on to be taken in by the others, and nothing is lost. A process whose
// Options.Owner is the same after a restart has its partitions back at once.
//
// [Engine.Handle] works in every process. The event of a customer whose partition is
// another's goes into the store as a [Letter], durably, and Handle returns without outcomes;
// the owner decides within a second, and its Options.Observe sees the outcomes. While a
// partition is nobody's, its letters wait. A host that wants to tell the engine in the
// transaction in which it changes its own tables writes such letters itself ([LettersOf]).
// A letter that cannot be read, or whose event is refused, is logged with the event's id and
// dropped; one whose customer's memory cannot be read stays. Letters hold the event as the
// host gave it, with what is personal, until they are decided.
//
// An incident or an arrival goes into every partition: of those that are another's the owner
// refuses what is not possible, and logs it. [Engine.Forget], [Engine.Explain] and the ids
// of one person reach into all partitions, whoever owns them: when Forget returns, the
// customer is forgotten. Outcomes of one customer can then come from two processes.
// Advance, Deliver and [Engine.Sweep] are about the partitions that are the engine's.
// A host that does not call Run has its share by the first call, and keeps it as long as it
// calls something every half lease.
//
// Budgets hold over all processes, to the cent: who spends is refused by the store when it
// has not read what another spent. With budgets batches are decided one after the other in a
// process, and each that spends may have to be decided again when several processes spend at
// the same instant.
//
// Processes share the rates of providers (Options.Rates). A channel or a wording that is
// stopped is stopped in the process that met it; the others find out by themselves.
//
// A partition whose lease could not be renewed for half of it is at rest: nothing in it is
// decided by time or sent, though a message that a sender has in hand at that moment may
// still go. A process that was suspended, and finds its partitions taken over, goes on as a
// member. A message that went while its process died goes again, with the same id.
//
// The clock of every process has to agree with the store's. One that is more than two
// seconds apart decides and sends nothing: it hands its partitions over, leaves events to the
// others, says so in the log, and comes back when the clocks agree. [Engine.Replica] shows
// that, and who else is there. Options.Now is such a clock, too.
//
// During a deploy two sets of rules are at work, each in its partitions. A partition that
// comes to a process of other rules is swept by them, once for each time that it changes
// hands; when all have the same rules, it is not swept again.
//
// A store that is not Shared has one engine at a time. Another takes all of its partitions
// over; the first gets [ErrFenced], and its Run ends.
package care
