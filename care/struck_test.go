package care

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

const hello = `
flows:
  n: {title: 通知, about: order, when: order.paid, purpose: notice, via: [%s], rules: [{name: a, send: %s}]}
texts: {hi: "#买家姓名|亲#，您的#商品名称#到了"}
`

// What a provider, a desk or a panic says reaches log, store and outcomes without
// what the message holds and whom it is for.
func TestE15_渠道说的话里_没有顾客的号码姓名(t *testing.T) {
	for _, one := range []struct{ via, said, left string }{
		{"wechat", "errcode 43004 require subscribe, openid: oUpF8uMuAJOM2pxb1Q9zNjWeS6o", "errcode 43004 require subscribe, openid: ***"},
		{"wangwang", "用户 旺旺小明 拒收陌生人消息", "用户 *** 拒收陌生人消息"},
		{"sms", "号码１３９１２３４５６７８无效", "号码***无效"},
		{"sms", "139.1234.5678 is switched off", "*** is switched off"},
		{"sms", "用户王小明已停机", "用户***已停机"},
		{"sms", "收货人李雷，昵称小明爱猫", "收货人***，昵称***"},
		{"sms", "content 【青禾家】王小明，您的定制毛衣到了 rejected", "content 【青禾家】*** rejected"},
		{"sms", "parameter 定制毛衣 is too long", "parameter *** is too long"},
		{"email", "mailbox xm.wang is full", "mailbox *** is full"},
		{"email", (&url.Error{Op: "Get", URL: "https://mail.example.org/send?to=xm.wang%40example.com", Err: errors.New("EOF")}).Error(), `Get "https://mail.example.org/send?to=***": EOF`},
		{"sms", "https://sms.example.org/?TemplateParam=" + url.QueryEscape(`{"name":"王小明"}`), "https://sms.example.org/?TemplateParam=%7B%22name%22%3A%22***%22%7D"},
		{"sms", "throttled, to be tried again after 59.999914666s, code 429", "throttled, to be tried again after 59.999914666s, code 429"},
		{"sms", "bad\r\n\x1b[2Jline\u202e", "bad⏎�[2Jline�"},
		{"phone", "desk: 13912345678 王小明", "desk: *** ***"},
	} {
		for what, fails := range map[string]func() error{
			"again":   func() error { return errors.New(one.said) },
			"panics":  func() error { panic(one.said) },
			"final":   func() error { return &channel.Final{Reason: one.said} },
			"cause":   func() error { return &channel.Final{Reason: "refused", Err: errors.New(one.said)} },
			"unknown": func() error { return fmt.Errorf("%w: %s", channel.ErrUnknownOutcome, one.said) },
		} {
			send := "hi"
			if one.via == "phone" {
				send = "{task: hi}"
			}
			s := opens(t, fmt.Sprintf(hello, one.via, send))
			s.fails = func(string, channel.Kind) error {
				s.mu.Unlock()
				defer s.mu.Lock()
				return fails()
			}
			s.hears(paid("T1", func(e *tiexin.Event) {
				e.Customer.Name, e.Customer.Nick, e.Customer.Wangwang = "王小明", "小明爱猫", "旺旺小明"
				e.Customer.WeChat, e.Customer.Email, e.Customer.Mobile = "oUpF8uMuAJOM2pxb1Q9zNjWeS6o", "xm.wang@example.com", tiexin.Phone{Number: "13912345678"}
				e.Order.Title, e.Order.Receiver, e.Order.Mobile = "定制毛衣", "李雷", tiexin.Phone{}
			}))
			s.now.Add(1000)
			d := s.delivers()
			log := fmt.Sprintf("%q", s.log.String())
			for _, o := range d.Outcomes {
				log += fmt.Sprintf("%q", fmt.Sprint(o.Ways))
			}
			log += s.written()
			quoted := fmt.Sprintf("%q", fmt.Sprintf("%q", one.left))
			assert.Contains(t, log, quoted[3:len(quoted)-3], "%s %s", what, one.said)
			for _, secret := range []string{"13912345678", "王小明", "小明爱猫", "旺旺小明", "oUpF8u", "xm.wang", "李雷", "１３９"} {
				assert.NotContains(t, log, secret, "%s %s", what, one.said)
			}
		}
	}
}

// written is what the outbox is told when everything that waits in it is tried again.
func (s *shop) written() (all string) {
	shards, err := s.engine.open(context.Background())
	require.NoError(s.t, err)
	for _, shard := range shards {
		pending, _, err := shard.lease.Pending(context.Background(), s.now.Load()+time.Hour.Milliseconds(), 10)
		require.NoError(s.t, err)
		for i := range pending {
			done, err := shard.handOver(context.Background(), &pending[i], nil, new(Delivery))
			require.NoError(s.t, err)
			if done != nil {
				all += fmt.Sprintf("%q", done.Err)
			}
		}
	}
	return all
}

func TestE15_宿主报告的失败原因里_没有顾客的号码姓名(t *testing.T) {
	s := opens(t, fmt.Sprintf(hello, "sms, wangwang", "hi"))
	s.hears(paid("T1", func(e *tiexin.Event) {
		e.Customer.Name, e.Customer.Mobile = "王小明", tiexin.Phone{Number: "13912345678"}
		e.Order.Title = "毛衣"
	}))
	s.now.Add(1000)
	s.delivers()
	require.Len(t, s.sent, 1, s.observed)
	out := s.at("+1m").hears(reports(tiexin.EventMessageFailed, s.sent[0].ID, func(e *tiexin.Event) {
		e.Message.Final, e.Message.Reason = true, "用户王小明 (139 1234 5678) 已停机"
	}))
	require.NotEmpty(t, out)
	assert.Contains(t, fmt.Sprint(out[0].Ways), "用户*** (***) 已停机")
}

// Who blocked somebody is told, and not at which number.
func TestE15_谁拉黑的_不带号码(t *testing.T) {
	s := opens(t, fmt.Sprintf(hello, "sms", "hi"))
	out := s.hears(paid("T1", func(e *tiexin.Event) {
		e.Customer.Blocked, e.Customer.BlockedBy = true, "客服小禾 13912345678"
	}))
	require.NotEmpty(t, out)
	assert.Equal(t, "客服小禾 ***", out[0].By)
}

// A panic of the host's is logged by type and place: what it says may hold anything.
func TestE15_Observe崩溃_日志只说类型和地方(t *testing.T) {
	for _, one := range []struct {
		says any
		left string
	}{
		{errors.New("duplicate key: Key (mobile)=(13912345678), 王小明"), "*errors.errorString"},
		{"王小明", "string"},
		{nil, "panic called with nil argument"},
	} {
		s := opens(t, fmt.Sprintf(hello, "sms", "hi"))
		engine, err := New(rulesFrom(t, fmt.Sprintf(hello, "sms", "hi")), Options{
			Now: s.clock, Logger: slog.New(slog.NewJSONHandler(lockedWriter{s}, nil)), Observe: func(Outcome) { panic(one.says) },
		})
		require.NoError(t, err)
		_, err = engine.Handle(context.Background(), at("+0m", paid("T1")))
		require.NoError(t, err)
		log := s.log.String()
		assert.Contains(t, log, `"panic":"`+one.left+`"`)
		assert.Contains(t, log, `"at":"struck_test.go:`)
		assert.NotContains(t, log, "王小明")
	}
}

func TestE15_存储出错_日志里没有号码(t *testing.T) {
	ctx, enough := context.WithCancel(context.Background())
	log := new(strings.Builder)
	engine, err := New(rulesFrom(t, fmt.Sprintf(hello, "sms", "hi")), Options{
		Store:  talkative{NewMemory()},
		Logger: slog.New(slog.NewJSONHandler(writes(func(p []byte) { log.Write(p); enough() }), nil)),
	})
	require.NoError(t, err)
	assert.ErrorIs(t, engine.Run(ctx), context.Canceled)
	assert.Contains(t, log.String(), "Failing row contains (***)")
}

// A talkative store shows its rows in its errors.
type talkative struct{ Store }

func (talkative) Acquire(context.Context, int, string, time.Duration) (Partition, error) {
	return nil, errors.New("Failing row contains (13912345678)")
}

type writes func([]byte)

func (w writes) Write(p []byte) (int, error) { w(p); return len(p), nil }
