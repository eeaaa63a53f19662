package remember

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// An Answer says that a flow has taken up an announcement, an incident or an arrival in
// the catalog, for the customer: it does so once. One that is Queued waits until the
// flow is done with the announcement before it, and holds what it then begins with.
type Answer struct {
	Announced uint64 // which announcement
	Flow      string
	Queued    bool
	Event     tiexin.EventType // from here on only while it is queued
	At        int64            // when it happened, in milliseconds
	Kind      ask.Kind         // what the flow speaks about
	Subject   string
	Brought   string // as [Firing] keeps it

	number  uint8  // the event's, where only a later version knows it
	unknown string // fields
}

// Answered says that a flow has taken up an announcement.
func (c *Customer) Answered(announced uint64, flow string) bool {
	return slices.ContainsFunc(c.Answers, func(a Answer) bool { return a.Announced == announced && a.Flow == flow })
}

// ForgetAnswers drops the answers to announcements that are over, but for those that are
// queued.
func (c *Customer) ForgetAnswers(over func(announced uint64) bool) {
	c.Answers = slices.DeleteFunc(c.Answers, func(a Answer) bool { return !a.Queued && over(a.Announced) })
}

// Taken makes a queued answer one that its flow has taken up.
func (a *Answer) Taken() { *a = Answer{Announced: a.Announced, Flow: a.Flow, unknown: a.unknown} }

// absorbAnswers takes over what was answered under another id. A firing that was laid
// aside for one of another announcement waits its turn.
func (c *Customer) absorbAnswers(from *Customer, aside []*Firing) {
	for _, a := range from.Answers {
		if !c.Answered(a.Announced, a.Flow) {
			c.Answers = append(c.Answers, a)
		}
	}
	for _, f := range aside {
		if f.Announced == 0 || f.state != Waiting && f.state != Handing || f.Subject.Firing(f.Rule).Announced == f.Announced {
			continue
		}
		i := slices.IndexFunc(c.Answers, func(a Answer) bool { return a.Announced == f.Announced && a.Flow == f.Flow() })
		if i < 0 {
			i = len(c.Answers)
			c.Answers = append(c.Answers, Answer{Announced: f.Announced, Flow: f.Flow()})
		}
		a := &c.Answers[i]
		a.Queued, a.Event, a.At, a.Kind, a.Subject, a.Brought = true, tiexin.EventType(f.Begun), f.Due, f.Subject.Kind, f.Subject.ID, f.Brought
	}
}

// The fields of an answer.
const (
	answerAt      = 1 << 1
	answerBrought = 2<<1 | 1
	answerSubject = 3<<1 | 1
	answerKind    = 4 << 1
	answerEvent   = 5 << 1
)

func (a *Answer) put(w *Writer) {
	at := w.Field(answerKey)
	w.Uint(a.Announced)
	w.Text(a.Flow)
	if a.Queued {
		number, known := a.Event.Number()
		if !known {
			number = a.number
		}
		w.number(answerKind, uint64(a.Kind))
		w.number(answerEvent, uint64(number))
		w.at(answerAt, a.At)
		w.text(answerSubject, a.Subject)
		w.text(answerBrought, a.Brought)
	}
	w.End(at, a.unknown)
}

func getAnswer(r *Reader) Answer {
	around := r.Enter()
	a := Answer{Announced: r.Uint(), Flow: r.Text()}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		switch key {
		case answerKind:
			kind := r.Uint()
			if kind == 0 || kind >= uint64(ask.KindCount) {
				r.Fail("an answer about nothing")
				break
			}
			a.Queued, a.Kind = true, ask.Kind(kind)
		case answerEvent:
			a.number = uint8(r.Uint())
			a.Event = r.event(a.number)
		case answerAt:
			a.At = r.instant()
		case answerSubject:
			a.Subject = r.Text()
		case answerBrought:
			a.Brought = r.Text()
		default:
			r.Unknown(key, &a.unknown)
		}
	}
	r.Leave(around)
	return a
}
