package kinds

import (
	"cmp"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

var updateSpoken = flag.Bool("update", false, "write testdata/spoken.golden anew; read what customers would before you keep it")

// hoursOfTheDay are those at which a word of time is likely to be wrong.
var hoursOfTheDay = []string{"00:00", "06:30", "12:30", "18:52", "23:59"}

// ways are how much is known when a text is rendered: all of it, for one order and for
// three at once; and nothing but what the text cannot do without.
var ways = []string{"known", "three orders", "fallbacks"}

// TestSpoken renders every text of every example, and of both READMEs, as customers
// receive it at any hour.
func TestSpoken_每条文案_什么时候说都对(t *testing.T) {
	var golden strings.Builder
	for _, b := range append(exampleBooks(t), readmeBooks(t)...) {
		fmt.Fprintf(&golden, "== %s\n", b.name)
		for _, text := range slices.SortedFunc(slices.Values(b.set.Texts), func(a, b *rule.Text) int { return cmp.Compare(a.Name, b.Name) }) {
			for _, k := range spokenBy(text) {
				golden.WriteString(b.spoken(t, text, k))
			}
		}
	}
	golden.WriteString("== lifecycle\n" + spokenStatements(t))
	path := filepath.Join("testdata", "spoken.golden")
	if *updateSpoken {
		require.NoError(t, os.WriteFile(path, []byte(golden.String()), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), golden.String(), "run with -update, and read what customers would")
	for name := range meant {
		assert.True(t, meantUsed[name], "%s is fine without an exception", name)
	}
}

// A book is a set of rules that people copy from.
type book struct {
	name string
	set  *rule.Set
	uses map[*rule.Text]use
}

// A use is what for, and by which channels, rules send a text.
type use struct {
	purposes []tiexin.Purpose
	via      []channel.Kind
}

func newBook(t *testing.T, name string, files ...rule.File) book {
	t.Helper()
	set, problems := rule.Load(files...)
	require.NoError(t, problems.Err(), name)
	b := book{name: name, set: set, uses: map[*rule.Text]use{}}
	for _, f := range set.Flows {
		for _, r := range f.Rules {
			for _, s := range r.Steps {
				u := b.uses[s.Text]
				u.purposes = append(u.purposes, f.Purpose)
				if !s.Task {
					u.via = append(u.via, slices.Concat(s.Via, when(len(s.Via) == 0, r.Via), when(len(s.Via)+len(r.Via) == 0, f.Via))...)
				}
				b.uses[s.Text] = u
			}
		}
	}
	return b
}

func when(yes bool, via []channel.Kind) []channel.Kind {
	if yes {
		return via
	}
	return nil
}

// exampleBooks are the rules of every example.
func exampleBooks(t *testing.T) (all []book) {
	t.Helper()
	examples, folders := os.DirFS("../../../examples"), map[string]bool{}
	require.NoError(t, fs.WalkDir(examples, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".yaml" || strings.HasSuffix(path, "_test.yaml") {
			return err
		}
		text, err := fs.ReadFile(examples, path)
		if strings.Contains(string(text), "\ntexts:") {
			folders[filepath.Dir(path)] = true
		}
		return err
	}))
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		files, err := rule.Files(os.DirFS("../../../examples/" + folder))
		require.NoError(t, err)
		all = append(all, newBook(t, folder, files...))
	}
	require.Greater(t, len(all), 9)
	return all
}

var ruleBlock = regexp.MustCompile("(?ms)^```yaml file=(\\S+)\n(.*?)^```$")

// readmeBooks are the rule files that the READMEs show; those of the Chinese one are the
// same but for comments. What shows a mistake on purpose is left out.
func readmeBooks(t *testing.T) (all []book) {
	t.Helper()
	for _, readme := range []string{"README.md", "README.zh-CN.md"} {
		page, err := os.ReadFile("../../../" + readme)
		require.NoError(t, err)
		for _, block := range ruleBlock.FindAllStringSubmatch(string(page), -1) {
			if strings.Contains(block[2], "\ntexts:") && !strings.HasSuffix(block[1], ".bad.yaml") {
				all = append(all, newBook(t, readme+" "+block[1], rule.File{Name: block[1], Data: []byte(block[2])}))
			}
		}
	}
	require.Len(t, all, 6)
	return all
}

// spokenBy are the channels with a wording of their own, and one for all the others.
func spokenBy(text *rule.Text) (all []channel.Kind) {
	if text.Any != nil {
		all = append(all, channel.None)
	}
	for _, k := range channel.Kinds() {
		if text.By[k] != nil {
			all = append(all, k)
		}
	}
	return all
}

// spoken is one wording in all its ways; what reads the same is said once.
func (b book) spoken(t *testing.T, text *rule.Text, k channel.Kind) string {
	t.Helper()
	words := text.By[k]
	if k == channel.None {
		words = text.Any
	}
	name := fmt.Sprintf("%s: %s by %s", b.name, text.Name, k)
	report := func(what string, faults []string) {
		if meant[b.name+": "+text.Name] != "" {
			meantUsed[b.name+": "+text.Name] = meantUsed[b.name+": "+text.Name] || len(faults) > 0
			return
		}
		assert.Empty(t, faults, "%s: %s", name, what)
	}
	report(words.Source(), slices.Concat(writtenFaults(words.Source()), refused(b, text, k, words.Source())))
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s\n", text.Name, k)
	known := map[string]bool{}
	for _, way := range ways {
		said := map[string][]string{}
		var order []string
		for _, hour := range hoursOfTheDay {
			line, err := words.Render(b.values(t, words, hour, way))
			require.NoError(t, err, name)
			report(line+" at "+hour, slices.Concat(saidFaults(line, hour), b.tooLong(t, text, k, line)))
			if said[line] == nil {
				order = append(order, line)
			}
			said[line] = append(said[line], hour)
		}
		for _, line := range order {
			if known[line] {
				continue
			}
			known[line] = true
			at := ""
			if len(order) > 1 {
				at = " " + strings.Join(said[line], " ")
			}
			fmt.Fprintf(&out, "  %s%s: %s\n", way, at, strings.ReplaceAll(line, "\n", "⏎"))
		}
	}
	return out.String()
}

// values are those of a way.
func (b book) values(t *testing.T, words *template.Template, hour, way string) template.Values {
	t.Helper()
	all := everything(t, b.set, hour, way == "three orders")
	if way != "fallbacks" {
		return all
	}
	needed := template.Map{}
	for _, n := range words.Required() {
		needed[n], _ = template.Value(all, n)
	}
	return needed
}

// refused are the signs and words that the provider of a channel refuses.
func refused(b book, text *rule.Text, k channel.Kind, source string) (all []string) {
	for _, via := range b.goesBy(text, k) {
		if via == channel.SMS {
			all = append(all, signsInSMS(source)...)
		}
		for _, p := range b.uses[text].purposes {
			for _, f := range channel.DefaultWords().Lint(via, source, p) {
				all = append(all, f.String())
			}
		}
	}
	return all
}

// goesBy are the channels that a wording goes by: its own, or for the common one those
// that rules send it by.
func (b book) goesBy(text *rule.Text, k channel.Kind) []channel.Kind {
	if k != channel.None {
		return []channel.Kind{k}
	}
	return slices.DeleteFunc(slices.Clone(b.uses[text].via), func(via channel.Kind) bool { return text.By[via] != nil })
}

// tooLong says that a text of usual length, with signature and opt-out, is two SMS.
func (b book) tooLong(t *testing.T, text *rule.Text, k channel.Kind, line string) (all []string) {
	t.Helper()
	if !slices.Contains(b.goesBy(text, k), channel.SMS) {
		return nil
	}
	for _, p := range b.uses[text].purposes {
		if whole, parts := asSMS(t, b.set.CountedSignature, line, p, b.set.OptOut); parts > 1 {
			all = append(all, fmt.Sprintf("%d units are %d SMS: %s", channel.Units(whole), parts, whole))
		}
	}
	return all
}

// everything are values of all placeholders: real ones of an order that waits, then of one
// whose parcel has come, and examples of the rest.
func everything(t *testing.T, set *rule.Set, hour string, three bool) template.Values {
	t.Helper()
	clock, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-11 "+hour, tiexin.Shanghai())
	require.NoError(t, err)
	at := clock.Sub(morning).Hours()
	who := tiexin.Customer{ID: "xiaowang", Nick: "小雨", Name: "林小雨", Grade: "金卡", Points: 3200, PaidOrders: 4, Spent: 1268_00, Region: tiexin.Region{Province: "浙江", City: "杭州"}}
	waiting := func(n int) tiexin.Order {
		id := fmt.Sprint("T", n)
		return tiexin.Order{
			ID: id, Amount: 199_00, Title: []string{"羊绒围巾", "手套", "帽子"}[n-1], PayURL: "m.tb.cn/h.5xKq2" + id, URL: "m.tb.cn/h.5xKq3" + id,
			ClosesAt: hourAfter(at, []float64{.5, 12, 24}[n-1]), Region: who.Region,
		}
	}
	gone := waiting(1)
	gone.ID, gone.ShippedAt, gone.ConfirmsAt, gone.ArrivesBy = "T9", hourAfter(at, -30), hourAfter(at, 7*24), hourAfter(at, 20)
	gone.ClosesAt = time.Time{}
	sent := tiexin.Parcel{ID: "P9", OrderID: "T9", Carrier: "zhongtong", Number: "73512345678901"}
	s := scene(t, at, happens(tiexin.EventCustomerUpdated, at-100, who), happens(tiexin.EventOrderPaid, at-40, gone), happens(tiexin.EventParcelShipped, at-30, sent))
	for n := range 3 {
		e := happens(tiexin.EventOrderCreated, at-.2, waiting(n+1))
		s.Memory.Hear(&e, "")
	}
	s.Shop, s.Signature = &set.Shop, set.Signature
	views := []*View{s.seen(t, ask.Order, "T1")}
	if three {
		views = append(views, s.seen(t, ask.Order, "T2"), s.seen(t, ask.Order, "T3"))
	}
	return inTurn{valuesOf(s, "", views...), valuesOf(s, "", s.seen(t, ask.Parcel, "P9")), ofExamples{}}
}

func hourAfter(at, hours float64) time.Time { return hour(at + hours) }

// inTurn asks one after the other.
type inTurn []template.Values

func (all inTurn) AppendValue(dst []byte, n template.Name) ([]byte, bool) {
	for _, v := range all {
		if value, ok := template.Value(v, n); ok {
			return append(dst, value...), true
		}
	}
	return dst, false
}

type ofExamples struct{}

func (ofExamples) AppendValue(dst []byte, n template.Name) ([]byte, bool) {
	return append(dst, n.Examples()[0]...), true
}
