// # Several processes
//
// Over a [Shared] store, several processes each run an engine with the same rules:
//
//	engine, err := care.New(rules, care.Options{Store: store, Owner: os.Getenv("POD_NAME"), Senders: senders})
//	go engine.Run(ctx)
//	outcomes, err := engine.Handle(ctx, event) // in any of them
//
// The processes divide the partitions of the store evenly. Every third of [Options.Lease]
// each one meets the others, gives up what is above its share, and takes free partitions up
// to its share. It gives up a partition after its senders have returned, so no message goes
// twice. The partitions of a dead process are free when its lease ends; after
// [Engine.Close] they are free at once.
//
// To deploy, end the context of Run, call Close, and start the new version. The other
// processes take events meanwhile. A process with the same Options.Owner after a restart
// has its partitions back at once.
//
// # Events in another process
//
// [Engine.Handle] works in every process. If another process owns the customer's partition,
// the event goes into the store as a [Letter], and Handle returns without outcomes. The
// owner decides within a second, and its Options.Observe sees the outcomes. So outcomes of
// one customer can come from two processes. A letter waits while its partition has no
// owner.
//
// A host can write letters itself, in the transaction that changes its own tables
// ([LettersOf]). A letter that cannot be read, or with a refused event, is logged with the
// event's id and dropped. It stays if the customer's memory cannot be read. A letter holds
// the event as the host gave it, personal data included, until it is decided.
//
// An incident or arrival goes into every partition. The owner of each partition refuses
// what is not possible, and logs it. [Engine.Forget], [Engine.Explain] and the ids of one
// person work across all partitions: when Forget returns, the customer is forgotten.
// Advance, Deliver and [Engine.Sweep] work on the engine's own partitions.
//
// A host that does not call Run gets its share at the first call. It keeps the share as
// long as it calls some method every half lease.
//
// # Shared limits
//
// Budgets hold over all processes, to the cent. The store refuses a commit that spends
// without having read what another process spent; the engine then decides again. With
// budgets, a process decides its batches one after the other.
//
// Processes share Options.Rates. A channel or text stops in the process that met the error;
// the others find out by themselves.
//
// # Leases and clocks
//
// A partition rests if its lease could not be renewed for half of it. No timer runs there
// and nothing is sent, except a message that a sender already has. A process that was
// suspended joins again when it wakes. A message that was sent while its process died is
// sent again, with the same id.
//
// The clock of every process must agree with the store's. Beyond two seconds of difference
// a process decides and sends nothing. It gives up its partitions, leaves events to the
// others, logs the fact, and returns when the clocks agree. [Engine.Replica] shows this and
// the other processes. Options.Now is such a clock, too.
//
// During a deploy two sets of rules are at work, each in its partitions. A partition that
// moves to a process with other rules is evaluated by them, once for each move.
//
// A store that is not Shared has one engine at a time. A second engine takes all of its
// partitions over. The first gets [ErrFenced], and its Run ends.
package care
