package form

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// What was probably meant by a word that a closed list does not have.

// meant is the word among those possible that was meant by another: one written with a
// Chinese keyboard, in quotes, or in another language.
func (r *Reader) meant(word string, words []string) (string, bool) {
	bare := strings.Trim(source.Fold(word), around)
	if slices.Contains(words, bare) {
		return bare, true
	}
	for _, m := range r.Said[bare] {
		if slices.Contains(words, m) {
			return m, true
		}
	}
	return "", false
}

// around is what people put around a word; dividers is what they put between two.
const (
	around   = "“”‘’「」『』\"'《》【】[]() \u00a0\u200b"
	dividers = "，、,；;/／|｜+＋和 \u3000"
)

func (r *Reader) choiceHint(word string, words []string) say.Text {
	if meant, ok := r.meant(word, words); ok {
		if strings.Trim(word, around) == meant {
			return zh.Text("write %s, with nothing around it", meant)
		}
		return zh.Text("write %s", meant)
	}
	if value, comment, found := strings.Cut(word, "＃"); found {
		if meant, ok := r.meant(value, words); ok {
			return zh.Text(`"＃" does not begin a comment; write a plain "#" and a space: %s # %s`, meant, strings.TrimSpace(comment))
		}
	}
	if list := r.meantList(word, words); len(list) > 1 {
		return zh.Text(`write a list, with "," and a space: [%s]`, strings.Join(list, ", "))
	}
	if hint := source.Suggest(word, words); !hint.Empty() {
		return hint
	}
	return zh.Text("possible: %s", listed(words))
}

// meantList are several words that were written as one; nil when one of them is unknown.
func (r *Reader) meantList(word string, words []string) []string {
	var list []string
	for _, part := range strings.FieldsFunc(strings.Trim(source.Fold(word), around), func(c rune) bool { return strings.ContainsRune(dividers, c) }) {
		meant, ok := r.meant(part, words)
		if !ok {
			return nil
		}
		list = append(list, meant)
	}
	return list
}

// split divides a list that was written as one text.
func split(list string) []string {
	parts := strings.FieldsFunc(list, func(c rune) bool { return strings.ContainsRune("，、,；;", c) })
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

var numberThenUnit = regexp.MustCompile(`^([0-9]+)\s*(\p{Han}{1,2}|times)$`)

// numberInChinese is a small number in words, and a unit that may follow.
var numberInChinese = regexp.MustCompile(`^(十|[一二两三四五六七八九])\p{Han}{0,2}$`)

var digitsChinese = map[string]string{"一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9", "十": "10"}

// bareNumber is the hint for a number with a unit, or in words.
func bareNumber(folded string) say.Text {
	if found := numberInChinese.FindStringSubmatch(folded); found != nil && !strings.ContainsAny(folded[len(found[1]):], "一二三四五六七八九十百千万") {
		return zh.Text("write %s", digitsChinese[found[1]])
	}
	if found := numberThenUnit.FindStringSubmatch(folded); found != nil {
		return zh.Text("write the number alone: %s", found[1])
	}
	return say.Text{}
}
