package kinds

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A customer has thousands of orders that wait, and a message names them all: the list is
// cut to what an SMS has room for, and not made anew for each title that has none.
func Test几千件商品_列表只写得下的几件(t *testing.T) {
	v := &Values{most: 20}
	titles := make([]string, 4_000)
	allocs := testing.AllocsPerRun(1, func() {
		for i := range titles {
			titles[i] = "围巾"
		}
		assert.Equal(t, "围巾、围巾、围巾、围巾、围巾、围巾等", v.listed(titles, "等"))
	})
	assert.Less(t, allocs, 100.)
	for most := 1; most < 12; most++ {
		v := &Values{most: most}
		few, many := make([]string, most+2), make([]string, 50)
		for i := range many {
			many[i] = fmt.Sprint(i % 10)
		}
		copy(few, many)
		assert.Equal(t, v.listed(few, ""), v.listed(many, ""), "%d", most)
	}
}
