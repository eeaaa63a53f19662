// Package sqlite is a [care.Store] on disk (持久存储), for a shop with one process and no
// database server. The engine's memory is in SQLite files of one folder. A restart, a crash
// or a power cut loses nothing that Handle has confirmed.
//
//	store, err := sqlite.Open("/var/lib/shop/care", sqlite.Options{})
//	…
//	defer store.Close()
//	engine, err := care.New(rules, care.Options{Store: store, …})
//
// It uses a SQLite driver in pure Go (github.com/ncruces/go-sqlite3). That driver registers
// nothing with database/sql, so the host may have any other driver.
//
// # What is on the disk, and when
//
// A customer is one row: the memory, the wake-up, and the customer's lists. The outbox, the
// engine's own notes and the lines of the customer's journal are rows beside it;
// [Store.Prune] removes old lines. [Store.Acquire] gives a partition to an engine. Its
// Apply writes a batch of customers and their messages in one transaction, and returns when
// the disk has them. The files are in WAL mode with synchronous=FULL; Open refuses anything
// less. Batches of several partitions in one file share a transaction, and so the wait for
// the disk. A batch that cannot be written does not stop the others.
//
// A new store has one file and 16 partitions. Each file keeps one core busy at most, at
// several thousand decisions a second. A shop that needs more sets Options.Files when the
// store is made. A single caller waits some milliseconds for the disk. Callers at the same
// time share that wait, and HandleAll passes a whole batch.
//
// # One folder, one process
//
// The folder is locked while the store is open. For another process Open returns
// [ErrInUse], which names the process that has it. Within the process, a second engine on
// the same store takes the partitions over, and the first stops with care.ErrFenced.
// Several processes need a store on a database server.
//
// Open refuses folders on network file systems, because their locks and their fsync are not
// what SQLite needs. It also refuses a folder with files of something else, of a newer
// release, or with missing files.
//
// # A new release
//
// Open migrates files of an older release to the tables of this one. Before it changes a
// file it copies it: care-1.db.before-2 is care-1.db before version 2 of the tables. If the
// copy does not fit on the disk, or anything else fails, the file does not change. Open
// again, and it goes on from there.
//
// To go back to the old release, give each copy its file's name again, and handle the
// events since then again. When the new release has proved itself, remove the copies: they
// still have customers who are forgotten later. Open refuses files of a newer release.
//
// # Backup
//
// [Store.Backup] copies a store in use, all files as of one instant. Do not copy the files
// of an open store in any other way. Half of their contents is in the -wal files beside
// them, and the copy would be damaged. To restore, put a backup in the place of the folder,
// and handle the events since then again. [Store.Verify] reads everything and reports what
// does not fit together.
//
// Deleted data is overwritten, for the sake of forgotten customers. Earlier backups still
// have them.
//
// # When the disk fails
//
// A full disk is an error that says so. Nothing of the batch is written, and it succeeds
// when there is room again. If the disk cannot say whether a write succeeded, the store
// confirms nothing more. Every call is an error until it is closed and opened again.
//
// # How it is tested
//
// caretest.TestStore checks the store against its contract. A test kills a process with 64
// callers again and again (go test -run 被杀 -crash-cycles 200). As root it cuts the power
// of a loop device under the store. Afterwards every confirmed event is there once, and
// every order was reminded, was paid before, or waits. The provider got exactly the decided
// messages.
package sqlite
