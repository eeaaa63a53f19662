// Package ask compiles the conditions of a rule file and evaluates them. It defines the
// words of a condition. It knows no rule file, no store and no clock. Package rule compiles
// conditions with it; the engine evaluates them.
//
// # Words
//
// The vocabulary is one table ([Words]). The structs of the [Facts] are that table: each
// field is a word. Its tags have the meaning, unit, known values, and when it is unknown. A
// new word is one line in a struct, and a line in the code that fills the struct.
//
// A [Kind] is the kind of a flow's subject. A flow sees its subject, what the subject
// belongs to, and the customer. A [Thing] may be absent: the order of a chat, the review
// that an event brought. A rule may use the things that each of its events brings ([Scope],
// [BroughtBy]).
//
// # From an expression to a condition
//
// A [Compiler] turns expressions of expr into [Condition]s, checked against the table and
// the [Scope]. Each [Fault] has its place inside the expression and a fix, in the words of
// rule authors.
//
// The compiler takes the skeleton of &&, ||, not and ?: apart. So a condition can be solved
// for time and explained part by part. Parts about clocks are solved. All other parts are
// small programs of expr on the facts, bounded in size and memory. A [View] runs each
// program once, for all rules that share it.
//
// # Time
//
// A clock ([Stem]) is a number that moves by itself: minutes_unpaid, hours_to_close.
// [Condition.Ask] reads a View, which is one subject with its present facts. Its answer is
// [Times]: yes or no now, and the instants at which time alone changes that. The next
// wake-up is [Times.Next]. A part that cannot be solved for its clock is refused at load:
// an uncertain wake-up would mean a late message. The fault says what to write instead.
//
// An [Instant] is a millisecond, or right after it. minutes_unpaid > 15 becomes true right
// after minute 15, so a payment at that millisecond comes first.
//
// Each word that moves by itself has one file: clocks, bought, the customer's stage, a
// child's age, festivals, workdays. Its part returns Times, explains itself, and gives the
// search for contradictions its values. [Moving] has the data of these words, except
// clocks.
//
// # Unknown
//
// A part is unknown if it reads a word without a value, or if it fails:
//
//   - a text without a number, or a missing element of a list;
//   - a text that is too long for the pattern after matches;
//   - a division by zero, or any other result that is infinite or not a number.
//
// Unknown stays unknown under not and ?:, and in && and || unless the other side decides.
// [Condition.Ask] returns when a condition is certainly true. [Condition.Forbids] returns
// when it may be true, for limits.never. [Condition.Unknown] names the part, and [View.Err]
// has the cause. A clock that does not run is not unknown: its comparison is false.
//
// # Conditions that are never true
//
// A condition that nothing can make true is an error. Its parts contradict each other, or
// the order closes by itself before. [Compiler.Possible] tries one value of each kind that
// the comparisons distinguish. It takes an unfamiliar part as either true or false, so it
// never refuses a possible condition.
//
// # Many conditions at once
//
// An [Index] finds the conditions that the facts leave open, among thousands, in about a
// microsecond. It cuts each condition into branches at its || and gives each a bit. For
// each word it has a row of bits for each class of values: each text that conditions name,
// each number and the gaps between. The rows of the present values, joined by and, are the
// answer. A part that is about several words, moves, or needs a program is not in the
// index: the condition is then evaluated. Comparisons of a clock with a number are: they
// are solved when the index is made, see [Index.Answer]. An index takes at most 8 branches
// of a condition and tells 4,096 thresholds of a word apart. Beyond that it leaves more
// open.
//
// # Explanations
//
// [Condition.Seen] lists what the parts of a condition read, without personal values.
// [Condition.SeenPersonal] includes them. The tags of the facts mark personal values.
package ask
