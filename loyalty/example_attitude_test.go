package loyalty_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/loyalty"
)

// A 4.4 is worth little to a shop whose rival gets a 4.3.
func ExampleRelativeAttitude() {
	own := loyalty.Measure{OK: true, Value: 4.4, Lo: 4.1, Hi: 4.7, Level: .95, Base: 5}
	rival := loyalty.Measure{OK: true, Value: 4.3, Lo: 3.9, Hi: 4.7, Level: .95, Base: 5}
	fmt.Println(loyalty.RelativeAttitude(own, rival))
	// Output: 0.1 [-0.4, 0.6] of 5 (attitude less that to the best rival) <nil>
}
