package channeltest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// WeCom is a company: gettoken, customer messages that a member has to confirm, their results,
// group robots, and encrypted pushes. A customer message reaches the phone when the member
// confirms it; Reached counts it by its text.
type WeCom struct {
	Fake
	CorpID, Secret string
	// Token and AESKey sign and encrypt pushes.
	Token, AESKey string
	// Robots are the keys of robots. Nil: every key is valid.
	Robots []string
	// Strangers are customers who are not friends of a member any more. Sated are customers
	// who have reached their limit of messages. Nobodies are unknown to every member.
	Strangers, Sated, Nobodies map[string]bool

	tokens   int
	void     int
	messages []*wecomMessage
	posts    []string
	postedAt []time.Time
}

type wecomMessage struct {
	id, to, member, text string
	confirmed            time.Time
}

// ServeHTTP answers a call.
func (p *WeCom) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.serve(w, r, p.answer) }

func (p *WeCom) answer(c *Call) answer {
	address, err := url.Parse(c.URL)
	if err != nil {
		return errcode(40066, "invalid url")
	}
	query := address.Query()
	switch address.Path {
	case "/cgi-bin/gettoken":
		return p.getToken(c, query)
	case "/cgi-bin/webhook/send":
		return p.robot(c, query.Get("key"))
	}
	p.mu.Lock()
	good := p.tokens > p.void && query.Get("access_token") == p.current()
	p.mu.Unlock()
	switch {
	case !good:
		return errcode(40014, "invalid access_token "+query.Get("access_token"))
	case address.Path == "/cgi-bin/externalcontact/add_msg_template":
		return p.add(c)
	case address.Path == "/cgi-bin/externalcontact/get_groupmsg_task":
		return p.tasks(c)
	case address.Path == "/cgi-bin/externalcontact/get_groupmsg_send_result":
		return p.results(c)
	}
	return errcode(40066, "invalid url")
}

func (p *WeCom) current() string { return fmt.Sprintf("hush-token-%d", p.tokens) }

// Void makes the access token invalid.
func (p *WeCom) Void() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.void = p.tokens
}

func (p *WeCom) getToken(c *Call, query url.Values) answer {
	switch {
	case c.Method != http.MethodGet || query.Get("corpid") != p.CorpID:
		return errcode(40013, "invalid corpid")
	case query.Get("corpsecret") != p.Secret:
		return errcode(40001, "invalid credential "+query.Get("corpsecret"))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens == p.void {
		p.tokens++
	}
	return asJSON(http.StatusOK, map[string]any{"errcode": 0, "errmsg": "ok", "access_token": p.current(), "expires_in": 7200})
}

// add takes a customer message.
func (p *WeCom) add(c *Call) answer {
	var body struct {
		To     []string `json:"external_userid"`
		Sender string   `json:"sender"`
		Text   struct {
			Content string `json:"content"`
		} `json:"text"`
	}
	if json.Unmarshal(c.Body, &body) != nil || len(body.To) != 1 || body.Text.Content == "" || len(body.Text.Content) > 4000 {
		return errcode(40058, "invalid Request Parameter")
	}
	to := body.To[0]
	b := p.do(c, to)
	switch {
	case b.throttled():
		return errcode(45033, "api concurrent out of limit")
	case b.refusal() != "":
		return errcode(number(b.refusal()), "refused for "+to)
	case p.Nobodies[to]:
		return asJSON(http.StatusOK, map[string]any{"errcode": 0, "errmsg": "ok", "fail_list": []string{to}, "msgid": "msg-none"})
	case !b.takes():
		return answer{}
	}
	member := body.Sender
	if member == "" {
		member = "zhangsan" // to whom the customer talked last
	}
	p.mu.Lock()
	m := &wecomMessage{id: fmt.Sprintf("msgGCAAAXtWyujaWJHDDGi0mAC%04d", len(p.messages)+1), to: to, member: member, text: body.Text.Content}
	p.messages = append(p.messages, m)
	p.mu.Unlock()
	return asJSON(http.StatusOK, map[string]any{"errcode": 0, "errmsg": "ok", "fail_list": []string{}, "msgid": m.id})
}

// Confirm makes members confirm all pending messages.
func (p *WeCom) Confirm() {
	p.mu.Lock()
	var reached []string
	for _, m := range p.messages {
		if m.confirmed.IsZero() {
			m.confirmed = p.clock()
			if !p.Strangers[m.to] && !p.Sated[m.to] {
				reached = append(reached, m.text)
			}
		}
	}
	p.mu.Unlock()
	for _, text := range reached {
		p.reach(text)
	}
}

// find is the message that a call asks about.
func (p *WeCom) find(c *Call) (m wecomMessage, member string, ok bool) {
	var body struct {
		MsgID  string `json:"msgid"`
		Member string `json:"userid"`
	}
	if json.Unmarshal(c.Body, &body) != nil {
		return m, "", false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, one := range p.messages {
		if one.id == body.MsgID {
			return *one, body.Member, true
		}
	}
	return m, "", false
}

func (p *WeCom) tasks(c *Call) answer {
	m, _, ok := p.find(c)
	if !ok {
		return errcode(40058, "invalid msgid")
	}
	status := 0
	if !m.confirmed.IsZero() {
		status = 2
	}
	return asJSON(http.StatusOK, map[string]any{
		"errcode": 0, "errmsg": "ok", "next_cursor": "",
		"task_list": []map[string]any{{"userid": m.member, "status": status, "send_time": m.confirmed.Unix()}},
	})
}

func (p *WeCom) results(c *Call) answer {
	m, member, ok := p.find(c)
	if !ok || member != m.member {
		return errcode(40058, "invalid msgid or userid")
	}
	status := 1
	switch {
	case m.confirmed.IsZero():
		status = 0
	case p.Strangers[m.to]:
		status = 2
	case p.Sated[m.to]:
		status = 3
	}
	return asJSON(http.StatusOK, map[string]any{
		"errcode": 0, "errmsg": "ok", "next_cursor": "",
		"send_list": []map[string]any{{"external_userid": m.to, "userid": member, "status": status, "send_time": m.confirmed.Unix()}},
	})
}

// robot posts to a group: twenty times a minute.
func (p *WeCom) robot(c *Call, key string) answer {
	var body struct {
		Text struct {
			Content string `json:"content"`
		} `json:"text"`
	}
	known := p.Robots == nil
	for _, robot := range p.Robots {
		known = known || robot == key
	}
	switch {
	case key == "" || !known:
		return errcode(93000, "invalid webhook url "+key)
	case json.Unmarshal(c.Body, &body) != nil || body.Text.Content == "" || len(body.Text.Content) > 2048:
		return errcode(40058, "invalid Request Parameter")
	}
	b := p.do(c, key)
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock()
	n := len(p.postedAt)
	switch {
	case b.throttled(), n >= 20 && now.Sub(p.postedAt[n-20]) < time.Minute:
		return errcode(45009, "api freq out of limit")
	case b.refusal() != "":
		return errcode(number(b.refusal()), "refused")
	case b.takes():
		p.posts, p.postedAt = append(p.posts, body.Text.Content), append(p.postedAt, now)
	}
	return errcode(0, "ok")
}

// Posts are the posts of the robots.
func (p *WeCom) Posts() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.posts...)
}

// Happens makes an event happen, in XML: the next Push pushes it.
func (p *WeCom) Happens(more string) {
	text := fmt.Sprintf("<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>"+
		"<CreateTime>%d</CreateTime><MsgType><![CDATA[event]]></MsgType>%s</xml>", p.CorpID, p.clock().Unix(), more)
	p.wait(weixinPush(p.Receipts.URL, p.Token, p.AESKey, p.CorpID, p.clock(), text))
}

// Greeting is the query of the GET by which WeCom verifies an address.
func (p *WeCom) Greeting(echo string) string {
	return weixinGreeting(p.Token, p.AESKey, p.CorpID, p.clock(), echo).Encode()
}
