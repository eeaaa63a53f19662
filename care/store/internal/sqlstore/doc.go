// Package sqlstore has the common code of the stores on a database server. It has
// care.Store, care.Shared, care.Journal and care.Checker over SQL that PostgreSQL, MySQL
// and MariaDB all read.
//
// A dialect is a package beside this one. It has a [Database]: how to execute a statement
// and a transaction, and the two operations that decide the store's speed, Load and Apply.
// It has its numbered migrations ([Migration]), and it embeds [Store].
//
// # SQL for all
//
// The statements of this package hold a question mark for each argument. The dialect
// replaces words in braces ([Words]):
//
//	{records} and the other tables   the quoted name of the table, with its schema or prefix
//	{now}                            milliseconds since 1970 by the server's clock
//	{share}                          locks the rows that were read against changes
//	{insert new} … {if none}         an INSERT that leaves a row of the same key alone
//	{after}                          (shop, customer) comes after the arguments shop, shop, customer
//	{some}                           a row's lists have a bit of the argument
//
// Arguments are int64, int, string, []byte and bool; answers are scanned into *int64,
// *string, *[]byte and *bool. An UPDATE counts the rows that it found, also unchanged ones.
// Scanned bytes belong to the caller.
//
// # Fences
//
// A lease is a row of {partitions} with a number, the epoch, which the database raises with
// every Acquire. Apply and Resolve check it in the transaction that writes, and lock it
// against Acquire until that transaction is over. Reads check it too, so an owner without
// its partition learns of it early; nothing depends on that.
//
// A version is random, so it needs no counter that a restored backup would set back.
package sqlstore
