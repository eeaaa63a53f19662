package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// A webhook takes in one event with each request and answers what was decided.
type webhook struct{ engine *care.Engine }

// largest is the size of a body that is taken in.
const largest = 1 << 20

// ServeHTTP answers 200 when event and decisions are stored, 400 or 413 when the
// event cannot be meant or is too large and sending it again is useless, 503 when
// it should come again.
func (h webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largest))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	case err != nil: // the line was cut: nobody knows yet what it would have said
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	event, err := tiexin.DecodeEvent(body, nil)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	outcomes, err := h.engine.Handle(r.Context(), event)
	var faulty *tiexin.EventError
	switch {
	case errors.As(err, &faulty):
		http.Error(w, err.Error(), http.StatusBadRequest)
	case err != nil:
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(append([]care.Outcome{}, outcomes...)) // [] for a repetition
	}
}

// logged carries everything into the log, where names and numbers are hidden.
type logged struct{ log *slog.Logger }

func (l logged) Send(_ context.Context, m channel.Message) (channel.Receipt, error) {
	l.log.Info("sent", "message", m)
	return channel.Receipt{}, nil
}

func (l logged) Open(_ context.Context, t channel.Task) error {
	l.log.Info("to do", "task", t)
	return nil
}
