package main

import (
	"bufio"
	"flag"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

var simulateCommand = command{
	name: "simulate",
	args: say.Text{English: "RULES", Chinese: "规则"},
	does: say.Text{English: "replay events and print what would have been sent", Chinese: "重放事件，说出会发什么"},
	help: say.Join([]say.Text{{
		English: `
Runs events through the rules in RULES (files or a folder), with the real engine on a
simulated clock. Prints what would have been sent, by which rule and channel, at what
cost, and what was withheld and why.

On a terminal too narrow for the timeline, titles are cut first, then the beginnings of
ids and of the rule's path; in a pipe or a file every line is complete. In CSV, a cell
that a spreadsheet would take for a formula begins with '. With --spreadsheet the file
also begins with a byte order mark, so that a spreadsheet reads it as UTF-8. An id that
begins with a digit then begins with ', so that 000123 and 4300000000000000017 stay
complete.

Texts and scripts are shown as the customer or the shop's staff would see them. What the
customer wrote, such as a review in a task's script, is *** without --personal.

HTML is one self-contained page (顾客时间线), in Chinese: what happened to each
customer, what was sent and at what cost, and what was withheld and why. Without
--personal, nicks, names, numbers and the customer's own words are left out.

Progress goes to standard error; use --progress when it is not a terminal: a line every
5 seconds, and one when all events are read.
`,
		Chinese: `
用规则（文件或文件夹）重放事件：引擎就是真正做决定的那一个，只是用模拟时钟。说出会发
什么、哪条规则、哪个渠道、多少钱，以及没发什么、为什么。

终端太窄，先截短标题，再截掉编号和规则路径的开头；写进管道或文件，每一行都完整。CSV 里
表格软件会当成公式的格子，前面加一个 '。加上 --spreadsheet，文件开头还有字节顺序标记，
表格软件就知道是 UTF-8；数字开头的编号前面也加 '，000123 和 4300000000000000017 就
不会变样。

消息和任务的话，顾客和店里的人看到什么样就是什么样；只有顾客自己写的（比如任务里带的评价），
不加 --personal 就以 *** 代替。

HTML 是一页顾客时间线，不用别的东西就能看：每位顾客经历了什么，说了什么、花了多少，
没说什么、为什么。不加 --personal，昵称、姓名、号码和顾客自己写的话都不出现。

跑得久的，进度写到标准错误输出：在终端上自己出现，结果的第一行一来就擦掉；不在终端上，
加 --progress，每 5 秒一行，事件全部读完再一行。
`,
	}, eventsHelp}, "", ""),
	run: (*tool).simulate,
}

var verdicts = []care.Verdict{care.Send, care.Task, care.Wait, care.Skip, care.Regret, care.Moved, care.Billed, care.Unknown}

func (t *tool) simulate(c *call) int {
	files := c.storyFlags()
	until := c.text("until", "", zh.Text("end at `TIME`, see above. Default: when nothing is due, at most a year after the last event"))
	format := c.text("format", "timeline", zh.Text("write `FORMAT`: timeline, jsonl, csv, html, or summary alone"))
	only := c.text("only", "", zh.Text("show only `VERDICTS`, with commas: send, task, wait, skip, regret, moved, billed, unknown. Default: all"))
	sheet := c.yes("spreadsheet", zh.Text("with --format csv: write for a spreadsheet, see above"))
	seen := c.yes("seen", zh.Text("show every part of the conditions and the values it saw"))
	personal := c.yes("personal", zh.Text("like --seen, and show names, nicks and numbers, for people who may see them"))
	customer := c.text("customer", "", zh.Text("with --format html: show the customers with `IDS`, with commas. Default: the first 200"))
	progress := c.yes("progress", zh.Text("print progress when standard error is not a terminal"))
	if code, ok := t.parse(c); !ok {
		return code
	}
	if err := files.payloads(c); err != nil {
		return t.misused(c, say.Of(err))
	}
	named := false
	c.Visit(func(f *flag.Flag) { named = named || f.Name == "format" })
	if *c.json && !named {
		*format = "jsonl"
	}
	shown, err := parseVerdicts(*only)
	formats := []string{"timeline", "jsonl", "csv", "html", "summary"}
	switch {
	case err != nil:
		return t.misused(c, say.Of(err))
	case !slices.Contains(formats, *format):
		return t.misused(c, zh.Text("unknown format %q%s", *format, hint(source.Suggest(*format, formats))))
	case *c.json && *format != "jsonl" && *format != "summary":
		return t.misused(c, zh.Text("--json and --format %s exclude each other; name one", *format))
	case *sheet && *format != "csv":
		return t.misused(c, zh.Text("--spreadsheet needs --format csv"))
	case *customer != "" && *format != "html":
		return t.misused(c, zh.Text("--customer needs --format html"))
	case len(c.args) == 0:
		return t.misused(c, zh.Text("name the rule files, or a folder of them"))
	case *files.events == "" && *files.feed == "":
		return t.misused(c, zh.Text("name a file of events with --events, or of a platform's payloads with --feed"))
	}
	wide := width(t.stdout)
	apart := *progress || isTerminal(t.stderr) && !isTerminal(t.stdout) // the answer is not what is on the screen
	p := t.watch(*progress)
	defer p.erase()
	s, err := t.story(c, files, p)
	if err != nil {
		return t.failed(err)
	}
	o := care.SimOptions{Identify: s.identify, Seen: *seen, SeenPersonal: *personal, Fault: s.faults.add, Progress: func(n int) { p.taken(n, len(s.events)) }}
	if *until != "" {
		if o.Until, err = s.instant(*until); err != nil {
			return t.misused(c, zh.Text("--until: %s", err))
		}
	}
	var sum care.Summary
	outcomes := tee(s.masked(care.Simulate(s.rules, s.events, o), *personal), &sum)
	if *sheet {
		*format = "sheet"
	}
	if *format == "html" {
		err = t.writeJourneys(s, outcomes, &sum, shown, *customer, *personal)
	} else {
		err = t.write(outcomes, &sum, *format, care.TimelineOptions{Verdicts: shown, Seen: *seen || *personal, Width: wide, Rules: s.rules}, *c.json)
	}
	if err == nil && slices.Contains([]string{"jsonl", "csv", "sheet"}, *format) && apart {
		err = t.writeSaid(t.stderr, &sum)
	}
	t.remark(s)
	if err != nil {
		return t.failed(err)
	}
	if s.faults.n > 0 {
		return problems
	}
	return well
}

func parseVerdicts(words string) ([]care.Verdict, error) {
	var found []care.Verdict
	for word := range strings.SplitSeq(words, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		i := slices.IndexFunc(verdicts, func(v care.Verdict) bool { return v.String() == word })
		if i < 0 {
			return nil, zh.Error("--only: unknown verdict %q; possible: send, task, wait, skip, regret, moved, billed", word)
		}
		found = append(found, verdicts[i])
	}
	return found, nil
}

// tee counts outcomes as they pass.
func tee(outcomes iter.Seq[care.Outcome], sum *care.Summary) iter.Seq[care.Outcome] {
	return func(yield func(care.Outcome) bool) {
		for o := range outcomes {
			sum.Add(&o)
			if !yield(o) {
				return
			}
		}
	}
}

func (t *tool) write(outcomes iter.Seq[care.Outcome], sum *care.Summary, format string, o care.TimelineOptions, asJSON bool) error {
	out := bufio.NewWriter(t.stdout)
	var err error
	switch format {
	case "jsonl":
		err = writeLines(out, only(outcomes, o.Verdicts), o)
	case "csv", "sheet":
		err = writeCSV(out, only(outcomes, o.Verdicts), format == "sheet")
	case "timeline":
		rows := 0
		drawn := func(yield func(care.Outcome) bool) {
			for o := range only(outcomes, o.Verdicts) {
				if rows++; !yield(o) {
					return
				}
			}
		}
		write := care.WriteTimeline
		if t.lang == say.Chinese {
			write = care.WriteChineseTimeline
		}
		if err = write(out, drawn, o); err == nil && rows > 0 {
			_, err = out.WriteString("\n")
		}
	default:
		for range outcomes { // the sum is taken on the way
		}
	}
	switch {
	case err != nil:
	case format == "summary" && asJSON:
		err = encode(out, sum)
	case format == "summary" || format == "timeline":
		err = t.writeSaid(out, sum)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

func only(outcomes iter.Seq[care.Outcome], verdicts []care.Verdict) iter.Seq[care.Outcome] {
	return func(yield func(care.Outcome) bool) {
		for o := range outcomes {
			if (len(verdicts) == 0 || slices.Contains(verdicts, o.Verdict)) && !yield(o) {
				return
			}
		}
	}
}

// A line is an outcome as JSON, with what its condition saw.
type line struct {
	care.Outcome
	Seen []rule.Seen `json:"seen,omitempty"`
}

func lineOf(o care.Outcome, seen bool) line {
	l := line{Outcome: o}
	if seen {
		l.Seen = l.Outcome.Seen()
	}
	return l
}

func writeLines(w io.Writer, outcomes iter.Seq[care.Outcome], shown care.TimelineOptions) error {
	for o := range outcomes {
		if err := encodeWith(w, lineOf(o, shown.Seen), ""); err != nil {
			return err
		}
	}
	return nil
}
