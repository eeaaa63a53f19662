package channeltest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DingTalk is a group's robot of DingTalk. It accepts twenty posts a minute, and after one
// more nothing for ten minutes. Reached counts a post by its text.
type DingTalk struct {
	Fake
	Token, Secret string // of the robot; without a Secret posts need no signature
	Keyword       string // required in every post; empty: none

	mu      sync.Mutex
	posts   []time.Time
	blocked time.Time
}

// ServeHTTP answers a call.
func (p *DingTalk) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.serve(w, r, p.answer) }

func (p *DingTalk) answer(c *Call) answer {
	path, query, _ := strings.Cut(c.URL, "?")
	fields, err := url.ParseQuery(query)
	if err != nil || path != "/robot/send" || c.Method != http.MethodPost {
		return errcode(404, "请求的URI地址不存在")
	}
	var post struct {
		Msgtype string
		Text    struct{ Content string }
	}
	switch err := json.Unmarshal(c.Body, &post); {
	case !strings.HasPrefix(c.Header.Get("Content-Type"), "application/json"):
		return errcode(43004, "无效的HTTP HEADER Content-Type")
	case fields.Get("access_token") != p.Token:
		return errcode(300005, "token is not exist")
	case p.Secret != "" && !p.signed(fields):
		return errcode(310000, "sign not match, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]")
	case err != nil || post.Msgtype != "text" || post.Text.Content == "":
		return errcode(40035, "缺少参数 json")
	case !strings.Contains(post.Text.Content, p.Keyword):
		return errcode(310000, "keywords not in content")
	case !p.inTime():
		return errcode(410100, "发送速度太快而限流")
	}
	b := p.do(c, p.Token)
	if b.takes() {
		p.reach(post.Text.Content)
	}
	switch {
	case b.throttled():
		return errcode(130101, "send too fast, exceed 20 times per minute")
	case b.refusal() != "":
		code, _ := strconv.Atoi(b.refusal())
		return errcode(code, "refused: "+post.Text.Content)
	}
	return errcode(0, "ok")
}

// signed checks the signature, and that it was made within the hour.
func (p *DingTalk) signed(fields url.Values) bool {
	ms, err := strconv.ParseInt(fields.Get("timestamp"), 10, 64)
	if age := p.clock().Sub(time.UnixMilli(ms)); err != nil || age.Abs() > time.Hour {
		return false
	}
	h := hmac.New(sha256.New, []byte(p.Secret))
	h.Write([]byte(fields.Get("timestamp") + "\n" + p.Secret))
	return fields.Get("sign") == base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// inTime counts a post, and is false for one too many.
func (p *DingTalk) inTime() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock()
	if now.Before(p.blocked) {
		return false
	}
	if p.posts = append(since(p.posts, now.Add(-time.Minute)), now); len(p.posts) > 20 {
		p.posts, p.blocked = nil, now.Add(10*time.Minute)
		return false
	}
	return true
}

func since(times []time.Time, from time.Time) []time.Time {
	for len(times) > 0 && !times[0].After(from) {
		times = times[1:]
	}
	return times
}

// Feishu is a group's robot of Feishu. It accepts five posts a second and a hundred a minute,
// each of at most 20 kB. At the full and half hour, when most robots post, it accepts hardly
// any. Reached counts a post by its text.
type Feishu struct {
	Fake
	Token, Secret string // of the robot; without a Secret posts need no signature
	Keyword       string // required in every post; empty: none

	mu    sync.Mutex
	posts []time.Time
}

// ServeHTTP answers a call.
func (p *Feishu) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.serve(w, r, p.answer) }

func (p *Feishu) answer(c *Call) answer {
	var post struct {
		Timestamp, Sign string
		MsgType         string `json:"msg_type"`
		Content         struct{ Text string }
	}
	fields := json.NewDecoder(bytes.NewReader(c.Body))
	fields.DisallowUnknownFields()
	switch err := fields.Decode(&post); {
	case c.Method != http.MethodPost || c.URL != "/open-apis/bot/v2/hook/"+p.Token:
		return robot(19001, "param invalid: incoming webhook access token invalid")
	case err != nil || len(c.Body) > 20_000:
		return robot(9499, "Bad Request")
	case p.Secret != "" && !p.signed(post.Timestamp, post.Sign):
		return robot(19021, "sign match fail or timestamp is not within one hour from current time")
	case post.MsgType != "text" || post.Content.Text == "":
		return robot(19002, "params error, msg_type need")
	case !strings.Contains(post.Content.Text, p.Keyword):
		return robot(19024, "Key Words Not Found")
	case !p.inTime():
		return robot(11232, "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]")
	}
	b := p.do(c, p.Token)
	if b.takes() {
		p.reach(post.Content.Text)
	}
	switch {
	case b.throttled():
		return robot(11232, "frequency limited")
	case b.refusal() != "":
		code, _ := strconv.Atoi(b.refusal())
		return robot(code, "refused: "+post.Content.Text)
	}
	return robot(0, "success")
}

func robot(code int, text string) answer {
	return asJSON(http.StatusOK, map[string]any{"code": code, "data": map[string]any{}, "msg": text})
}

func (p *Feishu) signed(timestamp, sign string) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if age := p.clock().Sub(time.Unix(seconds, 0)); err != nil || age.Abs() > time.Hour {
		return false
	}
	return sign == base64.StdEncoding.EncodeToString(hmac.New(sha256.New, []byte(timestamp+"\n"+p.Secret)).Sum(nil))
}

func (p *Feishu) inTime() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock()
	p.posts = append(since(p.posts, now.Add(-time.Minute)), now)
	return now.Minute()%30 != 0 && len(p.posts) <= 100 && len(since(p.posts, now.Add(-time.Second))) <= 5
}
