package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/channel"
)

// noted carries messages and tasks to the test.
type noted struct{ said []string }

func (n *noted) Send(_ context.Context, m channel.Message) (channel.Receipt, error) {
	n.said = append(n.said, time.Now().In(tiexin.Shanghai()).Format("15:04:05 ")+m.Kind.String()+" "+m.Text)
	return channel.Receipt{}, nil
}

func (n *noted) Open(_ context.Context, t channel.Task) error {
	n.said = append(n.said, time.Now().In(tiexin.Shanghai()).Format("15:04:05 ")+string(t.Form)+" "+t.Script)
	return nil
}

const (
	created = `{"id": "m1", "event": "order.created", "at": "2026-11-11 10:00:00",
		"customer": {"id": "AAH1", "nick": "小鱼", "wangwang": "小鱼", "paid_orders": 2, "spent": "318.00"},
		"order": {"id": "4300000000000000017", "platform": "taobao", "source": "juhuasuan", "kind": "juhuasuan", "status": "unpaid",
			"created_at": "2026-11-11 10:00:00", "amount": "199.00", "items": [{"title": "加绒连帽卫衣"}], "pay_url": "m.tb.cn/h.1"}}`
	paid = `{"id": "m2", "event": "order.paid", "at": "2026-11-11 10:09:00", "customer": "AAH1",
		"order": {"id": "4300000000000000017", "status": "paid", "paid_at": "2026-11-11 10:09:00"}}`
	newcomer = `{"id": "m3", "event": "order.created", "at": "2026-11-11 10:00:00",
		"customer": {"id": "AAH2", "nick": "t**8", "nick_masked": true, "ids": [{"kind": "buyer_open_uid", "value": "AAH2"}]},
		"order": {"id": "4300000000000000018", "status": "unpaid", "created_at": "2026-11-11 10:00:00", "amount": "239.00", "items": [{"title": "直筒牛仔裤"}]}}`
)

// aShop runs a host at ten o'clock of an imagined day, and lets tell post events
// to it and time pass.
func aShop(t *testing.T, tell func(post func(string) *httptest.ResponseRecorder)) []string {
	var n noted
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())))
		engine, err := newEngine(&n, &n)
		require.NoError(t, err)
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = engine.Run(ctx) }()
		tell(func(body string) *httptest.ResponseRecorder {
			w := httptest.NewRecorder()
			webhook{engine}.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)))
			return w
		})
		stop()
		synctest.Wait()
		require.NoError(t, engine.Close(t.Context()))
	})
	return n.said
}

func Test十分钟没付款就提醒一次(t *testing.T) {
	said := aShop(t, func(post func(string) *httptest.ResponseRecorder) {
		assert.Equal(t, http.StatusOK, post(created).Code)
		time.Sleep(time.Hour)
	})
	assert.Equal(t, []string{"10:10:00 wangwang 小鱼，您抢到的「加绒连帽卫衣」还有20分钟就自动关闭啦：m.tb.cn/h.1"}, said)
}

func Test第九分钟付款就什么也不说(t *testing.T) {
	said := aShop(t, func(post func(string) *httptest.ResponseRecorder) {
		post(created)
		time.Sleep(9 * time.Minute)
		assert.Equal(t, http.StatusOK, post(paid).Code)
		time.Sleep(time.Hour)
	})
	assert.Empty(t, said)
}

func Test新客由客服来问(t *testing.T) {
	said := aShop(t, func(post func(string) *httptest.ResponseRecorder) {
		post(newcomer)
		post(newcomer) // the platform says everything twice
		time.Sleep(time.Hour)
	})
	assert.Equal(t, []string{"10:05:00 chat 您好呀，「直筒牛仔裤」给您占好位置了，付款有不清楚的随时喊我。"}, said)
}

func TestAFaultyEventIsAnsweredWithItsFaults(t *testing.T) {
	aShop(t, func(post func(string) *httptest.ResponseRecorder) {
		for _, body := range []string{
			`not JSON`,
			`{"id": "m9", "event": "order.payed", "at": "2026-11-11 10:00:00", "customer": "AAH1", "order": {"id": "T1"}}`,
			strings.Repeat(" ", 2<<20),
		} {
			assert.Equal(t, http.StatusBadRequest, post(body).Code)
		}
		assert.Contains(t, post(`{"id": "m9", "event": "order.payed", "at": "2026-11-11 10:00:00", "customer": "AAH1"}`).Body.String(), `did you mean "order.paid"?`)
	})
}

// The platform sends again what was answered 500.
func TestWhatWasNotTakenInMayComeAgain(t *testing.T) {
	engine, err := newEngine(&noted{}, &noted{})
	require.NoError(t, err)
	post := func(body io.Reader) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		webhook{engine}.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", body))
		return w
	}
	cut := post(io.MultiReader(strings.NewReader(created[:40]), iotest.ErrReader(io.ErrUnexpectedEOF)))
	assert.Equal(t, http.StatusInternalServerError, cut.Code, "the line was cut")

	require.NoError(t, engine.Close(t.Context()))
	noStore := post(strings.NewReader(created))
	assert.Equal(t, http.StatusInternalServerError, noStore.Code, "the store is not there")
	assert.NotContains(t, noStore.Body.String(), "care:", "what is wrong inside is nobody's business outside")
}

// event.json is what the package comment posts.
func TestTheEventOfTheTourIsTaken(t *testing.T) {
	event, err := os.ReadFile("event.json")
	require.NoError(t, err)
	said := aShop(t, func(post func(string) *httptest.ResponseRecorder) {
		answer := post(string(event))
		assert.Equal(t, http.StatusOK, answer.Code, answer.Body)
		time.Sleep(time.Hour)
	})
	assert.Len(t, said, 1)
}

func TestTheLogSaysWhatWasDecidedAndNothingPersonal(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	aShop(t, func(post func(string) *httptest.ResponseRecorder) {
		post(created)
		time.Sleep(time.Hour)
	})
	assert.Contains(t, log.String(), "order=4300000000000000017 rule=payment/juhuasuan verdict=wait reason=not-yet")
	assert.Contains(t, log.String(), "order=4300000000000000017 rule=payment/juhuasuan verdict=send reason=due")
	assert.NotContains(t, log.String(), "小鱼")
	assert.NotContains(t, log.String(), "m.tb.cn")

	log.Reset()
	_, _ = send(t.Context(), channel.Message{ID: "m1", Text: "小鱼，您好", Address: channel.Address{Kind: channel.SMS, To: "13800001234"}})
	_ = open(t.Context(), channel.Task{ID: "m2", Script: "小鱼，您好"})
	assert.Contains(t, log.String(), "message.id=m1")
	assert.Contains(t, log.String(), "task.id=m2")
	assert.NotContains(t, log.String(), "小鱼")
	assert.NotContains(t, log.String(), "13800001234")
}

func TestRules(t *testing.T) { caretest.Run(t, os.DirFS("."), "*_test.yaml") }

func TestTheHostStopsInPeace(t *testing.T) {
	engine, err := newEngine(&noted{}, &noted{})
	require.NoError(t, err)
	listening := make(chan string, 1)
	server := &http.Server{Addr: "localhost:0", Handler: webhook{engine}, BaseContext: func(l net.Listener) context.Context {
		listening <- l.Addr().String()
		return context.Background()
	}}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- run(ctx, engine, server) }()
	answer, err := http.Post("http://"+<-listening, "application/json", strings.NewReader(newcomer))
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	assert.Equal(t, http.StatusOK, answer.StatusCode)
	stop()
	require.NoError(t, <-stopped)
}

// A port that is taken, or an engine that was closed, is no reason to go on in
// silence.
func TestTheHostSaysWhyItCannotGoOn(t *testing.T) {
	taken, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	defer taken.Close()
	engine, err := newEngine(&noted{}, &noted{})
	require.NoError(t, err)
	ctx, enough := context.WithTimeout(t.Context(), 10*time.Second)
	defer enough()
	assert.ErrorContains(t, run(ctx, engine, &http.Server{Addr: taken.Addr().String()}), "in use")

	closed := run(ctx, engine, &http.Server{Addr: "localhost:0"})
	assert.ErrorIs(t, closed, care.ErrClosed)
}
