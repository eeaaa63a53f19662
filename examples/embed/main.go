package main

import (
	"context"
	"embed"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

//go:embed rules.yaml
var files embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	engine, err := newEngine(channel.SenderFunc(send), channel.TaskFunc(open))
	if err == nil {
		err = run(ctx, engine, &http.Server{Addr: "localhost:8080", Handler: webhook{engine}, ReadHeaderTimeout: 5 * time.Second})
	}
	if err != nil {
		slog.Error("the host stopped", "error", err)
		os.Exit(1)
	}
}

// newEngine loads the rules and says who carries messages and tasks. What is
// decided is logged by order and rule; texts, names and numbers are not.
func newEngine(messages channel.Sender, tasks channel.TaskDesk) (*care.Engine, error) {
	rules, err := care.Load(files, "rules.yaml")
	if err != nil {
		return nil, err
	}
	return care.New(rules, care.Options{
		Senders: map[channel.Kind]channel.Sender{channel.Wangwang: messages, channel.SMS: messages},
		Tasks:   tasks,
		Logger:  slog.Default(),
		Observe: func(o care.Outcome) {
			slog.Info("decided", "order", o.Subject, "rule", o.Path(), "verdict", o.Verdict, "reason", o.Reason)
		},
	})
}

// run takes in events and lets time pass until the context ends. Then it takes
// no more, waits for what is under way, and gives the store back.
func run(ctx context.Context, engine *care.Engine, server *http.Server) error {
	ctx, stop := context.WithCancelCause(ctx)
	go func() { stop(server.ListenAndServe()) }()
	stop(engine.Run(ctx))
	err := context.Cause(ctx) // why it stopped first
	if errors.Is(err, context.Canceled) {
		err = nil // it was asked to
	}
	grace, done := context.WithTimeout(context.Background(), 10*time.Second)
	defer done()
	return errors.Join(err, server.Shutdown(grace), engine.Close(grace))
}

// A webhook takes in one event with each request. It answers 200 when event and
// decisions are stored, 400 when the event cannot be meant and sending it again
// is useless, 500 when it should come again.
type webhook struct{ engine *care.Engine }

func (h webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	var event tiexin.Event
	if err == nil {
		event, err = tiexin.DecodeEvent(body, nil)
	}
	if err == nil {
		_, err = h.engine.Handle(r.Context(), event)
	}
	_, faulty := errors.AsType[*tiexin.EventError](err)
	_, tooLarge := errors.AsType[*http.MaxBytesError](err)
	switch {
	case faulty || tooLarge:
		http.Error(w, err.Error(), http.StatusBadRequest)
	case err != nil:
		slog.Error("an event was not taken in", "error", err)
		http.Error(w, "not taken in; send it again", http.StatusInternalServerError)
	}
}

// send is where a shop calls the provider of its messages.
func send(_ context.Context, m channel.Message) (channel.Receipt, error) {
	slog.Info("sent", "message", m)
	return channel.Receipt{}, nil
}

// open is where a shop writes into its agents' task list.
func open(_ context.Context, t channel.Task) error {
	slog.Info("to do", "task", t)
	return nil
}
