package main

import (
	"fmt"
	"strconv"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// The largest table of cohorts that can be read, in a wide window and in a narrow one.
const mostCohorts, mostMonths, mostMonthsNarrow = 24, 18, 8

// fewInCohort is from how many customers on a percentage is given.
const fewInCohort = 10

// cohortMap is who of each month's newcomers bought in the months after.
func (s *shop) cohortMap() figure {
	f := figure{ID: "cohorts", Title: s.Pick("同期群：首购之后每月还有多少人在买", "Cohorts: how many still buy, month by month")}
	rows := s.Cohorts.Rows
	if len(rows) == 0 {
		return s.nothing(f, s.Cohorts.Why)
	}
	rows = rows[max(0, len(rows)-mostCohorts):]
	months := 0
	for _, r := range rows {
		months = max(months, len(r.Cells)-1)
	}
	if months == 0 {
		f.Says = s.Pick("首购都在最后一个月，还看不到之后。", "All came first in the last month; what follows is not known yet.")
		return f
	}
	f.SVG = page.Draw(s.Language, f.Title, func(fr page.Frame) page.Picture {
		return s.drawCohorts(fr, rows, min(months, page.Choose(fr, mostMonths, mostMonthsNarrow)))
	})
	f.Says = s.Pick("格中是当月有购买的百分比（%）。", "In each cell: percent of the cohort who bought in that month.") + s.cohortSays(rows)
	if months > mostMonthsNarrow {
		f.Says += fmt.Sprintf(s.Pick("窄屏只画前%d个月。", " A narrow window shows the first %d months."), mostMonthsNarrow)
	}
	return f
}

func (s *shop) cohortSays(rows []report.Cohort) string {
	open, few, says := false, false, ""
	for _, r := range rows {
		few = few || r.Customers < fewInCohort
		for _, c := range r.Cells[1:] {
			open = open || !c.Mature
		}
	}
	if open {
		says += s.Pick("橙色虚框的月份还没过完，只会再高。", " Dashed orange: the month is not over, the number can only rise.")
	}
	if few {
		says += fmt.Sprintf(s.Pick("不足%d人的月份不给百分比。", " Months of fewer than %d customers have no percentage."), fewInCohort)
	}
	for _, m := range []int{1, 6} {
		if m < len(s.Cohorts.Retention) && s.Cohorts.Retention[m].OK && s.Cohorts.Retention[m].Base >= fewInCohort {
			r := s.Cohorts.Retention[m]
			says += fmt.Sprintf(s.Pick("各群合计，第%d个月%s（n=%s）。", " All together, month %d: %s (n=%s)."), m, s.say(r, page.Percent), many(r.Base))
		}
	}
	return says
}

func (s *shop) drawCohorts(f page.Frame, rows []report.Cohort, months int) page.Picture {
	most := 0.
	for _, r := range rows {
		for m, c := range r.Cells {
			if m > 0 && c.Mature && r.Customers >= fewInCohort {
				most = max(most, c.Share.Value)
			}
		}
	}
	var h page.Heat
	names := make([]string, len(rows))
	for i, r := range rows {
		y := len(rows) - 1 - i // the oldest on top
		names[y] = fmt.Sprintf(page.Choose(f, s.Pick("%s（%d人）", "%s (%d)"), s.Pick("%s %d人", "%s %d")), page.Choose(f, r.Month, r.Month[2:]), r.Customers)
		for m := 1; m <= months; m++ {
			c := page.Cell{X: m - 1, Y: y, Missing: m >= len(r.Cells)}
			if !c.Missing {
				c.Open = !r.Cells[m].Mature
				c.Text = "·"
				if r.Customers >= fewInCohort {
					c.Text = page.Short(100*r.Cells[m].Share.Value, 0)
					c.Value = r.Cells[m].Share.Value / max(most, .01)
				}
			}
			h = append(h, c)
		}
	}
	columns := make([]string, months)
	for i := range columns {
		columns[i] = strconv.Itoa(i + 1)
	}
	return f.Table(90+22*float64(len(rows)), s.Pick("首购后第几个月", "months after the month of the first order"), s.Pick("首购月份（新客数）", "month of the first order (newcomers)"), columns, names, h)
}
