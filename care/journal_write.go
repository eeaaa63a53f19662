package care

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// writeJournal puts into the commit of a turn what the journal says of it: of each input
// first what became of messages and tasks, then what was decided. Of what came before the
// customer was forgotten, and of the forgetting, it says nothing.
func (t *turn) writeJournal(o *JournalOptions, d *desk, now int64, means *decide.Means) {
	w := journalWriter{step: &d.step, mem: &d.mem, now: now, queues: !means.Deciding, personal: means.Personal}
	var from reach
	for i, in := range t.inputs {
		to := d.ranges[i]
		if in.forget {
			w.entries = nil
			from = to
			continue
		}
		if in.heard {
			w.heard(in)
		}
		w.takenBack(in, from, to)
		for n := range in.out {
			if out := &in.out[n]; !o.leaves(out) {
				w.add(out.At.UnixMilli(), w.outcome(out))
			}
		}
		from = to
	}
	t.commit.Journal = w.entries
}

// A journalWriter makes the entries of a turn.
type journalWriter struct {
	step     *decide.Step
	mem      *remember.Customer
	now      int64
	queues   bool // what goes waits for senders and the desk
	personal bool
	entries  []Entry
}

func (w *journalWriter) add(at int64, body []byte) {
	w.entries = append(w.entries, Entry{At: at, Body: body})
}

func (w *journalWriter) news(n News) {
	if !w.step.Knows(n.ID) {
		return // it is somebody else's, or was forgotten
	}
	body, err := plainJSON(n)
	if err == nil {
		w.add(w.now, body)
	}
}

// heard writes what an event or the relay says became of a message or task.
func (w *journalWriter) heard(in *input) {
	e, r := in.event, in.report
	switch {
	case r != nil:
		n := News{ID: r.ID, Via: viaOfPosting(r.Posting), Why: r.Why}
		switch r.What {
		case decide.HandedOver:
			switch n.Fate = WasHandedOver; {
			case r.Arrived:
				n.Why = ""
			case r.Unsure:
				n.Fate = WasUnknown
			}
		case decide.Undeliverable:
			n.Fate, n.Final = WasFailed, true
		case decide.Expired:
			n.Fate = WasTooLate
		default:
			return // takenBack sees what is not to go
		}
		w.news(n)
	case e != nil && !w.mem.IsOld(e.At.UnixMilli()) && e.Message != nil:
		via, _ := channel.ParseKind(e.Message.Channel)
		w.news(News{Fate: fates[e.Type], ID: e.Message.ID, Via: via, Final: e.Message.Final, Why: w.discreet(e.Message.Reason)})
	case e != nil && !w.mem.IsOld(e.At.UnixMilli()) && e.Task != nil:
		n := News{Fate: fates[e.Type], ID: e.Task.ID, Why: w.discreet(e.Task.Outcome)}
		if n.Fate == WasClaimed && e.Task.By == "" {
			n.Fate = WasGivenBack
		}
		w.news(n)
	}
}

// discreet are somebody's words without what is personal about the customer.
func (w *journalWriter) discreet(words string) string {
	if words == "" {
		return ""
	}
	var striker discreet.Striker
	w.mem.TellPersonal(&striker)
	return striker.Strike(words)
}

// takenBack writes which messages left the outbox, and which tasks the desk, because they
// are not to go any more.
func (w *journalWriter) takenBack(in *input, from, to reach) {
	reported := "" // whose end is known otherwise
	switch {
	case in.report != nil && !in.report.Withdrawn:
		reported = in.report.ID
	case in.event != nil && in.event.Message != nil:
		reported = in.event.Message.ID
	case in.event != nil && in.event.Task != nil:
		reported = in.event.Task.ID
	}
	closed := w.step.Close[from.closed:to.closed]
	for _, posting := range w.step.Cancel[from.cancelled:to.cancelled] {
		id := messageOf(posting)
		isTask := slices.ContainsFunc(closed, func(task decide.Withdrawal) bool { return task.ID == id })
		if id != reported && !isTask && !strings.HasSuffix(posting, "@"+decide.Withdrawn) {
			w.news(News{Fate: WasTakenBack, ID: id, Via: viaOfPosting(posting)})
		}
	}
	for _, task := range closed {
		if task.ID != reported {
			w.news(News{Fate: WasTakenBack, ID: task.ID, Why: task.Why})
		}
	}
}

// viaOfPosting is by which channel a posting goes.
func viaOfPosting(id string) channel.Kind {
	via, _ := channel.ParseKind(id[strings.LastIndexByte(id, '@')+1:])
	return via
}

// fates are what events say became of messages and tasks.
var fates = map[tiexin.EventType]Fate{
	tiexin.EventMessageDelivered: WasDelivered, tiexin.EventMessageFailed: WasFailed, tiexin.EventMessageReplied: WasAnswered,
	tiexin.EventMessageApproved: WasApproved, tiexin.EventMessageDeclined: WasDeclined,
	tiexin.EventTaskClaimed: WasClaimed, tiexin.EventTaskDone: WasDone, tiexin.EventTaskFailed: WasNotDone, tiexin.EventTaskRefused: WasRefused,
}

// outcome is the body of an entry: the JSON of an outcome without the customer and the
// time, which the entry has, and with what its condition saw, where that is kept.
func (w *journalWriter) outcome(o *Outcome) []byte {
	b := make([]byte, 1, 160)
	b[0] = '{'
	if o.Subject != "" {
		b = appendField(b, "subject", o.Subject)
	}
	b = appendField(b, "flow", o.Flow)
	b = appendField(b, "rule", o.Rule)
	if o.Step != 0 {
		b = appendValue(b, "step", o.Step)
	}
	b = appendField(b, "verdict", o.Verdict.String())
	b = appendField(b, "reason", o.Reason.String())
	if o.By != "" {
		b = appendField(b, "by", o.By)
	}
	if o.Unknown != "" {
		b = appendField(b, "unknown", o.Unknown)
	}
	if !o.Until.IsZero() {
		b = append(appendName(b, "until"), '"')
		b = append(o.Until.AppendFormat(b, time.RFC3339Nano), '"')
	}
	if o.Said != nil {
		said := *o.Said
		if !w.personal {
			said.Text = ""
		}
		b = appendValue(b, "said", said)
	}
	if w.queues && o.Goes() {
		b = appendValue(b, "queued", true)
	}
	if len(o.Ways) > 0 {
		b = appendValue(b, "ways", o.Ways)
	}
	if o.Move != nil {
		b = appendValue(b, "move", o.Move)
	}
	if o.Bill != nil {
		b = appendValue(b, "bill", o.Bill)
	}
	if seen := o.Seen(); len(seen) > 0 {
		b = appendValue(b, "seen", seen)
	}
	return append(b, '}')
}

// appendName appends the name of a field to an object that is being written.
func appendName(b []byte, name string) []byte {
	if len(b) > 1 {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, name...)
	return append(b, '"', ':')
}

func appendField(b []byte, name, value string) []byte {
	for i := range len(value) {
		if c := value[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return appendValue(b, name, value)
		}
	}
	b = append(appendName(b, name), '"')
	b = append(b, value...)
	return append(b, '"')
}

// appendValue leaves out what cannot be written: the rest of the line stays readable.
func appendValue(b []byte, name string, value any) []byte {
	data, err := plainJSON(value)
	if err != nil {
		return b
	}
	return append(appendName(b, name), data...)
}

// plainJSON is the JSON of a value, with signs as they are.
func plainJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// leaves says that an outcome is not written.
func (o *JournalOptions) leaves(out *Outcome) bool {
	if out.Verdict == Unknown {
		return true // the news say it
	}
	return slices.Contains(o.Leave, out.Reason) && out.Verdict != Moved && out.Verdict != Billed && (out.Reason != ConditionOff || out.By == "")
}
