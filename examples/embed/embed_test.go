package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/caretest"
)

// What happens on the morning of the eleventh. 老王 has a phone and no messenger.
const (
	wangOrders = `{"id": "w1", "event": "order.created", "at": "2026-11-11 10:00:00",
		"customer": {"id": "wang", "nick": "t**9", "mobile": "13900000002", "paid_orders": 4, "spent": "860.00"},
		"order": {"id": "T1", "amount": "89.00", "title": "羊绒围巾"}}`
	wangPays = `{"id": "w2", "event": "order.paid", "at": "2026-11-11 10:00:00", "customer": {"id": "wang", "nick": "老王", "mobile": "13900000002"},
		"order": {"id": "T1", "amount": "89.00"}}`
	linPays = `{"id": "l1", "event": "order.paid", "at": "2026-11-11 10:00:00", "customer": {"id": "lin", "nick": "林姐", "mobile": "13900000003"},
		"order": {"id": "T2", "amount": "1999.00"}}`
	xinOrders = `{"id": "x1", "event": "order.created", "at": "2026-11-11 10:00:00",
		"customer": {"id": "xin", "nick": "t**8", "nick_masked": true, "wangwang": "xin8", "paid_orders": 0, "spent": "0"},
		"order": {"id": "T3", "amount": "239.00", "title": "直筒牛仔裤"}}`
)

func TestRules(t *testing.T) { caretest.Run(t, os.DirFS("."), "*_test.yaml") }

func Test半小时没付款就提醒一次_重启也不忘_不重复(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(wangOrders)
		s.event(wangOrders) // the platform says everything twice
		s.passes(20 * time.Minute)
		s.closes()
		s.passes(20 * time.Minute)
		assert.Empty(s, s.sent())
		s.opens()
		s.passes(time.Minute)
		assert.Equal(s, []string{"13900000002 SMS_1002 亲"}, s.sent())
		s.closes()
		s.opens()
		s.event(wangOrders)
		s.passes(time.Hour)
		assert.Len(s, s.sent(), 1)
	})
}

func Test第二十九分钟付款_只说谢谢(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(wangOrders)
		s.passes(29 * time.Minute)
		s.event(strings.Replace(wangPays, "10:00:00", "10:29:00", 1))
		s.passes(time.Hour)
		assert.Equal(s, []string{"13900000002 SMS_1004 老王"}, s.sent())
	})
}

// Stopped between the order and the engine: the event lies in the shop's tables.
func Test事件进了表_主机就停了_下次启动接着办(t *testing.T) {
	atTen(t, func(s *shop) {
		s.stop()
		require.NoError(s, <-s.stopped)
		assert.Equal(s, http.StatusOK, s.posts("/events", wangPays).Code)
		waiting, _, err := s.outbox.length(s.Context())
		require.NoError(s, err)
		assert.Equal(s, 1, waiting)
		s.stopped <- nil
		s.closes()
		s.opens()
		assert.Equal(s, []string{"13900000002 SMS_1004 老王"}, s.sent())
		waiting, refused, err := s.outbox.length(s.Context())
		require.NoError(s, err)
		assert.Zero(s, waiting+refused)
	})
}

func TestWhatTheWebhookAnswers(t *testing.T) {
	atTen(t, func(s *shop) {
		unsigned := func(path, body string) int { return s.asks(s.webhooks(), http.MethodPost, path, body, nil).Code }
		signedAt := func(at time.Time, by, body string) int {
			return s.asks(s.webhooks(), http.MethodPost, "/events", body, func(h http.Header) { sign(h, []byte(by), []byte(body), at) }).Code
		}
		for _, path := range []string{"/events", "/sms/receipts", "/sms/replies"} {
			assert.Equal(s, http.StatusUnauthorized, unsigned(path, wangPays), "unsigned")
		}
		now := time.Now()
		assert.Equal(s, http.StatusUnauthorized, signedAt(now, "another secret", wangPays))
		assert.Equal(s, http.StatusUnauthorized, signedAt(now.Add(-6*time.Minute), string(secret), wangPays), "overheard a while ago")
		assert.Equal(s, http.StatusUnauthorized, signedAt(now.Add(6*time.Minute), string(secret), wangPays))
		assert.Equal(s, http.StatusOK, signedAt(now.Add(-4*time.Minute), string(secret), wangPays))
		assert.Equal(s, http.StatusOK, s.posts("/events", wangPays).Code, "again is the same as once")
		assert.Equal(s, http.StatusRequestEntityTooLarge, s.posts("/events", strings.Repeat(" ", 2<<20)).Code)
		for body, why := range map[string]string{
			`not JSON`: "",
			`{"id": "m9", "event": "order.payed", "at": "2026-11-11 10:00:00", "customer": "c"}`:                                "did you mean",
			`{"id": "m9", "event": "order.paid", "at": "2026-11-11 10:00:00", "order": {"id": "T1"}}`:                           "customer.id",
			`{"id": "m9", "event": "order.paid", "at": "2026-11-13 10:00:00", "customer": "c", "order": {"id": "T1"}}`:          "more than a day",
			`{"id": "m9", "event": "message.delivered", "at": "2026-11-11 10:00:00", "customer": "c", "message": {"id": "v1"}}`: "-",
		} {
			answer := s.posts("/events", body)
			if why == "-" {
				assert.Equal(s, http.StatusOK, answer.Code, "of a message that nobody knows")
				continue
			}
			assert.Equal(s, http.StatusBadRequest, answer.Code, body)
			assert.Contains(s, answer.Body.String(), why)
		}
		assert.Equal(s, http.StatusBadRequest, s.posts("/sms/receipts", "not JSON").Code)
		s.passes(time.Minute)
		assert.Equal(s, []string{"13900000002 SMS_1004 老王"}, s.sent())

		require.NoError(s, s.books.db.Close())
		lost := s.posts("/events", linPays)
		assert.Equal(s, http.StatusServiceUnavailable, lost.Code, "the platform sends it again")
		assert.NotEmpty(s, lost.Header().Get("Retry-After"))
		assert.NotContains(s, lost.Body.String(), "sql", "what is wrong inside is nobody's business outside")
	})
}

// The order is written with the event, and an older picture changes nothing.
func TestOrderAndEventAreWrittenTogether(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(strings.Replace(wangPays, "10:00:00", "10:00:30", 1))
		s.event(wangOrders)
		status := ""
		require.NoError(s, s.books.query(s.Context(), s.books.db, func(scan func(...any) error) error { return scan(&status) }, `SELECT status FROM shop_orders WHERE id = ?`, "T1"))
		assert.Equal(s, "order.paid", status)
		assert.Equal(s, http.StatusBadRequest, s.posts("/events", strings.Replace(linPays, `"l1"`, `""`, 1)).Code)
		n := 0
		require.NoError(s, s.books.query(s.Context(), s.books.db, func(scan func(...any) error) error { return scan(&n) }, `SELECT COUNT(*) FROM shop_orders`))
		assert.Equal(s, 1, n, "what was refused left nothing behind")
	})
}

func TestTheLogSaysWhatWasDecidedAndNothingPersonal(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	atTen(t, func(s *shop) {
		s.event(wangOrders)
		s.event(xinOrders)
		s.passes(time.Hour)
		s.posts("/sms/receipts", `[{"out_id": "v1:nobody", "delivered": true}]`)
		s.posts("/sms/replies", `[{"id": "r1", "phone": "13711111111", "text": "谁呀"}]`)
	})
	assert.Contains(t, log.String(), "subject=T1 rule=payment/everyone verdict=send reason=due")
	for _, personal := range []string{"老王", "13900000002", "t**9", "xin8", "羊绒围巾", "13711111111", "谁呀"} {
		assert.NotContains(t, log.String(), personal)
	}
}

func TestASecondHostOnTheSameFolderIsRefusedWithASentence(t *testing.T) {
	atTen(t, func(s *shop) {
		_, err := open(s.Context(), s.config)
		assert.ErrorContains(s, err, "the folder is in use by process")
		assert.ErrorContains(s, err, "several processes need a database server")
		s.event(wangPays)
		assert.Len(s, s.sent(), 1, "and the first goes on")
	})
}

func TestRulesThatTheProviderDoesNotKnowAreRefusedAtTheStart(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, os.DirFS("rules")))
	rules, err := os.ReadFile("rules/rules.yaml")
	require.NoError(t, err)
	faulty := strings.NewReplacer("您拍的商品还没付款，${until}", "您拍的商品还没有付款，${until}", "      thanks.paid: {code", "      thanks.paid.: {code").Replace(string(rules))
	require.NoError(t, os.WriteFile(folder+"/rules.yaml", []byte(faulty), 0o600))
	_, err = open(t.Context(), config{rules: folder, data: t.TempDir(), secret: secret})
	for _, said := range []string{"registered with aliyun reads", "还没有付款", `text "thanks.paid" may be sent by sms, and aliyun has no template for it`, `did you mean "thanks.paid"?`} {
		assert.ErrorContains(t, err, said)
	}
	_, err = open(t.Context(), config{rules: t.TempDir(), data: t.TempDir(), secret: secret})
	assert.ErrorContains(t, err, "*.yaml")
}

// An engine that stops, for whatever reason, ends the host: a supervisor starts it again.
func TestTheHostDoesNotGoOnWithoutItsEngine(t *testing.T) {
	atTen(t, func(s *shop) {
		require.NoError(s, s.engine.Close(s.Context()))
		s.passes(time.Minute)
		assert.Error(s, <-s.stopped)
		s.stopped <- nil
	})
}
