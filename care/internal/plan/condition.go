package plan

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A reader puts conditions into words. They stay as they are written but for segments,
// clocks and the words that join parts.
type reader struct {
	segments map[string]*rule.Segment
	shop     *rule.Shop
}

func newReader(rules *rule.Set) *reader {
	r := &reader{map[string]*rule.Segment{}, &rules.Shop}
	for _, s := range rules.Segments {
		r.segments[s.Name] = s
	}
	return r
}

// read tells apart whom a condition is about and when it holds: the parts that must
// all be true, without and with something that time moves.
func (r *reader) read(c *ask.Condition) (who, when []string) {
	if c == nil {
		return nil, nil
	}
	for _, part := range conjuncts(c.Source) {
		if words := r.words(part); r.moves(part) {
			when = append(when, words)
		} else {
			who = append(who, words)
		}
	}
	return who, when
}

var (
	clockWord   = regexp.MustCompile(`\b(minutes|hours|days)_([a-z_]+)`)
	dayWord     = regexp.MustCompile(`\b(?:in_festival|is_workday)\s*\(`)
	festival    = regexp.MustCompile(`\bin_festival\s*\(\s*['"]([^'"]*)['"]\s*\)`)
	workday     = regexp.MustCompile(`\bis_workday\s*\(\s*\)`)
	segmentWord = regexp.MustCompile(`\bsegment\.([\p{L}\p{N}_]+)`)
	comparison  = regexp.MustCompile(clockWord.String() + `\s*(<=|>=|<|>)\s*(` + factor + `(?:\s*\*\s*` + factor + `)?)`)
	joints      = regexp.MustCompile(`\s*(?:!=|&&|\|\||!|\b(?:and|or|not in|in|not|contains)\b)\s*`)
	units       = map[string]string{"minutes": "分钟", "hours": "小时", "days": "天"}
	joined      = map[string]string{
		"&&": " 且 ", "and": " 且 ", "||": " 或 ", "or": " 或 ", "not": "不是 ", "!": "不是 ", "!=": " != ", "in": " 属于 ", "not in": " 不属于 ",
		"contains": " 包含 ",
	}
	edges   = regexp.MustCompile(`(?:^|[(?:!]|&&|\|\||\b(?:and|or|not))\s*$`)
	follows = regexp.MustCompile(`^\s*(?:$|[)?:]|&&|\|\||(?:and|or)\b)`)
)

const factor = `(?:\d+(?:\.\d+)?|shop\.usual_minutes_to_pay)\b`

// moves says that time alone may change the answer of a part.
func (r *reader) moves(part string) bool {
	found := false
	outside(part, func(code string) string {
		found = found || dayWord.MatchString(code)
		for _, m := range clockWord.FindAllStringSubmatch(code, -1) {
			_, known := ask.StemNamed(m[2])
			found = found || known
		}
		for _, m := range segmentWord.FindAllStringSubmatch(code, -1) {
			s := r.segments[m[1]]
			found = found || s != nil && s.If != nil && s.If.Moves
		}
		return code
	})
	return found
}

// words is a part of a condition as a shopkeeper reads it.
func (r *reader) words(part string) string {
	return outside(r.days(strings.Join(strings.Fields(part), " ")), func(code string) string {
		code = r.thresholds(code)
		code = segmentWord.ReplaceAllStringFunc(code, func(word string) string {
			if s := r.segments[strings.TrimPrefix(word, "segment.")]; s != nil {
				return nameOfSegment(s)
			}
			return word
		})
		code = strings.NewReplacer("( ", "(", " )", ")").Replace(code)
		return joints.ReplaceAllStringFunc(code, func(joint string) string { return joined[strings.TrimSpace(joint)] })
	})
}

// days puts the words about the calendar into words: 七夕期间, 工作日.
func (r *reader) days(part string) string {
	part = festival.ReplaceAllStringFunc(part, func(word string) string {
		day, err := r.shop.Calendar.Find(festival.FindStringSubmatch(word)[1])
		if err != nil {
			return word
		}
		return day.Name + "期间"
	})
	return workday.ReplaceAllString(part, "工作日")
}

// thresholds puts the comparisons of clocks into words: 未付款满 15 分钟. One that is
// part of a larger sum stays as it is written.
func (r *reader) thresholds(code string) string {
	var b strings.Builder
	end := 0
	for _, m := range comparison.FindAllStringSubmatchIndex(code, -1) {
		stem, known := ask.StemNamed(code[m[4]:m[5]])
		if !known || !edges.MatchString(code[:m[0]]) || !follows.MatchString(code[m[1]:]) {
			continue
		}
		b.WriteString(code[end:m[0]])
		b.WriteString(threshold(stem, code[m[6]:m[7]], r.amount(code[m[8]:m[9]]), units[code[m[2]:m[3]]]))
		end = m[1]
	}
	return b.String() + code[end:]
}

func threshold(stem ask.Stem, op, amount, unit string) string {
	counts, more := clocks[stem].counts, op[0] == '>'
	switch {
	case stem.Remaining() && more:
		return counts + "还有 " + amount + " " + unit + "以上"
	case stem.Remaining():
		return counts + "不到 " + amount + " " + unit
	case more:
		return counts + "满 " + amount + " " + unit
	default:
		return counts + "不满 " + amount + " " + unit
	}
}

// amount is what a clock is compared with: a number, or so many times what most payers
// need. Where sources differ, it is said for each: "20（live 8）".
func (r *reader) amount(text string) string {
	product := func(source string) string {
		product := 1.
		for f := range strings.SplitSeq(text, "*") {
			n, err := strconv.ParseFloat(strings.TrimSpace(f), 64)
			if err != nil {
				n = r.shop.UsualMinutesToPay(source)
			}
			product *= n
		}
		return strconv.FormatFloat(product, 'f', -1, 64)
	}
	usually := product("")
	var others []string
	for _, source := range slices.Sorted(maps.Keys(r.shop.Usual)) {
		if p := product(source); p != usually {
			others = append(others, source+" "+p)
		}
	}
	if len(others) == 0 {
		return usually
	}
	return usually + "（" + strings.Join(others, "，") + "）"
}

// conjuncts are the parts of a condition that must all be true; one part where it is
// made otherwise.
func conjuncts(source string) []string {
	var parts []string
	depth, from := 0, 0
	whole := []string{strings.TrimSpace(source)}
	for _, t := range tokens.FindAllStringIndex(source, -1) {
		switch token := source[t[0]:t[1]]; token {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth--
		case "&&", "and":
			if depth == 0 {
				parts, from = append(parts, strings.TrimSpace(source[from:t[0]])), t[1]
			}
		case "||", "or", "?", "??", "|":
			if depth == 0 {
				return whole
			}
		}
	}
	return append(parts, strings.TrimSpace(source[from:]))
}

// tokens are texts in quotes, which hide what stands in them, words, brackets and what
// joins parts.
var tokens = regexp.MustCompile(quoted.String() + `|[\p{L}_][\p{L}\p{N}_.]*|&&|\|\||\?\.|\?\?|[?|()\[\]{}]`)

var quoted = regexp.MustCompile(`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|` + "`[^`]*`")

// outside changes what stands outside of quotes.
func outside(text string, change func(code string) string) string {
	var b strings.Builder
	end := 0
	for _, m := range quoted.FindAllStringIndex(text, -1) {
		b.WriteString(change(text[end:m[0]]) + text[m[0]:m[1]])
		end = m[1]
	}
	return b.String() + change(text[end:])
}
