package ask

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// What expr says about types, in the words of somebody who wrote a rule file.

// typeMessage is a fault of types in plain words. What is not known here is not
// passed on.
func typeMessage(said string) (message, hint string) {
	for _, m := range typeMessages {
		if found := m.said.FindStringSubmatch(said); found != nil {
			return m.say(found[1:])
		}
	}
	return "this is not possible in a condition", "see `care words` for what is"
}

type saying struct {
	said *regexp.Regexp
	say  func(found []string) (message, hint string)
}

const quotesHint = "texts stand in quotes, numbers do not"

var typeMessages = []saying{
	{regexp.MustCompile(`^invalid operation: (\S+) \(mismatched types (.+) and (.+)\)$`), mismatch},
	{regexp.MustCompile(`^invalid operation: (\S+) \(mismatched type (.+)\)$`), func(f []string) (string, string) {
		if f[0] == "!" || f[0] == "not" {
			return fmt.Sprintf("%q needs yes or no, not %s", f[0], plainName(f[1])), "put brackets around what it denies: not (…)"
		}
		return fmt.Sprintf("%q needs a number, not %s", f[0], plainName(f[1])), ""
	}},
	{regexp.MustCompile(`^cannot use (.+) as type (.+) in (?:array|map key)$`), func(f []string) (string, string) {
		hint := ""
		if of := plural(f[1]); of == "texts" || of == "numbers" {
			hint = quotesHint
		}
		return fmt.Sprintf("%s is looked up among %s", plainName(f[0]), plural(f[1])), hint
	}},
	{regexp.MustCompile(`^cannot use (.+) as argument \(type (.+)\) to call (\S+)`), func(f []string) (string, string) {
		return fmt.Sprintf("%s(…) takes %s, not %s", f[2], plainName(f[1]), plainName(f[0])), ""
	}},
	{regexp.MustCompile(`^invalid argument for (\w+) \(type (.+)\)$`), func(f []string) (string, string) {
		return fmt.Sprintf("%s(…) cannot take %s", f[0], plainName(f[1])), ""
	}},
	{regexp.MustCompile(`^(not enough|too many) arguments to call (\S+)`), func(f []string) (string, string) {
		return fmt.Sprintf("%s(…) has %s values", f[1], f[0]), ""
	}},
	{regexp.MustCompile(`^invalid number of arguments \(expected (\d+), got (\d+)\)`), func(f []string) (string, string) {
		want, _ := strconv.Atoi(f[0])
		return fmt.Sprintf("it takes %s, not %s", values(want), f[1]), ""
	}},
	{regexp.MustCompile(`^builtin (\w+) takes only array \(got (.+)\)$`), func(f []string) (string, string) {
		return fmt.Sprintf("%s(…) takes a list, not %s", f[0], plainName(f[1])), ""
	}},
	{regexp.MustCompile(`^predicate should return boolean \(got (.+)\)$`), func(f []string) (string, string) {
		return fmt.Sprintf("the test must be yes or no, not %s", plainName(f[0])), anyHint
	}},
	{regexp.MustCompile(`^(?:array elements can only be selected using an integer|non-integer slice index).*?\(?(?:got )?(\S+?)\)?$`), func(f []string) (string, string) {
		not := plainName(f[0])
		if not == "a number" {
			not = "by a fraction"
		}
		return "an element is chosen by a whole number, not " + not, "the first is [0]"
	}},
	{regexp.MustCompile(`^cannot use (.+) to get an element from (.+)$`), func(f []string) (string, string) {
		return fmt.Sprintf("%s cannot choose from %s", plainName(f[0]), plainName(f[1])), quotesHint
	}},
	{regexp.MustCompile(`^type (.+?)(?: has no (?:field|method) .+|\[.+\] is undefined)$`), func(f []string) (string, string) {
		return fmt.Sprintf("%s has no parts", plainName(f[0])), ""
	}},
	{regexp.MustCompile(`^cannot slice (.+)$`), func(f []string) (string, string) {
		return fmt.Sprintf("%s has no parts", plainName(f[0])), ""
	}},
	{regexp.MustCompile(`^unknown pointer (#\w+)`), func(f []string) (string, string) {
		return fmt.Sprintf("%q means nothing", f[0]), "# alone stands for the element"
	}},
	{regexp.MustCompile(`^cannot redeclare (?:\w+ )?(\w+)$`), func(f []string) (string, string) {
		return fmt.Sprintf("%q is a word of its own and cannot be a variable", f[0]), "take another name"
	}},
	{regexp.MustCompile(`^non-bool expression \(type (.+)\) used as condition$`), func(f []string) (string, string) {
		return fmt.Sprintf("before the ? stands yes or no, not %s", plainName(f[0])), "compare it with something"
	}},
	{regexp.MustCompile(`^error parsing regexp: ([^:]+)`), func(f []string) (string, string) {
		return "the pattern behind matches cannot be read: " + f[0], "for a plain word, write contains"
	}},
	{regexp.MustCompile(`divide by zero`), func([]string) (string, string) { return "this divides by zero", "" }},
}

func mismatch(f []string) (message, hint string) {
	op, left, right := f[0], plainName(f[1]), plainName(f[2])
	if op == "%" && left == right && left == "a number" {
		return `"%" needs two whole numbers, and one of these may have a fraction`, "compare with >= and <"
	}
	message = fmt.Sprintf("%q cannot stand between %s and %s", op, left, right)
	switch {
	case op == "&&" || op == "||" || op == "and" || op == "or":
		hint = "both sides must be yes or no"
	case strings.HasPrefix(left, "a list") || strings.HasPrefix(right, "a list"):
		hint = "look a text up in a list: '羽绒服' in order.titles"
	case left == "texts by name" || right == "texts by name":
		hint = "name one of them: order.attr['gift'] == 'yes'"
	case strings.HasSuffix(left, "time") || strings.HasSuffix(right, "time"):
		hint = "a time is compared with a time; for how long ago something was there are clocks"
	case left == "yes or no" && right == "a text" || left == "a text" && right == "yes or no":
		hint = "write the yes or no alone, or with not before it"
	case left != right && (left == "a text" || right == "a text"):
		hint = quotesHint
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
