package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
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
	replayed string
	// identify are the kinds of ids by which every event says who is one person.
	identify []tiexin.IdentifierKind
}

// faults are what could not be taken in, without ever filling the screen.
type faults struct {
	n    int
	some []string
}

const mostFaults = 20

func (f *faults) add(err error) {
	if f.n++; f.n <= mostFaults {
		f.some = append(f.some, err.Error())
	}
}

func (f *faults) write(w io.Writer) {
	for _, line := range f.some {
		fmt.Fprintln(w, line)
	}
	if f.n > mostFaults {
		fmt.Fprintf(w, "… and %d more\n", f.n-mostFaults)
	}
}

// storyFlags are what simulate and explain have in common.
type storyFlags struct {
	events, customers, identify, feed, seller *string

	recorded string // the file of payloads, with feed
}

func (c *call) storyFlags() *storyFlags {
	return &storyFlags{
		feed:      c.flags.String("feed", "", "`PLATFORM` whose recorded payloads are replayed, see above"),
		seller:    c.flags.String("seller", "", "with --feed: the platform's `ID` of the shop whose payloads are meant, see above. Default: they are one shop's"),
		events:    c.flags.String("events", "", "`FILE` of events: JSON lines, one event each"),
		customers: c.flags.String("customers", "", "`FILE` of who is known before: JSON lines of customers or of events"),
		identify:  c.flags.String("identify", "", "`KINDS` of ids, with commas, by which every event says who is one person: host, wx_unionid, … Default: only customer.merged does"),
	}
}

const eventsHelp = `
Events are JSON lines as tiexin.ReadEvents takes them, in any order:

  {"id": "m1", "event": "order.created", "at": "2026-11-11 10:00:00",
   "customer": "c1", "order": {"id": "T1", "amount": "199.00"}}

Times without a zone are the shop's. "received" is when an event arrived, if it
came late. Lines with mistakes are reported and left out, and the exit code is 1.
Customers may be described in the events themselves, or in a file of their own,
one a line: {"id": "c1", "nick": "小王", "mobile": "13800000000", "paid_orders": 3}

A TIME is "2026-11-12 09:00" or "2026-11-12 09:00:00" in the shop's zone,
2026-11-12T09:00:00+08:00 with a zone of its own, or +7d after the last event.
` + feedsHelp

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
			return nil, fmt.Errorf("--identify: no event names an id of kind %q (they name: %s)%s", kind, cmp.Or(strings.Join(all, ", "), "none"), hint(source.Suggest(kind, all)))
		}
		kinds = append(kinds, tiexin.IdentifierKind(kind))
	}
	return kinds, nil
}

// remark says what was left out of a story, and that nothing happens in it.
func (s *story) remark(w io.Writer) {
	s.faults.write(w)
	s.left.write(w)
	if s.replayed != "" {
		fmt.Fprintln(w, s.replayed)
	}
	if len(s.events) == 0 {
		fmt.Fprintf(w, "care: there is no event in %s, so nothing happens\n", s.source())
	}
}

// source is where the events come from, as a person calls it.
func (s *story) source() string {
	if s.file == "-" {
		return "the standard input"
	}
	return shown(s.file)
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
		s.left.add(fmt.Errorf("%s: event %s: left out: %s", shown(name), e.ID, w))
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
			s.faults.add(fmt.Errorf("%s: %w", shown(name), err))
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
			s.faults.add(fmt.Errorf("%s: line %d: %w", shown(name), n, err))
			continue
		}
		s.leaves(name, &e)
		events = append(events, e)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("care: %s: %w", shown(name), err)
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
	return time.Time{}, fmt.Errorf("%q is no time; write \"2026-11-12 09:00\" in the shop's zone, or +7d after the last event", text)
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
