// Package mysql is a [care.Shared] store in a MySQL or MariaDB database: for shops whose
// several processes decide together (多副本), or that keep everything in the database that
// they have.
//
//	config, err := driver.ParseDSN("shop:secret@tcp(db:3306)/shop") // github.com/go-sql-driver/mysql
//	…
//	err = mysql.Migrate(ctx, config, mysql.Options{}) // once, or at every deployment
//	…
//	store, err := mysql.Open(ctx, config, mysql.Options{})
//	…
//	defer store.Close()
//	engine, err := care.New(rules, care.Options{Store: store, …})
//
// It speaks the SQL that MySQL 8.0 and MariaDB 10.6 have in common, and needs one of them
// or a newer one. Its tests run on a real MariaDB 10.11. On MySQL they have not been run:
// do that with your server before you rely on it (below).
//
// # Tables
//
// [Migrate] makes the tables in the config's database, with a prefix to their names (care_)
// that no other table there may have. A host with a tool of its own gets the same
// statements from [MigrateSQL]. Nothing is made or changed by itself: [Open], and care.New
// after it, refuse tables that are of an older release with the command that brings them
// up to date, those of a newer one that this release cannot work with, and those of
// something else. The user needs SELECT, INSERT, UPDATE and DELETE on the tables, for
// Migrate CREATE as well.
//
// A customer is one row of care_records: the memory, and when to look again. Names are
// VARBINARY, so that they compare byte for byte, however the server collates; to read
// them, write CONVERT(customer USING utf8mb4).
//
// # Events in the host's transaction
//
// [Store.Enqueue] puts an event into the inbox with one INSERT in a transaction of the
// host (*sql.Tx; gorm, sqlx and ent have one underneath): the order and the event about it
// are committed together, or neither is. The owner of the customer's partition takes it
// out in the transaction that writes what it has decided.
//
//	tx, err := db.BeginTx(ctx, nil)
//	… // the host's own statements
//	err = store.Enqueue(ctx, tx, event)
//	err = tx.Commit()
//
// # What a transaction is
//
// An Apply is one transaction and mostly one trip: it asserts that the lease stands and
// that the records are as they were read, locks both, writes, and commits. Where a record
// has changed, the server refuses the whole, and a second try in two trips leaves that
// commit out. After a deadlock, or when somebody else locks the rows for longer than half
// of Options.Timeout, nothing is written and the error says so; the engine tries again.
// When the connection ends in a commit, what became of it is unknown; the engine loads and
// decides again, and the version of a record keeps it from happening twice.
//
// Leases, and who is there, run by the server's clock. An owner that lost its partition,
// and does not know, is refused in the transaction by the number of its lease.
//
// # Connections
//
// The store has connections of its own, because they need settings that a host's own
// hardly have: READ COMMITTED, strict mode, UTC, several statements in one trip, values in
// the text of a statement and nothing prepared. Options.Connections bounds them. An engine
// needs about as many as it has cores, and two for waiting; more than 32 rarely help. The
// settings belong to a connection, so a proxy between has to keep a connection to one
// client (ProxySQL: no multiplexing).
//
// # Durability
//
// Open refuses a server that may lose what it has confirmed when its machine loses power:
// innodb_flush_log_at_trx_commit has to be 1, and with a binary log sync_binlog, too
// (MariaDB's default is 0). Options.NotDurable accepts such a server. Replicas get
// everything later: a failover to one of them loses what was confirmed and had not
// arrived, unless replication is semi-synchronous. What was lost is unknown to the engine
// as well; hand the events of that time in again, those that it knows change nothing.
//
// All processes use the same primary. Where several nodes take writes at once (Galera,
// group replication in multi-primary mode), a lock on one is unknown to the others, and
// leases do not fence.
//
// # How it is tested
//
// caretest.TestStore and caretest.TestShared hold the store to its contract. A test kills
// a process with 64 callers again and again (go test -run 被杀 -crash-cycles 200), another
// the server under it; after that every event that was confirmed is there once. Others cut
// connections in a commit, make deadlocks, interrupt Migrate. The tests start a MariaDB
// where its program is installed; with TIEXIN_MYSQL they use another server, by a user who
// may make databases:
//
//	TIEXIN_MYSQL='root:secret@tcp(localhost:3306)/' go test ./...
package mysql
