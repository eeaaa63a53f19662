package care

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/source"
)

// strikerFor knows what is personal about a posting: what the message or task says
// and where it goes, and what is remembered of its customer. It strikes that out of
// what a provider, a desk or a panic says.
func (s *shard) strikerFor(ctx context.Context, p *Posting, body envelope) *discreet.Striker {
	striker := new(discreet.Striker)
	if m := body.Message; m != nil {
		tellAddress(striker, m.Address)
		striker.Addresses(m.Text)
		for _, value := range m.Values {
			striker.Words(value)
		}
	}
	if t := body.Task; t != nil {
		tellAddress(striker, t.Address)
		striker.Addresses(t.Script)
	}
	_ = s.engine.read(ctx, p.Key, func(_ Key, _ Record, mem *remember.Customer) { mem.TellPersonal(striker) })
	return striker
}

func tellAddress(s *discreet.Striker, a channel.Address) {
	s.Addresses(a.Phone.Number, a.Phone.OAID)
	if a.Kind != channel.Visit { // there it is the customer's id
		s.Addresses(a.To)
	}
}

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
