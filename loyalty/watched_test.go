package loyalty_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/loyalty"
)

// Two came back within days, two bought the day before yesterday and yesterday. Nobody was a
// customer for ninety days.
func TestASpanForWhichNobodyWasObservedIsUnknown(t *testing.T) {
	until := loyalty.DayOf(noon, nil) + 10
	purchases := append(bought("A", 0, 4), bought("B", 1, 6)...)
	purchases = append(append(purchases, bought("C", 8)...), bought("D", 9)...)
	histories := loyalty.Histories(purchases, loyalty.View{Until: until})
	m := loyalty.RepeatWithin(histories, 90, until)
	assert.False(t, m.OK, "%s", m)
	assert.Equal(t, loyalty.Extrapolated, m.Why)
	assert.Equal(t, 4, m.Base)
	assert.True(t, loyalty.RepeatWithin(histories, 10, until).OK, "A was observed for ten days")
	assert.Equal(t, loyalty.Extrapolated, loyalty.RepeatWithin(histories, 11, until).Why)
}
