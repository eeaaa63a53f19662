// Package plan writes a shop's rules and their results in the shopkeeper's words. It has
// the care plan (关怀计划表), the check list (关怀行动检核表) and the journeys of customers
// through a simulation (顾客时间线).
//
// [Of] reads rules into the rows of the plan: which customer gets what, when, by which
// channel, at what cost, and who does it. [Read] reads a log of outcomes. A [Checker] makes
// the check list from it and from the events that report: what was done, when, and with
// what result. A [Teller] takes events and outcomes and builds each customer's [Journey]:
// what happened, what was sent, what was withheld and why. All are values; the tool draws
// them.
package plan
