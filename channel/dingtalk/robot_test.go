package dingtalk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
	"github.com/tiexin-go/tiexin/channel/dingtalk"
)

var evening = time.Date(2026, 11, 11, 19, 30, 0, 0, time.FixedZone("CST", 8*3600))

// A group has a fake of its provider, and a robot that posts to it.
type group struct {
	channeltest.DingTalk
	robot *dingtalk.Robot
	clock atomic.Pointer[time.Time] // the provider's goroutines read it, too
}

func (g *group) now() time.Time { return *g.clock.Load() }

func (g *group) set(now time.Time) { g.clock.Store(&now) }

func newGroup(t testing.TB) *group {
	g := &group{}
	g.set(evening)
	g.Token, g.Secret, g.Keyword = "robot-token", "SEC000000000000000000000", "新待办"
	g.Now = g.now
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	g.robot = &dingtalk.Robot{
		Token: g.Token, Secret: g.Secret, Link: "https://shop.example/tasks", Gather: 5 * time.Millisecond,
		Endpoint: server.URL, Now: g.Now,
	}
	return g
}

func task(n int) channel.Task {
	return channel.Task{
		ID: fmt.Sprintf("v1:qinghe/xiaowang/payment/call/T%d/0/1", n), Form: channel.FormCall, Script: "问小雨要不要换尺码",
		Address: channel.Address{Kind: channel.Phone, To: "13800000000"}, Deadline: evening.Add(time.Hour),
	}
}

func (g *group) openAll(t testing.TB, n int) (errs []error) {
	errs = make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = g.robot.Open(t.Context(), task(i)) })
	}
	wg.Wait()
	return errs
}

// What the robot gets, byte for byte.
func TestRobot_Posts(t *testing.T) {
	g := newGroup(t)
	require.NoError(t, g.robot.Open(t.Context(), task(1)))
	require.Len(t, g.Calls(), 1)
	c := g.Calls()[0]
	assert.Equal(t, "/robot/send?access_token=robot-token&timestamp=1794396600000&sign="+url.QueryEscape(dingtalk.Sign(g.Secret, "1794396600000")), c.URL)
	assert.Equal(t, `{"msgtype":"text","text":{"content":"新待办1件：打电话1，最早11月11日20:30前完成\nhttps://shop.example/tasks"}}`, string(c.Body))
	assert.Equal(t, "application/json; charset=utf-8", c.Header.Get("Content-Type"))
}

func TestSign(t *testing.T) {
	assert.Equal(t, "1zJ%2Fw34EOSVAYr7cu7Vo8LnebmK2%2FGrCgegtr8mQrqM%3D", url.QueryEscape(dingtalk.Sign("SEC000000000000000000000", "1700000000000")))
}

func TestRobot_SignsOnlyWithASecret(t *testing.T) {
	g := newGroup(t)
	g.Secret, g.robot.Secret = "", ""
	require.NoError(t, g.robot.Open(t.Context(), task(1)))
	assert.Equal(t, "/robot/send?access_token=robot-token", g.Calls()[0].URL)
}

// Many tasks of one evening are few posts, and none names anybody.
func TestRobot_TellsOfManyTasksAtOnce(t *testing.T) {
	g := newGroup(t)
	g.robot.Gather = 200 * time.Millisecond
	for _, err := range g.openAll(t, 12) {
		require.NoError(t, err)
	}
	require.Len(t, g.Calls(), 1)
	said := string(g.Calls()[0].Body)
	assert.Contains(t, said, "新待办12件")
	for _, secret := range []string{"小雨", "13800000000", "xiaowang", "T1"} {
		assert.NotContains(t, said, secret)
	}
	require.NoError(t, g.robot.Open(t.Context(), task(3)), "it is open already")
	assert.Len(t, g.Calls(), 1)
}

func TestRobot_TellsScriptsWhereTheShopWantsIt(t *testing.T) {
	g := newGroup(t)
	g.robot.Scripts = true
	require.NoError(t, g.robot.Open(t.Context(), task(1)))
	assert.Contains(t, string(g.Calls()[0].Body), "问小雨要不要换尺码")
	assert.NotContains(t, string(g.Calls()[0].Body), "13800000000")
}

func TestRobot_TakesBackWhatIsNotPosted(t *testing.T) {
	g := newGroup(t)
	g.robot.Gather = 100 * time.Millisecond
	done := make(chan error)
	go func() { done <- g.robot.Open(t.Context(), task(1)) }()
	for waiting := true; waiting; {
		_ = g.robot.Withdraw(t.Context(), task(1).ID, "ended")
		select {
		case err := <-done:
			require.NoError(t, err)
			waiting = false
		case <-time.After(time.Millisecond):
		}
	}
	assert.Empty(t, g.Calls())
	var _ channel.TaskWithdrawer = g.robot
}

// Twenty-one posts in a minute, and the robot is blocked for ten: nothing is posted until
// they are over.
func TestRobot_RestsWhenItHasPostedTooOften(t *testing.T) {
	g := newGroup(t)
	for n := range 20 {
		require.NoError(t, g.robot.Open(t.Context(), task(n)))
	}
	for minute := range 10 {
		g.set(evening.Add(time.Duration(minute) * time.Minute))
		err := g.robot.Open(t.Context(), task(20))
		r, ok := errors.AsType[*channel.RetryAfter](err)
		require.True(t, ok, err)
		assert.Equal(t, time.Duration(10-minute)*time.Minute, r.After)
	}
	assert.Len(t, g.Calls(), 21)
	g.set(evening.Add(10 * time.Minute))
	require.NoError(t, g.robot.Open(t.Context(), task(20)))
}

func TestRobot_TellsKindsOfFailureApart(t *testing.T) {
	for _, c := range []struct {
		does    channeltest.Behaviour
		stopped bool
		says    string
	}{
		{channeltest.Refuses("310000"), true, "check Robot.Secret"},
		{channeltest.Refuses("400101"), true, "check Robot.Token"},
		{channeltest.Refuses("400013"), true, "the group was dissolved"},
		{channeltest.Refuses("430102"), true, "words that are not allowed"},
		{channeltest.Refuses("-1"), false, "errcode -1"},
		{channeltest.Refuses("987654"), false, "errcode 987654"},
		{channeltest.Throttles, false, "after 10m0s"},
		{channeltest.Fails(http.StatusBadGateway), false, "HTTP 502"},
		{channeltest.Fails(http.StatusTooManyRequests), false, "HTTP 429"},
		{channeltest.HangsUp, false, "posted again"},
		{channeltest.TakesAndHangsUp, false, "posted again"},
	} {
		t.Run(c.says, func(t *testing.T) {
			g := newGroup(t)
			g.Then(c.does)
			err := g.robot.Open(t.Context(), task(1))
			require.ErrorContains(t, err, c.says)
			assert.Equal(t, c.stopped, errors.Is(err, channel.ErrStopped), err)
			assert.NotErrorIs(t, err, channel.ErrUnknownOutcome)
			for _, secret := range []string{"robot-token", "SEC0", "sign=", "打电话"} {
				assert.NotContains(t, err.Error(), secret)
			}
			g.set(g.now().Add(time.Hour))
			require.NoError(t, g.robot.Open(t.Context(), task(1)))
		})
	}
}

func TestRobot_SaysWhatIsMissing(t *testing.T) {
	err := (&dingtalk.Robot{Gather: time.Millisecond}).Open(t.Context(), task(1))
	require.ErrorIs(t, err, channel.ErrStopped)
	assert.ErrorContains(t, err, "Robot.Token is empty")

	g := newGroup(t)
	g.robot.Now = func() time.Time { return g.now().Add(2 * time.Hour) } // a clock that is wrong
	err = g.robot.Open(t.Context(), task(1))
	require.ErrorIs(t, err, channel.ErrStopped)
	assert.ErrorContains(t, err, "the clock")
}

func TestRobot_PrintsNoSecret(t *testing.T) {
	d := newGroup(t).robot
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		printed := fmt.Sprintf(verb, d)
		assert.NotContains(t, printed, "robot-token")
		assert.NotContains(t, printed, "SEC0")
	}
}

// Whatever a script holds, the post is JSON that says it, and short enough.
func FuzzRobot(f *testing.F) {
	f.Add("问小雨", "https://shop.example/tasks")
	f.Add("\"\\\x00<at>\u2028"+strings.Repeat("长\"", 9000), "https://a?b=c&d")
	g := newGroup(f)
	g.Keyword = ""
	g.robot.Gather, g.robot.Scripts = time.Nanosecond, true
	n := 0
	f.Fuzz(func(t *testing.T, script, page string) {
		task := task(n)
		n++
		g.set(g.now().Add(time.Minute))
		task.Script, g.robot.Link = script, page
		if err := g.robot.Open(t.Context(), task); err != nil && len(page) < 10_000 {
			t.Fatal(err)
		}
		calls := g.Calls()
		var post struct{ Text struct{ Content string } }
		if err := json.Unmarshal(calls[len(calls)-1].Body, &post); err != nil || !strings.HasPrefix(post.Text.Content, "新待办1件：打电话1") {
			t.Errorf("%v: %q", err, post.Text.Content)
		}
	})
}

func BenchmarkSign(b *testing.B) {
	for b.Loop() {
		_ = dingtalk.Sign("SEC000000000000000000000", "1700000000000")
	}
}
