package plan

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/internal/say"
)

// longestLine is the longest line of a log, in bytes.
const longestLine = 16 << 20

// Read reads a log of outcomes: JSON lines as json.Marshal writes them, one outcome
// each. Blank lines are passed over. A line that is no outcome yields a
// *tiexin.LineError, and reading goes on behind it; a line over 16 MiB, or an error of
// the reader, is the last one.
func Read(r io.Reader) iter.Seq2[care.Outcome, error] {
	return func(yield func(care.Outcome, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, longestLine)
		n := 0
		for lines.Scan() {
			n++
			line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
			if len(line) == 0 {
				continue
			}
			o, err := outcomeOf(line)
			if err != nil {
				o, err = care.Outcome{}, &tiexin.LineError{Line: n, Err: err}
			}
			if !yield(o, err) {
				return
			}
		}
		switch err := lines.Err(); {
		case errors.Is(err, bufio.ErrTooLong):
			yield(care.Outcome{}, &tiexin.LineError{Line: n + 1, Err: zh.Error("the line is longer than 16 MiB")})
		case err != nil:
			yield(care.Outcome{}, &tiexin.LineError{Line: n + 1, Err: err})
		}
	}
}

// wayOut is how to get a log that can be read.
func wayOut() say.Text {
	return zh.Text("write the log as `care simulate --format jsonl` does, an outcome a line")
}

func outcomeOf(line []byte) (o care.Outcome, err error) {
	if err := json.Unmarshal(line, &o); err != nil {
		return o, zh.Error("this is not an outcome (%w); %s", err, wayOut())
	}
	var missing say.Text
	switch {
	case o.At.IsZero():
		missing = say.Plain(`"at"`)
	case o.Customer == "":
		missing = say.Plain(`"customer"`)
	case o.Verdict == care.Moved && o.Move != nil:
	case o.Verdict == care.Moved:
		missing = say.Plain(`"move"`)
	case o.Flow == "" || o.Rule == "":
		missing = zh.Text(`"flow" or "rule"`)
	case o.Verdict == 0:
		missing = say.Plain(`"verdict"`)
	case o.Verdict == care.Billed && o.Bill != nil, o.Verdict == care.Unknown && o.Said != nil:
	case o.Reason == 0:
		missing = say.Plain(`"reason"`)
	case o.Goes() && (o.Said == nil || o.Said.ID == ""):
		missing = zh.Text(`"said" with its "id"`)
	}
	if !missing.Empty() {
		return o, zh.Error("the outcome has no %s; %s", missing, wayOut())
	}
	return o, nil
}
