package care

import (
	"io"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// Write prints the past for a person, in English. Each entry is one line, and no value can
// move the cursor.
func (x Past) Write(w io.Writer) error { return x.write(w, pastEnglish{}) }

// WriteChinese is Write in Chinese.
func (x Past) WriteChinese(w io.Writer) error { return x.write(w, pastChinese{x.From}) }

// A pastTongue is a language in which a past is told.
type pastTongue interface {
	opening(x *Past) string
	notes(x *Past) []string // whose journals, and how far they reach
	sum(s pastSum) string
	stopped(s Stopped) string // why something waits
	waits(o *Outcome) string  // it is in the outbox
	silence(x *Past) string   // where nothing is written
	before() string           // the title of how things stood
	standing(x *Past, o *Outcome) string
	ended(x *Past, all []*Outcome) string // rules whose subject is over
	at(t time.Time) string
	subject(o *Outcome) string
	decision(x *Past, o *Outcome) string
	said(s *Said) string
	seen(s rule.Seen) string
	way(x *Past, w channel.Way) string
	news(at time.Time, n *News) string
	newsOf(n *News, o *Outcome) string // on a line of its own; o may be nil
	unread(l *JournalLine) string
}

func (x *Past) write(w io.Writer, t pastTongue) error {
	var b page
	b.line("%s", t.opening(x))
	for _, note := range t.notes(x) {
		b.line("  %s", note)
	}
	sum := x.sum()
	b.line("  %s", t.sum(sum))
	for _, s := range x.Stopped {
		b.line("    %s", t.stopped(s))
	}
	for i := range x.End {
		if sum.none() { // the answer comes first
			b.line("    %s", t.standing(x, x.End[i].Decided))
		}
	}
	if len(x.Before) > 0 {
		b.WriteByte('\n')
		b.line("%s", t.before())
		for i := range x.Before {
			b.line("  %s", t.standing(x, x.Before[i].Decided))
		}
	}
	if len(x.Lines) == 0 {
		b.WriteByte('\n')
		b.line("%s", t.silence(x))
	}
	x.writeLines(&b, t)
	_, err := io.WriteString(w, b.String())
	return err
}

// writeLines writes the lines of the time, each message with what became of it. That a
// rule was asked again and found the same is not told twice.
func (x *Past) writeLines(b *page, t pastTongue) {
	told := map[string]string{} // by rule and subject
	repeats := func(o *Outcome) bool {
		whom, what := o.Path()+" "+o.Subject, t.decision(x, o)
		before := told[whom]
		told[whom] = what
		return before == what && !o.Goes() && len(o.Seen()) == 0
	}
	for i := range x.Before {
		repeats(x.Before[i].Decided)
	}
	became, alone := x.became()
	head := ""
	under := func(at time.Time, subject string) {
		title := t.at(at)
		if subject != "" {
			title += " " + subject
		}
		if title != head {
			head = title
			b.WriteByte('\n')
			b.line("%s", title)
		}
	}
	for i := 0; i < len(x.Lines); i++ {
		switch l := &x.Lines[i]; {
		case l.Decided != nil:
			o := l.Decided
			if repeats(o) {
				continue
			}
			under(l.At, t.subject(o))
			if all := x.endedFrom(i); len(all) > 1 {
				b.line("  %s", t.ended(x, all))
				i += len(all) - 1
				continue
			}
			b.line("  %s", t.decision(x, o))
			if o.Said != nil && o.Said.Text != "" {
				b.line("    %s", t.said(o.Said))
			}
			for _, way := range o.Ways {
				if way.Closed != channel.Open {
					b.line("    %s", t.way(x, way))
				}
			}
			for _, s := range o.Seen() {
				b.line("    %s", t.seen(s))
			}
			for _, news := range became[i] {
				b.line("    %s", t.news(news.At, news.News))
			}
			if o.Goes() && l.standingNow(became[i]) == waitsNow {
				b.line("    %s", t.waits(o))
			}
		case l.News != nil:
			if of, ok := alone[i]; ok {
				subject := ""
				if of != nil {
					subject = t.subject(of)
				}
				under(l.At, subject)
				b.line("  %s", t.newsOf(l.News, of))
			}
		default:
			under(l.At, "")
			b.line("  %s", t.unread(l))
		}
	}
}

// endedFrom are the outcomes from a line on that tell of one end.
func (x *Past) endedFrom(i int) (all []*Outcome) {
	first := x.Lines[i].Decided
	for ; i < len(x.Lines) && x.Lines[i].Decided != nil && first.endedWith(x.Lines[i].Decided); i++ {
		all = append(all, x.Lines[i].Decided)
	}
	return all
}

// became finds what became of each decision among the lines, and which news are about what
// was decided before: those stand alone, with the decision where it is known.
func (x *Past) became() (became map[int][]JournalLine, alone map[int]*Outcome) {
	became, alone = map[int][]JournalLine{}, map[int]*Outcome{}
	attach := func(l JournalLine, until int) bool {
		found := -1
		for i := until - 1; i >= 0; i-- {
			o := x.Lines[i].Decided
			if o == nil || !o.Goes() && o.Reason != NeedsReview || o.Said == nil || o.Said.ID != l.News.ID {
				continue
			}
			if found < 0 {
				found = i
			}
			if l.News.Via == channel.None || o.Said.Via == l.News.Via {
				found = i
				break
			}
		}
		if found >= 0 {
			became[found] = append(became[found], l)
		}
		return found >= 0
	}
	for i, l := range x.Lines {
		if l.News != nil && !attach(l, i) {
			alone[i] = x.decisionBefore(l.News.ID)
		}
	}
	for _, l := range x.Later {
		attach(l, len(x.Lines))
	}
	return became, alone
}

// decisionBefore is the last thing said before the time, if that is what an id names.
func (x *Past) decisionBefore(id string) *Outcome {
	for i := range x.Before {
		if o := x.Before[i].Decided; o.Said != nil && o.Said.ID == id {
			return o
		}
	}
	return nil
}

// theirWords are the provider's words, without the library's own before them, which the line
// says already.
func theirWords(why string) string {
	for _, own := range []error{channel.ErrStopped, channel.ErrWording, channel.ErrUnknownOutcome} {
		if why == own.Error() {
			return ""
		}
		why = strings.TrimPrefix(why, own.Error()+": ")
	}
	return discreet.Hide(why)
}
