package tiexin

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/tiexin-go/tiexin/internal/say"
)

// maxLine is the longest line that ReadEvents takes, in bytes.
const maxLine = 16 << 20

// A LineError is the error of one line of JSON lines.
type LineError struct {
	Line int   // from 1
	Err  error // an *EventError, or the reader's error
}

func (e *LineError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("line %d", e.Line)
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Err)
}

// Chinese is Error in Chinese, as far as Err has Chinese.
func (e *LineError) Chinese() string {
	if e.Err == nil {
		return fmt.Sprintf("第 %d 行", e.Line)
	}
	return fmt.Sprintf("第 %d 行：%s", e.Line, say.Of(e.Err).Chinese)
}

// Unwrap is Err.
func (e *LineError) Unwrap() error { return e.Err }

// ReadEvents reads JSON lines: one event a line, as DecodeEvent reads it. It normalises and validates each event: see
// Normalise and Validate. Event.Warnings lists what was left out. Blank lines are skipped. An unreadable or invalid
// line, or one over 16 MiB, yields a *LineError, and reading continues with the next line. An error of the reader
// itself is yielded last.
func ReadEvents(r io.Reader, zone *time.Location) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		lines := bufio.NewReaderSize(r, 64<<10)
		var line []byte
		for n := 1; ; n++ {
			var tooLong bool
			var end error
			line, tooLong, end = readLine(lines, line[:0])
			if n == 1 {
				line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")) // byte order mark of Windows editors
			}
			switch {
			case tooLong:
				err := &EventError{Problems: []Problem{{Message: "the line is longer than 16 MiB"}}}
				if !yield(Event{}, &LineError{n, err}) {
					return
				}
			case end != nil && !errors.Is(end, io.EOF):
				yield(Event{}, &LineError{n, end})
				return
			case len(bytes.TrimSpace(line)) > 0:
				event, err := validEvent(line, zone)
				if err != nil {
					event, err = Event{}, &LineError{n, err}
				}
				if !yield(event, err) {
					return
				}
			}
			if end != nil {
				return
			}
		}
	}
}

func validEvent(line []byte, zone *time.Location) (Event, error) {
	e, err := DecodeEvent(line, zone)
	if err != nil {
		return Event{}, err
	}
	e.Normalise()
	return e, e.Validate()
}

// readLine appends the next line to line. Of a line that is too long it keeps
// nothing and passes over all of it.
func readLine(r *bufio.Reader, line []byte) (_ []byte, tooLong bool, _ error) {
	for {
		part, err := r.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(bytes.TrimRight(part, "\r\n")) > maxLine; tooLong {
			line = line[:0]
		} else {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimRight(line, "\r\n"), tooLong, err
		}
	}
}
