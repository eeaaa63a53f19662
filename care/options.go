package care

import (
	"log/slog"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// Options configure the engine. The zero Options keep state in memory and send nothing: the
// host acts on the outcomes.
type Options struct {
	// Store stores the engine's state. Default: NewMemory().
	Store Store
	// Senders are the senders by channel. A channel without one is closed. Default, when
	// both Senders and Tasks are nil: nothing is sent, and the host acts on the outcomes.
	Senders map[channel.Kind]channel.Sender
	// Tasks is the desk for people's tasks. Default, when Senders is set: there are no
	// tasks, and the channels of people are closed.
	Tasks channel.TaskDesk
	// Now is the clock. Default: time.Now.
	Now func() time.Time
	// Logger logs faults, by ids. Messages of others are logged without personal data: see
	// "Personal data" in the package comment. Default: silent.
	Logger *slog.Logger
	// Observe is called with every outcome, in order for each customer. It must not call the
	// engine. Default: none.
	Observe func(Outcome)
	// ConditionOff has every rule asked, and keeps also the outcomes of those whose
	// condition is off and that have nothing under way. Nothing else is decided by that, but
	// the time for an event grows with the number of rules. Seen, SeenPersonal and Journal
	// have every rule asked, and Explain does. Default: false; a rule whose condition the
	// facts leave no way to be true is not asked.
	ConditionOff bool
	// Seen adds to every outcome the values that its rule's condition used, for
	// Outcome.Seen. That takes longer than the decision. Default: false, and Outcome.Seen is
	// empty.
	Seen bool
	// SeenPersonal is Seen with all values in clear, for people who may see them: names,
	// numbers, the customer's own words. Stored outcomes then contain personal data.
	// Default: false.
	SeenPersonal bool
	// Parallel is the number of customers served at once: in Run for each channel, in
	// Deliver for all together. With 1, Deliver sends in the order of the decisions. A
	// provider that answers in 200 ms handles five messages a second in each slot: 200 a
	// second need 40. Default: 64.
	Parallel int
	// Rates are the providers' limits for all messages of a channel's sender
	// ([channel.BySender]): 100 in a second, 5,000 in three minutes. A message without a
	// free slot waits in the outbox, in its order, and delays no other channel. Processes
	// that share a store share the rates: see "Hand-over" in the package comment. Use
	// [channel.Rate] for other limits of a provider. Default: no limit.
	Rates map[channel.Kind][]channel.Limit
	// SendTimeout is the longest time for one attempt of a sender or the desk. Its context
	// ends then, and a sender that observes it returns. Default: 1 min.
	SendTimeout time.Duration
	// Identify are the kinds of Customer.IDs that link ids of one person in every event, not
	// only in customer.merged. If a value of such a kind is the id of another customer of
	// the shop, that customer is merged into this one. Name only kinds that are given to one
	// person and never to another; a wrong link cannot be undone. Such an event reads the
	// record of each id that it names. Default: none.
	Identify []tiexin.IdentifierKind
	// Journal records the decisions about each customer, in a store that is a [Journal].
	// [Engine.ExplainAt] then explains, for example, why a customer got nothing last Monday.
	// Default: no journal.
	Journal *JournalOptions
	// Owner is the name of this process in the store. Over a [Shared] store, processes that
	// run at the same time need different names. A process with the same name after a
	// restart (a pod of a stateful set) gets its partitions back at once. Default: host,
	// process id and a random number over a Shared store, else "tiexin".
	Owner string
	// Lease is the time for which a partition is held without renewal. After a process ended
	// without Close, no other takes its partitions over before that. Over a [Shared] store
	// nothing is sent in the second half of it. Default: 10 s.
	Lease time.Duration
}
