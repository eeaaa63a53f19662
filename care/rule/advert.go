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
// gift, a sale, new goods. What is innocent comes first, so that the words inside it are
// not taken for an offer: an umbrella that folds, a coupon that is the goods.
var offers = regexp.MustCompile(`(?:` + innocent + `)|(` + offer + `)`)

const (
	innocent = `[0-9０-９一二三四五六七八九两半对打可]*折(?:叠|伞|痕|线|返|损|断|页|弯|皱|合)|` +
		`(?:快递|提货|证|入场|门|蟹|礼品?)券|[捐转受]赠|赠言|减肥|往返`
	offer = `全场[^,，。！!#]{0,6}折|(?:[0-9０-９]+(?:\.[0-9])?|[一二三四五六七八九半对])折|打折|折扣[价季码]|` +
		`满[0-9０-９]+元?(?:立?减|送|赠)|立减|满减|直减|再减|减[0-9０-９]+(?:\.[0-9]+)?元|半价|买[一二两三四五0-9]+[送赠]|` +
		`秒杀|大促|促销|特价|清仓|抢购|优惠码|(?:优惠|代金|抵用|回礼|满减|折扣|现金|店铺|元|领)?券|红包|赠|小礼物|礼包|好礼|送[您你亲]?(?:一份|一个|份|个)?礼[物品]|新品|新款上市|上新|` +
		`(?:会员|专享|到手|活动)价|包邮|送[您你亲]?[一两三二四五几0-9]?[份个包支]?(?:试用|护肤)?小样|返[0-9]+(?:\.[0-9]+)?元|抽奖|特惠`
)

// offersIn are the places of the offers in a text, in bytes.
func offersIn(text string) [][]int {
	var found [][]int
	for _, at := range offers.FindAllStringSubmatchIndex(text, -1) {
		if at[2] >= 0 {
			found = append(found, at[2:4])
		}
	}
	return found
}

// remarkAdvertising remarks, once for each wording, on those that offer something in a
// flow whose messages go without consent. A message that answers a chat may: the
// customer asked.
func (l *loader) remarkAdvertising() {
	seen := map[*template.Template]bool{}
	for _, f := range l.set.Flows {
		for _, r := range f.Rules {
			for _, s := range r.Steps {
				if s.Task || !r.asksNoConsent() {
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
	text := w.Source()
	from, width, what := 0, utf8.RuneCountInString(text), ""
	switch found := offersIn(text); {
	case len(found) > 0:
		at := found[0]
		what = text[at[0]:at[1]]
		from, width = utf8.RuneCountInString(text[:at[0]]), utf8.RuneCountInString(what)
	case w.Has(template.Offer):
		what = "#" + template.Offer.String() + "#"
	case w.Has(template.Discount):
		what = "#" + template.Discount.String() + "#"
	default:
		return
	}
	l.reader.RemarkInside(l.wordings[w], from, width,
		zh.Text("text %q advertises (%s) in a flow of purpose %s, which asks for no consent and offers no opt-out", s.Text.Name, what, f.Purpose),
		zh.Text("send it in a flow of purpose marketing, or take the offer out"))
}

// asksNoConsent says that the rule's messages go without consent, though the customer has
// asked nothing.
func (r *Rule) asksNoConsent() bool {
	return (r.Flow.Purpose == tiexin.Service || r.Flow.Purpose == tiexin.Notice) && !r.answersChat()
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
