package channel_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/channel"
)

func TestAShelfWithoutClockOrContext(t *testing.T) {
	s := channel.NewShelf(nil)
	assert.NoError(t, s.Put(t.Context(), channel.Memo{Key: "k", Value: "v", Until: time.Now().Add(time.Hour)}))
	found, err := s.Get(t.Context(), "k")
	assert.NoError(t, err)
	assert.Len(t, found, 1)
	var none context.Context
	assert.EqualError(t, s.Put(none, channel.Memo{}), "channel: the context is nil; give context.Background()")
	_, err = s.Get(none, "k")
	assert.EqualError(t, err, "channel: the context is nil; give context.Background()")
}
