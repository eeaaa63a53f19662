package care

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

// What was announced, and people with two ids.

func TestE1_两个号是一个人_灾区的话只说一次_各自的都说(t *testing.T) {
	s := opens(t, storms)
	s.hears(customerIs(by("a"), lives("河南", "郑州")), customerIs(by("guest"), lives("浙江", "杭州")))
	s.hears(incident("rain", "河南", ""), incident("flood", "浙江", ""), incident("snow", "", ""))
	s.wakes("+1h")
	for _, id := range []string{"rain", "flood"} { // the person lives in one place, so both are everywhere by now
		e := incident(id, "", "")
		e.ID, e.At = "wider "+id, timeAt("+1h")
		s.hears(e)
	}
	s.hears(happening(tiexin.EventCustomerMerged, []detail{by("a"), who(func(c *tiexin.Customer) {
		c.IDs = []tiexin.Identifier{{Kind: tiexin.HostIdentifier, Value: "guest"}}
	})}))
	for _, id := range []string{"snow", "rain", "flood"} {
		s.approves("storm/care", id)
	}
	for hour := 2; hour < 6; hour++ {
		s.wakes(fmt.Sprintf("+%dh", hour))
		s.delivers()
	}
	assert.Len(t, s.sent, 3)
}

// What one of the ids has heard of, the person has.
func TestE1_一个号听过的灾区_合并以后再扩大也不再说(t *testing.T) {
	s := opens(t, storms)
	s.hears(customerIs(by("a"), lives("浙江", "杭州")), customerIs(by("guest"), lives("河南", "郑州")))
	s.hears(incident("rain", "河南", ""))
	s.approves("storm/care", "rain")
	saysOf(t, s.everybody("+1h"), "11:00 guest storm/care wangwang guest，多保重")
	s.delivers()
	s.at("+2h").hears(at("+2h", mergedInto("a", "guest")))
	wider := at("+3h", incident("rain", "", ""))
	wider.ID = "wider"
	s.at("+3h").hears(wider)
	saysOf(t, s.everybody("+3h"))
	s.delivers()
	assert.Len(t, s.sent, 1)
}
