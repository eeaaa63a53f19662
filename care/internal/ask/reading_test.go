package ask

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every word of the vocabulary that is built reads the field of the facts that
// expr would read, and no field is without a word.
func TestEveryWordReadsItsFact(t *testing.T) {
	fields := map[string]bool{}
	facts := reflect.ValueOf(&Facts{}).Elem()
	for i := range facts.NumField() {
		name := facts.Type().Field(i).Tag.Get("expr")
		inner := facts.Field(i)
		switch inner.Kind() {
		case reflect.Func:
			fields[name] = true
		case reflect.String:
			checkReading(t, facts, inner, name)
			fields[name] = true
		default:
			for j := range inner.NumField() {
				word := name + "." + inner.Type().Field(j).Tag.Get("expr")
				checkReading(t, facts, inner.Field(j), word)
				fields[word] = true
			}
		}
	}
	computed := []string{"bought", "has_tag"} // no fields of their own
	for _, w := range words {
		if w.Later == "" {
			assert.True(t, fields[w.head()] || strings.Contains(strings.Join(computed, " "), w.head()), "%s reads nothing", w.Name)
		}
	}
}

func checkReading(t *testing.T, facts, field reflect.Value, word string) {
	t.Helper()
	known, ok := findWord(word)
	require.True(t, ok, "the vocabulary does not hold %s", word)
	f := facts.Addr().Interface().(*Facts)
	wantType, read := "", any(nil)
	switch v := field.Addr().Interface().(type) {
	case *string:
		*v, wantType = word, "text"
		read = textWords[word](f)
	case *float64:
		*v, wantType = float64(len(word)), "number"
		read = numberWords[word].read(f)
	case *int:
		*v, wantType = len(word), "number"
		assert.True(t, numberWords[word].counts, word)
		read = int(numberWords[word].read(f))
	case *bool:
		*v, wantType = true, "yes/no"
		read = yesWords[word](f)
	case *[]string:
		*v, wantType = []string{word}, "list of texts"
		read = listWords[word](f)
	case *time.Time:
		*v, wantType = time.Unix(int64(len(word)), 0), "time"
		read = timeWords[word](f)
	case *map[string]string:
		*v, wantType = map[string]string{"name": word}, "texts by name"
		read = namedWords[word](f)
	}
	assert.Equal(t, wantType, known.Type, word)
	assert.Equal(t, field.Interface(), read, word)
	field.SetZero()
}

func TestWordsAreListedForPeople(t *testing.T) {
	names := map[string]bool{}
	for _, w := range Words() {
		assert.False(t, names[w.Name], "%s stands twice", w.Name)
		names[w.Name] = true
		assert.NotEmpty(t, w.Meaning, w.Name)
		assert.Equal(t, w.Type == "clock", strings.Contains(w.Meaning, "runs while"), w.Name)
	}
	for _, name := range []string{"order.amount", "minutes_unpaid", "hours_to_close", "days_since_order", "has_tag(tag)", "in_festival(name)"} {
		assert.True(t, names[name], name)
	}
	for s := range Stems() {
		again, ok := StemNamed(s.String())
		assert.True(t, ok)
		assert.Equal(t, s, again)
	}
}

func TestStemsets(t *testing.T) {
	var s Stemset
	for _, c := range []Stem{ToClose, SinceOrder, Unpaid} {
		s = s.With(c)
	}
	var all []Stem
	for c := range s.All() {
		all = append(all, c)
	}
	assert.Equal(t, []Stem{Unpaid, ToClose, SinceOrder}, all)
	for c := range s.All() {
		assert.Equal(t, Unpaid, c)
		break
	}
	assert.True(t, s.Has(ToClose))
	assert.False(t, s.Has(Unshipped))
	_, _, clash := s.Clash()
	assert.False(t, clash)
	a, b, clash := s.With(SinceConfirmed).Clash()
	assert.True(t, clash)
	assert.Equal(t, []Stem{Unpaid, SinceConfirmed}, []Stem{a, b})
}
