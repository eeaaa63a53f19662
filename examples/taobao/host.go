package main

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/taobao"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/aliyun"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

// A clock stands still until the day moves it.
type clock struct{ at atomic.Int64 }

func (c *clock) set(t time.Time) { c.at.Store(t.UnixMilli()) }
func (c *clock) now() time.Time  { return time.UnixMilli(c.at.Load()).In(tiexin.Shanghai()) }

// A host is the shop's program: what Taobao and Aliyun say goes in, SMS go out.
type host struct {
	clock    clock
	engine   *care.Engine
	story    *teller
	taobao   *taobao.Recording
	trades   *feed.Intake
	sms      aliyun.Sender
	resolver *feed.Intake
	provider *channeltest.Aliyun // stands for Aliyun
	plans    []plan
	servers  []*http.Server
}

// word is what proves to the host that a push is Aliyun's.
const word = "a-word-that-only-aliyun-knows"

// numbers are what Taobao gives for care, by order (scene 2002). Of the others only the OAID
// is known, which Aliyun cannot send by: they are reached as receivers of their parcels.
var numbers = map[string]string{
	"4300000000000000110": "13800000011", "4300000000000000210": "13800000021", "4300000000000000310": "13800000031",
	"4300000000000000315": "13800000031", "4300000000000000910": "13800000091", "4300000000000000915": "13800000091",
}

func open(rules *care.Rules, begin time.Time, story *teller) (*host, error) {
	h := &host{story: story}
	h.clock.set(begin)
	h.provider = &channeltest.Aliyun{
		AccessKeyID: "LTAI-shop", AccessKeySecret: "hush", Signatures: []string{"小鹿家"},
		Unreachable: map[string]string{"13800000031": "MOBILE_IN_BLACK"},
		Parcels:     map[string]string{"YT7000000000071": "13800000071", "SF1000000000072": "13800000071"},
	}
	h.provider.Now = h.clock.now
	outside, err := h.serve(h.provider)
	if err != nil {
		return nil, err
	}
	h.sms = aliyun.Sender{
		AccessKeyID: "LTAI-shop", AccessKeySecret: "hush", Shelf: channel.NewShelf(h.clock.now), Endpoint: outside, Now: h.clock.now,
	}
	h.taobao = &taobao.Recording{Source: taobao.Source{
		AppKey: "10000000", Shops: map[string]string{"123456789": ""}, Now: h.clock.now, WithoutOAID: true,
		Phone: func(_ context.Context, _, tid, _ string) (tiexin.Phone, error) {
			return tiexin.Phone{Number: numbers[tid]}, nil
		},
	}}
	h.engine, err = care.New(rules, care.Options{
		Now: h.clock.now, Parallel: 1, Observe: story.decided,
		Senders: map[channel.Kind]channel.Sender{channel.SMS: h.sms},
		Tasks:   channel.TaskFunc(func(context.Context, channel.Task) error { return nil }),
	})
	if err != nil {
		return nil, err
	}
	h.trades, h.resolver = feed.NewIntake("taobao", h.options()), feed.NewIntake("aliyun", h.options())
	return h, h.hear()
}

// options take in what comes from outside.
func (h *host) options() feed.Options {
	return feed.Options{
		Sink: func(ctx context.Context, events []tiexin.Event) error {
			h.story.came(h.clock.now(), events)
			_, err := h.engine.HandleAll(ctx, events)
			return err
		},
		Park: func(_ context.Context, p feed.Parked) error { h.story.parked(h.clock.now(), p); return nil },
	}
}

// hear opens the addresses that Aliyun pushes receipts and replies to.
func (h *host) hear() error {
	receipts, err := h.sms.Receipts(word)
	if err != nil {
		return err
	}
	replies, err := h.sms.Replies(word)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("POST /aliyun/receipts", feed.Handler(receipts, h.options()))
	mux.Handle("POST /aliyun/replies", feed.Handler(replies, h.options()))
	inside, err := h.serve(mux)
	h.provider.Receipts.URL = inside + "/aliyun/receipts?secret=" + word
	h.provider.Replies = inside + "/aliyun/replies?secret=" + word
	return err
}

func (h *host) serve(handler http.Handler) (url string, err error) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	h.servers = append(h.servers, server)
	go func() { _ = server.Serve(listener) }()
	return "http://" + listener.Addr().String(), nil
}

func (h *host) close() {
	for _, s := range h.servers {
		_ = s.Close()
	}
}

// receive takes in one payload of Taobao's.
func (h *host) receive(ctx context.Context, body []byte) error {
	reading, err := h.taobao.Read(ctx, body)
	if err != nil {
		return err
	}
	h.story.unknown(h.clock.now(), reading.Unknown)
	if err := h.trades.Take(ctx, reading); err != nil {
		return err
	}
	return h.work(ctx)
}

// until lets the minutes pass, as engine.Run does by itself.
func (h *host) until(ctx context.Context, end time.Time) error {
	for next := h.clock.now().Truncate(time.Minute).Add(time.Minute); !next.After(end); next = next.Add(time.Minute) {
		h.clock.set(next)
		if _, err := h.engine.Advance(ctx, next); err != nil {
			return err
		}
		if err := h.work(ctx); err != nil {
			return err
		}
	}
	if h.clock.now().Before(end) {
		h.clock.set(end)
	}
	return nil
}

// work sends what is to go, and takes in what Aliyun has to say.
func (h *host) work(ctx context.Context) error {
	for ; len(h.plans) > 0 && !h.clock.now().Before(h.plans[0].at); h.plans = h.plans[1:] {
		if h.plans[0].says != "" {
			h.story.aside(h.clock.now(), h.plans[0].says)
		}
		h.plans[0].does()
	}
	if _, err := h.engine.Deliver(ctx); err != nil {
		return err
	}
	if err := h.provider.Push(ctx); err != nil {
		return err
	}
	return h.ask(ctx)
}

// ask asks Aliyun what became of messages whose answer was lost, as feed.Poll does.
func (h *host) ask(ctx context.Context) error {
	reading, done, _, err := h.sms.Resolver().Pull(ctx)
	if err == nil {
		err = h.resolver.Take(ctx, reading)
	}
	if err == nil && done != nil {
		err = done(ctx)
	}
	return err
}

// A plan is something that Aliyun, or a customer, is going to do.
type plan struct {
	at   time.Time
	says string
	does func()
}

// happens plans what no recording holds: how Aliyun behaves, and what customers answer.
func (h *host) happens(day []payload) {
	first := day[0].at
	at := func(days, hour, minute int) time.Time {
		return time.Date(first.Year(), first.Month(), first.Day()+days, hour, minute, 0, 0, first.Location())
	}
	h.plans = []plan{
		{at(0, 10, 31), "阿里云忙：下一条先不收，过一会儿再发", func() { h.provider.Then(channeltest.Throttles) }},
		{at(0, 16, 35), "小**陈不想再收短信", func() { h.provider.Reply("13800000091", "TD") }},
		{at(1, 7, 59), "下一条的应答会丢在路上：阿里云收下了，店里没听到，不再发第二遍，过一会儿去问", func() {
			h.provider.Receipts.When = channeltest.Never
			h.provider.Then(channeltest.TakesAndHangsUp)
		}},
		{at(1, 8, 1), "", func() { h.provider.Receipts.When = channeltest.Once }},
		{at(1, 12, 40), "小**林道谢", func() { h.provider.Reply("13800000011", "收到了，谢谢") }},
	}
}

// once tells whether every message that came to a phone came there once.
func (h *host) once() bool {
	for _, id := range h.story.sent {
		if h.provider.Reached(id) > 1 {
			return false
		}
	}
	return true
}
