package care

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// An Approval (待审核) is a message or task that waits for a person's approval. A rule's
// message about an incident waits for one approval for all customers.
type Approval struct {
	// ID goes into message.approved or message.declined.
	ID  string `json:"id"`
	Key Key    `json:"key"` // the customer; for an incident only the shop
	// About is the kind of the subject: "order", "parcel", "chat", "child", "customer",
	// "incident". Subject is its id; empty: the customer, or the only chat or child.
	About   string       `json:"about"`
	Subject string       `json:"subject,omitempty"`
	Flow    string       `json:"flow"`
	Rule    string       `json:"rule"`
	Title   string       `json:"title,omitempty"` // title of the rule
	Step    uint8        `json:"step,omitempty"`  // from 1; 0 if the rule has only one
	Via     channel.Kind `json:"via"`
	// Text is the text for the customer, or the script of a task, without names, numbers and
	// addresses unless ListOptions.Personal is set. For an incident it is the rule's
	// wordings with their placeholders, one a line.
	Text   string    `json:"text"`
	Merged []string  `json:"merged,omitempty"` // other subjects that it covers
	Since  time.Time `json:"since"`            // when it became due; for an incident when it happened
	Until  time.Time `json:"until,omitzero"`   // the latest time to send it; zero: always
	// Anew is true if the text has changed since the engine requested the approval.
	// Approving it then requests a new approval.
	Anew bool `json:"anew,omitempty"`
	// Customers is the number of customers counted so far that wait for a rule about an
	// incident. More is true if there may be others: the sweep of all customers is not
	// complete, or there are many.
	Customers int  `json:"customers,omitempty"`
	More      bool `json:"more,omitempty"`
}

// mostCounted bounds for how many customers of a partition it is counted what waits about
// incidents.
const mostCounted = 1000

// Approvals lists what waits for approval. Rules about incidents come first, one entry for
// each rule and incident. Customers follow, partition by partition and in the order of the
// keys. If the store cannot be read, it ends with an error. Unreadable customers are named
// in an error after all others.
//
// Over a store that an earlier version of the library wrote the list is complete when
// [Engine.Sweep] has finished.
func (e *Engine) Approvals(ctx context.Context, o ListOptions) iter.Seq2[Approval, error] {
	return func(yield func(Approval, error) bool) {
		if o.After == (Key{}) {
			shared, err := e.sharedApprovals(ctx)
			if err != nil {
				yield(Approval{}, err)
				return
			}
			for _, a := range shared {
				if !yield(a, nil) {
					return
				}
			}
		}
		err := e.eachListed(ctx, AwaitsApproval, o.After, func(look *onlooker, r *Record) (bool, error) {
			all, err := look.approvals(r, o.Personal)
			for _, a := range all {
				if !yield(a, nil) {
					return false, nil
				}
			}
			return true, err
		})
		if err != nil {
			yield(Approval{}, err)
		}
	}
}

// approvals are those that a customer's messages wait for.
func (o *onlooker) approvals(r *Record, personal bool) (all []Approval, err error) {
	if own, err := o.see(r); err != nil || !own {
		return nil, err
	}
	zone := o.rules.Shop.Zone
	err = o.firings(remember.AwaitsApproval, func(f *remember.Firing) {
		waits, ok := o.step.Awaiting(f)
		if !ok {
			return
		}
		all = append(all, Approval{
			ID: waits.Said.ID, Key: r.Key, About: f.Subject.Kind.String(), Subject: f.Subject.ID, Flow: waits.Rule.Flow.Name, Rule: waits.Rule.Name,
			Title: titleOf(waits.Rule.Flow, waits.Rule), Step: waits.Step, Via: waits.Said.Via, Text: o.clear(waits.Said.Text, personal),
			Merged: waits.Said.Merged, Since: time.UnixMilli(waits.Since).In(zone), Until: timeOf(waits.Until, zone), Anew: waits.Anew,
		})
	})
	return all, err
}

// A sharedKey is a rule and an incident about which it says something.
type sharedKey struct {
	what uint64 // the incident
	path string
}

// sharedApprovals are those for everybody. What nobody waits for is left out, unless there
// may be more.
func (e *Engine) sharedApprovals(ctx context.Context) (all []Approval, err error) {
	at, coming := map[sharedKey]int{}, map[uint64]bool{}
	more := false
	for n := range e.options.Store.Partitions() {
		look, err := e.lookAt(ctx, n)
		if err != nil {
			return nil, err
		}
		open := look.openShared()
		if len(open) == 0 {
			continue
		}
		for key, a := range open {
			if _, known := at[key]; !known {
				at[key] = len(all)
				all = append(all, a)
			}
		}
		waits, page, heard, err := look.countShared(ctx)
		if err != nil {
			return nil, err
		}
		for key, n := range waits {
			if i, known := at[key]; known {
				all[i].Customers += n
			}
		}
		for _, a := range look.announced.All {
			coming[a.What()] = coming[a.What()] || a.Declared > heard
		}
		more = more || page == mostCounted
	}
	for key, i := range at {
		all[i].More = more || coming[key.what]
	}
	all = slices.DeleteFunc(all, func(a Approval) bool { return a.Customers == 0 && !a.More })
	slices.SortFunc(all, func(a, b Approval) int {
		if c := a.Since.Compare(b.Since); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all, nil
}

// openShared are the rules about incidents of the partition that nobody has approved, as
// they are worded, nor declined.
func (o *onlooker) openShared() map[sharedKey]Approval {
	all := map[sharedKey]Approval{}
	for _, a := range o.announced.All {
		if a.Incident == nil || a.Incident.Withdrawn {
			continue
		}
		for _, f := range o.rules.Flows {
			for _, r := range f.Rules {
				ruled := a.Rulings[r.Path()]
				if !slices.Contains(r.When, tiexin.EventIncidentDeclared) || ruled != nil && (ruled.Declined || ruled.Words == decide.Wording(r)) {
					continue
				}
				all[sharedKey{a.What(), r.Path()}] = Approval{
					ID: decide.SharedID(a.Shop, r, a.ID), Key: Key{Shop: a.Shop}, About: "incident", Subject: a.ID, Flow: f.Name, Rule: r.Name, Title: titleOf(f, r),
					Via: firstWay(r), Text: strings.Join(wordingsOf(r), "\n"), Since: time.UnixMilli(a.At).In(o.rules.Shop.Zone),
				}
			}
		}
	}
	return all
}

func firstWay(r *rule.Rule) channel.Kind {
	if via := r.Steps[0].Via; len(via) > 0 {
		return via[0]
	}
	return channel.None
}

// wordingsOf are all that a rule says, each once.
func wordingsOf(r *rule.Rule) (all []string) {
	for _, st := range r.Steps {
		via := st.Via
		if len(via) == 0 {
			via = []channel.Kind{channel.None}
		}
		for _, k := range via {
			if words := st.Text.For(k); words != nil && !slices.Contains(all, words.String()) {
				all = append(all, words.String())
			}
		}
	}
	return all
}

// countShared counts the customers of the partition for whom rules about incidents wait,
// among the first who wait for any and can be read. It says up to which change of the
// record everybody was told.
func (o *onlooker) countShared(ctx context.Context) (waits map[sharedKey]int, seen int, heard uint64, err error) {
	var page []Record
	w := sweep{}
	err = o.engine.visit(ctx, o.partition, func(p Partition) (err error) {
		if _, err = w.read(ctx, p, heedNote); err == nil {
			page, err = p.Listed(ctx, AwaitsSharedApproval, Key{}, mostCounted)
		}
		return err
	})
	waits = map[sharedKey]int{}
	for i := range page {
		if own, err := o.see(&page[i]); err != nil || !own {
			continue
		}
		of := map[sharedKey]bool{}
		o.step.AwaitsShared(func(what uint64, path string) { of[sharedKey{what, path}] = true })
		for key := range of {
			waits[key]++
		}
	}
	return waits, len(page), w.heard(), err
}
