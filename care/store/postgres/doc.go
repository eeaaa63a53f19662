// Package postgres is a [care.Store] in a PostgreSQL database, for a shop whose backend
// runs as several processes (多副本): it is a [care.Shared], a [care.Journal] and a
// [care.Checker]. It was tested on PostgreSQL 15.
//
//	err := postgres.Migrate(ctx, pool, postgres.Options{}) // when the host migrates
//	…
//	store, err := postgres.Open(ctx, pool, postgres.Options{})
//	engine, err := care.New(rules, care.Options{Store: store, …})
//
// # Its own schema
//
// All tables are in one schema, "care" or [Options.Schema], and nothing is anywhere
// else. No search path is needed: each statement names the schema. [Migrate] makes the
// tables in one transaction; [MigrateSQL] writes the same statements for a host with a
// migration tool of its own. Nothing is ever migrated silently. [Open] and care.New look
// first: missing or older tables are an error that names Migrate, tables to which a newer
// release has only added something are used, and tables of a newer release that this one
// would misunderstand, or of something else, are refused.
//
// The user who runs Migrate owns the tables. The one with whom the shop works needs
// USAGE on the schema, and SELECT, INSERT, UPDATE and DELETE on its tables.
//
// # An event in the host's transaction
//
// [Store.Enqueue] writes events into the inbox in the transaction that changes the
// order: with one INSERT, and no event is lost between two systems. The owner of the
// customer's partition decides a moment later. [Store.EnqueueSQL] does the same for
// database/sql, and so for gorm, sqlx and ent.
//
//	tx, err := pool.Begin(ctx)
//	_, err = tx.Exec(ctx, `UPDATE orders SET status = 'paid' WHERE id = $1`, id)
//	err = store.Enqueue(ctx, tx, event)
//	err = tx.Commit(ctx)
//
// # Connections and poolers
//
// The pool is the host's, and may be the one with which it does everything else. A batch
// of decisions is one statement, and so one trip and one transaction; reading records is
// one more. Four to eight connections for each process are enough: more only wait for
// the same disk. Nothing stays on a connection: no prepared statement, no setting, no
// session lock, no LISTEN. So pgbouncer may lend connections for a transaction at a
// time. Where no pooler does that, [Options.Prepare] keeps statements prepared, and events
// that come one at a time are decided sooner. Where the host itself writes through such a pooler, it sets
// DefaultQueryExecMode to pgx.QueryExecModeExec for its own statements, and Enqueue
// follows it.
//
// Every call has a time limit, [Options.Timeout]. When it is over, the call is an error
// and its connection is closed. An error says nothing about what became of a write; the
// engine reads again what it needs to know.
//
// # What is durable, and when
//
// What Handle confirms is committed. That outlives a crash of the process, of the
// server and of the machine as long as the server has fsync = on and synchronous_commit
// = on, which are the defaults; Caps says whether that is so for the connections of the
// pool.
//
// A failover is something else. With asynchronous replication the standby that takes
// over lacks the last moments of the old primary, and what was confirmed in them is lost:
// events that the host does not bring again, and the memory that a message went, so that
// it goes once more. A shop that cannot bear that has a synchronous standby
// (synchronous_standby_names), and pays for it with one trip to it in every commit. A
// primary that comes back must be shut out by the cluster's own means: the leases are rows
// of the database, and two databases know nothing of each other.
//
// A backup is the database's. After a restore, events since then have to be handled
// again.
//
// # Who owns a partition
//
// A lease is a row with a number that each takeover raises. A write looks at it and
// locks it in its own transaction, so one whose partition was taken over is
// care.ErrFenced, however late it wakes. Leases end by the database's clock.
//
// # Tables for people who look
//
// records holds a customer a row: when to look again (wake_at), and the memory, which
// only the engine reads. postings is what waits to be handed over, with the last error
// (fault). letters is the inbox, partitions says who owns what, journal is what was
// decided. Times are milliseconds since 1970. Only the engine may write.
//
// Keys are compared by their bytes (COLLATE "C"). PostgreSQL keeps no text with a NUL or
// with bytes that are not UTF-8; the engine refuses such ids before they come here.
//
// # Vacuum
//
// Every decision rewrites its customer's row. The pages of records leave room for that
// (fillfactor 70). A decision that leaves the wake-up where it was needs no new index
// entry (HOT); one that moves it does. The tables ask autovacuum to come early; leave it
// on, and let no transaction of the host stay open for hours, or nothing of this helps.
package postgres
