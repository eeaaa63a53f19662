// Package report answers: how is the shop doing with its customers? It makes one report
// (客户忠诚度报告) of how many they are, what they do, what they think, and what to expect of
// them.
//
//	r, err := report.Of(report.Input{Log: log}, report.Options{})
//	fmt.Println(r.Counts.Customers, "customers spent", r.Counts.Net) // 4 customers spent ¥591.00
//	fmt.Println("came again:", r.Repeat.Buyers.Value)                // 0.5
//	err = r.WriteJSON(file)
//
// [Of] takes purchases and refunds, a day, and an optional survey. It returns a [Report] of
// plain structs. Write it as JSON ([Report.WriteJSON]), as tables ([Report.Tables], each
// with [Table.WriteCSV]), or on a shop's own page.
//
// The report goes from known facts to expectations:
//
//   - [Counts] and [Repeat]: how many customers came, and came again (复购率), with their
//     time under observation.
//   - [Cohorts] (同期群): customers by their first month, and how many of them still buy.
//     An unfinished month is marked.
//   - [RFM]: cells, named segments (人群), tiers of value (价值分层).
//   - [Types]: the four types of loyalty (四类客户), with the undecided customers.
//   - [Causes]: why they stay (忠诚的成因), as far as there are signals.
//   - [Survey]: net promoter score, top-2-box, reliability, attitude.
//   - [Forecast]: buy-till-you-die models, their results for the last months beside a
//     simpler rule, and the next year.
//   - [Moves]: moves between segments, and between types, since an earlier day.
//   - [Customer]: a line for each customer, for the shop's own lists.
//
// Every number is a [loyalty.Measure] with its base and certainty. An unknown number has no
// value and a reason; an impossible section has its reason in Why. Nothing is NaN. The same
// input gives the same report, byte for byte.
package report
