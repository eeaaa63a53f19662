package channel

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const (
	askedWord  = `[A-Z0-9]+(?:[-_*#+][A-Z0-9]+)*`
	askedHan   = `退订|拒收|取消|停止|拒绝|不要|否`
	openQuote  = `[“"「『‘'【\[]`
	closeQuote = `[”"」』’'】\]]`
	askVerb    = `(?:回复|回|发送|发|编辑|输入|REPLY|SEND|TEXT)`
	askFiller  = `(?:短信|信息|数字|字母|大写|内容)*`
	blankSigns = `(?:[^\PP?]|\pS|\s)*`
	askOr      = `(?:\s*(?:[/、|]|或者|或|和)\s*(?:回复?\s*)?|\s+OR\s+)`
	askList    = askedWord + `(?:` + askOr + askedWord + `)*`
)

var (
	afterVerb = regexp.MustCompile(askVerb + blankSigns + askFiller + blankSigns +
		`(` + askList + `|` + askedHan + `)|` + askVerb + blankSigns + openQuote + `(\p{Han}{1,12})` + closeQuote)
	besideNoun   = regexp.MustCompile(nouns + blankSigns + `(` + askList + `)|(` + askList + `)` + blankSigns + nouns)
	betweenAsked = regexp.MustCompile(askOr)

	// refusingPurposes are the words for refusing, from the plainest on.
	refusingPurposes = []*regexp.Regexp{
		regexp.MustCompile(`退订|拒收|UNSUBSCRIBE|OPT[- ]?OUT`),
		regexp.MustCompile(`取消|拒绝|停止|屏蔽|打扰|勿扰|不想|不再|不愿|不接|不需|不收|不要|STOP`),
	}
	politeOnly = regexp.MustCompile(`^(?:请|可|直接|即可|就行|谢谢|PLEASE|[^\PP?]|\s)*$`)
)

// A request is a place where a sentence asks for a reply.
type request struct {
	words  []string
	at, to int    // where it begins and ends in the sentence
	clause string // the clause it stands in, without the request
	before string // the clause before that one
	whole  string // the clause with the request
}

// askedWords are the words with which a sentence asks the customer to refuse,
// folded, each once. Words to reply with for another purpose (详询回1) are not
// among them.
func askedWords(sentence string) []string {
	text := foldSentence(sentence)
	requests := requestsIn(text, afterVerb)
	if len(requests) == 0 {
		requests = requestsIn(text, besideNoun)
	}
	for _, purpose := range refusingPurposes {
		if !purpose.MatchString(text) {
			continue
		}
		requests = slices.DeleteFunc(requests, func(r request) bool {
			return !purpose.MatchString(r.whole) && !(politeOnly.MatchString(r.clause) && purpose.MatchString(r.before))
		})
		requests = nearest(text, purpose.FindAllStringIndex(text, -1), requests)
		break
	}
	var words []string
	for _, r := range requests {
		for _, word := range r.words {
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	return words
}

// nearest are the requests right after one of the words for refusing, and those
// right before one that no other request comes after: of 详询回1退订回2 the second.
// Where there are none, all may be meant.
func nearest(text string, refusing [][]int, requests []request) []request {
	taken := map[int]bool{}
	follows := func(r request) bool {
		i := slices.IndexFunc(refusing, func(w []int) bool { return w[1] <= r.at && politeOnly.MatchString(text[w[1]:r.at]) })
		if i >= 0 {
			taken[i] = true
		}
		return i >= 0
	}
	var near, rest []request
	for _, r := range requests {
		if follows(r) {
			near = append(near, r)
		} else {
			rest = append(rest, r)
		}
	}
	for _, r := range rest {
		for i, w := range refusing {
			if !taken[i] && w[0] >= r.to && politeOnly.MatchString(text[r.to:w[0]]) {
				near = append(near, r)
				break
			}
		}
	}
	if near == nil {
		return requests
	}
	return near
}

func requestsIn(text string, form *regexp.Regexp) []request {
	var found []request
	for _, at := range form.FindAllStringSubmatchIndex(text, -1) {
		from, to := at[2], at[3]
		if from < 0 {
			from, to = at[4], at[5]
		}
		if isLink(text[to:]) {
			continue
		}
		var words []string
		for _, word := range betweenAsked.Split(text[from:to], -1) {
			if isWord(word) {
				words = append(words, word)
			}
		}
		if words == nil {
			continue
		}
		start, end := strings.LastIndexFunc(text[:at[0]], endsClause), strings.IndexFunc(text[at[1]:], endsClause)
		if end < 0 {
			end = len(text) - at[1]
		}
		before := text[:max(start, 0)]
		if i := strings.LastIndexFunc(before, endsClause); i >= 0 {
			before = before[i:]
		}
		start = max(start, 0)
		found = append(found, request{
			words: words, at: at[0], to: at[1], before: before,
			clause: text[start:at[0]] + text[at[1]:at[1]+end],
			whole:  text[start : at[1]+end],
		})
	}
	return found
}

func endsClause(r rune) bool { return strings.ContainsRune("，,。;；!?\n", r) }

// isWord is true for what a customer can be asked to type: not a telephone
// number.
func isWord(word string) bool {
	digits := strings.ContainsFunc(word, unicode.IsDigit)
	return word != "" && (len(word) <= 6 || !digits && len(word) <= 36)
}

// isLink says that the text goes on as a web address does.
func isLink(rest string) bool { return linkTail.MatchString(rest) }

var linkTail = regexp.MustCompile(`^(?:[./:@]+[A-Z0-9])`)

// foldSentence folds a sentence and keeps its blanks, which separate Latin words.
func foldSentence(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsSpace(r), unicode.Is(unicode.Z, r):
			return ' '
		case unicode.In(r, unicode.Cf, unicode.Variation_Selector), r == keycap:
			return -1
		}
		return foldHan(r)
	}, text)
}
