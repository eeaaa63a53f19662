package channeltest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// WeChat is an official account and a mini program: stable_token, template messages, and both
// kinds of subscription messages, with its pushes in the safe mode. Reached counts a message
// by its client_msg_id, or without one by its value character_string1.
type WeChat struct {
	Fake
	AppID, Secret string
	// Token and AESKey sign and encrypt pushes; without an AESKey they go in plain text.
	Token, AESKey string
	// Templates are the registered ones, with the keys of their values. Nil: all are
	// registered.
	Templates map[string][]string
	// Blocking are followers who turned messages off; template messages to them are accepted
	// all the same.
	Blocking map[string]bool
	// Numberless answers without a msgid, and pushes receipts with a msgid of zero.
	Numberless bool

	tokens  int // so many were given
	void    int // so many of them are void
	numbers int64
	taken   map[string]wechatTaken // by openid and client_msg_id
}

type wechatTaken struct {
	number int64
	at     time.Time
}

// wechatWindow is how long the same message is not taken twice.
const wechatWindow = 10 * time.Minute

// ServeHTTP answers a call.
func (p *WeChat) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.serve(w, r, p.answer) }

func (p *WeChat) answer(c *Call) answer {
	address, err := url.Parse(c.URL)
	if err != nil || c.Method != http.MethodPost {
		return errcode(43002, "require POST method")
	}
	if address.Path == "/cgi-bin/stable_token" {
		return p.stableToken(c)
	}
	p.mu.Lock()
	good := p.tokens > p.void && address.Query().Get("access_token") == p.current()
	p.mu.Unlock()
	if !good {
		return errcode(40001, "invalid credential, access_token is invalid or not latest, "+address.Query().Get("access_token"))
	}
	switch address.Path {
	case "/cgi-bin/message/template/send", "/cgi-bin/message/subscribe/bizsend", "/cgi-bin/message/subscribe/send":
		return p.send(c, strings.HasSuffix(address.Path, "template/send"))
	}
	return errcode(40066, "invalid url")
}

func errcode(code int, message string) answer {
	return asJSON(http.StatusOK, map[string]any{"errcode": code, "errmsg": message})
}

func (p *WeChat) current() string { return fmt.Sprintf("hush-token-%d", p.tokens) }

// Void makes the access token invalid, as another program does that forces a new one.
func (p *WeChat) Void() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.void = p.tokens
}

func (p *WeChat) stableToken(c *Call) answer {
	var body struct {
		Grant  string `json:"grant_type"`
		AppID  string `json:"appid"`
		Secret string `json:"secret"`
		Force  bool   `json:"force_refresh"`
	}
	switch {
	case json.Unmarshal(c.Body, &body) != nil || body.Grant != "client_credential":
		return errcode(40002, "invalid grant_type")
	case body.AppID != p.AppID:
		return errcode(40013, "invalid appid")
	case body.Secret != p.Secret:
		return errcode(40125, "invalid appsecret "+body.Secret)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens == p.void || body.Force {
		p.tokens++
	}
	return asJSON(http.StatusOK, map[string]any{"access_token": p.current(), "expires_in": 7200})
}

// send takes a message of any kind; those of templates by client_msg_id once.
func (p *WeChat) send(c *Call, template bool) answer {
	var body struct {
		To       string `json:"touser"`
		Template string `json:"template_id"`
		ID       string `json:"client_msg_id"`
		Data     map[string]struct {
			Value string `json:"value"`
		} `json:"data"`
	}
	if json.Unmarshal(c.Body, &body) != nil {
		return errcode(47001, "data format error")
	}
	keys, registered := p.Templates[body.Template]
	switch {
	case body.To == "" || len(body.ID) > 32:
		return errcode(40003, "invalid openid "+body.To)
	case body.Template == "" || p.Templates != nil && !registered:
		return errcode(40037, "invalid template_id")
	}
	for _, key := range keys {
		if body.Data[key].Value == "" {
			return errcode(47003, "argument invalid! data."+key+".value is emtpy") // as it is written there
		}
	}
	for key, v := range body.Data {
		if strings.HasPrefix(key, "thing") && utf8.RuneCountInString(v.Value) > 20 {
			return errcode(47003, "argument invalid! data."+key+".value invalid")
		}
	}
	b := p.do(c, body.To)
	switch {
	case b.throttled():
		return errcode(45009, "reach max api daily quota limit")
	case b.refusal() != "":
		return errcode(number(b.refusal()), "refused for "+body.To) // it says the openid again
	case !b.takes():
		return answer{}
	}
	msgID := p.take(body.To, body.Template, cmp.Or(body.ID, body.Data["character_string1"].Value), template)
	answer := map[string]any{"errcode": 0, "errmsg": "ok"}
	if !p.Numberless {
		answer["msgid"] = msgID
	}
	return asJSON(http.StatusOK, answer)
}

// take lets a message through, unless it was taken before, and tells the receipt.
func (p *WeChat) take(to, code, id string, template bool) int64 {
	p.mu.Lock()
	key, now := to+" "+id, p.clock()
	earlier, again := p.taken[key]
	if again && template && now.Sub(earlier.at) < wechatWindow {
		p.mu.Unlock()
		return earlier.number
	}
	p.numbers++
	msgID := 3248682510344192000 + p.numbers // beyond what a double holds
	if p.taken == nil {
		p.taken = map[string]wechatTaken{}
	}
	p.taken[key] = wechatTaken{msgID, now}
	p.mu.Unlock()
	if !p.Blocking[to] {
		p.reach(id)
	}
	p.tell(p.receipt(to, code, msgID, template))
	return msgID
}

// receipt is the push about a message.
func (p *WeChat) receipt(to, code string, msgID int64, template bool) push {
	if p.Numberless {
		msgID = 0
	}
	if !template {
		return p.pushed(to, fmt.Sprintf("<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe_msg_sent_event]]></Event>"+
			"<SubscribeMsgSentEvent><List><TemplateId><![CDATA[%s]]></TemplateId><MsgID>%d</MsgID><ErrorCode>0</ErrorCode>"+
			"<ErrorStatus><![CDATA[success]]></ErrorStatus></List></SubscribeMsgSentEvent>", code, msgID))
	}
	status := "success"
	if p.Blocking[to] {
		status = "failed:user block"
	}
	return p.pushed(to, fmt.Sprintf("<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event>"+
		"<MsgID>%d</MsgID><Status><![CDATA[%s]]></Status>", msgID, status))
}

// Write makes a customer write to the account: the next Push pushes it.
func (p *WeChat) Write(openid, text string) {
	p.mu.Lock()
	p.numbers++
	id := 24000000000000000 + p.numbers
	p.mu.Unlock()
	p.wait(p.pushed(openid, fmt.Sprintf("<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content><MsgId>%d</MsgId>", text, id)))
}

// Happens makes an event happen, by its name: "unsubscribe". more is further XML of the
// event.
func (p *WeChat) Happens(openid, event, more string) {
	p.wait(p.pushed(openid, "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA["+event+"]]></Event>"+more))
}

// pushed is a push of XML; its signature is in its address.
func (p *WeChat) pushed(openid, more string) push {
	text := fmt.Sprintf("<xml><ToUserName><![CDATA[gh_123456789abc]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName>"+
		"<CreateTime>%d</CreateTime>%s</xml>", openid, p.clock().Unix(), more)
	return weixinPush(p.Receipts.URL, p.Token, p.AESKey, p.AppID, p.clock(), text)
}

// Greeting is the query of the GET by which WeChat verifies an address: plain text in every
// mode.
func (p *WeChat) Greeting(echo string) string {
	return weixinGreeting(p.Token, "", p.AppID, p.clock(), echo).Encode()
}
