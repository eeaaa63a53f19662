package channeltest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// Webhook is a receiver as the documentation of package webhook describes it. It
// verifies by the Secret, and pushes signed lists of reports.
type Webhook struct {
	Fake
	Secret string
	// Repeats counts requests with the same Idempotency-Key once, and answers a
	// repetition with the first answer.
	Repeats bool

	answers sync.Map // Idempotency-Key → the answer to what was taken
}

// ServeHTTP answers a request.
func (p *Webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.serve(w, r, p.answer) }

func (p *Webhook) answer(c *Call) answer {
	if !webhookSigned(p.Secret, c, p.clock()) {
		return asJSON(http.StatusUnauthorized, map[string]string{"reason": "the signature does not match"})
	}
	var letter struct{ Message *channel.Message }
	if json.Unmarshal(c.Body, &letter) != nil || letter.Message == nil {
		return asJSON(http.StatusBadRequest, map[string]string{"reason": "the message is missing"})
	}
	m, key := letter.Message, c.Header.Get("Idempotency-Key")
	if known, taken := p.answers.Load(key); taken && p.Repeats {
		return known.(answer)
	}
	b := p.do(c, m.Address.To)
	switch {
	case b.throttled():
		return asJSON(http.StatusTooManyRequests, map[string]any{"kind": "retry", "retry_after": 60})
	case b.refusal() != "":
		return asJSON(http.StatusOK, map[string]string{"kind": b.refusal(), "reason": "refused for " + m.Address.To, "cause": "address"})
	case !b.takes():
		return answer{}
	}
	taken := asJSON(http.StatusOK, map[string]any{"provider_id": "W" + channel.ShortID(m.ID)[:8], "parts": 1})
	if p.Repeats {
		if known, again := p.answers.LoadOrStore(key, taken); again { // two at the same time
			return known.(answer)
		}
	}
	p.reach(m.ID)
	p.report(map[string]any{"id": m.ID, "event": "delivered", "at": p.clock().Format(time.RFC3339), "parts": 1})
	return taken
}

// Reply makes a customer answer a message: the next Push pushes it.
func (p *Webhook) Reply(id, text string) {
	header, body := p.signed(map[string]any{"id": id, "event": "replied", "at": p.clock().Format(time.RFC3339), "text": text})
	p.later(p.Receipts.URL, header, body)
}

func (p *Webhook) report(r map[string]any) { p.receipt(p.signed(r)) }

func (p *Webhook) signed(report map[string]any) (http.Header, []byte) {
	a := asJSON(0, []any{report})
	timestamp := fmt.Sprint(p.clock().Unix())
	a.Header.Set("Tiexin-Timestamp", timestamp)
	a.Header.Set("Tiexin-Signature", webhookSignature(p.Secret, timestamp, a.Body))
	return a.Header, a.Body
}
