package webhook_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/webhook"
)

// A receiver written in Go verifies the request and lets each message count once.
func Example() {
	const secret = "a secret that both sides know"
	sent := map[string]bool{}
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := webhook.Verify(secret, r.Header, body, time.Now(), webhook.Tolerance); err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		var letter struct{ Message channel.Message }
		_ = json.Unmarshal(body, &letter)
		if key := r.Header.Get(webhook.KeyHeader); !sent[key] {
			sent[key] = true
			fmt.Println("sent:", letter.Message.Text)
		}
		_, _ = io.WriteString(w, `{"provider_id": "B1", "parts": 1}`)
	}))
	defer receiver.Close()

	sender := &webhook.Sender{Receiver: webhook.Receiver{URL: receiver.URL, Secret: secret}, Repeats: true}
	m := channel.Message{ID: "v1:/lili/pay/hurry/T1/0/1", CustomerID: "lili", Kind: channel.SMS, Text: "您抢的围巾还没付款"}
	for range 2 {
		receipt, err := sender.Send(context.Background(), m)
		fmt.Println(receipt.ProviderID, err)
	}

	sender.Secret = "another"
	_, err := sender.Send(context.Background(), m)
	fmt.Println(errors.Is(err, channel.ErrStopped), err)
	// Output:
	// sent: 您抢的围巾还没付款
	// B1 <nil>
	// B1 <nil>
	// true webhook: message v1:/lili/pay/hurry/T1/0/1: the channel is stopped: the receiver answered 401
}
