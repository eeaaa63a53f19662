package loyalty_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/loyalty"
)

func TestAFaultIsSaidInChineseAsFarAsItsProblemIs(t *testing.T) {
	faults := loyalty.Problems{
		{Row: 3, Subject: "c1", Message: "the answer 11 is outside 0–10", MessageChinese: "答案11不在0–10之内"},
		{Table: "refunds", Row: 0, Message: "has no time"},
	}
	assert.EqualError(t, faults, "row 3 (c1): the answer 11 is outside 0–10\nrefunds row 0: has no time")
	assert.Equal(t, "行3（c1）：答案11不在0–10之内\n退款行0：has no time", faults.Chinese())
	assert.Equal(t, "另有1处", func() string {
		all := make(loyalty.Problems, 21).Chinese()
		return all[len(all)-len("另有1处"):]
	}())
}
