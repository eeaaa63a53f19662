// Package report puts a shop's base into one report (客户忠诚度报告): who the customers
// are, what they do, what they think, and what may be expected of them.
//
// [Of] takes purchases and refunds, a day, and where there is one a survey, and
// answers a [Report]: plain structs, to be written as JSON ([Report.WriteJSON]), as
// tables ([Report.Tables], each with [Table.WriteCSV]), or by a shop's own page.
//
//	r, err := report.Of(report.Input{Log: log, Survey: answers}, report.Options{Zone: shanghai})
//
// The report goes from what is known for sure to what is only expected:
//
//   - [Counts] and [Repeat]: how many came, and came again (复购率), with the time that
//     they were watched.
//   - [Cohorts] (同期群): who came first in which month, and who of these is still
//     buying. A month that is not over is marked.
//   - [RFM]: cells, named segments (人群), tiers of value (价值分层).
//   - [Types]: the four types of loyalty (四类客户), with those who cannot be told.
//   - [Causes]: why they stay (忠诚的成因), as far as there are signals.
//   - [Survey]: net promoter score, top-2-box, reliability, attitude.
//   - [Forecast]: buy-till-you-die models, how they would have done in the last
//     months beside a simpler rule, and what the next year should bring.
//   - [Moves]: who moved between segments, and between types, since an earlier day.
//   - [Customer]: a line for each customer, for the shop's own lists.
//
// Every number is a [loyalty.Measure] that says on how much it rests and how sure
// it is. What cannot be known has no value and says why; a section that cannot be
// made says so in its Why. Nothing is NaN. The same input gives the same report,
// byte for byte.
package report
