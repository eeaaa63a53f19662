package care

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
)

// Whom an arrival concerns hears of it at their own place within the spread.
func TestL2_上新_分开说_每人在自己的位置(t *testing.T) {
	file := `
flows:
  fresh: {title: 上新, about: customer, when: catalog.arrived, spread: 2h, purpose: service, via: [wangwang], rules: [{name: r, send: hello}]}
texts: {hello: "您好"}
`
	var events []tiexin.Event
	want := map[string]time.Time{}
	for i := range 8 {
		id := fmt.Sprint("c", i)
		events = append(events, at("10:00", customerIs(by(id))))
		want[id] = timeAt("11-11 11:00").Add(decide.PlaceWithin(2*time.Hour, "fresh", "", id))
	}
	arrival := arrives("星空帐篷", "帐篷")
	arrival.At = timeAt("11-11 11:00")
	got := map[string]time.Time{}
	for o := range Simulate(rulesFrom(t, file), append(events, arrival), SimOptions{Fault: func(err error) { t.Error(err) }}) {
		if o.Goes() {
			got[o.Customer] = o.At
		}
	}
	assert.Equal(t, want, got)
}
