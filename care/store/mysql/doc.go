// Package mysql is a [care.Shared] store in a MySQL or MariaDB database. It is for shops
// with several processes that decide together (多副本), or that keep everything in the
// database they have.
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
// It uses the SQL that MySQL 8.0 and MariaDB 10.6 have in common, and needs one of them or
// a newer version. Its tests ran on MariaDB 10.11, and not on MySQL. Run them with your
// MySQL server before you rely on it (below).
//
// # Tables
//
// [Migrate] makes the tables in the config's database. Their names have a prefix (care_)
// that no other table there may have. [MigrateSQL] has the same statements for a host's own
// tool. Nothing is made or changed silently. [Open] and care.New refuse older tables and
// name the command that migrates them. They also refuse tables of a newer release that this
// one cannot use, and tables of something else. The user needs SELECT, INSERT, UPDATE and
// DELETE on the tables, and CREATE for Migrate.
//
// A customer is one row of care_records: the memory and the wake-up. Names are VARBINARY,
// so they compare byte for byte with any collation. To read them, write CONVERT(customer
// USING utf8mb4).
//
// # Events in the host's transaction
//
// [Store.Enqueue] puts an event into the inbox with one INSERT in a transaction of the host
// (*sql.Tx; gorm, sqlx and ent have one underneath). The order and its event are committed
// together, or neither is. The owner of the customer's partition takes the event out in the
// transaction of its decision.
//
//	tx, err := db.BeginTx(ctx, nil)
//	… // the host's own statements
//	err = store.Enqueue(ctx, tx, event)
//	err = tx.Commit()
//
// # Transactions
//
// An Apply is one transaction and mostly one trip. It checks the lease and the versions of
// the records, locks both, writes, and commits. If a record has changed, the server refuses
// the whole, and a second try in two trips leaves that commit out. After a deadlock nothing
// is written and the error says so; the engine tries again. The same happens if others lock
// the rows for longer than half of Options.Timeout. If the connection ends in a commit, the
// outcome is unknown. The engine loads and decides again, and the version of a record
// prevents a second write.
//
// Leases, and the list of processes, use the server's clock. The number of a lease refuses
// a process that has lost its partition without knowing.
//
// # Connections
//
// The store has its own connections, because they need their own settings: READ COMMITTED,
// strict mode and UTC. They send several statements in one trip, with values in the
// statement's text, and prepare nothing. Options.Connections bounds them. An engine needs
// about as many as it has cores, and two for waiting. More than 32 rarely help. The
// settings belong to a connection, so a proxy must keep a connection to one client
// (ProxySQL: no multiplexing).
//
// # Durability
//
// Open refuses a server that may lose confirmed data in a power cut. The setting
// innodb_flush_log_at_trx_commit must be 1, and sync_binlog too if there is a binary log
// (MariaDB's default is 0). Options.NotDurable accepts such a server. Replicas get
// everything later. A failover to one loses confirmed data that had not arrived, unless
// replication is semi-synchronous. The engine does not know what was lost: handle the
// events of that time again. Known events change nothing.
//
// All processes use the same primary. Do not write to several nodes at once (Galera, group
// replication in multi-primary mode). The nodes do not know each other's locks, so leases
// do not fence.
//
// # How it is tested
//
// caretest.TestStore and caretest.TestShared check the store against its contract. A test
// kills a process with 64 callers again and again (go test -run 被杀 -crash-cycles 200).
// Another kills the server. Afterwards every confirmed event is there once. Other tests cut
// connections in a commit, make deadlocks, and interrupt Migrate. The tests start an
// installed MariaDB. With TIEXIN_MYSQL they use another server, by a user who may make
// databases:
//
//	TIEXIN_MYSQL='root:secret@tcp(localhost:3306)/' go test ./...
package mysql
