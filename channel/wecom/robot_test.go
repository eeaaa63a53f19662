package wecom_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/wecom"
)

// robot reaches WeCom without a network, so that time may be the test's.
func (f *firm) robot() *wecom.Robot {
	return &wecom.Robot{Key: "hush-key", Link: "https://shop.example/tasks?a=1&b=2", Client: &http.Client{Transport: inside{f}}}
}

// inside is the way to a provider in this process.
type inside struct{ http.Handler }

func (p inside) RoundTrip(r *http.Request) (response *http.Response, err error) {
	httptrace.ContextClientTrace(r.Context()).WroteHeaders()
	defer func() {
		if recover() != nil {
			err = io.ErrUnexpectedEOF // it hung up
		}
	}()
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w.Result(), nil
}

func chat(id string) channel.Task {
	return channel.Task{
		ID: id, Form: channel.FormChat, Script: "小明，单子给您留着呢", Address: channel.Address{Kind: channel.Phone, To: "13800000000"},
		Deadline: time.Date(2026, 11, 11, 11, 30, 0, 0, time.UTC),
	}
}

// openAll opens tasks at once.
func openAll(ctx context.Context, r *wecom.Robot, ids ...string) []error {
	errs := make([]error, len(ids))
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() { errs[i] = r.Open(ctx, chat(id)) })
	}
	wg.Wait()
	return errs
}

func TestRobot_TellsTheGroupOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFirmInside()
		r := f.robot()
		r.Mention = []string{"zhangsan", "@all"}
		assert.Equal(t, []error{nil, nil, nil}, openAll(t.Context(), r, "a", "b", "c"))
		assert.Equal(t, []string{"新待办3件：聊天3，最早11月11日19:30前完成\nhttps://shop.example/tasks?a=1&b=2"}, f.Posts())
		calls := f.Calls()
		require.Len(t, calls, 1)
		assert.Equal(t, "/cgi-bin/webhook/send?key=hush-key", calls[0].URL)
		assert.Equal(t, `{"msgtype":"text","text":{"content":"新待办3件：聊天3，最早11月11日19:30前完成\nhttps://shop.example/tasks?a=1&b=2","mentioned_list":["zhangsan","@all"]}}`, string(calls[0].Body))

		require.NoError(t, r.Open(t.Context(), chat("b")), "it is open already")
		assert.Len(t, f.Posts(), 1)
		require.NoError(t, r.Withdraw(t.Context(), "b", "ended"))
		require.NoError(t, r.Open(t.Context(), chat("b")))
		assert.Len(t, f.Posts(), 2)
	})
}

func TestRobot_NamesNobodyUnlessAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFirmInside()
		require.NoError(t, f.robot().Open(t.Context(), chat("a")))
		r := f.robot()
		r.Scripts = true
		require.NoError(t, r.Open(t.Context(), chat("b")))
		require.Len(t, f.Posts(), 2)
		assert.NotContains(t, f.Posts()[0], "小明")
		assert.Contains(t, f.Posts()[1], "聊天：小明，单子给您留着呢\n")
		for _, post := range f.Posts() {
			assert.NotContains(t, post, "13800000000")
		}
	})
}

func TestRobot_Failures(t *testing.T) {
	for _, c := range []struct {
		name string
		does channeltest.Behaviour
		is   error // nil: it passes
	}{
		{"too many posts", channeltest.Throttles, nil},
		{"busy", channeltest.Refuses("-1"), nil},
		{"a code of next year", channeltest.Refuses("99999"), nil},
		{"no such robot", channeltest.Refuses("93000"), channel.ErrStopped},
		{"the answer is lost", channeltest.TakesAndHangsUp, nil},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFirmInside()
			r := f.robot()
			f.Then(c.does)
			for _, err := range openAll(t.Context(), r, "a", "b") {
				require.Error(t, err)
				for _, kind := range []error{channel.ErrUndeliverable, channel.ErrStopped, channel.ErrWording, channel.ErrUnknownOutcome} {
					assert.Equal(t, c.is == kind, errors.Is(err, kind), "%s, %v: %v", c.name, kind, err)
				}
				assert.NotContains(t, err.Error(), "hush")
			}
			assert.Equal(t, []error{nil, nil}, openAll(t.Context(), r, "a", "b"), "nothing is lost")
			assert.Contains(t, f.Posts()[len(f.Posts())-1], "聊天2")
		})
	}
	r := &wecom.Robot{Gather: time.Millisecond}
	assert.ErrorIs(t, r.Open(t.Context(), chat("a")), channel.ErrStopped)
}

func TestRobot_AnAddressThatIsGone(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	r := &wecom.Robot{Key: "hush-key", Gather: time.Millisecond, Endpoint: server.URL}
	err := r.Open(t.Context(), chat("a"))
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "hush")
	assert.NotErrorIs(t, err, channel.ErrUnknownOutcome)
}
