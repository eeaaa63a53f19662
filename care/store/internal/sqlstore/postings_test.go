package sqlstore

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/care"
)

func Test一笔提交里同一封信写了两次_后一次算数(t *testing.T) {
	commits := []care.Commit{
		{Cancel: []string{"gone", "again", "gone"}, Send: []care.Posting{{ID: "a", Body: []byte("1")}, {ID: "again"}, {ID: "a", Body: []byte("2")}}},
		{Send: []care.Posting{{ID: "b"}}},
	}
	c := ChangesOf(commits)
	assert.False(t, c.Entangled)
	assert.Equal(t, []Cancelled{{0, "gone"}}, c.Cancel)
	var sent []string
	for _, m := range c.Send {
		sent = append(sent, m.ID+string(m.Body))
	}
	assert.Equal(t, []string{"again", "a2", "b"}, sent)
}

func Test两笔提交动了同一封信_要一笔一笔来(t *testing.T) {
	for name, second := range map[string]care.Commit{"sends it": {Send: []care.Posting{{ID: "a"}}}, "cancels it": {Cancel: []string{"a"}}} {
		t.Run(name, func(t *testing.T) {
			assert.True(t, ChangesOf([]care.Commit{{Send: []care.Posting{{ID: "a"}}}, second}).Entangled)
		})
	}
	assert.Zero(t, ChangesOf([]care.Commit{{}, {}}))
}

func Test话里有数据库不收的字_去掉再记(t *testing.T) {
	assert.Equal(t, "busy", Text("bu\x00s\xffy", 100))
	assert.Equal(t, "贴", Text("贴心", 5), "no half of a character")
}
