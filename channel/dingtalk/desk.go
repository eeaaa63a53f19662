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
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/call"
	"github.com/tiexin-go/tiexin/channel/internal/digest"
)

// A Desk posts tasks to a group. Its fields are set before the first Open. Printed or logged
// it says nothing of token and secret.
type Desk struct {
	Token string // the access_token of the robot's webhook address. Required
	// Secret is what the robot shows for signing (加签), from SEC on. Default: posts are not
	// signed. A robot with a keyword (自定义关键词) instead takes 新待办, which is in every post.
	Secret string

	Page    string // the operator page's address. Default: none
	Scripts bool   // also what to say or do, task by task: it may hold names. Default: false
	// Gather is how long tasks are gathered for a post. Where n replicas share a robot, it has
	// to be n times as long. Default: 5 s
	Gather time.Duration

	Endpoint string           // Default: https://oapi.dingtalk.com
	Client   *http.Client     // Default: http.DefaultClient
	Now      func() time.Time // Default: time.Now

	digest digest.Digest
	mu     sync.Mutex
	rest   time.Time // nothing is posted before
}

// String is "the robot of a DingTalk group".
func (d *Desk) String() string { return "the robot of a DingTalk group" }

// Format writes String under every verb.
func (d *Desk) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, d.String()) }

// LogValue is String.
func (d *Desk) LogValue() slog.Value { return slog.StringValue(d.String()) }

// Open returns when a post with the task was taken. One that was posted already is not posted
// again, as far as this process remembers it.
func (d *Desk) Open(ctx context.Context, t channel.Task) error {
	if err := d.digest.Open(ctx, t, d.Gather, d.post); err != nil {
		return fmt.Errorf("channel/dingtalk: task %s: %w", t.ID, err)
	}
	return nil
}

// Withdraw takes a task out of the next post, if it is not posted yet.
func (d *Desk) Withdraw(_ context.Context, id, _ string) error {
	d.digest.Withdraw(id)
	return nil
}

// longest is how many bytes of text a post has at most; the robot takes some more.
const longest = 16_000

func (d *Desk) post(ctx context.Context, tasks []channel.Task) error {
	if d.Token == "" {
		return fmt.Errorf("%w: Desk.Token is empty; give it the access_token of the robot's webhook address", channel.ErrStopped)
	}
	now := d.now()
	if wait := d.resting(now); wait > 0 {
		return &channel.RetryAfter{After: wait, Err: errors.New("the robot is blocked for having posted too often")}
	}
	answer, err := call.Do(ctx, d.Client, call.Request{
		URL:    d.address(now),
		Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}},
		Body:   body(digest.Text{Link: d.Page, Scripts: d.Scripts, Most: longest}.Of(tasks)),
	})
	if err != nil {
		return err
	}
	return d.heard(answer, now)
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

func (d *Desk) address(now time.Time) string {
	endpoint := d.Endpoint
	if endpoint == "" {
		endpoint = "https://oapi.dingtalk.com"
	}
	address := endpoint + "/robot/send?access_token=" + url.QueryEscape(d.Token)
	if d.Secret != "" {
		at := strconv.FormatInt(now.UnixMilli(), 10)
		address += "&timestamp=" + at + "&sign=" + url.QueryEscape(sign(d.Secret, at))
	}
	return address
}

// sign is the signature of a post: the secret is the key, and part of what is signed.
func sign(secret, milliseconds string) string {
	h := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(h, milliseconds+"\n"+secret)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

func (d *Desk) now() time.Time {
	if d.Now == nil {
		return time.Now()
	}
	return d.Now()
}

func (d *Desk) resting(now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rest.Sub(now)
}
