package rule

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/template"
)

// placeholders are those of a text, and the doubled signs that are none.
var placeholders = regexp.MustCompile(`[#＃]{2}|[#＃][^#＃]+[#＃]`)

// fixedDays are words that name a day by the day on which they are read (今天, 下周). What is
// innocent comes first, as in offers.
var fixedDays = regexp.MustCompile(innocentDay + `|(` + fixedDay + `)`)

const (
	innocentDay = `[说声证透表聪照鲜分文]明[天晚早日]|如今[天晚早]|今日头条|[上下本这]周[边到全]`
	fixedDay    = `今[天晚早夜日]|昨[天晚夜日]|明[天晚早日]|[上下本这]周`
)

// remarkFixed remarks on what the fixed words of texts get wrong: once for each wording
// on a word of time, and once on values that touch.
func (l *loader) remarkFixed() {
	defer l.reader.Within(source.Wording)()
	for _, t := range l.set.Texts {
		wordings := []*template.Template{t.Any}
		for _, k := range channel.Kinds() {
			wordings = append(wordings, t.By[k])
		}
		for _, w := range wordings {
			if w == nil || l.reader.Full() {
				continue
			}
			l.remarkDay(t, w)
			l.remarkTouching(t, w)
		}
	}
}

func (l *loader) remarkDay(t *Text, w *template.Template) {
	text := w.Source()
	fixed := placeholders.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat(" ", len(s)) })
	for _, at := range fixedDays.FindAllStringSubmatchIndex(fixed, -1) {
		if at[2] < 0 {
			continue
		}
		word := text[at[2]:at[3]]
		l.reader.RemarkInside(l.wordings[w], utf8.RuneCountInString(text[:at[2]]), utf8.RuneCountInString(word),
			zh.Text("text %q says %q, which is wrong if the message is sent on another day", t.Name, word),
			zh.Text("use a placeholder of time, such as #%s#, or leave it out", template.ClosesAt))
		return
	}
}

func (l *loader) remarkTouching(t *Text, w *template.Template) {
	text := w.Source()
	var last template.Name
	end := -1
	for _, at := range placeholders.FindAllStringIndex(text, -1) {
		name, ok := placeholderAt(text[at[0]:at[1]])
		if !ok {
			continue
		}
		if at[0] == end && (last != template.Province || name != template.City) {
			l.reader.RemarkInside(l.wordings[w], utf8.RuneCountInString(text[:at[0]]), utf8.RuneCountInString(text[at[0]:at[1]]),
				zh.Text("text %q has #%s# and #%s# side by side: customers read them as one word, and most SMS providers refuse them", t.Name, last, name),
				zh.Text("put a word or a comma before #%s#", name))
			return
		}
		last, end = name, at[1]
	}
}

// placeholderAt is the name of a placeholder with its signs, "#买家昵称|亲#".
func placeholderAt(s string) (template.Name, bool) {
	word, _, _ := strings.Cut(strings.ReplaceAll(strings.Trim(s, "#＃"), "｜", "|"), "|")
	return template.Lookup(word)
}
