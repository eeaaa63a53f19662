package main

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
)

// statusOf is how far the only message to a customer has come.
func (s *shop) statusOf(customer string) string {
	s.settles()
	x, err := s.engine.Explain(s.Context(), care.Key{Customer: customer})
	require.NoError(s, err)
	if len(x.Said) != 1 {
		return fmt.Sprintf("%d messages", len(x.Said))
	}
	return x.Said[0].Status
}

// The provider reports twice, by itself: see provider.go.
func Test短信送到了_回执来两次也是一次(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(wangPays)
		assert.Equal(s, "delivered", s.statusOf("wang"))
		_, refused, err := s.outbox.length(s.Context())
		require.NoError(s, err)
		assert.Zero(s, refused)
	})
}

func Test回执比应答先到_也算数(t *testing.T) {
	atTen(t, func(s *shop) {
		s.sends = func(r smsRequest) int {
			answer := s.posts("/sms/receipts", fmt.Sprintf(`[{"out_id": %q, "delivered": true}]`, r.OutID))
			assert.Equal(s, http.StatusOK, answer.Code, "%s", answer.Body)
			return http.StatusOK
		}
		s.event(wangPays)
		assert.Equal(s, "delivered", s.statusOf("wang"))
	})
}

// The answer is lost after the provider has sent: the request comes again, under the same
// out_id, and the customer has the message once.
func Test应答丢了_再发还是同一条(t *testing.T) {
	atTen(t, func(s *shop) {
		var ids []string
		s.sends = func(r smsRequest) int {
			if ids = append(ids, r.OutID); len(ids) == 1 {
				return http.StatusBadGateway
			}
			return http.StatusOK
		}
		s.event(wangPays)
		s.passes(time.Hour)
		require.Len(s, ids, 2)
		assert.Equal(s, ids[0], ids[1])
		assert.Equal(s, "delivered", s.statusOf("wang"))
	})
}

func Test号码是空号_换旺旺说(t *testing.T) {
	atTen(t, func(s *shop) {
		s.sends = func(smsRequest) int { return http.StatusUnprocessableEntity }
		s.event(`{"id": "z1", "event": "order.paid", "at": "2026-11-11 10:00:00", "customer": {"id": "zhou", "nick": "老周", "wangwang": "老周", "mobile": "13900000004"},
			"order": {"id": "T9", "amount": "20.00"}}`)
		x, err := s.engine.Explain(s.Context(), care.Key{Customer: "zhou"})
		require.NoError(s, err)
		require.Len(s, x.Said, 1)
		assert.Equal(s, "wangwang", x.Said[0].Via)
		assert.Contains(s, s.page("/why?customer=zhou"), "bad number")
	})
}

func Test回执说没送到_换不了渠道就到此为止(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(wangPays)
		var id string
		for id = range s.provider.took {
		}
		assert.Equal(s, http.StatusOK, s.posts("/sms/receipts", fmt.Sprintf(`[{"out_id": %q, "reason": "absent"}, {"out_id": "nobody's"}]`, id)).Code)
		s.passes(time.Hour)
		assert.Len(s, s.sent(), 1)
	})
}

func Test没钱了_渠道停下_充值以后接着发(t *testing.T) {
	atTen(t, func(s *shop) {
		s.sends = func(smsRequest) int { return http.StatusPaymentRequired }
		s.event(wangPays)
		s.passes(time.Minute)
		sick := s.asks(s.pages(), http.MethodGet, "/health", "", nil)
		assert.Equal(s, http.StatusServiceUnavailable, sick.Code)
		assert.Contains(s, sick.Body.String(), `"sick":["有渠道停下了"]`)
		assert.Contains(s, s.page("/"), "短信（the account is empty: the channel is stopped）")
		s.mu.Lock()
		s.sends = nil
		s.mu.Unlock()
		s.passes(time.Hour)
		assert.Len(s, s.sent(), 1)
		assert.Contains(s, s.page("/health"), `"sick":[]`)
	})
}

// Replies name a number. Who writes TD hears nothing more.
func Test顾客回复TD_以后不再发(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(wangOrders)
		s.passes(31 * time.Minute)
		require.Len(s, s.sent(), 1)
		for range 2 {
			answer := s.posts("/sms/replies", `[{"id": "r1", "phone": "13900000002", "text": "TD"}, {"id": "r2", "phone": "13911112222", "text": "TD"}]`)
			assert.Equal(s, http.StatusOK, answer.Code, "%s", answer.Body)
		}
		s.wangHearsNoMore()
	})
}

// wangHearsNoMore pays in 老王's name, and nobody thanks him by SMS.
func (s *shop) wangHearsNoMore() {
	s.Helper()
	s.event(`{"id": "w5", "event": "order.paid", "at": "2026-11-11 10:31:00", "customer": "wang", "order": {"id": "T1", "amount": "89.00"}}`)
	s.passes(time.Hour)
	assert.Len(s, s.sent(), 1)
	assert.Contains(s, s.page("/why?customer=wang"), "没有可用的渠道")
}

// A provider need not number its replies, and writes numbers as it likes. Whatever is lost
// here, somebody goes on getting messages who has said that they want none.
func Test回复没有编号_号码带国家码_退订也不丢(t *testing.T) {
	for _, phone := range []string{"13900000002", "+8613900000002", "8613900000002", "+86 139-0000-0002"} {
		atTen(t, func(s *shop) {
			s.event(wangOrders)
			s.passes(31 * time.Minute)
			require.Len(s, s.sent(), 1)
			for _, text := range []string{"在吗", "TD"} {
				answer := s.posts("/sms/replies", fmt.Sprintf(`[{"phone": %q, "text": %q}]`, phone, text))
				assert.Equal(s, http.StatusOK, answer.Code, "%s", answer.Body)
				s.passes(time.Second)
			}
			s.wangHearsNoMore()
		})
	}
}

// A reply that has no number of its own is one however often it comes, as long as it says
// when it was written.
func TestAReplyWithoutAnIDIsToldApartByWhatItSays(t *testing.T) {
	at := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	first := reply{Phone: "13900000002", Text: "TD", At: at.Unix()}
	id := func(c reply, at time.Time) string { return c.id(secret, at) }
	written, later := first, first
	written.Phone, later.Text = "+86 13900000002", "在吗"
	assert.Equal(t, id(first, at), id(written, at))
	assert.NotEqual(t, id(first, at), id(first, at.Add(time.Second)))
	assert.NotEqual(t, id(first, at), id(later, at))
	assert.NotContains(t, id(first, at), "TD")
	assert.NotContains(t, id(first, at), "13900000002")
}

// A list is not lost for the fault of one.
func Test一批里有错的_其余照收(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(wangOrders)
		s.passes(31 * time.Minute)
		require.Len(s, s.sent(), 1)
		for range 2 {
			answer := s.posts("/sms/replies", `[{"id": 7, "phone": "13900000002", "text": "在吗"}, {"id": "r1", "phone": "13900000002", "text": "TD"},
				{"id": "r2", "phone": "13900000002", "text": "好", "at": 1794650400000}, {"id": "r3", "text": "谁呀"}]`)
			assert.Equal(s, http.StatusBadRequest, answer.Code)
			for _, said := range []string{"item 1:", "item 3:", "item 4: it names no phone", "the others were taken in"} {
				assert.Contains(s, answer.Body.String(), said)
			}
			assert.NotContains(s, answer.Body.String(), "item 2:")
			s.settles()
		}
		s.wangHearsNoMore()

		var id string
		for id = range s.provider.took {
		}
		answer := s.posts("/sms/receipts", fmt.Sprintf(`["?", {"out_id": %q, "reason": "absent"}]`, id))
		assert.Equal(s, http.StatusBadRequest, answer.Code)
		assert.Contains(s, answer.Body.String(), "item 1:")
		assert.Equal(s, http.StatusBadRequest, s.posts("/sms/receipts", `{}`).Code, "not a list at all")

		require.NoError(s, s.books.db.Close())
		assert.Equal(s, http.StatusServiceUnavailable, s.posts("/sms/replies", `[{"id": 7}, {"id": "r4", "phone": "13900000002"}]`).Code, "nothing was taken in")
	})
}
