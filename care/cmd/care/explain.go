package main

import (
	"context"
	"io"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

var explainCommand = command{
	name: "explain",
	args: say.Text{English: "RULES", Chinese: "规则"},
	does: say.Text{English: "print the decisions about one customer, and why", Chinese: "解释对一位顾客做了什么决定、为什么"},
	help: say.Join([]say.Text{{
		English: `
Replays events up to a time and prints everything about one customer. The decisions
come with every value that the conditions saw (✓ true, ✗ not true, ? unknown). Then:
what is pending and what it needs, how far each message has come (decided, sent,
delivered), and why a channel is closed. The exit code is 1 if the customer is unknown
at that time.

Names, nicks and the customer's own words are shown by kind and length, tags and the
shop's own words only if the rule names them; numbers and addresses are hidden.
--personal shows all of it, to people who may see it.

Why did a customer receive nothing on Monday? --at with a day ("2026-11-09"), or --from
and --to, print only the decisions of that time, the state before it, and what became
of the messages. With --journal the answer comes from the journal of a running engine,
exported by a host with care.WriteJournal, and no events are needed.
`,
		Chinese: `
把事件重放到某一刻，说出一位顾客的全部情况：做了什么决定，条件看到的每个值
（✓ 成立，✗ 不成立，? 未知），那一刻还在等什么，每条消息到了哪一步（已决定、已交出、
已送达），渠道为什么走不通，要变什么才会发。到那一刻还没有这位顾客，退出码是 1。

姓名、昵称和顾客自己写的话只显示种类和长短；标签和店里自己的词，只显示规则里写到的；
号码和地址隐去。给可以看的人看，加 --personal，全部显示。

顾客星期一为什么什么也没收到？--at 写一天（"2026-11-09"），或者写 --from 和 --to，
就只说那段时间里决定了什么、之前是什么情况、说出去的后来怎样。加上 --journal，就从运行
中的引擎的日志里回答，不用事件；日志由宿主程序用 care.WriteJournal 写出。
`,
	}, eventsHelp}, "", ""),
	run: (*tool).explain,
}

func (t *tool) explain(c *call) int {
	files := c.storyFlags()
	customer := c.text("customer", "", zh.Text("explain the customer with `ID`"))
	shop := c.text("shop", "", zh.Text("use the shop with `KEY`, if the events name one"))
	personal := c.yes("personal", zh.Text("show names, nicks and numbers, see above"))
	at := c.text("at", "", zh.Text("explain at `TIME` or on a day, see above. Default: the last event"))
	ask := c.spanFlags(at)
	if code, ok := t.parse(c); !ok {
		return code
	}
	if err := files.payloads(c); err != nil {
		return t.misused(c, say.Of(err))
	}
	told := *files.events != "" || *files.feed != ""
	switch {
	case len(c.args) == 0:
		return t.misused(c, zh.Text("name the rule files, or a folder of them"))
	case !told && *ask.journal == "":
		return t.misused(c, zh.Text("name a file of events with --events, or of an engine's journal with --journal, or a platform of recorded payloads with --feed"))
	case told && *ask.journal != "":
		return t.misused(c, zh.Text("--events and --journal exclude each other; name one"))
	case *customer == "":
		return t.misused(c, zh.Text("name the customer with --customer"))
	}
	if wrong := ask.wrong(); !wrong.Empty() {
		return t.misused(c, wrong)
	}
	key := care.Key{Shop: *shop, Customer: *customer}
	if *ask.journal != "" {
		return t.explainJournal(c, key, ask)
	}
	p := t.watch(false)
	defer p.erase()
	s, err := t.story(c, files, p)
	if err != nil {
		return t.failed(err)
	}
	if ask.isPast() {
		return t.explainPast(c, s, key, ask, *personal, p)
	}
	now := s.last
	if *at != "" {
		if now, err = s.instant(*at); err != nil {
			return t.misused(c, zh.Text("--at: %s", err))
		}
	}
	past, why, err := s.explain(key, now, *personal, p)
	t.remark(s)
	if err != nil {
		return t.failed(err)
	}
	if why.Known || *c.json {
		if err := t.tell(s.rules, past, why, *c.json); err != nil {
			return t.failed(err)
		}
	}
	switch {
	case !why.Known && len(s.events) > 0:
		return t.failed(s.nobody(key, now))
	case !why.Known, s.faults.n > 0:
		return problems
	}
	return well
}

// nobody says that a customer is unknown at an instant, and who may be meant.
func (s *story) nobody(key care.Key, now time.Time) error {
	var shops, customers []string
	var first time.Time
	for i := range s.events {
		e := &s.events[i]
		switch at := arrival(e); {
		case e.Customer.ID == key.Customer && e.Shop != key.Shop:
			shops = append(shops, e.Shop)
		case e.Customer.ID != key.Customer:
			customers = append(customers, e.Customer.ID)
		case at.After(now) && (first.IsZero() || at.Before(first)):
			first = at
		}
	}
	who := zh.Text("care: unknown customer %q at %s", key.Customer, now.Format(time.DateTime))
	if key.Shop != "" {
		who = zh.Text("care: unknown customer %q in shop %q at %s", key.Customer, key.Shop, now.Format(time.DateTime))
	}
	switch {
	case !first.IsZero():
		return zh.Error("%s; the first event comes at %s: write a later --at", who, first.In(now.Location()).Format(time.DateTime))
	case len(shops) > 0 && shops[0] == "":
		return zh.Error("%s; one without a shop exists: leave out --shop", who)
	case len(shops) > 0:
		return zh.Error("%s; one in shop %q exists: name it with --shop", who, shops[0])
	}
	return zh.Error("%s%s", who, hint(source.Suggest(key.Customer, customers)))
}

// explain is what was decided about a customer up to an instant, and how things
// stand then. Everybody's events happen, because budgets are the shop's.
func (s *story) explain(key care.Key, now time.Time, personal bool, p *progress) ([]care.Outcome, care.Explanation, error) {
	store := care.NewMemoryOf(1)
	var past []care.Outcome
	taken := func(n int) { p.taken(n, len(s.events)) }
	options := care.SimOptions{Until: now, Store: store, Fault: s.faults.add, Progress: taken, Seen: true, SeenPersonal: personal, Identify: s.identify}
	for o := range s.masked(care.Simulate(s.rules, s.events, options), personal) {
		if o.Customer == key.Customer && o.Shop == key.Shop {
			past = append(past, o)
		}
	}
	engine, err := care.New(s.rules, care.Options{Store: store, Now: func() time.Time { return now }})
	if err != nil {
		return nil, care.Explanation{}, err
	}
	explain := engine.Explain
	if personal {
		explain = engine.ExplainPersonal
	}
	why, err := explain(context.Background(), key)
	return past, why, err
}

func (t *tool) tell(rules *care.Rules, past []care.Outcome, why care.Explanation, asJSON bool) error {
	if asJSON {
		answer := struct {
			Past []line           `json:"past"`
			Now  care.Explanation `json:"now"`
		}{[]line{}, why}
		for _, o := range past {
			answer.Past = append(answer.Past, lineOf(o, true))
		}
		return encode(t.stdout, answer)
	}
	if len(past) > 0 {
		if _, err := io.WriteString(t.stdout, zh.Text("what was decided\n%s\nstate\n\n", pastOf(rules, past, t.lang)).In(t.lang)); err != nil {
			return err
		}
	}
	return t.writeSaid(t.stdout, why)
}
