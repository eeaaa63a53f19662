package main

import (
	"fmt"
	"strconv"
)

// The largest table of cohorts that can be read.
const mostCohorts, mostMonths = 24, 18

// fewInCohort is from how many customers on a percentage is given a colour.
const fewInCohort = 5

// cohortMap is who of each month's newcomers bought in the months after.
func (s *shop) cohortMap() figure {
	f := figure{ID: "cohorts", Chinese: "同期群：首购之后每月还有多少人在买", English: "Cohorts: how many still buy, month by month"}
	rows := s.Cohorts.Rows
	if len(rows) == 0 {
		f.Says, f.SaysEN = "没有可画的："+reason(s.Cohorts.Why)+"。", "Nothing to draw."
		return f
	}
	rows = rows[max(0, len(rows)-mostCohorts):]
	months := 0
	for _, r := range rows {
		months = max(months, min(len(r.Cells)-1, mostMonths))
	}
	if months == 0 {
		f.Says, f.SaysEN = "首购都在最后一个月，还看不到之后。", "All came first in the last month; what follows is not known yet."
		return f
	}
	most := 0.
	for _, r := range rows {
		for m, c := range r.Cells {
			if m > 0 && c.Mature && r.Customers >= fewInCohort {
				most = max(most, c.Share.Value)
			}
		}
	}
	h := heat{size: 8.5}
	names, open, few := make([]string, len(rows)), false, false
	for i, r := range rows {
		y := len(rows) - 1 - i // the oldest on top
		names[y] = fmt.Sprintf("%s（%d 人）", r.Month, r.Customers)
		few = few || r.Customers < fewInCohort
		for m := 1; m <= months; m++ {
			c := cell{x: m - 1, y: y, missing: m >= len(r.Cells)}
			if !c.missing {
				c.open = !r.Cells[m].Mature
				open = open || c.open
				c.text = short(100*r.Cells[m].Share.Value, 0)
				if most > 0 && r.Customers >= fewInCohort {
					c.value = r.Cells[m].Share.Value / most
				}
			}
			h.cells = append(h.cells, c)
		}
	}
	columns := make([]string, months)
	for i := range columns {
		columns[i] = strconv.Itoa(i + 1)
	}
	p := gridPlot("首购后第几个月 months after the month of the first order", "首购月份（新客数）month of the first order (newcomers)", columns, names, h)
	f.SVG = svg(p, 640, 90+22*float64(len(rows)), f.Chinese+" "+f.English)
	f.Says = "格中是当月有购买的百分比（%）。"
	f.SaysEN = "In each cell: percent of the cohort who bought in that month."
	if open {
		f.Says += "橙色虚框的月份还没过完，只会再高。"
		f.SaysEN += " Dashed orange: the month is not over, the number can only rise."
	}
	if few {
		f.Says += fmt.Sprintf("不足 %d 人的月份不上色。", fewInCohort)
		f.SaysEN += fmt.Sprintf(" Months of fewer than %d are left without colour.", fewInCohort)
	}
	for _, m := range []int{1, 6} {
		if m < len(s.Cohorts.Retention) && s.Cohorts.Retention[m].OK {
			r := s.Cohorts.Retention[m]
			f.Says += fmt.Sprintf("各群合计，第 %d 个月 %s（n=%d）。", m, say(r, percent), r.Base)
			f.SaysEN += fmt.Sprintf(" All together, month %d: %s (n=%d).", m, say(r, percent), r.Base)
		}
	}
	return f
}
