package main

import (
	"fmt"
	"html/template"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// moveTables are from × to, for segments and for types.
func (s *shop) moveTables() []table {
	return []table{
		s.moveTable("segment-moves", s.Pick("人群之间", "Between segments"), s.Moves.Segments),
		s.moveTable("type-moves", s.Pick("四类顾客之间", "Between types"), s.Moves.Types),
	}
}

func (s *shop) moveTable(id, title string, m report.Move) table {
	t := table{ID: id, Title: title, Head: s.head("从 ↓ 到 →", "from ↓ to →")}
	if m.Why != "" {
		t.Says = s.Pick("无法比较："+s.Reason(m.Why)+"。", "Cannot be compared: "+s.Reason(m.Why)+".")
		return t
	}
	for _, n := range m.Names[:len(m.Names)-1] {
		t.Head = append(t.Head, s.Pick(n.Chinese, n.Name))
	}
	t.Head = append(t.Head, s.Pick("已不在", "gone"))
	for i, counts := range m.Counts {
		row := []entry{plain(s.Pick(m.Names[i].Chinese, m.Names[i].Name))}
		if i == len(m.Counts)-1 {
			row[0].Text = s.Pick("新客", "newcomers")
		}
		all := 0
		for _, n := range counts {
			all += n
		}
		for _, n := range counts {
			e := count(n)
			if n == 0 {
				e.Text = "·"
			} else {
				e.Shade = template.CSS(page.ShadeStyle(.8 * float64(n) / float64(all)))
			}
			row = append(row, e)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Says = fmt.Sprintf(s.Pick("两天都在的顾客中%s留在原处（n=%s）。", "Of those there on both days, %s stayed (n=%s)."), s.say(m.Stayed, page.Percent), many(m.Stayed.Base))
	if len(m.Flags) > 0 {
		t.Says += s.Pick("只有一次问卷，态度视为不变，变动只来自行为。", " There was one survey only: attitudes are taken not to have moved.")
	}
	return t
}
