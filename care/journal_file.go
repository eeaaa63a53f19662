package care

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"iter"
	"time"
)

// WriteJournal writes lines of journals as JSON lines: for care explain --journal, or for
// an archive.
func WriteJournal(w io.Writer, lines []JournalLine) error {
	out := bufio.NewWriter(w)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for i := range lines {
		if err := e.Encode(&lines[i]); err != nil {
			return zh.Error("care: the journal of customer %s: %w", lines[i].Key.Customer, err)
		}
	}
	return out.Flush()
}

// mostOfLine bounds a line of a journal.
const mostOfLine = 16 << 20

// ReadJournal reads the JSON lines of WriteJournal. The rules give the titles of rules
// and the zone of the shop; they may be nil. A line that cannot be read is an error that
// names it, and the others follow. After a line of more than 16 MiB reading stops.
func ReadJournal(r io.Reader, rules *Rules) iter.Seq2[JournalLine, error] {
	return func(yield func(JournalLine, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, mostOfLine)
		var zone *time.Location
		if rules != nil {
			zone = rules.Shop.Zone
		}
		for n := 1; lines.Scan(); n++ {
			data := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
			if len(data) == 0 {
				continue
			}
			var l JournalLine
			if err := l.decode(bytes.Clone(data), rules, zone); err != nil {
				err = zh.Error("line %d: %w", n, err)
				if !yield(JournalLine{}, err) {
					return
				}
				continue
			}
			if !yield(l, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(JournalLine{}, err)
		}
	}
}
