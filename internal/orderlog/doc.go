// Package orderlog reads a shop's order log (订单表) from CSV, for care learn and the
// reports in examples/loyalty and examples/lifecycle.
//
//	log, err := orderlog.ReadFile("orders.csv", orderlog.Options{})
//
// A log needs three columns: the customer, the date and the amount. Other columns are
// optional; see [Field]. These files read it, in order:
//
//   - columns.go recognises column names, Chinese or English. It knows those of published
//     logs: UCI's Online Retail, CDNOW, and the input of CLVTools, BTYD and lifetimes.
//     [Options.Columns] names other columns.
//   - dates.go decides from the whole file whether 12/1/2010 is 1 December or 12 January.
//     If no day is above 12, it needs [Options.Dates].
//   - row.go reads one row, join.go joins the rows of one order, and cancel.go turns a
//     cancellation row into a refund of its order.
//   - parcels.go reads a table of parcels in the same way.
//   - notes.go reports what was understood; show it before any number.
//
// All faults of a file are one error, by line and column, with a fix. No row is left out
// unless [Options.Skip] says so.
package orderlog
