// Package plan writes a shop's rules and what became of them in the shopkeeper's
// words: the care plan (关怀计划表), the check list (关怀行动检核表) and the journeys of
// customers through a simulation (顾客时间线).
//
// [Of] reads rules into the rows of the plan: who is told what, when, by which channel,
// at what cost, and by whom. [Read] reads a log of outcomes, and a [Checker] makes the
// check list of it and of the events that report: what was done, when, and with what
// result. A [Teller] hears events and outcomes and tells each customer's [Journey]: what
// happened, what was said, what was withheld and why. All are values; the tool draws them.
package plan
