// Package decide changes one customer's memory by one input at one instant, and returns
// what follows. It is a function of rules, memory and time: it reads no clock, sends
// nothing, and knows no store.
//
// # One event
//
// The page care/internal/path.md follows an event from the host to the sender. Here:
//
// [Step.Event] merges the event into the memory (package remember). News lists the facts
// that have become true, by the event's name or by the first snapshot that shows them.
// These files follow, in order:
//
//   - reports.go handles reports about the engine's own messages and tasks: delivered,
//     failed, refused.
//   - regret.go checks messages that were sent before the news came.
//   - begin.go starts the rules that wait for those facts, and language.go stores what the
//     event brought with the firing.
//   - step.go lists the subjects concerned. open.go finds the rules to evaluate for each:
//     those that the facts and the clocks leave open, and those with a firing. ask_flows.go evaluates them.
//     consider.go evaluates the conditions for all time at once, and life.go finds when the
//     subject ends. settle_rule.go turns the result of each rule into a finding.
//   - looking.go has the checks for a step that is due, a [candidate].
//   - ways.go finds its channel and composes its text.
//   - limits.go and budget.go check caps, quiet hours and budgets, and merge.go adds other
//     subjects.
//   - speak.go writes the message or task.
//
// Each rule evaluated leaves one [Finding]. A [Sight] keeps what its condition read, if the
// host asks for it.
//
// [Step.Wake] does the same for what is due by time alone. [Step.Report] in handover.go
// does it for the result of a hand-over to a sender.
//
// # What concerns all customers
//
// The file moments.go starts the rules with moments of the calendar. The file timings.go
// looks up each moment once for all rules that share it. Only the customer's
// next wake-up is stored for them. A step starts the moments between the last evaluated
// instant and its own, before it reads an event. Each partition notes since when it has
// known each moment, so this holds across crashes. The file occasion.go defines one
// occasion of a moment: a rule sends once on each, and a flow chooses again.
//
// The file announcements.go has the incidents and arrivals of the whole shop, and their
// approvals. [Step.Heed] in heed.go applies them to a customer; the runner calls it for all
// customers.
//
// # Which rules are evaluated
//
// An event starts the rules that wait for it. Only the event is stored, so many rules cost
// nothing; a rule with something to do gets a firing. A rule added later is not started by
// it, because each partition notes since when it has known what rules wait for (known.go).
// The index of package ask finds the rules whose condition the facts leave open. The others
// have no firing and no finding. With [Means.All] every rule is evaluated and answers, and
// nothing else is decided by that. The file settled.go says which subjects news of the
// customer may pass over.
//
// # The order of checks
//
// The file looking.go has the one list of checks. Each check names the places where it
// applies:
//
//   - a step is due;
//   - a message about another subject may include it;
//   - its message is handed over, was sent, or its task is open.
//
// # State
//
// Only package remember changes the state of a firing. The working memory of a step is a
// [Room], which the next customer uses again.
package decide
