package digest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// A Text says what a post of tasks says.
type Text struct {
	Link    string         // the operator page; empty: none
	Scripts bool           // also what to say or do, task by task; it may hold names
	Most    int            // bytes; what does not fit is counted
	Zone    *time.Location // of the deadlines. Default: Beijing
}

// Beijing is the zone of shops in mainland China.
var Beijing = time.FixedZone("Beijing", 8*60*60)

// forms are what people call the forms of tasks.
var forms = map[channel.Form]string{
	channel.FormChat: "聊天", channel.FormCall: "打电话", channel.FormCard: "写贺卡", channel.FormGift: "送礼物",
	channel.FormMeeting: "请来聚会", channel.FormVisit: "上门", channel.FormOther: "照说明办",
}

// Of is the text of a post, at most Most bytes long:
//
//	新待办12件：聊天9、打电话3，最早11月11日19:30前完成
//	https://shop.example/tasks
func (x Text) Of(tasks []channel.Task) string {
	head := fmt.Sprintf("新待办%d件：%s%s", len(tasks), counts(tasks), x.deadline(tasks))
	tail := ""
	if x.Link != "" {
		tail = "\n" + x.Link
	}
	if !x.Scripts {
		return head + tail
	}
	room := x.Most - len(head) - len(tail)
	var b strings.Builder
	b.WriteString(head)
	sorted := slices.Clone(tasks)
	slices.SortStableFunc(sorted, func(a, b channel.Task) int {
		return cmp.Or(cmp.Compare(b.Priority, a.Priority), compareDeadlines(a.Deadline, b.Deadline))
	})
	for i, t := range sorted {
		line := "\n" + nameOf(t.Form) + "：" + oneLine(t.Script)
		left := ""
		if rest := len(sorted) - i - 1; rest > 0 {
			left = fmt.Sprintf("\n还有%d件", rest)
		}
		if len(line)+len(left) > room { // so the line that counts the rest always fits
			fmt.Fprintf(&b, "\n还有%d件", len(sorted)-i)
			break
		}
		b.WriteString(line)
		room -= len(line)
	}
	return b.String() + tail
}

// counts is how many tasks there are of each form.
func counts(tasks []channel.Task) string {
	n := map[string]int{}
	for _, t := range tasks {
		n[nameOf(t.Form)]++
	}
	var all []string
	for _, f := range channel.Forms() {
		if name := forms[f]; n[name] > 0 {
			all = append(all, fmt.Sprint(name, n[name]))
		}
	}
	return strings.Join(all, "、")
}

func nameOf(f channel.Form) string { return cmp.Or(forms[f], forms[channel.FormOther]) }

// deadline is until when the first of them has to be done.
func (x Text) deadline(tasks []channel.Task) string {
	first := slices.MinFunc(tasks, func(a, b channel.Task) int { return compareDeadlines(a.Deadline, b.Deadline) }).Deadline
	if first.IsZero() {
		return ""
	}
	zone := x.Zone
	if zone == nil {
		zone = Beijing
	}
	return "，最早" + first.In(zone).Format("1月2日15:04") + "前完成"
}

// compareDeadlines puts a task that is never too late last.
func compareDeadlines(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		if a.IsZero() {
			return 1
		}
		return -1
	}
	return a.Compare(b)
}

// oneLine is a script without line breaks: a task is one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
