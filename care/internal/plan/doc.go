// Package plan writes a shop's rules and what became of them in the shopkeeper's
// words: the care plan (关怀计划表) and the check list (关怀行动检核表).
//
// [Of] reads rules into the rows of the plan: who is told what, when, by which channel,
// at what cost, and by whom. [Read] reads a log of outcomes, and a [Checker] makes the
// check list of it and of the events that report: what was done, when, and with what
// result. Both are values; the tool draws them.
package plan
