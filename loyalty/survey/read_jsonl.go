package survey

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/loyalty"
)

// longestLine is how long a line of JSON may be.
const longestLine = 1 << 20

// ReadJSONL reads responses to the questionnaire, one JSON object a line:
//
//	{"respondent": "c1", "answers": {"recommend": 9, "why": null}}
//
// An answer is a number or the words of a label of its scale. null, or an absent key, is no answer; an item answered
// twice is a fault. Empty lines are skipped. The error is [loyalty.Problems] with all faults: the row counts
// respondents from 0, and the problem names the line of the file and the item. Then there are no responses.
func (q *Questionnaire) ReadJSONL(r io.Reader) (Responses, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 0, 64<<10), longestLine)
	j := &jsonLines{q: q, scales: map[string]reading{}, responses: Responses{}, lines: map[string]int{}}
	for name, scale := range q.scales() {
		j.scales[name] = scale.reading()
	}
	for in.Scan() {
		j.line++
		data := in.Bytes()
		if j.line == 1 {
			data = bytes.TrimPrefix(data, []byte(byteOrderMark))
		}
		if data = bytes.TrimSpace(data); len(data) > 0 {
			j.read(data)
			j.row++
		}
	}
	switch err := in.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		j.fault("", zh.Text("it is longer than %d MiB; one line is one respondent", longestLine>>20))
	case err != nil:
		return nil, zh.Error("survey: reading responses: %w", err)
	}
	if err := j.faults.Err(); err != nil {
		return nil, err
	}
	if j.row == 0 {
		return nil, loyalty.ErrNothing
	}
	return j.responses, nil
}

type jsonLines struct {
	q         *Questionnaire
	scales    map[string]reading
	row, line int
	responses Responses
	lines     map[string]int
	faults    loyalty.Problems
}

func (j *jsonLines) fault(who string, problem say.Text) {
	j.faults = append(j.faults, fault(j.row, who, zh.Text("line %d: %s", j.line, problem)))
}

func (j *jsonLines) read(data []byte) {
	var one struct {
		Respondent string      `json:"respondent"`
		Answers    jsonAnswers `json:"answers"`
	}
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(&one); err != nil {
		j.fault("", zh.Text("%s; a line is like {\"respondent\": \"c1\", \"answers\": {\"recommend\": 9}}", inWords(err)))
		return
	}
	one.Respondent = strings.TrimSpace(one.Respondent)
	if rest, _ := io.ReadAll(in.Buffered()); len(bytes.TrimSpace(rest)) > 0 {
		j.fault(one.Respondent, zh.Text("there is more after the object; one line is one respondent"))
		return
	}
	if one.Respondent == "" {
		j.fault("", zh.Text("the respondent is missing; add \"respondent\""))
	} else if before, twice := j.lines[one.Respondent]; twice {
		j.fault(one.Respondent, zh.Text("line %d is from the same respondent; keep one of them", before))
		return
	}
	own := make(map[string]float64, len(one.Answers))
	for _, item := range sortedKeys(one.Answers) {
		scale, ok := j.scales[item]
		if !ok {
			j.fault(one.Respondent, j.q.noItem(item))
			continue
		}
		if a, given, problem := answered(one.Answers[item], scale); !problem.Empty() {
			j.fault(one.Respondent, zh.Text("item %s: %s", item, problem))
		} else if given {
			own[item] = a
		}
	}
	if one.Respondent != "" {
		j.lines[one.Respondent], j.responses[one.Respondent] = j.line, own
	}
}

// jsonAnswers are the answers of one person by item, each given once.
type jsonAnswers map[string]json.RawMessage

// UnmarshalJSON refuses what the map would hide: an item that is answered twice.
func (a *jsonAnswers) UnmarshalJSON(data []byte) error {
	in := json.NewDecoder(bytes.NewReader(data))
	switch first, err := in.Token(); {
	case err != nil:
		return err
	case first == nil: // null
		return nil
	case first != json.Delim('{'):
		return zh.Error("the answers are not an object")
	case *a != nil:
		return zh.Error("the answers are there twice")
	}
	*a = jsonAnswers{}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return err
		}
		item, _ := key.(string)
		if _, twice := (*a)[item]; twice {
			return zh.Error("the item %q is answered twice; keep one of the answers", item)
		}
		var raw json.RawMessage
		if err := in.Decode(&raw); err != nil {
			return err
		}
		(*a)[item] = raw
	}
	return nil
}

// inWords is an error of JSON without the types of this program.
func inWords(err error) error {
	if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		what := zh.Text("the line")
		if mismatch.Field != "" {
			what = say.Plain(mismatch.Field)
		}
		return zh.Error("%s cannot be of the kind %s", what, mismatch.Value)
	}
	return err
}

// answered is an answer in JSON: null, a number, or a text as a person writes it.
func answered(raw json.RawMessage, scale reading) (a float64, given bool, problem say.Text) {
	switch {
	case string(raw) == "null" || string(raw) == `""`:
		return 0, false, say.Text{}
	case raw[0] == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return 0, false, say.Of(err)
		}
		a, problem = scale.read(s)
		return a, true, problem
	}
	if err := json.Unmarshal(raw, &a); err != nil {
		written := string(raw)
		if !discreet.Harmless(written) {
			written = discreet.Instead("answer", written)
		}
		return 0, false, zh.Text("%s is neither a number nor a label of %s", written, scale.text())
	}
	return a, true, scale.refuses(a)
}
