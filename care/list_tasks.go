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

// An OpenTask (待办任务) is a task that people have or will soon get: it may still be on its way
// to the desk.
type OpenTask struct {
	// ID goes into task.done, task.failed or task.refused.
	ID  string `json:"id"`
	Key Key    `json:"key"` // the customer
	// About is the kind of the subject: "order", "parcel", "chat", "child", "customer". Subject
	// is its id; empty: the customer, or the only chat or child.
	About   string       `json:"about"`
	Subject string       `json:"subject,omitempty"`
	Flow    string       `json:"flow"`
	Rule    string       `json:"rule"`
	Title   string       `json:"title,omitempty"` // title of the rule
	Step    int          `json:"step"`            // from 1
	Via     channel.Kind `json:"via"`             // the channel to the customer; None: the task contacts no customer
	Form    channel.Form `json:"form,omitempty"`
	// Script is the instruction with the values of this moment, without names, numbers and
	// addresses unless ListOptions.Personal is set. It is empty if the rules do not have the
	// rule any more.
	Script   string       `json:"script,omitempty"`
	Owner    string       `json:"owner,omitempty"`  // the person responsible; empty: anybody
	Budget   tiexin.Money `json:"budget,omitempty"` // the most it may cost
	Priority int          `json:"priority,omitempty"`
	Since    time.Time    `json:"since"`
	Deadline time.Time    `json:"deadline,omitzero"` // zero: never too late
	// ClaimedBy is the person who has taken it on, from the last task.claimed. Empty: none.
	ClaimedBy string `json:"claimed_by,omitempty"`
}

// OpenTasks lists the tasks that people have, by customer, partition by partition and in the
// order of the keys. A task whose deadline has passed is left out. It ends as [Engine.Approvals]
// does.
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
