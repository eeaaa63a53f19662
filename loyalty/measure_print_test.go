package loyalty_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestABeliefThatIsNotANumberHasNoMeasure(t *testing.T) {
	for _, b := range []loyalty.Beta{{A: math.NaN(), B: 1}, {A: 1, B: math.NaN()}} {
		m := b.Measure(loyalty.Level, 7, "belief")
		assert.False(t, m.OK, "%s", m)
		assert.Equal(t, loyalty.Impossible, m.Why)
		assert.Equal(t, 7, m.Base)
	}
	assert.True(t, loyalty.Beta{A: math.Inf(1), B: 1}.Measure(loyalty.Level, 7, "belief").OK)
}

func TestAMeasureWithoutAReasonPrintsNoGaps(t *testing.T) {
	assert.Equal(t, "unknown of 0", fmt.Sprint(loyalty.Measure{}))
	assert.Equal(t, "unknown: impossible of 3", loyalty.Unknown(loyalty.Impossible, 3, "").String())
}
