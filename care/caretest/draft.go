package caretest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A draft is a rule test as its lines, from which variations are written.
type draft struct {
	file   string
	lines  []string // of the whole file
	head   int      // how many stand before the tests
	spec   *testSpec
	start  form.Located[moment]
	column int // at which the test's keys begin, from 0
	keys   []keyLines
}

// A keyLines is a key of a test with the lines that it takes.
type keyLines struct {
	key      string
	from, to int
}

// A draftFile is what the drafts of one file share.
type draftFile struct {
	file  string
	lines []string
	spec  fileSpec
}

func newDraft(f *file) *draftFile {
	d := &draftFile{file: f.name}
	reader := form.NewReader()
	if root, ok := reader.Parse(f.name, f.data); ok {
		d.spec, _ = fileForm.Kind().Read(reader, root)
	}
	text := strings.TrimPrefix(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(f.data)), "\ufeff")
	d.lines = strings.Split(text, "\n")
	return d
}

// of is the draft of a test by its number; nil where it is not written line by line.
func (f *draftFile) of(n int) *draft {
	if n >= len(f.spec.Tests) {
		return nil
	}
	spec := &f.spec.Tests[n]
	at := spec.spot.Place()
	d := &draft{file: f.file, lines: f.lines, head: f.spec.Tests[0].spot.Place().Line - 1, spec: spec, start: spec.Start, column: at.Column - 1}
	if d.start.Spot.IsZero() {
		d.start = f.spec.Start
	}
	first := at.Line - 1
	if d.column < 2 || strings.TrimLeft(d.lines[first][:d.column], " ") != "- " || strings.HasPrefix(d.lines[first][d.column:], "{") {
		return nil
	}
	d.keys = keysIn(d.lines, first, d.column)
	return d
}

// keysIn finds the keys of a mapping whose first key stands behind a dash.
func keysIn(lines []string, first, column int) []keyLines {
	var keys []keyLines
	end := first
	for n := first; n < len(lines); n++ {
		line := lines[n]
		bare := strings.TrimLeft(line, " ")
		indent := len(line) - len(bare)
		if bare == "" || bare[0] == '#' {
			continue
		}
		if n > first && indent < column {
			break
		}
		if n == first || indent == column && bare[0] != '-' {
			key, _, _ := strings.Cut(line[column:], ":")
			keys = append(keys, keyLines{key: key, from: n})
		}
		end = n + 1
		keys[len(keys)-1].to = end
	}
	return keys
}

func (d *draft) key(name string) (keyLines, bool) {
	i := slices.IndexFunc(d.keys, func(k keyLines) bool { return k.key == name })
	if i < 0 {
		return keyLines{}, false
	}
	return d.keys[i], true
}

// A writing is a variation of a test while it is written.
type writing struct {
	*draft
	edits     map[int][]edit // by line
	more      []string       // lines of given
	customers map[string][]string
	start     string
	later     time.Duration // by which its end moves
	zero      time.Time     // its start
	zone      *time.Location
	wrong     bool // it cannot be written
}

// An edit replaces some characters of a line.
type edit struct {
	column, width int // from 0, in characters
	text          string
}

func (w *writing) edit(at source.Place, width int, text string) {
	w.edits[at.Line-1] = append(w.edits[at.Line-1], edit{at.Column - 1, width, text})
}

// set gives a word of a condition a value, where the test names what has it.
func (w *writing) set(v rule.Value) {
	thing, word, ok := strings.Cut(v.Word, ".")
	if !ok || len(w.spec.Given) == 0 {
		w.wrong = true
		return
	}
	if thing == "customer" {
		w.setCustomer(word, v.Text)
		return
	}
	for i := range abouts {
		for j := range w.spec.Given {
			if t := &w.spec.Given[j].line.Things[i]; abouts[i].name == thing && t.given {
				w.setIn(t, word, v.Text)
				return
			}
		}
	}
	w.wrong = true
}

// setIn writes a key of a mapping in brackets.
func (w *writing) setIn(t *thing, word, value string) {
	old, written := t.values[word]
	switch {
	case t.json.Spot.IsZero() && t.values != nil && !t.spot.IsZero(): // its id alone
		w.edit(t.spot.Place(), t.spot.Stretch(), fmt.Sprintf("{%s: %v, %s: %s}", "id", t.values["id"], word, value))
	case !written && w.at(t.json.Spot.Place()) == "{":
		at := t.json.Spot.Place()
		at.Column++
		w.edit(at, 0, fmt.Sprintf("%s: %s, ", word, value))
	case !written || isMany(old):
		w.wrong = true
	default:
		spot := t.json.At(word)
		w.edit(spot.Place(), spot.Stretch(), value)
	}
}

func isMany(value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}

// at is the character at a place.
func (w *writing) at(p source.Place) string {
	line := []rune(w.lines[p.Line-1])
	if p.Column < 1 || p.Column > len(line) {
		return ""
	}
	return string(line[p.Column-1])
}

// setCustomer says something of the customer to whom the first line happens.
func (w *writing) setCustomer(word, value string) {
	name := w.spec.Given[0].line.Customer.Value
	if name == "" || strings.ContainsAny(name, ":,{}[] '\"#") {
		w.wrong = true
		return
	}
	for i := range w.spec.Customers {
		if e := &w.spec.Customers[i]; e.Name.Value == name {
			w.setIn(&e.Value, word, value)
			return
		}
	}
	if _, has := w.key("customers"); has {
		w.wrong = true
		return
	}
	w.customers[name] = append(w.customers[name], word+": "+value)
}

// move lets a line happen so long after the start.
func (w *writing) move(line int, after time.Duration) {
	at := w.spec.Given[line].line.At
	if at.Spot.IsZero() || after < 0 {
		w.wrong = true
		return
	}
	w.edit(at.Spot.Place(), at.Spot.Stretch(), since(w.zero.Add(after), w.zero))
}

// after is how long after the start a line happens.
func (w *writing) after(line int) time.Duration {
	return w.spec.Given[line].line.At.Value.in(w.zero, w.zone).Sub(w.zero)
}

// begin moves the start, and writes all times as offsets from it.
func (w *writing) begin(start time.Time) {
	for i := range w.spec.Given {
		if w.spec.Given[i].line.At.Value.isClock {
			w.move(i, w.after(i))
		}
		w.wrong = w.wrong || w.spec.Given[i].line.Happened.Value.isClock
	}
	w.start = start.In(w.zone).Format("2006-01-02 15:04:05")
}

// late lets a line arrive some time after it happened, and all that follow it too.
func (w *writing) late(line int, by time.Duration) {
	spec := &w.spec.Given[line].line
	at := spec.spot.Place()
	if !spec.Happened.Spot.IsZero() || spec.At.Spot.IsZero() || w.at(at) != "{" {
		w.wrong = true
		return
	}
	at.Column++
	w.edit(at, 0, "happened: "+since(w.zero.Add(w.after(line)), w.zero)+", ")
	for later := line; later < len(w.spec.Given); later++ {
		w.move(later, w.after(later)+by)
	}
	w.later = max(w.later, by)
}

// again lets everything happen once more, so long after the first time; rename says
// with things of other names.
func (w *writing) again(n int, after time.Duration, rename bool) {
	ids := map[string]bool{}
	for i := range w.spec.Given {
		for j := range w.spec.Given[i].line.Things {
			if id, ok := w.spec.Given[i].line.Things[j].values["id"].(string); ok {
				ids[id] = rename
			}
		}
	}
	for i := range w.spec.Given {
		spot := w.spec.Given[i].line.spot.Place()
		line := w.lines[spot.Line-1]
		last := len(w.spec.Given) - 1
		if i < last && w.spec.Given[i+1].line.spot.Place().Line != spot.Line+1 || !strings.HasSuffix(strings.TrimRight(line, " "), "}") {
			w.wrong = true
			return
		}
		at := w.spec.Given[i].line.At.Spot
		line = replaced(line, []edit{{at.Place().Column - 1, at.Stretch(), since(w.zero.Add(w.after(i)+after), w.zero)}})
		for id, other := range ids {
			if !other {
				continue
			}
			line = renamed(line, id, fmt.Sprintf("%s-%d", id, n))
		}
		w.more = append(w.more, line)
	}
	w.later = max(w.later, after)
}

// renamed replaces an id where it stands as a word.
func renamed(line, id, other string) string {
	for _, after := range []string{",", "}", " "} {
		line = strings.ReplaceAll(line, " "+id+after, " "+other+after)
	}
	return line
}

// happens adds an event about what the first line that has it is about.
func (w *writing) happens(event string, after time.Duration) {
	thing := tiexin.EventType(event).Thing()
	i := slices.IndexFunc(abouts[:], func(a about) bool { return a.name == thing })
	first := &w.spec.Given[0].line
	customer := first.Customer.Value
	if i < 0 || customer == "" {
		w.wrong = true
		return
	}
	about := ""
	for j := range w.spec.Given {
		if id, ok := w.spec.Given[j].line.Things[i].values["id"].(string); ok {
			about = fmt.Sprintf(", %s: {id: %s}", thing, id)
			break
		}
	}
	w.more = append(w.more, fmt.Sprintf("%s- {at: %s, event: %s, customer: %s%s}", strings.Repeat(" ", w.column+2), since(w.zero.Add(after), w.zero), event, customer, about))
}

// lasts lets the test end some days later.
func (w *writing) lasts() {
	_, ends := w.key("until")
	w.wrong, w.later = w.wrong || !ends, w.later+3*24*time.Hour
}

// text is the variation as it is written: the lines of the test, with another name and
// other expectations.
func (w *writing) text(name string, expect []string) string {
	indent := strings.Repeat(" ", w.column)
	lines := []string{w.lines[w.keys[0].from][:strings.IndexByte(w.lines[w.keys[0].from], '-')] + "- name: " + name}
	if w.start != "" {
		lines = append(lines, indent+"start: "+w.start)
	}
	for _, k := range w.keys {
		switch {
		case k.key == "name", k.key == "expect", k.key == "withheld", k.key == "start" && w.start != "":
			continue
		case k.key == "until" && (w.later > 0 || w.start != ""):
			end := w.spec.Until.Value.in(w.zero, w.zone).Add(w.later)
			lines = append(lines, indent+"until: "+since(end, w.zero))
			continue
		}
		for n := k.from; n < k.to; n++ {
			line := w.lines[n]
			line = replaced(line, w.edits[n])
			if n == k.from {
				line = indent + strings.TrimLeft(string([]rune(line)[w.column:]), " ")
			}
			lines = append(lines, line)
		}
		if k.key == "given" {
			lines = append(lines, w.more...)
		}
	}
	for _, customer := range slices.Sorted(maps.Keys(w.customers)) {
		lines = append(lines, fmt.Sprintf("%scustomers: {%s: {%s}}", indent, customer, strings.Join(w.customers[customer], ", ")))
	}
	if len(expect) == 0 {
		lines = append(lines, indent+"expect: []")
	} else {
		lines = append(lines, indent+"expect:")
		for _, e := range expect {
			lines = append(lines, indent+"  - "+e)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// replaced is a line with some of its characters replaced.
func replaced(line string, edits []edit) string {
	if len(edits) == 0 {
		return line
	}
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int { return b.column - a.column })
	runes := []rune(line)
	for _, e := range edits {
		from, to := min(e.column, len(runes)), min(e.column+e.width, len(runes))
		runes = slices.Concat(runes[:from], []rune(e.text), runes[to:])
	}
	return string(runes)
}
