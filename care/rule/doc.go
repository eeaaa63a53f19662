// Package rule is the language in which a shop says what it tells its customers,
// and when (规则语言). It turns rule files into compiled rules; it knows no state,
// no store and no clock on the wall. Package care asks these rules.
//
// # From a file to rules
//
// [Load] reads one shop's files together. [Files] finds them in a folder. What a
// file may say is described once, by forms: the loader reads by them, and
// [Schema] is made from them, so that an editor underlines what would not load, and
// [Keys] lists every key with its place, its values, its default and its meaning.
//
// Everything that is wrong is said in one pass, for the person who can mend it:
//
//	payment.yaml:44:18: no limit is called "nihgt"; did you mean "night"?
//	        exempt: [nihgt]
//	                 ^~~~~
//
// One fault is one problem. What follows from it, such as a text that seems
// unused because the rule that sends it has a fault, is not said. A value that is
// not known is a remark, because hosts have sources, kinds and grades of their
// own; a name that is not known is an error. What the language has but this
// version does not, parcels, chats, children, the calendar, is refused by name.
//
// # The set
//
// A [Set] holds the [Shop], its [Segment]s, limits ([Quiet], [Cap], [Budget],
// [Never]), [Flow]s with their [Rule]s and [Step]s, and the [Text]s. It never
// changes, and any number of goroutines may read it. Limits that the file does
// not have are there as defaults, with names of their own.
//
// # Conditions
//
// A condition is an expression of expr, checked against the vocabulary ([Words])
// when it is loaded. Its skeleton of &&, ||, not and ?: is taken apart, so that
// it can be solved for time and explained part by part. Parts about clocks are
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
// for explanations. [Words] is the vocabulary for people.
package rule
