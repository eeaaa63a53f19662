package rule

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/file"
)

// What expr says about an expression that cannot be read, in the words of
// somebody who wrote a rule file.

// syntaxFault says what is wrong with an expression that cannot be read.
func syntaxFault(src string, err error) fault {
	var e *file.Error
	if !errors.As(err, &e) {
		return fault{message: "the condition cannot be read"}
	}
	runes := []rune(src)
	f := fault{from: min(e.From, len(runes)), width: max(1, e.To-e.From)}
	for _, m := range syntaxMessages {
		if found := m.said.FindStringSubmatch(e.Message); found != nil {
			f.message, f.hint = m.say(found[1:], src)
			break
		}
	}
	if f.message == "" {
		f.message = "the condition cannot be read here"
	}
	if strings.Contains(e.Message, "EOF") || strings.Contains(e.Message, "end of expression") {
		end := len([]rune(strings.TrimRight(src, " \t\n")))
		f.from, f.width = max(end-1, 0), 1
	}
	return f
}

type syntaxMessage struct {
	said *regexp.Regexp
	say  func(found []string, src string) (message, hint string)
}

func said(pattern, message, hint string) syntaxMessage {
	return syntaxMessage{regexp.MustCompile(pattern), func([]string, string) (string, string) { return message, hint }}
}

var syntaxMessages = []syntaxMessage{
	said(`exceeds maximum allowed nodes`, fmt.Sprintf("the condition has more than %d parts", maxNodes), splitHint),
	{regexp.MustCompile(`^unexpected token EOF|^unexpected end of expression`), tooEarly},
	{regexp.MustCompile(`^unexpected token (\w+)\((.*)\)$`), unexpected},
	{regexp.MustCompile(`^unrecognized character: U\+\w+ '(.+)'$`), unknownSign},
	said(`^unrecognized character`, "an invisible character stands here", "delete it"),
	said(`^literal not terminated`, "the text that begins here has no closing quote", "close it with the quote that it begins with"),
	{regexp.MustCompile(`^bad number syntax: "(.*)"$`), func(found []string, _ string) (string, string) {
		return fmt.Sprintf("%q is no number", found[0]), "write the number alone; its unit is in the clock: minutes_, hours_, days_"
	}},
	said(`too large|value out of range`, "the number is too large", "write a smaller one"),
	said(`literal: strconv|literal: `, "this is no number", "write it as 30 or 2.5"),
	said(`unescape|char escape`, `a \ in a text begins an escape, and this one does not exist`, `write \\ for the sign itself`),
	said(`^unclosed comment`, "the comment that begins here is not closed", "close it with */"),
	said(`expected at least`, "something is missing between these brackets", "write it as any(order.titles, # contains '羽绒')"),
	said(`wrap predicate`, "a test of several parts stands in braces", "write it as any(order.titles, {…})"),
	said(`coalesce`, "?? and another sign stand side by side", "put brackets around the part with ??"),
	said(`map key`, "braces cannot stand here", "a condition holds words, texts in quotes and numbers"),
	said(`^expected name`, "a word is missing behind the dot", ""),
}

func tooEarly(_ []string, src string) (message, hint string) {
	if missing := strings.Count(src, "(") - strings.Count(src, ")"); missing > 0 {
		return "the condition ends too early", `a ")" is missing`
	}
	return "the condition ends too early", "something is missing behind its last sign"
}

// unexpected is about a word or sign in the wrong place.
func unexpected(found []string, src string) (message, hint string) {
	kind, token := found[0], found[1]
	if plain, err := strconv.Unquote(token); err == nil {
		token = plain
	}
	message = fmt.Sprintf("%q cannot stand here", token)
	switch {
	case kind == "Operator" && token == "=":
		hint = "to compare, write == with two signs"
	case andWords[strings.ToLower(token)] != "":
		hint = "write " + andWords[strings.ToLower(token)]
	case token == ")" && strings.Count(src, ")") > strings.Count(src, "("):
		hint = `there is no "(" for it`
	case kind == "Identifier" || kind == "String" || kind == "Number":
		hint = "a sign such as && or == is missing before it"
	case kind == "Operator" || kind == "Bracket":
		hint = "something is missing before it"
	}
	return message, hint
}

var andWords = map[string]string{
	"and": "&& or and", "or": "|| or or", "not": "not before what it denies",
	"且": "&&", "并且": "&&", "而且": "&&", "和": "&&", "或": "||", "或者": "||", "非": "not", "不": "not",
	"&": "&&", "|": "||", "=>": ">=", "=<": "<=", "<>": "!=", "===": "==", "is": "==", "等于": "==", "大于": ">", "小于": "<",
}

// unknownSign is about a sign that is none of the language, mostly one that a
// Chinese keyboard makes.
func unknownSign(found []string, _ string) (message, hint string) {
	sign := found[0]
	message = fmt.Sprintf("the sign %s means nothing in a condition", sign)
	r := []rune(sign)[0]
	switch {
	case plainSigns[sign] != "":
		hint = fmt.Sprintf("write %s with the English keyboard", plainSigns[sign])
	case r >= '！' && r <= '～':
		hint = fmt.Sprintf("write %c with the English keyboard", r-'！'+'!')
	}
	return message, hint
}

var plainSigns = map[string]string{
	"“": "'", "”": "'", "‘": "'", "’": "'", "「": "'", "」": "'", "、": ",", "。": ".", "【": "[", "】": "]", "《": "<", "》": ">",
	"≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/", "—": "-", "–": "-", "\u3000": "a space", "\u00a0": "a space",
}
