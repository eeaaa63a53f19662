package care

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/source"
)

// said are the words of an error, on one line and without what is personal.
func said(err error, striker *discreet.Striker) string {
	return source.OneLine(striker.Strike(fmt.Sprint(err))) // it may be nil inside, and panic
}

// reasonOf is why something failed for good, in the provider's words; empty when it
// has none.
func reasonOf(err error, striker *discreet.Striker) string {
	var final *channel.Final
	switch {
	case errors.As(err, &final) && final.Err != nil:
		return said(fmt.Errorf("%s: %w", final.Reason, final.Err), striker)
	case final != nil:
		return said(errors.New(final.Reason), striker)
	case err == channel.ErrUndeliverable, err == channel.ErrTooLate:
		return ""
	}
	return said(err, striker)
}

// panicked is what may be logged of a panic of the host's: its type, and what Go
// itself says. What else it says may hold anything.
func panicked(r any) string {
	if fault, ok := r.(runtime.Error); ok {
		return fault.Error()
	}
	return fmt.Sprintf("%T", r)
}

// placeOfPanic is where the host's code panicked: "main.go:42". It is asked in the
// function that recovers.
func placeOfPanic() string {
	var callers [64]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers[:])])
	for panics := false; ; {
		f, more := frames.Next()
		switch {
		case strings.HasPrefix(f.Function, "runtime."):
			panics = panics || f.Function == "runtime.gopanic"
		case panics:
			return fmt.Sprintf("%s:%d", f.File[strings.LastIndexByte(f.File, '/')+1:], f.Line)
		}
		if !more {
			return ""
		}
	}
}
