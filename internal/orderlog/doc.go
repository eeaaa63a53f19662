// Package orderlog reads a shop's order log (订单表) from CSV, for care learn and the reports in
// examples/loyalty and examples/lifecycle.
//
//	log, err := orderlog.ReadFile("orders.csv", orderlog.Options{})
//
// A log needs three columns: who bought, when, and for how much. It may say far more;
// see [Field]. Follow a file through the package:
//
//   - columns.go recognises the names of its columns, Chinese or English, and those of
//     published logs: UCI's Online Retail, CDNOW, and what CLVTools, BTYD and lifetimes
//     take. [Options.Columns] names the rest.
//   - dates.go tells from the whole file whether 12/1/2010 is 1 December or 12 January.
//     Where no day is above 12 it asks for [Options.Dates].
//   - row.go reads one row, join.go puts the rows of one order together, and cancel.go
//     turns a cancellation row into a refund of the order that it cancels.
//   - parcels.go reads a table of parcels in the same way.
//   - notes.go says what was understood; show it before any number.
//
// Everything that is wrong with a file is one error, by line and column, with a way
// out. Nothing is left out unless [Options.Skip] says so.
package orderlog
