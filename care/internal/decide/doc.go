// Package decide moves one customer's memory by one input at one instant, and says
// what comes of it. It is a function of rules, memory and time: it reads no clock,
// sends nothing, and knows no store.
//
// # The way of one event
//
// [Step.Event] lets the memory hear the event (package remember). News lists what has
// become true, by the event's name or by a snapshot that shows it first. reports.go
// hears what the event says of the engine's own messages and tasks: delivered, failed,
// refused. regret.go looks at messages that had gone before the news came.
//
// begin.go begins the rules that wait for what has become true, and language.go keeps
// with the firing what the event brought. step.go then evaluates the rules for every
// subject concerned. consider.go finds what the conditions say, for all time at once,
// and life.go how long the subject lives.
//
// A step that is due is a [candidate]. It goes through the checks of looking.go, in
// their order. ways.go finds its channel and composes its text, limits.go and
// budget.go say what caps, quiet hours and budgets allow, merge.go takes other
// subjects along, and speak.go writes the message or the task. Each rule evaluated
// leaves one [Finding]; a [Sight] keeps what its condition read, where somebody asks.
//
// [Step.Wake] does the same for what is due by time alone. [Step.Report] in handover.go
// does it for what became of a message on its way to a sender.
//
// # What reaches everybody
//
// moments.go begins the rules of moments of the calendar. Nothing is kept for them but the
// customer's next wake-up: a step begins the moments that lie between the last instant
// anybody looked from and its own, before it hears an event. occasion.go says what one
// coming of a moment means: on each a rule speaks once, and a flow chooses anew.
//
// announcements.go holds what was announced to the whole shop, incidents and arrivals, and
// what people have approved of it. [Step.Heed] in heed.go lets a customer hear it; the
// runner takes everybody there.
//
// # The order of checks
//
// looking.go has the one list of checks. Each check says where it is asked: when a
// step is due, when a message about another subject may speak for it, at hand-over,
// and after the message has gone.
//
// # State
//
// The state of a firing changes in package remember only. Everything here that a step
// works in is a [Room], which the next customer uses again.
package decide
