package ask

import (
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// What expr says about types, in the words of somebody who wrote a rule file.

// typeMessage is a fault of types in plain words. What is not known here is not
// passed on.
func typeMessage(said string) (message, hint say.Text) {
	for _, m := range typeMessages {
		if found := m.said.FindStringSubmatch(said); found != nil {
			return m.say(found[1:])
		}
	}
	return zh.Text("this is not possible in a condition"), zh.Text("see `care words` for what is")
}

type saying struct {
	said *regexp.Regexp
	say  func(found []string) (message, hint say.Text)
}

var quotesHint = zh.Text("put texts in quotes, but not numbers")

var typeMessages = []saying{
	{regexp.MustCompile(`^invalid operation: (\S+) \(mismatched types (.+) and (.+)\)$`), mismatch},
	{regexp.MustCompile(`^invalid operation: (\S+) \(mismatched type (.+)\)$`), func(f []string) (say.Text, say.Text) {
		if f[0] == "!" || f[0] == "not" {
			return zh.Text("%q needs yes or no, not %s", f[0], plainName(f[1])), zh.Text("put brackets around what it denies: not (…)")
		}
		return zh.Text("%q needs a number, not %s", f[0], plainName(f[1])), say.Text{}
	}},
	{regexp.MustCompile(`^cannot use (.+) as type (.+) in (?:array|map key)$`), func(f []string) (say.Text, say.Text) {
		hint := say.Text{}
		if of := plainName(f[1]); of == aText || of == aNumber {
			hint = quotesHint
		}
		return zh.Text("%s is looked up among %s", plainName(f[0]), plural(f[1])), hint
	}},
	{regexp.MustCompile(`^cannot use (.+) as argument \(type (.+)\) to call (\S+)`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s(…) takes %s, not %s", f[2], plainName(f[1]), plainName(f[0])), say.Text{}
	}},
	{regexp.MustCompile(`^invalid argument for (\w+) \(type (.+)\)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s(…) cannot take %s", f[0], plainName(f[1])), say.Text{}
	}},
	{regexp.MustCompile(`^(not enough|too many) arguments to call (\S+)`), func(f []string) (say.Text, say.Text) {
		if f[0] == "too many" {
			return zh.Text("%s(…) has too many values", f[1]), say.Text{}
		}
		return zh.Text("%s(…) has not enough values", f[1]), say.Text{}
	}},
	{regexp.MustCompile(`^invalid number of arguments \(expected (\d+), got (\d+)\)`), func(f []string) (say.Text, say.Text) {
		want, _ := strconv.Atoi(f[0])
		return zh.Text("it takes %s, not %s", values(want), f[1]), say.Text{}
	}},
	{regexp.MustCompile(`^builtin (\w+) takes only array \(got (.+)\)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s(…) takes a list, not %s", f[0], plainName(f[1])), say.Text{}
	}},
	{regexp.MustCompile(`^predicate should return boolean \(got (.+)\)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("the test must be yes or no, not %s", plainName(f[0])), anyHint
	}},
	{regexp.MustCompile(`^(?:array elements can only be selected using an integer|non-integer slice index).*?\(?(?:got )?(\S+?)\)?$`), func(f []string) (say.Text, say.Text) {
		not := plainName(f[0])
		if not == aNumber {
			not = zh.Text("by a fraction")
		}
		return zh.Text("an element is chosen by a whole number, not %s", not), zh.Text("the first is [0]")
	}},
	{regexp.MustCompile(`^cannot use (.+) to get an element from (.+)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s cannot choose from %s", plainName(f[0]), plainName(f[1])), quotesHint
	}},
	{regexp.MustCompile(`^type (.+?)(?: has no (?:field|method) .+|\[.+\] is undefined)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s has no parts", plainName(f[0])), say.Text{}
	}},
	{regexp.MustCompile(`^cannot slice (.+)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s has no parts", plainName(f[0])), say.Text{}
	}},
	{regexp.MustCompile(`^unknown pointer (#\w+)`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%q has no meaning here", f[0]), zh.Text("# alone is the element")
	}},
	{regexp.MustCompile(`^cannot redeclare (?:\w+ )?(\w+)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%q is reserved and cannot be a variable", f[0]), zh.Text("take another name")
	}},
	{regexp.MustCompile(`^non-bool expression \(type (.+)\) used as condition$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("before the ? there must be yes or no, not %s", plainName(f[0])), zh.Text("compare it with something")
	}},
	{regexp.MustCompile(`^error parsing regexp: ([^:]+)`), func(f []string) (say.Text, say.Text) {
		return zh.Text("the pattern after matches cannot be read: %s", f[0]), zh.Text("for a plain word, write contains")
	}},
	{regexp.MustCompile(`divide by zero`), func([]string) (say.Text, say.Text) { return zh.Text("this divides by zero"), say.Text{} }},
}

func mismatch(f []string) (message, hint say.Text) {
	op, left, right := f[0], plainName(f[1]), plainName(f[2])
	if op == "%" && left == right && left == aNumber {
		return zh.Text(`"%%" needs two whole numbers, and one of these may have a fraction`), zh.Text("compare with >= and <")
	}
	message = zh.Text("%q cannot be used between %s and %s", op, left, right)
	switch {
	case op == "&&" || op == "||" || op == "and" || op == "or":
		hint = zh.Text("both sides must be yes or no")
	case isList(f[1]) || isList(f[2]):
		hint = zh.Text("look a text up in a list: '羽绒服' in order.titles")
	case left == textsByName || right == textsByName:
		hint = zh.Text("name one of them: order.attr['gift'] == 'yes'")
	case left == aTime || right == aTime || left == aSpan || right == aSpan:
		hint = zh.Text("a time is compared with a time; for how long ago something was there are clocks")
	case left == yesNo && right == aText || left == aText && right == yesNo:
		hint = zh.Text("write the yes or no alone, or with not before it")
	case left != right && (left == aText || right == aText):
		hint = quotesHint
	}
	return message, hint
}

// The kinds of values, in plain words.
var (
	aText       = zh.Text("a text")
	aNumber     = zh.Text("a number")
	yesNo       = zh.Text("yes or no")
	aTime       = zh.Text("a time")
	aSpan       = zh.Text("a span of time")
	textsByName = zh.Text("texts by name")
	unknownType = zh.Text("something unknown")
	otherList   = zh.Text("a list of others")
)

// plainName is a type of expr with its article.
func plainName(t string) say.Text {
	t = strings.TrimPrefix(t, "*")
	switch t {
	case "string":
		return aText
	case "int", "int64", "float64", "uint", "uint8":
		return aNumber
	case "bool":
		return yesNo
	case "time.Time":
		return aTime
	case "time.Duration":
		return aSpan
	case "map[string]string":
		return textsByName
	case "nil", "unknown", "interface {}", "any":
		return unknownType
	}
	switch {
	case isList(t):
		return listOf(plainName(strings.TrimPrefix(t, "[]")))
	case strings.HasPrefix(t, "map["):
		return zh.Text("values by name")
	}
	return zh.Text("something else")
}

func isList(t string) bool { return strings.HasPrefix(strings.TrimPrefix(t, "*"), "[]") }

// listOf is a list of values of a kind.
func listOf(kind say.Text) say.Text {
	switch kind {
	case aText:
		return zh.Text("a list of texts")
	case aNumber:
		return zh.Text("a list of numbers")
	case aTime:
		return zh.Text("a list of times")
	case yesNo:
		return zh.Text("a list of yes and no")
	}
	return otherList
}

// several are values of a kind.
func several(kind say.Text) say.Text {
	switch kind {
	case aText:
		return zh.Text("texts")
	case aNumber:
		return zh.Text("numbers")
	case aTime:
		return zh.Text("times")
	case yesNo:
		return zh.Text("yes and no")
	}
	return zh.Text("others")
}

func plural(t string) say.Text { return several(plainName(t)) }

func plainType(t reflect.Type) say.Text { return plainName(t.String()) }
