package channel

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
)

// MaxUnits is the longest SMS that Aliyun and Tencent accept, in units. Baidu accepts
// 600.
const MaxUnits = 500

// DefaultOptOut is the default opt-out sentence of an advertisement.
const DefaultOptOut = "拒收请回复R"

// Units is the length of a text as Chinese carriers count it: in UTF-16 code
// units. A Han character is one, most emoji are two, a family of three is
// eight.
func Units(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// Segments is the number of billed segments (计费条数) of an SMS to a Chinese number,
// in any alphabet. Up to 70 units are one segment; a longer text has one for every 67
// units or part of them. Count everything the phone receives: signature with its
// brackets, filled text and opt-out, as Compose returns it. The empty text has none.
//
// Source: Aliyun's and Tencent's rules of billing.
func Segments(text string) int { return segments(Units(text), 70, 67) }

// SegmentsAbroad is the number of segments of an SMS to another country. In the
// alphabet of GSM 03.38 a single segment holds 160 characters, and each of several 153.
// The characters | ^ € { } [ ] ~ and \ count twice. With any other character the limits
// are 70 and 67 units.
func SegmentsAbroad(text string) int {
	if n, ok := septets(text); ok {
		return segments(n, 160, 153)
	}
	return Segments(text)
}

// Estimate is the worst case of a template, in units and billed segments. fixed is all
// fixed text that the phone receives; longest is the longest value of each placeholder
// in units. Negative values count as nothing. Count again on every send.
func Estimate(fixed string, longest ...int) (units, parts int) {
	units = Units(fixed)
	for _, n := range longest {
		units += max(n, 0)
	}
	return units, segments(units, 70, 67)
}

func segments(units, whole, part int) int {
	switch {
	case units == 0:
		return 0
	case units <= whole:
		return 1
	}
	return (units + part - 1) / part
}

const (
	gsmBasic    = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtended = "\f^{}\\[~]|€"
)

// septets counts a text in the GSM alphabet, or reports that it has other
// characters.
func septets(text string) (int, bool) {
	n := 0
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsmBasic, r):
			n++
		case strings.ContainsRune(gsmExtended, r):
			n += 2
		default:
			return 0, false
		}
	}
	return n, true
}

// ErrSignature is wrapped by every error about a signature.
var ErrSignature = errors.New("not a signature for an SMS")

// Signature puts a shop's registered signature (签名) into its brackets: 小鹿家 becomes
// 【小鹿家】. It has 2 to 12 characters, with or without the brackets. None of them is
// a bracket, a space at the end or a control character. Every error wraps ErrSignature.
func Signature(name string) (string, error) {
	bare := name
	if inner, ok := strings.CutPrefix(bare, "【"); ok && strings.HasSuffix(inner, "】") {
		bare = strings.TrimSuffix(inner, "】")
	}
	n := utf8.RuneCountInString(bare)
	switch {
	case n < 2 || n > 12:
		return "", zh.Error("%w: %q has %d characters; register one of 2 to 12", ErrSignature, bare, n)
	case strings.ContainsAny(bare, "【】"):
		return "", zh.Error("%w: %q has a bracket inside; write the name alone", ErrSignature, name)
	case strings.TrimSpace(bare) != bare || !utf8.ValidString(bare) || strings.ContainsFunc(bare, unicode.IsControl):
		return "", zh.Error("%w: %q has a space at an end, a line break or a broken character; write the name as registered", ErrSignature, bare)
	}
	return "【" + bare + "】", nil
}

// NeedsOptOut reports whether an SMS of this purpose must have an opt-out: care,
// marketing and surveys. It is forbidden in service and notices.
func NeedsOptOut(p tiexin.Purpose) bool { return needsGrant(p) }

// Compose returns an SMS as the phone receives it: signature, words and, if the purpose
// needs it, the opt-out. Service and notices never get one, for any optOut. An empty
// optOut is DefaultOptOut. It is not added to words that already end with it. After
// words without Chinese punctuation at the end it follows a space, so that a phone does
// not read it as part of a link.
//
// The words are data: 【 and 】 in them become [ and ], because a second pair would be
// a second signature. Control characters other than a line break are removed. The error
// lists all faults: the signature, no words, an unknown purpose, more than MaxUnits.
func Compose(signature, words string, p tiexin.Purpose, optOut string) (string, error) {
	text, err := Signature(signature)
	problems := []error{err}
	if !p.Known() {
		problems = append(problems, fmt.Errorf("unknown purpose %q; possible: service, notice, care, marketing and survey", p))
	}
	words = plain(words)
	if words == "" {
		problems = append(problems, errors.New("the text is empty; a signature alone is not a message"))
	}
	text += words
	if NeedsOptOut(p) {
		text += suffix(words, plain(optOut))
	}
	if n := Units(text); n > MaxUnits {
		problems = append(problems, fmt.Errorf("it has %d units with signature and opt-out; providers take %d", n, MaxUnits))
	}
	if err := errors.Join(problems...); err != nil {
		return "", fmt.Errorf("channel: this cannot go as an SMS: %w", err)
	}
	return text, nil
}

// suffix is what has to follow the words so that they end with the opt-out.
func suffix(words, optOut string) string {
	if optOut == "" {
		optOut = DefaultOptOut
	}
	if strings.HasSuffix(words, optOut) {
		return ""
	}
	if last, _ := utf8.DecodeLastRuneInString(words); unicode.IsPunct(last) && last > unicode.MaxASCII {
		return optOut
	}
	return " " + optOut
}

// plain makes words harmless without changing what they say.
func plain(words string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '【' || r == '[':
			return '（'
		case r == '】' || r == ']':
			return '）'
		case r != '\n' && unicode.IsControl(r):
			return -1
		}
		return r
	}, words))
}

// fold makes full-width forms half-width and letters upper-case.
func fold(r rune) rune {
	if r >= '\uFF01' && r <= '\uFF5E' {
		r -= '\uFF01' - '!'
	}
	return unicode.ToUpper(r)
}
