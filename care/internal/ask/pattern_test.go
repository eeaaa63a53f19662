package ask

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A pattern stands in the rule file: what a customer or a platform wrote is searched,
// and never searches.
func TestAPatternIsWrittenInTheRuleFile(t *testing.T) {
	many := strings.Repeat("很", 500)
	for source, want := range map[string]string{
		"order.message matches '发票|开票'":                                 "",
		"lower(order.message) matches 'vat' && order.cod":               "",
		"any(order.titles, # matches '^羽绒')":                            "",
		"any(order.titles, lower(#) matches 'coat')":                    "",
		"order.message matches '(很){500}'":                              "",
		"order.message matches customer.nick":                           "the pattern after matches must be written here, in quotes",
		"order.message matches order.attr['pattern']":                   "the pattern after matches must be written here, in quotes",
		"order.message matches ('a' + customer.nick)":                   "the pattern after matches must be written here, in quotes",
		"order.message matches lower('A')":                              "the pattern after matches must be written here, in quotes",
		"any(order.titles, order.message matches #)":                    "inside a search, matches looks at the element",
		"minutes_unpaid > (order.message matches order.source ? 5 : 9)": "the pattern after matches must be written here, in quotes",
		"segment.patterned":                                             "",
		"any(order.titles, order.message matches '发票')":                 "inside a search, matches looks at the element",
		"any(order.titles, # matches 'x' && segment.long)":              "inside a search, matches looks at the element",
		"order.message matches '(非常很){1000}'":                           "the patterns after matches have 5000 steps, more than 2000",
		"order.message matches '(很{30}){30}'":                           "",
		"len(order.message matches '" + many + "' ? 'a' : 'b') > len(order.message matches '" + strings.Repeat(many, 4) + "' ? 'a' : 'b')": "the patterns after matches have 2500 steps, more than 2000",
	} {
		compiler := NewCompiler()
		compiler.segment("long", compiled(t, compiler, "order.message matches '发票'", Scope{Segment: true}))
		compiler.segment("patterned", compiled(t, compiler, "order.message matches '发票'", Scope{Segment: true}))
		condition, faults := compiler.Compile(source, Scope{Kind: Order})
		if want == "" {
			assert.Empty(t, faults, source)
			assert.NotNil(t, condition, source)
			continue
		}
		require.NotEmpty(t, faults, source)
		assert.Equal(t, want, faults[0].Message.English, source)
		assert.NotEmpty(t, faults[0].Hint.English, source)
		assert.Nil(t, condition)
	}
}

// A text that is too long for its pattern is not searched: the answer is unknown, which
// is not true, and forbids under limits.never.
func TestATextTooLongForItsPatternIsNotSearched(t *testing.T) {
	condition := compiled(t, NewCompiler(), "order.message matches '发票'", Scope{Kind: Order})
	v := &View{Has: ThingsOf(ThingOrder)}
	fits := strings.Repeat("x", mostMatched/2-6) + "发票"
	v.Facts.Order.Message = fits
	assert.Equal(t, always, condition.Ask(v))

	v.Reset()
	v.Facts.Order.Message = "x" + fits
	assert.Equal(t, never, condition.Ask(v))
	assert.ErrorContains(t, v.Err(), "its text has more than 1000000 bytes, too many for its pattern")
	assert.True(t, condition.Forbids(v, At(0)))
	assert.Equal(t, "order.message matches '发票'", condition.Unknown(v, At(0)))
	not := compiled(t, NewCompiler(), "not (order.message matches '发票')", Scope{Kind: Order})
	v.Reset()
	assert.Equal(t, never, not.Ask(v), "unknown stays unknown under not")
}

// The elements of a list count together, and so do the texts by name.
func TestAllThatAPatternMeetsIsCounted(t *testing.T) {
	titles := make([]string, 100_000)
	attributes := map[string]string{}
	for i := range titles {
		titles[i] = "羽绒服"
		attributes[fmt.Sprint(i)] = "羽绒服"
	}
	for _, source := range []string{
		"any(order.titles, # matches '羽绒服')",
		"order.attr['0'] matches '羽绒服'",
	} {
		condition := compiled(t, NewCompiler(), source, Scope{Kind: Order})
		v := &View{Has: ThingsOf(ThingOrder)}
		v.Facts.Order.Titles = titles[:100]
		v.Facts.Order.Attr = map[string]string{"0": "羽绒服"}
		assert.Equal(t, always, condition.Ask(v), source)
		v.Reset()
		v.Facts.Order.Titles, v.Facts.Order.Attr = titles, attributes
		assert.Equal(t, never, condition.Ask(v), source)
		assert.ErrorContains(t, v.Err(), "too many for its pattern", source)
	}
}

func FuzzStepsOfAPattern(f *testing.F) {
	for _, seed := range []string{"发票|开票", "^[0-9]{11}$", "(a{30}){30}", "(?i)vat", "(", "a**", "\\pL{1000}", "(?:)"} {
		f.Add(seed, "我要开票")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if strings.ContainsAny(pattern, "'\\`\x00") {
			return
		}
		condition, faults := NewCompiler().Compile("order.message matches `"+pattern+"`", Scope{Kind: Order})
		if condition == nil {
			require.NotEmpty(t, faults)
			return
		}
		v := &View{Has: ThingsOf(ThingOrder)}
		v.Facts.Order.Message = text
		answer := condition.Ask(v)
		require.True(t, answer.Fixed())
	})
}
