package ask

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin"
)

// A Word is one word of the vocabulary that conditions are written in. Everything
// that is said or asked about words comes from the one table of them.
type Word struct {
	Name    string // as it is written: "order.amount", "minutes_unpaid", "has_tag(tag)"
	Type    string // "text", "number", "yes/no", "list of texts", "texts by name", "time", "date", "clock"
	Unit    string // "yuan", "minutes", … or empty
	Meaning string
	Kinds   Kinds // the flows that may use it; none: every flow
	// When are the events that bring it: it is known in a rule that begins with
	// them alone. Empty: it needs no event.
	When []tiexin.EventType
	// Unknown says when the word has no value. Empty: as long as what it belongs to
	// is known, it has one.
	Unknown string
	Values  []string // that the library knows; hosts may add to them
	Own     bool     // every shop has values of its own
	Closed  bool     // there are no other values, whatever the host sends
	Whole   bool     // a number that counts wholes
	Signed  bool     // a number that may be less than nothing
	// Personal is what it holds of a person: "name". Explanations show that and how
	// long it is. Empty: numbers and addresses in it are hidden; "no": nothing is.
	Personal string
	Region   string // "province", "city" or empty

	things  Things // that it is about; none: the customer, the shop or the message about to go
	needs   Things // that must be known: things, or less of them
	promise bool   // known under limits.never only
	absent  string // what is said when it has no value
	sort    sort
	offset  uintptr // of its field in the facts
}

// computed are the words that no field of the facts holds.
var computed = []Word{
	{
		Name: stageWord, Type: "text", Meaning: "生命周期阶段 by lifecycle.stages: 'interested' 兴趣, 'new' 新客, 'second-purchase' 复购, 'active' 活跃, 'loyal' 忠诚, 'lapsing' 预流失, 'lost' 已流失, 'dead' 长期沉睡; it changes by itself and is compared with == != and in", Unknown: "while no date of a purchase or contact is known", sort: ofText,
		Closed: true, Values: []string{"unknown", "interested", "new", "second-purchase", "active", "loyal", "lapsing", "lost", "dead"},
	},

	{Name: "bought(category, days)", Type: "yes/no", Meaning: "has paid for goods of the category within the last days"},
	{Name: "has_tag(tag)", Type: "yes/no", Meaning: "the customer has the tag"},
	{Name: "hour(time)", Type: "number", Unit: "hour of day", Whole: true, Meaning: "0–23 in the shop's zone"},
	{Name: "in_festival(name)", Type: "yes/no", Meaning: "today is a day of the festival, named as in the calendar: 春节 is 初一 alone and 国庆 1 October, not the days off around it"},
	{Name: "is_workday()", Type: "yes/no", Meaning: "people work today, holidays and swapped weekends counted", Unknown: "in a year whose days off were not announced"},
}

// A table is the vocabulary without the clocks.
type table struct {
	words  []*Word // in the order in which a person reads them
	byHead map[string]*Word
	bases  []string // what stands before a dot
}

// vocabulary reads the table from the facts, once.
var vocabulary = sync.OnceValue(func() *table {
	t := &table{byHead: map[string]*Word{}, bases: []string{"segment"}}
	facts := reflect.TypeFor[Facts]()
	for i := range facts.NumField() {
		f := facts.Field(i)
		name := f.Tag.Get("expr")
		switch f.Type.Kind() {
		case reflect.Func: // behind a function of computed
		case reflect.Struct:
			for j := range f.Type.NumField() {
				inner := f.Type.Field(j)
				t.add(wordOfField(inner, name+"."+inner.Tag.Get("expr"), f.Offset+inner.Offset))
			}
			t.addComputed(name + ".")
		default:
			w := wordOfField(f, name, f.Offset)
			w.promise = true
			t.add(w)
		}
	}
	t.addComputed("")
	return t
})

// addComputed adds those of the computed words that begin like this and are not
// there yet.
func (t *table) addComputed(prefix string) {
	for i := range computed {
		w := computed[i]
		if _, there := t.byHead[w.head()]; !there && strings.HasPrefix(w.Name, prefix) {
			t.add(&w)
		}
	}
}

func (t *table) add(w *Word) {
	base, _, hasBase := strings.Cut(w.head(), ".")
	if hasBase && !slices.Contains(t.bases, base) {
		t.bases = append(t.bases, base)
	}
	if thing, ok := thingNamed(base); ok && hasBase {
		info := &things[thing]
		w.things, w.Kinds, w.When = ThingsOf(thing), info.kinds, info.by
		if w.needs = w.things; partOf[w.Name] != 0 {
			w.needs = ThingsOf(partOf[w.Name])
		}
	}
	t.words = append(t.words, w)
	t.byHead[w.head()] = w
}

// wordOfField is the word that a field of the facts is.
func wordOfField(f reflect.StructField, name string, offset uintptr) *Word {
	has := func(key string) bool { return f.Tag.Get(key) == "yes" }
	w := &Word{
		Name: name, Meaning: f.Tag.Get("means"), Unit: f.Tag.Get("unit"), Unknown: f.Tag.Get("unknown"), Region: f.Tag.Get("region"),
		Own: has("own"), Closed: has("closed"), Whole: has("whole"), Signed: has("signed"), Personal: f.Tag.Get("personal"), offset: offset,
	}
	for _, v := range strings.Fields(f.Tag.Get("values")) {
		w.Values = append(w.Values, strings.Trim(v, "'"))
	}
	w.absent = name + " is not given"
	switch f.Type {
	case reflect.TypeFor[string]():
		w.sort, w.Type = ofText, "text"
	case reflect.TypeFor[int]():
		w.sort, w.Type, w.Whole = ofWhole, "number", true
	case reflect.TypeFor[float64]():
		w.sort, w.Type = ofNumber, "number"
	case reflect.TypeFor[bool]():
		w.sort, w.Type = ofYesNo, "yes/no"
	case reflect.TypeFor[[]string]():
		w.sort, w.Type = ofList, "list of texts"
	case reflect.TypeFor[time.Time]():
		w.sort, w.Type, w.absent = ofTime, "time", errUnknownTime.Error()
	case reflect.TypeFor[map[string]string]():
		w.sort, w.Type = ofNamed, "texts by name"
	}
	return w
}

// A sort says which Go type the field of a word has.
type sort uint8

const (
	noField sort = iota
	ofText
	ofWhole
	ofNumber
	ofYesNo
	ofList
	ofTime
	ofNamed
)

func (w *Word) isNumber() bool { return w.sort == ofWhole || w.sort == ofNumber }

// read is the field of a word; T must be the type that its sort says.
func read[T any](w *Word, f *Facts) T {
	return *(*T)(unsafe.Add(unsafe.Pointer(f), w.offset))
}

// number is the value of a word that is a number.
func (w *Word) number(f *Facts) float64 {
	if w.sort == ofWhole {
		return float64(read[int](w, f))
	}
	return read[float64](w, f)
}

// given says whether a word with a value of its own has one: a number that is not
// NaN, a time that has happened, a text where only an empty one is unknown.
func (w *Word) given(f *Facts) bool {
	switch w.sort {
	case ofText:
		return w.Unknown == "" || read[string](w, f) != ""
	case ofNumber:
		return !math.IsNaN(read[float64](w, f))
	case ofTime:
		return read[time.Time](w, f).Year() > 1
	default:
		return true
	}
}

// head is the word without the brackets of a function.
func (w *Word) head() string {
	head, _, _ := strings.Cut(w.Name, "(")
	return head
}

func (w *Word) isFunction() bool { return strings.HasSuffix(w.Name, ")") }

// Words returns the whole vocabulary of conditions, clocks included, in the
// order in which a person reads it.
func Words() []Word {
	var all []Word
	for _, w := range vocabulary().words {
		all = append(all, *w)
	}
	for s := range Stems() {
		for u := range units {
			all = append(all, Word{
				Name: units[u].prefix + s.String(), Type: "clock", Unit: units[u].name,
				Meaning: s.Meaning(), Kinds: s.Kinds(),
			})
		}
	}
	return all
}

// WordNamed finds a word, clocks left out, by its name without brackets.
func WordNamed(name string) (*Word, bool) {
	w, ok := vocabulary().byHead[name]
	return w, ok
}
