package report_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

func TestWithoutASurveyOnlyWhatCustomersDoIsKnown(t *testing.T) {
	in := shop(t, 60)
	in.Survey = nil
	r := reportOf(t, in, report.Options{})
	assert.Equal(t, loyalty.NoSurvey, r.Types.Why)
	assert.Equal(t, loyalty.NoSurvey, r.Survey.Why)
	assert.Equal(t, loyalty.NoSurvey, r.Moves.Types.Why)
	assert.True(t, r.Types.Behaviour.High.OK)
	assert.Equal(t, r.Counts.Customers, r.Types.Rows[4].Customers, "all are unclassified")
	assert.InDelta(t, 1, r.Types.Rows[4].Share.Value, 0)
	for _, row := range r.Types.Rows[:4] { // nobody was asked: it is not that there are none
		assert.Equal(t, loyalty.NoSurvey, row.Why, row.Type)
		for _, m := range []loyalty.Measure{row.Share, row.Expected, row.SpendShare} {
			assert.Equal(t, loyalty.NoSurvey, m.Why, "%s: %v", row.Type, m)
		}
	}
	for _, table := range r.Tables() {
		for i, cells := range table.Rows {
			switch {
			case table.Name == "types" && i < 4:
				assert.NotContains(t, cells[2:], "0.00", "%v", cells)
				assert.Empty(t, cells[2], "%v", cells)
			case table.Name == "customers":
				assert.Empty(t, cells[slices.Index(table.Header, "chance")], "%v", cells)
			}
		}
	}
	for _, c := range r.Causes.Rows {
		if c.Cause == loyalty.Conviction {
			assert.False(t, c.Score.OK)
			assert.Equal(t, []string{"Attitude"}, c.Missing)
		}
	}
}
