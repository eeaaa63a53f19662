package caretest

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A compiler turns what is written into tests.
type compiler struct {
	fsys     fs.FS
	dir      string
	coverage *Coverage
	sources  map[*care.Rules][]rule.File
	preset   *care.Rules // instead of those that a test names
	reader   *form.Reader
	hasStart bool                   // the file says when its tests begin, well or badly
	loaded   map[string]*care.Rules // by the names of their files
	first    map[string]form.Spot   // of the tests, by their names
	taken    map[string]bool        // the parts that tests begin with, by their names
	rules    source.Problems        // of the rule files
}

// A story is one test while it is understood.
type story struct {
	*test
	setting
	reader    *form.Reader
	rules     *care.Rules // nil: they could not be loaded
	zone      *time.Location
	start     time.Time
	end       form.Spot       // of until
	parcels   map[string]any  // the orders of parcels that lines have named
	line      *lineSpec       // that is being understood
	described map[string]bool // the customers, by name
}

func (c *compiler) test(name string, spec *fileSpec, n int) *test {
	ts := &spec.Tests[n]
	if before, taken := c.first[ts.Name.Value]; taken && ts.Name.Value != "" {
		c.reader.ReportAlso(ts.Name.Spot, before, zh.Text("two tests have the same name"), zh.Text("say what makes them different"))
	} else {
		c.first[ts.Name.Value] = ts.Name.Spot
	}
	t := &test{coverage: c.coverage, file: name, name: ts.Name.Value, line: ts.spot.Place().Line, lines: map[string]source.Place{}}
	s := &story{test: t, setting: spec.setting.with(ts.setting), reader: c.reader, zone: tiexin.Shanghai(), end: ts.Until.Spot, parcels: map[string]any{}}
	if s.rules = c.load(s.Rules, ts.spot); s.rules != nil {
		s.zone = s.rules.Shop.Zone
	}
	start := s.Start.Value
	if s.Start.Spot.IsZero() {
		if !c.hasStart {
			c.reader.Report(ts.spot, zh.Text("the start of the test is missing"), zh.Text("add start: 2026-11-11 10:00 to the file or the test"))
		}
		start = moment{isClock: true, hasDay: true, clock: time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)}
	}
	s.start = start.in(time.Time{}, s.zone)
	t.rules, t.start = s.rules, s.start
	if s.Senders != nil {
		t.senders = *s.Senders
	}
	if !ts.Until.Spot.IsZero() {
		t.until = ts.Until.Value.in(s.start, s.zone)
		s.beforeStart(ts.Until.Spot, t.until)
	}
	s.given(c.lines(spec.Given, ts.Given))
	for _, u := range ts.Unreachable {
		s.known(form.Word{Value: u.Value.customer, Spot: u.Spot})
		t.unreachable = append(t.unreachable, u.Value)
	}
	t.expect, t.withheld = ts.Expect, ts.Withheld
	for i := range t.expect {
		t.expect[i].compile(s)
	}
	for i := range t.withheld {
		t.withheld[i].compile(s)
	}
	return t
}

// load loads rule files, each list of them once.
func (c *compiler) load(words []form.Word, spot form.Spot) *care.Rules {
	if c.preset != nil {
		return c.preset
	}
	if len(words) == 0 {
		c.reader.Report(spot, zh.Text("the rules of the test are missing"), zh.Text("add rules: and the name of the rule file to the file or the test"))
		return nil
	}
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = path.Join(c.dir, w.Value)
	}
	key := strings.Join(names, "\x00")
	if rules, ok := c.loaded[key]; ok {
		return rules
	}
	var files []rule.File
	for i, n := range names {
		if info, err := fs.Stat(c.fsys, n); err == nil && info.IsDir() {
			c.reader.Report(words[i].Spot, zh.Text("%s is a folder", n), zh.Text("write %s/*.yaml", strings.TrimRight(words[i].Value, "/")))
			continue
		}
		found, err := rule.Files(c.fsys, n)
		if err == nil && len(found) == 0 {
			err = zh.Error("it is a rule test, not a rule file")
		}
		if err != nil {
			c.reader.Report(words[i].Spot, say.Of(err).Each(func(s string) string { return strings.TrimPrefix(s, "care: ") }), say.Text{})
		}
		for _, f := range found {
			if !holds(f.Data, rulesBegin) {
				c.reader.Report(words[i].Spot, zh.Text("%s is not a rule file: version: 1 is missing", f.Name), zh.Text("name a rule file"))
				continue
			}
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, b rule.File) int { return strings.Compare(a.Name, b.Name) })
	files = slices.CompactFunc(files, func(a, b rule.File) bool { return a.Name == b.Name })
	var rules *care.Rules
	if len(files) > 0 {
		var problems source.Problems
		rules, problems = c.coverage.load(files)
		c.sources[rules] = files
		c.rules = append(c.rules, problems.Errors()...)
	}
	c.loaded[key] = rules
	return rules
}

// lines are those of a test, with those of the parts that it names in their place.
func (c *compiler) lines(parts []form.Entry[[]lineSpec], given []givenSpec) (all []lineSpec) {
	for i := range given {
		name := given[i].part
		if name.Spot.IsZero() {
			all = append(all, given[i].line)
			continue
		}
		n := slices.IndexFunc(parts, func(e form.Entry[[]lineSpec]) bool { return e.Name.Value == name.Value })
		if n >= 0 {
			c.taken[name.Value] = true
			all = append(all, parts[n].Value...)
			continue
		}
		var known []string
		for _, e := range parts {
			known = append(known, e.Name.Value)
		}
		hint := source.Suggest(name.Value, known)
		if hint.Empty() {
			hint = zh.Text("write a line: {at: +0m, event: order.created, …}, or its name and lines under given: of the file")
		}
		c.reader.Report(name.Spot, zh.Text("unknown given lines %q", name.Value), hint)
	}
	return all
}

// unused reports the parts that no test names: nobody would see what is wrong in them.
// Where there are other problems the names may be among them.
func (c *compiler) unused(parts []form.Entry[[]lineSpec]) {
	if len(c.reader.Problems()) > 0 {
		return
	}
	for _, e := range parts {
		if !c.taken[e.Name.Value] {
			c.reader.Report(e.Name.Spot, zh.Text("no test names the given lines %q", e.Name.Value), zh.Text("write given: [%s] in a test, or leave them out", e.Name.Value))
		}
	}
}

// given makes the events of a test: first what is known of the customers, then
// the lines.
func (s *story) given(given []lineSpec) {
	first := s.start
	var lines []tiexin.Event
	for i := range given {
		l := &given[i]
		if l.At.Spot.IsZero() || l.Event.Spot.IsZero() || l.Customer.Spot.IsZero() && !l.concernsMany() {
			continue // reported by the form
		}
		arrives := l.At.Value.in(s.start, s.zone)
		if l.At.Value.isClock {
			s.beforeStart(l.At.Spot, arrives)
		}
		s.notAfterEnd(l.At.Spot, arrives)
		s.known(l.Customer)
		if arrives.Before(first) {
			first = arrives
		}
		id := l.ID.Value
		if id == "" {
			id = fmt.Sprintf("given-%d", i+1)
		}
		if e, ok := s.event(l, id, arrives); ok {
			lines = append(lines, e)
			s.lines[id] = l.spot.Place()
		}
	}
	for _, e := range s.Customers {
		if e.Broken {
			continue
		}
		if event, ok := s.customer(e.Name, e.Value, first.Add(-time.Millisecond), first); ok {
			s.events = append(s.events, event)
			s.lines[event.ID] = e.Name.Spot.Place()
		}
	}
	s.events = append(s.events, lines...)
}

// merged is what is said of the customers by the file and by the test.
func merged(file, own []form.Entry[thing]) []form.Entry[thing] {
	if len(own) == 0 {
		return file
	}
	all := slices.Clone(file)
	at := make(map[string]int, len(all))
	for i, e := range all {
		at[e.Name.Value] = i
	}
	for _, e := range own {
		i, known := at[e.Name.Value]
		switch {
		case !known:
			at[e.Name.Value] = len(all)
			all = append(all, e)
		case !e.Broken && !all[i].Broken:
			all[i].Name, all[i].Value = e.Name, all[i].Value.with(e.Value)
		}
	}
	return all
}

// beforeStart refuses a time that has passed when the test begins.
func (s *story) beforeStart(spot form.Spot, at time.Time) bool {
	before := at.Before(s.start)
	if before {
		s.reader.Report(spot, zh.Text("the line is before the start of the test"), zh.Text("write the day too: %s", at.AddDate(0, 0, 1).Format("2006-01-02 15:04")))
	}
	return before
}

// notAfterEnd refuses a time that is never reached.
func (s *story) notAfterEnd(spot form.Spot, at time.Time) {
	if !s.until.IsZero() && at.After(s.until) {
		s.reader.ReportAlso(spot, s.end, zh.Text("the line is after the end of the test"), zh.Text("make until: later"))
	}
}

// known refuses a customer whose name looks like a slip of the pen: one whom
// nobody described, beside one with nearly the same name.
func (s *story) known(w form.Word) {
	if s.described == nil {
		s.described = make(map[string]bool, len(s.Customers))
		for _, e := range s.Customers {
			s.described[e.Name.Value] = true
		}
	}
	if w.Value == "" || s.described[w.Value] || s.reader.Full() {
		return
	}
	if near, ok := source.Nearest(w.Value, slices.Collect(maps.Keys(s.described))); ok {
		s.reader.Report(w.Spot, zh.Text("unknown customer %q", w.Value), zh.Text("did you mean %q? If not, add %s: {} under customers", near, w.Value))
	}
}
