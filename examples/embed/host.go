package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// A config is what the host is told on its command line.
type config struct {
	rules  string // the folder of rules
	data   string // the folder of what the host keeps
	store  string // the URL of a database server; empty: SQLite in data
	owner  string // the name of this process among those that share a store
	secret []byte // for signatures, and to hide numbers
	sms    string // the URL of the provider of SMS
	client *http.Client
}

// A host is the shop's backend as far as customer care goes.
type host struct {
	rules  fs.FS
	secret []byte
	database
	engine *care.Engine
	sms    *sms
	desk   desk
	outbox *outbox // nil: the store has one
	reload reload
}

// patterns are the rule files of the folder.
const patterns = "*.yaml"

// open opens the database, loads the rules and makes the engine. Nothing happens before
// work.
func open(ctx context.Context, c config) (_ *host, err error) {
	h := &host{rules: os.DirFS(c.rules), secret: c.secret}
	if h.database, err = openDatabase(ctx, c, false); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.close())
		}
	}()
	if err := h.decides(c); err != nil {
		return nil, err
	}
	if h.own {
		if h.outbox, err = newOutbox(ctx, h.books, h.engine); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// decides loads the rules and makes the engine.
func (h *host) decides(c config) error {
	h.desk = desk{h.books}
	h.sms = &sms{url: c.sms, client: c.client, books: h.books, secret: c.secret}
	rules, err := care.Load(h.rules, patterns)
	if err != nil {
		return err
	}
	h.engine, err = care.New(rules, care.Options{
		Store:   h.store,
		Owner:   c.owner,
		Senders: map[channel.Kind]channel.Sender{channel.Wangwang: channel.SenderFunc(wangwang), channel.SMS: h.sms},
		Tasks:   h.desk,
		Journal: new(care.JournalOptions), // so that the page tells of yesterday
		Logger:  slog.Default(),
		Observe: func(o care.Outcome) {
			slog.Info("decided", "subject", o.Subject, "rule", o.Path(), "verdict", o.Verdict, "reason", o.Reason)
		},
	})
	return err
}

// swap takes new rules. Those with an SMS text that the provider does not have do not load.
func (h *host) swap(rules *care.Rules) error {
	h.reload.done(nil)
	return h.engine.Swap(rules)
}

// work lets time pass: it drains the outbox, runs the engine and watches the rules. It
// returns when the context ends, or one of them fails, and everything that was under
// way is finished.
func (h *host) work(ctx context.Context) error {
	watch := func(ctx context.Context) error {
		return care.Watch(ctx, h.engine, h.rules, care.WatchOptions{Swap: h.swap, Failed: h.reload.done, Fixed: func() { h.reload.done(nil) }}, patterns)
	}
	workers := []func(context.Context) error{h.engine.Run, watch}
	if h.outbox != nil {
		workers = append(workers, h.outbox.run)
	}
	err := together(ctx, workers...)
	if ctx.Err() != nil {
		err = nil // it was asked to
	}
	return err
}

// together runs all until the first ends, ends the others, and waits for them.
func together(ctx context.Context, all ...func(context.Context) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ended := make(chan struct{})
	for _, run := range all {
		go func() {
			stop(run(ctx))
			ended <- struct{}{}
		}()
	}
	for range all {
		<-ended
	}
	return context.Cause(ctx)
}

// grace is how long the host takes to stop.
const grace = 20 * time.Second

// close gives everything back, in the order in which nothing is used after it is gone.
func (h *host) close() error {
	ctx, done := context.WithTimeout(context.Background(), grace)
	defer done()
	var problems []error
	if h.engine != nil {
		problems = append(problems, h.engine.Close(ctx))
	}
	if err := errors.Join(append(problems, h.database.close())...); err != nil {
		return fmt.Errorf("the host did not stop well: %w", err)
	}
	return nil
}

// webhooks are what machines post to.
func (h *host) webhooks() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /events", webhook{h.secret, h.books, oneEvent})
	mux.Handle("POST /sms/receipts", webhook{h.secret, h.books, h.books.receipts})
	mux.Handle("POST /sms/replies", webhook{h.secret, h.books, h.books.replies(h.secret)})
	return mux
}
