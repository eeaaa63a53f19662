package main

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/tiexin-go/tiexin"
)

// largest is the most that a request may hold.
const largest = 1 << 20

// A webhook takes in signed requests of one kind. What each answer means stands in
// README.md.
type webhook struct {
	secret []byte
	books  *books
	// read makes events of a body. None: there is nothing to take in, and that is no fault.
	// With faultyItems as its error the events are to be taken in all the same.
	read func(r *http.Request, body []byte) ([]tiexin.Event, error)
}

func (h webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largest))
	if err == nil {
		err = checkSignature(r.Header, h.secret, body, time.Now())
	}
	var events []tiexin.Event
	if err == nil {
		events, err = h.read(r, body)
	}
	_, some := errors.AsType[faultyItems](err)
	if (err == nil || some) && len(events) > 0 {
		if lost := h.books.take(r.Context(), events...); lost != nil {
			err = lost
		}
	}
	_, faulty := errors.AsType[*tiexin.EventError](err)
	_, tooLarge := errors.AsType[*http.MaxBytesError](err)
	switch {
	case err == nil: // 200: it is durable
	case errors.Is(err, errSignature):
		http.Error(w, err.Error(), http.StatusUnauthorized)
	case tooLarge:
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
	case faulty, errors.Is(err, errReport):
		http.Error(w, err.Error(), http.StatusBadRequest)
	default:
		slog.Error("a request was not taken in", "path", r.URL.Path, "error", err)
		w.Header().Set("Retry-After", "5")
		http.Error(w, "not taken in; send it again", http.StatusServiceUnavailable)
	}
}

// oneEvent reads a body that is an event.
func oneEvent(_ *http.Request, body []byte) ([]tiexin.Event, error) {
	event, err := tiexin.DecodeEvent(body, nil)
	if err != nil {
		return nil, err
	}
	return []tiexin.Event{event}, nil
}
