package care

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// Write prints the explanation for a person, in English. Each entry is one line, and
// no value can move the cursor.
func (x Explanation) Write(w io.Writer) error { return x.write(w, say.English) }

// WriteChinese is Write in Chinese.
func (x Explanation) WriteChinese(w io.Writer) error { return x.write(w, say.Chinese) }

func (x *Explanation) write(w io.Writer, l say.Language) error {
	b := page{language: l}
	b.say(0, zh.Text("customer %s at %s", x.Key.Customer, say.Text{English: x.At.Format(time.DateTime), Chinese: timeChinese(x.At, time.Time{})}))
	if x.Asked != "" {
		b.say(1, zh.Text("%s is the same person: it was put together with this id", x.Asked))
	}
	if len(x.Also) > 0 {
		b.say(1, zh.Text("put together from %s", listed(append([]string{x.Key.Customer}, x.Also...))))
	}
	if !x.Known {
		b.say(1, zh.Text("unknown customer"))
	}
	if !x.Forgotten.IsZero() {
		b.say(1, zh.Text("forgotten at %s: earlier events have no effect", x.instant(x.Forgotten)))
	}
	if !x.Wakes.IsZero() {
		b.say(1, zh.Text("next check: %s", x.instant(x.Wakes)))
	}
	for i, c := range x.Consents {
		b.say(1, say.Text{English: c, Chinese: nth(x.ConsentsChinese, i, c)})
	}
	for _, m := range x.Said {
		status := say.Text{English: strings.ReplaceAll(m.Status, "-", " "), Chinese: cmp.Or(cameChinese[m.Status], m.Status)}
		b.say(1, zh.Text("%s %s via %s: %s", status, x.instant(m.At), say.Text{English: m.Via, Chinese: namedChinese(m.Via)}, m.Flow))
	}
	for i := range x.Subjects {
		x.writeSubject(&b, &x.Subjects[i])
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// nth is one of some texts, or another where there are fewer.
func nth(texts []string, n int, or string) string {
	if n < len(texts) {
		return texts[n]
	}
	return or
}

// A page is written line by line.
type page struct {
	strings.Builder
	language say.Language
}

func (p *page) line(format string, args ...any) {
	p.WriteString(source.OneLine(fmt.Sprintf(format, args...)) + "\n")
}

// say writes a text, so far indented.
func (p *page) say(indent int, text say.Text) {
	p.line("%s%s", strings.Repeat("  ", indent), text.In(p.language))
}

// kindText is what a flow may be about: "order".
func kindText(kind string) say.Text {
	return say.Text{English: kind, Chinese: cmp.Or(kindsChinese[kind], kind)}
}

// name is what a flow is about, with its id.
func (s *ExplainSubject) name() say.Text {
	kind := kindText(s.Kind)
	if s.ID == "" {
		return zh.Text("the %s", kind)
	}
	return zh.Text("%s %s", kind, s.ID)
}

// awaitsPayment are the statuses of an order that the platform closes when nobody pays.
var awaitsPayment = map[string]bool{string(tiexin.Unpaid): true, string(tiexin.Paying): true, string(tiexin.DepositPaid): true}

func (x *Explanation) writeSubject(b *page, s *ExplainSubject) {
	var more []say.Text
	if s.Status != "" {
		more = append(more, say.Text{English: s.Status, Chinese: cmp.Or(statusesChinese[s.Status], s.Status)})
	}
	switch {
	case s.Over:
		more = append(more, zh.Text("closed"))
	case s.Ends.IsZero():
	case awaitsPayment[s.Status]:
		more = append(more, zh.Text("closes at %s", x.instant(s.Ends)))
	default:
		more = append(more, zh.Text("ends at %s", x.instant(s.Ends)))
	}
	b.WriteByte('\n')
	if len(more) == 0 {
		b.say(0, s.name())
	} else {
		b.say(0, zh.Text("%s (%s)", s.name(), say.Join(more, ", ", "，")))
	}
	for i := range s.Rules {
		x.writeRule(b, &s.Rules[i])
	}
}

// toWhom says where a message goes that has no number.
func (s *Said) toWhom() string {
	if s.Parcel {
		return " to the receiver of a parcel"
	}
	return ""
}

func (x *Explanation) writeRule(b *page, r *ExplainRule) {
	path := r.Flow + "/" + r.Rule
	verdict, reason := say.Text{English: r.Verdict.String(), Chinese: r.Verdict.Chinese()}, say.Text{English: r.Reason.String(), Chinese: r.Reason.Chinese()}
	if r.By == "" {
		b.say(1, zh.Text("%s: %s %s", titledPath(path, r.Title), verdict, reason))
	} else {
		b.say(1, zh.Text("%s: %s %s (%s)", titledPath(path, r.Title), verdict, reason, x.called(r.Flow, r.By)))
	}
	b.say(2, zh.Text("needs: %s", say.Text{English: r.Change, Chinese: cmp.Or(r.ChangeChinese, r.Change)}))
	if s := r.Said; s != nil && s.Via == channel.None {
		b.say(2, zh.Text("for shop staff: %s", s.Text))
	} else if s != nil {
		b.say(2, say.Text{English: fmt.Sprintf("%s%s: %s", s.Via, s.toWhom(), s.Text), Chinese: saidChinese(s)})
	}
	for _, w := range r.Ways {
		b.say(2, say.Text{English: w.String(), Chinese: wayChinese(x.rules, w)})
	}
	for _, s := range r.Seen {
		b.say(2, say.Text{English: s.String(), Chinese: s.Chinese()})
	}
}

// titledPath is the path of a rule, in Chinese after what the shop calls it.
func titledPath(path, title string) say.Text {
	if title == "" {
		return say.Plain(path)
	}
	return say.Text{English: path, Chinese: title + "（" + path + "）"}
}
