package channel

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// An OptOut (退订) recognises replies that refuse all further SMS. It is made from the opt-out
// sentence of the shop's commercial SMS, because customers follow that sentence. The zero value
// uses [DefaultOptOut].
type OptOut struct {
	refusal *regexp.Regexp // on folded text
	asked   []string       // the words that the sentence asks for, folded
}

// NewOptOut makes an OptOut from a sentence such as 退订回QX; the empty one is [DefaultOptOut].
// The word to reply with follows a verb (回复, 回, 发送, REPLY …), or is next to 退订 or 拒收. It
// is Latin letters and digits, a usual word such as 取消, or any Chinese word in quotes. Several
// words are separated by / or 或.
//
// The error says that the sentence names no word, is longer than [MaxUnits], or holds a broken or
// control character.
func NewOptOut(sentence string) (OptOut, error) {
	if sentence == "" {
		sentence = DefaultOptOut
	}
	asked := askedWords(sentence)
	switch n := Units(sentence); {
	case n > MaxUnits:
		return OptOut{}, zh.Error("the opt-out has %d units, more than an SMS of %d; shorten it, as in %s", n, MaxUnits, DefaultOptOut)
	case strings.ContainsFunc(sentence, unsayable):
		return OptOut{}, zh.Error("the opt-out %q has a broken or control character; take it out", sentence)
	case len(asked) == 0:
		return OptOut{}, zh.Error("the opt-out %q names no word to reply with; write the word after 回复, as in %s", sentence, DefaultOptOut)
	}
	return OptOut{refusal: refusalPattern(sentence, asked), asked: asked}, nil
}

// Refuses reports whether a reply refuses all further SMS:
//
//   - a word that the sentence asks for, or one of R, T, TD, N and 0000;
//   - 退订, 取消订阅 or 拒收;
//   - 退订 or 取消订阅 after a polite beginning and with nothing else: 请退订, 我要退订,
//     麻烦帮我取消订阅;
//   - such a word after 回 or 回复, beside 退订 or 拒收, or after both: 退订回T;
//   - the sentence itself.
//
// Case, width, traditional characters, blanks and invisible characters make no difference. Signs
// around a word and the shop's 【signature】 before it are ignored. A word of several characters
// may be repeated: 退订退订.
//
// Everything else is left to a person, and [OptOut.MayRefuse] finds what a person should see:
//
//   - a question (退订了吗?);
//   - a repeated letter (TT is a crying face);
//   - a refusal in other words (别再发了, 不要再给我发短信);
//   - a sentence that means the opposite (我不想退订);
//   - a reply of more than 64 KiB.
func (o OptOut) Refuses(reply string) bool {
	if o.refusal == nil {
		o = defaultOptOut()
	}
	return len(reply) <= mostBytes && o.refusal.MatchString(foldReply(reply))
}

var defaultOptOut = sync.OnceValue(func() OptOut {
	o, err := NewOptOut(DefaultOptOut)
	if err != nil {
		panic(err) // the sentence is a constant
	}
	return o
})

// The parts of a reply, as regular expressions on folded text.
const (
	signs     = `[ \[\]]*`
	nouns     = `(?:退订|拒收)`
	verbs     = `(?:回复|回|发送|发)`
	polite    = `(?:[你您]好)?` + signs + `(?:请|麻烦[你您]?|拜托|求)?` + signs + `(?:我(?:要|想要|想|需要|申请)?)?` + signs + `(?:请|麻烦[你您]?)?(?:[帮给替为]我)?` + signs
	signature = `(?:\[[^\[\]]{2,12}\])?`
)

// usualCodes are the words that Chinese carriers take for a refusal.
var usualCodes = []string{"R", "T", "TD", "N", "0000"}

// refusalPattern matches the folded replies that refuse.
func refusalPattern(sentence string, asked []string) *regexp.Regexp {
	var codes, words, repeated []string
	for _, word := range append(usualCodes[:len(usualCodes):len(usualCodes)], asked...) {
		quoted := literally(foldReply(word))
		words = append(words, quoted)
		if word[0] < utf8.RuneSelf { // 不要退订 would be no refusal
			codes = append(codes, quoted)
		}
		if utf8.RuneCountInString(word) > 1 {
			repeated = append(repeated, `(?:`+quoted+signs+`){2,}`)
		}
	}
	anyCode, anyWord := `(?:`+strings.Join(codes, `|`)+`)`, `(?:`+strings.Join(words, `|`)+`)`
	toReply := `(?:` + nouns + signs + `(?:请` + signs + `)?)?` + verbs + signs
	return regexp.MustCompile(`^` + signs + signature + signs + `(?:` + strings.Join(append(repeated,
		`(?:`+nouns+signs+`)+`,
		polite+`(?:(?:退订|取消订阅)`+signs+`)+`,
		nouns+signs+anyCode,
		`(?:`+toReply+`)?`+anyWord,
		`(?:`+toReply+`)?`+anyCode+signs+nouns,
		toReply+nouns,
		literally(foldReply(sentence)),
	), `|`) + `)` + signs + `$`)
}

// literally matches a folded text with any signs where it has signs.
func literally(folded string) string {
	var b strings.Builder
	for _, r := range folded {
		if strings.ContainsRune(" []", r) {
			b.WriteString(signs)
		} else {
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return b.String()
}

// foldReply is a text without blanks and what nobody sees, in upper case, half
// width and simplified characters. The signature's brackets become [ and ], other
// signs a space; the question mark stays, because a question is no refusal, and
// so does what is broken, as U+FFFD.
func foldReply(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Z, unicode.Cf, unicode.Variation_Selector) || r == keycap {
			return -1
		}
		switch r = foldHan(r); {
		case r == '[', r == '【':
			return '['
		case r == ']', r == '】':
			return ']'
		case r == '?', r == utf8.RuneError:
			return r
		case unicode.IsPunct(r), unicode.IsSymbol(r):
			return ' '
		}
		return r
	}, text)
}

const keycap = 0x20E3 // makes a key of the digit before it

// foldHan folds letters as fold does, and the traditional characters of which
// opt-outs are made.
func foldHan(r rune) rune {
	switch r {
	case '訂':
		return '订'
	case '請':
		return '请'
	case '覆', '復':
		return '复'
	case '發':
		return '发'
	case '編':
		return '编'
	case '輯':
		return '辑'
	case '輸':
		return '输'
	case '絕':
		return '绝'
	case '閱':
		return '阅'
	case '幫':
		return '帮'
	case '煩':
		return '烦'
	case '給':
		return '给'
	case '別':
		return '别'
	case '擾':
		return '扰'
	}
	return fold(r)
}

// unsayable is true for what no SMS can carry.
func unsayable(r rune) bool {
	return r == utf8.RuneError || unicode.IsControl(r) && !unicode.IsSpace(r)
}
