package sms

import (
	"context"
	"sync"
)

// Alone waits until nobody in this process is at work on a message, and gives what ends the
// own work on it. The context's error says that it ended first. Over replicas the engine
// hands a message over from one of them only.
func Alone(ctx context.Context, key string) (done func(), err error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		mine := make(chan struct{})
		other, busy := atWork.LoadOrStore(key, mine)
		if !busy {
			return func() { atWork.Delete(key); close(mine) }, nil
		}
		select {
		case <-other.(chan struct{}):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

var atWork sync.Map // the key of a message → a channel that is closed when it is let go
