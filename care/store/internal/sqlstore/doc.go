// Package sqlstore is what the stores on a database server share: care.Store, care.Shared,
// care.Journal and care.Checker over SQL that PostgreSQL, MySQL and MariaDB all read.
//
// A dialect is a package beside this one. It brings a [Database]: how a statement is
// executed, how a transaction, and the two operations whose speed is the store's speed,
// Load and Apply. It brings its numbered migrations ([Migration]), and it embeds [Store].
//
// # SQL that all read
//
// The statements of this package hold a question mark for each argument, and words in
// braces that the dialect puts something in for ([Words]):
//
//	{records} and the other tables   the quoted name of the table, with its schema or prefix
//	{now}                            milliseconds since 1970 by the server's clock
//	{share}                          locks the rows that were read against being changed
//	{insert new} … {if none}         an INSERT that leaves a row of the same key alone
//	{after}                          (shop, customer) comes after the arguments shop, shop, customer
//	{some}                           a row's lists have a bit of the argument
//
// Arguments are int64, int, string, []byte and bool; answers are scanned into *int64,
// *string, *[]byte and *bool. An UPDATE counts the rows that it found, also those that
// it left as they were. Bytes that were scanned are the caller's.
//
// # Fences
//
// A lease is a row of {partitions} with a number, the epoch, that the database raises with
// every Acquire. Apply and Resolve look at it in the transaction that writes, and lock it
// against Acquire until that transaction is over. Reads look at it, too, so that an owner
// who lost a partition hears of it early; nothing rests on that.
//
// A version is drawn at random: it needs no counter that a restored backup would set back.
package sqlstore
