package rule

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/template"
)

// What is advertising by law needs a consent, an opt-out and decent hours, and gets
// them by the purpose of its flow alone.

// offers are words by which an advertisement is known (促销用语): a discount, a coupon, a
// sale, new goods.
var offers = regexp.MustCompile(`全场[^,，。！!#]{0,6}折|[0-9０-９一二三四五六七八九半](?:\.[0-9])?折|满[0-9０-９]+元?(?:立?减|送|赠)|立减|满减|半价|买一送一|` +
	`秒杀|大促|促销|特价|清仓|抢购|优惠券|优惠码|代金券|抵用券|领券|红包|新品|新款上市|上新`)

// remarkAdvertising remarks, once for each wording, on those that offer something in a
// flow whose messages go without consent. A message that answers a chat may: the
// customer asked.
func (l *loader) remarkAdvertising() {
	seen := map[*template.Template]bool{}
	for _, f := range l.set.Flows {
		if f.Purpose != tiexin.Service && f.Purpose != tiexin.Notice {
			continue
		}
		for _, r := range f.Rules {
			for _, s := range r.Steps {
				if s.Task || r.answersChat() {
					continue
				}
				for _, k := range s.Via {
					if w := s.Text.written(k); w != nil && !seen[w] && !l.reader.Full() {
						seen[w] = true
						l.remarkOffer(f, s, w)
					}
				}
			}
		}
	}
}

func (l *loader) remarkOffer(f *Flow, s *Step, w *template.Template) {
	defer l.reader.Within(source.Wording)()
	text := w.String()
	from, width, what := 0, utf8.RuneCountInString(text), ""
	switch at := offers.FindStringIndex(text); {
	case at != nil:
		what = text[at[0]:at[1]]
		from, width = utf8.RuneCountInString(text[:at[0]]), utf8.RuneCountInString(what)
	case w.Has(template.Offer):
		what = "#" + template.Offer.String() + "#"
	default:
		return
	}
	l.reader.RemarkInside(l.wordings[w], from, width,
		zh.Text("text %q advertises (%s) in a flow of purpose %s, which asks for no consent and offers no opt-out", s.Text.Name, what, f.Purpose),
		zh.Text("send it in a flow of purpose marketing, or take the offer out"))
}

// answersChat says that a rule speaks because the customer did.
func (r *Rule) answersChat() bool {
	for _, e := range r.When {
		if !strings.HasPrefix(string(e), "chat.") {
			return false
		}
	}
	return r.Flow.Purpose == tiexin.Service && (len(r.When) > 0 || r.Flow.About == ask.Chat)
}

// remarkHours remarks on a shop elsewhere that advertises by phone number: its quiet
// hours follow its own zone, and Chinese numbers are in China's.
func (l *loader) remarkHours() {
	if l.spec.Shop == nil {
		return
	}
	zone := l.spec.Shop.Timezone
	if zone.Spot.IsZero() || likeChina(l.set.Shop.Zone) || turnedRound(zone.Value) { // remarked on already
		return
	}
	if slices.ContainsFunc(l.set.Flows, advertisesToNumbers) {
		l.reader.Remark(zone.Spot, zh.Text("no marketing at night means the night of %s: in China it may be another time of day", zone.Value),
			zh.Text("leave timezone out if customers have Chinese numbers"))
	}
}

// advertisesToNumbers says that a flow of marketing reaches telephone numbers.
func advertisesToNumbers(f *Flow) bool {
	number := func(k channel.Kind) bool { return k == channel.SMS || k == channel.MMS || k == channel.Phone }
	step := func(s *Step) bool { return slices.ContainsFunc(s.Via, number) }
	return f.Purpose == tiexin.Marketing && slices.ContainsFunc(f.Rules, func(r *Rule) bool { return slices.ContainsFunc(r.Steps, step) })
}

// likeChina says that a zone has the hours of China all year.
func likeChina(zone *time.Location) bool {
	for _, month := range []time.Month{time.January, time.July} {
		if _, offset := time.Date(2026, month, 1, 0, 0, 0, 0, zone).Zone(); offset != 8*60*60 {
			return false
		}
	}
	return true
}
