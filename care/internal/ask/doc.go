// Package ask compiles the conditions of a rule file and answers them. It knows what
// a condition may look at. It knows no rule file, no store and no clock on the wall.
// Package rule compiles conditions with it; the engine asks them.
//
// # Words
//
// The vocabulary is one table ([Words]). The structs of the [Facts] are that table:
// each field is a word, and its tags say its meaning, its unit, its known values and
// when it is unknown. A new word is one line in a struct, and whoever fills the struct.
//
// A [Kind] is what a flow is about. A flow sees its subject, what the subject belongs
// to, and the customer. A [Thing] is what words are about and what may be absent: the
// order of a chat, the review that an event brought. A rule may use what each of its
// events brings ([Scope], [BroughtBy]).
//
// # From an expression to a condition
//
// A [Compiler] turns expressions of expr into [Condition]s, checked against the table
// and the [Scope]. Each [Fault] has its place inside the expression and a way out, in
// the words of people who write rules.
//
// The skeleton of &&, ||, not and ?: is taken apart, so that a condition can be solved
// for time and explained part by part. Parts about clocks are solved. All others are
// small programs of expr on the facts, bounded in size and memory. A [View] runs each
// program once, however many rules share it.
//
// # Time
//
// A clock ([Stem]) is a number that moves by itself: minutes_unpaid, hours_to_close.
// [Condition.Ask] looks at a View, which is one subject as the facts stand. It answers
// for all time at once with [Times]: yes or no now, and the instants at which time
// alone changes that. Nothing polls; the next wake-up is [Times.Next]. A part that
// cannot be solved for its clock is refused at load, with what to write instead: a
// wake-up that is not certain would be a message too late.
//
// An [Instant] is either a millisecond itself or right after it. minutes_unpaid > 15
// turns true right after minute 15, so a payment at that very millisecond comes first.
//
// Each word that moves by itself has one file: clocks, bought, the customer's stage, a
// child's age, festivals, workdays. Its part answers Times, explains itself and says what
// the search for contradictions may assume. What it looks at beside the clocks is in
// [Moving].
//
// # Unknown
//
// A part is unknown when it reads a word that has no value, or when it fails: a number
// that a text does not hold, an element that a list does not have, a text that is too
// long for the pattern behind matches, a division by zero and whatever else is infinite
// or no number.
// Unknown stays unknown under not and ?:, and in && and || unless the other side
// decides. [Condition.Ask] says when a condition is true for certain,
// [Condition.Forbids] when it may be true, which is what a promise needs.
// [Condition.Unknown] names the part, and [View.Err] says why. A clock that does not
// run is not unknown: its comparison is false.
//
// # What can never be true
//
// A condition that nothing can make true is an error: its parts contradict each other,
// or the order closes by itself before. [Compiler.Possible] tries one value of each kind that
// the comparisons tell apart. What it does not understand may be either, so it never
// refuses what could be.
//
// # Explanations
//
// [Condition.Seen] lists what the parts of a condition look at and what they see, and
// keeps back what is personal; [Condition.SeenPersonal] does not. What is personal the
// tags of the facts say.
package ask
