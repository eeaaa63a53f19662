package main

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

//go:embed rules.yaml
var files embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", "localhost:8080")
	if err == nil {
		err = serve(ctx, listener, logged{slog.Default()})
	}
	if err != nil {
		slog.Error("the host stopped", "error", err)
		os.Exit(1)
	}
}

// A carrier brings messages and tasks to where they belong.
type carrier interface {
	channel.Sender
	channel.TaskDesk
}

// serve takes in events and lets time pass until the context ends. Then it takes
// no more, waits for what is under way, and gives the store back.
func serve(ctx context.Context, listener net.Listener, c carrier) error {
	engine, err := newEngine(c)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: webhook{engine}, ReadHeaderTimeout: 5 * time.Second}
	ctx, cancel := context.WithCancelCause(ctx)
	var running sync.WaitGroup
	running.Go(func() { cancel(engine.Run(ctx)) })
	running.Go(func() { cancel(server.Serve(listener)) })
	<-ctx.Done()

	grace, done := context.WithTimeout(context.Background(), 10*time.Second)
	defer done()
	err = server.Shutdown(grace)
	running.Wait()
	if why := context.Cause(ctx); !errors.Is(why, context.Canceled) {
		err = errors.Join(why, err)
	}
	return errors.Join(err, engine.Close(grace))
}

// newEngine loads the rules and says who carries what.
func newEngine(c carrier) (*care.Engine, error) {
	rules, err := care.Load(files, "rules.yaml")
	if err != nil {
		return nil, err
	}
	return care.New(rules, care.Options{
		Senders: map[channel.Kind]channel.Sender{channel.Wangwang: c, channel.SMS: c},
		Tasks:   c,
		Logger:  slog.Default(),
	})
}
