package main

import (
	"bufio"
	"errors"
	"flag"
	"slices"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

var diffCommand = command{
	name: "diff",
	args: say.Text{English: "OLD NEW", Chinese: "旧规则 新规则"},
	does: say.Text{English: "compare what old and new rules would have sent", Chinese: "对照新旧规则会发的消息"},
	help: say.Join([]say.Text{{
		English: `
Replays events against the rules in OLD and in NEW, each a file or a folder, as
` + "`care simulate`" + ` does, and prints what differs: messages and tasks that are added,
removed, moved to another time, or have another text or channel; for which customers,
and at what cost; which rule gives way to which, and which rules never send anything
now. The text is for a reviewer who has neither the rules nor the events. A difference
is not a problem: the exit code is 0.

"timeline" lists every change, one line each. In CSV a row is a change; with
--spreadsheet the file begins with a byte order mark, and an id that begins with a
digit begins with '. HTML is one self-contained page (规则变更对照), in Chinese, with
the first 500 changes. Customers are shown by their ids, and texts as in the rule
files.
`,
		Chinese: `
用旧规则和新规则（各是一个文件或文件夹）各重放一遍事件，和 ` + "`" + `care simulate` + "`" + ` 一样，说出
有什么不同：哪些消息和任务新增、不再发、换了时间、换了文字或渠道；涉及谁，费用差多少；
哪条规则让给了哪条，哪些规则再也不发。给审阅改动的人看，手上没有规则和事件也看得懂。
有不同不算问题，退出码是 0。

timeline 是全部改动，一行一个。CSV 里一行是一个改动；加上 --spreadsheet，文件开头有
字节顺序标记，数字开头的编号前面加 '。HTML 是一页规则变更对照，不用别的东西就能看，
列出前 500 个改动。顾客只出编号，文案照规则文件里写的显示。
`,
	}, eventsHelp}, "", ""),
	run: (*tool).diff,
}

func (t *tool) diff(c *call) int {
	files := c.storyFlags()
	until := c.text("until", "", zh.Text("end at `TIME`, see above. Default: when nothing is due, at most a year after the last event"))
	format := c.text("format", "text", zh.Text("write `FORMAT`: text, timeline, csv, html or json. Default: text"))
	sheet := c.yes("spreadsheet", zh.Text("with --format csv: write for a spreadsheet, see above"))
	personal := c.yes("personal", zh.Text("show texts as customers see them, for people who may see them"))
	progress := c.yes("progress", zh.Text("print progress when standard error is not a terminal"))
	if code, ok := t.parse(c); !ok {
		return code
	}
	if err := files.payloads(c); err != nil {
		return t.misused(c, say.Of(err))
	}
	named := false
	c.Visit(func(f *flag.Flag) { named = named || f.Name == "format" })
	formats := []string{"text", "timeline", "csv", "html", "json"}
	switch {
	case !slices.Contains(formats, *format):
		return t.misused(c, zh.Text("unknown format %q%s", *format, hint(source.Suggest(*format, formats))))
	case *c.json && named && *format != "json":
		return t.misused(c, zh.Text("--json and --format %s exclude each other; name one", *format))
	case *sheet && *format != "csv":
		return t.misused(c, zh.Text("--spreadsheet needs --format csv"))
	case len(c.args) != 2:
		return t.misused(c, zh.Text("name the old rules and the new ones, each a file or a folder"))
	case *files.events == "" && *files.feed == "":
		return t.misused(c, zh.Text("name a file of events with --events, or of a platform's payloads with --feed"))
	}
	if *c.json {
		*format = "json"
	}
	p := t.watch(*progress)
	defer p.erase()
	old, err := t.rules(c.args[:1])
	c.args = c.args[1:]
	s, wrong := t.story(c, files, p)
	if err = errors.Join(err, wrong); err != nil {
		return t.failed(err)
	}
	o := care.DiffOptions{Identify: s.identify, Personal: *personal, Fault: s.faults.add, Progress: func(n int) { p.taken(n, len(s.events)) }}
	if *until != "" {
		if o.Until, err = s.instant(*until); err != nil {
			return t.misused(c, zh.Text("--until: %s", err))
		}
	}
	d, err := care.Diff(old, s.rules, s.events, o)
	if err == nil {
		err = t.writeDiff(d, old, s.rules, *format, *sheet)
	}
	t.remark(s)
	switch {
	case err != nil:
		return t.failed(err)
	case s.faults.n > 0:
		return problems
	}
	return well
}

func (t *tool) writeDiff(d *care.Difference, old, new *care.Rules, format string, sheet bool) error {
	out := bufio.NewWriter(t.stdout)
	var err error
	switch format {
	case "json":
		err = encode(out, d)
	case "timeline":
		write := d.WriteTimeline
		if t.lang == say.Chinese {
			write = d.WriteChineseTimeline
		}
		err = write(out)
	case "csv":
		err = diffDocument(d, old, new).csv(out, sheet)
	case "html":
		err = diffDocument(d, old, new).html(out)
	default:
		err = t.writeSaid(out, d)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}
