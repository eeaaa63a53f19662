package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/tiexin-go/tiexin/care/vars"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := start(ctx, os.Args[1:]); err != nil {
		slog.Error("the host stopped", "error", err)
		os.Exit(1)
	}
}

// start reads the command line and does what it says.
func start(ctx context.Context, args []string) error {
	var c config
	flags := flag.NewFlagSet("embed", flag.ExitOnError)
	flags.StringVar(&c.rules, "rules", "rules", "the folder of rules; changes in it are taken up within seconds")
	flags.StringVar(&c.data, "data", "data", "the folder of what the host keeps over SQLite: the store, the shop's tables, and the secret when $SHOP_SECRET has none")
	flags.StringVar(&c.sms, "sms", "", "the URL of the provider of SMS; empty: one that only pretends")
	flags.StringVar(&c.store, "store", "", "postgres://… or mysql://… for the store and the shop's tables; empty: $SHOP_STORE, and without that SQLite in the folder of -data")
	flags.StringVar(&c.owner, "owner", "", "the name of this process among those that share a store on a server; the same after a restart, and unique")
	migrate := flags.Bool("migrate", false, "make the tables of the store and of the shop, or bring them up to date, and end")
	listen := flags.String("listen", "localhost:8080", "where webhooks are taken in")
	pages := flags.String("pages", "localhost:8081", "where the pages for the shop's people are; put a login before it")
	post := flags.String("post", "", "sign the event in this file and post it to a host that runs; without a time it happens at this moment")
	if err := flags.Parse(args); err != nil {
		return err
	}
	c.store = cmp.Or(c.store, os.Getenv(storeVariable))
	c.client = &http.Client{Timeout: 10 * time.Second}
	if *migrate {
		db, err := openDatabase(ctx, c, true)
		if err != nil {
			return err
		}
		return db.close()
	}
	var err error
	if c.secret, err = secretOf(c); err != nil {
		return err
	}
	if *post != "" {
		return postFile(ctx, os.Stdout, c, "http://"+*listen+"/events", *post)
	}
	return serve(ctx, c, *listen, *pages)
}

// serve opens the host, and takes in requests until the context ends. Then it takes no
// more, finishes what is under way, and gives everything back.
func serve(ctx context.Context, c config, listen, pages string) (err error) {
	webhooks, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	if c.sms == "" {
		stub, err := net.Listen("tcp", "localhost:0")
		if err != nil {
			return err
		}
		defer stub.Close()
		c.sms = "http://" + stub.Addr().String()
		go func() {
			_ = http.Serve(stub, &provider{reports: "http://" + webhooks.Addr().String() + "/sms/receipts", client: c.client, secret: c.secret})
		}()
	}
	h, err := open(ctx, c)
	if err != nil {
		return errors.Join(err, webhooks.Close())
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if err := vars.Publish("care", h.engine); err != nil {
		return errors.Join(err, webhooks.Close())
	}
	desk, err := net.Listen("tcp", pages)
	if err != nil {
		return errors.Join(err, webhooks.Close())
	}
	slog.Info("the host is open", "webhooks", "http://"+webhooks.Addr().String(), "pages", "http://"+desk.Addr().String(), "data", c.data)
	if err = together(ctx, listener(webhooks, h.webhooks()), listener(desk, h.pages()), h.work); ctx.Err() != nil {
		err = nil // it was asked to
	}
	return err
}

// listener serves until its context ends, and lets requests that are under way finish.
func listener(on net.Listener, handler http.Handler) func(context.Context) error {
	return func(ctx context.Context) error {
		server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute}
		failed := make(chan error, 1)
		go func() { failed <- server.Serve(on) }()
		select {
		case err := <-failed:
			return err
		case <-ctx.Done():
			last, done := context.WithTimeout(context.WithoutCancel(ctx), grace)
			defer done()
			return server.Shutdown(last)
		}
	}
}

// What a command line would show to everybody on the machine may stand in the environment.
const (
	storeVariable  = "SHOP_STORE"  // in place of -store
	secretVariable = "SHOP_SECRET" // in place of the file in the folder of -data
)

// secretOf is the secret by which requests are signed and numbers hidden. Over a database
// server it has to be given: replicas share it.
func secretOf(c config) ([]byte, error) {
	given := bytes.TrimSpace([]byte(os.Getenv(secretVariable)))
	switch {
	case len(given) >= 16:
		return given, nil
	case len(given) > 0:
		return nil, fmt.Errorf("%s holds fewer than 16 characters", secretVariable)
	case c.store != "":
		return nil, fmt.Errorf("over a database server no secret is made: set %s, to the same for every replica and every start", secretVariable)
	}
	return secretIn(c.data)
}

// secretIn reads the secret of a folder, and makes one the first time.
func secretIn(data string) ([]byte, error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	name := filepath.Join(data, "secret")
	secret, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		secret = []byte(rand.Text())
		err = os.WriteFile(name, secret, 0o600)
	}
	secret = bytes.TrimSpace(secret)
	if err == nil && len(secret) < 16 {
		err = fmt.Errorf("%s holds fewer than 16 characters; remove it, and the next start makes one", name)
	}
	return secret, err
}

// postFile signs an event and posts it, as the shop's platform would, and writes the answer.
// An event without a time happens at this moment.
func postFile(ctx context.Context, w io.Writer, c config, url, file string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var event map[string]json.RawMessage
	if err := json.Unmarshal(body, &event); err == nil && event["at"] == nil {
		event["at"] = json.RawMessage(strconv.Quote(time.Now().Format(time.RFC3339)))
		if body, err = json.Marshal(event); err != nil {
			return err
		}
	}
	call, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	sign(call.Header, c.secret, body, time.Now())
	answer, err := c.client.Do(call)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var said bytes.Buffer
	_, err = said.ReadFrom(answer.Body)
	fmt.Fprintln(w, answer.Status, strings.TrimSpace(said.String()))
	return err
}
