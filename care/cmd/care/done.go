package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/internal/plan"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

var doneCommand = command{
	name: "done",
	args: say.Text{English: "OUTCOMES", Chinese: "结果"},
	does: say.Text{English: "print the check list of a log: done or not, when, result", Chinese: "打印检核表：做了没有、什么时候、结果怎样"},
	help: say.Text{
		English: `
Prints the check list (关怀行动检核表) of a log of outcomes. For each message and task:
when it was planned, for whom, by which rule and channel, whether it was done, when,
and with what result. For each rule: how many were planned, sent, delivered, done by
people, and withheld, with the reasons.

OUTCOMES are JSON lines, one outcome each, as ` + "`care simulate --format jsonl`" + ` writes
them and as json.Marshal writes a care.Outcome; "-" is the standard input. The file
of --events may hold any events. Of these, message.delivered, message.failed,
message.replied, task.done, task.failed and task.refused are read, matched by the "id"
of the outcome's "said". Customers are shown by their ids, and texts are not shown.
Lines with mistakes are reported and left out, and the exit code is 1.

In CSV a row is a message or a task, or how often a rule withheld one for a reason.`,
		Chinese: `
把记下来的结果打印成关怀行动检核表：每条消息和任务，计划在什么时候、给谁、哪条规则、
哪个渠道，做了没有、什么时候、结果怎样；每条规则，计划多少、发出多少、送达多少、人做了
多少、没发多少、为什么。

结果一行一个 JSON，` + "`" + `care simulate --format jsonl` + "`" + ` 和对 care.Outcome 的 json.Marshal
都这样写；「-」是标准输入。--events 的文件里有什么事件都可以，用到的是
message.delivered、message.failed、message.replied、task.done、task.failed 和
task.refused，按结果里 "said" 的 "id" 对上。顾客只出编号，正文不出现。写错的行会说出来、
略去，退出码是 1。

CSV 里一行是一条消息或任务，或者一条规则因为一个原因没发的次数。`,
	},
	run: (*tool).done,
}

func (t *tool) done(c *call) int {
	events := c.text("events", "", zh.Text("read reports on messages and tasks from `FILE` of events"))
	from := c.text("rules", "", zh.Text("show rules by their titles from `RULES`, a file or folder"))
	at := c.text("at", "", zh.Text("count tasks as overdue at `TIME`. Default: the last time in the log and events"))
	personal := c.yes("personal", zh.Text("include replies and notes, for people who may see them"))
	format := c.sheetFlags()
	if code, ok := t.parse(c); !ok {
		return code
	}
	if wrong := format.wrong(c); !wrong.Empty() {
		return t.misused(c, wrong)
	}
	if len(c.args) == 0 {
		return t.misused(c, zh.Text("name the log of outcomes, or - for the standard input"))
	}
	if *events == "-" && slices.Contains(c.args, "-") {
		return t.misused(c, zh.Text("the standard input is read once: as the log, or as the events"))
	}
	o := plan.Options{Personal: *personal}
	var err error
	if *from != "" {
		if o.Rules, err = t.rules([]string{*from}); err != nil {
			return t.failed(err)
		}
	}
	log := logReader{Checker: plan.NewChecker(o)}
	if o.Rules != nil {
		log.zone = o.Rules.Shop.Zone
	}
	for _, name := range c.args {
		if err := t.lines(name, log.outcomes); err != nil {
			return t.failed(err)
		}
	}
	if *events != "" {
		if err := t.lines(*events, log.reports); err != nil {
			return t.failed(err)
		}
	}
	var asOf time.Time
	if *at != "" {
		var ok bool
		if asOf, ok = readTime(*at, log.zoneOf()); !ok {
			if fact, last := source.NoSuchDate(*at); !fact.Empty() {
				return t.misused(c, zh.Text("--at: %s; %s", fact, last))
			}
			return t.misused(c, zh.Text("--at: %q is not a time; write it as \"2026-11-12 09:00\"", *at))
		}
	}
	list := log.List(asOf)
	if *c.json {
		err = encode(t.stdout, list)
	} else {
		err = t.print(doneDocument(list, o.Rules), format)
	}
	t.writeFaults(&log.faults)
	switch {
	case err != nil:
		return t.failed(err)
	case log.faults.n > 0:
		return problems
	}
	return well
}

// A logReader reads what a check list is made of.
type logReader struct {
	*plan.Checker
	zone   *time.Location // the shop's, or that in which the log is written; nil: not known yet
	faults faults
}

// lines has a stream of lines read by its name.
func (t *tool) lines(name string, read func(name string, in io.Reader)) error {
	in, err := t.open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	read(shown(name), in)
	return nil
}

func (l *logReader) outcomes(name string, in io.Reader) {
	for o, err := range plan.Read(in) {
		if err != nil {
			l.faults.add(zh.Error("%s: %w", name, err))
			continue
		}
		if l.zone == nil {
			l.zone = o.At.Location()
		}
		l.Outcome(&o)
	}
}

func (l *logReader) reports(name string, in io.Reader) {
	for e, err := range tiexin.ReadEvents(in, l.zoneOf()) {
		if err != nil {
			l.faults.add(zh.Error("%s: %w", name, err))
			continue
		}
		l.Report(&e)
	}
}

func (l *logReader) zoneOf() *time.Location {
	if l.zone == nil {
		return time.UTC
	}
	return l.zone
}

func doneDocument(l *plan.List, rules *care.Rules) *document {
	shop := ""
	if rules != nil {
		shop = rules.Shop.Name
	}
	d := &document{
		Title: titleOf("关怀行动检核表", shop),
		flat:  sheet{Head: columnsOf("计划时间", "店铺", "顾客", "事由", "规则", "规则名", "步", "方式", "谁来做", "期限", "做了吗", "什么时候", "结果", "费用（元）", "次数", "编号")},
		ids:   []string{"店铺", "顾客", "事由", "编号"},
	}
	if !l.At.IsZero() {
		d.Notes = append(d.Notes, "截至 "+clockOf(l.At))
	}
	if l.Strange > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("另有 %d 条回执说的不是这份记录里的消息和任务", l.Strange))
	}
	if len(l.Items) == 0 {
		d.Notes = append(d.Notes, "这份记录里没有发出的消息，也没有派出的任务")
	}
	sums := sheet{
		Title: "每条规则", Head: []column{
			{"规则", 46, false},
			{"计划", 0, true},
			{"发出", 0, true},
			{"送达", 0, true},
			{"没送到", 0, true},
			{"不明", 0, true},
			{"任务", 0, true},
			{"做完", 0, true},
			{"没做成", 0, true},
			{"不用做", 0, true},
			{"待做", 0, true},
			{"过期", 0, true},
			{"在等", 0, true},
			{"没发的原因", 40, false},
		},
	}
	items := sheet{
		Title: "每条消息和任务", Head: []column{
			{"计划时间", 0, false},
			{"顾客", 24, false},
			{"事由", 24, false},
			{"规则", 24, false},
			{"方式", 22, false},
			{"做了吗", 0, false},
			{"什么时候", 0, false},
			{"结果", 36, false},
			{"费用", 0, true},
		},
	}
	for _, i := range l.Items {
		word, yes := i.Word()
		done := map[bool]string{true: "是", false: "否"}[yes]
		result, how, rule := lines(append([]string{word}, i.Result...)), i.Way(), beside(i.Title, i.Rule)
		if i.Step > 0 {
			rule += fmt.Sprintf("\n第 %d 步", i.Step)
		}
		customer := strings.TrimPrefix(i.Shop+"/"+i.Customer, "/")
		cost, plain := "", ""
		if i.Cost != 0 {
			amount, _ := i.Cost.MarshalText() // it never fails
			cost, plain = i.Cost.String(), string(amount)
		}
		who := how
		if i.Owner != "" {
			who += "，" + i.Owner
		}
		items.Rows = append(items.Rows, []string{clockOf(i.At), customer, i.Subject, rule, who, done, clockOf(i.Done), result, cost})
		d.flat.Rows = append(d.flat.Rows, []string{
			clockOf(i.At), i.Shop, i.Customer, i.Subject, i.Title, i.Rule, number(i.Step), how, i.Owner, clockOf(i.Deadline), done, clockOf(i.Done), result,
			plain, "1", i.ID,
		})
	}
	for _, s := range l.Totals {
		var why []string
		for _, w := range s.Withheld {
			why = append(why, fmt.Sprintf("%s %d", w.Word(), w.Times))
			row := make([]string, len(d.flat.Head))
			row[4], row[5], row[10], row[12], row[14] = s.Title, s.Rule, "否", "没发："+w.Word(), number(w.Times)
			d.flat.Rows = append(d.flat.Rows, row)
		}
		row := []string{beside(s.Title, s.Rule)}
		for _, n := range []int{s.Due, s.Sent, s.Delivered, s.Failed, s.Unknown, s.Tasks, s.Finished, s.Unhappy, s.Withdrawn, s.Open, s.Overdue, s.Waiting} {
			row = append(row, number(n))
		}
		sums.Rows = append(sums.Rows, append(row, strings.Join(why, "，")))
	}
	for _, s := range []sheet{sums, items} {
		if len(s.Rows) > 0 {
			d.Tables = append(d.Tables, s)
		}
	}
	return d
}

func clockOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04")
}
