package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
)

var explainCommand = command{
	name: "explain", args: "RULES", does: "print what was decided about one customer, and why",
	help: `
Replays events up to an instant and prints everything about one customer: what was
decided, with every value that the conditions saw (✓ true, ✗ not true, ? unknown),
what waits for what at that instant, how far each message has come (decided, handed
over, delivered), why a channel is closed, and what would have to change. The exit
code is 1 for a customer whom nobody has heard of at that instant.

Of names, nicks and the customer's own words the kind and length are shown, of tags
and the shop's own words those that the rule itself names, and numbers and addresses
are hidden. --personal shows all of it, to people who may see it.

Why did a customer hear nothing on Monday? --at with a day ("2026-11-09"), or --from
and --to, print what was decided in that time alone, how things stood before it, and
what became of what was said. With --journal the answer comes from the journal of an
engine that ran, which a host exported with care.WriteJournal, and no events are
needed. --chinese prints it in Chinese.
` + eventsHelp,
	run: (*tool).explain,
}

func (t *tool) explain(c *call) int {
	files := c.storyFlags()
	customer := c.flags.String("customer", "", "`ID` of the customer")
	shop := c.flags.String("shop", "", "`KEY` of the shop, if the events name one")
	personal := c.flags.Bool("personal", false, "show names, nicks and numbers among the values, see above")
	at := c.flags.String("at", "", "`TIME` to look from, or a day to tell of, see above. Default: the last event")
	ask := c.spanFlags(at)
	if code, ok := t.parse(c); !ok {
		return code
	}
	if err := files.payloads(c); err != nil {
		return t.misused(c, "%s", err)
	}
	told := *files.events != "" || *files.feed != ""
	switch {
	case len(c.args) == 0:
		return t.misused(c, "name the rule files, or a folder of them")
	case !told && *ask.journal == "":
		return t.misused(c, "name a file of events with --events, or of an engine's journal with --journal, or a platform of recorded payloads with --feed")
	case told && *ask.journal != "":
		return t.misused(c, "--events and --journal are two pasts; name one")
	case *customer == "":
		return t.misused(c, "name the customer with --customer")
	}
	if wrong := ask.wrong(); wrong != "" {
		return t.misused(c, "%s", wrong)
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
			return t.misused(c, "--at: %s", err)
		}
	}
	past, why, err := s.explain(key, now, *personal, p)
	s.remark(t.stderr)
	if err != nil {
		return t.failed(err)
	}
	if why.Known || *c.json {
		if err := t.tell(past, why, *c.json); err != nil {
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
	who := fmt.Sprintf("care: nobody has heard of customer %q", key.Customer)
	if key.Shop != "" {
		who += fmt.Sprintf(" in shop %q", key.Shop)
	}
	who += " at " + now.Format(time.DateTime)
	switch {
	case !first.IsZero():
		return fmt.Errorf("%s; the first event comes at %s: look from later with --at", who, first.In(now.Location()).Format(time.DateTime))
	case len(shops) > 0 && shops[0] == "":
		return fmt.Errorf("%s; there is one without a shop: leave out --shop", who)
	case len(shops) > 0:
		return fmt.Errorf("%s; there is one in shop %q: name it with --shop", who, shops[0])
	}
	return fmt.Errorf("%s%s", who, hint(source.Suggest(key.Customer, customers)))
}

// explain is what was decided about a customer up to an instant, and how things
// stand then. Everybody's events happen, because budgets are the shop's.
func (s *story) explain(key care.Key, now time.Time, personal bool, p *progress) ([]care.Outcome, care.Explanation, error) {
	store := care.NewMemoryOf(1)
	var past []care.Outcome
	taken := func(n int) { p.taken(n, len(s.events)) }
	for o := range care.Simulate(s.rules, s.events, care.SimOptions{Until: now, Store: store, Fault: s.faults.add, Progress: taken, Seen: true, SeenPersonal: personal, Identify: s.identify}) {
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

func (t *tool) tell(past []care.Outcome, why care.Explanation, asJSON bool) error {
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
		if _, err := fmt.Fprintf(t.stdout, "what was decided\n%s\nhow it stands\n\n", pastOf(past)); err != nil {
			return err
		}
	}
	return why.Write(t.stdout)
}

// pastOf are decisions in the words in which care.Explanation says how things
// stand: an instant and what it was about, then each rule and what it saw.
func pastOf(past []care.Outcome) string {
	var b strings.Builder
	line := func(format string, args ...any) {
		b.WriteString(source.OneLine(fmt.Sprintf(format, args...)) + "\n")
	}
	for i := range past {
		o := &past[i]
		if i == 0 || !o.At.Equal(past[i-1].At) || o.Subject != past[i-1].Subject {
			b.WriteByte('\n')
			line("%s, %s", o.At.Format(time.DateTime), subject(o))
		}
		more := ""
		if o.By != "" {
			more += " (" + o.By + ")"
		}
		if !o.Until.IsZero() {
			more += " until " + o.Until.Format(time.DateTime)
		}
		line("  %s: %s %s%s", o.Path(), o.Verdict, o.Reason, more)
		for _, w := range o.Ways {
			line("    %s", w)
		}
		if o.Said != nil {
			via := o.Said.Via.String()
			if o.Said.Via == channel.None {
				via = "for the shop's own people"
			}
			line("    %s: %s", via, o.Said.Text)
		}
		for _, s := range o.Seen() {
			line("    %s", s)
		}
	}
	return b.String()
}

func subject(o *care.Outcome) string {
	about := cmp.Or(o.About(), "subject")
	if o.Subject == "" {
		return "the " + about
	}
	return about + " " + o.Subject
}
