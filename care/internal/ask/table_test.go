package ask

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// everything is a view in which all things are known.
func everything() *View {
	v := &View{Has: wholeThings.With(ThingOrder)}
	v.Facts.Hour = HourIn(time.UTC)
	v.Facts.Chat.Score, v.Facts.Review.Stars, v.Facts.Survey.Score = math.NaN(), math.NaN(), math.NaN()
	v.MonthBegins = func(months int) Instant { return At(int64(months - v.Facts.Child.Months)) }
	return v
}

// Every field of the facts is a word, and the word reads the very field that expr
// reads: a condition is true of it alone.
func TestEveryWordReadsItsField(t *testing.T) {
	v := everything()
	facts := reflect.ValueOf(&v.Facts).Elem()
	seen := map[string]bool{}
	var check func(field reflect.Value, word string)
	check = func(field reflect.Value, word string) {
		if field.Kind() == reflect.Struct && field.Type() != reflect.TypeFor[time.Time]() {
			for i := range field.NumField() {
				check(field.Field(i), word+"."+field.Type().Field(i).Tag.Get("expr"))
			}
			return
		}
		seen[word] = true
		w, ok := WordNamed(word)
		require.True(t, ok, "the vocabulary does not hold %s", word)
		before := field.Interface()
		condition, shown, kind := "", "", ""
		switch f := field.Addr().Interface().(type) {
		case *string:
			*f, kind = "-"+word, "text"
			condition, shown = word+" == '-"+word+"'", "'-"+word+"'"
		case *int:
			*f, kind = 700+len(word), "number"
			condition, shown = fmt.Sprintf("%s == %d", word, *f), strconv.Itoa(*f)
			assert.True(t, w.Whole, word)
		case *float64:
			*f, kind = 7000+float64(len(word)), "number"
			condition, shown = fmt.Sprintf("%s == %v", word, *f), fmt.Sprint(*f)
		case *bool:
			*f, kind, condition, shown = true, "yes/no", word, "true"
		case *[]string:
			*f, kind, condition, shown = []string{word}, "list of texts", "'"+word+"' in "+word, "["+word+"]"
		case *time.Time:
			*f, kind = time.Date(2026, 11, 11, len(word), 0, 0, 0, time.UTC), "time"
			condition, shown = fmt.Sprintf("hour(%s) == %d", word, len(word)), f.Format(time.DateTime)
		case *map[string]string:
			*f, kind, condition, shown = map[string]string{"x": word}, "texts by name", word+"['x'] == '"+word+"'", "1 values"
		default: // the function behind a word
			assert.True(t, w.isFunction(), word)
			return
		}
		assert.Equal(t, kind, w.Type, word)
		assert.NotEmpty(t, w.Meaning, word)
		hidden := shown
		if w.sort == ofText && w.Personal != "" && w.Personal != "no" {
			hidden = fmt.Sprintf("(%s, %d characters)", w.Personal, len(word)+1)
		}
		if w.Personal == "gender" {
			hidden = "(gender)"
		}
		if w.Personal == "tag" {
			hidden = "[1 tag]"
		}
		told := witness{view: v}
		assert.Equal(t, hidden, told.value(reading{word: w}, nil), word)
		told.personal = true
		assert.Equal(t, shown, told.value(reading{word: w}, nil), word)
		where := Scope{Promise: w.promise, Segment: !w.promise}
		c := compiled(t, NewCompiler(), condition, where)
		v.Reset()
		assert.True(t, c.Ask(v).At(0), condition)
		field.Set(reflect.ValueOf(before))
		v.Reset()
		assert.False(t, c.Ask(v).At(0), condition)
		field.Set(reflect.ValueOf(before))
	}
	for i := range facts.NumField() {
		check(facts.Field(i), facts.Type().Field(i).Tag.Get("expr"))
	}
	own := map[string]bool{"bought": true, "has_tag": true, "in_festival": true, "is_workday": true, stageWord: true} // words with a part of their own
	for _, w := range vocabulary().words {
		assert.True(t, seen[w.head()] || own[w.head()], "%s reads nothing", w.Name)
	}
}

// A misspelt tag would say nothing, and nobody would see it.
func TestTagsAreSpeltRight(t *testing.T) {
	known := []string{"expr", "means", "unit", "values", "own", "closed", "whole", "signed", "personal", "region", "unknown"}
	flags := []string{"own", "closed", "whole", "signed"}
	var check func(reflect.Type)
	check = func(s reflect.Type) {
		for i := range s.NumField() {
			f := s.Field(i)
			for _, tag := range regexp.MustCompile(`(\w+):"((?:[^"\\]|\\.)*)"`).FindAllStringSubmatch(string(f.Tag), -1) {
				assert.Contains(t, known, tag[1], f.Name)
				if slices.Contains(flags, tag[1]) {
					assert.Equal(t, "yes", tag[2], f.Name)
				}
			}
			_, ok := f.Tag.Lookup("expr")
			assert.True(t, ok, "%s is no word", f.Name)
			if f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[time.Time]() {
				check(f.Type)
			}
		}
	}
	check(reflect.TypeFor[Facts]())
}

// What the table says of values is what the library's own types say.
func TestTheTableKnowsTheLibrarysValues(t *testing.T) {
	for word, want := range map[string][]string{
		"order.status": names(tiexin.Unpaid, tiexin.Paying, tiexin.DepositPaid, tiexin.Held, tiexin.Paid, tiexin.PartlyShipped, tiexin.Shipped,
			tiexin.Signed, tiexin.Succeeded, tiexin.Cancelled, tiexin.Closed),
		"order.kind":      names(tiexin.Normal, tiexin.Juhuasuan, tiexin.Presale, tiexin.Group, tiexin.COD, tiexin.Virtual, tiexin.PayLater),
		"customer.gender": names(tiexin.Female, tiexin.Male, ""),
		"purpose":         names(tiexin.Service, tiexin.Notice, tiexin.Care, tiexin.Marketing, tiexin.SurveyAsk),
		"parcel.status": names(tiexin.ParcelCreated, tiexin.ParcelPickedUp, tiexin.ParcelInTransit, tiexin.ParcelArrivedCity, tiexin.ParcelOutForDelivery,
			tiexin.ParcelReadyForPickup, tiexin.ParcelSigned, tiexin.ParcelFailed, tiexin.ParcelRejected, tiexin.ParcelReturning, tiexin.ParcelReturned,
			tiexin.ParcelOutOfArea, tiexin.ParcelLost, tiexin.ParcelDamaged),
		"parcel.signed_by": names(tiexin.SignedBySelf, tiexin.SignedByAgent, tiexin.SignedByLocker, tiexin.SignedLate, ""),
		"review.rating":    names(tiexin.Good, tiexin.Neutral, tiexin.Bad),
	} {
		w, ok := WordNamed(word)
		require.True(t, ok, word)
		assert.Equal(t, want, w.Values, word)
	}
	abnormal, _ := WordNamed("parcel.abnormal")
	for _, v := range abnormal.Values[:len(abnormal.Values)-1] {
		assert.True(t, tiexin.EventType("parcel."+v).Known(), "the trouble %q is no event", v)
	}
}

// The words are those of the contract, no more and no fewer.
func TestTheWordsOfTheContract(t *testing.T) {
	for base, words := range map[string]string{
		"customer": "id nick name gender grade points tags province city paid_orders spent average_order value loyalty cause birthday talking complaining attr stage",
		"order": "id source kind status amount quantity items titles categories province city remote cod gift paid shipped signed reviewed closed refunding parcels message " +
			"created_at paid_at shipped_at signed_at attr",
		"parcel": "id carrier carrier_name number status province city remote index count abnormal signed_by", "chat": "topic agent product order answered ordered score",
		"child": "id nick gender months born", "review": "rating stars text append", "survey": "form score answers", "refund": "amount reason full",
		"task": "outcome note rule", "message": "text channel rule", "product": "id title category price", "incident": "kind name province city",
		"shop": "name timezone usual_minutes_to_pay remote offers links",
	} {
		var got []string
		for _, w := range vocabulary().words {
			if word, ok := strings.CutPrefix(w.Name, base+"."); ok {
				got = append(got, word)
			}
		}
		assert.Equal(t, strings.Fields(words), got, base)
	}
}

func TestWordsAreListedForPeople(t *testing.T) {
	names := map[string]bool{}
	for _, w := range Words() {
		assert.False(t, names[w.Name], "%s stands twice", w.Name)
		names[w.Name] = true
		assert.NotEmpty(t, w.Meaning, w.Name)
		assert.Equal(t, w.Type == "clock", strings.HasPrefix(w.Meaning, "runs while ") || strings.HasPrefix(w.Meaning, "starts "), w.Name)
		for _, e := range w.When {
			assert.True(t, e.Known(), "%s: %s", w.Name, e)
		}
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
