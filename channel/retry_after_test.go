package channel_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// What is logged of an error is stripped of numbers. A span of time is none, however long.
func TestALongSpanToWaitIsReadable(t *testing.T) {
	for after, want := range map[time.Duration]string{
		37 * time.Second:              "throttled, to be tried again after 37s",
		1000*24*time.Hour - time.Hour: "throttled, to be tried again after 23999h0m0s",
		290 * 365 * 24 * time.Hour:    "throttled, to be tried again after 105850 days: busy",
		time.Duration(math.MaxInt64):  "throttled, to be tried again after 106751 days: busy",
	} {
		err := &channel.RetryAfter{After: after}
		if after > 1000*24*time.Hour {
			err.Err = errors.New("busy")
		}
		assert.EqualError(t, err, want)
		assert.Equal(t, want, discreet.Hide(err.Error()))
	}
}
