package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
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

// feeds are the platforms and providers whose recorded payloads can be replayed: of the shops
// that are given, or of any when none are.
var feeds = map[string]func(o *owners, shops map[string]string) payloadReader{
	"taobao": func(_ *owners, shops map[string]string) payloadReader {
		return &taobao.Recording{Source: taobao.Source{Shops: shops}}
	},
	"kuaidi100": func(o *owners, _ map[string]string) payloadReader { return kuaidi100.Source{Find: o.find} },
	"kdniao":    func(o *owners, _ map[string]string) payloadReader { return kdniao.Source{Find: o.find} },
	"youzan": func(o *owners, shops map[string]string) payloadReader {
		return youzan.Source{Buyer: o.buyer, Shops: shops}
	},
	"douyin": func(o *owners, shops map[string]string) payloadReader {
		return douyin.Source{Buyer: o.buyer, Shops: shops}
	},
	"pdd": func(o *owners, shops map[string]string) payloadReader {
		return pdd.Source{Buyer: o.buyer, Shops: shops}
	},
	"jd":      func(*owners, map[string]string) payloadReader { return &jd.Source{} },
	"shopify": func(o *owners, shops map[string]string) payloadReader { return &anyShop{owners: o, shops: shops} },
}

var feedsHelp = say.Text{
	English: `
With --feed the first argument is a FILE of payloads as a platform sent them: JSON
documents, one after the other, as Source.Read of the package care/feed/PLATFORM takes
them. For Taobao these are TMC messages, answers of taobao.tmc.messages.consume, and
answers of trade.fullinfo.get, refund.get and traderates.get, which are used for later
reads of the trade. A payload that names no customer belongs to the buyer of the order,
known from earlier payloads or from --events, which may be given too. Payloads that
cannot become an event are reported and left out, with counts at the end; then the exit
code is 1. The rules belong to one shop: a FILE with payloads of several sellers is
reported too. --seller names the one meant, by the platform's own id: user_id, kdt_id,
shop_id, mall_id, venderId, or the domain at Shopify.

  care simulate --feed taobao monday.json rules/`,
	Chinese: `
加上 --feed，第一个文件就是平台发来的报文，原样的 JSON，一份接一份，也就是
care/feed/平台 这个包的 Source.Read 读的东西。淘宝的是 TMC 消息、
taobao.tmc.messages.consume 的应答，还有 trade.fullinfo.get、refund.get 和
traderates.get 的应答，往后查这笔交易就得到它们。报文里没写顾客，就算下单的那一位：看
前面的报文，或者同时给出的 --events。变不成事件的会说出来、略去，最后报数，退出码是 1。
规则是一家店的：报文里有几个卖家也会说出来，用 --seller 指明是哪一个，写平台自己的编号：
user_id、kdt_id、shop_id、mall_id、venderId，Shopify 写域名。

  care simulate --feed taobao monday.json rules/`,
}

// payloads takes the file of payloads off the arguments.
func (f *storyFlags) payloads(c *call) error {
	switch {
	case *f.feed == "" && *f.seller != "":
		return errors.New("--seller needs --feed")
	case *f.feed == "":
		return nil
	case *f.seller != "" && (*f.feed == "kuaidi100" || *f.feed == "kdniao"):
		return fmt.Errorf("--seller: payloads of %s name no seller", *f.feed)
	}
	known := slices.Sorted(maps.Keys(feeds))
	if feeds[*f.feed] == nil {
		return zh.Error("--feed: unknown platform %q; possible: %s%s", *f.feed, named(known), hint(source.Suggest(*f.feed, known)))
	}
	if len(c.args) == 0 {
		return zh.Error("name the file of payloads, and the rules after it")
	}
	f.recorded, c.args = c.args[0], c.args[1:]
	if info, err := os.Stat(f.recorded); err == nil && info.IsDir() || slices.Contains([]string{".yaml", ".yml"}, path.Ext(f.recorded)) {
		return zh.Error("%s is not a file of payloads; the file comes first, and the rules after it: --feed %s FILE RULES", shown(f.recorded), *f.feed)
	}
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
	var shops map[string]string
	if *files.seller != "" {
		shops = map[string]string{*files.seller: ""}
	}
	r := replay{
		story: s, name: files.recorded, reader: feeds[*files.feed](&who, shops), seller: *files.seller,
		told: map[feed.Word]bool{}, sellers: map[string]int{},
	}
	for d := json.NewDecoder(in); ; {
		var payload json.RawMessage
		if err := d.Decode(&payload); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			s.faults.add(zh.Error("%s: after %d payloads and %d bytes: it is not a JSON document", shown(r.name), r.payloads, d.InputOffset()))
			break
		}
		before := len(r.events)
		r.take(payload)
		who.learn(r.events[before:])
		p.read(len(r.events))
	}
	r.oneSeller()
	s.replayed = r.count(*files.feed)
	return r.events, nil
}

// A replay is a file of payloads on its way to become events.
type replay struct {
	*story
	name     string
	reader   payloadReader
	seller   string // whose events are meant; empty: there is one
	events   []tiexin.Event
	payloads int
	parked   int
	silent   int // payloads of which nothing came
	others   int // messages of other sellers
	told     map[feed.Word]bool
	sellers  map[string]int // messages, by the seller
}

func (r *replay) take(payload []byte) {
	r.payloads++
	reading, err := r.reader.Read(context.Background(), bytes.Clone(payload))
	if r.seller != "" && len(reading.Sellers) > 0 && !slices.Contains(reading.Sellers, r.seller) {
		r.others += len(reading.Sellers)
		return
	}
	if err != nil {
		r.park("", say.Of(err))
	}
	if err == nil && len(reading.Events) == 0 && len(reading.Parked) == 0 {
		r.silent++
	}
	for _, p := range reading.Parked {
		if r.seller != "" && p.Reason == feed.OtherShop {
			r.others++
			continue
		}
		r.park(p.ID, say.Plain(p.Reason))
	}
	for _, w := range reading.Unknown {
		if !r.told[w] {
			r.told[w] = true
			r.left.add(zh.Error("%s: payload %d: unknown word: %s %q", shown(r.name), r.payloads, w.Field, w.Word))
		}
	}
	for _, seller := range reading.Sellers {
		r.sellers[seller]++
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

// oneSeller reports that the payloads are several sellers', or none the seller's that is meant.
func (r *replay) oneSeller() {
	switch {
	case r.seller != "" && r.others > 0 && r.sellers[r.seller] == 0:
		r.faults.add(zh.Error("%s: no payload is of the seller %s; %d are of others. Leave out --seller to see of which", shown(r.name), r.seller, r.others))
	case r.seller == "" && len(r.sellers) > 1:
		var all []say.Text
		for _, seller := range slices.Sorted(maps.Keys(r.sellers)) {
			all = append(all, zh.Text("%s (%d messages)", seller, r.sellers[seller]))
		}
		r.faults.add(zh.Error("%s: it holds messages of %d sellers, and they were replayed as one shop's: %s. Name the one that is meant with --seller", shown(r.name), len(all), say.Join(all, ", ", "、")))
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
	line := zh.Text("%s: %d payloads: %d events, %d parked, %d unknown words, %d payloads without an event", platform, r.payloads, len(r.events), r.parked, len(r.told), r.silent)
	if r.others > 0 {
		line = zh.Text("%s, %d messages of other sellers left out", line, r.others)
	}
	return line
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
// names, or that the ones before it named: that of a refund stands in its payments alone.
type anyShop struct {
	*owners
	shops      map[string]string // nil: any
	currencies map[string]string // by the shop's domain
}

func (a *anyShop) Read(ctx context.Context, body []byte) (feed.Reading, error) {
	var webhook struct {
		Shop string `json:"shop"`
		Body struct {
			Currency     string `json:"currency"`
			Transactions []struct {
				Currency string `json:"currency"`
			} `json:"transactions"`
		} `json:"body"`
	}
	_ = json.Unmarshal(body, &webhook) // what is none is parked
	if a.currencies == nil {
		a.currencies = map[string]string{}
	}
	currency := cmp.Or(webhook.Body.Currency, a.currencies[webhook.Shop])
	if currency == "" && len(webhook.Body.Transactions) > 0 {
		currency = webhook.Body.Transactions[0].Currency
	}
	a.currencies[webhook.Shop] = currency
	s := shopify.Source{Owner: a.buyer}
	if _, ours := a.shops[webhook.Shop]; ours || a.shops == nil {
		s.Shops = map[string]shopify.Shop{webhook.Shop: {Currency: currency}}
	}
	return s.Read(ctx, body)
}
