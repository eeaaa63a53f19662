package kinds

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/template"
)

// titles is the first title, with 等N件 when there is more than one piece of
// goods.
func (v *Values) titles() string {
	goods := v.goods()
	if len(goods) == 1 {
		return v.titleLine(goods[0].Thing)
	}
	all := goods[0].Titles(nil)
	if len(all) == 0 {
		return ""
	}
	pieces := fmt.Sprintf("等%d件", v.pieces())
	return v.titleBefore(all[0], pieces) + pieces
}

// titleLine is TitleLine, its title short where it has to be.
func (v *Values) titleLine(o tiexin.Order) string {
	if v.most == 0 {
		return o.TitleLine()
	}
	const short = "一"
	pieces := strings.TrimPrefix(lineWith(o, func(string) string { return short }), short)
	return lineWith(o, func(title string) string { return v.titleBefore(title, pieces) })
}

// lineWith is the TitleLine of an order whose goods are called otherwise.
func lineWith(o tiexin.Order, called func(title string) string) string {
	o.Items = slices.Clone(o.Items)
	for i := range o.Items {
		if o.Items[i].Title != "" {
			o.Items[i].Title = called(o.Items[i].Title)
		}
	}
	if o.Title != "" {
		o.Title = called(o.Title)
	}
	return o.TitleLine()
}

// list is every title.
func (v *Values) list() string {
	var all []string
	for _, o := range v.goods() {
		all = o.Titles(all)
	}
	return v.listed(all, fmt.Sprintf("等%d件", v.pieces()))
}

func (v *Values) pieces() int {
	n := 0
	for _, o := range v.goods() {
		n += max(1, o.Thing.Pieces())
	}
	return n
}

// usualInList is how many titles a list has room for, where it has to be short.
const usualInList = 3

// listed are titles one after the other. Where they have to be short, each is, and those
// for which there is no room are left out; rest tells of them.
func (v *Values) listed(titles []string, rest string) string {
	const comma = "、"
	if v.most == 0 {
		return strings.Join(titles, comma)
	}
	each := max(1, (v.most-(usualInList-1))/usualInList)
	if len(titles) == 1 {
		each = v.most
	}
	for i, title := range titles {
		titles[i] = shortTitle(title, each)
	}
	line := strings.Join(titles, comma)
	fit := v.most + 1 // of more titles the commas alone have no room
	for n := min(len(titles)-1, fit); n > 0 && template.Units(line) > v.most; n-- {
		line = strings.Join(titles[:n], comma) + rest
	}
	return template.CutUnits(line, v.most)
}

// title is a title, short where it has to be.
func (v *Values) title(title string) string { return v.titleBefore(title, "") }

// titleBefore is a title, short where it has to be with what follows it.
func (v *Values) titleBefore(title, following string) string {
	if v.most == 0 {
		return title
	}
	return shortTitle(title, max(1, v.most-template.Units(following)))
}

// shortTitle is a title in at most so many UTF-16 code units, without the brackets before
// it in which shops advertise: of 【双11抢先购】羊绒围巾秋冬新款 it is 羊绒围巾. It does not end
// in the middle of a number or a Latin word, nor in brackets that do not close.
func shortTitle(title string, most int) string {
	title = withoutAdverts(title)
	if template.Units(title) <= most {
		return title
	}
	whole := template.CutUnits(title, most)
	kept := whole
	if next, _ := utf8.DecodeRuneInString(title[len(whole):]); isLatin(next) {
		kept = strings.TrimRightFunc(whole, isLatin)
	}
	if open := strings.LastIndexAny(kept, "(（[［【「《"); open > 0 && !strings.ContainsAny(kept[open:], ")）]］】」》") {
		kept = kept[:open]
	}
	kept = strings.TrimRightFunc(kept, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("-—/、，,·+&|：:", r) })
	if kept == "" {
		return whole
	}
	return kept
}

func isLatin(r rune) bool {
	return r == '.' || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// adverts are the brackets in which shops advertise before a title.
var adverts = map[rune]string{'【': "】", '[': "]", '［': "］", '〖': "〗"}

// withoutAdverts is a title without the brackets before it; what is in brackets altogether
// is what is in the last of them.
func withoutAdverts(title string) string {
	title = strings.TrimSpace(title)
	for {
		first, size := utf8.DecodeRuneInString(title)
		end, opens := adverts[first]
		if !opens {
			return title
		}
		inside, rest, closed := strings.Cut(title[size:], end)
		switch inside, rest = strings.TrimSpace(inside), strings.TrimSpace(rest); {
		case !closed || inside == "" && rest == "":
			return title
		case rest == "":
			return inside
		default:
			title = rest
		}
	}
}
