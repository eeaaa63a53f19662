// Package postgres is a [care.Store] in a PostgreSQL database, for a shop with several
// processes (多副本). It is a [care.Shared], a [care.Journal] and a [care.Checker]. It was
// tested on PostgreSQL 15.
//
//	err := postgres.Migrate(ctx, pool, postgres.Options{}) // when the host migrates
//	…
//	store, err := postgres.Open(ctx, pool, postgres.Options{})
//	engine, err := care.New(rules, care.Options{Store: store, …})
//
// # Its own schema
//
// All tables are in one schema, "care" or [Options.Schema]. Each statement names the
// schema, so no search path is needed. [Migrate] makes the tables in one transaction;
// [MigrateSQL] writes the same statements for a host's own migration tool. No table is
// migrated silently. [Open] and care.New check first. Missing or older tables are an error
// that names Migrate. Tables of a newer release work if it only added something; otherwise
// they are refused. So are tables of something else.
//
// The user who runs Migrate owns the tables. The shop's user needs USAGE on the schema, and
// SELECT, INSERT, UPDATE and DELETE on its tables.
//
// # An event in the host's transaction
//
// [Store.Enqueue] writes events into the inbox with one INSERT, in the transaction that
// changes the order. So no event is lost between two systems. The owner of the customer's
// partition decides a moment later. [Store.EnqueueSQL] does the same for database/sql, and
// so for gorm, sqlx and ent.
//
//	tx, err := pool.Begin(ctx)
//	_, err = tx.Exec(ctx, `UPDATE orders SET status = 'paid' WHERE id = $1`, id)
//	err = store.Enqueue(ctx, tx, event)
//	err = tx.Commit(ctx)
//
// # Connections and poolers
//
// The pool is the host's, and may be the one for all its work. A batch of decisions is one
// statement: one trip and one transaction. Reading records is one more. Four to eight
// connections for each process are enough; more only wait for the same disk.
//
// Nothing stays on a connection: no prepared statement, setting, session lock or LISTEN. So
// pgbouncer may lend connections for one transaction. Without such a pooler,
// [Options.Prepare] keeps statements prepared, and single events are decided sooner. If the
// host itself writes through such a pooler, it sets DefaultQueryExecMode to
// pgx.QueryExecModeExec for its own statements, and Enqueue follows it.
//
// Every call has a time limit, [Options.Timeout]. After it the call returns an error and
// its connection is closed. The write may have succeeded or not; the engine reads again
// what it needs.
//
// # Durability
//
// A confirmed event is committed. It outlives a crash of the process, of the server and of
// the machine. That needs fsync = on and synchronous_commit = on on the server, which are
// the defaults. Caps reports whether that is so for the connections of the pool.
//
// A failover may lose data. With asynchronous replication the new primary lacks the last
// moments of the old one. Lost are events that the host does not send again, and the memory
// that a message was sent, so it is sent once more. To prevent that, use a synchronous
// standby (synchronous_standby_names); it costs one trip in every commit. The cluster
// itself must shut out a primary that comes back. The leases are rows of the database, and
// two databases know nothing of each other.
//
// A backup is the database's. After a restore, handle the events since then again.
//
// # Owners of partitions
//
// A lease is a row with a number that each takeover raises. A write checks and locks it in
// its own transaction. So a process without its partition gets care.ErrFenced, however late
// it wakes. Leases end by the database's clock.
//
// # Tables for people who look
//
//   - records has a row for each customer: the wake-up (wake_at), and the memory, which
//     only the engine reads.
//   - postings is the outbox, with the last error (fault).
//   - letters is the inbox, partitions has the owners, and journal has the decisions.
//
// Times are milliseconds since 1970. Only the engine may write. Keys are compared by their
// bytes (COLLATE "C"). PostgreSQL keeps no text with a NUL or with bytes that are not
// UTF-8; the engine refuses such ids earlier.
//
// # Vacuum
//
// Every decision rewrites its customer's row. The pages of records leave room for that
// (fillfactor 70). A decision that does not move the wake-up needs no new index entry
// (HOT); one that moves it does. The tables ask autovacuum to come early. Leave it on, and
// keep no transaction of the host open for hours.
package postgres
