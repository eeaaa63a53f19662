package channeltest_test

import (
	"testing"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

func TestNewShelf(t *testing.T) {
	channeltest.TestShelf(t, func(_ *testing.T, now func() time.Time) channel.Shelf { return channel.NewShelf(now) })
}
