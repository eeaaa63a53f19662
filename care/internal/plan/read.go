package plan

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
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
			yield(care.Outcome{}, &tiexin.LineError{Line: n + 1, Err: errors.New("the line is longer than 16 MiB")})
		case err != nil:
			yield(care.Outcome{}, &tiexin.LineError{Line: n + 1, Err: err})
		}
	}
}

// wayOut is how to get a log that can be read.
const wayOut = "write the log as `care simulate --format jsonl` does, an outcome a line"

func outcomeOf(line []byte) (o care.Outcome, err error) {
	if err := json.Unmarshal(line, &o); err != nil {
		return o, fmt.Errorf("this is no outcome (%w); %s", err, wayOut)
	}
	missing := ""
	switch {
	case o.At.IsZero():
		missing = `"at"`
	case o.Customer == "":
		missing = `"customer"`
	case o.Verdict == care.Moved && o.Move != nil:
	case o.Verdict == care.Moved:
		missing = `"move"`
	case o.Flow == "" || o.Rule == "":
		missing = `"flow" or "rule"`
	case o.Verdict == 0:
		missing = `"verdict"`
	case o.Verdict == care.Billed && o.Bill != nil, o.Verdict == care.Unknown && o.Said != nil:
	case o.Reason == 0:
		missing = `"reason"`
	case o.Goes() && (o.Said == nil || o.Said.ID == ""):
		missing = `"said" with its "id"`
	}
	if missing != "" {
		return o, fmt.Errorf("the outcome has no %s; %s", missing, wayOut)
	}
	return o, nil
}
