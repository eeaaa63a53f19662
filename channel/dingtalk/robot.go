package dingtalk

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/call"
	"github.com/tiexin-go/tiexin/channel/internal/digest"
)

// A Robot (群机器人) posts tasks to a group: it is a channel.TaskDesk. Set its fields before the first
// Open, and do not copy it. Printed or logged it shows neither token nor secret.
type Robot struct {
	Token string // the access_token of the robot's webhook address. Required
	// Secret is the robot's signing secret (加签), including SEC. Default: posts are not signed. A robot
	// with a keyword (自定义关键词) needs the keyword 新待办, which is in every post.
	Secret string

	Link    string // the operator page's address. Default: none
	Scripts bool   // also posts each task's script: it may contain names. Default: false
	// Gather is the time in which tasks are collected into one post. With n replicas on one robot, make it
	// n times as long. It must be at least ten seconds shorter than care.Options.SendTimeout. Default: 5 s
	Gather time.Duration
	Zone   *time.Location // of deadlines. Default: Asia/Shanghai

	Endpoint string           // Default: https://oapi.dingtalk.com
	Client   *http.Client     // Default: http.DefaultClient
	Now      func() time.Time // Default: time.Now

	digest digest.Digest
	mu     sync.Mutex
	rest   time.Time // nothing is posted before

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

// Open returns when a post with the task was accepted. A task is not posted twice, as far as this process
// remembers it.
func (r *Robot) Open(ctx context.Context, t channel.Task) error {
	if err := r.digest.Open(ctx, t, r.Gather, r.post); err != nil {
		return fmt.Errorf("dingtalk: task %s: %w", t.ID, err)
	}
	return nil
}

// Withdraw removes a task from the next post, if it is not posted yet.
func (r *Robot) Withdraw(_ context.Context, id, _ string) error {
	r.digest.Withdraw(id)
	return nil
}

// longest is how many bytes of text a post has at most; the robot takes some more.
const longest = 16_000

func (r *Robot) post(ctx context.Context, tasks []channel.Task) error {
	if r.Token == "" {
		return fmt.Errorf("%w: Robot.Token is empty; give it the access_token of the robot's webhook address", channel.ErrStopped)
	}
	now := r.now()
	if wait := r.resting(now); wait > 0 {
		return &channel.RetryAfter{After: wait, Err: errors.New("the robot is blocked for having posted too often")}
	}
	answer, err := call.Do(ctx, r.Client, call.Request{
		URL:    r.address(now),
		Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}},
		Body:   body(digest.Text{Link: r.Link, Scripts: r.Scripts, Zone: r.Zone, Most: longest}.Of(tasks)),
	})
	if err != nil {
		return err
	}
	return r.heard(answer, now)
}

func body(text string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(struct { // strings can always be encoded
		Type string `json:"msgtype"`
		Text any    `json:"text"`
	}{"text", struct {
		Content string `json:"content"`
	}{text}})
	return bytes.TrimSpace(b.Bytes())
}

func (r *Robot) address(now time.Time) string {
	endpoint := r.Endpoint
	if endpoint == "" {
		endpoint = "https://oapi.dingtalk.com"
	}
	address := endpoint + "/robot/send?access_token=" + url.QueryEscape(r.Token)
	if r.Secret != "" {
		at := strconv.FormatInt(now.UnixMilli(), 10)
		address += "&timestamp=" + at + "&sign=" + url.QueryEscape(sign(r.Secret, at))
	}
	return address
}

// sign is the signature of a post: the secret is the key, and part of what is signed.
func sign(secret, milliseconds string) string {
	h := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(h, milliseconds+"\n"+secret)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

func (r *Robot) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}

func (r *Robot) resting(now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.rest.Sub(now)
}
