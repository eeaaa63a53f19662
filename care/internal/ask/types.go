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

const quotesHint = "texts stand in quotes, numbers do not"

var typeMessages = []saying{
	{regexp.MustCompile(`^invalid operation: (\S+) \(mismatched types (.+) and (.+)\)$`), mismatch},
	{regexp.MustCompile(`^invalid operation: (\S+) \(mismatched type (.+)\)$`), func(f []string) (say.Text, say.Text) {
		if f[0] == "!" || f[0] == "not" {
			return zh.Text("%q needs yes or no, not %s", f[0], plainName(f[1])), zh.Text("put brackets around what it denies: not (…)")
		}
		return zh.Text("%q needs a number, not %s", f[0], plainName(f[1])), say.Text{}
	}},
	{regexp.MustCompile(`^cannot use (.+) as type (.+) in (?:array|map key)$`), func(f []string) (say.Text, say.Text) {
		hint := ""
		if of := plural(f[1]); of == "texts" || of == "numbers" {
			hint = quotesHint
		}
		return zh.Text("%s is looked up among %s", plainName(f[0]), plural(f[1])), say.Plain(hint)
	}},
	{regexp.MustCompile(`^cannot use (.+) as argument \(type (.+)\) to call (\S+)`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s(…) takes %s, not %s", f[2], plainName(f[1]), plainName(f[0])), say.Text{}
	}},
	{regexp.MustCompile(`^invalid argument for (\w+) \(type (.+)\)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s(…) cannot take %s", f[0], plainName(f[1])), say.Text{}
	}},
	{regexp.MustCompile(`^(not enough|too many) arguments to call (\S+)`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s(…) has %s values", f[1], f[0]), say.Text{}
	}},
	{regexp.MustCompile(`^invalid number of arguments \(expected (\d+), got (\d+)\)`), func(f []string) (say.Text, say.Text) {
		want, _ := strconv.Atoi(f[0])
		return zh.Text("it takes %s, not %s", values(want), f[1]), say.Text{}
	}},
	{regexp.MustCompile(`^builtin (\w+) takes only array \(got (.+)\)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s(…) takes a list, not %s", f[0], plainName(f[1])), say.Text{}
	}},
	{regexp.MustCompile(`^predicate should return boolean \(got (.+)\)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("the test must be yes or no, not %s", plainName(f[0])), say.Plain(anyHint)
	}},
	{regexp.MustCompile(`^(?:array elements can only be selected using an integer|non-integer slice index).*?\(?(?:got )?(\S+?)\)?$`), func(f []string) (say.Text, say.Text) {
		not := plainName(f[0])
		if not == "a number" {
			not = "by a fraction"
		}
		return zh.Text("an element is chosen by a whole number, not %s", not), zh.Text("the first is [0]")
	}},
	{regexp.MustCompile(`^cannot use (.+) to get an element from (.+)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s cannot choose from %s", plainName(f[0]), plainName(f[1])), say.Plain(quotesHint)
	}},
	{regexp.MustCompile(`^type (.+?)(?: has no (?:field|method) .+|\[.+\] is undefined)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s has no parts", plainName(f[0])), say.Text{}
	}},
	{regexp.MustCompile(`^cannot slice (.+)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%s has no parts", plainName(f[0])), say.Text{}
	}},
	{regexp.MustCompile(`^unknown pointer (#\w+)`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%q means nothing", f[0]), zh.Text("# alone stands for the element")
	}},
	{regexp.MustCompile(`^cannot redeclare (?:\w+ )?(\w+)$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("%q is a word of its own and cannot be a variable", f[0]), zh.Text("take another name")
	}},
	{regexp.MustCompile(`^non-bool expression \(type (.+)\) used as condition$`), func(f []string) (say.Text, say.Text) {
		return zh.Text("before the ? stands yes or no, not %s", plainName(f[0])), zh.Text("compare it with something")
	}},
	{regexp.MustCompile(`^error parsing regexp: ([^:]+)`), func(f []string) (say.Text, say.Text) {
		return zh.Text("the pattern behind matches cannot be read: %s", f[0]), zh.Text("for a plain word, write contains")
	}},
	{regexp.MustCompile(`divide by zero`), func([]string) (say.Text, say.Text) { return zh.Text("this divides by zero"), say.Text{} }},
}

func mismatch(f []string) (message, hint say.Text) {
	op, left, right := f[0], plainName(f[1]), plainName(f[2])
	if op == "%" && left == right && left == "a number" {
		return zh.Text(`"%%" needs two whole numbers, and one of these may have a fraction`), zh.Text("compare with >= and <")
	}
	message = zh.Text("%q cannot stand between %s and %s", op, left, right)
	switch {
	case op == "&&" || op == "||" || op == "and" || op == "or":
		hint = zh.Text("both sides must be yes or no")
	case strings.HasPrefix(left, "a list") || strings.HasPrefix(right, "a list"):
		hint = zh.Text("look a text up in a list: '羽绒服' in order.titles")
	case left == "texts by name" || right == "texts by name":
		hint = zh.Text("name one of them: order.attr['gift'] == 'yes'")
	case strings.HasSuffix(left, "time") || strings.HasSuffix(right, "time"):
		hint = zh.Text("a time is compared with a time; for how long ago something was there are clocks")
	case left == "yes or no" && right == "a text" || left == "a text" && right == "yes or no":
		hint = zh.Text("write the yes or no alone, or with not before it")
	case left != right && (left == "a text" || right == "a text"):
		hint = say.Plain(quotesHint)
	}
	return message, hint
}

// plainName is a type of expr with its article.
func plainName(t string) string {
	t = strings.TrimPrefix(t, "*")
	switch t {
	case "string":
		return "a text"
	case "int", "int64", "float64", "uint", "uint8":
		return "a number"
	case "bool":
		return "yes or no"
	case "time.Time":
		return "a time"
	case "time.Duration":
		return "a span of time"
	case "map[string]string":
		return "texts by name"
	case "nil", "unknown", "interface {}", "any":
		return "something unknown"
	}
	switch {
	case strings.HasPrefix(t, "[]"):
		return "a list of " + plural(t[2:])
	case strings.HasPrefix(t, "map["):
		return "values by name"
	}
	return "something else"
}

func plural(t string) string { return several(plainName(t)) }

func plainType(t reflect.Type) string { return plainName(t.String()) }
