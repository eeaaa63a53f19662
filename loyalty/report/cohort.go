package report

import (
	"fmt"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Cohorts (同期群) are customers by the month of their first purchase.
type Cohorts struct {
	Rows []Cohort `json:"rows"` // oldest first, without months that have no first purchase
	// Retention is the share of customers who bought in the month so many
	// months after their first. It covers all cohorts for which that month is
	// over.
	Retention []loyalty.Measure `json:"retention"`
	Why       loyalty.Flag      `json:"why,omitempty"`
}

// A Cohort is the customers with their first purchase in one month.
type Cohort struct {
	Month     string       `json:"month"` // 2006-01
	Customers int          `json:"customers"`
	Cells     []CohortCell `json:"cells"` // by months since, from 0
}

// A CohortCell is one month of a cohort.
type CohortCell struct {
	Active  int             `json:"active"`  // customers with a purchase in the month
	Share   loyalty.Measure `json:"share"`   // of the cohort; base: its customers
	Revenue tiexin.Money    `json:"revenue"` // of the month, less refunds
	Mature  bool            `json:"mature"`  // the month is over; before, numbers can only grow
}

func cohortsOf(b *base) Cohorts {
	if len(b.ids) == 0 {
		return Cohorts{Why: loyalty.ZeroBase}
	}
	table := loyalty.Cohorts(b.orders, b.view)
	var c Cohorts
	for _, one := range table {
		row := Cohort{Month: fmt.Sprintf("%04d-%02d", one.Year, one.Month), Customers: one.Customers}
		for months, cell := range one.Cells {
			row.Cells = append(row.Cells, CohortCell{cell.Active, one.Retention(months), cell.Revenue, cell.Mature})
		}
		c.Rows = append(c.Rows, row)
	}
	for months := range c.Rows[0].Cells {
		c.Retention = append(c.Retention, loyalty.Retention(table, months))
	}
	return c
}
