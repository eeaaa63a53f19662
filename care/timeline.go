package care

import (
	"bufio"
	"cmp"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// TimelineOptions configure a timeline. The zero value shows every outcome, one line
// each.
type TimelineOptions struct {
	// Verdicts are shown, others left out. Default: all.
	Verdicts []Verdict
	// Seen adds every part of the rule's condition with its values, a line each below
	// the outcome, if the outcome has them: see Outcome.Seen.
	Seen bool
	// Width is the longest line in cells of a terminal. A text that does not fit goes on
	// a line of its own. If the rest does not fit either, it is cut: first the title,
	// then the beginnings of ids and paths, then the date. Result, reason and channel are
	// complete from 50 cells on, for every reason. A cut shows "…". Default: one line of
	// any length.
	Width int
	// Rules say what limits and moments are called in a Chinese timeline. Default: nil,
	// and they are called by their names.
	Rules *Rules
}

// WriteTimeline prints outcomes as a timeline (时间线), one line each: time, customer,
// subject, rule, result and reason, and the text or what silenced it. Columns stay
// aligned with Chinese characters. Texts are shown as the customer sees them;
// addresses never are.
//
// It writes as the outcomes come, a screenful at a time, so it can print a simulation
// of any length. The error is the writer's.
func WriteTimeline(w io.Writer, outcomes iter.Seq[Outcome], o TimelineOptions) error {
	return writeTimeline(w, outcomes, o, say.English)
}

// WriteChineseTimeline is WriteTimeline in Chinese.
func WriteChineseTimeline(w io.Writer, outcomes iter.Seq[Outcome], o TimelineOptions) error {
	return writeTimeline(w, outcomes, o, say.Chinese)
}

func writeTimeline(w io.Writer, outcomes iter.Seq[Outcome], o TimelineOptions, l say.Language) error {
	out := bufio.NewWriter(w)
	t := timeline{options: o, language: l, table: table{out: out, width: o.Width, giveWay: givingWay}}
	for outcome := range outcomes {
		if len(o.Verdicts) > 0 && !slices.Contains(o.Verdicts, outcome.Verdict) {
			continue
		}
		if t.add(&outcome); len(t.table.rows) >= screenful {
			if err := t.table.flush(); err != nil {
				return err
			}
		}
	}
	if err := t.table.flush(); err != nil {
		return err
	}
	return out.Flush()
}

// screenful is how many lines are aligned together.
const screenful = 200

type timeline struct {
	options  TimelineOptions
	language say.Language
	table    table
}

// The columns of a timeline that give way where a line is too long.
const (
	atColumn = iota
	customerColumn
	subjectColumn
	pathColumn
	titleColumn
)

// givingWay is who gives way first, and how far. Ids and paths differ at their
// end, so that is what stays of them.
var givingWay = []narrowing{
	{column: titleColumn, least: 12},
	{column: customerColumn, least: 8, keepsEnd: true},
	{column: subjectColumn, least: 8, keepsEnd: true},
	{column: pathColumn, least: 16, keepsEnd: true},
	{column: titleColumn},
	{column: pathColumn, least: 12, keepsEnd: true},
	{column: customerColumn, least: 6, keepsEnd: true},
	{column: subjectColumn, least: 6, keepsEnd: true},
	{column: pathColumn, least: 6, keepsEnd: true},
	{column: atColumn, least: 9, keepsEnd: true}, // the hour stays
	{column: pathColumn},
	{column: customerColumn},
	{column: subjectColumn},
}

func (t *timeline) add(o *Outcome) {
	o = o.whole()
	t.table.add(
		o.At.Format("2006-01-02 15:04:05"), Key{o.Shop, o.Customer}.label(), o.Subject, o.Path(), o.title(),
		say.Text{English: o.Verdict.String(), Chinese: o.Verdict.Chinese()}.In(t.language), reasonText(o.Reason).In(t.language), o.via().In(t.language), o.note(t.options.Rules).In(t.language),
	)
	if !t.options.Seen {
		return
	}
	for _, s := range o.Seen() {
		t.table.remark("        " + seenLine(s, o.At.Location()).In(t.language))
	}
}

// title is what people call the rule.
func (o *Outcome) title() string {
	switch r := o.Compiled(); {
	case r == nil:
		return ""
	case r.Title != r.Name:
		return r.Title
	default:
		return r.Flow.Title
	}
}

func (o *Outcome) via() say.Text {
	if o.Said == nil || o.Said.Via == channel.None { // a task for the shop's own people
		return say.Text{}
	}
	return viaText(o.Said.Via)
}

// note is what does not fit into a column: what is said, or what silenced it.
func (o *Outcome) note(rules *Rules) say.Text {
	var parts []say.Text
	if o.Step > 0 {
		parts = append(parts, zh.Text("step %d", o.Step))
	}
	if o.Move != nil {
		parts = append(parts, say.Text{English: o.Move.String(), Chinese: o.Move.Chinese()})
	}
	if o.Bill != nil {
		parts = append(parts, say.Text{English: o.Bill.String(), Chinese: o.Bill.Chinese()})
	}
	switch {
	case o.By == "":
	case o.Reason == ConditionOff:
		parts = append(parts, zh.Text("unknown: %s", o.by(rules)))
	default:
		parts = append(parts, zh.Text("by %s", o.by(rules)))
	}
	if o.Unknown != "" {
		parts = append(parts, zh.Text("unknown: %s", o.Unknown))
	}
	if !o.Until.IsZero() {
		until := near(o.Until, o.At)
		parts = append(parts, say.Text{English: "until " + until.English, Chinese: until.Chinese + untilChinese(o.Verdict)})
	}
	for _, w := range o.Ways {
		if o.Said != nil && w.Kind == o.Said.Via {
			break // those after the one taken did not matter
		}
		if w.Closed != channel.Open {
			parts = append(parts, say.Text{English: w.String(), Chinese: wayChinese(rules, w)})
		}
	}
	if s := o.Said; s != nil {
		if len(s.Merged) > 0 {
			parts = append(parts, zh.Text("with %s", listed(s.Merged)))
		}
		if o.Verdict == Unknown {
			parts = append(parts, zh.Text("no answer came; it may have been sent"))
		} else {
			parts = append(parts, say.Plain(source.OneLine(s.Text)))
		}
	}
	return say.Join(parts, "; ", "；")
}

// by is what decided: by its name, and in Chinese as the shop calls it.
func (o *Outcome) by(rules *Rules) say.Text {
	return say.Text{English: o.By, Chinese: inCorners(cmp.Or(o.ruleTitle(o.By), calledBy(rules, o.Flow, o.By)))}
}

// ruleTitle is what people call another rule of the flow; empty: there is none of that
// name.
func (o *Outcome) ruleTitle(name string) string {
	if r := o.Compiled(); r != nil {
		if i := slices.IndexFunc(r.Flow.Rules, func(other *rule.Rule) bool { return other.Name == name }); i >= 0 {
			return r.Flow.Rules[i].Title
		}
	}
	return ""
}

// near is a time without its day when that is the day of another.
func near(t, of time.Time) say.Text {
	text := say.Text{English: t.Format(time.DateTime), Chinese: timeChinese(t, of)}
	if t.Format(time.DateOnly) != of.Format(time.DateOnly) {
		return text
	}
	text.English = t.Format(time.TimeOnly)
	_, text.Chinese, _ = strings.Cut(text.Chinese, " ")
	return text
}

func seenLine(s rule.Seen, zone *time.Location) say.Text {
	answer := say.Text{English: "no   ", Chinese: "否  "}
	switch {
	case s.Unknown:
		answer = say.Text{English: "?    ", Chinese: "？  "}
	case s.Yes:
		answer = say.Text{English: "yes  ", Chinese: "是  "}
	}
	line := say.Plain(s.Text)
	if values := ask.ValuesRead(s); !values.Empty() {
		line.English, line.Chinese = line.English+"  ["+values.English+"]", line.Chinese+"  ["+values.Chinese+"]"
	}
	line = line.Each(source.OneLine)
	parts := []say.Text{{English: answer.English + line.English, Chinese: answer.Chinese + line.Chinese}}
	if s.Unknown {
		parts = append(parts, say.Text{English: s.Answer(), Chinese: "算不出来"})
	}
	if s.Turns > 0 && s.Turns < ask.Forever {
		turns := s.Turns.Time(zone)
		parts = append(parts, zh.Text("turns %s", say.Text{English: turns.Format(time.DateTime), Chinese: timeChinese(turns, time.Time{})}))
	}
	return say.Join(parts, "  ", "  ")
}

// A table aligns cells by how wide a terminal draws them. Its columns grow with
// what comes and never shrink, so lines written later line up with those before;
// only where they no longer fit on the terminal do some give way.
type table struct {
	out     *bufio.Writer
	width   int // 0: no end
	giveWay []narrowing
	widths  []int
	rows    [][]string
	right   []bool // columns of numbers
}

// A narrowing lets a column become narrower, in favour of the others.
type narrowing struct {
	column, least int
	keepsEnd      bool // of a cell that is cut; else its beginning
}

func (t *table) add(cells ...string) {
	for i, c := range cells {
		cells[i] = source.OneLine(c)
		if i == len(t.widths) {
			t.widths = append(t.widths, 0)
		}
		t.widths[i] = max(t.widths[i], source.DisplayWidth(cells[i]))
	}
	t.rows = append(t.rows, cells)
}

// remark is a line of its own between the rows.
func (t *table) remark(line string) { t.rows = append(t.rows, []string{line}) }

func (t *table) flush() error {
	widths, keepsEnd := t.fitting()
	for _, row := range t.rows {
		for i := 0; t.width > 0 && i < len(row)-1; i++ {
			row[i] = cut(row[i], widths[i], keepsEnd[i])
		}
		for _, line := range t.lines(row, widths) {
			if _, err := t.out.WriteString(strings.TrimRight(line, " ") + "\n"); err != nil {
				return err
			}
		}
	}
	t.rows = t.rows[:0]
	return nil
}

// fitting is how wide the columns are drawn, and of which a cell that is cut
// keeps its end. The last column does not count: it has a line of its own where it
// does not fit.
func (t *table) fitting() (widths []int, keepsEnd []bool) {
	widths, keepsEnd = slices.Clone(t.widths), make([]bool, len(t.widths))
	if t.width == 0 || len(widths) < 2 {
		return widths, keepsEnd
	}
	for _, n := range t.giveWay {
		over := -gap - t.width
		for _, w := range widths[:len(widths)-1] {
			if w > 0 {
				over += w + gap
			}
		}
		w := &widths[n.column]
		if over <= 0 || *w <= n.least {
			continue
		}
		keepsEnd[n.column] = n.keepsEnd
		*w = max(*w-over, n.least)
		if *w < narrowest { // than that, nothing can be read
			*w = 0
		}
	}
	return widths, keepsEnd
}

const (
	gap       = 2 // blanks between two columns
	narrowest = 4 // cells of a column that is cut
)

// cut is a text of at most so many cells, with "…" where something is missing.
func cut(text string, cells int, keepsEnd bool) string {
	width := source.DisplayWidth(text)
	if width <= cells || cells == 0 {
		return text
	}
	var starts []int // of what a reader takes for a character
	for at := 0; at < len(text); at += source.NextGrapheme(text[at:]) {
		starts = append(starts, at)
	}
	if keepsEnd {
		for _, at := range starts {
			if source.DisplayWidth(text[at:]) < cells {
				return "…" + text[at:]
			}
		}
	}
	for _, at := range slices.Backward(starts) {
		if source.DisplayWidth(text[:at]) < cells {
			return text[:at] + "…"
		}
	}
	return "…"
}

// lines is a row as it is drawn: one line, or two where the last cell does not
// fit.
func (t *table) lines(row []string, widths []int) []string {
	line := strings.TrimRight(t.line(row, widths), " ")
	if t.width == 0 || source.DisplayWidth(line) <= t.width {
		return []string{line}
	}
	lines := []string{line}
	if last := len(row) - 1; last > 0 && row[last] != "" {
		note := "        " + row[last]
		row[last] = ""
		lines = []string{strings.TrimRight(t.line(row, widths), " "), note}
	}
	for i := range lines {
		lines[i], _ = source.Clip(lines[i], 1, t.width)
	}
	return lines
}

func (t *table) line(row []string, widths []int) string {
	if len(row) == 1 {
		return row[0]
	}
	var b strings.Builder
	for i, cell := range row {
		if widths[i] == 0 {
			continue // a column that nobody has used yet, or for which there is no room
		}
		blank := strings.Repeat(" ", widths[i]-source.DisplayWidth(cell))
		switch {
		case i < len(t.right) && t.right[i]:
			b.WriteString(blank + cell)
		case i < len(row)-1:
			b.WriteString(cell + blank)
		default:
			b.WriteString(cell)
		}
		if i < len(row)-1 {
			b.WriteString(strings.Repeat(" ", gap))
		}
	}
	return b.String()
}
