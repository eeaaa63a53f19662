// Package shelf keeps what senders have to find again ([channel.Shelf]) in a database of the
// host's, by database/sql: SQLite, PostgreSQL, MySQL or MariaDB. All replicas of a host share
// one, and after a restart everything is there.
//
//	memos := &shelf.Shelf{DB: db, Dialect: shelf.PostgreSQL}
//	if err := memos.Migrate(ctx); err != nil {
//		return err
//	}
//	sender := &mail.Sender{Host: "smtpdm.aliyun.com", Shelf: memos}
//
// There is one table, tiexin_shelf. Migrate makes it; where only an administrator may, it is
// made by [MigrateSQL]. Rows that have run out are removed now and then, as memos are put.
//
// Among the memos are tokens of providers: who can read the table can send in the shop's
// name. The rest are ids and hashes.
package shelf
