package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// tell writes the story down.
func (s *story) tell(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s，双11前夜 18:00 到 15日 20:00：%d 位顾客，%d 张订单，平台发来 %d 条消息。\n\n", s.rules.Shop.Name, len(s.nicks), len(s.orders), s.events)
	s.tellSaid(out)
	s.tellLate(out)
	s.tellSilent(out)
	s.tellCost(out)
	return out.Flush()
}

func (s *story) tellSaid(out io.Writer) {
	fmt.Fprintf(out, "发送了什么（昵称打星号的顾客，每条规则只列两位；路上的包裹，只列老顾客的头两条）\n")
	listed, more := map[string]int{}, 0
	for _, o := range s.said {
		masked, parcel := strings.Contains(s.nicks[o.Customer], "*"), s.aboutParcel(o.Flow)
		if masked || parcel {
			if listed[o.Path()] == 2 || masked && parcel {
				more++
				continue
			}
			listed[o.Path()]++
		}
		how := o.Said.Via.Info().Chinese
		if o.Verdict == care.Task {
			how = cmp.Or(o.Said.Task.Owner, "客服任务")
		}
		with := ""
		if n := len(o.Said.Merged); n > 0 {
			with = fmt.Sprintf("（连同另外 %d 单一起发）", n)
		}
		fmt.Fprintf(out, "  %s %s %s %s%s\n", pad(when(o.At), 9), pad(s.nicks[o.Customer], 12), pad(how, 8), o.Said.Text, with)
	}
	fmt.Fprintf(out, "  …… 还有 %d 条\n", more)
}

func (s *story) tellLate(out io.Writer) {
	if len(s.late) == 0 {
		return
	}
	fmt.Fprintf(out, "\n误发：平台的消息晚到，发出以后才知道不该发\n")
	for _, o := range s.late {
		fmt.Fprintf(out, "  %s %s %s：%s\n", pad(when(o.At), 9), pad(s.nicks[o.Customer], 12), s.title(o.Path()), o.WhyChinese(s.rules))
	}
}

func (s *story) tellSilent(out io.Writer) {
	fmt.Fprintf(out, "\n未发送及原因\n")
	flow := ""
	for _, g := range s.silences() {
		if g.flow != flow {
			flow = g.flow
			fmt.Fprintf(out, "  %s\n", s.rules.Flows[s.place(flow)].Title)
		}
		unit := "单"
		if s.aboutParcel(g.flow) {
			unit = "件"
		}
		fmt.Fprintf(out, "    %3d %s  %s %s（%s）\n", len(g.about), unit, pad(s.some(g.about), 24), g.why, g.code)
	}
}

// some names the first few of a group.
func (s *story) some(about []care.Outcome) string {
	var names []string
	for _, o := range about {
		if name := s.nicks[o.Customer]; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > 3 {
		return strings.Join(names[:3], "、") + " …"
	}
	return strings.Join(names, "、")
}

func (s *story) tellCost(out io.Writer) {
	fmt.Fprintf(out, "\n这几天的账\n  %s%8s%8s%8s%9s\n", pad("规则", 46), "旺旺", "短信", "任务", "费用")
	type row struct {
		times [2]int
		tasks int
		cost  channel.Cost
	}
	rows := map[string]*row{}
	at := func(rule string) *row {
		if rows[rule] == nil {
			rows[rule] = &row{}
		}
		return rows[rule]
	}
	var total row
	for _, v := range s.sum.Sent() {
		r, i := at(v.Rule), 0
		if v.Via != channel.Wangwang {
			i = 1
		}
		r.times[i] += v.Times
		r.cost += v.Cost
		total.times[i] += v.Times
		total.cost += v.Cost
	}
	for _, v := range s.sum.Tasks() {
		at(v.Rule).tasks += v.Times
		total.tasks += v.Times
	}
	line := func(name string, r *row) {
		fmt.Fprintf(out, "  %s%10d%10d%10d%11s\n", pad(name, 46), r.times[0], r.times[1], r.tasks, r.cost)
	}
	for _, f := range s.rules.Flows {
		for _, rule := range f.Rules {
			if r := rows[rule.Path()]; r != nil {
				line(f.Title+"："+rule.Title, r)
			}
		}
	}
	line("合计", &total)
}

func (s *story) aboutParcel(flow string) bool {
	return s.rules.Flows[s.place(flow)].About.String() == "parcel"
}

func (s *story) title(path string) string {
	r, ok := s.rules.Rule(path)
	if !ok {
		return path
	}
	return cmp.Or(r.Title, path)
}

// pad fills up to a width in cells of a terminal, where a Chinese character
// takes two.
func pad(text string, width int) string {
	for _, r := range text {
		width--
		if r >= 0x2e80 {
			width--
		}
	}
	return text + strings.Repeat(" ", max(width, 0))
}
