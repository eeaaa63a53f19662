package feishu

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/call"
	"github.com/tiexin-go/tiexin/channel/internal/digest"
)

// A Robot (群机器人) posts tasks to a group: it is a channel.TaskDesk. Set its fields before the
// first Open, and do not copy it. Printed or logged it shows neither token nor secret.
type Robot struct {
	Token string // the last part of the robot's webhook address. Required
	// Secret is the robot's signing secret (签名校验). Default: posts are not signed. A robot with a
	// keyword (自定义关键词) needs the keyword 新待办, which is in every post.
	Secret string

	Link    string // the operator page's address. Default: none
	Scripts bool   // also posts each task's script: it may contain names. Default: false
	// Gather is the time in which tasks are collected into one post. With n replicas on one robot,
	// make it n times as long. It must be at least ten seconds shorter than
	// care.Options.SendTimeout. Default: 5 s
	Gather time.Duration
	Zone   *time.Location // of deadlines. Default: Asia/Shanghai

	Endpoint string           // Default: https://open.feishu.cn
	Client   *http.Client     // Default: http.DefaultClient
	Now      func() time.Time // Default: time.Now

	digest digest.Digest

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

// Open returns when a post with the task was accepted. A task is not posted twice, as far as this
// process remembers it.
func (r *Robot) Open(ctx context.Context, t channel.Task) error {
	if err := r.digest.Open(ctx, t, r.Gather, r.post); err != nil {
		return fmt.Errorf("feishu: task %s: %w", t.ID, err)
	}
	return nil
}

// Withdraw removes a task from the next post, if it is not posted yet.
func (r *Robot) Withdraw(_ context.Context, id, _ string) error {
	r.digest.Withdraw(id)
	return nil
}

// longest is how many bytes a post has at most, in JSON.
const longest = 20_000

func (r *Robot) post(ctx context.Context, tasks []channel.Task) error {
	if r.Token == "" {
		return fmt.Errorf("%w: Robot.Token is empty; give it the last part of the robot's webhook address", channel.ErrStopped)
	}
	now := r.now()
	if wait := untilQuiet(now); wait > 0 {
		return &channel.RetryAfter{After: wait, Err: errors.New("at the full and half hour Feishu refuses posts")}
	}
	endpoint := r.Endpoint
	if endpoint == "" {
		endpoint = "https://open.feishu.cn"
	}
	answer, err := call.Do(ctx, r.Client, call.Request{
		URL:    endpoint + "/open-apis/bot/v2/hook/" + url.PathEscape(r.Token),
		Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}},
		Body:   r.body(tasks, now),
	})
	if err != nil {
		return err
	}
	return heard(answer, now)
}

// body is a post that is short enough: quotes and control characters take more room in JSON
// than in the text.
func (r *Robot) body(tasks []channel.Task, now time.Time) []byte {
	for most := longest - 500; ; most /= 2 {
		b := r.encode(digest.Text{Link: r.Link, Scripts: r.Scripts, Zone: r.Zone, Most: most}.Of(tasks), now)
		if len(b) <= longest || most < 500 {
			return b
		}
	}
}

func (r *Robot) encode(text string, now time.Time) []byte {
	post := struct {
		Timestamp string `json:"timestamp,omitempty"`
		Sign      string `json:"sign,omitempty"`
		Type      string `json:"msg_type"`
		Content   any    `json:"content"`
	}{Type: "text", Content: struct {
		Text string `json:"text"`
	}{withoutTags.Replace(text)}}
	if r.Secret != "" {
		post.Timestamp = strconv.FormatInt(now.Unix(), 10)
		post.Sign = sign(r.Secret, post.Timestamp)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(post) // strings can always be encoded
	return bytes.TrimSpace(b.Bytes())
}

// withoutTags keeps a nick in a script from calling everybody: <at user_id="all">.
var withoutTags = strings.NewReplacer("<", "＜")

// sign is the signature of a post. Time and secret are the key, and nothing is what is signed.
func sign(secret, seconds string) string {
	h := hmac.New(sha256.New, []byte(seconds+"\n"+secret))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

func (r *Robot) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}

// untilQuiet is how long the rush of a full or half hour still takes; zero: there is none.
// Every zone that counts begins its hours or half hours at the same time.
func untilQuiet(now time.Time) time.Duration {
	if half := now.Truncate(30 * time.Minute); now.Sub(half) < time.Minute {
		return half.Add(time.Minute).Sub(now)
	}
	return 0
}
