package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/rule"
)

// A rule that waits for the customer's stage waits for a day, and for no event.
func TestARuleAboutTheStageGoesByTime(t *testing.T) {
	set, problems := rule.Load(rule.File{Name: "r.yaml", Data: []byte(`
version: 1
flows:
  back: {title: 召回, about: customer, purpose: service, via: [wangwang], rules: [{name: r, if: customer.stage == 'lapsing', send: hi}, {name: s, if: has_tag('a'), send: hi}]}
texts: {hi: 您好}
`)})
	require.NoError(t, problems.Err())
	r, _ := set.Rule("back/r")
	assert.Equal(t, []string{"到条件成立的那天"}, begins(r, false))
	s, _ := set.Rule("back/s")
	assert.Equal(t, []string{"一有动静就看"}, begins(s, false))
}
