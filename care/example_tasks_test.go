package care_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A person gets a task: what to say, who does it, what it may cost and how long there is
// (任务). A host reports it as done, and the rules may go on from that.
func Example_tasks() {
	shop := shopAt("2026-11-11 10:00", `version: 1
flows:
  sorry:
    title: 差评回访
    about: order
    when: review.created
    purpose: service
    rules: [{name: call, if: review.rating == 'bad', send: {task: call, form: call, owner: 店长, via: [phone], within: 4h, budget: 20}}]
  thanks:
    title: 回访以后
    about: order
    when: task.done
    purpose: service
    via: [wangwang]
    rules: [{name: told, if: task.rule == 'sorry/call', send: told}]
texts:
  call: 先听对方说，再商量怎么补
  told: 刚才电话里说的，我们今天就办
`)
	shop.Post(of(tiexin.EventOrderPaid, "T1", "大衣"))
	shop.Post(tiexin.Event{Type: tiexin.EventReviewCreated, Customer: xiaoyu, Review: &tiexin.Review{ID: "R1", OrderID: "T1", Rating: "bad"}})
	task := shop.Tasks()[0]
	fmt.Println(task.Owner, task.Form, task.Budget, task.Deadline.Format("15:04"), task.Script)

	shop.Advance(time.Hour)
	shop.Post(tiexin.Event{Type: tiexin.EventTaskDone, Customer: xiaoyu, Task: &tiexin.TaskReport{ID: task.ID}})
	printAll(shop.Went())
	// Output:
	// 店长 call ¥20.00 14:00 先听对方说，再商量怎么补
	// 11-11 10:00 call T1 sorry/call 先听对方说，再商量怎么补
	// 11-11 11:00 wangwang T1 thanks/told 刚才电话里说的，我们今天就办
}
