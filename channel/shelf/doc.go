// Package shelf keeps the memos of senders ([channel.Shelf]) in a database of the host's,
// by database/sql: SQLite, PostgreSQL, MySQL or MariaDB. All replicas of a host share one
// shelf, and it lasts over a restart.
//
//	memos := &shelf.Shelf{DB: db, Dialect: shelf.PostgreSQL}
//	if err := memos.Migrate(ctx); err != nil {
//		return err
//	}
//	sender := &mail.Sender{Host: "smtpdm.aliyun.com", Shelf: memos}
//
// There is one table, tiexin_shelf. Migrate makes it. If only an administrator may,
// [MigrateSQL] has the statements. Expired rows are removed now and then, when memos are
// put.
//
// Some memos are tokens of providers: a reader of the table can send in the shop's name.
// The rest are ids and hashes.
package shelf
