package main

import (
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin/care/internal/plan"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

var planCommand = command{
	name: "plan",
	args: say.Text{English: "RULES", Chinese: "规则"},
	does: say.Text{English: "print the rules as a care plan: who, when, what, channel, cost, staff", Chinese: "打印关怀计划表：给谁、什么时候、说什么、渠道、费用、谁来做"},
	help: say.Text{
		English: `
Prints the rules in RULES (files or a folder) as the care plan (关怀计划表) that shop
staff read, sign and file. For each rule and step: who receives what, when, on which
channel, under which limits, at what cost, and who does it.

The cost of an SMS is an upper bound, with every value at its usual greatest length. On
a narrow terminal each rule is a list. HTML is one self-contained page. In CSV, a cell
that a spreadsheet would take for a formula begins with '.`,
		Chinese: `
把规则（文件或文件夹）打印成关怀计划表，给店里的人看、签字、存档：每条规则、每一步，
给谁说什么、什么时候、走哪个渠道、受哪些限制、花多少钱、谁来做。

短信的费用按最多算，每个值都取一般的最大长度。终端太窄，每条规则写成一列。HTML 是一页，
不用别的东西就能看。CSV 里表格软件会当成公式的格子，前面加一个 '。`,
	},
	run: (*tool).plan,
}

func (t *tool) plan(c *call) int {
	format := c.sheetFlags()
	if code, ok := t.parse(c); !ok {
		return code
	}
	if wrong := format.wrong(c); !wrong.Empty() {
		return t.misused(c, wrong)
	}
	if len(c.args) == 0 {
		return t.misused(c, zh.Text("name the rule files, or a folder of them"))
	}
	rules, err := t.rules(c.args)
	if err != nil {
		return t.failed(err)
	}
	p := plan.Of(rules)
	if *c.json {
		err = encode(t.stdout, p)
	} else {
		err = t.print(planDocument(p), format)
	}
	if err != nil {
		return t.failed(err)
	}
	return well
}

func planDocument(p *plan.Plan) *document {
	d := &document{
		Title: titleOf("关怀计划表", p.Shop),
		flat:  sheet{Head: columnsOf("流程", "流程名", "规则", "规则名", "步", "步骤", "给谁", "什么时候", "做什么", "渠道", "每条费用", "限制", "谁来做", "说明")},
	}
	for _, n := range p.Nevers {
		d.Notes = append(d.Notes, "任何时候都不联系："+n)
	}
	for _, f := range p.Flows {
		s := sheet{
			Title: beside(f.Title, f.Name), Notes: f.Notes,
			Head: []column{{"规则", 20, false}, {"给谁", 22, false}, {"什么时候", 24, false}, {"做什么", 40, false}, {"渠道", 8, false}, {"每条费用", 16, false}, {"限制", 18, false}, {"谁来做", 12, false}},
		}
		for _, r := range f.Rows {
			cells := []string{lines(r.Who), lines(r.When), lines(r.What), lines(r.Via), lines(r.Cost), lines(r.Held), r.By}
			rule := []string{r.Title}
			_, name, _ := strings.Cut(r.Rule, "/")
			if name != r.Title {
				rule = append(rule, "（"+name+"）")
			}
			if r.Step > 0 {
				rule = append(rule, strings.TrimSuffix(fmt.Sprintf("第 %d 步：%s", r.Step, r.Named), "："))
			}
			s.Rows = append(s.Rows, append([]string{lines(rule)}, cells...))
			flat := append([]string{f.Title, f.Name, r.Title, r.Rule, number(r.Step), r.Named}, cells...)
			d.flat.Rows = append(d.flat.Rows, append(flat, lines(f.Notes)))
		}
		d.Tables = append(d.Tables, s)
	}
	segments := sheet{Title: "人群", Head: []column{{"人群", 30, false}, {"怎么算", 90, false}}}
	for _, one := range p.Segments {
		segments.Rows = append(segments.Rows, []string{beside(one.Title, one.Name), one.Means})
	}
	if len(segments.Rows) > 0 {
		d.Tables = append(d.Tables, segments)
	}
	return d
}

func titleOf(what, shop string) string {
	if shop == "" {
		return what
	}
	return source.OneLine(shop) + what
}

// beside is a title with the name beside it, where they differ.
func beside(title, name string) string {
	if title == name || title == "" {
		return name
	}
	return title + "（" + name + "）"
}

// lines are the lines of one cell.
func lines(all []string) string { return strings.Join(all, "\n") }
