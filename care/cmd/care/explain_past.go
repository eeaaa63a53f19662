package main

import (
	"context"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A span is the time that somebody asks about, as the flags of explain name it.
type span struct {
	at, from, to, journal *string
}

func (c *call) spanFlags(at *string) span {
	return span{
		at:      at,
		from:    c.text("from", "", zh.Text("print decisions from `TIME`, see above")),
		to:      c.text("to", "", zh.Text("print decisions before `TIME`. Default: the end")),
		journal: c.text("journal", "", zh.Text("read an engine's journal from `FILE`: JSON lines, as care.WriteJournal writes them")),
	}
}

// isPast says that the flags name a time, and not an instant to look from.
func (a span) isPast() bool {
	_, day := dayOn(*a.at, time.UTC)
	return day || *a.from != "" || *a.to != ""
}

// wrong says what is wrong with the flags together; empty: nothing.
func (a span) wrong() say.Text {
	switch {
	case *a.at != "" && (*a.from != "" || *a.to != ""):
		return zh.Text("--at excludes --from and --to; leave them out")
	case *a.at != "" && *a.journal != "" && !a.isPast():
		return zh.Text("--at %q: a journal covers a day (\"2026-11-09\"), or of a time with --from and --to", *a.at)
	}
	return say.Text{}
}

// dayOn is the beginning of a day in a zone.
func dayOn(text string, zone *time.Location) (time.Time, bool) {
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	return day, err == nil
}

// times are the ends of the time in a zone; zero: not named. Read reads any other time.
func (a span) times(zone *time.Location, read func(string) (time.Time, error)) (from, to time.Time, err error) {
	if day, ok := dayOn(*a.at, zone); ok {
		return day, day.AddDate(0, 0, 1), nil
	}
	for _, end := range []struct {
		flag, text string
		at         *time.Time
	}{{"--from", *a.from, &from}, {"--to", *a.to, &to}} {
		if end.text == "" {
			continue
		}
		at, ok := dayOn(end.text, zone)
		if !ok {
			if at, err = read(end.text); err != nil {
				return from, to, zh.Error("%s: %w", end.flag, err)
			}
		}
		*end.at = at
	}
	if !from.IsZero() && !to.IsZero() && !from.Before(to) {
		return from, to, zh.Error("--to: must be later than --from")
	}
	return from, to, nil
}

// explainPast tells what was decided in a time of a story.
func (t *tool) explainPast(c *call, s *story, key care.Key, ask span, personal bool, p *progress) int {
	from, to, err := ask.times(s.rules.Shop.Zone, s.instant)
	if err != nil {
		return t.misused(c, say.Of(err))
	}
	past, known, err := s.past(key, from, to, personal, p)
	t.remark(s)
	if err != nil {
		return t.failed(err)
	}
	if !known && len(s.events) > 0 {
		return t.failed(s.nobody(key, s.last))
	}
	if err := t.tellPast(c, past); err != nil {
		return t.failed(err)
	}
	if !known || s.faults.n > 0 {
		return problems
	}
	return well
}

// past lives through the story with a journal that leaves nothing out. What becomes known
// after the time is heard too.
func (s *story) past(key care.Key, from, to time.Time, personal bool, p *progress) (care.Past, bool, error) {
	store, now := care.NewMemoryOf(1), s.last
	if to.After(now) {
		now = to
	}
	journal := &care.JournalOptions{Keep: 100 * 365 * 24 * time.Hour, Leave: []care.Reason{}}
	taken := func(n int) { p.taken(n, len(s.events)) }
	o := care.SimOptions{Until: now, Store: store, Journal: journal, Fault: s.faults.add, Progress: taken, Seen: true, SeenPersonal: personal, Identify: s.identify}
	for range care.Simulate(s.rules, s.events, o) { // the journal has it
	}
	engine, err := care.New(s.rules, care.Options{Store: store, Journal: journal, Now: func() time.Time { return now }})
	if err != nil {
		return care.Past{}, false, err
	}
	why, err := engine.Explain(context.Background(), key)
	if err != nil {
		return care.Past{}, false, err
	}
	past, err := engine.ExplainAt(context.Background(), key, from, to)
	return past, why.Known, err
}

// explainJournal tells what was decided in a time from the journal of an engine.
func (t *tool) explainJournal(c *call, key care.Key, ask span) int {
	rules, err := t.rules(c.args)
	if err != nil {
		return t.failed(err)
	}
	from, to, err := ask.times(rules.Shop.Zone, func(text string) (time.Time, error) {
		if at, ok := readTime(text, rules.Shop.Zone); ok {
			return at, nil
		}
		if fact, last := source.NoSuchDate(text); !fact.Empty() {
			return time.Time{}, zh.Error("%s; %s", fact, last)
		}
		return time.Time{}, zh.Error("%q is not a time; write it as \"2026-11-12 09:00\"", text)
	})
	if err != nil {
		return t.misused(c, say.Of(err))
	}
	in, err := t.open(*ask.journal)
	if err != nil {
		return t.failed(err)
	}
	defer in.Close()
	var faults faults
	var all []care.JournalLine
	for l, err := range care.ReadJournal(in, rules) {
		if err != nil {
			faults.add(zh.Error("%s: %w", shown(*ask.journal), err))
			continue
		}
		all = append(all, l)
	}
	t.writeFaults(&faults)
	who, ok := whoIn(all, key)
	if !ok {
		return t.failed(nobodyIn(shown(*ask.journal), key, all))
	}
	past, err := care.PastOf(rules, who, all, from, to)
	if err != nil {
		return t.failed(err)
	}
	if who != key {
		past.Asked = key.Customer
	}
	if err := t.tellPast(c, past); err != nil {
		return t.failed(err)
	}
	if faults.n > 0 {
		return problems
	}
	return well
}

// whoIn is under which key the lines of a customer stand: that of the id for which theirs
// was given up.
func whoIn(lines []care.JournalLine, key care.Key) (who care.Key, ok bool) {
	for i := range lines {
		switch l := &lines[i]; {
		case l.Key.Shop != key.Shop:
		case l.As == key.Customer:
			return l.Key, true
		case l.Key == key:
			who, ok = key, true
		}
	}
	return who, ok
}

// nobodyIn says that a journal has no line of a customer, and who may be meant.
func nobodyIn(file string, key care.Key, lines []care.JournalLine) error {
	var customers []string
	for i := range lines {
		switch l := lines[i].Key; {
		case l.Customer == key.Customer && l.Shop == "":
			return zh.Error("care: %s: no line is about customer %q in shop %q; one without a shop exists: leave out --shop", file, key.Customer, key.Shop)
		case l.Customer == key.Customer:
			return zh.Error("care: %s: no line is about customer %q; one in shop %q exists: name it with --shop", file, key.Customer, l.Shop)
		case !slices.Contains(customers, l.Customer):
			customers = append(customers, l.Customer)
		}
	}
	return zh.Error("care: %s: no line is about customer %q%s", file, key.Customer, hint(source.Suggest(key.Customer, customers)))
}

func (t *tool) tellPast(c *call, past care.Past) error {
	if *c.json {
		return encode(t.stdout, past)
	}
	return t.writeSaid(t.stdout, past)
}
