package survey

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/loyalty"
)

// CSVOptions name the columns of a file. The zero value expects a column "respondent" and one for each
// item, with its name.
type CSVOptions struct {
	// Respondent is the column of the respondent's id; "respondent" by default.
	Respondent string
	// Columns are columns with other names: column → item.
	Columns map[string]string
	// Skip are columns without answers, such as the time of day.
	Skip []string
}

func (o CSVOptions) respondent() string {
	if o.Respondent == "" {
		return "respondent"
	}
	return o.Respondent
}

const byteOrderMark = "\ufeff"

// ReadCSV reads responses to the questionnaire: a line of column names, then a line for each
// respondent. An answer is a number or the words of a label of its scale; an empty cell is no answer.
// A line is at most 1 MiB long. The error is [loyalty.Problems] with all faults: the row counts
// respondents from 0, and the problem names line and column of the file. Then there are no responses.
func (q *Questionnaire) ReadCSV(r io.Reader, o CSVOptions) (Responses, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	short := &shortRecords{in: r, left: longestRecord}
	in := csv.NewReader(short)
	in.FieldsPerRecord = -1
	in.ReuseRecord = true
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, loyalty.ErrNothing
	}
	if err != nil {
		return nil, zh.Error("survey: the line of column names: %w", err)
	}
	if !utf8.ValidString(strings.Join(head, "")) {
		return nil, zh.Error("survey: the line of column names is not in UTF-8; save the table as CSV in UTF-8")
	}
	c, err := q.columns(head, o)
	if err != nil {
		return nil, err
	}
	c.responses, c.lines = Responses{}, map[string]int{}
	for row := 0; ; row++ {
		short.left = longestRecord
		cells, err := in.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if row == 0 {
				return nil, loyalty.ErrNothing
			}
			if err := c.faults.Err(); err != nil {
				return nil, err
			}
			return c.responses, nil
		case errors.Is(err, errLongRecord):
			c.fault(row, "", say.Of(err))
			return nil, c.faults.Err()
		case errors.As(err, &broken):
			// What a quote left open swallowed is unknown, so reading ends here.
			c.fault(row, "", zh.Text("line %d: %s; put quotes around the whole cell and double those inside, and read again", broken.Line, broken.Err))
			return nil, c.faults.Err()
		case err != nil:
			return nil, zh.Error("survey: reading responses: %w", err)
		}
		line, _ := in.FieldPos(0)
		c.read(row, line, cells)
	}
}

// longestRecord is how many bytes are read for one respondent, and ahead.
const longestRecord = 1 << 20

var errLongRecord = zh.Error("the line is longer than %d MiB; one line is one respondent", longestRecord>>20)

// shortRecords reads until too much was read for one record: a quote that is never
// closed would take in all the rest, however much that is.
type shortRecords struct {
	in   io.Reader
	left int // bytes that may be read for this record
}

// Read implements io.Reader.
func (s *shortRecords) Read(p []byte) (int, error) {
	if s.left <= 0 {
		return 0, errLongRecord
	}
	n, err := s.in.Read(p[:min(len(p), s.left)])
	s.left -= n
	return n, err
}

// columns are what the columns of a file mean.
type columns struct {
	names     []string
	items     []string // empty: not an answer
	scales    []reading
	who       int
	responses Responses
	lines     map[string]int // where a respondent was
	faults    loyalty.Problems
}

func (c *columns) fault(row int, who string, problem say.Text) {
	c.faults = append(c.faults, fault(row, who, problem))
}

func (q *Questionnaire) columns(head []string, o CSVOptions) (*columns, error) {
	c := &columns{who: -1}
	scales := q.scales()
	var problems []error
	wrong := func(problem say.Text) { problems = append(problems, zh.Error("survey: %s", problem)) }
	for i, name := range head {
		if i == 0 {
			name = strings.TrimPrefix(name, byteOrderMark)
		}
		name = strings.TrimSpace(name)
		item := name
		if to, ok := o.Columns[name]; ok {
			item = to
		}
		scale, known := scales[item]
		switch {
		case name == o.respondent() && c.who >= 0:
			wrong(zh.Text("column %d has the name %q, like column %d; keep one of them", i+1, name, c.who+1))
		case name == o.respondent():
			c.who, item = i, ""
		case slices.Contains(o.Skip, name):
			item = ""
		case !known:
			wrong(zh.Text("column %d: %s; name it in Skip if it holds no answers", i+1, q.noItem(item)))
		case slices.Contains(c.items, item):
			wrong(zh.Text("column %d is for the item %s, which has one already", i+1, item))
		}
		c.names, c.items, c.scales = append(c.names, name), append(c.items, item), append(c.scales, scale.reading())
	}
	if c.who < 0 {
		wrong(joined(zh.Text("no column is named %q, so the respondents are unknown", o.respondent()), source.Suggest(o.respondent(), c.names)))
	}
	for _, i := range q.Items {
		if !slices.Contains(c.items, i.Name) {
			wrong(zh.Text("the item %s has no column; add one, and leave it empty if the item was not asked", i.Name))
		}
	}
	return c, errors.Join(problems...)
}

// read takes the line of one respondent.
func (c *columns) read(row, line int, cells []string) {
	if len(cells) != len(c.names) {
		c.fault(row, "", zh.Text("line %d: there are %d cells in %d columns; a comma inside a cell needs quotes around it", line, len(cells), len(c.names)))
		return
	}
	who := strings.TrimSpace(cells[c.who])
	if !utf8.ValidString(who) {
		c.fault(row, "", zh.Text("line %d, column %s: %q is not in UTF-8; save the table as CSV in UTF-8", line, c.names[c.who], who))
		return
	}
	if who == "" {
		c.fault(row, "", zh.Text("line %d, column %s: the respondent is missing", line, c.names[c.who]))
	} else if before, twice := c.lines[who]; twice {
		c.fault(row, strings.Clone(who), zh.Text("line %d: line %d is from the same respondent; keep one of them", line, before))
		return
	}
	own := make(map[string]float64, len(c.items))
	for i, cell := range cells {
		if c.items[i] == "" || strings.TrimSpace(cell) == "" {
			continue
		}
		a, problem := c.scales[i].read(cell)
		if !problem.Empty() {
			c.fault(row, strings.Clone(who), zh.Text("line %d, column %s: %s", line, c.names[i], problem))
		}
		own[c.items[i]] = a
	}
	if who != "" {
		who = strings.Clone(who)
		c.lines[who], c.responses[who] = line, own
	}
}
