package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// sms sends by registered texts to a provider that is asked over HTTP: the rule file binds
// each text to its template, and the message carries code and variables. The provider gets
// its ID as out_id: it sends nothing twice under one, so a request whose answer
// was lost is sent again. Receipts name it, too.
type sms struct {
	url    string
	client *http.Client
	books  *books
	secret []byte
}

// A request to the provider is what it needs for one message.
type smsRequest struct {
	OutID     string            `json:"out_id"`
	Phone     string            `json:"phone"`
	Signature string            `json:"signature"`
	Template  string            `json:"template"`
	Params    map[string]string `json:"params"`
}

// Send implements channel.Sender. When the host stops, a request that is under way is
// finished, or ends with the client's timeout: cut short it would be sent again.
func (s *sms) Send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	ctx = context.WithoutCancel(ctx)
	if m.Template == "" {
		return channel.Receipt{}, &channel.Final{Reason: "the rules bind SMS to no template"}
	}
	params := map[string]string{}
	for _, p := range m.Params {
		params[p.Key] = p.Value
	}
	// Whose message it is stands in the books before the provider has it: no receipt can
	// come before that.
	_, err := s.books.exec(ctx, s.books.db, s.books.ignoring(`INSERT INTO shop_sms (id, shop, customer, phone, sent_at) VALUES (?, ?, ?, ?, ?)`),
		m.ID, m.Shop, m.CustomerID, hiddenPhone(s.secret, m.Address.To), time.Now().UnixMilli())
	if err != nil {
		return channel.Receipt{}, err
	}
	return s.post(ctx, smsRequest{OutID: m.ID, Phone: m.Address.To, Signature: m.Signature, Template: m.Template, Params: params})
}

func (s *sms) post(ctx context.Context, request smsRequest) (channel.Receipt, error) {
	body, err := json.Marshal(request)
	if err != nil {
		return channel.Receipt{}, err
	}
	call, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return channel.Receipt{}, err
	}
	answer, err := s.client.Do(call)
	if err != nil {
		return channel.Receipt{}, fmt.Errorf("the provider of SMS: %w", err)
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
		var receipt channel.Receipt
		return receipt, json.NewDecoder(answer.Body).Decode(&receipt)
	case http.StatusUnprocessableEntity:
		return channel.Receipt{}, &channel.Final{Reason: "bad number"}
	case http.StatusPaymentRequired:
		return channel.Receipt{}, fmt.Errorf("the account is empty: %w", channel.ErrStopped)
	case http.StatusTooManyRequests:
		return channel.Receipt{}, &channel.RetryAfter{After: time.Minute}
	default:
		return channel.Receipt{}, fmt.Errorf("the provider of SMS answers %s", answer.Status)
	}
}

// hiddenPhone stands for a number in the books: replies come by number, and the table
// holds none. However a number is written, it is the same.
func hiddenPhone(secret []byte, number string) string {
	if p, err := tiexin.ParsePhone(number); err == nil && p.Number != "" && p.Extension == "" {
		number = p.Number
	}
	return keyedHash(secret, "phone "+number)
}

func keyedHash(secret []byte, text string) string {
	h := hmac.New(sha256.New, secret)
	_, _ = h.Write([]byte(text))
	return hex.EncodeToString(h.Sum(nil))
}

// wangwang is where a shop calls its messenger.
func wangwang(_ context.Context, m channel.Message) (channel.Receipt, error) {
	slog.Info("sent", "message", m)
	return channel.Receipt{}, nil
}
