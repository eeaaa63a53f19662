package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A story is what happens in a simulation: whom the shop knows, and the events in
// the order in which they stand.
type story struct {
	file   string // of the events
	rules  *care.Rules
	events []tiexin.Event
	first  time.Time // arrival of the first event
	last   time.Time // and of the last
	faults faults
	left   faults // fields of events that were left out
	// replayed counts what became of recorded payloads; empty: there were none.
	replayed say.Text
	// identify are the kinds of ids by which every event says who is one person.
	identify []tiexin.IdentifierKind
}

// faults are what could not be taken in, without ever filling the screen.
type faults struct {
	n    int
	some []error
}

const mostFaults = 20

func (f *faults) add(err error) {
	if f.n++; f.n <= mostFaults {
		f.some = append(f.some, err)
	}
}

func (t *tool) writeFaults(f *faults) {
	for _, err := range f.some {
		t.sayLine(t.stderr, say.Of(err))
	}
	if f.n > mostFaults {
		t.sayLine(t.stderr, zh.Text("… and %d more", f.n-mostFaults))
	}
}

// storyFlags are what simulate and explain have in common.
type storyFlags struct {
	events, customers, identify, feed, seller *string

	recorded string // the file of payloads, with feed
}

func (c *call) storyFlags() *storyFlags {
	return &storyFlags{
		feed:      c.text("feed", "", zh.Text("replay recorded payloads of `PLATFORM`, see above")),
		seller:    c.text("seller", "", zh.Text("with --feed: use the payloads of the shop with the platform's `ID`, see above. Default: all, of one shop")),
		events:    c.text("events", "", zh.Text("read events from `FILE`: JSON lines, one event each")),
		customers: c.text("customers", "", zh.Text("read customers known at the start from `FILE`: JSON lines of customers or of events")),
		identify:  c.text("identify", "", zh.Text("join customers by ids of `KINDS`, with commas: host, wx_unionid, … Default: only by customer.merged")),
	}
}

var eventsHelp = say.Join([]say.Text{{
	English: `
Events are JSON lines as tiexin.ReadEvents takes them, in any order:

  {"id": "m1", "event": "order.created", "at": "2026-11-11 10:00:00",
   "customer": "c1", "order": {"id": "T1", "amount": "199.00"}}

Times without a zone are in the shop's zone. "received" is when an event arrived, if it
was late. Lines with mistakes are reported and left out, and the exit code is 1.
Customers may be described in the events, or in a file of their own, one a line:
{"id": "c1", "nick": "小王", "mobile": "13800000000", "paid_orders": 3}

A TIME is "2026-11-12 09:00" or "2026-11-12 09:00:00" in the shop's zone,
2026-11-12T09:00:00+08:00 with its own zone, or +7d after the last event.
`,
	Chinese: `
事件是 JSON，一行一个，和 tiexin.ReadEvents 读的一样，先后随意：

  {"id": "m1", "event": "order.created", "at": "2026-11-11 10:00:00",
   "customer": "c1", "order": {"id": "T1", "amount": "199.00"}}

时间不写时区，就是店铺的。来晚了的，"received" 写什么时候到的。写错的行会说出来、略去，
退出码是 1。顾客可以写在事件里，也可以另写一个文件，一行一位：
{"id": "c1", "nick": "小王", "mobile": "13800000000", "paid_orders": 3}

时间写成 "2026-11-12 09:00" 或 "2026-11-12 09:00:00"（店铺的时区），自带时区的
2026-11-12T09:00:00+08:00，或者最后一个事件之后多久：+7d。
`,
}, feedsHelp}, "", "")

// story reads everything that a simulation needs. Mistakes in lines are kept as
// faults.
func (t *tool) story(c *call, files *storyFlags, p *progress) (*story, error) {
	rules, err := t.rules(c.args)
	if err != nil {
		return nil, err
	}
	s := &story{file: cmp.Or(*files.events, files.recorded), rules: rules}
	var events []tiexin.Event
	if *files.events != "" {
		if events, err = t.readEvents(*files.events, s, p); err != nil {
			return nil, err
		}
	}
	if files.recorded != "" {
		replayed, err := t.readPayloads(files, s, events, p)
		if err != nil {
			return nil, err
		}
		events = append(events, replayed...)
	}
	for i := range events {
		at := arrival(&events[i])
		if i == 0 || at.Before(s.first) {
			s.first = at
		}
		if i == 0 || at.After(s.last) {
			s.last = at
		}
	}
	if s.identify, err = identifying(*files.identify, events); err != nil {
		return nil, err
	}
	if len(events) == 0 {
		return s, nil // and nobody can be known before
	}
	if *files.customers != "" {
		if s.events, err = t.readCustomers(*files.customers, s); err != nil {
			return nil, err
		}
	}
	s.events = append(s.events, events...)
	return s, nil
}

// identifying are the kinds of ids that a flag names. One that no event has is a slip.
func identifying(flag string, events []tiexin.Event) (kinds []tiexin.IdentifierKind, err error) {
	if flag == "" {
		return nil, nil
	}
	known := map[string]bool{}
	for i := range events {
		for _, id := range events[i].Customer.IDs {
			known[string(id.Kind)] = true
		}
	}
	all := slices.Sorted(maps.Keys(known))
	for kind := range strings.SplitSeq(flag, ",") {
		if kind = strings.TrimSpace(kind); !known[kind] {
			return nil, zh.Error("--identify: no event names an id of kind %q (they name: %s)%s", kind, named(all), hint(source.Suggest(kind, all)))
		}
		kinds = append(kinds, tiexin.IdentifierKind(kind))
	}
	return kinds, nil
}

// named are names in a sentence.
func named(all []string) say.Text {
	if len(all) == 0 {
		return zh.Text("none")
	}
	return say.Text{English: strings.Join(all, ", "), Chinese: strings.Join(all, "、")}
}

// remark says what was left out of a story, and that nothing happens in it.
func (t *tool) remark(s *story) {
	t.writeFaults(&s.faults)
	t.writeFaults(&s.left)
	if !s.replayed.Empty() {
		t.sayLine(t.stderr, s.replayed)
	}
	if len(s.events) == 0 {
		t.sayLine(t.stderr, zh.Text("care: no events in %s", s.source()))
	}
}

// source is where the events come from, as a person calls it.
func (s *story) source() say.Text {
	if s.file == "-" {
		return zh.Text("the standard input")
	}
	return say.Plain(shown(s.file))
}

func arrival(e *tiexin.Event) time.Time {
	if e.Received.IsZero() {
		return e.At
	}
	return e.Received
}

// leaves notes what an event loses because it cannot be read, as the engine does.
func (s *story) leaves(name string, e *tiexin.Event) {
	e.Normalise()
	for _, w := range e.Warnings {
		s.left.add(zh.Error("%s: event %s: left out: %s", shown(name), e.ID, say.Text{English: w.String(), Chinese: w.Chinese()}))
	}
}

func (t *tool) readEvents(name string, s *story, p *progress) ([]tiexin.Event, error) {
	in, err := t.open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var events []tiexin.Event
	for e, err := range tiexin.ReadEvents(in, s.rules.Shop.Zone) {
		if err != nil {
			s.faults.add(zh.Error("%s: %w", shown(name), err))
			continue
		}
		s.leaves(name, &e)
		events = append(events, e)
		p.read(len(events))
	}
	return events, nil
}

// readCustomers reads who is known a moment before the first event. A line is a
// customer, or an event such as customer.updated with an instant of its own.
func (t *tool) readCustomers(name string, s *story) ([]tiexin.Event, error) {
	in, err := t.open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var events []tiexin.Event
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		e, err := readCustomer(line, n, s.rules.Shop.Zone, s.first)
		if err != nil {
			s.faults.add(zh.Error("%s: line %d: %w", shown(name), n, err))
			continue
		}
		s.leaves(name, &e)
		events = append(events, e)
	}
	if err := lines.Err(); err != nil {
		return nil, zh.Error("care: %s: %w", shown(name), err)
	}
	return events, nil
}

func readCustomer(line []byte, n int, zone *time.Location, first time.Time) (tiexin.Event, error) {
	var kind struct {
		Event json.RawMessage `json:"event"`
	}
	if err := json.Unmarshal(line, &kind); err == nil && kind.Event == nil {
		line = fmt.Appendf(nil, `{"id": "known before, line %d", "event": %q, "at": %q, "received": %q, "customer": %s}`,
			n, tiexin.EventCustomerUpdated, first.Add(-time.Millisecond).Format(time.RFC3339Nano), first.Format(time.RFC3339Nano), line)
	}
	return tiexin.DecodeEvent(line, zone)
}

// instant reads a time that a user writes: in the shop's zone, with a zone of its
// own, or as a span after the last event.
func (s *story) instant(text string) (time.Time, error) {
	if span, ok := strings.CutPrefix(text, "+"); ok {
		if d, err := rule.ParseDuration(span); err == nil {
			return s.last.Add(d), nil
		}
	}
	if at, ok := readTime(text, s.rules.Shop.Zone); ok {
		return at, nil
	}
	if fact, last := source.NoSuchDate(text); !fact.Empty() {
		return time.Time{}, zh.Error("%s; %s", fact, last)
	}
	return time.Time{}, zh.Error("%q is not a time; write \"2026-11-12 09:00\" in the shop's zone, or +7d after the last event", text)
}

// readTime reads a time that a user writes: in a zone, or with one of its own.
func readTime(text string, zone *time.Location) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02 15:04", time.DateTime} {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, true
		}
	}
	at, err := time.Parse(time.RFC3339, text)
	return at, err == nil
}
