package rule

import (
	"cmp"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

// What channels.sms.titles may be, and is where it is absent. The shortest has room for
// 羊绒围巾等3件.
const (
	shortestTitle = 7
	longestTitle  = 60
	usualTitle    = 20
)

// shortenTitles shortens the titles of goods in what goes by SMS, where every character is
// paid for.
func (l *loader) shortenTitles() {
	title := cmp.Or(l.titles, usualTitle)
	most := map[template.Name]int{template.ItemTitle: title, template.RunsOut: min(title, template.RunsOut.Info().Max)}
	for _, list := range []template.Name{template.ItemList, template.Related} {
		most[list] = min(3*title+2, list.Info().Max) // three of them, and what stands between
	}
	for _, t := range l.set.Texts {
		w := t.written(channel.SMS)
		for n := range most {
			if w != nil && w.Has(n) {
				t.sent = map[channel.Kind]*template.Template{channel.SMS: w.Shortened(most)}
			}
		}
	}
}
