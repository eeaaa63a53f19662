package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// A provider stands for a provider of SMS, so that the example runs by itself: it takes
// requests, sends nothing twice under one out_id, and reports twice that each was delivered.
type provider struct {
	reports string // where receipts are posted to
	client  *http.Client
	secret  []byte

	mu   sync.Mutex
	took map[string]smsRequest
	busy sync.WaitGroup
}

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var request smsRequest
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil || request.OutID == "" {
		http.Error(w, "not a request", http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	_, known := p.took[request.OutID]
	if p.took == nil {
		p.took = map[string]smsRequest{}
	}
	p.took[request.OutID] = request
	p.mu.Unlock()
	if !known {
		slog.Info("the provider sends", "out_id", request.OutID, "template", request.Template)
		p.busy.Go(func() { p.report(receipt{OutID: request.OutID, Delivered: true, At: time.Now().Unix()}) })
	}
	_ = json.NewEncoder(w).Encode(channel.Receipt{ProviderID: "biz-" + request.OutID, Parts: 1})
}

// report posts a receipt, twice as providers do. What is not answered 200 is lost: the real
// ones try again.
func (p *provider) report(c receipt) {
	body, _ := json.Marshal([]receipt{c})
	for range 2 {
		call, err := http.NewRequest(http.MethodPost, p.reports, bytes.NewReader(body))
		if err != nil {
			slog.Error("a receipt", "error", err)
			return
		}
		sign(call.Header, p.secret, body, time.Now())
		answer, err := p.client.Do(call)
		if err != nil {
			slog.Error("a receipt", "error", err)
			continue
		}
		_ = answer.Body.Close()
	}
}
