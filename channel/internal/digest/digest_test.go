package digest_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/digest"
)

// A group is where posts arrive.
type group struct {
	mu    sync.Mutex
	posts [][]string
	at    []time.Time
	err   error
}

func (g *group) post(_ context.Context, tasks []channel.Task) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.err != nil {
		return g.err
	}
	var ids []string
	for _, t := range tasks {
		ids = append(ids, t.ID)
	}
	g.posts, g.at = append(g.posts, ids), append(g.at, time.Now())
	return nil
}

func task(id string) channel.Task { return channel.Task{ID: id, Form: channel.FormChat} }

// openAll opens tasks at once and waits for all.
func openAll(t *testing.T, d *digest.Digest, g *group, ids ...string) []error {
	errs := make([]error, len(ids))
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() { errs[i] = d.Open(t.Context(), task(id), 0, g.post) })
		synctest.Wait()
	}
	wg.Wait()
	return errs
}

func TestDigest_TasksOpenedTogetherAreOnePost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d digest.Digest
		var g group
		began := time.Now()
		assert.Equal(t, []error{nil, nil, nil}, openAll(t, &d, &g, "a", "b", "a"))
		assert.Equal(t, [][]string{{"a", "b"}}, g.posts)
		assert.Equal(t, digest.Gather, time.Since(began))
	})
}

// Twenty posts a minute is what a robot takes.
func TestDigest_ABusyEveningStaysWithinTwentyPostsAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d digest.Digest
		var g group
		var wg sync.WaitGroup
		for n := range 300 {
			wg.Go(func() { assert.NoError(t, d.Open(t.Context(), task(fmt.Sprint(n)), 0, g.post)) })
			time.Sleep(200 * time.Millisecond)
		}
		wg.Wait()
		all := 0
		for i, ids := range g.posts {
			all += len(ids)
			if i >= 20 {
				assert.GreaterOrEqual(t, g.at[i].Sub(g.at[i-20]), time.Minute)
			}
		}
		assert.Equal(t, 300, all)
		assert.LessOrEqual(t, len(g.posts), 13)
	})
}

func TestDigest_WhatIsPostedIsOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d digest.Digest
		var g group
		openAll(t, &d, &g, "a")
		openAll(t, &d, &g, "a", "b")
		assert.Equal(t, [][]string{{"a"}, {"b"}}, g.posts)
		d.Withdraw("a")
		openAll(t, &d, &g, "a")
		assert.Equal(t, [][]string{{"a"}, {"b"}, {"a"}}, g.posts)
	})
}

// Until the post is taken no task is open, and the caller comes again.
func TestDigest_NoTaskIsOpenBeforeItsPostIsTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d digest.Digest
		g := group{err: &channel.RetryAfter{After: time.Minute}}
		for _, err := range openAll(t, &d, &g, "a", "b") {
			assert.Equal(t, g.err, err)
		}
		g.err = fmt.Errorf("%w: the line broke", channel.ErrUnknownOutcome)
		for _, err := range openAll(t, &d, &g, "a", "b") {
			assert.ErrorContains(t, err, "the line broke")
			assert.NotErrorIs(t, err, channel.ErrUnknownOutcome)
		}
		g.err = fmt.Errorf("%w: no such robot", channel.ErrStopped)
		for _, err := range openAll(t, &d, &g, "a", "b") {
			assert.ErrorIs(t, err, channel.ErrStopped)
		}
		g.err = nil
		assert.Equal(t, []error{nil, nil}, openAll(t, &d, &g, "a", "b"))
		assert.Equal(t, [][]string{{"a", "b"}}, g.posts)
	})
}

func TestDigest_APanicIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d digest.Digest
		err := d.Open(t.Context(), task("a"), 0, func(context.Context, []channel.Task) error { panic("the host's transport") })
		assert.ErrorContains(t, err, "the host's transport")
	})
}

func TestDigest_AWithdrawnTaskIsTakenOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d digest.Digest
		var g group
		var wg sync.WaitGroup
		for _, id := range []string{"a", "b"} {
			wg.Go(func() { assert.NoError(t, d.Open(t.Context(), task(id), 0, g.post)) })
		}
		synctest.Wait()
		d.Withdraw("a")
		wg.Wait()
		assert.Equal(t, [][]string{{"b"}}, g.posts)

		wg.Go(func() { assert.NoError(t, d.Open(t.Context(), task("c"), 0, g.post)) })
		synctest.Wait()
		d.Withdraw("c")
		wg.Wait()
		assert.Len(t, g.posts, 1)
	})
}

func TestDigest_ACallerThatLeavesTakesItsTaskAlong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d digest.Digest
		var g group
		leaving, leave := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { assert.ErrorIs(t, d.Open(leaving, task("a"), 0, g.post), context.Canceled) })
		wg.Go(func() { assert.NoError(t, d.Open(t.Context(), task("b"), 0, g.post)) })
		synctest.Wait()
		leave()
		wg.Wait()
		assert.Equal(t, [][]string{{"b"}}, g.posts)
		assert.ErrorIs(t, d.Open(leaving, task("c"), 0, g.post), context.Canceled)
	})
}

func TestDigest_ATaskStaysForTheCallersThatAreLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d digest.Digest
		var g group
		leaving, leave := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { assert.ErrorIs(t, d.Open(leaving, task("a"), 0, g.post), context.Canceled) })
		wg.Go(func() { assert.NoError(t, d.Open(t.Context(), task("a"), 0, g.post)) })
		synctest.Wait()
		leave()
		wg.Wait()
		assert.Equal(t, [][]string{{"a"}}, g.posts)
	})
}

// One that leaves while its post is under way hears what became of it.
func TestDigest_APostThatIsUnderWayIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d digest.Digest
		ctx, leave := context.WithCancel(t.Context())
		err := d.Open(ctx, task("a"), 0, func(ctx context.Context, _ []channel.Task) error {
			leave()
			time.Sleep(time.Second)
			return ctx.Err()
		})
		assert.NoError(t, err)
	})
}

func TestDigest_GathersNoLongerThanTheCallerCanWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d digest.Digest
		var g group
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		began := time.Now()
		assert.NoError(t, d.Open(ctx, task("a"), time.Hour, g.post))
		assert.Equal(t, 20*time.Second, time.Since(began))
	})
}

func TestText_CountsTasksAndNamesNobody(t *testing.T) {
	evening := time.Date(2026, 11, 11, 19, 30, 0, 0, digest.Beijing)
	tasks := []channel.Task{
		{Form: channel.FormCall, Script: "问小雨尺码", Address: channel.Address{Kind: channel.Phone, To: "13800000000"}, Deadline: evening.Add(time.Hour)},
		{Form: channel.FormChat, Script: "小明的单子\n还没付", Deadline: evening.UTC()},
		{Form: channel.FormChat, Script: "问问小红", Priority: 2},
		{Form: "dance"},
	}
	x := digest.Text{Link: "https://shop.example/tasks", Most: 2048}
	assert.Equal(t, "新待办4件：聊天2、打电话1、照说明办1，最早11月11日19:30前完成\nhttps://shop.example/tasks", x.Of(tasks))
	assert.Equal(t, "新待办1件：聊天1", digest.Text{Most: 2048}.Of(tasks[2:3]))

	x.Scripts = true
	assert.Equal(t, "新待办4件：聊天2、打电话1、照说明办1，最早11月11日19:30前完成\n聊天：问问小红\n聊天：小明的单子 还没付\n打电话：问小雨尺码\n照说明办：\nhttps://shop.example/tasks", x.Of(tasks))
}

func TestText_StaysWithinItsBytes(t *testing.T) {
	var tasks []channel.Task
	for range 60 {
		tasks = append(tasks, channel.Task{Form: channel.FormChat, Script: strings.Repeat("长", 30)})
	}
	for _, most := range []int{200, 1000, 2048, 4096} {
		text := digest.Text{Link: "https://shop.example/tasks", Scripts: true, Most: most}.Of(tasks)
		assert.LessOrEqual(t, len(text), most)
		assert.Greater(t, len(text), most-200)
		var left int
		_, err := fmt.Sscanf(text[strings.LastIndex(text, "还有"):], "还有%d件", &left)
		assert.NoError(t, err)
		assert.Equal(t, 60, left+strings.Count(text, "聊天："))
		assert.True(t, strings.HasSuffix(text, "\nhttps://shop.example/tasks"))
	}
}

func TestDigest_RemembersNoMoreThanItHasTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d digest.Digest
		posts := 0
		count := func(context.Context, []channel.Task) error { posts++; return nil }
		for n := range 10_001 {
			_ = d.Open(t.Context(), task(fmt.Sprint(n)), time.Millisecond, count)
		}
		assert.NoError(t, d.Open(t.Context(), task("10000"), time.Millisecond, count))
		assert.Equal(t, 10_001, posts)
		assert.NoError(t, d.Open(t.Context(), task("0"), time.Millisecond, count))
		assert.Equal(t, 10_002, posts)
	})
}
