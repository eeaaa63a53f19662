package plan

import (
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// A List is what became of what a shop planned (关怀行动检核表).
type List struct {
	At     time.Time `json:"at"`
	Items  []Item    `json:"items"`
	Totals []Total   `json:"totals"`
	// Strange is how many reports are about messages and tasks that the log does not
	// hold.
	Strange int `json:"strange_reports,omitempty"`
}

// An Item is a message that went or a task that was given to a person.
type Item struct {
	At       time.Time    `json:"at"` // when it was decided
	Shop     string       `json:"shop,omitempty"`
	Customer string       `json:"customer"`
	Subject  string       `json:"subject,omitempty"`
	Rule     string       `json:"rule"`            // its path
	Title    string       `json:"title,omitempty"` // of the rule
	Step     int          `json:"step,omitempty"`
	Via      channel.Kind `json:"via"`
	Task     bool         `json:"task,omitempty"`
	Form     channel.Form `json:"form,omitempty"` // of a task
	Owner    string       `json:"owner,omitempty"`
	Deadline time.Time    `json:"deadline,omitzero"`
	Cost     channel.Cost `json:"cost,omitempty"`
	State    State        `json:"state"`
	Done     time.Time    `json:"done,omitzero"` // when it came to that state
	Result   []string     `json:"result,omitempty"`
	ID       string       `json:"id"`

	sends   []send
	reports []tiexin.Event
	late    string // why it should not have gone
	ended   ended
}

// Way is how the message goes, or what is to be done and by which channel.
func (item *Item) Way() string {
	if !item.Task {
		return via(item.Via)
	}
	form := item.Form.Chinese()
	switch {
	case form == "":
		return "任务：" + via(item.Via)
	case item.Via == channel.None || item.Via == channel.Phone && item.Form == channel.FormCall:
		return "任务：" + form
	}
	return "任务：" + form + "（" + via(item.Via) + "）"
}

// A send is one time that a message went.
type send struct {
	at      time.Time
	via     channel.Kind
	unknown bool // no answer came
}

// An ended is when and why the rules were done with what they had decided.
type ended struct {
	at  time.Time
	why care.Reason
}

// A State is what is known of a message or task.
type State string

// The states.
const (
	Sent      State = "sent"      // no report came
	Unknown   State = "unknown"   // no answer came at the hand-over, nor a report since
	Delivered State = "delivered" // or answered
	Failed    State = "failed"    // a message for good; a task that did not succeed
	Retrying  State = "retrying"  // it did not arrive, and is tried again
	Open      State = "open"      // a task that nobody reported on
	Overdue   State = "overdue"   // the same, after its deadline
	Finished  State = "finished"  // a task
	Refused   State = "refused"   // the customer wants to be left alone
	Withdrawn State = "withdrawn" // a task that became needless before its deadline
)

// Word is what became of it as a shopkeeper says it, and whether it was done.
func (item *Item) Word() (word string, done bool) {
	switch item.State {
	case Delivered:
		return "已送达", true
	case Failed:
		if item.Task {
			return "没做成", false
		}
		return "没送到", false
	case Unknown:
		return "不知道发没发出去", false
	case Retrying:
		return "没送到，再试", false
	case Open:
		return "待做", false
	case Overdue:
		return "过期没做", false
	case Finished:
		return "做完了", true
	case Refused:
		return "顾客谢绝", false
	case Withdrawn:
		return "不用做了", false
	default:
		return "已发出，没有回执", true
	}
}

// A Total is what one rule planned and did.
type Total struct {
	Rule      string  `json:"rule"`
	Title     string  `json:"title,omitempty"`
	Due       int     `json:"due"`  // sent, tasks, withheld and waiting
	Sent      int     `json:"sent"` // also what is failed or unknown
	Delivered int     `json:"delivered"`
	Failed    int     `json:"failed"` // messages
	Unknown   int     `json:"unknown"`
	Tasks     int     `json:"tasks"`
	Finished  int     `json:"tasks_done"`
	Open      int     `json:"tasks_open"`
	Overdue   int     `json:"tasks_overdue"`
	Unhappy   int     `json:"tasks_failed"` // or refused
	Withdrawn int     `json:"tasks_withdrawn"`
	Waiting   int     `json:"waiting"`
	Withheld  []Count `json:"withheld,omitempty"`
}

// A Count is how often something was withheld for a reason.
type Count struct {
	Reason care.Reason `json:"reason"`
	Times  int         `json:"times"`
}

// Word is the reason as a shopkeeper says it.
func (c Count) Word() string { return c.Reason.Chinese() }
