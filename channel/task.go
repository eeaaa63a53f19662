package channel

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A Task (任务) is care that a person carries out: a call, a chat, a gift. It is
// what human channels yield instead of a Message. What became of it comes back
// as the event task.done, task.failed or task.refused with its ID, and who has taken it
// on as task.claimed. Printed or
// logged it names ids and hides address and script; the fields and the JSON are
// whole.
type Task struct {
	// ID stays the same however often it is opened.
	ID         string         `json:"id"`
	Shop       string         `json:"shop,omitempty"`
	CustomerID string         `json:"customer_id"`
	Kind       Kind           `json:"kind"`
	Form       Form           `json:"form"`
	Purpose    tiexin.Purpose `json:"purpose"`
	Address    Address        `json:"address"` // where to reach the customer

	Script string       `json:"script,omitempty"` // what to say or do, filled in
	Owner  string       `json:"owner,omitempty"`  // who is to do it; empty: whoever is free
	Budget tiexin.Money `json:"budget,omitempty"` // what it may cost; zero: nothing

	Flow    string `json:"flow,omitempty"`
	Rule    string `json:"rule,omitempty"`
	Subject string `json:"subject,omitempty"` // the id of the order, parcel, chat, … it is about
	Step    int    `json:"step,omitempty"`    // from 1

	FlowTitle string `json:"flow_title,omitempty"` // what people call the flow
	Title     string `json:"title,omitempty"`      // what people call the rule; empty: the rule has none

	NotBefore time.Time `json:"not_before,omitzero"` // zero: at once
	Deadline  time.Time `json:"deadline,omitzero"`   // later than this it is not to be done; zero: never too late
	Priority  int       `json:"priority,omitempty"`  // the higher goes first
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

// Format writes String under every verb, so that none gives anything away.
func (t Task) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, t.String()) }

// LogValue is a group of what may be logged.
func (t Task) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("id", t.ID), slog.String("shop", t.Shop), slog.String("customer", t.CustomerID),
		slog.String("form", string(t.form())), slog.String("to", t.Address.String()),
		slog.String("flow", t.Flow), slog.String("rule", t.Rule), slog.String("subject", t.Subject),
		slog.Int("step", t.Step), slog.Time("deadline", t.Deadline),
	)
}

// A TaskDesk takes tasks for the people of the shop: a queue, a ticket system, a
// board on the wall. Open may be called again with the same ID, and then changes
// nothing. An error means that it was not taken; the caller tries again.
type TaskDesk interface {
	Open(ctx context.Context, t Task) error
}

// A TaskWithdrawer is a desk that also takes tasks back: the order was paid before
// anybody called, the customer refused or complained. Why is an outcome's word:
// "ended", "refused", "blocked", "in-conversation", "forgotten". A task that is unknown
// or already done is no error. One that was taken back may be opened again under its
// ID, when what stood in its way is over: that opens it anew.
type TaskWithdrawer interface {
	Withdraw(ctx context.Context, id, why string) error
}

// A TaskFunc is a function as a TaskDesk.
type TaskFunc func(ctx context.Context, t Task) error

// Open calls the function.
func (f TaskFunc) Open(ctx context.Context, t Task) error { return f(ctx, t) }

// Form is what a task consists in.
type Form string

// The forms, from a minute's work to a day's.
const (
	FormChat    Form = "chat"    // write on the messenger
	FormCall    Form = "call"    // ring up
	FormCard    Form = "card"    // write a card
	FormGift    Form = "gift"    // send a present, within the task's budget
	FormMeeting Form = "meeting" // invite to a meeting of customers
	FormVisit   Form = "visit"   // go there
	FormOther   Form = "other"   // what the script says
)

// Forms lists all forms in the order of their constants.
func Forms() []Form {
	return []Form{FormChat, FormCall, FormCard, FormGift, FormMeeting, FormVisit, FormOther}
}

var formsChinese = map[Form]string{
	FormChat: "聊天", FormCall: "打电话", FormCard: "写贺卡", FormGift: "送礼物", FormMeeting: "请来聚会", FormVisit: "上门", FormOther: "照说明办",
}

// Chinese is the form as a shop says it: "打电话"; of a form that is not listed it is empty.
func (f Form) Chinese() string { return formsChinese[f] }

// ParseForm reads a form's word.
func ParseForm(word string) (Form, bool) {
	if i := slices.Index(Forms(), Form(word)); i >= 0 {
		return Form(word), true
	}
	return "", false
}
