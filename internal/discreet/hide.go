package discreet

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// struck stands for what was struck out.
const struck = "***"

// Instead is the kind and length of a text that is not shown: "(name, 3 characters)".
func Instead(kind, text string) string {
	if n := utf8.RuneCountInString(text); n != 1 {
		return fmt.Sprintf("(%s, %d characters)", kind, n)
	}
	return "(" + kind + ", 1 character)"
}

// Hide is a text with "***" for each number of a phone or account and each email
// address in it: seven digits or more with nothing but separators between them, in
// any script, and what has an @ in its middle; also where they are encoded as in a
// URL, in JSON or in HTML. A date of this century (2026-11-11), the address of a machine
// (10.20.30.40), a span of time (59.999914666s) and a reply of a mail server (550 5.1.10)
// stay. Of a text of more than 4 KB the beginning is left.
func Hide(text string) string { return new(Striker).Strike(text) }

// leastDigits is how many digits the shortest number of a phone or account has.
const leastDigits = 7

func (s *spans) numbers(layer []cell, text string) {
	for i := 0; i < len(layer); i++ {
		if !isNumeral(layer[i].r) {
			continue
		}
		if n := spanOfTime(layer, i); n > 0 {
			i += n - 1
			continue
		}
		first, last, digits := i, i, 0
		for ; i < len(layer) && i-last <= mostSeparators; i++ {
			if isNumeral(layer[i].r) && spanOfTime(layer, i) == 0 {
				last = i
				digits++
			} else if !separates(layer[i].r) {
				break
			}
		}
		i = last
		from, to := layer[first].from, layer[last].to
		if digits < leastDigits || isMachine(text[from:to]) || date.MatchString(text[from:to]) || reply.MatchString(text[from:to]) {
			continue
		}
		if first > 0 && simple(layer[first-1].r) == '+' {
			from = layer[first-1].from
		}
		s.add(from, to)
	}
}

// fraction is the end of a span of time with a fraction, as Go writes it: 3.5s, 12.25ms.
var fraction = regexp.MustCompile(`^([0-5]?\d\.\d{1,9}s|\d{1,3}\.\d{1,6}(ms|µs))($|[^\pL\d])`)

// spanOfTime is how many cells the number of a span of time takes that begins with a cell;
// 0: none begins there.
func spanOfTime(layer []cell, i int) int {
	const longest = 16 // signs of it, with the one after it
	if i > 0 && (layer[i-1].r == '.' || isNumeral(layer[i-1].r)) {
		return 0
	}
	var b strings.Builder
	for _, c := range layer[i:min(i+longest, len(layer))] {
		b.WriteRune(c.r)
	}
	found := fraction.FindStringSubmatch(b.String())
	if found == nil {
		return 0
	}
	return utf8.RuneCountInString(found[1])
}

// isNumeral says that a sign stands for a digit, also one that is written out in Chinese.
func isNumeral(r rune) bool {
	_, ok := digitOf(r)
	return ok || strings.ContainsRune("〇零一二三四五六七八九幺壹贰貳叁參肆伍陆陸柒捌玖", r)
}

// mostSeparators is how many separators may stand between two digits of a number.
const mostSeparators = 3

func separates(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Pd) || strings.ContainsRune("-.()·", simple(r))
}

func isMachine(text string) bool {
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is4()
}

// reply is a reply of a mail server with its status (RFC 3463), up to its last digit.
var reply = regexp.MustCompile(`^[245]\d\d[ -]\(?[245]\.\d{1,3}\.\d{1,3}$`)

// date is a day, and perhaps the hour after it.
var date = regexp.MustCompile(`^20\d\d([-.])[01]?\d([-.])[0-3]?\d( [0-2]?\d)?$`)

func (s *spans) emails(layer []cell) {
	for i, c := range layer {
		if simple(c.r) != '@' {
			continue
		}
		first, last := i, i
		if i > 0 {
			for inside := inEmail(layer[i-1].r); first > 0 && inside(layer[first-1].r); {
				first--
			}
		}
		if i+1 < len(layer) {
			for inside := inEmail(layer[i+1].r); last+1 < len(layer) && inside(layer[last+1].r); {
				last++
			}
		}
		if first < i && i < last {
			s.add(layer[first].from, layer[last].to)
		}
	}
}

// inEmail says what belongs to the part of an email address that begins or ends at
// its @ with r. A Chinese sentence around an address in Latin letters does not.
func inEmail(r rune) func(rune) bool {
	latin := r < utf8.RuneSelf
	return func(r rune) bool {
		switch {
		case strings.ContainsRune("._%+-", r):
			return true
		case latin:
			return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
		}
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	}
}

// A span is a part of a text, in bytes.
type span struct{ from, to int }

// spans are the parts of a text that are struck out.
type spans []span

func (s *spans) add(from, to int) { *s = append(*s, span{from, to}) }

// strike puts "***" for each part, and one for parts that touch or overlap.
func (s spans) strike(text string) string {
	if len(s) == 0 {
		return text
	}
	slices.SortFunc(s, func(a, b span) int { return a.from - b.from })
	var b strings.Builder
	end := -1 // of the part struck out last
	for _, p := range s {
		if p.from > end {
			b.WriteString(text[max(end, 0):p.from] + struck)
		}
		end = max(end, p.to)
	}
	return b.String() + text[end:]
}
