package care

import (
	"errors"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

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

// check returns all faults of rules and options that can be seen without the store.
func (o *Options) check(rules *Rules) error {
	var all []error
	add := func(err error) { all = append(all, err) }
	if !loaded(rules) {
		add(zh.Error("care: an engine needs rules; care.Load reads them"))
	}
	if name := nilInside(o.Store); name != "" {
		add(zh.Error("care: Options.Store is a nil %s; leave it out, or give a store", name))
	}
	for _, k := range slices.Sorted(maps.Keys(o.Senders)) {
		_, known := channel.ParseKind(k.String())
		switch s := o.Senders[k]; {
		case !known:
			add(zh.Error("care: Options.Senders: unknown channel %d; leave it out", uint8(k)))
		case k.Info().Human:
			add(zh.Error("care: Options.Senders: only people use the channel %s; its tasks go to Options.Tasks", k))
		case s == nil || nilInside(s) != "":
			add(zh.Error("care: the sender for %s is nil; leave the channel out", k))
		}
	}
	if name := nilInside(o.Tasks); name != "" {
		add(zh.Error("care: Options.Tasks is a nil %s; leave it out, or give a desk", name))
	}
	if o.Parallel < 0 {
		add(zh.Error("care: Options.Parallel is %d; give a number above 0, or 0 for the default", o.Parallel))
	}
	add(checkRates(o.Rates))
	add(aTime("SendTimeout", o.SendTimeout))
	for _, k := range o.Identify {
		if !slices.Contains(identifiers, k) {
			add(zh.Error("care: Options.Identify: unknown kind %q; possible: %s", k, identifiersText()))
		}
	}
	if o.Journal != nil {
		add(aTime("Journal.Keep", o.Journal.Keep))
	}
	if strings.ContainsFunc(o.Owner, unicode.IsControl) {
		add(zh.Error("care: Options.Owner has a control character; give a name that people can read"))
	}
	add(aTime("Lease", o.Lease))
	return errors.Join(all...)
}

// aTime refuses an option that is a time below 0.
func aTime(name string, d time.Duration) error {
	if d >= 0 {
		return nil
	}
	return zh.Error("care: Options.%s is %s; give a time above 0, or 0 for the default", name, d)
}

// nilInside is the type of a pointer or function that is nil in an interface; empty: it is
// none.
func nilInside(v any) string {
	of := reflect.ValueOf(v)
	if k := of.Kind(); k != reflect.Pointer && k != reflect.Func || !of.IsNil() {
		return ""
	}
	return strings.TrimPrefix(of.Type().String(), "*")
}

// identifiers are the kinds of ids that may link the ids of a person.
var identifiers = []tiexin.IdentifierKind{
	tiexin.BuyerOpenUID, tiexin.OUID, tiexin.OMID, tiexin.NickID, tiexin.WeChatUnionID, tiexin.WeChatOpenID, tiexin.WeComExternal, tiexin.PhoneID, tiexin.EmailID, tiexin.HostIdentifier,
}

func identifiersText() string {
	names := make([]string, len(identifiers))
	for i, k := range identifiers {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}
