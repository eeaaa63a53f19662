package care

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func Test给大家做的事_做到哪里了(t *testing.T) {
	s := inHenan(t)
	s.wakes("+0m")
	sweeps := func() Sweeps {
		t.Helper()
		all, err := s.engine.Sweeps(t.Context())
		require.NoError(t, err)
		return all
	}
	rest := sweeps()
	assert.Equal(t, []int{4, 4, 4, 4}, []int{rest.Rules.Partitions, rest.Rules.Done, rest.Announced.Partitions, rest.Announced.Done})
	assert.Empty(t, rest.Announcements)

	s.engine.HoldSweep(true)
	s.hears(incident("rain", "河南", ""), arrives("P1", "coat"))
	begun := sweeps()
	assert.Zero(t, begun.Announced.Done)
	assert.True(t, begun.Announced.Held)
	assert.Equal(t, 4, begun.Rules.Done)
	require.Len(t, begun.Announcements, 2)
	assert.Equal(t, Announced{Event: "incident.declared", ID: "rain", At: begun.Announcements[0].At}, begun.Announcements[0])
	assert.Equal(t, "arrived P1", begun.Announcements[1].ID)

	require.NoError(t, s.engine.Swap(rulesFrom(t, strings.Replace(storms, "多保重", "保重", 1))))
	assert.Less(t, sweeps().Rules.Done, 4, "where nobody is there is nobody to ask")
	s.engine.HoldSweep(false)
	s.wakes("+1h")
	over := sweeps()
	assert.Equal(t, []int{4, 4, 4, 4}, []int{over.Rules.Asked, over.Rules.Done, over.Announced.Asked, over.Announced.Done}, "four customers in four partitions")
	assert.Empty(t, over.Announcements)
	s.approves("storm/care", "rain")
	assert.Equal(t, "[{ incident.declared rain}]", fmt.Sprint(short(sweeps().Announcements)), "everybody is told that it may go")
}

func short(all []Announced) (each []any) {
	for _, a := range all {
		each = append(each, struct{ Shop, Event, ID string }{a.Shop, a.Event, a.ID})
	}
	return each
}
