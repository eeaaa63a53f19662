package care

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// Whoever may not see names does not read what a customer wrote either: neither on the list
// of tasks nor in an explanation. The person who does the task reads it.
func TestOwnWords_任务里顾客写的话_没权看的人看不到(t *testing.T) {
	s := opens(t, `
flows:
  f: {title: 差评, about: order, purpose: service, via: [phone], rules: [{name: r, when: [review.created], send: {task: ask, within: 2h}}, {name: look, when: [review.created], send: {task: ask}, review: true}], choose: all}
texts: {ask: "#评价结果#：#评价详情#"}
`)
	s.hears(paid("T1"))
	s.at("+1m").hears(paid("T1", func(e *tiexin.Event) {
		e.ID, e.Type = "review", tiexin.EventReviewCreated
		e.Review = &tiexin.Review{ID: "r1", OrderID: "T1", Rating: tiexin.Bad, Text: "掉毛，\n客服骂人，我叫李雷"}
	}))
	for _, personal := range []bool{false, true} {
		want := "差评：***"
		if personal {
			want = "差评：掉毛，\n客服骂人，我叫李雷"
		}
		var scripts []string
		for task, err := range s.engine.OpenTasks(context.Background(), ListOptions{Personal: personal}) {
			require.NoError(t, err)
			scripts = append(scripts, task.Script)
		}
		assert.Equal(t, []string{want}, scripts)
		x, err := s.engine.explain(context.Background(), Key{Customer: "xiaowang"}, personal)
		require.NoError(t, err)
		said := x.about(t, "order", "T1", "look").Said
		require.NotNil(t, said)
		assert.Equal(t, want, said.Text)
	}
}
