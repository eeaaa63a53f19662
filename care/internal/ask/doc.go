// Package ask compiles the conditions of a rule file and asks them. It knows what a
// condition may look at; it knows no rule file, no store and no clock on the wall.
// Package rule fills it, package care asks.
//
// # From an expression to a condition
//
// A [Compiler] turns expressions of expr into [Condition]s, checked against the
// vocabulary ([Words]) and against the [Scope] in which they stand. Whatever is wrong
// is a [Fault] with its place inside the expression and a way out, in the words of
// somebody who writes rules.
//
// The skeleton of &&, ||, not and ?: is taken apart, so that a condition
// can be solved for time and explained part by part. Parts about clocks are
// solved; all others are small programs of expr on the [Facts], bounded in size and
// memory, and run once for a [View], however many rules share them.
//
// Clocks ([Stem]) are numbers that move by themselves: minutes_unpaid,
// hours_to_close. [Condition.Ask] looks at a View, which is one subject as the
// facts stand, and answers for all time at once with [Times]: yes or no now, and
// the instants at which time alone changes that. Nothing is polled; the next
// wake-up is [Times.Next]. Whatever holds a clock and cannot be solved for it is
// refused at load, with what to write instead: a wake-up that is not certain would
// be a message too late.
//
// An [Instant] is either a millisecond itself or right after it. minutes_unpaid >
// 15 turns true right after minute 15, so a payment at that very millisecond comes
// first.
//
// Where arithmetic has no answer the condition is false and [View.Err] says why:
// an element that a list does not have, a remainder by zero, a clock compared with
// something divided by zero. Without a clock, a division by zero is infinite, as
// everywhere in arithmetic with fractions.
//
// # What can never be true
//
// A condition that nothing can make true is an error: its parts contradict each
// other, or the order closes by itself before. The search tries one value of each
// kind that the comparisons tell apart. What it does not understand may be either,
// so it never refuses what could be.
//
// # The other way round
//
// [Condition.Seen] lists what the parts of a condition look at and what they see,
// for explanations.
package ask
