package main

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/internal/plan"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
)

//go:embed journey.html
var journeyText string

// A journeyPage is the page of a simulation: what the customers lived through.
type journeyPage struct {
	Title    string
	Notes    []string
	Cards    []card
	Withheld []plan.Count
	People   []*person
}

// A card is a number with what it counts.
type card struct{ Name, Number, More string }

// A person is one customer on the page.
type person struct {
	*plan.Journey
	Number int // from 1
	Name   string
	First  string
	Last   string
	Lanes  []lane
	Ticks  []tick
	Months []month
}

// A lane is one line of the picture above a journey: when there was something by one
// channel.
type lane struct {
	Name, Class string
	Marks       []mark
}

type mark struct {
	Left float64 // percent
	Word string
}

// A tick is the beginning of a month.
type tick struct {
	Left float64
	Word string
}

// A month has days, and a day has moments.
type month struct {
	Title string
	Days  []day
}

type day struct {
	Title   string
	Silence string // before it
	Moments []*plan.Moment
}

// journeyHTML writes a simulation as one page that needs nothing else.
func journeyHTML(w io.Writer, rules *care.Rules, t *plan.Teller, sum *care.Summary, personal bool) error {
	page, err := template.New("journey").Funcs(template.FuncMap{
		"class": classOf, "clock": func(at time.Time) string { return at.Format("15:04") }, "iso": func(at time.Time) string { return at.Format(time.RFC3339) },
		"looked": func(m *plan.Moment) bool { return m.Kind == plan.Looked },
		"bubble": func(m *plan.Moment) bool { return m.Kind == plan.Told || m.Kind == plan.Asked },
		"quiet": func(m *plan.Moment) bool {
			return m.Kind == plan.Waits || m.Kind == plan.Withheld || m.Kind == plan.Needless || m.Kind == plan.Looked
		},
		"price": priceOf, "what": whatOf,
	}).Parse(journeyText)
	if err != nil {
		return err
	}
	return page.Execute(w, newJourneyPage(rules, t, sum, personal))
}

func newJourneyPage(rules *care.Rules, t *plan.Teller, sum *care.Summary, personal bool) *journeyPage {
	p := &journeyPage{Title: titleOf("顾客时间线", rules.Shop.Name), Withheld: t.Withheld()}
	journeys, others := t.Journeys()
	for i, j := range journeys {
		p.People = append(p.People, newPerson(i+1, j))
	}
	if others > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("画出 %d 位顾客，另外 %d 位只算在总数里", len(journeys), others))
	}
	p.Notes = append(p.Notes, "没有发出任何消息：这是用店里的规则和事件演算出来的")
	if !personal {
		p.Notes = append(p.Notes, "昵称、姓名和号码以 *** 代替")
	}
	messages, cost, parts := 0, channel.Cost(0), 0
	var ways []string
	for _, v := range sum.ByChannel() {
		if messages, cost = messages+v.Times, cost+v.Cost; v.Via == channel.SMS {
			parts += v.Parts
		}
		ways = append(ways, fmt.Sprintf("%s %d", plan.Via(v.Via), v.Times))
	}
	tasks := 0
	for _, v := range sum.Tasks() {
		tasks += v.Times
	}
	withheld := 0
	for _, c := range p.Withheld {
		withheld += c.Times
	}
	p.Cards = []card{
		{"顾客", fmt.Sprint(len(journeys) + others), ""},
		{"消息", fmt.Sprint(messages), strings.Join(ways, "，")},
		{"任务", fmt.Sprint(tasks), "交给店里的人"},
		{"该说而没说", fmt.Sprint(withheld), ""},
		{"费用", cost.String(), partsWord(parts)},
	}
	return p
}

func partsWord(parts int) string {
	if parts == 0 {
		return ""
	}
	return fmt.Sprintf("短信计费 %d 条", parts)
}

func newPerson(number int, j *plan.Journey) *person {
	p := &person{Journey: j, Number: number, Name: source.OneLine(care.Key{Shop: j.Shop, Customer: j.Customer}.String())}
	p.Name = strings.TrimPrefix(p.Name, "/")
	if len(j.Moments) == 0 {
		return p
	}
	first, last := j.Moments[0].At, j.Moments[len(j.Moments)-1].At
	p.First, p.Last = first.Format("2006年1月2日"), last.Format("2006年1月2日")
	p.draw(first, last)
	var before time.Time
	for _, m := range j.Moments {
		name := m.At.Format("2006年1月")
		if n := len(p.Months); n == 0 || p.Months[n-1].Title != name {
			p.Months = append(p.Months, month{Title: name})
		}
		in := &p.Months[len(p.Months)-1]
		name = dayOf(m.At)
		if n := len(in.Days); n == 0 || in.Days[n-1].Title != name {
			in.Days = append(in.Days, day{Title: name, Silence: silenceOf(before, m.At)})
		}
		on := &in.Days[len(in.Days)-1]
		on.Moments = append(on.Moments, m)
		before = m.At
	}
	return p
}

// draw makes the picture above the journey.
func (p *person) draw(first, last time.Time) {
	span := max(last.Sub(first), time.Hour)
	place := func(at time.Time) float64 { return float64(at.Sub(first)) / float64(span) * 100 }
	lanes := map[string]*lane{}
	var order []string
	add := func(name, class string, m *plan.Moment) {
		if lanes[name] == nil {
			lanes[name] = &lane{Name: name, Class: class}
			order = append(order, name)
		}
		lanes[name].Marks = append(lanes[name].Marks, mark{place(m.At), dayClock(m.At, first) + " " + m.Title})
	}
	for _, m := range p.Moments {
		switch {
		case m.Kind == plan.Happened && m.Major:
			add("顾客", "event", m)
		case m.Kind == plan.Told:
			add(m.Way, classOf(m), m)
		case m.Kind == plan.Asked:
			add("任务", "task", m)
		case m.Kind == plan.Withheld:
			add("没说", "withheld", m)
		}
	}
	rank := map[string]int{"顾客": -1, "任务": 1, "没说": 2} // channels stand between, as they come
	slices.SortStableFunc(order, func(a, b string) int { return rank[a] - rank[b] })
	for _, name := range order {
		p.Lanes = append(p.Lanes, *lanes[name])
	}
	from := time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, first.Location())
	months := (last.Year()-first.Year())*12 + int(last.Month()-first.Month())
	every := months/6 + 1
	for n := 0; n <= months; n += every {
		at := from.AddDate(0, n, 0)
		if left := max(place(at), 0); left < 95 { // further right its name has no room
			p.Ticks = append(p.Ticks, tick{left, fmt.Sprintf("%d月", at.Month())})
		}
	}
}

// dayOf is a day as it stands beside the line.
func dayOf(at time.Time) string {
	return fmt.Sprintf("%d日 周%s", at.Day(), []string{"日", "一", "二", "三", "四", "五", "六"}[at.Weekday()])
}

// silenceOf says that there was nothing for a week or more.
func silenceOf(before, at time.Time) string {
	days := int(at.Sub(before) / (24 * time.Hour))
	if before.IsZero() || days < 7 {
		return ""
	}
	return fmt.Sprintf("%d 天没有动静", days)
}

// classOf is how the page sets a moment.
func classOf(m *plan.Moment) string {
	switch m.Kind {
	case plan.Told:
		return "told " + m.Via.String()
	case plan.Asked:
		return "task"
	case plan.Waits:
		return "waits"
	case plan.Withheld:
		return "withheld"
	case plan.Needless:
		return "needless"
	case plan.Late:
		return "late"
	case plan.Looked:
		return "looked"
	case plan.Moved:
		return "moved"
	}
	if m.Major {
		return "event major"
	}
	return "event"
}

// whatOf is what a line begins with.
func whatOf(m *plan.Moment) string {
	return map[plan.MomentKind]string{plan.Waits: "等一等", plan.Withheld: "没说", plan.Needless: "不用说", plan.Late: "误发"}[m.Kind]
}

func priceOf(m *plan.Moment) string {
	switch {
	case m.Cost == 0 && m.Kind == plan.Asked:
		return ""
	case m.Cost == 0:
		return "不花钱"
	case m.Parts > 1:
		return fmt.Sprintf("%s（计费 %d 条）", m.Cost, m.Parts)
	}
	return m.Cost.String()
}

// writeJourneys writes the page of a simulation.
func (t *tool) writeJourneys(s *story, outcomes iter.Seq[care.Outcome], sum *care.Summary, verdicts []care.Verdict, customers string, personal bool) error {
	o := plan.JourneyOptions{Personal: personal}
	for id := range strings.SplitSeq(customers, ",") {
		if id = strings.TrimSpace(id); id != "" {
			o.Customers = append(o.Customers, id)
		}
	}
	teller := plan.NewTeller(s.rules, o)
	for _, e := range s.arrived() {
		teller.Event(e)
	}
	for o := range only(outcomes, verdicts) {
		teller.Outcome(&o)
	}
	if err := s.heardOf(o.Customers); err != nil {
		return err
	}
	out := bufio.NewWriter(t.stdout)
	if err := journeyHTML(out, s.rules, teller, sum, personal); err != nil {
		return err
	}
	return out.Flush()
}

// heardOf says that a customer who was asked for is in no event, and who may be meant.
func (s *story) heardOf(customers []string) error {
	known := map[string]bool{}
	for i := range s.events {
		e := &s.events[i]
		known[e.Customer.ID], known[e.Shop+"/"+e.Customer.ID] = true, true
	}
	for _, id := range customers {
		if !known[id] {
			return zh.Error("care: --customer: no event is about customer %q%s", id, hint(source.Suggest(id, slices.Sorted(maps.Keys(known)))))
		}
	}
	return nil
}

// arrived are the events in the order in which they came.
func (s *story) arrived() []*tiexin.Event {
	all := make([]*tiexin.Event, len(s.events))
	for i := range s.events {
		all[i] = &s.events[i]
	}
	slices.SortStableFunc(all, func(a, b *tiexin.Event) int { return arrival(a).Compare(arrival(b)) })
	return all
}
