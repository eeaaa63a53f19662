package rule

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/template"
)

// A wordingUse is a wording with the channel and purpose it is used for.
type wordingUse struct {
	words   *template.Template
	by      channel.Kind
	purpose tiexin.Purpose
	text    string // the name of the text
	offers  bool   // an offer in it is remarked by remarkAdvertising
}

// use notes that a rule sends a wording by a channel.
func (l *loader) use(r *Rule, s *Step, k channel.Kind, w *template.Template) {
	use := wordingUse{w, k, r.Flow.Purpose, s.Text.Name, r.asksNoConsent()}
	if l.seenUses[use] {
		return
	}
	l.seenUses[use] = true
	l.uses = append(l.uses, use)
	if k == channel.SMS {
		l.remarkParts(r, s, w)
	}
}

// checkWords reports the words and signs that must not be in a text, and remarks on
// those that should not: each once for a wording, whatever channels it goes by.
func (l *loader) checkWords() {
	defer l.reader.Within(source.Wording)()
	uses := map[*template.Template][]wordingUse{}
	var order []*template.Template
	for _, u := range l.uses {
		if uses[u.words] == nil {
			order = append(order, u.words)
		}
		uses[u.words] = append(uses[u.words], u)
	}
	for _, w := range order {
		for _, f := range l.forbidden(w, uses[w]) {
			if l.reader.Full() {
				return
			}
			l.reportForbidden(w, f)
		}
	}
}

// A forbidden word is a finding with the uses of the wording in which it is worst.
type forbidden struct {
	channel.Finding
	uses []wordingUse
}

// forbidden are the words of a wording that some use of it forbids, each once.
func (l *loader) forbidden(w *template.Template, uses []wordingUse) []forbidden {
	var all []forbidden
	for _, u := range uses {
		for _, f := range l.found(u) {
			i := slices.IndexFunc(all, func(g forbidden) bool { return g.Text == f.Text })
			switch {
			case i < 0:
				all = append(all, forbidden{f, []wordingUse{u}})
			case f.Level > all[i].Level:
				all[i] = forbidden{f, []wordingUse{u}}
			case f.Level == all[i].Level && !slices.ContainsFunc(all[i].uses, func(v wordingUse) bool { return v.by == u.by }):
				all[i].uses = append(all[i].uses, u)
			}
		}
	}
	offered := offersIn(w.Source())
	refused := l.refused[w]
	return slices.DeleteFunc(all, func(f forbidden) bool {
		if refused != nil && (refused.at[f.At] || refused.optOut && aboutOptOut(f.Why)) {
			return true
		}
		if isBracket(f, unicode.Pe) && slices.ContainsFunc(all, func(g forbidden) bool { return g.Why == f.Why && isBracket(g, unicode.Ps) }) {
			return true // said with the one that opens
		}
		return f.Level == channel.Warn && slices.ContainsFunc(f.uses, func(u wordingUse) bool { return u.offers }) &&
			slices.ContainsFunc(offered, func(o []int) bool { return o[0] < f.At+len(f.Text) && f.At < o[1] })
	})
}

func isBracket(f forbidden, class *unicode.RangeTable) bool {
	r, _ := utf8.DecodeRuneInString(f.Text)
	return unicode.Is(class, r)
}

// found are the forbidden words of one use. A bound provider's own rules decide, and a
// template that it has approved is not denied.
func (l *loader) found(u wordingUse) []channel.Finding {
	words := channel.DefaultWords()
	p, bound := l.set.Providers[u.by]
	switch {
	case bound && p.Fields:
		return nil
	case bound:
		words = words.Of(p.Name)
	}
	found := words.Lint(u.by, u.words.Source(), u.purpose)
	if bound && !l.draft {
		for i := range found {
			found[i].Level = channel.Warn
		}
	}
	return found
}

func (l *loader) reportForbidden(w *template.Template, f forbidden) {
	from, width := utf8.RuneCountInString(w.Source()[:f.At]), utf8.RuneCountInString(f.Text)
	fact, wayOut := reasonOf(f.Finding)
	var by []say.Text
	for _, u := range f.uses {
		by = append(by, viaOf(u.by))
	}
	text, channels := f.uses[0].text, say.Join(by, ", ", "、")
	p, bound := l.set.Providers[f.uses[0].by]
	provider := providerOf(p)
	switch {
	case bound && f.Level == channel.Deny:
		l.sound = false
		l.reader.ReportInside(l.wordings[w], from, width, zh.Text("%s would refuse %q: %s", provider, f.Text, fact), wayOut)
	case bound:
		l.reader.RemarkInside(l.wordings[w], from, width, zh.Text("%s may refuse %q: %s", provider, f.Text, fact), zh.Text("%s, unless %s has approved the template", wayOut, provider))
	case f.Level == channel.Deny:
		l.sound = false
		l.reader.ReportInside(l.wordings[w], from, width, zh.Text("text %q cannot say %q by %s: %s", text, f.Text, channels, fact), wayOut)
	default:
		l.reader.RemarkInside(l.wordings[w], from, width, zh.Text("text %q should not say %q by %s: %s", text, f.Text, channels, fact), wayOut)
	}
}

// viaOf is a channel in a sentence.
func viaOf(k channel.Kind) say.Text { return say.Text{English: k.String(), Chinese: k.Info().Chinese} }

// providerOf is a provider in a sentence.
func providerOf(p template.Provider) say.Text {
	return say.Text{English: p.Name, Chinese: p.Chinese()}
}

// reasonOf is what is wrong with a word, and what to write instead.
func reasonOf(f channel.Finding) (fact, wayOut say.Text) {
	fact.English, wayOut.English, _ = strings.Cut(f.Why, "; ")
	fact.Chinese, wayOut.Chinese, _ = strings.Cut(f.WhyChinese(), "；")
	return fact, wayOut
}

// refusedSigns are the signs that the general list denies in an SMS.
const refusedSigns = "【】[]［］「」『』〖〗¥￥&＆★※→●•√✓☞①②③④⑤⑥⑦⑧⑨⑩²"

// leaveOutSigns keeps from SMS and MMS the signs of a nick or a title that must not be in
// the text either.
func (l *loader) leaveOutSigns() {
	for _, t := range l.set.Texts {
		sent := map[channel.Kind]*template.Template{}
		for _, k := range []channel.Kind{channel.SMS, channel.MMS} {
			if w := t.For(k); w != nil {
				sent[k] = w.Without(refusedSigns)
			}
		}
		t.sent = sent
	}
}
