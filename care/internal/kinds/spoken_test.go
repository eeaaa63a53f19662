package kinds

import (
	"cmp"
	"flag"
	"fmt"
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

// exampleRules are the folders of rules that people copy from.
var exampleRules = []string{
	"aftersale", "embed/rules", "festival/rules", "journey", "parcel", "payment", "presale", "quickstart/rules", "relationship", "taobao",
}

// hoursOfTheDay are those at which a word of time is likely to be wrong.
var hoursOfTheDay = []string{"00:00", "06:30", "12:30", "18:52", "23:59"}

// TestSpoken renders every text of every example as customers receive it at any hour: with
// all that may be known, with nothing known, and for three orders at once.
func TestSpoken_每条文案_什么时候说都对(t *testing.T) {
	var golden strings.Builder
	for _, folder := range exampleRules {
		files, err := rule.Files(os.DirFS("../../../examples/" + folder))
		require.NoError(t, err)
		set, problems := rule.Load(files...)
		require.NoError(t, problems.Err(), folder)
		fmt.Fprintf(&golden, "== %s\n", folder)
		texts := slices.SortedFunc(slices.Values(set.Texts), func(a, b *rule.Text) int { return cmp.Compare(a.Name, b.Name) })
		for _, text := range texts {
			for _, k := range spokenBy(text) {
				golden.WriteString(spoken(t, folder, set, text, k))
			}
		}
	}
	path := filepath.Join("testdata", "spoken.golden")
	if *updateSpoken {
		require.NoError(t, os.WriteFile(path, []byte(golden.String()), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), golden.String(), "run with -update, and read what customers would")
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
func spoken(t *testing.T, folder string, set *rule.Set, text *rule.Text, k channel.Kind) string {
	t.Helper()
	words := text.By[k]
	if k == channel.None {
		words = text.Any
	}
	var b strings.Builder
	where := fmt.Sprintf("%s: text %s by %s", folder, text.Name, k)
	if k == channel.SMS {
		assert.NotRegexp(t, `#[^#]+##[^#]+#`, words.Source(), "%s: providers refuse two variables side by side", where)
	}
	fmt.Fprintf(&b, "%s %s\n", text.Name, k)
	known := map[string]bool{}
	for _, way := range []string{"known", "three orders", "unknown"} {
		said := map[string][]string{}
		var order []string
		for _, hour := range hoursOfTheDay {
			var values template.Values
			if way != "unknown" {
				values = everything(t, set, hour, way == "three orders")
			}
			line, err := words.Render(values)
			if err != nil {
				continue // it does not go
			}
			assert.Empty(t, wrongWords(line, hour), "%s at %s: %s", where, hour, line)
			if k == channel.SMS {
				longest, _ := channel.Estimate(set.CountedSignature, words.MaxUnits())
				if way == "known" {
					assert.LessOrEqual(t, channel.Units(set.CountedSignature+line), longest, "%s at %s is longer than what care check counts: %s", where, hour, line)
				}
			}
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
			fmt.Fprintf(&b, "  %s%s: %s\n", way, at, strings.ReplaceAll(line, "\n", "⏎"))
		}
	}
	return b.String()
}

var (
	twice     = regexp.MustCompile(`(?:今晚|明天|今天|昨天|昨晚){2}|截止截止|元元|[，。；：]{2}|##|前前|亲亲|您您|(?:尽快|近期|稍后|几天后)前`)
	hardTimes = regexp.MustCompile(`昨晚|昨天|今早|明早|今夜|今晚(?:24:00)?`)
)

// wrongWords are words of time that are not true at an hour, and words said twice.
func wrongWords(line, hour string) (wrong []string) {
	wrong = twice.FindAllString(line, -1)
	for _, word := range hardTimes.FindAllString(line, -1) {
		if word != "今晚24:00" {
			wrong = append(wrong, word)
		}
	}
	return wrong
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
	return inTurn{NewValues(s, "", views...), NewValues(s, "", s.seen(t, ask.Parcel, "P9")), ofExamples{}}
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
