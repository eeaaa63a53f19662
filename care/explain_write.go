package care

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
)

// Write prints the explanation for a person. Whatever it holds, each thing has a line
// of its own, and nothing moves a cursor.
func (x Explanation) Write(w io.Writer) error {
	var b page
	b.line("customer %s at %s", x.Key.Customer, x.At.Format(time.DateTime))
	if x.Asked != "" {
		b.line("  %s is the same person: it was put together with this id", x.Asked)
	}
	if len(x.Also) > 0 {
		b.line("  put together from %s", strings.Join(append([]string{x.Key.Customer}, x.Also...), ", "))
	}
	if !x.Known {
		b.WriteString("  never heard of\n")
	}
	if !x.Forgotten.IsZero() {
		fmt.Fprintf(&b, "  forgotten at %s: events from before begin nothing\n", x.Forgotten.Format(time.DateTime))
	}
	if !x.Wakes.IsZero() {
		b.line("  next look by itself: %s", x.Wakes.Format(time.DateTime))
	}
	for _, c := range x.Consents {
		b.line("  %s", c)
	}
	for _, m := range x.Said {
		b.line("  %s %s via %s: %s", strings.ReplaceAll(m.Status, "-", " "), m.At.Format(time.DateTime), m.Via, m.Flow)
	}
	for _, s := range x.Subjects {
		s.write(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// A page is written line by line.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) {
	p.WriteString(source.OneLine(fmt.Sprintf(format, args...)) + "\n")
}

func (s *ExplainSubject) write(b *page) {
	name := "the " + s.Kind
	if s.ID != "" {
		name = s.Kind + " " + s.ID
	}
	var more []string
	if s.Status != "" {
		more = append(more, s.Status)
	}
	switch {
	case s.Over:
		more = append(more, "over")
	case !s.Ends.IsZero():
		more = append(more, "over by itself at "+s.Ends.Format(time.DateTime))
	}
	if len(more) > 0 {
		name += " (" + strings.Join(more, ", ") + ")"
	}
	b.WriteByte('\n')
	b.line("%s", name)
	for i := range s.Rules {
		s.Rules[i].write(b)
	}
}

// toWhom says where a message goes that has no number.
func (s *Said) toWhom() string {
	if s.Parcel {
		return " to " + channel.Parcel{}.String()
	}
	return ""
}

func (r *ExplainRule) write(b *page) {
	by := ""
	if r.By != "" {
		by = " (" + r.By + ")"
	}
	b.line("  %s/%s: %s %s%s", r.Flow, r.Rule, r.Verdict, r.Reason, by)
	b.line("    to change: %s", r.Change)
	if s := r.Said; s != nil && s.Via == channel.None {
		b.line("    for the shop's own people: %s", s.Text)
	} else if s != nil {
		b.line("    %s%s: %s", s.Via, s.toWhom(), s.Text)
	}
	for _, w := range r.Ways {
		b.line("    %s", w)
	}
	for _, s := range r.Seen {
		b.line("    %s", s)
	}
}
