package care

import (
	"context"
	"iter"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// An OpenTask (待办任务) is a task that people have, or are about to get: it may still be on
// its way to the desk.
type OpenTask struct {
	// ID goes into task.done, task.failed or task.refused.
	ID  string `json:"id"`
	Key Key    `json:"key"` // whom it is about
	// About is the kind of what it is about: "order", "parcel", "chat", "child", "customer".
	// Subject is its id; empty: the customer, or the only chat or child.
	About   string       `json:"about"`
	Subject string       `json:"subject,omitempty"`
	Flow    string       `json:"flow"`
	Rule    string       `json:"rule"`
	Title   string       `json:"title,omitempty"` // what people call the rule
	Step    int          `json:"step"`            // from 1
	Via     channel.Kind `json:"via"`             // by which the customer is reached; None: nobody turns to the customer
	Form    channel.Form `json:"form,omitempty"`
	// Script is what to say or do, as it would be filled in at this moment: without names,
	// numbers and addresses, unless ListOptions.Personal asks for them. Empty where the rules
	// no longer hold the rule.
	Script   string       `json:"script,omitempty"`
	Owner    string       `json:"owner,omitempty"`  // who is to do it; empty: whoever is free
	Budget   tiexin.Money `json:"budget,omitempty"` // what it may cost
	Priority int          `json:"priority,omitempty"`
	Since    time.Time    `json:"since"`
	Deadline time.Time    `json:"deadline,omitzero"` // zero: never too late
	// ClaimedBy is who has taken it on, as task.claimed said last. Empty: nobody.
	ClaimedBy string `json:"claimed_by,omitempty"`
}

// OpenTasks lists the tasks that people have, by customer, partition by partition and in
// the order of the keys. One whose deadline has passed is not to be done any more, and left
// out. It ends as [Engine.Approvals] does.
func (e *Engine) OpenTasks(ctx context.Context, o ListOptions) iter.Seq2[OpenTask, error] {
	return func(yield func(OpenTask, error) bool) {
		err := e.eachListed(ctx, HasTask, o.After, func(look *onlooker, r *Record) (bool, error) {
			all, err := look.openTasks(r, o.Personal)
			for _, t := range all {
				if !yield(t, nil) {
					return false, nil
				}
			}
			return true, err
		})
		if err != nil {
			yield(OpenTask{}, err)
		}
	}
}

// openTasks are those about a customer.
func (o *onlooker) openTasks(r *Record, personal bool) (all []OpenTask, err error) {
	if own, err := o.see(r); err != nil || !own {
		return nil, err
	}
	now := o.engine.options.Now()
	err = o.firings(remember.HasTask, func(f *remember.Firing) {
		t, held, ok := o.step.OpenTask(f)
		if !ok || !t.Deadline.IsZero() && !t.Deadline.After(now) {
			return
		}
		one := OpenTask{
			ID: t.ID, Key: r.Key, About: f.Subject.Kind.String(), Subject: t.Subject, Flow: t.Flow, Rule: t.Rule, Step: t.Step, Via: t.Kind, Form: t.Form,
			Script: o.clear(t.Script, personal), Owner: t.Owner, Budget: t.Budget, Priority: t.Priority, Since: t.NotBefore, Deadline: t.Deadline,
		}
		if f.Claim != nil {
			one.ClaimedBy = f.Claim.By
			if !personal {
				one.ClaimedBy = discreet.Hide(one.ClaimedBy)
			}
		}
		if held != nil {
			one.Title = titleOf(held.Flow, held)
		}
		all = append(all, one)
	})
	return all, err
}
