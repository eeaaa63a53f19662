package main

import (
	"bufio"
	"errors"
	"flag"
	"slices"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/internal/source"
)

var diffCommand = command{
	name: "diff", args: "OLD NEW", does: "compare what old and new rules would have sent",
	help: `
Replays events against the rules in OLD and in NEW, each a file or a folder, as
` + "`care simulate`" + ` does, and prints what differs: the messages and tasks that come, go,
move to another time, or change their words or their channel; for whom, at what cost;
which rule gives way to which, and which rules never speak any more. The text is for
a reviewer who has neither the rules nor the events. A difference is no problem: the
exit code is 0.

"timeline" has every change, one line each. In CSV a row is a change; with
--spreadsheet the file begins with a byte order mark, and an id that begins with a
digit begins with '. HTML is one page (规则变更对照) that needs nothing else, in
Chinese, with the first 500 changes. Customers go by their ids, and texts are shown as
the rule files have them.
` + eventsHelp,
	run: (*tool).diff,
}

func (t *tool) diff(c *call) int {
	files := c.storyFlags()
	until := c.flags.String("until", "", "`TIME` of the end, see above. Default: when nothing is due any more, at most a year after the last event")
	format := c.flags.String("format", "text", "`FORMAT`: text, timeline, csv, html or json. Default: text")
	sheet := c.flags.Bool("spreadsheet", false, "with --format csv: for a spreadsheet, see above")
	personal := c.flags.Bool("personal", false, "with texts as the customers see them, for people who may see them")
	progress := c.flags.Bool("progress", false, "say how far it is where no terminal shows it")
	if code, ok := t.parse(c); !ok {
		return code
	}
	if err := files.payloads(c); err != nil {
		return t.misused(c, "%s", err)
	}
	named := false
	c.flags.Visit(func(f *flag.Flag) { named = named || f.Name == "format" })
	formats := []string{"text", "timeline", "csv", "html", "json"}
	switch {
	case !slices.Contains(formats, *format):
		return t.misused(c, "there is no format %q%s", *format, hint(source.Suggest(*format, formats)))
	case *c.json && named && *format != "json":
		return t.misused(c, "--json and --format %s are two formats; name one", *format)
	case *sheet && *format != "csv":
		return t.misused(c, "--spreadsheet goes with --format csv")
	case len(c.args) != 2:
		return t.misused(c, "name the old rules and the new ones, each a file or a folder")
	case *files.events == "" && *files.feed == "":
		return t.misused(c, "name a file of events with --events, or of a platform's payloads with --feed")
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
			return t.misused(c, "--until: %s", err)
		}
	}
	d, err := care.Diff(old, s.rules, s.events, o)
	if err == nil {
		err = t.writeDiff(d, old, s.rules, *format, *sheet)
	}
	s.remark(t.stderr)
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
		err = d.WriteTimeline(out)
	case "csv":
		err = diffDocument(d, old, new).csv(out, sheet)
	case "html":
		err = diffDocument(d, old, new).html(out)
	default:
		err = d.Write(out)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}
