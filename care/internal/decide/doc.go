// Package decide moves one customer's memory by one input at one instant, and says
// what comes of it. It is a function of rules, memory and time: it reads no clock,
// sends nothing, and knows no store.
//
// # The way of one event
//
// [Step.Event] lets the memory hear the event (package remember), hears what it
// says of messages and tasks of the engine's own (report.go), and begins the rules
// that wait for it (begin.go). Then it asks the rules about every subject that is
// concerned (step.go): what the conditions say, for all time at once (consider.go),
// how long the subject lives (life.go). What is due is a [candidate], and goes
// through the checks of looking.go in their order, finds its channel (ways.go),
// takes other subjects along (merge.go), and is said (speak.go). Each rule asked
// leaves one [Finding].
//
// [Step.Wake] does the same for what is due by time alone, and [Step.Report] for
// what became of a message on its way to a sender.
package decide
