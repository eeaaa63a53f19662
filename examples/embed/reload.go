package main

import (
	"sync/atomic"
	"time"
)

// A reload remembers how the last change of the rules went, for the pages.
type reload struct{ last atomic.Pointer[reloaded] }

type reloaded struct {
	At      time.Time
	Problem string // why the change was refused; empty: it was taken
}

func (r *reload) done(err error) {
	last := reloaded{At: time.Now()}
	if err != nil {
		last.Problem = err.Error()
	}
	r.last.Store(&last)
}
