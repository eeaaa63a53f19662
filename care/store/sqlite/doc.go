// Package sqlite is a [care.Store] that lasts (持久存储) for a shop with one process and
// no database server: what the engine remembers lies in SQLite files of one folder, and a
// restart, a crash or a power cut loses nothing that Handle has confirmed.
//
//	store, err := sqlite.Open("/var/lib/shop/care", sqlite.Options{})
//	…
//	defer store.Close()
//	engine, err := care.New(rules, care.Options{Store: store, …})
//
// It uses SQLite by a driver in pure Go (github.com/ncruces/go-sqlite3) that registers
// nothing with database/sql, so it stands beside any other driver that the host has.
//
// # What is on the disk, and when
//
// A customer is one row: the memory, when to look again, and on which lists of the engine's
// the customer stands. What waits to be handed over, the engine's own notes and the lines
// of the customer's journal are rows beside it; [Store.Prune] takes away old lines. [Store.Acquire] gives a partition to an
// engine; its Apply writes a batch of customers and their messages in one transaction, and
// returns when the disk has them: the files run in WAL mode with synchronous=FULL, and
// Open refuses to work with anything less. Batches of several partitions that meet at one
// file share a transaction, and so the wait for the disk. A batch that cannot be written
// keeps no other from it.
//
// A new store has one file and 16 partitions. Each file keeps one core busy at most, at
// several thousand decisions a second; a shop that needs more names Options.Files when
// the store is made. Callers that come alone wait for the disk each time: some
// milliseconds. Callers that come together share it, and HandleAll brings a whole batch.
//
// # One folder, one process
//
// The folder is locked while the store is open; for another process Open is [ErrInUse],
// and names the one that has it. Within the process a second engine on the same store
// takes the partitions over, and the first stops with care.ErrFenced. Shops with several
// processes need a store on a database server. Folders on network file systems are
// refused: their locks and their fsync do not hold what SQLite builds on. So is a folder
// whose files belong to something else, come from a newer release or are not all there.
//
// # A new release
//
// Open brings files that an older release wrote to the tables of this one. Before it
// changes a file it copies it: care-1.db.before-2 is care-1.db as it was before version 2 of
// the tables. When there is no room for the copy, or anything else comes in between, the
// file stays as it was, and opening it again goes on from there. To go back to the old
// release, give each copy its file's name again; what happened since has to be handled
// again. When the new release has proved itself, remove the copies: they still know
// customers who are forgotten later. Open does not open what a newer release wrote.
//
// # Backup
//
// [Store.Backup] copies a store that is in use, all files as of one instant. Do not copy
// the files of a store that is open by other means: half of what they hold is in the
// -wal files beside them, and a copy that was made in between is damaged. To restore, put
// a backup where the folder was; events since then have to be handled again.
// [Store.Verify] reads everything and says what does not fit together.
//
// What is deleted is overwritten, for it may be a customer who was forgotten. Backups
// that were made before still know that customer.
//
// # When the disk fails
//
// A full disk is an error that says so; nothing of the batch is written, and it succeeds
// when there is room again. When the disk cannot say what became of a write, the store
// confirms nothing more: every call is an error until it is closed and opened again.
//
// # How it is tested
//
// caretest.TestStore holds the store to its contract. A test kills a process with 64
// callers again and again (go test -run 被杀 -crash-cycles 200), and as root it cuts the
// power of a loop device under it; after that every event that was confirmed is there
// once, every order was reminded, was paid before or waits, and the provider got exactly
// the messages that were decided.
package sqlite
