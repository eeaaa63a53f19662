package channel

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A Task (任务) is care by a person: a call, a chat, a gift. Human channels get it instead of a
// Message. The result comes back as the event task.done, task.failed or task.refused with its
// ID; task.claimed names the person who has taken it on. Printed or logged it shows ids and
// hides address and script; the fields and the JSON are complete.
type Task struct {
	// ID stays the same if it is opened again.
	ID         string         `json:"id"`
	Shop       string         `json:"shop,omitempty"`
	CustomerID string         `json:"customer_id"`
	Kind       Kind           `json:"kind"`
	Form       Form           `json:"form"`
	Purpose    tiexin.Purpose `json:"purpose"`
	Address    Address        `json:"address"` // the customer's address

	Script string       `json:"script,omitempty"` // what to say or do, filled in
	Owner  string       `json:"owner,omitempty"`  // the person responsible; empty: anybody
	Budget tiexin.Money `json:"budget,omitempty"` // the most it may cost; zero: nothing

	Flow    string `json:"flow,omitempty"`
	Rule    string `json:"rule,omitempty"`
	Subject string `json:"subject,omitempty"` // the id of the order, parcel, chat, … it is about
	Step    int    `json:"step,omitempty"`    // from 1

	FlowTitle string `json:"flow_title,omitempty"` // title of the flow
	Title     string `json:"title,omitempty"`      // title of the rule; empty: the rule has none

	NotBefore time.Time `json:"not_before,omitzero"` // zero: at once
	Deadline  time.Time `json:"deadline,omitzero"`   // latest time to do it; zero: never too late
	Priority  int       `json:"priority,omitempty"`  // higher goes first
}

// String is "task v1:…/1: call, phone 138****0000".
func (t Task) String() string { return fmt.Sprintf("task %s: %s, %s", t.ID, t.form(), t.Address) }

// form is the form where it is one: any other word may be anybody's.
func (t Task) form() Form {
	if form, ok := ParseForm(string(t.Form)); ok {
		return form
	}
	return FormOther
}

// Format writes String under every verb, so that no verb shows personal data.
func (t Task) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, t.String()) }

// LogValue returns a group of the values that may be logged.
func (t Task) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("id", t.ID), slog.String("shop", t.Shop), slog.String("customer", t.CustomerID),
		slog.String("form", string(t.form())), slog.String("to", t.Address.String()),
		slog.String("flow", t.Flow), slog.String("rule", t.Rule), slog.String("subject", t.Subject),
		slog.Int("step", t.Step), slog.Time("deadline", t.Deadline),
	)
}

// A TaskDesk accepts tasks for the people of the shop: a queue, a ticket system, a board on the
// wall. Open may be called again with the same ID, and then changes nothing. An error means
// that the task was not accepted; the caller tries again.
type TaskDesk interface {
	Open(ctx context.Context, t Task) error
}

// A TaskWithdrawer is a desk that can also withdraw tasks: the order was paid before anybody
// called, the customer refused or complained. Why is an outcome's word: "ended", "refused",
// "blocked", "in-conversation", "forgotten". A task that is unknown or already done is no
// error. A withdrawn task may be opened again under its ID, when the obstacle is over: that
// reopens it.
type TaskWithdrawer interface {
	Withdraw(ctx context.Context, id, why string) error
}

// A TaskFunc is a function as a TaskDesk.
type TaskFunc func(ctx context.Context, t Task) error

// Open calls the function.
func (f TaskFunc) Open(ctx context.Context, t Task) error { return f(ctx, t) }

// Form is the kind of work in a task.
type Form string

// The forms, from a minute's work to a day's.
const (
	FormChat    Form = "chat"    // write in the Wangwang chat
	FormCall    Form = "call"    // call by phone
	FormCard    Form = "card"    // write a card
	FormGift    Form = "gift"    // send a present, within the task's budget
	FormMeeting Form = "meeting" // invite to a customers' meeting
	FormVisit   Form = "visit"   // go there
	FormOther   Form = "other"   // as the script says
)

// Forms lists all forms in the order of their constants.
func Forms() []Form {
	return []Form{FormChat, FormCall, FormCard, FormGift, FormMeeting, FormVisit, FormOther}
}

var formsChinese = map[Form]string{
	FormChat: "聊天", FormCall: "打电话", FormCard: "写贺卡", FormGift: "送礼物", FormMeeting: "请来聚会", FormVisit: "上门", FormOther: "照说明办",
}

// Chinese is the form in Chinese: "打电话"; the word itself for an unknown form.
func (f Form) Chinese() string { return cmp.Or(formsChinese[f], string(f)) }

// ParseForm reads a form's word.
func ParseForm(word string) (Form, bool) {
	if i := slices.Index(Forms(), Form(word)); i >= 0 {
		return Form(word), true
	}
	return "", false
}
