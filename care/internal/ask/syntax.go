package ask

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/file"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// What expr says about an expression that cannot be read, in the words of
// somebody who wrote a rule file.

// syntaxFault says what is wrong with an expression that cannot be read.
func syntaxFault(src string, err error) Fault {
	var e *file.Error
	if !errors.As(err, &e) {
		return Fault{Message: zh.Text("the condition cannot be read")}
	}
	runes := []rune(src)
	f := Fault{From: min(e.From, len(runes)), Width: max(1, e.To-e.From)}
	f.place(e, src)
	if f.signs(runes) || f.comma(runes) {
		return f
	}
	for _, m := range syntaxMessages {
		if found := m.said.FindStringSubmatch(e.Message); found != nil {
			f.Message, f.Hint = m.say(found[1:], src)
			break
		}
	}
	if f.Message.Empty() {
		f.Message = zh.Text("the condition cannot be read here")
	}
	if strings.HasPrefix(e.Message, "bad number syntax") {
		f.number(runes)
	}
	return f
}

// place puts the caret under the cause where expr points behind it.
func (f *Fault) place(e *file.Error, src string) {
	found := []int(nil)
	switch {
	case strings.Contains(e.Message, "EOF"), strings.Contains(e.Message, "end of expression"):
		end := len(strings.TrimRight(src, " \t\n"))
		_, last := utf8.DecodeLastRuneInString(src[:end])
		found = []int{end - last, end}
	case strings.HasPrefix(e.Message, "literal not terminated"):
		at := openQuote(src)
		found = []int{at, at + 1}
	case strings.HasPrefix(e.Message, "bad number syntax"):
		for _, number := range wrongNumber.FindAllStringIndex(src, -1) {
			if utf8.RuneCountInString(src[:number[0]]) < e.To {
				found = number
			}
		}
	case strings.HasPrefix(e.Message, "unclosed comment"):
		at := strings.LastIndex(src, "/*")
		found = []int{at, at + len("/*")}
	case strings.Contains(e.Message, "literal"):
		found = longNumber.FindStringIndex(src)
	}
	if found != nil {
		f.From = utf8.RuneCountInString(src[:found[0]])
		f.Width = max(1, utf8.RuneCountInString(src[found[0]:found[1]]))
	}
}

var (
	wrongNumber = regexp.MustCompile(`\b[0-9][0-9A-Za-z_.\p{Han}]*`)
	longNumber  = regexp.MustCompile(`\b[0-9][0-9_]{17,}|\b[0-9][0-9_.]*[eE]\+?[0-9]{3,}|\b0[xXoObB][0-9A-Za-z_]*`)
)

// openQuote is where the quotes begin that are not closed.
func openQuote(src string) int {
	open, at := byte(0), 0
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case c == '\\' && open != 0 && open != '`':
			i++
		case open == 0 && (c == '\'' || c == '"' || c == '`'):
			open, at = c, i
		case c == open:
			open = 0
		}
	}
	return at
}

type syntaxMessage struct {
	said *regexp.Regexp
	say  func(found []string, src string) (message, hint say.Text)
}

func said(pattern string, message, hint say.Text) syntaxMessage {
	return syntaxMessage{regexp.MustCompile(pattern), func([]string, string) (say.Text, say.Text) { return message, hint }}
}

var syntaxMessages = []syntaxMessage{
	said(`exceeds maximum allowed nodes`, zh.Text("the condition has more than %d parts", maxNodes), splitHint),
	{regexp.MustCompile(`^unexpected token EOF|^unexpected end of expression`), tooEarly},
	{regexp.MustCompile(`^unexpected token (\w+)\((.*)\)$`), unexpected},
	{regexp.MustCompile(`^unrecognized character: U\+\w+ '(.+)'$`), unknownSign},
	said(`^unrecognized character`, zh.Text("an invisible character stands here"), zh.Text("delete it")),
	said(`^literal not terminated`, zh.Text("the text that begins here has no closing quote"), zh.Text("close it with the quote that it begins with")),
	said(`^bad number syntax`, zh.Text("this is not a number"), zh.Text("write the number alone")),
	said(`too large|value out of range`, zh.Text("the number is too large"), zh.Text("write a smaller one")),
	said(`literal: strconv|literal: `, zh.Text("this is not a number"), zh.Text("write it as 30 or 2.5")),
	said(`unescape|char escape`, zh.Text(`a \ in a text begins an escape, and this one does not exist`), zh.Text(`write \\ for the sign itself`)),
	said(`^unclosed comment`, zh.Text("the comment that begins here is not closed"), zh.Text("close it with */")),
	said(`expected at least`, zh.Text("something is missing between these brackets"), anyHint),
	said(`wrap predicate`, zh.Text("a test of several parts needs braces"), anyHint),
	said(`coalesce`, zh.Text("?? and another sign stand side by side"), zh.Text("put brackets around the part with ??")),
	said(`map key`, zh.Text("braces are not possible here"), zh.Text("a condition holds words, texts in quotes and numbers")),
	said(`^expected name`, zh.Text("a word is missing after the dot"), say.Text{}),
}

func tooEarly(_ []string, src string) (message, hint say.Text) {
	message = zh.Text("the condition ends too early")
	switch missing := strings.Count(src, "(") > strings.Count(src, ")"); {
	case missing && strings.HasSuffix(strings.TrimSpace(src), ","):
		return message, zh.Text(`if a # follows here, YAML takes it for a comment: put the whole condition in quotes`)
	case missing:
		return message, zh.Text(`a ")" is missing`)
	}
	return message, zh.Text("something is missing after its last sign")
}

var anyHint = zh.Text("write it as any(order.titles, {# contains '羽绒'})")

// unexpected is about a word or sign in the wrong place.
func unexpected(found []string, src string) (message, hint say.Text) {
	kind, token := found[0], found[1]
	if plain, err := strconv.Unquote(token); err == nil {
		token = plain
	}
	message = zh.Text("%q is not possible here", token)
	switch {
	case kind == "Operator" && token == "=":
		hint = zh.Text("to compare, write == with two signs")
		for _, word := range strings.Fields(quotedText.ReplaceAllString(src, "")) {
			if sign := andWords[word]; sign != "" && word > "~" {
				hint = zh.Text("%s; for %s write %s", hint, word, sign)
			}
		}
	case strings.ToLower(token) == "not":
		hint = zh.Text("write not before what it denies")
	case andWords[strings.ToLower(token)] != "":
		hint = zh.Text("write %s", andWords[strings.ToLower(token)])
	case token == ")" && strings.Count(src, ")") > strings.Count(src, "("):
		hint = zh.Text(`there is no "(" for it`)
	case kind == "Identifier" || kind == "String" || kind == "Number":
		hint = zh.Text("a sign such as && or == is missing before it")
	case kind == "Operator" || kind == "Bracket":
		hint = zh.Text("something is missing before it")
	}
	return message, hint
}

var quotedText = regexp.MustCompile(`'[^']*'|"[^"]*"`)

var andWords = map[string]string{
	"and": "&&", "or": "||",
	"且": "&&", "并且": "&&", "而且": "&&", "和": "&&", "或": "||", "或者": "||", "非": "not", "不": "not",
	"&": "&&", "|": "||", "=>": ">=", "=<": "<=", "<>": "!=", "===": "==", "is": "==", "等于": "==", "大于": ">", "小于": "<",
}

// unknownSign is about a sign that is none of the language, mostly one that a
// Chinese keyboard makes.
func unknownSign(found []string, src string) (message, hint say.Text) {
	sign := found[0]
	message = zh.Text("the sign %s means nothing in a condition", sign)
	r := []rune(sign)[0]
	written := source.Fold(src)
	wide := func(r rune) bool { return r >= '！' && r <= '～' && r != []rune(sign)[0] }
	switch {
	case strings.ContainsFunc(src, wide) && strings.ToLower(src) == src && !strings.ContainsAny(src, `'"`):
		hint = zh.Text("write the condition with the English keyboard: %s", written)
	case sign == "\u3000" || sign == "\u00a0":
		hint = zh.Text("write a space with the English keyboard")
	case plainSigns[sign] != "":
		hint = zh.Text("write %s with the English keyboard", plainSigns[sign])
	case r >= '！' && r <= '～':
		hint = zh.Text("write %c with the English keyboard", r-'！'+'!')
	}
	return message, hint
}

var plainSigns = map[string]string{
	"“": "'", "”": "'", "‘": "'", "’": "'", "「": "'", "」": "'", "、": ",", "。": ".", "【": "[", "】": "]", "《": "<", "》": ">",
	"≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/", "—": "-", "–": "-",
}
