package care

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
)

// TimelineOptions say what of a timeline is drawn. The zero value draws every
// outcome, one line each.
type TimelineOptions struct {
	// Verdicts are shown, the others left out. Default: all.
	Verdicts []Verdict
	// Seen adds every part of the rule's condition with the values it saw, a line
	// each below the outcome.
	Seen bool
	// Width is how many cells of a terminal a line may take. What is said then goes
	// on a line of its own where it does not fit, and what is still too long is cut
	// off with "…". Default: one line, as long as it is.
	Width int
}

// WriteTimeline draws outcomes as a timeline (时间线), one line each: when, whom,
// about what, by which rule, what became of it and why, and what is said or what
// silenced it. Columns keep their place under Chinese characters. Texts are shown
// as the customer sees them; addresses never are.
//
// It writes as the outcomes come, a screenful at a time, so it can draw a
// simulation of any length. The error is the writer's.
func WriteTimeline(w io.Writer, outcomes iter.Seq[Outcome], o TimelineOptions) error {
	out := bufio.NewWriter(w)
	t := timeline{options: o, table: table{out: out, width: o.Width}}
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
	options TimelineOptions
	table   table
}

func (t *timeline) add(o *Outcome) {
	t.table.add(
		o.At.Format("2006-01-02 15:04:05"), Key{o.Shop, o.Customer}.label(), o.Subject, o.Path(), o.title(),
		o.Verdict.label(), o.Reason.String(), o.via(), o.note(),
	)
	if !t.options.Seen {
		return
	}
	for _, s := range o.Seen() {
		t.table.remark("        " + seenLine(s, o.At.Location()))
	}
}

// label names a customer, with the shop when there are several.
func (k Key) label() string {
	if k.Shop == "" {
		return k.Customer
	}
	return k.String()
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

// label is the verdict as a shopkeeper says it.
func (v Verdict) label() string {
	return wordOf([]string{"", "发送", "任务", "等待", "不发", "晚了"}, int(v))
}

func (o *Outcome) via() string {
	if o.Said == nil {
		return ""
	}
	return o.Said.Via.String()
}

// note is what does not fit into a column: what is said, or what silenced it.
func (o *Outcome) note() string {
	var parts []string
	if o.Step > 0 {
		parts = append(parts, fmt.Sprintf("step %d", o.Step))
	}
	if o.By != "" {
		parts = append(parts, "by "+o.By)
	}
	if !o.Until.IsZero() {
		parts = append(parts, "until "+near(o.Until, o.At))
	}
	for _, w := range o.Ways {
		if o.Said != nil && w.Kind == o.Said.Via {
			break // those after the one taken did not matter
		}
		if w.Closed != channel.Open {
			parts = append(parts, w.String())
		}
	}
	if s := o.Said; s != nil {
		if len(s.Merged) > 0 {
			parts = append(parts, "with "+strings.Join(s.Merged, ", "))
		}
		parts = append(parts, oneLine(s.Text))
	}
	return strings.Join(parts, "; ")
}

// near is a time without its day when that is the day of another.
func near(t, of time.Time) string {
	if t.Format(time.DateOnly) == of.Format(time.DateOnly) {
		return t.Format(time.TimeOnly)
	}
	return t.Format(time.DateTime)
}

func oneLine(text string) string {
	return source.Printable(strings.NewReplacer("\r\n", "⏎", "\n", "⏎", "\t", " ").Replace(text))
}

func seenLine(s rule.Seen, zone *time.Location) string {
	line := "no   "
	if s.Yes {
		line = "yes  "
	}
	line += oneLine(s.Text)
	if len(s.Values) > 0 {
		line += "  [" + oneLine(strings.Join(s.Values, ", ")) + "]"
	}
	if s.Turns > 0 && s.Turns < rule.Forever {
		line += "  turns " + s.Turns.Time(zone).Format(time.DateTime)
	}
	return line
}

// A table aligns cells by how wide a terminal draws them. Its columns grow with
// what comes and never shrink, so lines written later line up with those before.
type table struct {
	out    *bufio.Writer
	width  int // 0: no end
	widths []int
	rows   [][]string
	right  []bool // columns of numbers
}

func (t *table) add(cells ...string) {
	for i, c := range cells {
		cells[i] = source.Printable(c)
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
	for _, row := range t.rows {
		for _, line := range t.lines(row) {
			if _, err := t.out.WriteString(strings.TrimRight(line, " ") + "\n"); err != nil {
				return err
			}
		}
	}
	t.rows = t.rows[:0]
	return nil
}

// lines is a row as it is drawn: one line, or two where the last cell does not
// fit.
func (t *table) lines(row []string) []string {
	line := t.line(row)
	if t.width == 0 || source.DisplayWidth(line) <= t.width {
		return []string{line}
	}
	lines := []string{line}
	if last := len(row) - 1; last > 0 {
		lines = []string{strings.TrimSuffix(line, row[last]), "        " + row[last]}
	}
	for i := range lines {
		lines[i], _ = source.Clip(lines[i], 1, t.width)
	}
	return lines
}

func (t *table) line(row []string) string {
	if len(row) == 1 {
		return row[0]
	}
	var b strings.Builder
	for i, cell := range row {
		if t.widths[i] == 0 {
			continue // a column that nobody has used yet
		}
		blank := strings.Repeat(" ", t.widths[i]-source.DisplayWidth(cell))
		switch {
		case i < len(t.right) && t.right[i]:
			b.WriteString(blank + cell)
		case i < len(row)-1:
			b.WriteString(cell + blank)
		default:
			b.WriteString(cell)
		}
		if i < len(row)-1 {
			b.WriteString("  ")
		}
	}
	return b.String()
}
