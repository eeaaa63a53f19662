package care

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// Write prints the explanation for a person.
func (x Explanation) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "customer %s at %s\n", x.Key.Customer, x.At.Format(time.DateTime))
	if !x.Known {
		b.WriteString("  never heard of\n")
	}
	if !x.Forgotten.IsZero() {
		fmt.Fprintf(&b, "  forgotten at %s: events from before begin nothing\n", x.Forgotten.Format(time.DateTime))
	}
	if !x.Wakes.IsZero() {
		fmt.Fprintf(&b, "  next look by itself: %s\n", x.Wakes.Format(time.DateTime))
	}
	for _, c := range x.Consents {
		fmt.Fprintf(&b, "  %s\n", c)
	}
	for _, m := range x.Said {
		fmt.Fprintf(&b, "  %s %s via %s: %s\n", strings.ReplaceAll(m.Status, "-", " "), m.At.Format(time.DateTime), m.Via, m.Flow)
	}
	for _, s := range x.Subjects {
		s.write(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (s *ExplainSubject) write(b *strings.Builder) {
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
	fmt.Fprintf(b, "\n%s\n", name)
	for i := range s.Rules {
		s.Rules[i].write(b)
	}
}

func (r *ExplainRule) write(b *strings.Builder) {
	fmt.Fprintf(b, "  %s/%s: %s %s", r.Flow, r.Rule, r.Verdict, r.Reason)
	if r.By != "" {
		fmt.Fprintf(b, " (%s)", r.By)
	}
	fmt.Fprintf(b, "\n    to change: %s\n", r.Change)
	if s := r.Said; s != nil && s.Via == channel.None {
		fmt.Fprintf(b, "    for the shop's own people: %s\n", oneLine(s.Text))
	} else if s != nil {
		fmt.Fprintf(b, "    %s: %s\n", s.Via, oneLine(s.Text))
	}
	for _, w := range r.Ways {
		fmt.Fprintf(b, "    %s\n", w)
	}
	for _, s := range r.Seen {
		fmt.Fprintf(b, "    %s\n", s)
	}
}
