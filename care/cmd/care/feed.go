package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/douyin"
	"github.com/tiexin-go/tiexin/care/feed/jd"
	"github.com/tiexin-go/tiexin/care/feed/kdniao"
	"github.com/tiexin-go/tiexin/care/feed/kuaidi100"
	"github.com/tiexin-go/tiexin/care/feed/pdd"
	"github.com/tiexin-go/tiexin/care/feed/shopify"
	"github.com/tiexin-go/tiexin/care/feed/taobao"
	"github.com/tiexin-go/tiexin/care/feed/track"
	"github.com/tiexin-go/tiexin/care/feed/youzan"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A payloadReader makes events of one recorded payload, as a feed.Source does.
type payloadReader interface {
	Read(ctx context.Context, body []byte) (feed.Reading, error)
}

// feeds are the platforms and providers whose recorded payloads can be replayed.
var feeds = map[string]func(*owners) payloadReader{
	"taobao":    func(*owners) payloadReader { return &taobao.Recording{} },
	"kuaidi100": func(o *owners) payloadReader { return kuaidi100.Source{Find: o.find} },
	"kdniao":    func(o *owners) payloadReader { return kdniao.Source{Find: o.find} },
	"youzan":    func(o *owners) payloadReader { return youzan.Source{Buyer: o.buyer} },
	"douyin":    func(o *owners) payloadReader { return douyin.Source{Buyer: o.buyer} },
	"pdd":       func(o *owners) payloadReader { return pdd.Source{Buyer: o.buyer} },
	"jd":        func(*owners) payloadReader { return &jd.Source{} },
	"shopify":   func(o *owners) payloadReader { return anyShop{o} },
}

var feedsHelp = say.Text{
	English: `
With --feed the first argument is a FILE of payloads as a platform sent them, JSON
documents one after the other: what Source.Read of the package care/feed/PLATFORM
takes. Taobao's are TMC messages, answers of taobao.tmc.messages.consume, and answers
of trade.fullinfo.get, refund.get and traderates.get, which are what reading the trade
gives from there on. A payload that names no customer is about whoever ordered, by
the payloads before it or by --events, which may be given beside it. What can become
no event is reported and left out, with counts at the end; then the exit code is 1.

  care simulate --feed taobao monday.json rules/`,
	Chinese: `
加上 --feed，第一个文件就是平台发来的报文，原样的 JSON，一份接一份，也就是
care/feed/平台 这个包的 Source.Read 读的东西。淘宝的是 TMC 消息、
taobao.tmc.messages.consume 的应答，还有 trade.fullinfo.get、refund.get 和
traderates.get 的应答，往后查这笔交易就得到它们。报文里没写顾客，就算下单的那一位：看
前面的报文，或者同时给出的 --events。变不成事件的会说出来、略去，最后报数，退出码是 1。

  care simulate --feed taobao monday.json rules/`,
}

// payloads takes the file of payloads off the arguments.
func (f *storyFlags) payloads(c *call) error {
	if *f.feed == "" {
		return nil
	}
	known := slices.Sorted(maps.Keys(feeds))
	if feeds[*f.feed] == nil {
		return zh.Error("--feed: there is no platform %q; there are %s%s", *f.feed, named(known), hint(source.Suggest(*f.feed, known)))
	}
	if len(c.args) == 0 {
		return zh.Error("name the file of payloads, and the rules after it")
	}
	f.recorded, c.args = c.args[0], c.args[1:]
	return nil
}

// readPayloads replays recorded payloads. What comes of them besides events is a fault.
func (t *tool) readPayloads(files *storyFlags, s *story, known []tiexin.Event, p *progress) ([]tiexin.Event, error) {
	in, err := t.open(files.recorded)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var who owners
	who.learn(known)
	r := replay{story: s, name: files.recorded, reader: feeds[*files.feed](&who), told: map[feed.Word]bool{}}
	for d := json.NewDecoder(in); ; {
		var payload json.RawMessage
		if err := d.Decode(&payload); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			s.faults.add(zh.Error("%s: after %d payloads and %d bytes: it is no JSON document", shown(r.name), r.payloads, d.InputOffset()))
			break
		}
		before := len(r.events)
		r.take(payload)
		who.learn(r.events[before:])
		p.read(len(r.events))
	}
	s.replayed = r.count(*files.feed)
	return r.events, nil
}

// A replay is a file of payloads on its way to become events.
type replay struct {
	*story
	name     string
	reader   payloadReader
	events   []tiexin.Event
	payloads int
	parked   int
	told     map[feed.Word]bool
}

func (r *replay) take(payload []byte) {
	r.payloads++
	reading, err := r.reader.Read(context.Background(), bytes.Clone(payload))
	if err != nil {
		r.park("", say.Of(err))
	}
	for _, p := range reading.Parked {
		r.park(p.ID, say.Plain(p.Reason))
	}
	for _, w := range reading.Unknown {
		if !r.told[w] {
			r.told[w] = true
			r.left.add(zh.Error("%s: payload %d: a word that no table knows: %s %q", shown(r.name), r.payloads, w.Field, w.Word))
		}
	}
	for _, e := range reading.Events {
		r.leaves(r.name, &e)
		if err := e.Validate(); err != nil {
			r.park(e.ID, say.Of(err))
			continue
		}
		r.events = append(r.events, e)
	}
}

func (r *replay) park(id string, reason say.Text) {
	r.parked++
	if id != "" {
		reason = zh.Text("message %s: %s", id, reason)
	}
	r.faults.add(zh.Error("%s: payload %d: parked: %s", shown(r.name), r.payloads, reason))
}

// count says in one line what became of the payloads.
func (r *replay) count(platform string) say.Text {
	return zh.Text("%s: %d payloads: %d events, %d parked, %d unknown words", platform, r.payloads, len(r.events), r.parked, len(r.told))
}

// owners know who ordered what, by the events that told of it.
type owners struct {
	orders  map[string]string // customer, by shop and order
	parcels map[string][]track.Owner
}

func (o *owners) learn(events []tiexin.Event) {
	if o.orders == nil {
		o.orders, o.parcels = map[string]string{}, map[string][]track.Owner{}
	}
	for i := range events {
		e := &events[i]
		if e.Order != nil {
			o.orders[e.Shop+"/"+e.Order.ID] = e.Customer.ID
		}
		if p := e.Parcel; p != nil && p.Number != "" {
			owner := track.Owner{Shop: e.Shop, Customer: e.Customer.ID, Order: p.OrderID, Parcel: p.ID}
			if !slices.Contains(o.parcels[p.Number], owner) {
				o.parcels[p.Number] = append(o.parcels[p.Number], owner)
			}
		}
	}
}

func (o *owners) buyer(_ context.Context, shop, order string) (string, error) {
	return o.orders[shop+"/"+order], nil
}

func (o *owners) find(_ context.Context, _, number string) ([]track.Owner, error) {
	return o.parcels[number], nil
}

// anyShop reads Shopify's webhooks of whatever shop they are of, in the currency that each
// names.
type anyShop struct{ *owners }

func (a anyShop) Read(ctx context.Context, body []byte) (feed.Reading, error) {
	var webhook struct {
		Shop string `json:"shop"`
		Body struct {
			Currency string `json:"currency"`
		} `json:"body"`
	}
	_ = json.Unmarshal(body, &webhook) // what is none is parked
	s := shopify.Source{Owner: a.buyer, Shops: map[string]shopify.Shop{webhook.Shop: {Currency: webhook.Body.Currency}}}
	return s.Read(ctx, body)
}
