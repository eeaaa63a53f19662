package ask

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAValueIsReadOnTheSideOfTheAnswer(t *testing.T) {
	for _, tt := range []struct {
		seen             Seen
		english, chinese string
	}{
		{Seen{Text: "minutes_unpaid > 30", Yes: true, Values: []string{"minutes_unpaid = 30"}}, "minutes_unpaid = just over 30", "minutes_unpaid = 刚过 30"},
		{Seen{Text: "minutes_unpaid <= 30", Values: []string{"minutes_unpaid = 30"}}, "minutes_unpaid = just over 30", "minutes_unpaid = 刚过 30"},
		{Seen{Text: "minutes_to_close < 20", Yes: true, Values: []string{"minutes_to_close = 20"}}, "minutes_to_close = just under 20", "minutes_to_close = 不到 20"},
		{Seen{Text: "minutes_unpaid > 30", Values: []string{"minutes_unpaid = 30"}}, "minutes_unpaid = 30", "minutes_unpaid = 30"},
		{Seen{Text: "minutes_unpaid >= 30", Yes: true, Values: []string{"minutes_unpaid = 30"}}, "minutes_unpaid = 30", "minutes_unpaid = 30"},
		{Seen{Text: "minutes_unpaid > 30", Yes: true, Values: []string{"minutes_unpaid = 31"}}, "minutes_unpaid = 31", "minutes_unpaid = 31"},
		{Seen{Text: "minutes_unpaid > 30", Values: []string{"minutes_unpaid is over"}}, "minutes_unpaid is over", "minutes_unpaid 已停"},
		{Seen{Text: "minutes_unpaid > 30", Values: []string{"minutes_unpaid has not started"}}, "minutes_unpaid has not started", "minutes_unpaid 还没开始"},
	} {
		values := ValuesRead(tt.seen)
		assert.Equal(t, tt.english, values.English)
		assert.Equal(t, tt.chinese, values.Chinese)
	}
	unknown := Seen{Text: "customer.grade == 'x'", Unknown: true, Values: []string{"customer.grade unknown"}}
	assert.Equal(t, "? customer.grade == 'x'   [customer.grade unknown]   算不出来", unknown.Chinese())
}
